"""Searches each peer's grid on labelled recordings: the best F1 of repetitions, then the smallest hold error.

`.venv-bench/bin/python -m tests.bench.peers.tune FOLDER [PEER…]` prints what it chose; it is then written by hand
into the peer's file. The six take half an hour on two cores.
"""

import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.bench.peers import rules
from tests.bench.peers.cases import Labelled, labelled
from tests.bench.peers.figures import Case, Figures, figures_of
from tests.bench.peers.peer import Params, Peer, feet_off
from tests.bench.peers.roster import NAMES, present
from tests.bench.peers.rules import Rules, tell
from tests.bench.peers.signals import Bools, Signals, prepare

PROCESSES = 2
PRESENCE = {"rise_g": (0.2, 0.4, 0.8, 1.2, 1.6), "after_s": (0.1, 0.3, 0.5, 1.0, 1.5)}
say = Console(highlight=False, width=160).print


def combinations(grid: Mapping[str, Iterable[float]]) -> Iterator[dict[str, float]]:
    for values in itertools.product(*grid.values()):
        yield dict(zip(grid, values, strict=True))


def worth(figures: Figures) -> tuple[float, float]:
    """Larger is better. F1 to four decimals, so that the hold decides between equals."""
    return round(figures["rep_f1"] or 0.0, 4), -(figures["hold_error_median_s"] or 99.0)


def tuned(name: str, signals: Sequence[Signals], known: Sequence[Labelled]) -> tuple[Any, ...]:
    """(worth, parameters, rules) of the best."""
    peer = present()[0][name]
    best: tuple[Any, ...] = ((-1.0, 0.0), {}, None)
    with ProcessPoolExecutor(PROCESSES) as pool:
        for params in combinations(peer.grid):
            off = list(pool.map(partial(_off, name, params), signals, chunksize=4))
            for chosen in itertools.starmap(Rules, itertools.product(*rules.GRID.values())):
                figures = figures_of(list(_cases(peer, chosen, signals, off, known)))
                best = max(best, (worth(figures), params, chosen), key=lambda found: found[0])
            say(f"  {params}: best so far {best[0][0]:.4f}, {-best[0][1]:.3f} s", style="dim")
    return best


def _off(name: str, params: Params, signals: Signals) -> Bools:
    return feet_off(present()[0][name], signals, params)


def _cases(peer: Peer, chosen: Rules, signals: Sequence[Signals], off: Sequence[Bools],
           known: Sequence[Labelled]) -> Iterator[Case]:
    for signal, feet, case in zip(signals, off, known, strict=True):
        yield Case(case.labels, tell(signal, feet, chosen, peer.live))


def presence(signals: Sequence[Signals], known: Sequence[Labelled]) -> tuple[Any, ...]:
    """The fewest arrivals missed or made up, then the quickest."""
    def fault(params: dict[str, float]) -> tuple[float, float]:
        figures = figures_of([Case(case.labels, rules.arrivals(signal, **params))
                              for signal, case in zip(signals, known, strict=True)])
        return (figures["arrive_missed"] or 0) + (figures["arrive_false"] or 0), figures["arrive_delay_p95_s"] or 99.0
    return min((fault(params), tuple(params.items())) for params in combinations(PRESENCE))


def main(folder: Path, names: Sequence[str]) -> None:
    known = labelled(folder)
    signals = [prepare(case.recording) for case in known]
    say("presence", *presence(signals, known))
    for name in names or NAMES:
        say(name, *tuned(name, signals, known))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
