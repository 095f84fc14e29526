"""Lower: which foot goes back to the mat; perhaps a kind remark on how."""

from display.parts import Part
from display.screens.movement import figure
from display.screens.page import beside, cue_page, side_text
from display.screens.rest import remark
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def lower(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at, parts = cue_page(snapshot, theme, text(f"lower_cue_{snapshot.side or 'any'}"), 3)
    picture, words = beside(theme, at.body, 0.54) if snapshot.note else (at.body, at.body)
    parts.append(figure(snapshot, theme, picture, "down"))
    return [*parts, side_text(theme, words, remark(snapshot.note), theme.body_px)] if snapshot.note else parts
