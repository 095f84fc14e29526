"""What staff read from near: one zone as a bar or as a trace. Each is a part of its own, so that little is redrawn."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display import fonts
from display.boxes import Box
from display.canvas import Canvas, put
from display.fonts import Colour
from display.parts.base import Part
from display.parts.shapes import triangle
from display.parts.words import Label
from display.theme import INK, ORANGE, QUIET, SKY, TRACK
from mat.core.staff_view import LOAD_STEPS, TRACE_POINTS, TRACE_STEPS


@dataclass(frozen=True)
class _Zone(Part):
    """`title` stands at the left of the upper line, `value` at its right; a `trouble` has a triangle before it."""

    title: str
    value: str
    px: int
    trouble: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return (self.title, self.value, *([self.trouble] if self.trouble else []))

    @property
    def _line(self) -> int:
        return min(self.px, round(0.52 * self.box.h))

    def _head(self, surface: pygame.Surface) -> Box:
        """The upper line; what is left below it."""
        px, told = self._line, self.trouble or self.value
        colour = ORANGE if self.trouble else INK
        width = fonts.text_width(told, px, "semibold")
        fonts.blit_line(surface, told, self.box.right - width, self.box.y, px, colour, "semibold")
        if self.trouble:
            put(_sign(px), surface, (self.box.right - width - round(1.2 * px), self.box.y))
        room = self.box.w - width - round((1.5 if self.trouble else 0.3) * px)
        fitted = fonts.fit(self.title, px, "regular", (room, round(1.1 * px)), 1.0)[0]
        fonts.blit_line(surface, self.title, self.box.x, self.box.y + px - fitted, fitted, QUIET, "regular")
        return self.box.cut_top(round(1.15 * px))[1]


@dataclass(frozen=True)
class ZoneBar(_Zone):
    """How far the zone is loaded now, 0 to `LOAD_STEPS`."""

    load: int = 0

    def draw(self, surface: pygame.Surface) -> None:
        below = self._head(surface)
        high = max(4, min(below.h, round(0.5 * self.box.h)))
        colour = ORANGE if self.trouble else SKY
        put(_bar(below.w, high, TRACK), surface, below[:2])
        width = round(below.w * min(self.load, LOAD_STEPS) / LOAD_STEPS)
        if width:
            surface.blit(_bar(below.w, high, colour), below[:2], (0, 0, width, high), pygame.BLEND_PREMULTIPLIED)


@dataclass(frozen=True)
class Trace(_Zone):
    """The last seconds as values from 0 to `TRACE_STEPS`, the newest at the right."""

    points: tuple[int, ...] = ()

    def draw(self, surface: pygame.Surface) -> None:
        words, plot = self.box.cut_left(round(0.44 * self.box.w), self.px // 2)
        told, colour = self.trouble or self.value, ORANGE if self.trouble else SKY
        Label(words, f"{self.title}\n{told}", self.px, ORANGE if self.trouble else QUIET, leading=1.0).draw(surface)
        pygame.draw.line(surface, TRACK, (plot.x, plot.bottom - 2), (plot.right - 1, plot.bottom - 2))
        step = (plot.w - 4) / (TRACE_POINTS - 1)
        first = plot.right - 2 - step * (len(self.points[-TRACE_POINTS:]) - 1)
        line = [(first + i * step, plot.bottom - 3 - (plot.h - 6) * min(value, TRACE_STEPS) / TRACE_STEPS)
                for i, value in enumerate(self.points[-TRACE_POINTS:])]
        if len(line) > 1:
            pygame.draw.lines(surface, colour, False, line, 2)


@lru_cache(maxsize=16)
def _bar(w: int, h: int, colour: Colour) -> pygame.Surface:
    canvas = Canvas(w, h)
    canvas.rounded(0, 0, w, h, h * 0.3, colour)
    return canvas.done()


@lru_cache(maxsize=8)
def _sign(side: int) -> pygame.Surface:
    canvas = Canvas(side, side)
    triangle(canvas, Box(0, 0, side, side), ORANGE)
    return canvas.done()
