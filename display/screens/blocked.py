"""Blocked: not today, or not before somebody has been asked. Kind, and with the way out."""

from display.parts import Part
from display.screens.page import HELP, HOME, Ask, foot, headline, page, side_text
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot

CHANGE = Ask("change_button", "change", 1.5)
"""For a number of pain that was touched by mistake: the advice is kept only when the screen is left."""


def blocked(snapshot: Snapshot, theme: Theme) -> list[Part]:
    sore = snapshot.light == "red"
    asks = (CHANGE, HOME, HELP) if sore and snapshot.pain_before is not None else (HOME, HELP)
    at = page(theme, asks, theme.cue_px, (1, 2), info_share=0.62)
    return [
        headline(theme, at.head, text("blocked_red" if sore else "blocked_ask"), theme.cue_px),
        side_text(theme, at.body, text("red" if sore else "blocked_ask_do"),
                  theme.body_px if sore else round(theme.title_px * 0.84)),
        *foot(snapshot, theme, at, []),
    ]
