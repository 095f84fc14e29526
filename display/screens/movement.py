"""How the figure moves: it leads the movement while the mat waits for it, and follows the body once it has begun."""

from display.boxes import Box
from display.parts import Figure
from display.parts.figure import ASPECT, Way
from display.texts import text
from display.theme import Theme
from mat.core.pose import STEPS
from mat.core.snapshot import Snapshot
from mat.core.zones import SIDES, Side

RISE_S, PULL_S, UP_S, FALL_S, DOWN_S = 2.0, 0.8, 1.0, 1.4, 0.6
"""The knee comes up, the pull lifts the pelvis, both stay for a moment, the foot comes down, lies for a moment."""
CYCLE_S = RISE_S + PULL_S + UP_S + FALL_S + DOWN_S
PULL_STEPS = 4
"""The pelvis moves little, so few pictures of it are enough."""


def figure(snapshot: Snapshot, theme: Theme, box: Box, way: Way | None = None) -> Figure:
    """The figure on `box`: with a way it leads while the body waits, otherwise it stands as the body is measured."""
    left, right, pelvis = snapshot.knee_left, snapshot.knee_right, snapshot.pelvis
    if way == "up":
        left, right, pelvis = _leading_up(snapshot, theme)
    elif way == "down":
        left, right, pelvis = _leading_down(snapshot, theme)
    asked = way is not None or snapshot.screen in ("hold", "emergency")
    active = (snapshot.side or "both") if asked else None
    letters = (text("letter_left"), text("letter_right")) if active else ("", "")
    return Figure(box.fit(ASPECT), left, right, pelvis, active, way, letters)


def _leading_up(snapshot: Snapshot, theme: Theme) -> tuple[int, int, int]:
    """The meant knee leads until it has left the mat; the other one is where it is, or already up."""
    side = _moving(snapshot)
    knees = {one: _knee(snapshot, one) for one in SIDES}
    other = _other(side)
    if snapshot.second_leg:
        knees[other] = knees[other] or STEPS
    waits = not knees[side] and (snapshot.side is not None or not knees[other])
    if waits:
        knees[side], pelvis = (STEPS, STEPS) if theme.reduced_motion else leading(snapshot.since_s)
        return knees["left"], knees["right"], pelvis
    return knees["left"], knees["right"], snapshot.pelvis


def _leading_down(snapshot: Snapshot, theme: Theme) -> tuple[int, int, int]:
    """The meant foot leads while it is up; then the figure follows the body."""
    side = _moving(snapshot)
    knees = {one: STEPS if _up(snapshot, one) else _knee(snapshot, one) for one in SIDES}
    if _up(snapshot, side):
        knees[side] = 0 if theme.reduced_motion else leading(snapshot.since_s + RISE_S + PULL_S + UP_S / 2)[0]
    return knees["left"], knees["right"], 0


def leading(since_s: float) -> tuple[int, int]:
    """Knee and pelvis of the leading figure at this moment, each 0 to STEPS."""
    t_s = since_s % CYCLE_S
    fallen_s = t_s - RISE_S - PULL_S - UP_S
    knee = _eased(t_s / RISE_S) if fallen_s < 0 else STEPS - _eased(fallen_s / FALL_S)
    pulled = min(1.0, max(0.0, (t_s - RISE_S) / PULL_S)) if fallen_s < 0 else 0.0
    return knee, round(PULL_STEPS * pulled) * STEPS // PULL_STEPS


def _moving(snapshot: Snapshot) -> Side:
    """The side that moves; with both legs and neither named, the one that does so already, or the right one."""
    if snapshot.side is not None:
        return snapshot.side
    if snapshot.screen == "lower":
        return "right" if _up(snapshot, "right") or not _up(snapshot, "left") else "left"
    return "left" if _knee(snapshot, "left") and not _knee(snapshot, "right") else "right"


def _knee(snapshot: Snapshot, side: Side) -> int:
    return snapshot.knee_left if side == "left" else snapshot.knee_right


def _up(snapshot: Snapshot, side: Side) -> bool:
    return snapshot.foot_left_up if side == "left" else snapshot.foot_right_up


def _other(side: Side) -> Side:
    return "right" if side == "left" else "left"


def _eased(share: float) -> int:
    """Slow at both ends, as limbs move."""
    share = min(1.0, max(0.0, share))
    return round(STEPS * share * share * (3 - 2 * share))
