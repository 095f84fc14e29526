"""From a session to what a screen may know."""

import math

from mat.core.pose import REST, Pose
from mat.core.safety import QUESTIONS
from mat.core.session import Session
from mat.core.snapshot import PelvicSign, ScreenName, Snapshot
from mat.core.states import State
from mat.core.summary import DaySummary

SCREEN_OF: dict[State, ScreenName] = {
    State.WAITING: "home", State.PLAN: "plan", State.PROGRESS: "progress", State.ARRIVED: "welcome",
    State.WHO: "who", State.QUESTION: "question", State.CONFIRM: "confirm", State.BLOCKED: "blocked",
    State.PAIN_BEFORE: "pain_before", State.LIE_DOWN: "lie_down", State.READY: "ready", State.LIFT: "lift",
    State.LIFT_OTHER: "lift", State.HOLD: "hold", State.LOWER: "lower", State.REST: "rest",
    State.ASK_STOP: "ask_stop", State.PAUSED: "paused", State.STOPPED: "stop", State.DONE: "done",
    State.SIT: "sit", State.PAIN: "pain", State.OFFER: "offer", State.SUMMARY: "summary", State.FAULT: "fault",
}
_EXERCISING = {State.READY, State.LIFT, State.LIFT_OTHER, State.HOLD, State.LOWER, State.REST, State.ASK_STOP}
_COUNTS_DOWN = {State.REST, State.PAUSED, State.LIFT_OTHER, State.PAIN, State.ASK_STOP}


def view(session: Session, t_s: float, day: DaySummary | None, pelvic_sign: PelvicSign | None = None,
         warning: str | None = None, pose: Pose = REST, loaded: bool = False) -> Snapshot:
    """The snapshot at `t_s`. The hold is cut to a tenth of a second, so that a still screen stays the same."""
    state, prelude = session.state, session.prelude
    known = prelude.known(session.home)
    return Snapshot(
        screen=SCREEN_OF[state], t_s=t_s, since_s=max(0.0, t_s - session.since_s),
        plan=session.plan if session.draft is None else session.draft,
        side=session.side if state in _EXERCISING else None,
        second_leg=state is State.LIFT_OTHER, hold_s=round(min(session.held_s, session.plan.hold_s), 1),
        hold_paused=session.hold_paused, pelvic_sign=pelvic_sign if state is State.HOLD else None,
        reps_left=session.left, reps_right=session.right, reps_double=session.double, partial=session.partial,
        note=session.note, seconds_left=_seconds_left(session, t_s),
        stopped_for_pain=session.stopped and session.light == "red", pain=session.pain,
        foot_left_up="left" in session.feet_up, foot_right_up="right" in session.feet_up,
        day=day, fault=session.fault, warning=warning, people=session.home.profiles, person=session.profile,
        guessed=prelude.guessed and not prelude.said, unknown=session.unknown,
        question=QUESTIONS[min(prelude.question, len(QUESTIONS) - 1)] if state is State.QUESTION else None,
        question_number=prelude.question + 1, question_total=len(QUESTIONS),
        offer=session.offer if state is State.OFFER else None, gate_days=known.gate_days, both_open=known.both_open,
        pain_before=prelude.pain, light=session.light, lying=session.lying,
        outlook=known.outlook, knee_left=pose.left, knee_right=pose.right, pelvis=pose.pelvis, loaded=loaded)


def _seconds_left(session: Session, t_s: float) -> float | None:
    """Until the screen moves on; getting up is counted only once somebody sits."""
    down = session.state in _COUNTS_DOWN or (session.state is State.SIT and not session.lying)
    if not down or session.deadline_s is None:
        return None
    return float(max(1, math.ceil(session.deadline_s - t_s)))
