"""A tile: the ground of a chart, which explains itself when it is touched."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display.canvas import Canvas, put
from display.parts.base import Part
from display.theme import PANEL, QUIET, TRACK


@dataclass(frozen=True)
class Tile(Part):
    """Lies behind a chart; the small i in its corner, `sign_px` high, says that a touch explains it; 0
    leaves it out."""

    intent: str
    sign_px: int

    def intent_at(self, point: tuple[float, float]) -> str | None:
        return self.intent if self.box.contains(point) else None

    def draw(self, surface: pygame.Surface) -> None:
        put(_tile(self.box.w, self.box.h, self.sign_px), surface, self.box[:2])


@lru_cache(maxsize=32)
def _tile(w: int, h: int, sign: int) -> pygame.Surface:
    canvas = Canvas(w, h)
    radius, edge = min(w, h) * 0.1, max(1.0, min(w, h) / 90)
    canvas.rounded(0, 0, w, h, radius, TRACK)
    canvas.rounded(edge, edge, w - 2 * edge, h - 2 * edge, radius - edge, PANEL)
    if not sign:
        return canvas.done()
    x, y, r = w - 0.78 * sign, 0.78 * sign, 0.46 * sign
    canvas.disc((x, y), r, QUIET)
    canvas.disc((x, y), 0.82 * r, PANEL)
    canvas.disc((x, y - 0.4 * r), 0.16 * r, QUIET)
    canvas.limb([(x, y - 0.02 * r), (x, y + 0.46 * r)], 0.24 * r, QUIET)
    return canvas.done()
