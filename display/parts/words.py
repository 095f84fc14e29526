"""Parts made of words: a label that wraps and shrinks to its box, a button, a warning line."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pygame

from display import fonts
from display.boxes import Box
from display.canvas import Canvas, put
from display.fonts import Colour, Weight
from display.parts.base import Part
from display.parts.shapes import octagon, triangle
from display.theme import EMBER, GROUND, INK, ORANGE, SURFACE, TRACK, VERMILLION, YELLOW

Align = Literal["left", "centre"]
VAlign = Literal["top", "middle"]


@dataclass(frozen=True)
class Label(Part):
    """Text of at most `px` pixels an em, wrapped at words and made smaller until it fits the box."""

    text: str
    px: int
    colour: Colour = INK
    weight: Weight = "regular"
    align: Align = "left"
    valign: VAlign = "middle"
    leading: float = 1.15

    @property
    def words(self) -> tuple[str, ...]:
        return (self.text,)

    def fitted(self) -> tuple[int, tuple[str, ...]]:
        """The size really used, in pixels an em, and the lines."""
        return fonts.fit(self.text, self.px, self.weight, (self.box.w, self.box.h), self.leading)

    def extent(self) -> tuple[int, int]:
        px, lines = self.fitted()
        return fonts.block_size(lines, px, self.weight, self.leading)

    def draw(self, surface: pygame.Surface) -> None:
        px, lines = self.fitted()
        height = fonts.block_size(lines, px, self.weight, self.leading)[1]
        y = self.box.y + ((self.box.h - height) // 2 if self.valign == "middle" else 0)
        for i, line in enumerate(lines):
            spare = self.box.w - fonts.text_width(line, px, self.weight)
            x = self.box.x + (spare // 2 if self.align == "centre" else 0)
            fonts.blit_line(surface, line, x, y + round(i * self.leading * px), px, self.colour, self.weight)


@dataclass(frozen=True)
class Button(Part):
    """A touch target. The stop kind has an octagon beside its word, the chosen kind a bright rim and a tick, the
    meant kind the rim alone; `band` is a stripe under a pain number."""

    text: str
    intent: str
    px: int
    kind: Literal["plain", "stop", "chosen", "meant"] = "plain"
    small: str = ""
    band: Colour | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return (self.text, self.small) if self.small else (self.text,)

    def intent_at(self, point: tuple[float, float]) -> str | None:
        return self.intent if self.box.contains(point) else None

    def draw(self, surface: pygame.Surface) -> None:
        put(_plate(self.box.w, self.box.h, self.kind, self.band), surface, self.box[:2])
        if self.kind == "stop":
            side = _sign_px(self.box.h)
            put(_octagon(side), surface, (self.box.x + self._sign_x(), self.box.y + (self.box.h - side) // 2))
        for label in self.labels():
            label.draw(surface)

    def _sign_x(self) -> int:
        """Where the octagon begins, so that sign and word stand in the middle together."""
        group = 1.25 * _sign_px(self.box.h) + fonts.text_width(self.text, self.px, "semibold")
        return max(self.box.h // 8, round((self.box.w - group) / 2))

    def labels(self) -> list[Label]:
        inner = self.box.inset(self.box.h // 10, self.box.h // 12)
        if self.kind == "chosen":
            _, inner = inner.cut_left(_tick_px(self.box.h))
        if self.kind == "stop":
            sign_px, px = _sign_px(self.box.h), self.px
            _, inner = inner.cut_left(self._sign_x() - inner.x + self.box.x + round(1.25 * sign_px))
            return [Label(inner, self.text, px, INK, "semibold")]
        if not self.small:
            return [Label(inner, self.text, self.px, INK, "semibold", "centre")]
        number, word = inner.cut_top(round(inner.h * 0.56))
        _, word = word.cut_bottom(self.box.h // 14)
        return [Label(number, self.text, self.px, INK, "semibold", "centre"),
                Label(word, self.small, round(self.px * 0.44), INK, "regular", "centre")]


PLATES = {"plain": (TRACK, SURFACE), "stop": (VERMILLION, EMBER), "chosen": (YELLOW, SURFACE),
          "meant": (YELLOW, SURFACE)}
"""Rim and fill."""


@lru_cache(maxsize=64)
def _plate(w: int, h: int, kind: str, band: Colour | None) -> pygame.Surface:
    edge = max(2, min(w, h) // 34) * (2 if kind in ("chosen", "meant") else 1)
    radius = min(w, h) * 0.2
    canvas = Canvas(w, h)
    outer, inner = PLATES[kind]
    canvas.rounded(0, 0, w, h, radius, outer)
    canvas.rounded(edge, edge, w - 2 * edge, h - 2 * edge, radius - edge, inner)
    if band:
        canvas.rounded(w * 0.16, h * 0.9 - edge, w * 0.68, h * 0.06, h * 0.03, band)
    if kind == "chosen":
        tick, x = _tick_px(h), h * 0.12
        canvas.limb([(x, h * 0.5), (x + tick * 0.26, h * 0.5 + tick * 0.26), (x + tick * 0.75, h * 0.5 - tick * 0.3)],
                    tick * 0.16, YELLOW)
    return canvas.done()


def _tick_px(button_h: int) -> int:
    return round(0.3 * button_h)


def _sign_px(button_h: int) -> int:
    return round(0.48 * button_h)


@lru_cache(maxsize=4)
def _octagon(side: int) -> pygame.Surface:
    canvas = Canvas(side, side)
    octagon(canvas, (side / 2, side / 2), side / 2, VERMILLION)
    return canvas.done()


@dataclass(frozen=True)
class Bullets(Part):
    """Short items one below the other, all of one size, each with a dot before its first line."""

    items: tuple[str, ...]
    px: int
    colour: Colour = INK

    @property
    def words(self) -> tuple[str, ...]:
        return self.items

    def labels(self) -> list[Label]:
        px = self.px
        while not (labels := self._placed(px)) and px > fonts.SMALLEST_PX:
            px -= max(1, px // 40)
        return labels

    def _placed(self, px: int) -> list[Label]:
        """The items at this size; empty if they do not fit."""
        y, labels = self.box.y, []
        width = self.box.w - px
        for item in self.items:
            lines = fonts.broken(item, px, "regular", width)
            w, h = fonts.block_size(lines, px, "regular", 1.15)
            if w > width or y + h > self.box.bottom:
                return []
            labels.append(Label(Box(self.box.x + px, y, width, h), item, px, self.colour, valign="top"))
            y += h + round(0.35 * px)
        return labels

    def draw(self, surface: pygame.Surface) -> None:
        for label in self.labels():
            side = max(4, round(label.px * 0.3))
            put(_dot(side, ORANGE), surface, (self.box.x, label.box.y + round(0.52 * label.px) - side // 2))
            label.draw(surface)


@lru_cache(maxsize=4)
def _dot(side: int, colour: Colour) -> pygame.Surface:
    canvas = Canvas(side, side)
    canvas.disc((side / 2, side / 2), side / 2, colour)
    return canvas.done()


@dataclass(frozen=True)
class Notice(Part):
    """A warning: triangle, exclamation mark and words."""

    text: str
    px: int

    @property
    def words(self) -> tuple[str, ...]:
        return (self.text,)

    def label(self) -> Label:
        _, rest = self.box.cut_left(self._sign_px(), self._sign_px() // 4)
        return Label(rest, self.text, self.px, ORANGE, "semibold")

    def draw(self, surface: pygame.Surface) -> None:
        side = self._sign_px()
        put(_warning_sign(side), surface, (self.box.x, self.box.y + (self.box.h - side) // 2))
        self.label().draw(surface)

    def _sign_px(self) -> int:
        return min(self.box.h, round(self.px * 1.6))


@lru_cache(maxsize=4)
def _warning_sign(side: int) -> pygame.Surface:
    canvas = Canvas(side, side)
    triangle(canvas, Box(0, 0, side, side), ORANGE)
    canvas.limb([(side / 2, side * 0.42), (side / 2, side * 0.62)], side * 0.09, GROUND)
    canvas.disc((side / 2, side * 0.78), side * 0.055, GROUND)
    return canvas.done()
