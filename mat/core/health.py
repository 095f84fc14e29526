"""Zones that lie: stuck, dead, saturated or noisy inputs, told by how they read, not by what a body does."""

from dataclasses import dataclass

from mat.core.events import ZoneFault, ZoneOk, ZoneTrouble
from mat.core.load import RAIL_SHARE
from mat.core.zones import SUPPLY_V, Sample

LSB_V = 0.000125
NOTHING_V = 0.002
"""Below this a zone reads nothing at all."""
FROZEN_V, SAME_S = 1.5 * LSB_V, 10.0
"""A step up or down may still be the same value, if it is for so long; a quiet converter scatters by half a step."""
STUCK_V = 0.01
"""A sensor without a load may rest at a few millivolts for ever."""
STUCK_S, DEAD_S, SATURATED_S, NOISY_S = 4.0, 2.0, 3.0, 1.0
NOISY_V = 0.08
"""Mean step between samples of a floating input (2 000 counts and more of scatter); a walking foot reaches 0.03."""
RESTLESS_V, RESTLESS_S, RESTLESS_STEP_S = 0.014, 3.0, 0.03
"""A floating input that wanders slowly: smaller steps, but without a pause. A tremor keeps it up for 1.3 s. Samples
farther apart than the last number cannot tell it from a body."""
WANDER_V, WANDER_TURNS = 0.12, 9
"""And it turns back by so much, so often; mains hum of 25 mV is as restless, but stays where it is, and a body that
moves in it turns less often."""
SPIKE_V = 0.1
"""Single odd values and drop-outs count as no more than this towards it."""
PRELOADED_S, EMPTY_S = 0.2, 2.5
"""A sheet that lies under a cover never reads nothing, spikes apart, not even on an empty mat: seen for so long. Only
among such sheets a zone that reads nothing is dead; an FSR without a load does that too."""
JITTER_S = 0.5
"""Steps between samples are averaged over so long."""
NOISY_SLOW_S = 3.0
"""Slow samples see the ringing of a foot that lands as a floating input for a second."""
OK_S = 2.0
GAP_S = 0.12
"""Between samples farther apart a body moves as much as a floating input wanders."""


@dataclass(slots=True)
class _Zone:
    volts: float = 0.0
    anchor_v: float = 0.0
    equal_s: float = 0.0
    same_s: float = 0.0
    low_s: float = 0.0
    high_s: float = 0.0
    jitter_v: float = 0.0
    step_v: float = 0.0
    empty_s: float = 0.0
    noisy_s: float = 0.0
    unrest_v: float = 0.0
    extreme_v: float = 0.0
    rising: bool = True
    turns: int = 0
    quick: bool = False
    restless_s: float = 0.0
    nothing_s: float = 0.0
    fine_s: float = 0.0
    fault: ZoneTrouble | None = None
    watched: bool = False

    @property
    def reads_well(self) -> bool:
        """It lives, whatever the others do, and no clock of a fault runs."""
        return (self.equal_s < 0.5 and self.same_s < SAME_S and self.low_s == 0 and self.high_s == 0
                and self.noisy_s == 0 and self.restless_s == 0)


