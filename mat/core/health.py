"""Zones that lie: stuck, dead, saturated or noisy inputs, told by how they read, not by what a body does."""

from dataclasses import dataclass

from mat.core.events import ZoneFault, ZoneOk, ZoneTrouble
from mat.core.load import RAIL_SHARE
from mat.core.zones import SUPPLY_V, Sample

LSB_V = 0.000125
NOTHING_V = 0.002
"""Below this a zone reads nothing at all."""
FROZEN_V = 1.5 * LSB_V
"""A converter's step up or down is still the same value; a zone that lives scatters by three steps and more."""
STUCK_S, DEAD_S, SATURATED_S, NOISY_S = 4.0, 2.0, 3.0, 1.0
NOISY_V = 0.08
"""Mean step between samples of a floating input (2 000 counts and more of scatter); a walking foot reaches 0.03."""
RESTLESS_V, RESTLESS_S, RESTLESS_STEP_S = 0.014, 3.0, 0.03
"""A floating input that wanders slowly: smaller steps, but without a pause. A tremor keeps it up for 1.3 s. Samples
farther apart than the last number cannot tell it from a body."""
SPIKE_V = 0.1
"""Single odd values and drop-outs count as no more than this towards it."""
PRELOADED_S = 0.2
"""A sheet that lies under a cover never reads nothing; spikes apart, not even so long in all."""
OK_S = 2.0
GAP_S = 0.12
"""Between samples farther apart a body moves as much as a floating input wanders."""


@dataclass
class _Zone:
    volts: float = 0.0
    anchor_v: float = 0.0
    same_s: float = 0.0
    low_s: float = 0.0
    high_s: float = 0.0
    jitter_v: float = 0.0
    step_v: float = 0.0
    lived: bool = False
    noisy_s: float = 0.0
    unrest_v: float = 0.0
    restless_s: float = 0.0
    nothing_s: float = 0.0
    fine_s: float = 0.0
    fault: ZoneTrouble | None = None


class Health:
    """Watches raw samples. A fault is told once when it begins, and once when it ends."""

    def __init__(self, names: tuple[str, ...], supply_v: float = SUPPLY_V) -> None:
        self._rail_v = RAIL_SHARE * supply_v
        self._names = names
        self._zones = [_Zone() for _ in names]
        self._t_s: float | None = None

    @property
    def faulty(self) -> bool:
        return any(zone.fault for zone in self._zones)

    @property
    def faults(self) -> dict[str, ZoneTrouble]:
        return {n: z.fault for n, z in zip(self._names, self._zones, strict=True) if z.fault}

    def step(self, sample: Sample) -> list[ZoneFault | ZoneOk]:
        if self._t_s is None:
            self._t_s = sample.t_s
            for zone, v in zip(self._zones, sample.volts, strict=True):
                zone.volts = v
            return []
        gap_s = sample.t_s - self._t_s
        dt = min(0.2, gap_s)
        self._t_s = sample.t_s
        moving = preloaded = 0
        for zone, v in zip(self._zones, sample.volts, strict=True):
            moving += self._measure(zone, v, dt, gap_s)
            preloaded += zone.nothing_s < PRELOADED_S
        said: list[ZoneFault | ZoneOk] = []
        for name, zone in zip(self._names, self._zones, strict=True):
            trouble = self._trouble(zone, moving >= 2, 2 * preloaded > len(self._zones))
            if trouble and zone.fault is None:
                zone.fault, zone.fine_s = trouble, 0.0
                said.append(ZoneFault(sample.t_s, name, trouble))
            elif zone.fault and not trouble:
                zone.fine_s += dt
                if zone.fine_s >= OK_S:
                    said.append(ZoneOk(sample.t_s, name, zone.fault))
                    zone.fault = None
            elif trouble:
                zone.fine_s = 0.0
        return said

    def _measure(self, zone: _Zone, v: float, dt: float, gap_s: float) -> bool:
        """Updates the zone's clocks; true if it lives (changes from sample to sample)."""
        step = v - zone.volts
        size = step if step > 0 else -step
        zone.volts = v
        away = v - zone.anchor_v
        if -FROZEN_V < away < FROZEN_V:
            zone.same_s += dt
        else:
            zone.same_s, zone.anchor_v = 0.0, v
        if v < NOTHING_V:
            zone.low_s += dt
            zone.nothing_s += dt
        else:
            zone.low_s = 0.0
        zone.high_s = zone.high_s + dt if v > self._rail_v else 0.0
        if 0.01 < v < self._rail_v and size > LSB_V / 2:
            zone.lived = True
        # a jump back and forth counts, a steady rise does not
        swing = size if (step > 0) != (zone.step_v > 0) and gap_s <= GAP_S else 0.0
        zone.step_v = step
        zone.jitter_v += (min(swing, 1.0) - zone.jitter_v) * min(1.0, dt / 0.5)
        zone.noisy_s = zone.noisy_s + dt if zone.jitter_v > NOISY_V else 0.0
        zone.unrest_v += ((swing if swing < SPIKE_V else SPIKE_V) - zone.unrest_v) * min(1.0, dt / 0.5)
        zone.restless_s = zone.restless_s + dt if zone.unrest_v > RESTLESS_V and gap_s < RESTLESS_STEP_S else 0.0
        return zone.same_s < 0.5

    @staticmethod
    def _trouble(zone: _Zone, others_live: bool, others_preloaded: bool) -> ZoneTrouble | None:
        if zone.high_s >= SATURATED_S:
            return "saturated"
        if zone.low_s >= DEAD_S and (zone.lived or others_preloaded) and others_live:
            return "dead"
        if zone.same_s >= STUCK_S and zone.volts >= NOTHING_V and others_live:
            return "stuck"
        if zone.noisy_s >= NOISY_S or zone.restless_s >= RESTLESS_S:
            return "noisy"
        return None
