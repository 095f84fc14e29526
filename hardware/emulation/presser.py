"""Whoever built the mat, pressing its zones with one hand: in order by the clock, or as the check asks."""

import math
import random
from bisect import insort

from hardware.emulation.ads1115 import Pins
from mat.core.wiring_view import CheckView
from mat.core.zones import Layout

HAND_N = (160.0, 260.0)
"""A palm with the body's weight behind it."""
COMES_DOWN_S, LETS_GO_S = 0.25, 0.15
HOLDS_S, PAUSE_S, FIRST_S = 1.6, 3.2, 3.5
REACTION_S = (0.5, 1.1)
PUZZLED_S = 5.0
"""Asked so long after a press, a person presses again."""


class Presser:
    """Newtons on each zone. Times must rise; the same seed and commands give the same loads."""

    def __init__(self, layout: Layout, seed: int = 1) -> None:
        self.layout = layout
        self._random = random.Random(f"presser {seed}")
        self._presses: list[tuple[float, float, int, float]] = []
        """Beginning, end, zone and newtons of each press that is not over."""
        self._asked: tuple[str, int] | None = None
        self._until_s = -math.inf

    def press(self, zone: str, t_s: float, holds_s: float = HOLDS_S, newtons: float | None = None) -> float:
        """Returns when the hand is off again."""
        force = self._random.uniform(*HAND_N) if newtons is None else newtons
        insort(self._presses, (t_s, t_s + holds_s, self.layout.names.index(zone), force))
        return t_s + holds_s

    def press_all(self, start_s: float) -> float:
        """Each zone in the layout's order, as slowly as the check asks for them; returns when it is done."""
        t_s = start_s + FIRST_S
        for name in self.layout.names:
            t_s = self.press(name, t_s) + PAUSE_S
        return t_s

    def obey(self, view: CheckView, t_s: float) -> None:
        """Presses what a check asks for; again when it is asked again, or nothing comes of it."""
        if view.phase != "press" or view.zone is None:
            self._asked = None
        elif (self._asked != (view.zone, view.answers) and t_s >= self._until_s) or t_s > self._until_s + PUZZLED_S:
            self._asked = (view.zone, view.answers)
            self._until_s = self.press(view.zone, t_s + self._random.uniform(*REACTION_S))

    def loads_n(self, t_s: float) -> tuple[float, ...]:
        loads = [0.0] * len(self.layout.zones)
        while self._presses and self._presses[0][1] + LETS_GO_S < t_s:
            self._presses.pop(0)
        for begin_s, end_s, place, force in self._presses:
            share = min((t_s - begin_s) / COMES_DOWN_S, 1.0, 1.0 - (t_s - end_s) / LETS_GO_S)
            trembles = 1 + 0.03 * math.sin(math.tau * 5.0 * t_s)
            loads[place] += max(0.0, share) * force * trembles
        return tuple(loads)


class Miswired:
    """Pins that were soldered wrongly: `order[n]` is the zone whose wire is on input n; then what is wrong with it.

    `dead` inputs read nothing, `weak` ones rise 8 times less in conductance, `noisy` ones float.
    """

    WEAKER = 8.0
    FLOAT_V = 0.25

    def __init__(self, pins: Pins, order: tuple[int, ...], *, dead: int | None = None, weak: int | None = None,
                 noisy: int | None = None, supply_v: float = 3.3) -> None:
        self._pins, self._order = pins, order
        self._dead, self._weak, self._noisy = dead, weak, noisy
        self._supply_v = supply_v
        self._random = random.Random("miswired")
        self._rest_g: float | None = None

    def __call__(self, t_s: float) -> tuple[float, ...]:
        right = self._pins(t_s)
        volts = [right[zone] for zone in self._order]
        if self._dead is not None:
            volts[self._dead] = 0.0
        if self._weak is not None:
            volts[self._weak] = self._weakened(volts[self._weak])
        if self._noisy is not None:
            floating = volts[self._noisy] + self._random.gauss(0.0, self.FLOAT_V)
            volts[self._noisy] = min(self._supply_v, max(0.0, floating))
        return tuple(volts)

    def _weakened(self, volts: float) -> float:
        g = volts / (self._supply_v - volts)
        if self._rest_g is None:
            self._rest_g = g
        g = max(0.0, self._rest_g + (g - self._rest_g) / self.WEAKER)
        return self._supply_v * g / (1 + g)
