"""The person of the figure as shapes: head, torso, tapered limbs, the pillow and the mat below."""

import itertools
import math
from collections.abc import Callable
from functools import partial
from typing import Literal

from display.canvas import Canvas, Point
from display.fonts import Colour
from display.parts import body
from display.parts.body import Leg
from display.parts.shapes import arrow
from display.theme import GREEN, GROUND, HAIR, INK, LEG, PILLOW, SHIRT, SIDE_COLOUR, SKIN, TRACK
from mat.core.pose import STEPS
from mat.core.zones import Side

Way = Literal["up", "down"]
WIDTH, HEIGHT = 1.96, 0.86
ASPECT = WIDTH / HEIGHT
SIGN = 0.092
"""Radius of the sign on a knee, in body units as all lengths here."""
_MAT, _LEFT = 0.075, -0.02
"""Height of the mat below the body, and what of the width lies left of x = 0."""
_RIM = 0.013
"""Dark around a limb that crosses another."""


class Place:
    """From body units to pixels of a picture `h` pixels high."""

    def __init__(self, h: int) -> None:
        self.unit = h / HEIGHT
        self._ground = h - _MAT * self.unit

    def at(self, point: Point) -> Point:
        return (point[0] - _LEFT) * self.unit, self._ground - point[1] * self.unit


