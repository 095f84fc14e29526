"""What the staff's pages show, gathered from the samples and from the sampler's health while somebody looks."""

import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean

from hardware.sampler import SamplerHealth
from mat.core.load import conductance_of
from mat.core.staff_view import (
    LOAD_STEPS,
    TRACE_POINTS,
    TRACE_S,
    TRACE_STEPS,
    StaffPage,
    StaffView,
    ZoneNow,
)
from mat.core.zones import Layout, Sample

RATE_OVER_S = 3.0
HALF = 1.0
"""A bar is half full at the load of one standing foot on a middling sheet."""


def _spread(gaps: Sequence[float]) -> float:
    """Standard deviation; `statistics` reckons it in fractions, a hundred times slower."""
    mean = fmean(gaps)
    return math.sqrt(fmean([(gap - mean) ** 2 for gap in gaps]))


class Staff:
    """Keeps the last seconds of every zone. `inputs`: where each zone is wired, in the layout's order."""

    def __init__(self, layout: Layout, inputs: Sequence[str], wanted_hz: float, supply_v: float) -> None:
        self._layout, self._inputs, self._wanted_hz, self._supply_v = layout, inputs, wanted_hz, supply_v
        self._now: Sample | None = None
        self._times: deque[float] = deque()
        self._traces: list[deque[int]] = [deque(maxlen=TRACE_POINTS) for _ in layout.zones]
        self._next_s = 0.0

    def forget(self) -> None:
        """Nobody looks any more."""
        self._now = None
        self._times.clear()
        for trace in self._traces:
            trace.clear()

    def watch(self, samples: Iterable[Sample]) -> None:
        for sample in samples:
            self._now = sample
            self._times.append(sample.t_s)
            while self._times[-1] - self._times[0] > RATE_OVER_S:
                self._times.popleft()
            if sample.t_s >= self._next_s or self._next_s - sample.t_s > TRACE_S:
                self._next_s = sample.t_s + TRACE_S / TRACE_POINTS
                for trace, volts in zip(self._traces, sample.volts, strict=True):
                    trace.append(round(TRACE_STEPS * self._share(volts)))

    def view(self, page: StaffPage, health: SamplerHealth | None, troubles: Mapping[str, str]) -> StaffView:
        """`troubles`: the kind of fault by zone."""
        zones = tuple(self._zone(place, troubles) for place in range(len(self._layout.zones)))
        gaps = [later - earlier for earlier, later in pairwise(self._times)]
        rate_hz = round(1 / fmean(gaps), 1) if len(gaps) > 1 else None
        jitter_ms = round(1e3 * _spread(gaps), 1) if len(gaps) > 1 else None
        if health is None:
            return StaffView(page, self._layout, zones, rate_hz, self._wanted_hz, jitter_ms)
        return StaffView(
            page, self._layout, zones, rate_hz, self._wanted_hz, jitter_ms,
            worst_ms=round(1e3 * health.worst_late_s, 1), missed=health.missed + health.lapped,
            doubtful=health.doubtful, refused=health.refused, resets=health.resets,
            bus_khz=round(health.bus_hz / 1000), real_time=health.real_time, fault=health.fault or "")

    def _zone(self, place: int, troubles: Mapping[str, str]) -> ZoneNow:
        name = self._layout.zones[place].name
        volts = self._now.volts[place] if self._now else 0.0
        return ZoneNow(name, self._inputs[place], round(LOAD_STEPS * self._share(volts)), round(volts, 2),
                       tuple(self._traces[place]), troubles.get(name))

    def _share(self, volts: float) -> float:
        """Loads span a factor of twenty: half the bar is one foot, and no load fills it."""
        load = max(0.0, conductance_of(volts, self._supply_v))
        return load / (load + HALF)
