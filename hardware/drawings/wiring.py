"""The wiring of a kit: the Pi's pins, the converters, each zone's divider and filter."""

from hardware.drawings.extras import EXTRAS_PX, draw_extras
from hardware.drawings.header import PI_RIGHT, draw_header
from hardware.drawings.layout import plain
from hardware.drawings.sheet import CHIPS, CLOCK, DATA, GROUND, POWER, QUIET, Sheet
from mat.settings import HardwareSettings

DIVIDER, FILTER_R, FILTER_C = "3.3 kΩ", "1 kΩ", "100 nF"

WIDTH = 1200.0
TOP = 150.0
ROW = 96.0
CHIP_LEFT, CHIP_RIGHT = 470.0, 620.0
CHIP_GAP = 50.0
PITCH = 46.0
"""Between the pins at a converter's left."""
RAILS = {"3.3 V": (300.0, POWER), "SDA": (330.0, DATA), "SCL": (360.0, CLOCK), "GND": (390.0, GROUND)}
NODE, BORDER, SENSOR, SENSOR_PX = 810.0, 905.0, 930.0, 170.0


def draw_wiring(settings: HardwareSettings) -> str:
    """The SVG for the kit, the addresses and the pins of `settings`."""
    chips = -(-len(settings.layout.zones) // 4)
    wired = [settings.layout.zones[settings.places.index(place)] for place in range(len(settings.places))]
    low = TOP + chips * 4 * ROW + (chips - 1) * CHIP_GAP
    height = low + 40 + EXTRAS_PX + 40
    sheet = Sheet(WIDTH, height, f"{settings.kit}: wiring",
                  "The Raspberry Pi's pins, the converters, the zones' dividers and filters, button, lamp and buzzer.")
    sheet.text(30, 68, "Wires are joined only where there is a dot. All grounds are one, all 3.3 V are one. "
                       "Never 5 V: the Pi's pins do not bear it.", size=14, colour=QUIET)
    sheet.line((BORDER, 92), (BORDER, low + 10), colour=QUIET, thick=1, dashed=True)
    sheet.text(BORDER - 12, 104, "◀ on the board, beside the Pi", size=13, anchor="end", colour=QUIET, bold=True)
    sheet.text(BORDER + 12, 104, "in the mat, on two leads each ▶", size=13, colour=QUIET, bold=True)
    for chip in range(chips):
        top = TOP + chip * (4 * ROW + CHIP_GAP)
        _converter(sheet, settings, chip, top)
        for channel, zone in enumerate(wired[4 * chip:4 * chip + 4]):
            _zone(sheet, plain(zone), channel, chip, top + ROW * channel + 34)
    _bus(sheet, settings, chips)
    draw_header(sheet, TOP, low + 50 + EXTRAS_PX)
    draw_extras(sheet, settings, low + 50)
    return sheet.svg()


def _pins(settings: HardwareSettings, chip: int) -> list[str]:
    """A converter's left side, top to bottom. ADDR goes to the pin that makes its address (data sheet, table 4)."""
    return ["3.3 V", "SDA", "SCL", "GND", {0x48: "GND", 0x49: "3.3 V", 0x4A: "SDA", 0x4B: "SCL"}[
        settings.addresses[chip]]]


def _converter(sheet: Sheet, settings: HardwareSettings, chip: int, top: float) -> None:
    fill, edge = CHIPS[chip]
    sheet.box(CHIP_LEFT, top, CHIP_RIGHT - CHIP_LEFT, 4 * ROW - 6, fill, edge, round_=8, thick=2)
    sheet.text(CHIP_LEFT + 10, top + 4 * ROW - 56, f"{settings.addresses[chip]:#04x}", size=17, colour=edge, bold=True)
    sheet.text(CHIP_LEFT + 10, top + 4 * ROW - 34, "ADS1115", size=14, bold=True)
    names = ("VDD", "SDA", "SCL", "GND", "ADDR")
    for n, (name, rail) in enumerate(zip(names, _pins(settings, chip), strict=True)):
        x, colour = RAILS[rail]
        y = pin_y(chip, n)
        sheet.line((x, y), (CHIP_LEFT, y), colour=colour, thick=2)
        sheet.text(CHIP_LEFT + 10, y + 5, name)
    y = pin_y(chip, 5)
    sheet.text(CHIP_LEFT + 10, y + 5, "ALERT/RDY")
    used = chip == 0 and settings.alert_pin is not None
    sheet.line((CHIP_LEFT - 18, y), (CHIP_LEFT, y), colour=QUIET, dashed=not used)
    sheet.text(CHIP_LEFT - 22, y + 4, f"GPIO {settings.alert_pin}" if used else "open", size=12, anchor="end",
               colour=QUIET)


def pin_y(chip: int, place: int) -> float:
    return TOP + chip * (4 * ROW + CHIP_GAP) + 36 + PITCH * place


def _bus(sheet: Sheet, settings: HardwareSettings, chips: int) -> None:
    """From the Pi's first four pins to the rails, and down each rail to the last pin that hangs on it."""
    for place, (rail, (x, colour)) in enumerate(RAILS.items()):
        ends = sorted(pin_y(chip, n) for chip in range(chips)
                      for n, name in enumerate(_pins(settings, chip)) if name == rail)
        sheet.line((PI_RIGHT + 5, pin_y(0, place)), (x, ends[0]), (x, ends[-1]), colour=colour, thick=2)
        for y in ends[:-1]:
            sheet.joint(x, y, colour)


def _zone(sheet: Sheet, name: str, channel: int, chip: int, y: float) -> None:
    """A_n – 1 kΩ – node – sensor – 3.3 V; a capacitor from A_n, the divider's resistor from the node to ground."""
    capacitor = CHIP_RIGHT + 75.0
    sheet.text(CHIP_RIGHT - 10, y + 5, f"A{channel}", anchor="end", bold=True)
    sheet.line((CHIP_RIGHT, y), (capacitor, y))
    sheet.joint(capacitor, y)
    sheet.capacitor(capacitor, y, FILTER_C)
    sheet.ground(capacitor, y + 50)
    sheet.line((capacitor, y), (capacitor + 30, y))
    sheet.resistor(capacitor + 30, y, FILTER_R)
    sheet.line((capacitor + 80, y), (NODE, y))
    sheet.joint(NODE, y)
    sheet.resistor(NODE, y, DIVIDER, upright=True)
    sheet.ground(NODE, y + 50)
    sheet.line((NODE, y), (SENSOR, y))
    fill, edge = CHIPS[chip]
    sheet.box(SENSOR, y - 17, SENSOR_PX, 34, fill, edge, round_=4)
    sheet.text(SENSOR + SENSOR_PX / 2, y + 5, name, anchor="middle", bold=True)
    sheet.line((SENSOR + SENSOR_PX, y), (SENSOR + SENSOR_PX + 20, y), colour=POWER, thick=2)
    sheet.text(SENSOR + SENSOR_PX + 27, y + 5, "3.3 V", colour=POWER, bold=True)
