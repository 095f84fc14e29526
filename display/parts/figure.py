"""A person seen from the side, lying on the back with bent knees; one or both knees may be drawn to the chest.

The meant leg is always drawn as the nearer one: nothing hides it. It has its side's colour, and on its knee its side's
sign: round with a letter for left, square with another for right.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pygame

from display import fonts
from display.canvas import Canvas, Point, put
from display.parts import body
from display.parts.base import Part
from display.parts.body import Leg
from display.parts.person import ASPECT, HEIGHT, SIGN, Pen, Place, Way
from display.theme import GROUND, LEG, LEG_FAR, SHIRT, SHIRT_FAR, SIDE_COLOUR
from mat.core.zones import Side

__all__ = ["ASPECT", "Figure", "Way"]

_APART = 1.85 * SIGN
"""Two signs at this distance, in body units, do not hide each other."""


@dataclass(frozen=True)
class Figure(Part):
    """`left` and `right` are the knees and `pelvis` its lift, each 0 to `pose.STEPS`; `letters` stand on the knees of
    the active leg or legs, left and right."""

    left: int = 0
    right: int = 0
    pelvis: int = 0
    active: Side | Literal["both"] | None = None
    arrow: Way | None = None
    letters: tuple[str, str] = ("", "")

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(letter for side, letter in zip(("left", "right"), self.letters, strict=True)
                     if letter and self.active in (side, "both"))

    def draw(self, surface: pygame.Surface) -> None:
        box = self.box.fit(ASPECT)
        image, (x, y) = _picture(box.w, box.h, self.left, self.right, self.pelvis, self.active, self.arrow)
        put(image, surface, (box.x + x, box.y + y))
        place, spots = Place(box.h), _signs(self.left, self.right, self.pelvis, self.active)
        for side, letter in zip(_SIDES, self.letters, strict=True):
            if letter and side in spots:
                self._letter(surface, letter, place.at(spots[side]), (box.x, box.y), box.h)

    def _letter(self, surface: pygame.Surface, letter: str, at: Point, corner: tuple[int, int], h: int) -> None:
        px = max(8, round(1.75 * SIGN * h / HEIGHT))
        width = fonts.text_width(letter, px, "semibold")
        x, y = corner[0] + at[0] - width / 2, corner[1] + at[1] - px * (fonts.BASELINE - fonts.cap_share() / 2)
        fonts.blit_line(surface, letter, round(x), round(y), px, GROUND, "semibold")


_SIDES: tuple[Side, Side] = ("left", "right")
KEPT = 72
"""Pictures: the whole movement of both knees, or each would be drawn anew at each repetition."""


@lru_cache(maxsize=KEPT)
def _picture(w: int, h: int, left: int, right: int, pelvis: int, active: str | None,
             way: Way | None) -> tuple[pygame.Surface, tuple[int, int]]:
    """The picture without its empty rim, and where it begins: a whole movement is kept."""
    canvas = Canvas(w, h)
    pen = Pen(canvas, h)
    near_side, far_side = _order(active)
    steps = {"left": left, "right": right}
    near, far = body.leg(steps[near_side], pelvis), body.leg(steps[far_side], pelvis, far=True)
    both = active == "both"
    pen.bed()
    pen.arm(body.hand(_held(far, near)), SHIRT_FAR)
    pen.leg(far, SIDE_COLOUR[far_side] if both else LEG_FAR)
    pen.torso(near.hip, pelvis)
    pen.head()
    pen.leg(near, SIDE_COLOUR[near_side] if active else LEG)
    other_hand = body.clasping(near) if _held(far, near) is near else None
    if other_hand:
        pen.hand(other_hand)
    pen.arm(body.hand(_held(near, far)), SHIRT)
    for side, spot in _signs(left, right, pelvis, active).items():
        pen.sign(spot, side)
    if way:
        pen.way(way, SIDE_COLOUR[None if both else near_side])
    image = canvas.done()
    ink = image.get_bounding_rect()
    return image.subsurface(ink).copy(), ink.topleft


def _order(active: str | None) -> tuple[Side, Side]:
    """The nearer and the farther leg."""
    return ("left", "right") if active == "left" else ("right", "left")


def _signs(left: int, right: int, pelvis: int, active: str | None) -> dict[Side, Point]:
    """Where the signs stand: on the knees; that of the farther one beside the nearer one's if it would be hidden."""
    if active is None:
        return {}
    near_side, far_side = _order(active)
    steps = {"left": left, "right": right}
    near, far = body.leg(steps[near_side], pelvis).knee, body.leg(steps[far_side], pelvis, far=True).knee
    if active != "both":
        return {near_side: near}
    if math.dist(near, far) < _APART:
        far = (near[0] - 0.86 * _APART, near[1] + 0.5 * _APART)
    return {far_side: far, near_side: near}


def _held(own: Leg, other: Leg) -> Leg:
    """Each hand takes the leg of its side if that is up, otherwise the other one's."""
    return own if own.raised >= 0.6 * other.raised else other
