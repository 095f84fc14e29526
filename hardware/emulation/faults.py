"""Things that go wrong at a told time: with a chip, with the bus, with the wires of a zone; and are mended again."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hardware.emulation.ads1115 import EmulatedADS1115, Pins
from hardware.emulation.bus import EmulatedI2C
from mat.core.zones import SUPPLY_V

ChipFault = Literal["absent", "nack", "os_stuck", "value_stuck", "brown_out", "weak_supply"]
BusFault = Literal["held", "slow", "swapped"]
ZoneTrouble = Literal["stuck", "high", "ground", "open", "saturated", "noisy"]
CHIP_FAULTS: tuple[ChipFault, ...] = ("absent", "nack", "os_stuck", "value_stuck", "brown_out", "weak_supply")
BUS_FAULTS: tuple[BusFault, ...] = ("held", "slow", "swapped")
ZONE_TROUBLES: tuple[ZoneTrouble, ...] = ("stuck", "high", "ground", "open", "saturated", "noisy")

NACK_SHARE = 0.5
"""In a burst so many transactions are refused."""
DIPS_EVERY_S = 0.004
FLOATING_SD_V, FLOATING_S = 0.35, 0.02
"""An open input wanders with more than 2,000 counts."""
NOISE_SD_V = 0.3
SLOW_HZ = 100_000
PLUGS_OUT_S = 0.6


@dataclass(frozen=True)
class PlannedFault:
    """`kind` from `at_s` on for `seconds`; `place`: which chip (from 0), or the zone's place in the layout."""

    at_s: float
    seconds: float
    kind: ChipFault | BusFault | ZoneTrouble
    place: int = 0

    @property
    def of_zone(self) -> bool:
        return self.kind in ZONE_TROUBLES


class FaultyPins:
    """The pins with faults on their wires. `troubles`: the zones (by place) that have one now."""

    def __init__(self, pins: Pins, supply_v: float = SUPPLY_V, seed: int = 1) -> None:
        self._pins = pins
        self._supply_v = supply_v
        self._random = random.Random(f"wires {seed}")
        self._held: dict[int, float] = {}
        self._wander_v: dict[int, float] = {}
        self._t_s = -math.inf
        self._answer: tuple[float, ...] = ()
        self.troubles: dict[int, str] = {}

    def __call__(self, t_s: float) -> Sequence[float]:
        volts = self._pins(t_s)
        if not self.troubles:
            self._held.clear()
            return volts
        if t_s != self._t_s:
            self._answer = tuple(self._troubled(zone, v, t_s) for zone, v in enumerate(volts))
            self._t_s = t_s
        return self._answer

    def _troubled(self, zone: int, v: float, t_s: float) -> float:
        kind = self.troubles.get(zone)
        if kind is None:
            self._held.pop(zone, None)
        if kind == "stuck":
            return self._held.setdefault(zone, v)
        if kind == "high":
            return self._supply_v
        if kind == "saturated":
            return 0.985 * self._supply_v + self._random.gauss(0, 0.002)
        if kind == "ground":
            return 0.0
        if kind == "noisy":
            return self._clipped(v + self._random.gauss(0, NOISE_SD_V))
        return self._floating(zone, t_s) if kind == "open" else v

    def _floating(self, zone: int, t_s: float) -> float:
        """A wander without a will to return but slowly to half the supply."""
        keep = math.exp(-min(1.0, t_s - self._t_s) / FLOATING_S)
        before_v = self._wander_v.get(zone, 0.0)
        now_v = before_v * keep + self._random.gauss(0, FLOATING_SD_V) * math.sqrt(1 - keep * keep)
        self._wander_v[zone] = now_v
        return self._clipped(self._supply_v / 2 + now_v)

    def _clipped(self, v: float) -> float:
        return min(self._supply_v, max(0.0, v))


def _with_plugs_out(fault: PlannedFault, chips: int) -> list[PlannedFault]:
    """Plugs are changed over by hand: all are out for a moment before and after."""
    if fault.kind != "swapped":
        return [fault]
    lasts_s = max(fault.seconds, 3 * PLUGS_OUT_S)
    swapped = PlannedFault(fault.at_s + PLUGS_OUT_S / 2, lasts_s - PLUGS_OUT_S, "swapped")
    return [swapped, *(PlannedFault(at_s, PLUGS_OUT_S, "absent", chip) for chip in range(chips)
                       for at_s in (fault.at_s, fault.at_s + lasts_s - PLUGS_OUT_S))]


class FaultScript:
    """Sets and mends the planned faults as the bus's clock passes them (`EmulatedI2C.before`)."""

    def __init__(self, faults: Sequence[PlannedFault], bus: EmulatedI2C, chips: Sequence[EmulatedADS1115],
                 wires: FaultyPins, seed: int = 1) -> None:
        faults = [one for fault in faults for one in _with_plugs_out(fault, len(chips))]
        self._faults = sorted(faults, key=lambda fault: fault.at_s)
        self._bus = bus
        self._chips = chips
        self._wires = wires
        self._random = random.Random(f"faults {seed}")
        self._edges = sorted({edge for fault in faults for edge in (fault.at_s, fault.at_s + fault.seconds)})
        self._passed = 0
        self._active: list[PlannedFault] = []
        self._dipped_s = -math.inf
        self._hz = bus.hz
        bus.before = self.pass_time

    def active(self, t_s: float) -> list[PlannedFault]:
        return [fault for fault in self._faults if fault.at_s <= t_s < fault.at_s + fault.seconds]

    def pass_time(self, t_s: float) -> None:
        """Called before every transaction."""
        if self._passed < len(self._edges) and t_s >= self._edges[self._passed]:
            while self._passed < len(self._edges) and t_s >= self._edges[self._passed]:
                self._passed += 1
            self._set(self.active(t_s))
        for fault in self._active:
            if fault.kind == "nack":
                self._chip(fault).nack = int(self._random.random() < NACK_SHARE)
            elif fault.kind == "weak_supply" and t_s - self._dipped_s > DIPS_EVERY_S:
                self._dipped_s = t_s
                self._chip(fault).brown_out()

    def _chip(self, fault: PlannedFault) -> EmulatedADS1115:
        return self._chips[fault.place % len(self._chips)]

    def _set(self, active: list[PlannedFault]) -> None:
        begun = [fault for fault in active if fault not in self._active]
        self._active = active
        kinds = {fault.kind for fault in active}
        for chip in self._chips:
            here = {fault.kind for fault in active if not fault.of_zone and self._chip(fault) is chip}
            came_back = chip.absent and "absent" not in here
            chip.absent = "absent" in here
            if came_back:
                chip.brown_out()  # it was without supply
            chip.nack = 0
            chip.os_stuck = "os_stuck" in here
            chip.value_stuck = chip.registers[0] if "value_stuck" in here else None
        for fault in begun:
            if fault.kind == "brown_out":
                self._chip(fault).brown_out()
        self._bus.hung = "held" in kinds
        self._bus.hz = SLOW_HZ if "slow" in kinds else self._hz
        self._bus.exchange("swapped" in kinds)
        self._wires.troubles = {fault.place: fault.kind for fault in active if fault.of_zone}
