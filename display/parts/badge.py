"""Who it is: a person's symbol in their colour, and the button that is a person."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display.boxes import Box
from display.canvas import Canvas, put
from display.fonts import Colour
from display.parts.base import Part
from display.parts.symbols import DRAW, Pen, Picture
from display.parts.words import Align, Button, Label
from display.theme import INK, QUIET, YELLOW


@dataclass(frozen=True)
class Badge(Part):
    """The symbol, as large as the box allows: its shape tells as much as its colour."""

    symbol: Picture
    colour: Colour

    def draw(self, surface: pygame.Surface) -> None:
        box = self.box.fit(1.0)
        put(_badge(box.w, self.symbol, self.colour), surface, box[:2])


@lru_cache(maxsize=64)
def _badge(side: int, symbol: Picture, colour: Colour) -> pygame.Surface:
    canvas = Canvas(side, side)
    DRAW[symbol](Pen(canvas, side, colour))
    return canvas.done()


@dataclass(frozen=True)
class PersonTile(Button):
    """A button that is a person: the symbol above or, on a wide tile, beside the name.

    `small` is a question to whom the mat suggests.
    """

    symbol: Picture = "guest"
    colour: Colour = QUIET

    def draw(self, surface: pygame.Surface) -> None:
        super().draw(surface)
        Badge(self._cut()[0], self.symbol, self.colour).draw(surface)

    def labels(self) -> list[Label]:
        _, name, question = self._cut()
        align: Align = "left" if self._wide else "centre"
        labels = [Label(name, self.text, self.px, INK, "semibold", align, leading=1.0)]
        return [*labels, Label(question, self.small, self.px, YELLOW, align=align)] if self.small else labels

    @property
    def _wide(self) -> bool:
        """Symbol and name stand side by side."""
        return self.box.w > 1.7 * self.box.h

    def _cut(self) -> tuple[Box, Box, Box]:
        """Symbol, name and question."""
        inner = self.box.inset(self.box.w // 18, round(self.box.h * 0.07))
        words = min(round(self.px * 1.1), round(inner.h * (0.285 if self.small else 0.38)))
        lines = 2 if self.box.h > 1.15 * self.box.w and not self.small else 1
        if self._wide:
            picture, rest = inner.cut_left(round(0.68 * inner.h), round(0.14 * inner.h))
            name, question = rest.cut_top(rest.h // 2 if self.small else rest.h)
            return picture, name, question
        question, rest = inner.cut_bottom(words if self.small else 0)
        name, picture = rest.cut_bottom(words * lines, round(self.box.h * 0.04))
        return picture, name, question
