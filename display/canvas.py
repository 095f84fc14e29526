"""Clean edges: shapes are drawn three times too large and scaled down once, then kept.

pygame's own arcs have holes and its polygons are jagged. Coordinates given to a Canvas are those of the final picture.
"""

import itertools
import math
from collections.abc import Sequence

import pygame

from display.fonts import Colour

SCALE = 3
Point = tuple[float, float]


class Canvas:
    """A transparent picture of `w` × `h` pixels under construction."""

    def __init__(self, w: int, h: int) -> None:
        self.size = (max(1, w), max(1, h))  # on a panel too small for it a picture vanishes, the kiosk goes on
        self._big = pygame.Surface((self.size[0] * SCALE, self.size[1] * SCALE), pygame.SRCALPHA)

    def taper(self, one: Point, r_one: float, other: Point, r_other: float, colour: Colour) -> None:
        """Two discs and the area between them, as a limb is thicker at one end."""
        self.disc(one, r_one, colour)
        self.disc(other, r_other, colour)
        dx, dy = other[0] - one[0], other[1] - one[1]
        length = math.hypot(dx, dy)
        if length <= abs(r_one - r_other):
            return
        along, lean = math.atan2(dy, dx), math.acos((r_one - r_other) / length)
        ends = [(one, r_one, along + lean), (other, r_other, along + lean),
                (other, r_other, along - lean), (one, r_one, along - lean)]
        self.polygon([(x + r * math.cos(a), y + r * math.sin(a)) for (x, y), r, a in ends], colour)

    def disc(self, centre: Point, radius: float, colour: Colour | None) -> None:
        """A filled circle; without a colour it cuts a hole."""
        pygame.draw.circle(self._big, colour or (0, 0, 0, 0), _up(centre), radius * SCALE)

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        pygame.draw.polygon(self._big, colour, [_up(point) for point in points])

    def ellipse(self, x: float, y: float, w: float, h: float, colour: Colour) -> None:
        pygame.draw.ellipse(self._big, colour, [round(v * SCALE) for v in (x, y, w, h)])

    def rounded(self, x: float, y: float, w: float, h: float, radius: float, colour: Colour) -> None:
        pygame.draw.rect(self._big, colour, [round(v * SCALE) for v in (x, y, w, h)],
                         border_radius=round(radius * SCALE))

    def limb(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A line of `width` with round ends and joints."""
        for point in points:
            self.disc(point, width / 2, colour)
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            length = math.hypot(x1 - x0, y1 - y0) or 1.0
            nx, ny = (y0 - y1) / length * width / 2, (x1 - x0) / length * width / 2
            self.polygon([(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)], colour)

    def done(self) -> pygame.Surface:
        """The finished picture, to be drawn with `put` only: its colours are multiplied by their cover already."""
        return pygame.transform.smoothscale(self._big, self.size)


def put(image: pygame.Surface, surface: pygame.Surface, at: tuple[int, int]) -> None:
    """Draw a finished canvas. Scaling down averages a rim with transparent black, which is a premultiplied colour;
    blended as a plain one, every shape would have a dark outline."""
    surface.blit(image, at, special_flags=pygame.BLEND_PREMULTIPLIED)


def _up(point: Point) -> Point:
    return point[0] * SCALE, point[1] * SCALE
