"""Blocked: not today, or not before somebody has been asked. Kind, and with the way out."""

from display.parts import Part
from display.screens.page import HELP, HOME, foot, headline, page, side_text
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def blocked(snapshot: Snapshot, theme: Theme) -> list[Part]:
    sore = snapshot.light == "red"
    at = page(theme, (HOME, HELP), theme.cue_px, (1, 2), info_share=0.62)
    return [
        headline(theme, at.head, text("blocked_red" if sore else "blocked_ask"), theme.cue_px),
        side_text(theme, at.body, text("red" if sore else "blocked_ask_do"),
                  theme.body_px if sore else round(theme.title_px * 0.84)),
        *foot(snapshot, theme, at, []),
    ]
