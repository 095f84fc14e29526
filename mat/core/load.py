"""Volts to relative load: spikes and drop-outs out, conductance, a zero learned while the mat is empty.

A sensor hangs from the supply to the pin, a resistor from the pin to ground, so the pin's voltage tells the
sensor's conductance in units of the resistor: g = V / (supply − V). For FSR and Velostat that is about
proportional to force to the power 0.6–0.95. A load is g minus the zone's zero: a relative number, never a weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mat.core.zones import SUPPLY_V, Sample

FRAME_S = 0.019
"""Samples are averaged into frames of at least this length: two of 100 Hz, which also cancels 50 Hz hum."""

DROPOUT_V = 0.004
"""Below this a loaded zone has dropped out."""
RAIL_SHARE = 0.97
"""Above this share of the supply a zone has hit it."""

MAX_RUN = 8
"""Samples a drop-out or a rail hit is bridged for; boards drop single channels for up to 6 samples."""

ZERO_GUESS = 0.08
"""Conductance of an unloaded sheet, for a start with somebody already on the mat (0.01–0.2 seen)."""


def conductance_of(volts: float, supply_v: float = SUPPLY_V) -> float:
    """In units of the divider's resistor; a pin at the supply is taken for one just below it."""
    volts = min(volts, supply_v - 0.02)
    return volts / (supply_v - volts)


@dataclass(frozen=True, slots=True)
class Frame:
    """Relative loads of all zones at `t_s`, the last sample's time; `dt_s` since the frame before."""

    t_s: float
    dt_s: float
    loads: tuple[float, ...]


class Loads:
    """Turns samples into frames and keeps each zone's zero. One per run; constant memory."""

    def __init__(self, zones: int, supply_v: float = SUPPLY_V, zero: Sequence[float] | None = None) -> None:
        """`zero`: what was kept of an earlier run, for a start with somebody already on the mat."""
        self._n = zones
        self._supply_v = supply_v
        self._rail_v = RAIL_SHARE * supply_v
        self._older = [0.0] * zones
        self._old = [0.0] * zones
        self._good = [0.0] * zones
        self._run = [0] * zones
        self._sum = [0.0] * zones
        self._count = 0
        self._seen = 0
        self._frame_t = 0.0
        self.conductance = [0.0] * zones
        self.zero = list(zero) if zero is not None else [ZERO_GUESS] * zones
        self.zero_known = self.zero_measured = False
        """Known: there is one to go by. Measured: it was read off the empty mat, and is worth keeping."""

    def step(self, sample: Sample) -> Frame | None:
        """The frame this sample completes, or None. Times must rise."""
        volts = sample.volts
        if self._seen == 0:
            self._older, self._old, self._good = list(volts), list(volts), list(volts)
            self._frame_t = sample.t_s
        self._seen += 1
        rail, calm = self._rail_v, 0.875 * self._rail_v
        older, old, good, run, total = self._older, self._old, self._good, self._run, self._sum
        for i in range(self._n):
            v = volts[i]
            last = good[i]
            if ((v < DROPOUT_V and last > 10 * DROPOUT_V) or (v > rail and last < calm)) and run[i] < MAX_RUN:
                run[i] += 1
                v = last
            else:
                run[i] = 0
                good[i] = v
            a, b = older[i], old[i]
            # the middle one of three takes out any single odd value
            total[i] += b if (a <= b <= v) or (v <= b <= a) else (a if (b <= a <= v) or (v <= a <= b) else v)
            older[i] = b
            old[i] = v
        self._count += 1
        dt = sample.t_s - self._frame_t
        if dt < FRAME_S and self._seen > 1:
            return None
        return self._frame(sample.t_s, dt)

    def _frame(self, t_s: float, dt_s: float) -> Frame:
        count, supply, total = self._count, self._supply_v, self._sum
        top = supply - 0.02
        for i in range(self._n):
            v = total[i] / count
            if v > top:
                v = top
            self.conductance[i] = v / (supply - v)
            total[i] = 0.0
        self._count = 0
        self._frame_t = t_s
        return Frame(t_s, dt_s, tuple(g - z for g, z in zip(self.conductance, self.zero, strict=True)))

    def learn_zero(self, dt_s: float, settle_s: float) -> None:
        """The mat is empty: follow the zones' drift with time constant `settle_s`; downwards ten times faster."""
        for i, g in enumerate(self.conductance):
            away = g - self.zero[i]
            tau = settle_s if away > 0 else settle_s / 10
            self.zero[i] += away * min(1.0, dt_s / tau)
        self.zero_known = self.zero_measured = True

    def set_zero(self, conductance: Sequence[float]) -> None:
        """Take these as the zones' zeros at once."""
        self.zero = list(conductance)
        self.zero_known = self.zero_measured = True
