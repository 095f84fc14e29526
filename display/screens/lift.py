"""Lift: which knee comes up now. The figure shows the movement until the knee moves, then follows it."""

from display.parts import Part
from display.screens.movement import figure
from display.screens.page import cue_page
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def lift(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at, parts = cue_page(snapshot, theme, _cue(snapshot), 2)
    return [*parts, figure(snapshot, theme, at.body, "up")]


def _cue(snapshot: Snapshot) -> str:
    which = f"second_{snapshot.side}" if snapshot.second_leg and snapshot.side else snapshot.side or "any"
    return text(f"lift_cue_{which}")
