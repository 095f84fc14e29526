"""Lower: which foot goes back to the mat; perhaps a kind remark on how."""

from display.parts import Figure, Part
from display.parts.figure import STEPS
from display.screens.lift import risen
from display.screens.page import beside, cue_page, side_text
from display.screens.rest import remark
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def lower(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at, parts = cue_page(snapshot, theme, text(f"lower_cue_{snapshot.side or 'any'}"), 3)
    knee = 0 if theme.reduced_motion else STEPS - risen(snapshot.t_s)
    still_up = STEPS if snapshot.side is None else 0
    left, right = (knee, still_up) if snapshot.side == "left" else (still_up, knee)
    picture, words = beside(theme, at.body, 0.54) if snapshot.note else (at.body, at.body)
    parts.append(Figure(picture, left, right, active=snapshot.side or "both", arrow="down"))
    return [*parts, side_text(theme, words, remark(snapshot.note), theme.body_px)] if snapshot.note else parts
