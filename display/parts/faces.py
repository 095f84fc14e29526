"""Calm faces for the scale of pain, from a smile to a frown: brows, eyes and a mouth, drawn with a few lines."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display.boxes import Box
from display.canvas import Canvas, put
from display.parts.words import Button, Label
from display.theme import INK, PANEL, QUIET

MOST_PAIN = 10


@dataclass(frozen=True)
class FaceButton(Button):
    """A number of pain with its face: the face stands left of the number, the word below both."""

    pain: int = 0

    def draw(self, surface: pygame.Surface) -> None:
        super().draw(surface)
        face = self._cut()[0]
        put(_face(face.w, self.pain), surface, face[:2])

    def _cut(self) -> tuple[Box, Box, Box]:
        """Face, number and word."""
        inner = self.box.inset(round(0.07 * self.box.w), round(0.09 * self.box.h))
        upper, word = inner.cut_top(round(0.58 * inner.h))
        word = Box(word.x, word.y, word.w, word.h - self.box.h // 14)
        side = min(upper.h, round(0.46 * upper.w))
        face, number = upper.cut_left(round(0.48 * upper.w), round(0.04 * upper.w))
        face = Box(face.x + (face.w - side) // 2, face.y + (face.h - side) // 2, side, side)
        return face, number, word

    def labels(self) -> list[Label]:
        _, number, word = self._cut()
        return [Label(number, self.text, self.px, INK, "semibold", "centre", leading=1.0),
                Label(word, self.small, round(self.px * 0.5), QUIET, align="centre")]


@lru_cache(maxsize=24)
def _face(side: int, pain: int) -> pygame.Surface:
    canvas = Canvas(side, side)
    middle, share = side / 2, pain / MOST_PAIN
    line = max(1.5, side * 0.055)
    canvas.disc((middle, middle), middle, QUIET)
    canvas.disc((middle, middle), middle - line, PANEL)
    for sign in (-1, 1):
        x = middle + sign * 0.19 * side
        canvas.disc((x, 0.43 * side), side * 0.05, INK)
        inner, outer = x - sign * 0.10 * side, x + sign * 0.09 * side
        canvas.limb([(inner, (0.275 - 0.05 * share) * side), (outer, (0.295 + 0.06 * share) * side)], line * 0.9, INK)
    bend = 0.13 * (1 - 2 * share)
    mouth = [(middle + 0.21 * side * t, side * (0.69 + 0.05 * share + bend * (1 - t * t) - bend / 2))
             for t in (i / 8 - 1 for i in range(17))]
    canvas.limb(mouth, line, INK)
    return canvas.done()
