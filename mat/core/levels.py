"""What the zones read over the last moments: their level, their noise, how far they move."""

import itertools
import math
from collections import deque
from collections.abc import Iterable, Sequence

from mat.core.zones import SUPPLY_V, Sample

GAP_S = 0.3
"""Samples farther apart are not one reading: what came before is forgotten."""
_INNER = 0.1
"""The lowest and the highest tenth are left out: boards drop single channels to zero for up to 6 samples."""
_INNER_SIGMAS = 2 * 1.2816
"""From the 10th to the 90th percentile a normal spread has so many standard deviations."""


def conductance(volts: float, supply_v: float = SUPPLY_V) -> float:
    """g = V / (supply − V), in units of the divider's resistor; held just below the supply."""
    held = min(max(volts, 0.0), supply_v - 0.02)
    return held / (supply_v - held)


class Levels:
    """Keeps the samples of the last `keep_s` seconds. One per check; its memory does not grow."""

    def __init__(self, supply_v: float = SUPPLY_V, keep_s: float = 2.0) -> None:
        self._supply_v = supply_v
        self._keep_s = keep_s
        self._kept: deque[Sample] = deque()

    def add(self, sample: Sample) -> float:
        """Takes the sample; returns the seconds for which none came if that was a gap, else 0."""
        gap_s = sample.t_s - self._kept[-1].t_s if self._kept else 0.0
        if not 0 <= gap_s <= GAP_S:
            self._kept.clear()
        self._kept.append(sample)
        while sample.t_s - self._kept[0].t_s > self._keep_s:
            self._kept.popleft()
        return gap_s if gap_s > GAP_S else 0.0

    def clear(self) -> None:
        self._kept.clear()

    def cover(self, seconds: float) -> bool:
        """True if there are samples enough to tell of the last `seconds`."""
        return len(self._last(seconds)) >= 3 and self._kept[-1].t_s - self._kept[0].t_s >= 0.9 * seconds

    def volts(self, seconds: float) -> tuple[float, ...]:
        """The middle value of each zone, so that odd values and short drop-outs do not matter."""
        return tuple(_middle(values) for values in self._columns(seconds))

    def loads(self, seconds: float) -> tuple[float, ...]:
        """The middle conductance of each zone."""
        return tuple(conductance(volts, self._supply_v) for volts in self.volts(seconds))

    def noise_v(self, seconds: float) -> tuple[float, ...]:
        """Standard deviation of each zone from sample to sample: a body that moves hardly adds to it."""
        return tuple(_spread([b - a for a, b in itertools.pairwise(values)]) / math.sqrt(2)
                     for values in self._columns(seconds))

    def scatter_v(self, seconds: float) -> tuple[float, ...]:
        """Standard deviation of each zone's values, whatever moves them."""
        return tuple(_spread(values) for values in self._columns(seconds))

    def _last(self, seconds: float) -> list[Sample]:
        if not self._kept:
            return []
        since_s = self._kept[-1].t_s - seconds
        return [sample for sample in self._kept if sample.t_s >= since_s]

    def _columns(self, seconds: float) -> Iterable[Sequence[float]]:
        return zip(*(sample.volts for sample in self._last(seconds)), strict=True)


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _spread(values: Sequence[float]) -> float:
    """The standard deviation, as the values between the lowest and the highest tenth show it."""
    if len(values) < 2:
        return 0.0
    ordered = sorted(values)
    cut = int(_INNER * len(ordered))
    return (ordered[-1 - cut] - ordered[cut]) / _INNER_SIGMAS
