"""A sheet of paper to draw on: lines, boxes, words and a few signs of circuit diagrams, as SVG text."""

import math
import xml.etree.ElementTree as ET
from typing import Literal

Anchor = Literal["start", "middle", "end"]

INK = "#1f2933"
QUIET = "#52606d"
FAINT = "#cbd2d9"
PAPER = "#ffffff"
POWER, GROUND, DATA, CLOCK = "#c0392b", INK, "#0072b2", "#007a5a"
"""Wires: 3.3 V, ground, SDA, SCL. Told apart by their labels too, not by colour alone."""
CHIPS = (("#dbeafe", "#1d4ed8"), ("#fdebd0", "#b45309"))
"""Fill and edge for what belongs to the first converter and to the second."""


class Sheet:
    """Lengths in pixels, x to the right, y down."""

    def __init__(self, width: float, height: float, title: str, describes: str) -> None:
        self._root = ET.Element("svg", {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}",
            "height": f"{height:g}", "font-family": "Helvetica, Arial, sans-serif", "role": "img"})
        ET.SubElement(self._root, "title").text = title
        ET.SubElement(self._root, "desc").text = describes
        self.box(0, 0, width, height, PAPER, "none")
        self.text(30, 42, title, size=22, bold=True)

    def svg(self) -> str:
        ET.indent(self._root)
        return ET.tostring(self._root, "unicode") + "\n"

    def box(self, x: float, y: float, width: float, height: float, fill: str = PAPER, edge: str = INK, *,
            round_: float = 0, thick: float = 1.5) -> None:
        self._add("rect", x=x, y=y, width=width, height=height, rx=round_, fill=fill, stroke=edge,
                  stroke_width=thick)

    def line(self, *points: tuple[float, float], colour: str = INK, thick: float = 1.5, dashed: bool = False) -> None:
        self._add("polyline", points=" ".join(f"{x:g},{y:g}" for x, y in points), fill="none", stroke=colour,
                  stroke_width=thick, stroke_dasharray="6 4" if dashed else None, stroke_linejoin="round",
                  stroke_linecap=None if dashed else "round")

    def shape(self, path: str, fill: str = "none", edge: str = INK, thick: float = 1.5) -> None:
        self._add("path", d=path, fill=fill, stroke=edge, stroke_width=thick, stroke_linejoin="round",
                  stroke_linecap="round")

    def circle(self, x: float, y: float, radius: float, fill: str = PAPER, edge: str = INK) -> None:
        self._add("circle", cx=x, cy=y, r=radius, fill=fill, stroke=edge, stroke_width=1.5)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, edge: str) -> None:
        self._add("ellipse", cx=x, cy=y, rx=rx, ry=ry, fill=fill, stroke=edge, stroke_width=1.5)

    def text(self, x: float, y: float, words: str, *, size: float = 13, anchor: Anchor = "start",
             colour: str = INK, bold: bool = False) -> None:
        """`y` is the line the letters stand on."""
        self._add("text", x=x, y=y, font_size=size, text_anchor=anchor, fill=colour,
                  font_weight="bold" if bold else None).text = words

    def joint(self, x: float, y: float, colour: str = INK) -> None:
        """Wires that touch are joined only where there is a dot."""
        self._add("circle", cx=x, cy=y, r=3.5, fill=colour)

    def resistor(self, x: float, y: float, label: str, *, upright: bool = False) -> None:
        """From (x, y) 50 to the right, or down with its label at its right."""
        if upright:
            self.box(x - 7, y + 8, 14, 34)
            self.line((x, y), (x, y + 8))
            self.line((x, y + 42), (x, y + 50))
            self.text(x + 13, y + 30, label, size=12)
        else:
            self.box(x + 8, y - 7, 34, 14)
            self.line((x, y), (x + 8, y))
            self.line((x + 42, y), (x + 50, y))
            self.text(x + 25, y - 12, label, size=12, anchor="middle")

    def capacitor(self, x: float, y: float, label: str) -> None:
        """From (x, y) 50 down, its label at its left."""
        self.line((x, y), (x, y + 21))
        self.line((x - 12, y + 21), (x + 12, y + 21), thick=2.5)
        self.line((x - 12, y + 28), (x + 12, y + 28), thick=2.5)
        self.line((x, y + 28), (x, y + 50))
        self.text(x - 17, y + 30, label, size=12, anchor="end")

    def ground(self, x: float, y: float) -> None:
        for half, down in ((11, 0), (7, 5), (3, 10)):
            self.line((x - half, y + down), (x + half, y + down), thick=2)

    def arrowed(self, x1: float, y1: float, x2: float, y2: float, colour: str = QUIET) -> None:
        """A dimension line with a head at each end."""
        self.line((x1, y1), (x2, y2), colour=colour, thick=1)
        length = math.hypot(x2 - x1, y2 - y1)
        along_x, along_y = (x2 - x1) / length, (y2 - y1) / length
        for x, y, way in ((x1, y1, 8), (x2, y2, -8)):
            base_x, base_y = x + way * along_x, y + way * along_y
            self.shape(f"M{x:g},{y:g} L{base_x - 3 * along_y:g},{base_y + 3 * along_x:g} "
                       f"L{base_x + 3 * along_y:g},{base_y - 3 * along_x:g} Z", colour, colour, 1)

    def shadow(self) -> "Sheet":
        """A sheet on this one, of this one's size: what is drawn on it lies faintly over what is here already."""
        inner = Sheet.__new__(Sheet)
        inner._root = self._add("g", opacity=0.13)
        return inner

    def _add(self, tag: str, **told: object) -> ET.Element:
        """Attributes with None are left away; underscores are SVG's hyphens."""
        return ET.SubElement(self._root, tag, {
            name.replace("_", "-"): f"{value:g}" if isinstance(value, int | float) else str(value)
            for name, value in told.items() if value is not None})
