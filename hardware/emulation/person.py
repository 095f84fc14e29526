"""An emulated person: weight, breath and sway, moving between standing, sitting and lying, knees up and down."""

import math
import random
from bisect import insort

from mat.core.zones import KIT4, Layout, Side

GRAVITY_N_KG = 9.81

_FRAME = ("foot_left", "foot_right", "sacrum_lower", "sacrum_upper", "back")
# Shares of the body's weight, from the table in the exercise's fact sheet; what is missing lies beside the zones.
_SITTING = (0.10, 0.10, 0.62, 0.02, 0.0)
_SUPINE = (0.068, 0.068, 0.235, 0.165, 0.35)
_ONE_UP_GAIN = (0.0, 0.0, 0.085, 0.035, 0.0)
_BOTH_UP_GAIN = (0.0, 0.0, 0.12, 0.09, -0.02)
_PELVIC_SHIFT = (0.0, 0.0, -0.185, 0.135, 0.01)
"""A knee pulled to the chest tips the pelvis: load goes from the tailbone side to the waist side."""

UNLOAD_SHARE = 0.4
"""The foot is bare of load after this share of a lift; the rest of it brings the knee to the chest."""


def _smooth(x: float) -> float:
    return 0.0 if x <= 0 else 1.0 if x >= 1 else x * x * (3 - 2 * x)


class _Track:
    """One movable thing between 0 and 1: ramps of smooth motion, evaluated with times that only increase."""

    def __init__(self) -> None:
        self._ramps: list[tuple[float, float, float]] = []
        self._value = self._from = self._to = 0.0
        self._begin_s, self._seconds = -math.inf, 1.0

    def move(self, to: float, begin_s: float, seconds: float) -> None:
        insort(self._ramps, (begin_s, to, seconds))

    def at(self, t_s: float) -> float:
        while self._ramps and self._ramps[0][0] <= t_s:
            begin_s, to, seconds = self._ramps.pop(0)
            self._from = self._now(begin_s)
            self._begin_s, self._to, self._seconds = begin_s, to, seconds
            self._value = -1.0
        if self._value != self._to:
            self._value = self._now(t_s)
        return self._value

    def _now(self, t_s: float) -> float:
        done = _smooth((t_s - self._begin_s) / self._seconds)
        return self._to if done >= 1 else self._from + (self._to - self._from) * done


