"""A process that is to be killed: `python -m tests.store.victim` forks one for each line it reads, as everything is
imported already, and kills it at the moment the line asks for. It answers with what the victim said it had kept.

A line is JSON: folder, number (of the run), slow (each commit waits a little), after (kill after so many repetitions
were told), spins (and so many turns of a loop later).
"""

import json
import os
import random
import signal
import sys
import tempfile
import threading
from pathlib import Path

from sqlalchemy import event

from mat.core.events import Rep
from mat.core.exercise import Plan
from mat.core.records import PainTold, RepDone, SessionEnded, SessionOpened, Stamp
from mat.store.entries import Filing
from mat.store.journal import Journal, places, recover
from mat.store.store import Store
from mat.store.writer import Writer

BEGAN = 1_790_000_000.0
APART_S = 1000.0
REPS = 8
SLOW_S = 0.01


def live(told: int, *, folder: str, number: int, slow: bool, **_: object) -> None:
    """A kiosk's start and one session; each repetition that is kept is told before the next begins."""
    env = {"RUNTIME_DIRECTORY": folder}
    store = Store.open(Path(folder), "here", "boot")
    recover(store, Path(folder), env)
    store.close_interrupted()
    if slow:
        event.listen(store._engine, "commit", lambda _: threading.Event().wait(SLOW_S))
    writer = Writer(store, journal=Journal(places(Path(folder), env)[0]))
    stamp, chance = Stamp(BEGAN + number * APART_S, 0), random.Random(number)
    writer.keep(SessionOpened(0.0, Plan()), stamp)
    for rep in range(1, REPS + 1):
        writer.keep(RepDone(rep * 10.0, Rep(rep * 10.0, "single_left", rep * 10.0 - 8, rep * 10.0, 5.0, True, False,
                                            True)), stamp)
        os.write(told, b".")
        if chance.random() < 0.5:
            writer.flush()
    writer.keep(SessionEnded(200.0, "done"), stamp)
    writer.keep(PainTold(210.0, 1), stamp)
    writer.flush()
    signal.pause()


def run(after: int, spins: int, **life: object) -> int:
    """Forks, kills, and returns how many repetitions the victim had told of."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        live(told, **life)
        os._exit(0)
    os.close(told)
    kept = 0
    while kept < after and (said := os.read(heard, 1)):
        kept += len(said)
    for _ in range(spins):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while said := os.read(heard, 100):  # what it told before the end came
        kept += len(said)
    os.close(heard)
    return kept


def warm_up() -> None:
    """What the first use of a database costs is paid once, not in every fork."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder), "here", "boot")
        filing = Filing("boot")
        for record in (SessionOpened(0.0, Plan()), SessionEnded(1.0, "done")):
            entry = filing.entry(record, Stamp(BEGAN, 0))
            assert entry is not None
            store.apply(entry)
        store.close()


if __name__ == "__main__":
    warm_up()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(**json.loads(line))) + "\n")
        sys.stdout.flush()
