"""Bars of days or weeks: each has one for the left and one for the right side, never their sum."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display import fonts
from display.canvas import Canvas, put
from display.parts.base import Part
from display.theme import GREEN, INK, QUIET, SIDE_COLOUR, TRACK
from mat.core.summary import Counts
from mat.core.zones import SIDES, Side


@dataclass(frozen=True)
class SideBars(Part):
    """A pair for each of `counts`, the newest last: the left bar is round, the right one square, as the feet's tiles.

    Double stretches are the upper, yellow part of both bars. A full day has a dot above; the line is the goal a side.
    """

    counts: tuple[Counts, ...]
    px: int
    captions: tuple[str, ...] = ()
    full: tuple[bool, ...] = ()
    goal: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        return self.captions

    def draw(self, surface: pygame.Surface) -> None:
        captions = self.captions if self.box.h > 3 * self.px else ()
        height = self.box.h - (round(1.2 * self.px) if captions else 0)
        put(_bars(self.box.w, height, self.counts, self.full, self.goal), surface, self.box[:2])
        for i, caption in enumerate(captions):
            last = i == len(captions) - 1
            weight: fonts.Weight = "semibold" if last else "regular"
            middle = self.box.x + (i + 0.5) * self.box.w / len(captions)
            x = round(middle - fonts.text_width(caption, self.px, weight) / 2)
            fonts.blit_line(surface, caption, x, self.box.bottom - self.px, self.px, INK if last else QUIET, weight)


def side_count(counts: Counts, side: Side) -> int:
    """A double stretch counts for both sides."""
    return counts.double + (counts.left if side == "left" else counts.right)


@lru_cache(maxsize=8)
def _bars(w: int, h: int, counts: tuple[Counts, ...], full: tuple[bool, ...], goal: int) -> pygame.Surface:
    canvas = Canvas(w, h)
    pitch = w / max(1, len(counts))
    dot = min(pitch * 0.11, h * 0.055)
    room = h - (3.2 * dot if full else 0)
    scale = room / max(goal, *(side_count(one, side) for one in counts for side in SIDES), 1)
    for i, one in enumerate(counts):
        for side in SIDES:
            _bar(canvas, (i + (0.16 if side == "left" else 0.52)) * pitch, pitch * 0.32, h, scale, one, side)
        if i < len(full) and full[i]:
            top = scale * max(side_count(one, side) for side in SIDES)
            canvas.disc(((i + 0.5) * pitch, h - top - 1.8 * dot), dot, GREEN)
    if goal:
        for x in range(0, w, 12):
            canvas.rounded(x, max(0, h - scale * goal - 1), 6, 2, 1, QUIET)
    return canvas.done()


def _bar(canvas: Canvas, x: float, width: float, ground: float, scale: float, one: Counts, side: Side) -> None:
    """One side's bar from the ground up; nothing done is a low stub that carries no meaning alone."""
    own = side_count(one, side) - one.double
    pieces = [(own, SIDE_COLOUR[side]), (one.double, SIDE_COLOUR[None])]
    if own + one.double == 0:
        canvas.rounded(x, ground - width * 0.25, width, width * 0.25, width * 0.12, TRACK)
    for count, colour in pieces:
        height = max(width * 0.3, scale * count)
        if count:
            slit = 1 if count == one.double and own else 0
            radius = min(width, height) * (0.5 if side == "left" else 0.1)
            canvas.rounded(x, ground - height, width, height - slit, radius, colour)
            ground -= height
