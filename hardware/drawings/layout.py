"""The mat seen from above in millimetres: each zone's place, size and converter input, a person faintly behind."""

from collections.abc import Iterable

from hardware.drawings.sheet import CHIPS, FAINT, INK, QUIET, Anchor, Sheet
from mat.core.zones import MAT_LENGTH_MM, MAT_WIDTH_MM, Zone
from mat.settings import HardwareSettings

PX_PER_MM = 0.6
LEFT_PX, TOP_PX = 80.0, 120.0
WIDTH_PX = LEFT_PX + MAT_LENGTH_MM * PX_PER_MM + 80.0
ROW_PX = 24.0
BODY = "#1f2933"
LABEL_GAP_PX = 46.0
_COLUMNS: tuple[tuple[str, float, Anchor], ...] = (
    ("zone", 0, "start"), ("input", 250, "start"), ("length × width", 480, "end"),
    ("from the foot end", 690, "end"), ("from the centre line", 990, "end"),
)


def draw_layout(settings: HardwareSettings) -> str:
    """The SVG of a kit's mat, with the converters' addresses of `settings`."""
    zones = settings.layout.zones
    inputs = input_names(settings)
    height = _y(-MAT_WIDTH_MM / 2) + 170 + ROW_PX * (len(zones) + 1)
    title = f"{settings.kit}: the mat and its {len(zones)} zones"
    sheet = Sheet(WIDTH_PX, height, title, "The mat seen from above with the place and size of every zone in mm.")
    sheet.text(30, 68, "Seen from above, all lengths in millimetres. The person lies on the back, head to the right, "
                       "feet flat on the mat.", size=14, colour=QUIET)
    sheet.box(_x(0), _y(MAT_WIDTH_MM / 2), MAT_LENGTH_MM * PX_PER_MM, MAT_WIDTH_MM * PX_PER_MM, "#f7f8fa", INK,
              round_=10, thick=2)
    for zone, name in zip(zones, inputs, strict=True):
        _area(sheet, zone, _chip(settings, name))
    _person(sheet)
    sheet.line((_x(-10), _y(0)), (_x(MAT_LENGTH_MM + 10), _y(0)), colour=QUIET, thick=1, dashed=True)
    for zone, name in zip(zones, inputs, strict=True):
        _words(sheet, zone, name, _chip(settings, name))
    _around(sheet)
    _measures(sheet, zones)
    _legend(sheet, settings, inputs)
    _table(sheet, zones, inputs, _y(-MAT_WIDTH_MM / 2) + 130)
    return sheet.svg()


def input_names(settings: HardwareSettings) -> list[str]:
    """Converter and channel of every zone, for example "0x48 A0"."""
    return [f"{settings.addresses[place // 4]:#04x} A{place % 4}" for place in settings.places]


def plain(zone: Zone) -> str:
    """A zone's name as the guide says it: "left foot", "lower sacrum, left"."""
    first, _, rest = zone.name.partition("_")
    if first == "foot":
        return f"{rest} foot"
    if first == "back":
        return f"back, {rest}"
    level, _, side = rest.partition("_")
    return f"{level} sacrum, {side}" if side else f"{level} sacrum"


def _chip(settings: HardwareSettings, input_: str) -> int:
    return [f"{address:#04x}" for address in settings.addresses].index(input_.split()[0])


def _x(mm: float) -> float:
    return LEFT_PX + mm * PX_PER_MM


def _y(mm: float) -> float:
    """y runs upwards on the mat: who lies on the back with the head at the right has the left hand below."""
    return TOP_PX + (MAT_WIDTH_MM / 2 - mm) * PX_PER_MM


def _size(zone: Zone) -> tuple[float, float]:
    return zone.x_mm[1] - zone.x_mm[0], zone.y_mm[1] - zone.y_mm[0]


def _area(sheet: Sheet, zone: Zone, chip: int) -> None:
    length, width = _size(zone)
    fill, edge = CHIPS[chip]
    sheet.box(_x(zone.x_mm[0]), _y(zone.y_mm[1]), length * PX_PER_MM, width * PX_PER_MM, fill, edge, round_=3)


def _words(sheet: Sheet, zone: Zone, input_: str, chip: int) -> None:
    length, width = _size(zone)
    x = _x(zone.x_mm[0] + length / 2)
    y = _y(sum(zone.y_mm) / 2)
    if zone.y_mm[0] < 0 < zone.y_mm[1]:
        y -= 55  # off the centre line
    lines = plain(zone).replace(",", "").split() if length < 200 else [plain(zone)]
    top = y - 9 * (len(lines) + 1) + 8
    for n, words in enumerate(lines):
        sheet.text(x, top + 18 * n, words, size=13, anchor="middle", bold=True)
    sheet.text(x, top + 18 * len(lines), input_, size=13, anchor="middle", colour=CHIPS[chip][1], bold=True)
    sheet.text(x, top + 18 * (len(lines) + 1), f"{length:g} × {width:g}", size=12, anchor="middle")


