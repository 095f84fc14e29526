"""From newtons to volts: Velostat zones with preload, lag, hysteresis, creep, crosstalk, drift and noise."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mat.core.zones import SUPPLY_V, Layout

SATURATION_N = 2500.0
CREEP_S = (4.0, 40.0, 400.0)
"""Time constants that together look like a creep of so many percent per decade of time."""
HYSTERESIS_FADES_S = 2.5
RELEASE_LAG_S = 0.09
MAINS_HZ = 50.0
NOISE_TABLE = 4093
SCAN_S = 0.002
"""Within this time the state is not worked out again."""

_HALF_N = {"foot": 85.0, "sacrum": 170.0, "back": 190.0}


@dataclass
class _Zone:
    """One sensor: its constants, then its state. Conductances are relative to the divider's resistor."""

    half_n: float
    gain: float
    power: float
    preload_n: float
    hysteresis: float
    creep: float
    offset_v: float
    drift_v: float
    drift_phase: float
    mains_v: float
    mains_phase: float
    noise_v: float
    neighbours: tuple[tuple[int, float], ...]
    felt_n: float = 0.0
    peak_n: float = 0.0
    crept: tuple[float, float, float] = (0.0, 0.0, 0.0)


class Sensors:
    """All zones of a kit, made by `seed`; ask `volts` with increasing times, it remembers.

    Constants spread as in the labelled recordings' sensor model: gain ±25 %, power 0.6 to 0.95, crosstalk 1 to
    3 %, hysteresis 4 to 8 % of the recent peak, noise 0.4 to 2.2 mV.
    """

    def __init__(self, layout: Layout, seed: int = 1, supply_v: float = SUPPLY_V) -> None:
        self._supply_v = supply_v
        self._random = random.Random(f"sensors {seed}")
        self._zones = [self._made(layout, place) for place in range(len(layout.zones))]
        self._noise = [self._random.gauss(0, 1) for _ in range(NOISE_TABLE)]
        self._next_noise = 0
        self._t_s = -math.inf

    def _made(self, layout: Layout, place: int) -> _Zone:
        spread = self._random.uniform
        name = layout.zones[place].name
        halves = 0.5 if name.startswith("sacrum") and name.endswith(("left", "right")) else 1.0
        near = [other for other in (place - 1, place + 1) if 0 <= other < len(layout.zones)]
        return _Zone(
            half_n=_HALF_N[name.split("_")[0]] * halves, gain=spread(0.8, 1.25), power=spread(0.65, 0.9),
            preload_n=spread(1.5, 4.0), hysteresis=spread(0.04, 0.08), creep=spread(0.008, 0.02),
            offset_v=spread(-0.002, 0.002), drift_v=spread(0.001, 0.004), drift_phase=spread(0, math.tau),
            mains_v=spread(0.0002, 0.001), mains_phase=spread(0, math.tau), noise_v=spread(0.0004, 0.0022),
            neighbours=tuple((other, spread(0.005, 0.015)) for other in near))

    def volts(self, t_s: float, loads_n: tuple[float, ...]) -> tuple[float, ...]:
        """Volts at the pins. The first call finds the sensors at rest under these loads."""
        passed_s = t_s - self._t_s
        first = passed_s == math.inf
        self._t_s = t_s
        lag = 1.0 if first else min(1.0, passed_s / RELEASE_LAG_S)
        fade = 1.0 if first else min(1.0, passed_s / HYSTERESIS_FADES_S)
        mains, drift = math.tau * MAINS_HZ * t_s, math.tau * t_s / 170.0
        noise, at = self._noise, self._next_noise
        self._next_noise = (at + len(self._zones)) % (NOISE_TABLE - len(self._zones))
        found = []
        for zone, load_n in zip(self._zones, loads_n, strict=True):
            for other, share in zone.neighbours:
                load_n += share * loads_n[other]
            g = _conductance(zone, load_n, lag, fade, 0.0 if first else passed_s)
            at += 1
            volts = (self._supply_v * g / (1 + g) + zone.offset_v + zone.noise_v * noise[at]
                     + zone.drift_v * math.sin(drift + zone.drift_phase)
                     + zone.mains_v * math.sin(mains + zone.mains_phase))
            found.append(min(self._supply_v, max(0.0, volts)))
        return tuple(found)


def _conductance(zone: _Zone, load_n: float, lag: float, fade: float, passed_s: float) -> float:
    """Moves the zone's state on and returns its conductance: it rises at once, falls late and never quite."""
    if load_n < zone.felt_n:
        zone.felt_n += (load_n - zone.felt_n) * lag
    else:
        zone.felt_n = load_n
    felt_n = zone.felt_n
    zone.peak_n = felt_n if felt_n > zone.peak_n else zone.peak_n + (felt_n - zone.peak_n) * fade
    force_n = zone.preload_n + felt_n + zone.hysteresis * (zone.peak_n - felt_n)
    force_n /= 1 + force_n / SATURATION_N
    g = zone.gain * math.pow(force_n / zone.half_n, zone.power)
    fast, slow, slowest = zone.crept
    if passed_s:
        fast += (g - fast) * min(1.0, passed_s / CREEP_S[0])
        slow += (g - slow) * min(1.0, passed_s / CREEP_S[1])
        slowest += (g - slowest) * min(1.0, passed_s / CREEP_S[2])
    zone.crept = (fast, slow, slowest)
    return g + zone.creep * (fast + slow + slowest)


class Loading(Protocol):
    """Whoever or whatever loads the zones: newtons in the layout's order, asked with increasing times."""

    def loads_n(self, t_s: float) -> tuple[float, ...]: ...


def mat_pins(person: Loading, sensors: Sensors) -> Callable[[float], tuple[float, ...]]:
    """What a converter's pins see of `person` on the mat: volts of all zones at a time."""
    asked_s = -math.inf
    answer: tuple[float, ...] = ()

    def pins(t_s: float) -> tuple[float, ...]:
        nonlocal asked_s, answer
        if t_s - asked_s >= SCAN_S:
            asked_s, answer = t_s, sensors.volts(t_s, person.loads_n(t_s))
        return answer

    return pins
