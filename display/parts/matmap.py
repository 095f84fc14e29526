"""The mat from above: which zone a fault means. The head lies at the left, the person's left side at the top."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display.canvas import Canvas, put
from display.parts.base import Part
from display.theme import GROUND, INK, SURFACE, TRACK, VERMILLION
from mat.core.zones import LAYOUTS, MAT_LENGTH_MM, MAT_WIDTH_MM, Zone

ASPECT = MAT_LENGTH_MM / MAT_WIDTH_MM


@dataclass(frozen=True)
class MatMap(Part):
    """`zone` is filled and crossed out. The kit drawn is the first that has such a zone."""

    zone: str

    def draw(self, surface: pygame.Surface) -> None:
        box = self.box.fit(ASPECT)
        put(_map(box.w, box.h, self.zone), surface, box[:2])


def has_zone(name: str) -> bool:
    return any(name in layout.names for layout in LAYOUTS.values())


@lru_cache(maxsize=4)
def _map(w: int, h: int, name: str) -> pygame.Surface:
    layout = next(layout for layout in LAYOUTS.values() if name in layout.names)
    canvas = sheet(w, h)
    for zone in layout.zones:
        _zone(canvas, zone, w, h, zone.name == name)
    return canvas.done()


def sheet(w: int, h: int) -> Canvas:
    """The mat without zones, its pillow at the left."""
    canvas = Canvas(w, h)
    edge = max(2, h // 40)
    canvas.rounded(0, 0, w, h, h * 0.16, TRACK)
    canvas.rounded(edge, edge, w - 2 * edge, h - 2 * edge, h * 0.15, SURFACE)
    canvas.disc((w * 0.07, h / 2), h * 0.12, TRACK)
    return canvas


def corners(zone: Zone, w: int, h: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom edge of a zone on a mat drawn `w` × `h` pixels large."""
    x0, x1 = (w * (1 - x / MAT_LENGTH_MM) for x in reversed(zone.x_mm))
    y0, y1 = (h * (y / MAT_WIDTH_MM + 0.5) for y in zone.y_mm)
    return x0, y0, x1, y1


def _zone(canvas: Canvas, zone: Zone, w: int, h: int, marked: bool) -> None:
    x0, y0, x1, y1 = corners(zone, w, h)
    canvas.rounded(x0, y0, x1 - x0, y1 - y0, h * 0.05, VERMILLION if marked else TRACK)
    if marked:
        arm = min(x1 - x0, y1 - y0) * 0.26
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        for sign in (1, -1):
            ends = [(cx - arm, cy - sign * arm), (cx + arm, cy + sign * arm)]
            canvas.limb(ends, h * 0.09, GROUND)
            canvas.limb(ends, h * 0.05, INK)
