"""Lower: which foot goes back to the mat."""

from display.parts import Figure, Part
from display.parts.figure import STEPS
from display.screens.lift import risen
from display.screens.page import cue_page
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def lower(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at, parts = cue_page(snapshot, theme, text(f"lower_cue_{snapshot.side or 'any'}"), 3)
    knee = 0 if theme.reduced_motion else STEPS - risen(snapshot.t_s)
    still_up = STEPS if snapshot.side is None else 0
    left, right = (knee, still_up) if snapshot.side == "left" else (still_up, knee)
    return [*parts, Figure(at.body, left, right, active=snapshot.side or "both", arrow="down")]
