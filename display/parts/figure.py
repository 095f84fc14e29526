"""A person seen from the side, lying on the back with bent knees; one or both knees may be drawn to the chest.

Lengths are in body units, _SCALE of them to the figure's height; x runs from the head to the feet, y up from the
mat. The meant leg is always drawn as the nearer one: nothing hides it, and its colour tells the side.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pygame

from display.canvas import Canvas, Point, put
from display.fonts import Colour
from display.parts.base import Part
from display.parts.shapes import arrow
from display.theme import GROUND, QUIET, SIDE_COLOUR, TRACK, mixed
from mat.core.zones import Side

ASPECT = 2.55
_SCALE = 1.3
STEPS = 12
"""A knee moves in twelfths from the mat to the chest, so that few pictures are kept."""

_SHOULDER, _WAIST, _HIP = (0.50, 0.135), (0.80, 0.125), (1.06, 0.125)
_THIGH, _SHIN, _FOOT = 0.47, 0.46, 0.15
_REST = (50.0, -66.0, -4.0)
"""Angles above the horizontal of thigh, shin and foot with the sole flat on the mat, in degrees."""
_RAISED = (117.0, -24.0, 52.0)
_NEAR, _FAR = QUIET, mixed(QUIET, GROUND, 0.62)


@dataclass(frozen=True)
class Figure(Part):
    """`left` and `right` are the knees, 0 (foot on the mat) to STEPS (at the chest); `lift` is the pelvis, 0 or 1."""

    left: int = 0
    right: int = 0
    lift: int = 0
    active: Side | Literal["both"] | None = None
    arrow: Literal["up", "down"] | None = None

    def draw(self, surface: pygame.Surface) -> None:
        box = self.box.fit(ASPECT)
        image = _picture(box.w, box.h, self.left, self.right, self.lift, self.active, self.arrow)
        put(image, surface, box[:2])


@lru_cache(maxsize=40)
def _picture(w: int, h: int, left: int, right: int, lift: int, active: str | None, way: str | None) -> pygame.Surface:
    canvas = Canvas(w, h)
    pen = _Pen(canvas, h * _SCALE, h * 0.925)
    canvas.rounded(0, h * 0.925, w, h * 0.07, h * 0.035, TRACK)
    hip = (_HIP[0], _HIP[1] + 0.05 * lift)
    near_side, far_side = _order(active)
    raised = {"left": left, "right": right}
    near, far = _leg(hip, raised[near_side] / STEPS), _leg(hip, raised[far_side] / STEPS)
    pen.leg(far, SIDE_COLOUR[far_side] if active == "both" else _FAR)
    pen.limb([_SHOULDER, _WAIST, hip], 0.21, _NEAR)
    pen.head(_NEAR)
    pen.leg(near, SIDE_COLOUR[near_side] if active else _NEAR)
    pen.arm(_hand(near, far, raised[near_side], raised[far_side]))
    if way:
        ends = (0.70, 0.20) if way == "up" else (0.20, 0.70)
        colour = SIDE_COLOUR[None if active == "both" else near_side]
        arrow(canvas, w * 0.95, h * ends[0], h * ends[1], h * 0.07, colour)
    return canvas.done()


def _leg(hip: Point, raised: float) -> tuple[Point, Point, Point, Point]:
    """Hip, knee, ankle and toes."""
    thigh, shin, foot = (math.radians(a + (b - a) * raised) for a, b in zip(_REST, _RAISED, strict=True))
    knee = (hip[0] + _THIGH * math.cos(thigh), hip[1] + _THIGH * math.sin(thigh))
    ankle = (knee[0] + _SHIN * math.cos(shin), knee[1] + _SHIN * math.sin(shin))
    return hip, knee, ankle, (ankle[0] + _FOOT * math.cos(foot), ankle[1] + _FOOT * math.sin(foot))


def _order(active: str | None) -> tuple[Side, Side]:
    """The nearer and the farther leg."""
    return ("left", "right") if active == "left" else ("right", "left")


def _hand(near: tuple[Point, ...], far: tuple[Point, ...], near_up: int, far_up: int) -> Point | None:
    """Just under the raised knee; None while no knee is near enough to be held."""
    leg, raised = (near, near_up) if near_up >= far_up else (far, far_up)
    if raised < STEPS * 0.7:
        return None
    (kx, ky), (ax, ay) = leg[1], leg[2]
    return kx + 0.22 * (ax - kx), ky + 0.22 * (ay - ky)


class _Pen:
    """Limbs in body coordinates, each with a dark rim that keeps it apart from what lies behind."""

    def __init__(self, canvas: Canvas, body: float, ground: float) -> None:
        self._canvas, self._h, self._ground = canvas, body, ground

    def _at(self, point: Point) -> Point:
        return (point[0] - 0.06) * self._h, self._ground - (point[1] + 0.015) * self._h

    def limb(self, points: list[Point], width: float, colour: Colour) -> None:
        placed = [self._at(point) for point in points]
        self._canvas.limb(placed, (width + 0.035) * self._h, GROUND)
        self._canvas.limb(placed, width * self._h, colour)

    def leg(self, joints: tuple[Point, Point, Point, Point], colour: Colour) -> None:
        hip, knee, ankle, toes = joints
        self.limb([ankle, toes], 0.085, colour)
        self.limb([hip, knee, ankle], 0.125, colour)

    def head(self, colour: Colour) -> None:
        self._canvas.disc(self._at((0.235, 0.155)), 0.145 * self._h, colour)

    def arm(self, hand: Point | None) -> None:
        shoulder = (_SHOULDER[0] + 0.02, _SHOULDER[1] + 0.02)
        points = [shoulder, (0.72, 0.29), hand] if hand else [shoulder, (0.74, 0.06), (0.97, 0.05)]
        self.limb(points, 0.08, _NEAR)
