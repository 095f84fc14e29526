"""Button, lamp and buzzer in the wiring diagram, each only if the settings give it a pin."""

from hardware.drawings.header import PI_RIGHT, draw_gpio
from hardware.drawings.sheet import INK, PAPER, QUIET, Sheet
from mat.settings import HardwareSettings

EXTRAS_PX = 330.0
LAMP_RESISTORS = ("330 Ω", "100 Ω", "100 Ω")
BUZZER_RESISTOR = "220 Ω"
_PART, _WORDS = 470.0, 640.0
_COLOURS = (("red", "#c0392b"), ("green", "#2f9e44"), ("blue", "#1c6dd0"))


def draw_extras(sheet: Sheet, settings: HardwareSettings, top: float) -> None:
    """From `top` down: button, lamp, buzzer. All of them are optional."""
    sheet.text(PI_RIGHT + 80, top + 5, "If you like: hardware.gpio = true uses these, each may be left out",
               size=13, colour=QUIET, bold=True)
    if settings.button_pin is not None:
        _button(sheet, top + 52, settings.button_pin)
    if settings.lamp_pins is not None:
        _lamp(sheet, top + 122, settings.lamp_pins)
    if settings.buzzer_pin is not None:
        _buzzer(sheet, top + 290, settings.buzzer_pin)


def _button(sheet: Sheet, y: float, pin: int) -> None:
    draw_gpio(sheet, y, pin)
    sheet.line((PI_RIGHT + 5, y), (_PART, y))
    sheet.circle(_PART, y, 4)
    sheet.circle(_PART + 50, y, 4)
    sheet.line((_PART - 2, y - 12), (_PART + 52, y - 12), thick=2.5)
    sheet.line((_PART + 25, y - 12), (_PART + 25, y - 24), thick=2.5)
    sheet.line((_PART + 54, y), (_PART + 100, y), (_PART + 100, y + 10))
    sheet.ground(_PART + 100, y + 10)
    sheet.text(_WORDS, y - 4, "button, normally open", bold=True)
    sheet.text(_WORDS, y + 15, "press: stop; held 5 s: shut down. The pin's own pull-up is used", colour=QUIET)


def _lamp(sheet: Sheet, y: float, pins: tuple[int, int, int]) -> None:
    """Three diodes on one cathode."""
    for n, (pin, (colour, edge), ohms) in enumerate(zip(pins, _COLOURS, LAMP_RESISTORS, strict=True)):
        at = y + 48 * n
        draw_gpio(sheet, at, pin)
        sheet.line((PI_RIGHT + 5, at), (350, at))
        sheet.resistor(350, at, ohms)
        sheet.line((400, at), (_PART, at))
        sheet.shape(f"M{_PART:g},{at - 10:g} L{_PART:g},{at + 10:g} L{_PART + 18:g},{at:g} Z", edge, edge)
        sheet.line((_PART + 18, at - 10), (_PART + 18, at + 10), thick=2.5)
        sheet.text(_PART + 28, at - 8, colour, size=12)
        sheet.line((_PART + 18, at), (_PART + 100, at))
        sheet.joint(_PART + 100, at)
    sheet.line((_PART + 100, y), (_PART + 100, y + 116))
    sheet.ground(_PART + 100, y + 116)
    sheet.text(_WORDS, y + 44, "RGB lamp, common cathode", bold=True)
    sheet.text(_WORDS, y + 63, "the longest of its four leads goes to ground", colour=QUIET)


def _buzzer(sheet: Sheet, y: float, pin: int) -> None:
    draw_gpio(sheet, y, pin)
    sheet.line((PI_RIGHT + 5, y), (350, y))
    sheet.resistor(350, y, BUZZER_RESISTOR)
    sheet.line((400, y), (_PART + 8, y))
    sheet.circle(_PART + 25, y, 17, PAPER, INK)
    sheet.circle(_PART + 25, y, 6, INK, INK)
    sheet.line((_PART + 42, y), (_PART + 100, y), (_PART + 100, y + 10))
    sheet.ground(_PART + 100, y + 10)
    sheet.text(_WORDS, y - 4, "passive piezo buzzer", bold=True)
    sheet.text(_WORDS, y + 15, "sounds the cues where there is no loudspeaker", colour=QUIET)
