"""Lift: which knee comes up now. The figure shows the movement, over and over, slowly."""

from display.parts import Figure, Part
from display.parts.figure import STEPS
from display.screens.page import cue_page
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot

CYCLE_S, RISE_S = 4.5, 2.0
"""The figure's knee rises within 2 s, as a person's does, and stays up for the rest of the cycle."""


def lift(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at, parts = cue_page(snapshot, theme, _cue(snapshot), 2)
    knee = STEPS if theme.reduced_motion else risen(snapshot.t_s)
    left, right = _knees(snapshot, knee)
    return [*parts, Figure(at.body, left, right, active=snapshot.side or "both", arrow="up")]


def risen(t_s: float) -> int:
    """How far the figure's knee is up at this moment: slow at both ends, 0 to STEPS."""
    share = min(1.0, t_s % CYCLE_S / RISE_S)
    return round(STEPS * share * share * (3 - 2 * share))


def _cue(snapshot: Snapshot) -> str:
    which = f"second_{snapshot.side}" if snapshot.second_leg and snapshot.side else snapshot.side or "any"
    return text(f"lift_cue_{which}")


def _knees(snapshot: Snapshot, knee: int) -> tuple[int, int]:
    """The meant knee moves; in the two-legged stretch the other one is already up."""
    other = STEPS if snapshot.second_leg else 0
    return (knee, other) if snapshot.side == "left" else (other, knee)
