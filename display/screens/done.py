"""Done: all stretches are made; how to get up."""

from display.parts import Part
from display.screens.page import HELP, feet, foot, headline, page, side_text
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def done(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (HELP,), theme.cue_px, (1, 2))
    return [
        headline(theme, at.head, text("done_cue"), theme.cue_px),
        side_text(theme, at.body, text("up"), round(theme.title_px * (1.2 if theme.portrait else 0.84))),
        *foot(snapshot, theme, at, feet(snapshot, theme, at.info)),
    ]
