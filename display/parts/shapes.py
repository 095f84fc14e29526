"""Plain shapes that several parts share: octagon, triangle, arrow, the sole of a foot."""

import math

from display.boxes import Box
from display.canvas import Canvas, Point
from display.fonts import Colour


def octagon(canvas: Canvas, centre: Point, radius: float, colour: Colour) -> None:
    turns = [math.pi / 8 + i * math.pi / 4 for i in range(8)]
    canvas.polygon([(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in turns], colour)


def triangle(canvas: Canvas, box: Box, colour: Colour) -> None:
    """A warning triangle with soft corners that fills the box."""
    r = box.w * 0.07
    base = box.bottom - r * 1.4
    corners = [(box.x + box.w / 2, box.y + r * 1.6), (box.right - r, base), (box.x + r, base)]
    canvas.polygon(corners, colour)
    canvas.limb([*corners, corners[0]], 2 * r, colour)


def arrow(canvas: Canvas, x: float, y_from: float, y_to: float, width: float, colour: Colour) -> None:
    """An upright arrow whose tip is at `y_to`."""
    head = width * 1.5 * (1 if y_to > y_from else -1)
    canvas.limb([(x, y_from), (x, y_to - head)], width, colour)
    canvas.polygon([(x, y_to), (x - width * 1.5, y_to - head), (x + width * 1.5, y_to - head)], colour)


def sole(canvas: Canvas, box: Box, colour: Colour, mirrored: bool) -> None:
    """A footprint of the left foot, toes up, as its owner sees it: the big toe lies at the right. Mirrored: right."""
    def x(share: float) -> float:
        return box.x + box.w * ((1 - share) if mirrored else share)

    def y(share: float) -> float:
        return box.y + box.h * share

    w = box.w
    canvas.limb([(x(0.44), y(0.46)), (x(0.60), y(0.37))], w * 0.62, colour)
    canvas.limb([(x(0.42), y(0.52)), (x(0.50), y(0.84))], w * 0.42, colour)
    canvas.disc((x(0.50), y(0.85)), w * 0.22, colour)
    toes = ((0.80, 0.11, 0.15), (0.54, 0.09, 0.105), (0.345, 0.125, 0.095), (0.19, 0.185, 0.085), (0.08, 0.265, 0.075))
    for tx, ty, radius in toes:
        canvas.disc((x(tx), y(ty)), w * radius, colour)