class Health:
    """Watches raw samples. A fault is told once when it begins, and once when it ends."""

    def __init__(self, names: tuple[str, ...], supply_v: float = SUPPLY_V) -> None:
        self._rail_v = RAIL_SHARE * supply_v
        self._names = names
        self._zones = [_Zone() for _ in names]
        self._t_s: float | None = None
        self.faulty = False

    @property
    def faults(self) -> dict[str, ZoneTrouble]:
        return {n: z.fault for n, z in zip(self._names, self._zones, strict=True) if z.fault}

    def step(self, sample: Sample, empty: bool = False) -> list[ZoneFault | ZoneOk]:
        """What begins or ends with this sample. `empty`: nobody is on the mat, as far as is known."""
        if self._t_s is None:
            self._t_s = sample.t_s
            for zone, v in zip(self._zones, sample.volts, strict=True):
                zone.volts = v
            return []
        gap_s = sample.t_s - self._t_s
        dt = gap_s if gap_s < 0.2 else 0.2
        self._t_s = sample.t_s
        pace = dt / JITTER_S
        watched = False
        for zone, v in zip(self._zones, sample.volts, strict=True):
            self._measure(zone, v, dt, pace, gap_s)
            watched = watched or zone.watched
            if empty:
                zone.empty_s += dt
        return self._judge(sample.t_s, dt, empty) if watched else []

    def _measure(self, zone: _Zone, v: float, dt: float, pace: float, gap_s: float) -> None:
        """Updates the zone's clocks; it is to be watched as soon as one of them runs."""
        step = v - zone.volts
        size = step if step > 0 else -step
        zone.volts = v
        zone.equal_s = zone.equal_s + dt if size < LSB_V / 2 else 0.0
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
        # a jump back and forth counts, a steady rise does not
        swing = size if (step > 0) != (zone.step_v > 0) and gap_s <= GAP_S else 0.0
        zone.step_v = step
        zone.jitter_v += ((swing if swing < 1.0 else 1.0) - zone.jitter_v) * pace
        zone.unrest_v += ((swing if swing < SPIKE_V else SPIKE_V) - zone.unrest_v) * pace
        if zone.unrest_v > RESTLESS_V:
            zone.noisy_s = zone.noisy_s + dt if zone.jitter_v > NOISY_V else 0.0
            zone.quick = gap_s < RESTLESS_STEP_S
            self._follow_wander(zone, v, dt, gap_s)
        else:
            zone.noisy_s = zone.restless_s = 0.0
        zone.watched = (zone.equal_s >= STUCK_S or zone.same_s >= SAME_S or zone.low_s > 0 or zone.high_s > 0
                        or zone.restless_s > 0 or zone.noisy_s > 0 or zone.fault is not None)

    @staticmethod
    def _follow_wander(zone: _Zone, v: float, dt: float, gap_s: float) -> None:
        """Counts how often the zone's value turns back by `WANDER_V` while it is restless."""
        if gap_s >= RESTLESS_STEP_S:
            zone.restless_s = 0.0
            return
        if zone.restless_s >= RESTLESS_S and zone.turns < WANDER_TURNS:
            zone.restless_s = 0.0
        if zone.restless_s == 0.0:
            zone.extreme_v, zone.turns = v, 0
        zone.restless_s += dt
        back = zone.extreme_v - v if zone.rising else v - zone.extreme_v
        if back <= 0:
            zone.extreme_v = v
        elif back > WANDER_V:
            zone.rising, zone.extreme_v, zone.turns = not zone.rising, v, zone.turns + 1

    def _judge(self, t_s: float, dt: float, empty: bool) -> list[ZoneFault | ZoneOk]:
        zones = self._zones
        others_live = sum(zone.equal_s < 0.5 for zone in zones) >= 2
        # a converter that hangs repeats its last values for ever
        all_hang = not empty and all(zone.equal_s >= STUCK_S for zone in zones)
        preloaded = 2 * sum(zone.empty_s >= EMPTY_S and zone.nothing_s < PRELOADED_S for zone in zones) > len(zones)
        said: list[ZoneFault | ZoneOk] = []
        for name, zone in zip(self._names, zones, strict=True):
            trouble = self._trouble(zone, others_live or all_hang, others_live and preloaded) if zone.watched else None
            if trouble and zone.fault is None:
                zone.fault, zone.fine_s = trouble, 0.0
                said.append(ZoneFault(t_s, name, trouble))
            elif zone.fault and not trouble:
                zone.fine_s = zone.fine_s + dt if zone.reads_well else 0.0
                if zone.fine_s >= OK_S:
                    said.append(ZoneOk(t_s, name, zone.fault))
                    zone.fault = None
            elif trouble:
                zone.fine_s = 0.0
        self.faulty = any(zone.fault for zone in self._zones)
        return said

    @staticmethod
    def _trouble(zone: _Zone, may_be_stuck: bool, may_be_dead: bool) -> ZoneTrouble | None:
        if zone.high_s >= SATURATED_S:
            return "saturated"
        if zone.low_s >= DEAD_S and may_be_dead:
            return "dead"
        if (zone.equal_s >= STUCK_S or zone.same_s >= SAME_S) and zone.volts >= STUCK_V and may_be_stuck:
            return "stuck"
        if zone.noisy_s >= (NOISY_S if zone.quick else NOISY_SLOW_S):
            return "noisy"
        if zone.restless_s >= RESTLESS_S and zone.turns >= WANDER_TURNS:
            return "noisy"
        return None
