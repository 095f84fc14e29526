"""The Pi's 40-pin header as the wiring diagram shows it: only the pins in use, from top to bottom."""

from hardware.drawings.sheet import CLOCK, DATA, GROUND, POWER, QUIET, Sheet

PHYSICAL = {
    0: 27, 1: 28, 2: 3, 3: 5, 4: 7, 5: 29, 6: 31, 7: 26, 8: 24, 9: 21, 10: 19, 11: 23, 12: 32, 13: 33, 14: 8, 15: 10,
    16: 36, 17: 11, 18: 12, 19: 35, 20: 38, 21: 40, 22: 15, 23: 16, 24: 18, 25: 22, 26: 37, 27: 13,
}
"""BCM number to place on the header; a test compares it with gpiozero's."""

PI_LEFT, PI_RIGHT = 40.0, 220.0
_BUS = (("3.3 V", 1, POWER), ("SDA, GPIO 2", 3, DATA), ("SCL, GPIO 3", 5, CLOCK), ("GND", 6, GROUND))


def draw_header(sheet: Sheet, top: float, bottom: float) -> None:
    """The box and the bus's pins; the pins of button, lamp and buzzer are written where their wires begin."""
    sheet.box(PI_LEFT, top - 30, PI_RIGHT - PI_LEFT, bottom - top + 30, "#eef6ee", "#2f7d32", round_=10, thick=2)
    sheet.text((PI_LEFT + PI_RIGHT) / 2, top - 6, "Raspberry Pi", size=16, anchor="middle", bold=True)
    for n, (name, pin, colour) in enumerate(_BUS):
        draw_pin(sheet, top + 36 + 46 * n, name, pin, colour)


def draw_pin(sheet: Sheet, y: float, name: str, pin: int, colour: str = GROUND) -> None:
    sheet.text(PI_RIGHT - 14, y + 5, f"pin {pin}", anchor="end", colour=QUIET)
    sheet.text(PI_LEFT + 14, y + 5, name, bold=True)
    sheet.circle(PI_RIGHT, y, 5, "#ffffff", colour)


def draw_gpio(sheet: Sheet, y: float, bcm: int) -> None:
    draw_pin(sheet, y, f"GPIO {bcm}", PHYSICAL[bcm])
