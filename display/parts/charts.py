"""Charts of the last sessions: pain from before to after, and how long was held."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display import fonts
from display.canvas import Canvas, Point, put
from display.fonts import Colour
from display.parts.base import Part
from display.theme import GREEN, INK, PANEL, QUIET, TRACK, YELLOW

WORST = 10
_FEWEST = 3
"""A chart has room for so many sessions at least, so that a single one is not spread over all of it."""


@dataclass(frozen=True)
class PainChart(Part):
    """A column a session, the newest last: hollow where pain was before, a full arrow head where it was after, a disc
    if it stayed. A line joins both. 0 is at the bottom; the top is 5 while no number is above it, otherwise 10."""

    sessions: tuple[tuple[int | None, int | None], ...]
    px: int

    @property
    def words(self) -> tuple[str, ...]:
        return "0", str(self.top)

    @property
    def top(self) -> int:
        worst = max((pain or 0 for pair in self.sessions for pain in pair), default=0)
        return WORST // 2 if worst <= WORST // 2 else WORST

    def draw(self, surface: pygame.Surface) -> None:
        side = fonts.text_width(self.words[1], self.px, "regular") + self.px // 3
        put(_pain(self.box.w - side, self.box.h, self.sessions, self.top), surface, (self.box.x + side, self.box.y))
        for end, y in zip(self.words, (self.box.bottom - self.px, self.box.y), strict=True):
            fonts.blit_line(surface, end, self.box.x, y, self.px, QUIET, "regular")


@lru_cache(maxsize=8)
def _pain(w: int, h: int, sessions: tuple[tuple[int | None, int | None], ...], top: int) -> pygame.Surface:
    canvas = Canvas(w, h)
    pitch = w / max(_FEWEST, len(sessions))
    r = min(0.36 * pitch, max(0.07 * h, min(0.1 * h, 7.0)))
    levels = [h - 1.35 * r - (h - 2.7 * r) * pain / top for pain in range(WORST + 1)]
    for pain in (0, top // 2, top) if top == WORST else (0, top):
        canvas.rounded(0, levels[pain] - 1, w, 2, 1, TRACK)
    for i, (before, after) in enumerate(sessions):
        x = w - (len(sessions) - i - 0.5) * pitch - _shift(w, pitch, len(sessions))
        _told(canvas, r, *(None if pain is None else (x, levels[pain]) for pain in (before, after)))
    return canvas.done()


def _shift(w: int, pitch: float, count: int) -> float:
    """A few sessions stand in the middle."""
    return (w - pitch * count) / 2


def _told(canvas: Canvas, r: float, before: Point | None, after: Point | None) -> None:
    if before is not None and after is not None and before != after:
        canvas.limb([before, after], 0.5 * r, QUIET)
    if before is not None:
        canvas.disc(before, r, INK)
        canvas.disc(before, 0.62 * r, PANEL)
    if after is None:
        return
    if before is None or before == after:
        canvas.disc(after, 0.4 * r if before == after else r, INK)
    else:
        _head(canvas, after, 1.25 * r * (1 if after[1] > before[1] else -1), INK)


def _head(canvas: Canvas, at: Point, r: float, colour: Colour) -> None:
    """An arrow head that points down for a positive `r`."""
    x, y = at
    canvas.polygon([(x, y + r), (x - 1.05 * abs(r), y - 0.75 * r), (x + 1.05 * abs(r), y - 0.75 * r)], colour)


@dataclass(frozen=True)
class HoldsChart(Part):
    """A bar a session, the newest last: full where the mean hold reached the plan's, hollow where it was shorter. The
    dashed line is the plan, `caption` its words. Tenths of a second; None is unknown."""

    tenths: tuple[int | None, ...]
    target: int
    px: int
    caption: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return (self.caption,) if self.caption else ()

    def draw(self, surface: pygame.Surface) -> None:
        side = fonts.text_width(self.caption, self.px, "regular") + self.px // 3 if self.caption else 0
        w, h = self.box.w - side, self.box.h
        put(_holds(w, h, self.tenths, self.target), surface, (self.box.x + side, self.box.y))
        if self.caption:
            line = self.box.y + h - _scale(h, self.tenths, self.target) * self.target
            y = min(self.box.bottom - self.px, max(self.box.y, round(line - 0.5 * self.px)))
            fonts.blit_line(surface, self.caption, self.box.x, y, self.px, YELLOW, "regular")


def _scale(h: int, tenths: tuple[int | None, ...], target: int) -> float:
    return 0.94 * h / max(1.25 * target, *(one or 0 for one in tenths), 1)


@lru_cache(maxsize=8)
def _holds(w: int, h: int, tenths: tuple[int | None, ...], target: int) -> pygame.Surface:
    canvas = Canvas(w, h)
    pitch, scale = w / max(_FEWEST, len(tenths)), _scale(h, tenths, target)
    wide = 0.62 * pitch
    edge = max(2.0, 0.12 * wide)
    for i, held in enumerate(tenths):
        x = w - (len(tenths) - i - 0.19) * pitch - _shift(w, pitch, len(tenths))
        high = scale * (held or 0)
        if held:
            canvas.rounded(x, h - high, wide, high, 0.14 * wide, GREEN)
        if held and held < target and high > 3 * edge:
            canvas.rounded(x + edge, h - high + edge, wide - 2 * edge, high - 2 * edge, 0.08 * wide, PANEL)
        if not held:
            canvas.rounded(x, h - 3, wide, 3, 1, TRACK)
    for x in range(0, w, 12):
        canvas.rounded(x, h - scale * target - 1, 7, 2, 1, YELLOW)
    return canvas.done()
