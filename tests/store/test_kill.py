"""`kill -9` at any moment: no finished repetition is lost or doubled, and the database is whole."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from mat.store.journal import recover
from mat.store.store import Store
from tests.store.keeping import rows
from tests.store.victim import APART_S, BEGAN, REPS

ROOT = Path(__file__).parents[2]
RUNS = 200


def killer() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "tests.store.victim"], cwd=ROOT, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def ask(process: subprocess.Popen[str], **order: object) -> None:
    assert process.stdin
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()


def answer(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    return int(process.stdout.readline())


@pytest.mark.slow
def test_two_hundred_kills_lose_and_double_no_repetition(tmp_path: Path) -> None:
    """Two data folders through a hundred starts and kills each, a quarter of them on a slow disk."""
    folders = [tmp_path / "one", tmp_path / "two"]
    chance = random.Random(20261122)
    kept: list[list[int]] = [[], []]
    for folder in folders:
        Store.open(folder, "here", "boot").close()
    with killer() as one, killer() as two:
        for number in range(RUNS // 2):
            for process, folder in zip((one, two), folders, strict=True):
                ask(process, folder=str(folder), number=number, slow=number % 4 == 0, after=chance.randint(1, REPS),
                    spins=int(10 ** chance.uniform(2, 6.5)))
            for process, folder, told in zip((one, two), folders, kept, strict=True):
                told.append(answer(process))
                assert rows(folder, "PRAGMA integrity_check") == [("ok",)]
        for process in (one, two):
            assert process.stdin
            process.stdin.close()
    for folder, told in zip(folders, kept, strict=True):
        store = Store.open(folder, "here", "boot")
        recover(store, folder, {"RUNTIME_DIRECTORY": str(folder)})
        store.close_interrupted()
        store.close()
        look_at(folder, told)


def look_at(folder: Path, kept: list[int]) -> None:
    """Every session has the repetitions that were told, in order, each once."""
    for number, told in enumerate(kept):
        found = [end_s for end_s, in rows(folder, "SELECT end_s FROM rep JOIN session ON session_id = session.id "
                                          f"WHERE started_epoch_s = {BEGAN + number * APART_S} ORDER BY number")]
        assert found == [10.0 * rep for rep in range(1, len(found) + 1)], number
        # one more may have been kept while the end came, before it could be told
        assert len(found) in (told, min(told + 1, REPS)), number
    assert rows(folder, "SELECT count(*) FROM session") == [(len(kept),)]
    assert rows(folder, "SELECT sum(reps_left) FROM person_day") == rows(folder, "SELECT count(*) FROM rep")
