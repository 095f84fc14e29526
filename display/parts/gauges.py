"""Parts that measure: the ring that fills, and dots of which some are full."""

import math
from dataclasses import dataclass
from functools import lru_cache

import pygame

from display.canvas import Canvas, put
from display.fonts import Colour
from display.parts.base import Part
from display.theme import GREEN, QUIET, TRACK, YELLOW

RING_STEPS = 240
"""A ring moves in steps of 1.5 degrees: between two steps nothing is drawn again."""


@dataclass(frozen=True)
class Ring(Part):
    """A circle filled clockwise from the top to `steps` of RING_STEPS. The box is square."""

    steps: int
    colour: Colour
    width_share: float = 0.11

    @classmethod
    def steps_of(cls, share: float) -> int:
        return round(RING_STEPS * min(1.0, max(0.0, share)))

    def draw(self, surface: pygame.Surface) -> None:
        width = round(self.box.w * self.width_share)
        put(_whole(self.box.w, width, TRACK), surface, self.box[:2])
        if self.steps:
            put(_filled(self.box.w, width, self.colour, self.steps), surface, self.box[:2])


@lru_cache(maxsize=16)
def _whole(side: int, width: int, colour: Colour) -> pygame.Surface:
    canvas = Canvas(side, side)
    canvas.disc((side / 2, side / 2), side / 2, colour)
    canvas.disc((side / 2, side / 2), side / 2 - width, None)
    return canvas.done()


@lru_cache(maxsize=16)
def _cap(width: int, colour: Colour) -> pygame.Surface:
    canvas = Canvas(width, width)
    canvas.disc((width / 2, width / 2), width / 2, colour)
    return canvas.done()


@lru_cache(maxsize=8)
def _filled(side: int, width: int, colour: Colour, steps: int) -> pygame.Surface:
    """The whole ring with its unreached wedge wiped out; round caps cover the two raw cuts."""
    image = _whole(side, width, colour).copy()
    if steps >= RING_STEPS:
        return image
    centre, reach = side / 2, side
    turns = [2 * math.pi * step / RING_STEPS for step in range(steps, RING_STEPS + 1, 4)] + [2 * math.pi]
    rim = [(centre + reach * math.sin(a), centre - reach * math.cos(a)) for a in turns]
    pygame.draw.polygon(image, (0, 0, 0, 0), [(centre, centre), *rim])
    for angle in (0.0, 2 * math.pi * steps / RING_STEPS):
        radius = (side - width) / 2
        at = (centre + radius * math.sin(angle) - width / 2, centre - radius * math.cos(angle) - width / 2)
        put(_cap(width, colour), image, (round(at[0]), round(at[1])))
    return image


@dataclass(frozen=True)
class PauseBars(Part):
    """Two upright bars: the clock stands still."""

    def draw(self, surface: pygame.Surface) -> None:
        box = self.box.fit(0.9)
        put(_pause(box.w, box.h), surface, box[:2])


@lru_cache(maxsize=4)
def _pause(w: int, h: int) -> pygame.Surface:
    canvas = Canvas(w, h)
    for x in (0.1, 0.58):
        canvas.rounded(x * w, 0, 0.32 * w, h, 0.08 * w, YELLOW)
    return canvas.done()


@dataclass(frozen=True)
class Dots(Part):
    """So many of a few: the reached ones are full, the others hollow. As wide as it needs, at the left."""

    done: int
    total: int
    centred: bool = False

    def draw(self, surface: pygame.Surface) -> None:
        side = min(self.box.h, round(self.box.w / (1.4 * self.total)))
        image = _dots(side, self.done, self.total)
        x = self.box.x + ((self.box.w - image.get_width()) // 2 if self.centred else 0)
        put(image, surface, (x, self.box.y + (self.box.h - side) // 2))


@lru_cache(maxsize=8)
def _dots(side: int, done: int, total: int) -> pygame.Surface:
    canvas = Canvas(round(side * (1.4 * total - 0.4)), side)
    for i in range(total):
        centre = (side * (0.5 + 1.4 * i), side / 2)
        canvas.disc(centre, side / 2, GREEN if i < done else QUIET)
        if i >= done:
            canvas.disc(centre, side * 0.38, None)
    return canvas.done()
