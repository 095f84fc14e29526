"""Parts that measure: the ring that fills, and the bars of the week."""

import math
from dataclasses import dataclass
from functools import lru_cache

import pygame

from display import fonts
from display.canvas import Canvas, put
from display.fonts import Colour
from display.parts.base import Part
from display.theme import GREEN, INK, QUIET, TRACK

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
class Bars(Part):
    """Seven days, the last is today. A full day's bar is green and has a dot above it; the line is the goal."""

    days: tuple[str, ...]
    values: tuple[int, ...]
    full: tuple[bool, ...]
    goal: int
    px: int

    @property
    def words(self) -> tuple[str, ...]:
        return self.days

    def draw(self, surface: pygame.Surface) -> None:
        image = _bars(self.box.w, self.box.h - round(1.2 * self.px), self.values, self.full, self.goal)
        put(image, surface, self.box[:2])
        for i, day in enumerate(self.days):
            last = i == len(self.days) - 1
            weight: fonts.Weight = "semibold" if last else "regular"
            middle = self.box.x + (i + 0.5) * self.box.w / len(self.days)
            x = round(middle - fonts.text_width(day, self.px, weight) / 2)
            fonts.blit_line(surface, day, x, self.box.bottom - self.px, self.px, INK if last else QUIET, weight)


@lru_cache(maxsize=8)
def _bars(w: int, h: int, values: tuple[int, ...], full: tuple[bool, ...], goal: int) -> pygame.Surface:
    canvas = Canvas(w, h)
    pitch = w / max(1, len(values))
    width = pitch * 0.5
    dot = width * 0.22
    room = h - 3 * dot
    top = max(goal, *values, 1)
    for i, value in enumerate(values):
        x = i * pitch + (pitch - width) / 2
        height = max(width * 0.3, room * value / top)
        colour = TRACK if value == 0 else GREEN if full[i] else QUIET
        canvas.rounded(x, h - height, width, height, min(width, height) * 0.3, colour)
        if full[i]:
            canvas.disc((x + width / 2, h - height - 1.8 * dot), dot, GREEN)
    y = h - room * goal / top
    for i in range(0, w, 12):
        canvas.rounded(i, y - 1, 6, 2, 1, QUIET)
    return canvas.done()