class Pen:
    """Draws in body units. A limb has a dark rim all around, drawn before any of its fill."""

    def __init__(self, canvas: Canvas, h: int) -> None:
        self._canvas, self._place = canvas, Place(h)
        self._unit = self._place.unit

    def _disc(self, centre: Point, radius: float, colour: Colour, more: float = 0.0) -> None:
        self._canvas.disc(self._place.at(centre), (radius + more) * self._unit, colour)

    def _taper(self, one: Point, r_one: float, other: Point, r_other: float, colour: Colour, more: float = 0.0) -> None:
        self._canvas.taper(self._place.at(one), (r_one + more) * self._unit, self._place.at(other),
                           (r_other + more) * self._unit, colour)

    def _rimmed(self, shape: Callable[[Colour | None, float], None]) -> None:
        shape(GROUND, _RIM)
        shape(None, 0.0)

    def bed(self) -> None:
        unit, ground = self._unit, self._place.at((0.0, -0.012))[1]
        self._canvas.rounded(0, ground, self._place.at((1.80, 0))[0], 0.058 * unit, 0.029 * unit, TRACK)
        self._taper((0.13, 0.035), 0.042, (0.33, 0.03), 0.032, PILLOW)

    def head(self) -> None:
        self._taper((0.33, 0.155), 0.05, (0.46, 0.145), 0.062, SKIN)
        self._taper((0.425, 0.14), 0.064, (0.47, 0.142), 0.075, SHIRT)
        self._disc((0.235, 0.185), 0.112, HAIR)
        self._taper((0.262, 0.196), 0.098, (0.30, 0.17), 0.082, SKIN)
        self._taper((0.272, 0.285), 0.022, (0.290, 0.306), 0.012, SKIN)
        self._disc((0.218, 0.165), 0.026, SKIN)
        self._line(((0.240, 0.264), (0.247, 0.251), (0.241, 0.238)), 0.012)
        self._line(((0.342, 0.239), (0.328, 0.224), (0.311, 0.220)), 0.010)

    def _line(self, points: tuple[Point, ...], width: float) -> None:
        self._canvas.limb([self._place.at(point) for point in points], width * self._unit, GROUND)

    def torso(self, hip: Point, pelvis: int) -> None:
        if pelvis >= STEPS // 4:
            self._lifted(0.05 * pelvis / STEPS)
        spine = [((0.50, 0.142), 0.098), ((0.60, 0.150), 0.113), ((0.74, 0.145), 0.106),
                 ((0.88, 0.128 + 0.3 * (hip[1] - 0.13)), 0.098), ((hip[0] - 0.03, hip[1]), 0.108)]

        def shape(colour: Colour | None, more: float) -> None:
            for (one, r_one), (other, r_other) in itertools.pairwise(spine):
                self._taper(one, r_one, other, r_other, colour or SHIRT, more)

        self._rimmed(shape)
        self._taper((hip[0] - 0.09, hip[1] - 0.001), 0.104, (hip[0], hip[1]), 0.110, LEG)

    def _lifted(self, high: float) -> None:
        """A green wedge in the gap under the pelvis."""
        points = [(0.86, 0.004), (1.05, high), (1.20, 0.004)]
        self._canvas.limb([self._place.at(point) for point in points], 0.026 * self._unit, GREEN)

    def leg(self, leg: Leg, colour: Colour) -> None:
        self._rimmed(partial(self._leg, leg, colour))
        self._sole(leg)

    def _leg(self, leg: Leg, ink: Colour, colour: Colour | None, more: float) -> None:
        colour = colour or ink
        calf = _off(leg.knee, leg.ankle, 0.34, -0.012)
        heel, toes = _foot(leg)
        self._taper(leg.ankle, 0.040, heel, 0.034, colour, more)
        self._taper(heel, 0.034, toes, 0.022, colour, more)
        self._taper(leg.ankle, 0.040, _off(heel, toes, 0.62, 0.012), 0.024, colour, more)
        self._taper(leg.knee, 0.064, calf, 0.063, colour, more)
        self._taper(calf, 0.063, leg.ankle, 0.040, colour, more)
        self._taper(leg.hip, 0.096, leg.knee, 0.068, colour, more)

    def _sole(self, leg: Leg) -> None:
        heel, toes = _foot(leg)
        ends = [self._place.at(_off(heel, toes, share, -0.026 + 0.006 * share)) for share in (-0.06, 1.02)]
        self._canvas.limb(ends, 0.017 * self._unit, INK)

    def arm(self, hand: Point, colour: Colour) -> None:
        elbow = body.elbow(hand)

        def shape(own: Colour | None, more: float) -> None:
            self._taper(elbow, 0.036, hand, 0.028, own or SKIN, more)
            self._disc(hand, 0.040, own or SKIN, more)
            self._taper(body.SHOULDER, 0.058, elbow, 0.042, own or colour, more)

        self._rimmed(shape)

    def hand(self, at: Point) -> None:
        """The other hand, of which the arm is hidden."""
        self._disc(at, 0.038, GROUND, _RIM)
        self._disc(at, 0.038, SKIN)

    def sign(self, knee: Point, side: Side) -> None:
        """Round for left, square for right."""
        x, y = self._place.at(knee)
        for radius, colour in ((SIGN + _RIM, GROUND), (SIGN, SIDE_COLOUR[side])):
            r = radius * self._unit
            if side == "left":
                self._canvas.disc((x, y), r, colour)
            else:
                self._canvas.rounded(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r, 0.16 * r, colour)

    def way(self, way: Way, colour: Colour) -> None:
        low, high = (self._place.at((1.80, y))[1] for y in (0.17, 0.62))
        start, end = (low, high) if way == "up" else (high, low)
        arrow(self._canvas, self._place.at((1.82, 0))[0], start, end, 0.065 * self._unit, colour)


def _foot(leg: Leg) -> tuple[Point, Point]:
    """The middle of heel and toes, a little above the sole."""
    along = (math.cos(leg.foot_turn), math.sin(leg.foot_turn))
    down = (along[1], -along[0])
    heel = (leg.ankle[0] - 0.022 * along[0] + 0.045 * down[0], leg.ankle[1] - 0.022 * along[1] + 0.045 * down[1])
    return heel, (heel[0] + 0.165 * along[0] + 0.008 * down[0], heel[1] + 0.165 * along[1] + 0.008 * down[1])


def _off(one: Point, other: Point, share: float, aside: float) -> Point:
    """A point `share` of the way from one to the other, `aside` to the left of it."""
    x, y = body.between(one, other, share)
    length = math.hypot(other[0] - one[0], other[1] - one[1])
    return x - aside * (other[1] - one[1]) / length, y + aside * (other[0] - one[0]) / length
