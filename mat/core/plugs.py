"""Two converters that have changed places: told by what the zones read before and after an interruption.

Nothing in the chips tells them apart, but every mat reads its own pattern: sheets differ when empty (their zeros by a
factor of three), and a body loads feet, sacrum and back each in its way. Read through the wrong plugs the pattern is
the same with its halves exchanged.
"""

from collections import deque
from collections.abc import Sequence
from statistics import fmean, median

from mat.core.load import conductance_of
from mat.core.zones import SUPPLY_V, Sample

GAP_S = 0.25
"""Plugs are not changed over in less; shorter interruptions are refused transfers."""
LOOK_SAMPLES, BEFORE_SAMPLES = 15, 9
UNLIKE = 0.015
"""Mean difference of conductance: zeros keep within 0.005 from day to day, and differ by 0.03 between zones."""
EMPTY_BELOW, LOADED_ZONES = 0.25, 2
"""Empty zones read less than this (0.01–0.2 seen), and so many loaded ones in each half are a body that lies."""
LIKER = 0.35
"""The exchanged pattern must fit better than the straight one by this factor; a person who lies, sits up, stands or
leaves meanwhile makes it 0.77 at the least (by the table of loads)."""


def changed_over(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether `after` is `before` with its halves exchanged, and plainly so (conductances in the layout's order)."""
    half = len(before) // 2
    if not _tells(before):
        return False
    exchanged = [*before[half:], *before[:half]]
    straight = fmean(abs(a - b) for a, b in zip(after, before, strict=True))
    crossed = fmean(abs(a - b) for a, b in zip(after, exchanged, strict=True))
    return straight > UNLIKE and crossed < LIKER * straight


def _tells(pattern: Sequence[float]) -> bool:
    """Who stands or sits loads one half only, and may do the same to the other one: a pattern that tells is an empty
    mat's, or one that spreads over both halves."""
    half = len(pattern) // 2
    loaded = [sum(g > EMPTY_BELOW for g in pattern[part:part + half]) for part in (0, half)]
    return max(loaded) == 0 or min(loaded) >= LOADED_ZONES


class Plugs:
    """For a kit with two converters. `lets_through` holds samples back that may come through the wrong plugs.

    `zero`: what the zones read empty when last seen, as conductances, or None. `order`: each zone's input.
    """

    def __init__(self, order: Sequence[int], zero: Sequence[float] | None = None, supply_v: float = SUPPLY_V) -> None:
        self._zone_at = sorted(range(len(order)), key=lambda zone: order[zone])
        self._watching = len(order) == 8
        self._supply_v = supply_v
        self._before: list[float] | None = self._by_input(zero) if zero is not None else None
        self._last: deque[Sample] = deque(maxlen=BEFORE_SAMPLES)
        self._seen: list[Sample] = []
        self._t_s = 0.0
        self.looking = self._watching and self._before is not None
        self.swapped = False

    def lets_through(self, sample: Sample) -> bool:
        if not self._watching:
            return True
        gap_s, self._t_s = sample.t_s - self._t_s, sample.t_s
        if gap_s > GAP_S and (self._before is not None or self._last):
            self._before = self._before or self._median(self._last)
            self.looking, self._seen = True, []
        if self.looking or self.swapped:
            self._look(sample)
        if self.looking or self.swapped:
            return False
        self._last.append(sample)
        return True

    def accept(self) -> None:
        """Every zone was pressed and found in its place: the pattern of now is the right one."""
        self.looking = self.swapped = False
        self._before = None
        self._last.clear()
        self._seen = []

    def _look(self, sample: Sample) -> None:
        self._seen.append(sample)
        if len(self._seen) < LOOK_SAMPLES or self._before is None:
            return
        self.swapped = changed_over(self._before, self._median(self._seen))  # asked again and again while it is so
        self.looking, self._seen = False, []
        if not self.swapped:
            self._before = None
            self._last.clear()

    def _median(self, samples: Sequence[Sample]) -> list[float]:
        columns = zip(*[sample.volts for sample in samples], strict=True)
        return self._by_input([conductance_of(median(column), self._supply_v) for column in columns])

    def _by_input(self, of_zones: Sequence[float]) -> list[float]:
        return [of_zones[zone] for zone in self._zone_at]
