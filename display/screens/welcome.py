"""Welcome: somebody is on the mat but not lying yet."""

from display.parts import Part
from display.screens.page import HELP, foot, headline, page, side_text
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def welcome(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (HELP,), theme.cue_px)
    do, small = at.body.cut_top(round((2.4 if theme.portrait else 1.15) * theme.title_px), theme.gap)
    return [
        headline(theme, at.head, text("welcome_title"), theme.cue_px),
        side_text(theme, do, text("welcome_do"), round(theme.title_px * 0.84)),
        side_text(theme, small, text("notdevice"), theme.small_px),
        *foot(snapshot, theme, at, [side_text(theme, at.info, text("leg"), theme.small_px)]),
    ]
