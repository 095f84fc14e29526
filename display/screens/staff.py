"""Staff: the zones as they are read now, their traces, how the reading does, and the way to shut down."""

from display.boxes import Box
from display.parts import Button, Label, Part, Trace, ZoneBar
from display.screens.emergency import SESSION_SCREENS
from display.screens.fault import headline_of
from display.screens.numbers import plain
from display.screens.page import HELP, STOP, Ask, foot, page, side_text
from display.screens.stepper import rows_of
from display.texts import has_text, text
from display.texts.formats import decimal
from display.texts.places import wired
from display.theme import ORANGE, QUIET, Theme
from mat.core.snapshot import Snapshot
from mat.core.staff_view import StaffPage, StaffView, ZoneNow

PAGES: tuple[StaffPage, ...] = ("zones", "traces", "machine", "shutdown")
CHECK = Ask("check_button", "check", 1.25, small=True)
CLOSE = Ask("check_close_button", "home", 1.4)


def staff(snapshot: Snapshot, theme: Theme) -> list[Part]:
    view = snapshot.staff
    assert view is not None
    at = page(theme, (STOP if snapshot.under in SESSION_SCREENS else CHECK, CLOSE, HELP), 0, info_share=0.3)
    whole = Box(at.head.x, at.head.y, at.body.w, at.body.bottom - at.head.y)
    tabs, body = _tabs(view.page, theme, whole)
    shown = {"zones": _zones, "traces": _zones, "machine": _machine, "shutdown": _shutdown}[view.page]
    told: list[Part] = [Label(at.info, headline_of(snapshot.fault), theme.small_px, ORANGE, "semibold")
                        if snapshot.fault else side_text(theme, at.info, text("staff_title"), theme.small_px)]
    return [*tabs, *shown(view, theme, body), *foot(snapshot, theme, at, told)]


def _tabs(page_now: StaffPage, theme: Theme, box: Box) -> tuple[list[Part], Box]:
    """A button a page; the present one has a bright rim."""
    gap = theme.gap // 2
    rows = 2 if theme.portrait else 1
    tabs, body = box.cut_top(rows * theme.touch_px + (rows - 1) * gap, theme.gap)
    cells = [cell for row in tabs.rows(rows, gap) for cell in row.columns(len(PAGES) // rows, gap)]
    return [Button(cell, text(f"staff_{one}_button"), f"staff:page:{one}", theme.small_px,
                   "meant" if one == page_now else "plain") for cell, one in zip(cells, PAGES, strict=True)], body


def _zones(view: StaffView, theme: Theme, box: Box) -> list[Part]:
    """Bars or traces in two columns, in portrait in one; in the kit's order down each column."""
    columns = 1 if theme.portrait else 2
    count = max(1, -(-len(view.zones) // columns))
    cells = [cell for column in box.columns(columns, 2 * theme.gap) for cell in column.rows(count, theme.gap // 2)]
    return [_zone(view.page, zone, theme, cell) for zone, cell in zip(view.zones, cells, strict=False)]


def _zone(page_now: StaffPage, zone: ZoneNow, theme: Theme, box: Box) -> Part:
    name = text(f"zone_{zone.name}") if has_text(f"zone_{zone.name}") else zone.name
    title, value = text("staff_zone", zone=name, input=wired(zone.input)), text("volts", value=decimal(zone.volts, 2))
    trouble = text(f"trouble_{zone.trouble}") if zone.trouble and has_text(f"trouble_{zone.trouble}") else (
        text("trouble_other") if zone.trouble else "")
    if page_now == "traces":
        return Trace(box, name, value, round(0.8 * theme.small_px), trouble, points=zone.trace)
    return ZoneBar(box, title, value, round(0.9 * theme.small_px), trouble, load=zone.load)


def _machine(view: StaffView, theme: Theme, box: Box) -> list[Part]:
    """Word at the left, number at the right."""
    lines = _facts(view)
    columns = 1 if theme.portrait else 2
    parts: list[Part] = []
    if view.fault:
        line, box = box.cut_bottom(round(theme.small_px * (2.2 if theme.portrait else 1.2)))
        parts.append(Label(line, text("staff_fault", fault=view.fault), theme.small_px, ORANGE, "semibold"))
    rows = box.rows(-(-len(lines) // columns), 0)
    cells = [row.columns(columns, 2 * theme.gap)[column] for column in range(columns) for row in rows]
    for cell, (word, value) in zip(cells, lines, strict=False):
        name, number = cell.cut_left(round(0.52 * cell.w), theme.gap // 2)
        parts += [Label(name, word, theme.small_px, QUIET), Label(number, value, theme.small_px, weight="semibold")]
    return parts


def _facts(view: StaffView) -> list[tuple[str, str]]:
    rate = "–" if view.rate_hz is None else decimal(view.rate_hz)
    jitter = "–" if view.jitter_ms is None else decimal(view.jitter_ms, 2)
    bus = "–" if not view.bus_khz else str(view.bus_khz)
    values = {
        "rate": text("staff_of_hz", rate=rate, wanted=plain(view.wanted_hz)),
        "jitter": text("staff_ms", jitter=jitter, worst=decimal(view.worst_ms)),
        "missed": str(view.missed), "real_time": text("staff_yes" if view.real_time else "staff_no"),
        "doubtful": str(view.doubtful), "refused": str(view.refused), "resets": str(view.resets),
        "bus": text("staff_khz", bus=bus),
    }
    return [(text(f"staff_{name}"), value) for name, value in values.items()]


def _shutdown(view: StaffView, theme: Theme, box: Box) -> list[Part]:
    """What happens, and the button that does it."""
    row = rows_of(theme, box, 1)[0]
    button = Box(box.x + (box.w - min(box.w, 4 * theme.touch_px)) // 2, box.bottom - row.h,
                 min(box.w, 4 * theme.touch_px), row.h)
    words = Box(box.x, box.y, box.w, button.y - theme.gap - box.y)
    return [side_text(theme, words, text("staff_shutdown_do"), theme.body_px),
            Button(button, text("staff_shutdown_now"), "staff:shutdown", theme.body_px, "meant")]
