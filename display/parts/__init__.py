"""The parts that screens are made of: small, immutable, each draws itself inside its box."""

from display.parts.badge import Badge, PersonTile
from display.parts.bars import SideBars
from display.parts.base import Part, draw, intent_at
from display.parts.calendar import Calendar, DayRow
from display.parts.charts import HoldsChart, PainChart
from display.parts.faces import FaceButton
from display.parts.figure import Figure
from display.parts.gauges import Dots, PauseBars, Ring
from display.parts.instruments import Trace, ZoneBar
from display.parts.matmap import MatMap
from display.parts.pointers import DoneSign, SideArrow
from display.parts.signs import FootSign, PelvicSign, StopSign
from display.parts.tile import Tile
from display.parts.words import Bullets, Button, Label, Notice
from display.parts.zonemap import ZoneMap

__all__ = ["Badge", "Bullets", "Button", "Calendar", "DayRow", "DoneSign", "Dots", "FaceButton", "Figure", "FootSign",
           "HoldsChart", "Label", "MatMap", "Notice", "PainChart", "Part", "PauseBars", "PelvicSign", "PersonTile",
           "Ring", "SideArrow", "SideBars", "StopSign", "Tile", "Trace", "ZoneBar", "ZoneMap", "draw", "intent_at"]
