"""The guided check of the mat: which zone to press, and afterwards what was found and where."""

from display.parts import Bullets, Label, Part, ZoneMap
from display.screens.numbers import plain
from display.screens.page import HELP, Ask, foot, headline, page, side_text
from display.texts import has_text, text
from display.texts.formats import decimal
from display.texts.places import wired
from display.theme import QUIET, YELLOW, Theme
from mat.core.snapshot import Snapshot
from mat.core.wiring_verdict import Wait, Wiring, ZoneVerdict
from mat.core.wiring_view import CheckView

SKIP = Ask("check_skip_button", "check:skip", 2.0)
END = Ask("check_end_button", "check:end", 1.25)
AGAIN = Ask("again_button", "check", 1.5)
CLOSE = Ask("check_close_button", "check:close", 1.5)
SHOWN = 3
"""So many findings can be read at once; the terminal tells them all."""


def check(snapshot: Snapshot, theme: Theme) -> list[Part]:
    view = snapshot.check
    assert view is not None
    asks = (SKIP, END, HELP) if view.zone else (END, HELP)
    at = page(theme, asks, theme.title_px, (1, 2))
    line, picture = at.body.cut_top(round(theme.small_px * (2.6 if theme.portrait else 1.3)), theme.gap // 2)
    title, do = _said(view)
    number = text("check_of", number=view.number, total=len(view.layout.zones))
    return [
        headline(theme, at.head, title, theme.title_px),
        Label(line, do, round(theme.small_px * 1.1), YELLOW if view.wait else QUIET,
              align="centre" if theme.portrait else "left"),
        ZoneMap(picture, view.layout.name, view.zone, view.shares, view.told),
        *foot(snapshot, theme, at, [side_text(theme, at.info, number, theme.small_px)] if view.zone else []),
    ]


def check_done(snapshot: Snapshot, theme: Theme) -> list[Part]:
    view = snapshot.check
    assert view is not None
    assert view.wiring is not None
    at = page(theme, (AGAIN, CLOSE, HELP), theme.title_px, (1, 2), info_share=1.6)
    found = findings(view.wiring, view.layout.names)
    told: list[Part] = [ZoneMap(at.info, view.layout.name, None, (), tuple(_mark(zone) for zone in view.wiring.zones))]
    body: Part = (side_text(theme, at.body, text("check_fine_do"), theme.body_px) if view.wiring.fine
                  else Bullets(at.body, _shown(found), round(0.85 * theme.body_px)))
    return [headline(theme, at.head, _title(view.wiring, len(found)), theme.title_px), body,
            *foot(snapshot, theme, at, told)]


def _said(view: CheckView) -> tuple[str, str]:
    """The headline and the line below it."""
    wait, asked = view.wait, _zone(view.zone)
    if wait is None and view.phase == "press":
        return text("check_press", zone=asked), text("check_press_do")
    if view.phase == "release" and wait is None:
        return text("check_let_go"), text("check_release_do")
    wait = wait or Wait("looking")
    return text(f"check_{wait.key}", zone=asked), _do(wait)


def _do(wait: Wait) -> str:
    zone, other = _zone(wait.zone), _zone(wait.zone if wait.key == "again" else wait.other)
    starts = wait.key in ("noisy", "unsteady", "rail")
    return text(f"check_{wait.key}_do", zone=_upper(zone) if starts else zone,
                other=_upper(other) if wait.key == "again" else other, value=plain(wait.value))


def _title(wiring: Wiring, count: int) -> str:
    if wiring.end != "done":
        return text(f"check_{wiring.end}")
    if wiring.fine:
        return text("check_fine")
    return text("check_found_one") if count == 1 else text("check_found", count=count)


def _mark(zone: ZoneVerdict) -> bool | None:
    return None if zone.troubles in (("unchecked",), ("skipped",)) else zone.fine


def findings(wiring: Wiring, names: tuple[str, ...]) -> list[str]:
    """What to look at, each once: a swapped pair, swapped converters and what was not checked are one line."""
    lines: list[str] = []
    if wiring.wait is not None:
        lines.append(text("check_idle") if wiring.wait.key == "idle" else _do(wiring.wait))
    if wiring.chips_swapped:
        lines.append(text("check_chips"))
    told_in_wait = ("noisy", "unsteady", "rail", "chips", "unchecked")
    for zone in wiring.zones:
        for trouble in zone.troubles:
            later = zone.answered is not None and names.index(zone.answered) < names.index(zone.zone)
            if trouble not in told_in_wait and not (trouble == "swapped" and later):
                lines.append(_finding(zone, trouble, wiring.middle_rise))
    unchecked = sum("unchecked" in zone.troubles for zone in wiring.zones)
    if unchecked:
        lines.append(text("check_unchecked", count=unchecked, total=len(wiring.zones)))
    return lines


def _shown(lines: list[str]) -> tuple[str, ...]:
    if len(lines) <= SHOWN:
        return tuple(lines)
    return *lines[:SHOWN - 1], text("check_more", count=len(lines) - SHOWN + 1)


def _finding(zone: ZoneVerdict, trouble: str, middle: float) -> str:
    return text(f"check_{trouble}", zone=_upper(_zone(zone.zone)), other=_zone(zone.answered), pin=wired(zone.pin),
                other_pin=wired(zone.answered_pin), rise=decimal(zone.rise, 2), middle=decimal(middle, 2),
                left=round(100 * (zone.left or 0.0)))


def _zone(name: str | None) -> str:
    """A zone in words a person knows."""
    return text(f"zone_{name}") if name and has_text(f"zone_{name}") else ""


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
