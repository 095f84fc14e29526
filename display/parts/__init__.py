"""The parts that screens are made of: small, immutable, each draws itself inside its box."""

from display.parts.base import Part, draw, intent_at
from display.parts.figure import Figure
from display.parts.gauges import Bars, Ring
from display.parts.matmap import MatMap
from display.parts.signs import FootSign, PelvicSign, StopSign
from display.parts.words import Bullets, Button, Label, Notice
from display.parts.zonemap import ZoneMap

__all__ = ["Bars", "Bullets", "Button", "Figure", "FootSign", "Label", "MatMap", "Notice", "Part", "PelvicSign", "Ring",
           "StopSign", "ZoneMap", "draw", "intent_at"]
