"""Prints one table: this product and what a builder would otherwise use, on the same recordings in the same run.

`.venv-bench/bin/python -m tests.bench.peers.table [FOLDER] [--markdown FILE]`
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.peers.cases import Labelled, labelled, product
from tests.bench.peers.figures import Case, Figures, figures_of
from tests.bench.peers.peer import Peer, run
from tests.bench.peers.roster import present
from tests.bench.peers.signals import prepare

ROWS = (
    ("sets counted exactly", "sets_exact", "%"), ("sets within one", "sets_within_1", "%"),
    ("rep precision", "rep_precision", "%"), ("rep recall", "rep_recall", "%"), ("rep F1", "rep_f1", "%"),
    ("kind right", "kind_accuracy", "%"),
    ("hold error, median", "hold_error_median_s", "s"), ("hold error, 95 %", "hold_error_p95_s", "s"),
    ("pelvic lift, balanced accuracy", "pelvic_lift_balanced_accuracy", "%"),
    ("pelvic lift, unanswered", "pelvic_lift_unanswered", "%"),
    ("both at once, recall", "simultaneous_recall", "%"),
    ("both at once, specificity", "simultaneous_specificity", "%"),
    ("lift told after, median", "lift_delay_median_s", "s"), ("lift told after, 95 %", "lift_delay_p95_s", "s"),
    ("lifts missed", "lift_missed", "%"),
    ("arrivals missed", "arrive_missed", ""), ("arrivals made up", "arrive_false", ""),
    ("arrival told after, 95 %", "arrive_delay_p95_s", "s"),
    ("reps counted where nobody exercised", "false_reps_on_negatives", ""),
    ("µs per sample", "us_per_sample", "µs"),
)
NOTES = (
    "Peers: tuned on the simulation's train recordings (tests/bench/peers/README.md). offline: needs the whole "
    "recording, so it tells no lift while it happens. Arrivals of all peers: one plain rule for the total load. "
    "They cannot tell the pelvis. µs: from volts to events over all samples of the recordings; the product goes "
    "sample by sample, peers over whole arrays at 20 Hz.")


@dataclass(frozen=True)
class Column:
    name: str
    live: bool
    figures: Figures

    def text(self, key: str, unit: str) -> str:
        if key.startswith("lift_") and not self.live:
            return "offline"
        value = self.figures[key]
        if value is None:
            return "–"
        return {"%": f"{100 * value:.1f} %", "s": f"{value:.2f} s", "µs": f"{value:.1f}", "": f"{value:.0f}"}[unit]


def column(name: str, live: bool, known: Sequence[Labelled], say: Callable[[Labelled], list]) -> Column:
    """Times what `say` does, per sample of the recordings."""
    cases, seconds = [], 0.0
    for case in known:
        before = time.perf_counter()
        said = say(case)
        seconds += time.perf_counter() - before
        cases.append(Case(case.labels, said))
    samples = sum(len(case.recording) for case in known)
    return Column(name, live, {**figures_of(cases), "us_per_sample": 1e6 * seconds / samples})


def columns(known: Sequence[Labelled], peers: Sequence[Peer]) -> list[Column]:
    def one(peer: Peer) -> Column:
        return column(peer.name, peer.live, known, lambda case: run(peer, prepare(case.recording)))
    return [column("this product", True, known, lambda case: product(case.recording)), *map(one, peers)]


def lines(found: Sequence[Column]) -> list[list[str]]:
    """The table as text, heading first."""
    heading = ["figure", *(each.name for each in found)]
    told = [[label, *(each.text(key, unit) for each in found)] for label, key, unit in ROWS]
    return [heading, *told, ["live", *("yes" if each.live else "no" for each in found)]]


def markdown(rows: Sequence[Sequence[str]]) -> str:
    ruled = [rows[0], ["---", *["---:"] * (len(rows[0]) - 1)], *rows[1:]]
    return "".join(f"| {' | '.join(row)} |\n" for row in ruled)


def show(rows: Sequence[Sequence[str]], title: str, console: Console) -> None:
    table = Table(title=title, title_justify="left", caption=NOTES, caption_justify="left")
    for number, name in enumerate(rows[0]):
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    for row in rows[1:]:
        table.add_row(*row)
    console.print(table)


def main(folder: Path, into: Path | None) -> None:
    console = Console(highlight=False, width=max(140, Console().width))
    known = labelled(folder)
    peers, missing = present()
    rows = lines(columns(known, list(peers.values())))
    hours = sum(case.labels["duration_s"] for case in known) / 3600
    reps = sum(case.labels["n_valid_reps"] for case in known)
    title = f"{len(known)} recordings, {hours:.1f} h, {reps} valid repetitions of simulated people"
    show(rows, title, console)
    for name, reason in missing.items():
        console.print(f"Not in the table: {name}: {reason}")
    if into:
        into.write_text(f"{title}\n\n{markdown(rows)}\n{NOTES}\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?", default=Path("tests/recordings"))
    parser.add_argument("--markdown", type=Path)
    told = parser.parse_args()
    main(told.folder, told.markdown)