class Person:
    """Loads in newtons per zone of `layout`; the same seed and commands give the same loads.

    Commands take the time they begin and return the time they are done; give them in order of time. `loads_n`
    must be asked with increasing times. `lift_s`: a knee's way up or down; `pelvic_lift`: how much the pelvis
    tips, 1 is usual, 0 not at all; `tremor`: shaking of 5 Hz, relative to the load.
    """

    def __init__(self, weight_kg: float = 75.0, seed: int = 1, layout: Layout = KIT4, *,
                 pelvic_lift: float = 1.0, lift_s: float = 1.5, tremor: float = 0.0) -> None:
        if not 15 <= weight_kg <= 250:
            raise ValueError(f"weight_kg ({weight_kg}) must be a person's, 15 to 250 kg")
        self.layout = layout
        self._weight_n = weight_kg * GRAVITY_N_KG
        self._pelvic_lift = pelvic_lift
        self._lift_s = lift_s
        self._tremor = tremor
        self._random = random.Random(seed)
        self._on = {"left": _Track(), "right": _Track()}
        self._up = {"left": _Track(), "right": _Track()}
        self._sitting, self._lying = _Track(), _Track()
        spread = self._random.uniform
        self._breath_hz, self._breath_phase = spread(0.2, 0.32), spread(0, math.tau)
        self._sway = [(spread(0.05, 0.09), spread(0.2, 0.4), spread(0, math.tau)),
                      (spread(0.01, 0.03), spread(0.7, 1.1), spread(0, math.tau))]
        self._lean = spread(-0.05, 0.05)
        left_share = {part: spread(0.44, 0.56) for part in _FRAME}
        self._plan = [(_FRAME.index(part), _share(zone.name, left_share[part]), _side_sign(zone.name))
                      for zone in layout.zones for part in (_part_of(zone.name),)]

    def step_on(self, t_s: float) -> float:
        first = self._random.choice(("left", "right"))
        second = "right" if first == "left" else "left"
        self._on[first].move(1.0, t_s, 0.4)
        self._on[second].move(1.0, t_s + 0.7, 0.4)
        return t_s + 1.1

    def sit(self, t_s: float) -> float:
        self._sitting.move(1.0, t_s, self._takes(2.4))
        return t_s + 2.6

    def lie_down(self, t_s: float) -> float:
        self._lying.move(1.0, t_s, self._takes(2.6))
        return t_s + 2.8

    def lift(self, side: Side, t_s: float) -> float:
        self._up[side].move(1.0, t_s, self._takes(self._lift_s))
        return t_s + 1.1 * self._lift_s

    def lower(self, side: Side, t_s: float) -> float:
        self._up[side].move(0.0, t_s, self._takes(self._lift_s))
        return t_s + 1.1 * self._lift_s

    def sit_up(self, t_s: float) -> float:
        self._lying.move(0.0, t_s, self._takes(3.0))
        return t_s + 3.2

    def step_off(self, t_s: float) -> float:
        """From sitting: stands up first, then one foot leaves after the other."""
        self._sitting.move(0.0, t_s, 2.4)
        self._on["right"].move(0.0, t_s + 3.2, 0.3)
        self._on["left"].move(0.0, t_s + 3.9, 0.3)
        return t_s + 4.2

    def _takes(self, seconds: float) -> float:
        return seconds * self._random.uniform(0.92, 1.08)

    def loads_n(self, t_s: float) -> tuple[float, ...]:
        on_left, on_right = self._on["left"].at(t_s), self._on["right"].at(t_s)
        presence = on_left + on_right
        if not presence:
            return (0.0,) * len(self._plan)
        sitting, lying = self._sitting.at(t_s), self._lying.at(t_s)
        sway = self._lean
        for size, hz, phase in self._sway:
            sway += size * math.sin(math.tau * hz * t_s + phase)
        standing = (1 - sitting) * min(1.0, presence) / presence
        body = [standing * on_left * (1 - sway), standing * on_right * (1 + sway), 0.0, 0.0, 0.0]
        if sitting:
            self._add_seat(body, sitting, lying, sway)
        twist = 0.0
        if lying:
            twist = self._add_lying(body, sitting * lying, t_s)
        if self._tremor:
            shake = 1 + self._tremor * math.sin(math.tau * 5.0 * t_s)
            body = [load * shake for load in body]
        weight_n = self._weight_n
        return tuple([max(0.0, body[part] * share * weight_n * (1 + sign * twist))
                      for part, share, sign in self._plan])

    def _add_seat(self, body: list[float], sitting: float, lying: float, sway: float) -> None:
        share = sitting * (1 - lying)
        if share:
            for part, load in enumerate(_SITTING):
                body[part] += share * load
            body[0] -= share * 0.02 * sway
            body[1] += share * 0.02 * sway

    def _add_lying(self, body: list[float], share: float, t_s: float) -> float:
        """Adds the lying body to `body`; returns how far the pelvis turns to the left, -1 to 1."""
        left, right = self._up["left"].at(t_s), self._up["right"].at(t_s)
        off_left, off_right = _smooth(left / UNLOAD_SHARE), _smooth(right / UNLOAD_SHARE)
        one = off_left + off_right - 2 * off_left * off_right
        both = off_left * off_right
        tip = self._pelvic_lift * (left + right - left * right)
        breath = math.sin(math.tau * self._breath_hz * t_s + self._breath_phase)
        body[0] += share * _SUPINE[0] * (1 - off_left) * (1 + 0.01 * breath)
        body[1] += share * _SUPINE[1] * (1 - off_right) * (1 - 0.01 * breath)
        for part, ripple in ((2, -0.02), (3, 0.025), (4, 0.015)):
            load = (_SUPINE[part] + one * _ONE_UP_GAIN[part] + both * _BOTH_UP_GAIN[part]
                    + tip * _PELVIC_SHIFT[part])
            body[part] += share * load * (1 + ripple * breath)
        return 0.2 * (left - right)


def _part_of(zone: str) -> str:
    return zone if zone in _FRAME else zone.rsplit("_", 1)[0]


def _share(zone: str, left: float) -> float:
    """Of a body part that spans two zones, the left one has `left` of the load and the right one the rest."""
    return (1.0, left, 1 - left)[_side_sign(zone)]


def _side_sign(zone: str) -> int:
    """+1 for the left half of a body part, -1 for its right half, 0 for what is not halved."""
    if zone in _FRAME:
        return 0
    return 1 if zone.endswith("left") else -1
