"""The mat from above in a check: which zone to press, how far each is pressed, which are known to be fine."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display.boxes import Box
from display.canvas import Canvas, put
from display.fonts import Colour
from display.parts.base import Part
from display.parts.matmap import ASPECT, corners, sheet
from display.theme import GREEN, GROUND, INK, QUIET, TRACK, VERMILLION, YELLOW
from mat.core.zones import LAYOUTS


@dataclass(frozen=True)
class ZoneMap(Part):
    """Zones of the kit `layout` in its order: `fills` 0 to `full`, `told` fine, not fine or unknown."""

    layout: str
    asked: str | None = None
    fills: tuple[int, ...] = ()
    told: tuple[bool | None, ...] = ()
    full: int = 20

    def draw(self, surface: pygame.Surface) -> None:
        box = self.box.fit(ASPECT)
        put(_ground(box.w, box.h, self.layout, self.asked), surface, box[:2])
        for place, zone in enumerate(LAYOUTS[self.layout].zones):
            inner = _inner(zone.name, self.layout, box)
            share = self.fills[place] / self.full if place < len(self.fills) else 0.0
            _pour(surface, inner, share, YELLOW if zone.name == self.asked else QUIET)
            told = self.told[place] if place < len(self.told) else None
            if told is not None and zone.name != self.asked:
                side = round(min(inner.w, inner.h, box.h * 0.3) * 0.8)
                put(_mark(side, told), surface, (inner.centre[0] - side // 2, inner.centre[1] - side // 2))


def _inner(name: str, layout: str, box: Box) -> Box:
    """The zone inside its frame, on the surface."""
    zone = next(zone for zone in LAYOUTS[layout].zones if zone.name == name)
    x0, y0, x1, y1 = corners(zone, box.w, box.h)
    edge = _edge(box.h)
    return Box(box.x + round(x0) + edge, box.y + round(y0) + edge,
               round(x1) - round(x0) - 2 * edge, round(y1) - round(y0) - 2 * edge)


def _edge(h: int) -> int:
    return max(2, round(h * 0.03))


def _pour(surface: pygame.Surface, box: Box, share: float, colour: Colour) -> None:
    """Fills the zone from below."""
    high = min(box.h, round(box.h * share))
    if high > 0:
        surface.blit(_plate(box.w, box.h, colour), (box.x, box.bottom - high), (0, box.h - high, box.w, high),
                     special_flags=pygame.BLEND_PREMULTIPLIED)


@lru_cache(maxsize=24)
def _ground(w: int, h: int, layout: str, asked: str | None) -> pygame.Surface:
    canvas = sheet(w, h)
    edge = _edge(h)
    for zone in LAYOUTS[layout].zones:
        x0, y0, x1, y1 = (round(v) for v in corners(zone, w, h))
        canvas.rounded(x0, y0, x1 - x0, y1 - y0, h * 0.05, YELLOW if zone.name == asked else TRACK)
        canvas.rounded(x0 + edge, y0 + edge, x1 - x0 - 2 * edge, y1 - y0 - 2 * edge, h * 0.03, GROUND)
    return canvas.done()


@lru_cache(maxsize=24)
def _plate(w: int, h: int, colour: Colour) -> pygame.Surface:
    canvas = Canvas(w, h)
    canvas.rounded(0, 0, w, h, min(w, h) * 0.08, colour)
    return canvas.done()


@lru_cache(maxsize=8)
def _mark(side: int, fine: bool) -> pygame.Surface:
    """A tick on a disc, or a cross on a square: the shape tells it without the colour."""
    canvas = Canvas(side, side)
    wide = side * 0.13
    if fine:
        canvas.disc((side / 2, side / 2), side / 2, GREEN)
        canvas.limb([(side * 0.27, side * 0.52), (side * 0.44, side * 0.68), (side * 0.74, side * 0.34)], wide, INK)
        return canvas.done()
    canvas.rounded(0, 0, side, side, side * 0.12, VERMILLION)
    for ends in ([(0.28, 0.28), (0.72, 0.72)], [(0.72, 0.28), (0.28, 0.72)]):
        canvas.limb([(x * side, y * side) for x, y in ends], wide, INK)
    return canvas.done()
