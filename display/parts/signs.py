"""Signs: which foot is meant (shape, word, colour and place), and how far the pelvis lifts."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display.boxes import Box
from display.canvas import Canvas, put
from display.parts.base import Part
from display.parts.shapes import octagon, sole
from display.parts.words import Label
from display.theme import GREEN, GROUND, INK, QUIET, SIDE_COLOUR, SURFACE, TRACK, VERMILLION
from mat.core.snapshot import PelvicSign as Sign
from mat.core.zones import Side


@dataclass(frozen=True)
class FootSign(Part):
    """One foot: the left one's tile is round, the right one's square. The active one is filled with its colour."""

    side: Side
    active: bool
    word: str
    count: str
    px: int

    @property
    def words(self) -> tuple[str, ...]:
        return self.word, self.count

    def labels(self) -> list[Label]:
        inner = self.box.inset(round(self.box.h * 0.16), round(self.box.h * 0.1))
        _, text = inner.cut_left(round(self.box.h * 0.6))
        upper, lower = text.rows(2, 0)
        ink = GROUND if self.active else INK
        return [Label(upper, self.word, self.px, ink, "semibold"),
                Label(lower, self.count, self.px, ink if self.active else QUIET)]

    def draw(self, surface: pygame.Surface) -> None:
        put(_foot_tile(self.box.w, self.box.h, self.side, self.active), surface, self.box[:2])
        for label in self.labels():
            label.draw(surface)


@lru_cache(maxsize=16)
def _foot_tile(w: int, h: int, side: Side, active: bool) -> pygame.Surface:
    colour = SIDE_COLOUR[side]
    edge = max(2, h // 26)
    radius = h / 2 if side == "left" else h * 0.08
    canvas = Canvas(w, h)
    canvas.rounded(0, 0, w, h, radius, colour if active else TRACK)
    if not active:
        canvas.rounded(edge, edge, w - 2 * edge, h - 2 * edge, max(0, radius - edge), SURFACE)
    tall = round(h * 0.66)
    box = Box(round(h * 0.26), (h - tall) // 2, round(tall * 0.56), tall)
    sole(canvas, box, GROUND if active else colour, mirrored=side == "right")
    return canvas.done()


@dataclass(frozen=True)
class PelvicSign(Part):
    """A line with no, one or two chevrons over it, and its word below: how far the pelvis lifts."""

    sign: Sign
    word: str
    px: int

    @property
    def words(self) -> tuple[str, ...]:
        return (self.word,)

    def label(self) -> Label:
        _, below = self.box.cut_top(self._icon().h, self.box.h // 24)
        return Label(below, self.word, self.px, INK, "semibold", "centre", leading=1.0)

    def draw(self, surface: pygame.Surface) -> None:
        icon = self._icon()
        put(_chevrons(icon.w, self.sign), surface, icon[:2])
        self.label().draw(surface)

    def _icon(self) -> Box:
        side = min(round(0.4 * self.box.h), self.box.w)
        return Box(self.box.x + (self.box.w - side) // 2, self.box.y, side, side)


@lru_cache(maxsize=8)
def _chevrons(side: int, sign: Sign) -> pygame.Surface:
    canvas = Canvas(side, side)
    width = side * 0.13
    canvas.limb([(width, side - width), (side - width, side - width)], width, QUIET)
    for i in range({"none": 0, "some": 1, "clear": 2}[sign]):
        foot_y = side * (0.64 - 0.28 * i)
        canvas.limb([(side * 0.22, foot_y), (side * 0.5, foot_y - side * 0.26), (side * 0.78, foot_y)], width, GREEN)
    return canvas.done()


@dataclass(frozen=True)
class StopSign(Part):
    """An octagon with a bar: what was asked for has stopped. The box is square."""

    def draw(self, surface: pygame.Surface) -> None:
        put(_stop_sign(self.box.w), surface, self.box[:2])


@lru_cache(maxsize=4)
def _stop_sign(side: int) -> pygame.Surface:
    canvas = Canvas(side, side)
    octagon(canvas, (side / 2, side / 2), side / 2, VERMILLION)
    canvas.rounded(side * 0.24, side * 0.42, side * 0.52, side * 0.16, side * 0.04, INK)
    return canvas.done()
