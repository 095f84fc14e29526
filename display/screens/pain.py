"""Pain, before and after a session: a number from 0 to 10 or no answer, each a target of its own."""

import math

from display.boxes import Box
from display.fonts import Colour
from display.parts import Button, FaceButton, Part
from display.screens.page import HELP, foot, headline, page, side_text
from display.texts import text
from display.theme import GREEN, VERMILLION, YELLOW, Theme
from mat.core.snapshot import Snapshot


def pain(snapshot: Snapshot, theme: Theme) -> list[Part]:
    return _asked(snapshot, theme, _waits(snapshot))


def pain_before(snapshot: Snapshot, theme: Theme) -> list[Part]:
    return _asked(snapshot, theme, text("pain_or_lie"))


def _asked(snapshot: Snapshot, theme: Theme, info: str) -> list[Part]:
    at = page(theme, (HELP,), round(0.92 * theme.title_px), (1, 2), info_share=0.62)
    return [
        headline(theme, at.head, text("pain_title"), round(0.92 * theme.title_px)),
        *_scale(theme, at.body),
        *foot(snapshot, theme, at, [side_text(theme, at.info, info, theme.small_px)]),
    ]


def _scale(theme: Theme, box: Box) -> list[Part]:
    """Twelve buttons in reading order: 0 to 10, then Skip."""
    columns = 3 if theme.portrait else 6
    gap = theme.gap // 2
    cells = [cell for row in box.rows(12 // columns, gap) for cell in row.columns(columns, gap)]
    numbers = [FaceButton(cell, str(n), f"pain:{n}", theme.title_px, small=text(word), band=colour, pain=n)
               for n, cell in enumerate(cells[:11]) for word, colour in (_meaning(n),)]
    return [*numbers, Button(cells[11], text("skip_button"), "pain:skip", theme.body_px)]


def _meaning(number: int) -> tuple[str, Colour]:
    """Word and colour; the bands are those of the advice: go on to 3, ease to 5, stop from 6."""
    if number <= 3:
        return ("pain_low" if number else "pain_none"), GREEN
    if number <= 5:
        return "pain_mid", YELLOW
    return ("pain_high" if number < 10 else "pain_worst"), VERMILLION


def _waits(snapshot: Snapshot) -> str:
    if snapshot.seconds_left is None:
        return text("pain_waits")
    return text("pain_waits_s", seconds=math.ceil(snapshot.seconds_left))
