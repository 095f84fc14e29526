"""Days as marks: larger the more was done, a square when the day was full, a moon when rest was advised."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display import fonts
from display.boxes import Box
from display.canvas import Canvas, Point, put
from display.parts.base import Part
from display.theme import GREEN, INK, PANEL, QUIET, YELLOW

FULL_DAY, REST_DAY = 4, 5
"""A mark is 0 for nothing done, 1 to 3 for more and more of the day's goal, 4 for all of it, 5 for advised rest."""
ROWS = 7


@dataclass(frozen=True)
class Calendar(Part):
    """Weeks as columns, the first day of the week at the top; the last mark is today and has a ring around it.

    `first_row` is the row of the first mark; `captions`, if any, name the seven rows.
    """

    marks: tuple[int, ...]
    first_row: int
    px: int
    captions: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return self.captions

    def draw(self, surface: pygame.Surface) -> None:
        field = self._field()
        put(_field(field.w, field.h, self.marks, self.first_row), surface, field[:2])
        for row, caption in enumerate(self.captions):
            px = min(self.px, round(0.9 * field.h / ROWS))
            y = round(field.y + (row + 0.5) * field.h / ROWS - px / 2)
            fonts.blit_line(surface, caption, self.box.x, y, px, QUIET, "regular")

    def _field(self) -> Box:
        return self.box.cut_left(self.px if self.captions else 0)[1]


@lru_cache(maxsize=8)
def _field(w: int, h: int, marks: tuple[int, ...], first_row: int) -> pygame.Surface:
    canvas = Canvas(w, h)
    columns = -(-(first_row + len(marks)) // ROWS)
    across, down = w / max(1, columns), h / ROWS
    for i, mark in enumerate(marks, first_row):
        centre = ((i // ROWS + 0.5) * across, (i % ROWS + 0.5) * down)
        _mark(canvas, centre, min(across, down) / 2, mark, today=i == first_row + len(marks) - 1)
    return canvas.done()


def _mark(canvas: Canvas, centre: Point, room: float, mark: int, today: bool = False) -> None:
    """`room` is half of the place there is."""
    if today:
        canvas.disc(centre, room, INK)
        canvas.disc(centre, 0.8 * room, PANEL)
        room *= 0.78
    x, y = centre
    if mark == REST_DAY:
        canvas.disc(centre, 0.66 * room, YELLOW)
        canvas.disc((x + 0.34 * room, y - 0.2 * room), 0.56 * room, PANEL)
    elif mark >= FULL_DAY:
        canvas.rounded(x - 0.7 * room, y - 0.7 * room, 1.4 * room, 1.4 * room, 0.2 * room, GREEN)
    elif mark:
        canvas.disc(centre, (0.22 + 0.16 * mark) * room, GREEN)
    else:
        canvas.disc(centre, 0.16 * room, QUIET)


@dataclass(frozen=True)
class DayRow(Part):
    """The last days side by side, the newest last, with the letters of their weekdays below."""

    marks: tuple[int, ...]
    px: int
    captions: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return self.captions

    def draw(self, surface: pygame.Surface) -> None:
        below = round(1.1 * self.px) if self.captions else 0
        put(_row(self.box.w, self.box.h - below, self.marks), surface, self.box[:2])
        for i, caption in enumerate(self.captions):
            middle = self.box.x + (i + 0.5) * self.box.w / len(self.captions)
            x = round(middle - fonts.text_width(caption, self.px, "regular") / 2)
            fonts.blit_line(surface, caption, x, self.box.bottom - self.px, self.px, QUIET, "regular")


@lru_cache(maxsize=8)
def _row(w: int, h: int, marks: tuple[int, ...]) -> pygame.Surface:
    canvas = Canvas(w, h)
    pitch = w / max(1, len(marks))
    for i, mark in enumerate(marks):
        _mark(canvas, ((i + 0.5) * pitch, h / 2), min(pitch, h) / 2, mark, today=i == len(marks) - 1)
    return canvas.done()
