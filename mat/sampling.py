"""The fixed-rate loop: one scan of the mat at start + n/rate; a missed tick is counted, never caught up."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from mat.core.zones import Sample
from mat.ports import Clock, Source

GRACE_TICKS = 0.5
"""A tick that cannot begin within this share of its period is missed."""
KEPT_TICKS = 60_000
"""Lateness is kept for so many ticks: ten minutes at 100 Hz."""


@dataclass
class Counters:
    """The loop as it runs. `missed` ticks were skipped, `doubtful` scans thrown away by their source; lateness is from
    a tick's time to its scan."""

    ticks: int = 0
    missed: int = 0
    doubtful: int = 0
    worst_late_s: float = 0.0
    late_s: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT_TICKS), repr=False)

    def scanned(self, late_s: float) -> None:
        self.ticks += 1
        self.late_s.append(late_s)
        if late_s > self.worst_late_s:
            self.worst_late_s = late_s

    def report(self, seconds: float) -> "LoopReport":
        """`seconds`: how long the loop ran."""
        ordered = sorted(self.late_s)
        achieved_hz = self.ticks / seconds if seconds > 0 else 0.0
        return LoopReport(self.ticks, self.missed, self.doubtful, achieved_hz, self.worst_late_s,
                          _quantile(ordered, 0.5), _quantile(ordered, 0.99))


@dataclass(frozen=True)
class LoopReport:
    """What the loop did: scans, skipped ticks, scans thrown away, scans a second, and how late scans began (s)."""

    ticks: int
    missed: int
    doubtful: int
    achieved_hz: float
    worst_late_s: float
    late_p50_s: float
    late_p99_s: float


def run(source: Source, clock: Clock, rate_hz: float, sink: Callable[[Sample], None],
        stop: Callable[[], bool], counters: Counters | None = None) -> LoopReport:
    """Scans until `stop()` says so; asked before every tick. Each sample carries the time its scan began.

    `counters` may be looked at meanwhile and outlives a loop that ends by the source's MatError.
    """
    counters = Counters() if counters is None else counters
    start_s = clock.now_s()
    tick = 0
    while not stop():
        tick = _wait_for(tick, start_s, rate_hz, clock, counters)
        t_s = clock.now_s()
        counters.scanned(max(0.0, t_s - start_s - tick / rate_hz))
        volts = source.read()
        if volts is None:
            counters.doubtful += 1
        else:
            sink(Sample(t_s, volts))
        tick += 1
    return counters.report(tick / rate_hz)


def _wait_for(tick: int, start_s: float, rate_hz: float, clock: Clock, counters: Counters) -> int:
    """Sleeps until `tick`, or the next one that can still begin in time; returns which it was."""
    while True:
        clock.sleep_until_s(start_s + tick / rate_hz)
        behind = (clock.now_s() - start_s) * rate_hz - tick
        if behind <= GRACE_TICKS:
            return tick
        skipped = math.ceil(behind - GRACE_TICKS)
        counters.missed += skipped
        tick += skipped


def _quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