def _person(sheet: Sheet) -> None:
    """For orientation only: about 1.70 m, knees bent, arms beside the body. Places in mm from the foot end."""
    body = sheet.shadow()

    def limb(thick_mm: float, *points: tuple[float, float]) -> None:
        body.line(*((_x(x), _y(y)) for x, y in points), colour=BODY, thick=thick_mm * PX_PER_MM)

    def oval(x: float, y: float, rx: float, ry: float) -> None:
        body.ellipse(_x(x), _y(y), rx * PX_PER_MM, ry * PX_PER_MM, BODY, "none")

    oval(1660, 0, 115, 80)
    limb(95, (1580, 0), (1500, 0))
    limb(230, (1390, -85), (1390, 85))
    limb(300, (1380, 0), (960, 0))
    limb(230, (905, -65), (905, 65))
    for side in (-1, 1):
        limb(140, (890, 95 * side), (600, 105 * side))
        limb(95, (600, 105 * side), (390, 105 * side))
        oval(285, 108 * side, 130, 46)
        limb(75, (1420, 165 * side), (1130, 240 * side), (860, 245 * side))


def _around(sheet: Sheet) -> None:
    """Which way round the mat lies."""
    top, bottom = _y(MAT_WIDTH_MM / 2), _y(-MAT_WIDTH_MM / 2)
    middle, head = _x(MAT_LENGTH_MM / 2), _x(MAT_LENGTH_MM)
    sheet.text(middle, top - 12, "the person's RIGHT", size=14, anchor="middle", bold=True)
    sheet.text(middle, bottom + 22, "the person's LEFT", size=14, anchor="middle", bold=True)
    sheet.text(_x(0), top - 12, "◀ foot end", size=14, bold=True)
    sheet.text(head, top - 12, "head end ▶", size=14, anchor="end", bold=True)
    sheet.text(_x(0) - 12, _y(0) - 6, "centre", size=12, anchor="end", colour=QUIET)
    sheet.text(_x(0) - 12, _y(0) + 14, "line", size=12, anchor="end", colour=QUIET)
    for low in (-MAT_WIDTH_MM / 2, 0.0):
        sheet.arrowed(head + 16, _y(low), head + 16, _y(low + MAT_WIDTH_MM / 2))
        sheet.text(head + 26, _y(low + MAT_WIDTH_MM / 4) + 4, f"{MAT_WIDTH_MM / 2:g}", size=13)


def _measures(sheet: Sheet, zones: Iterable[Zone]) -> None:
    """The edges' distances from the foot end, each with its own label: close ones are spread."""
    edges = sorted({0.0, MAT_LENGTH_MM, *(edge for zone in zones for edge in zone.x_mm)})
    bottom = _y(-MAT_WIDTH_MM / 2)
    for edge, at in zip(edges, spread([_x(edge) for edge in edges], LABEL_GAP_PX), strict=True):
        sheet.line((_x(edge), bottom + 34), (_x(edge), bottom + 44), (at, bottom + 60), (at, bottom + 66),
                   colour=QUIET, thick=1)
        sheet.text(at, bottom + 80, f"{edge:g}", size=13, anchor="middle")
    sheet.line((_x(0), bottom + 34), (_x(MAT_LENGTH_MM), bottom + 34), colour=QUIET, thick=1)
    sheet.text(_x(315), bottom + 80, "mm from the foot end", size=13, anchor="middle", colour=QUIET)


def spread(wanted: list[float], gap: float) -> list[float]:
    """Places in the same order, `gap` apart at least, groups of close ones centred on where they wanted to be."""
    groups: list[list[float]] = []
    for place in wanted:
        groups.append([place])
        while len(groups) > 1 and _ends(groups[-2], gap)[1] + gap > _ends(groups[-1], gap)[0]:
            last = groups.pop()
            groups[-1] += last
    return [_ends(group, gap)[0] + gap * n for group in groups for n in range(len(group))]


def _ends(group: list[float], gap: float) -> tuple[float, float]:
    middle, half = sum(group) / len(group), gap * (len(group) - 1) / 2
    return middle - half, middle + half


def _legend(sheet: Sheet, settings: HardwareSettings, inputs: list[str]) -> None:
    x = WIDTH_PX - 30.0
    sheet.text(x, 42, "person, for orientation", size=13, anchor="end")
    sheet.shadow().ellipse(x - 168, 38, 14, 8, BODY, "none")
    for n, chip in enumerate(sorted({_chip(settings, name) for name in inputs}, reverse=True)):
        at = x - 350 - 170 * n
        fill, edge = CHIPS[chip]
        sheet.box(at, 30, 24, 16, fill, edge, round_=2)
        sheet.text(at + 32, 42, f"converter {settings.addresses[chip]:#04x}", size=13)


def _table(sheet: Sheet, zones: tuple[Zone, ...], inputs: list[str], top: float) -> None:
    for head, at, anchor in _COLUMNS:
        sheet.text(LEFT_PX + at, top, head, size=13, anchor=anchor, bold=True)
    sheet.line((LEFT_PX, top + 8), (LEFT_PX + _COLUMNS[-1][1], top + 8), colour=FAINT)
    for n, (zone, input_) in enumerate(zip(zones, inputs, strict=True), start=1):
        length, width = _size(zone)
        cells = (plain(zone), input_, f"{length:g} × {width:g}", f"{zone.x_mm[0]:g} to {zone.x_mm[1]:g}", _across(zone))
        for words, (_, at, anchor) in zip(cells, _COLUMNS, strict=True):
            sheet.text(LEFT_PX + at, top + ROW_PX * n + 4, words, size=13, anchor=anchor)


def _across(zone: Zone) -> str:
    low, high = zone.y_mm
    if low < 0 < high:
        return f"{-low:g} left to {high:g} right"
    return f"{min(abs(low), abs(high)):g} to {max(abs(low), abs(high)):g} {'left' if low < 0 else 'right'}"
