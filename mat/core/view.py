"""From a session to what a screen may know."""

import math

from mat.core.session import Session
from mat.core.snapshot import PelvicSign, ScreenName, Snapshot
from mat.core.states import State
from mat.core.summary import DaySummary

SCREEN_OF: dict[State, ScreenName] = {
    State.WAITING: "home", State.ARRIVED: "welcome", State.LIE_DOWN: "lie_down", State.READY: "ready",
    State.LIFT: "lift", State.LIFT_OTHER: "lift", State.HOLD: "hold", State.LOWER: "lower", State.REST: "rest",
    State.PAUSED: "paused", State.STOPPED: "stop", State.DONE: "done", State.PAIN: "pain",
    State.SUMMARY: "summary", State.FAULT: "fault",
}
_EXERCISING = {State.READY, State.LIFT, State.LIFT_OTHER, State.HOLD, State.LOWER, State.REST}
_COUNTS_DOWN = {State.REST, State.PAUSED, State.LIFT_OTHER, State.PAIN}


def view(session: Session, t_s: float, day: DaySummary | None, pelvic_sign: PelvicSign | None = None,
         warning: str | None = None) -> Snapshot:
    """The snapshot at `t_s`. The hold is cut to a tenth of a second, so that a still screen stays the same."""
    state = session.state
    left = None
    if state in _COUNTS_DOWN and session.deadline_s is not None:
        left = float(max(1, math.ceil(session.deadline_s - t_s)))
    return Snapshot(
        screen=SCREEN_OF[state], t_s=t_s, plan=session.plan, side=session.side if state in _EXERCISING else None,
        second_leg=state is State.LIFT_OTHER, hold_s=round(min(session.held_s, session.plan.hold_s), 1),
        hold_paused=session.hold_paused, pelvic_sign=pelvic_sign if state is State.HOLD else None,
        reps_left=session.left, reps_right=session.right, reps_double=session.double, partial=session.partial,
        note=session.note, seconds_left=left, stopped_for_pain=session.stopped, pain=session.pain,
        foot_left_up="left" in session.feet_up, foot_right_up="right" in session.feet_up,
        day=day, fault=session.fault, warning=warning)
