"""A person's symbol as a plain shape, told by its outline alone. Coordinates are shares of the square it fills."""

import math
from collections.abc import Callable
from typing import Literal

from display.canvas import Canvas, Point
from display.fonts import Colour
from display.theme import GROUND
from mat.core.people import Symbol

Picture = Symbol | Literal["guest", "new"]


class Pen:
    """Draws in shares of a square of `side` pixels, in one colour; `dark` is for what is cut out."""

    def __init__(self, canvas: Canvas, side: int, colour: Colour) -> None:
        self._canvas, self._side, self._colour = canvas, side, colour

    def _at(self, point: Point) -> Point:
        return point[0] * self._side, point[1] * self._side

    def disc(self, x: float, y: float, radius: float) -> None:
        self._canvas.disc(self._at((x, y)), radius * self._side, self._colour)

    def hole(self, x: float, y: float, radius: float) -> None:
        self._canvas.disc(self._at((x, y)), radius * self._side, None)

    def area(self, *points: Point, dark: bool = False) -> None:
        self._canvas.polygon([self._at(point) for point in points], GROUND if dark else self._colour)

    def line(self, width: float, *points: Point, dark: bool = False) -> None:
        self._canvas.limb([self._at(point) for point in points], width * self._side, GROUND if dark else self._colour)


def _turned(radius: float, turn: float) -> Point:
    """A point around the middle, `turn` of the way round from the top."""
    return 0.5 + radius * math.sin(2 * math.pi * turn), 0.5 - radius * math.cos(2 * math.pi * turn)


def _sun(pen: Pen) -> None:
    pen.disc(0.5, 0.5, 0.23)
    for i in range(8):
        pen.line(0.08, _turned(0.335, i / 8), _turned(0.445, i / 8))


def _moon(pen: Pen) -> None:
    pen.disc(0.46, 0.5, 0.42)
    pen.hole(0.66, 0.4, 0.35)


def _star(pen: Pen) -> None:
    pen.area(*(_turned(0.21 if i % 2 else 0.48, i / 10) for i in range(10)))


def _leaf(pen: Pen) -> None:
    arc = [i / 24 for i in range(25)]
    upper = [(0.2 + 0.7 * t - 0.32 * math.sin(math.pi * t), 0.8 - 0.7 * t - 0.32 * math.sin(math.pi * t) * 0.9)
             for t in arc]
    lower = [(0.2 + 0.7 * t + 0.3 * math.sin(math.pi * t), 0.8 - 0.7 * t + 0.3 * math.sin(math.pi * t))
             for t in reversed(arc)]
    pen.area(*upper, *lower)
    pen.line(0.07, (0.08, 0.92), (0.24, 0.76))
    pen.line(0.045, (0.27, 0.73), (0.66, 0.34), dark=True)


def _drop(pen: Pen) -> None:
    pen.disc(0.5, 0.64, 0.31)
    pen.area((0.5, 0.03), (0.775, 0.5), (0.225, 0.5))
    pen.line(0.07, (0.34, 0.66), (0.39, 0.76), (0.48, 0.82), dark=True)


def _boat(pen: Pen) -> None:
    pen.area((0.06, 0.68), (0.94, 0.68), (0.76, 0.92), (0.24, 0.92))
    pen.area((0.52, 0.06), (0.52, 0.6), (0.88, 0.6))
    pen.area((0.44, 0.18), (0.44, 0.6), (0.16, 0.6))


def _house(pen: Pen) -> None:
    pen.area((0.5, 0.07), (0.96, 0.5), (0.04, 0.5))
    pen.area((0.17, 0.48), (0.83, 0.48), (0.83, 0.92), (0.17, 0.92))
    pen.area((0.41, 0.62), (0.59, 0.62), (0.59, 0.92), (0.41, 0.92), dark=True)


def _bell(pen: Pen) -> None:
    pen.disc(0.5, 0.12, 0.07)
    pen.disc(0.5, 0.37, 0.24)
    pen.area((0.26, 0.37), (0.74, 0.37), (0.78, 0.6), (0.88, 0.74), (0.12, 0.74), (0.22, 0.6))
    pen.line(0.08, (0.12, 0.75), (0.88, 0.75))
    pen.disc(0.5, 0.88, 0.09)


def _guest(pen: Pen) -> None:
    pen.disc(0.5, 0.3, 0.2)
    pen.area(*((0.5 - 0.38 * math.cos(math.pi * i / 24), 0.9 - 0.33 * math.sin(math.pi * i / 24)) for i in range(25)))


def _new(pen: Pen) -> None:
    pen.line(0.14, (0.5, 0.16), (0.5, 0.84))
    pen.line(0.14, (0.16, 0.5), (0.84, 0.5))


DRAW: dict[Picture, Callable[[Pen], None]] = {
    "sun": _sun, "moon": _moon, "star": _star, "leaf": _leaf, "drop": _drop, "boat": _boat, "house": _house,
    "bell": _bell, "guest": _guest, "new": _new,
}
