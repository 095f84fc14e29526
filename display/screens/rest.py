"""Rest: the seconds until the next stretch, what comes next, or a kind remark on the last one."""

from display.parts import Part
from display.screens.movement import figure
from display.screens.page import beside, cue_page, side_text
from display.screens.ring import numbered_ring
from display.texts import text
from display.theme import SIDE_COLOUR, Theme
from mat.core.snapshot import Snapshot


def rest(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at, parts = cue_page(snapshot, theme, text("rest_cue"))
    words = remark(snapshot.note) if snapshot.note else text(_next(snapshot))
    if snapshot.seconds_left is None:
        return [*parts, side_text(theme, at.body, words, theme.title_px)]
    picture, beside_it = beside(theme, at.body, 0.55 if theme.portrait else at.body.h / at.body.w)
    share = snapshot.seconds_left / snapshot.plan.rest_s
    calm = list[Part]()
    if not snapshot.note:
        beside_it, below = beside_it.cut_top(round(beside_it.h * 0.42), theme.gap)
        calm = [figure(snapshot, theme, below)]
    return [*parts, *numbered_ring(theme, picture, share, snapshot.seconds_left, SIDE_COLOUR[snapshot.side]),
            *calm, side_text(theme, beside_it, words, theme.title_px)]


def _next(snapshot: Snapshot) -> str:
    if snapshot.plan.stage == "both":
        return "rest_next_both"
    return f"rest_next_{snapshot.side}" if snapshot.side else "rest_do"


def remark(note: str) -> str:
    """The kind sentence of a note; the towel's is that of the summary."""
    return text("towel" if note == "note_towel" else note)
