"""Large signs for weak eyes: which side and which way in one picture, and that all is done."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pygame

from display.canvas import Canvas, put
from display.parts.base import Part
from display.parts.shapes import arrow
from display.theme import GREEN, GROUND, INK, SIDE_COLOUR
from mat.core.zones import Side


@dataclass(frozen=True)
class SideArrow(Part):
    """An arrow on the side's shape: a disc for left, a square for right, both beside each other for both legs."""

    side: Side | None
    way: Literal["up", "down"]

    def draw(self, surface: pygame.Surface) -> None:
        box = self.box.fit(1.0)
        put(_pointer(box.w, self.side, self.way), surface, box[:2])


@lru_cache(maxsize=8)
def _pointer(side_px: int, side: Side | None, way: str) -> pygame.Surface:
    canvas = Canvas(side_px, side_px)
    s, colour = float(side_px), SIDE_COLOUR[side]
    if side == "left":
        canvas.disc((s / 2, s / 2), s / 2, colour)
    else:
        canvas.rounded(0.03 * s, 0.03 * s, 0.94 * s, 0.94 * s, (0.06 if side else 0.3) * s, colour)
    low, high = 0.84 * s, 0.16 * s
    arrow(canvas, s / 2, *((low, high) if way == "up" else (high, low)), 0.17 * s, GROUND)
    return canvas.done()


@dataclass(frozen=True)
class DoneSign(Part):
    """A tick on a disc."""

    def draw(self, surface: pygame.Surface) -> None:
        box = self.box.fit(1.0)
        put(_done(box.w), surface, box[:2])


@lru_cache(maxsize=4)
def _done(side: int) -> pygame.Surface:
    canvas = Canvas(side, side)
    canvas.disc((side / 2, side / 2), side / 2, GREEN)
    canvas.limb([(side * 0.27, side * 0.52), (side * 0.44, side * 0.68), (side * 0.74, side * 0.34)], side * 0.11, INK)
    return canvas.done()
