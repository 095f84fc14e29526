"""The table's word for what happened, given the facts."""

from dataclasses import replace

from mat.core import events as ev
from mat.core.happenings import FaultBegan, FaultOver, Happening, HouseRead, Recognised, Tick, Touch
from mat.core.session import Session
from mat.core.states import Input, State
from mat.core.states import Input as I

LET_GO_S = 1.2
"""A foot down for so long has ended the hold: the detection's grace of 0.8 s and a little."""

_DETECTED: dict[type, Input] = {
    ev.Arrived: I.ARRIVED, ev.NotSupine: I.NOT_SUPINE, ev.Lower: I.LOWER, FaultBegan: I.FAULT, ev.ZoneFault: I.FAULT,
}
_NEEDS: dict[str, Input] = {
    "who": I.ASK_WHO, "question": I.ASK_QUESTION, "confirm": I.ASK_CONFIRM, "blocked": I.BLOCK, "pain": I.ASK_PAIN,
}
_PLAIN: dict[str, Input] = {
    "stop": I.STOP, "home": I.HOME, "rest": I.REST, "next": I.NEXT, "offer:yes": I.ACCEPT, "offer:no": I.DECLINE,
}
_ON_THE_WAY = (I.GO_LYING, I.GO_UPRIGHT, I.GO_AWAY)
NAMED_FROM = 4
"""Pain from which a session has consequences: they must not fall on somebody the mat only guessed."""
AT_THE_SCREEN = ("question", "confirm", "blocked")
"""Whoever has walked up to the screen answers these there; the pain before is asked when they are on the mat."""
ASKING = {State.ARRIVED, State.WHO, State.QUESTION, State.CONFIRM, State.PAIN_BEFORE}
"""States from which the way leads on to whatever is to be asked next, and then to the exercise."""


def input_of(session: Session, happening: Happening) -> Input | None:
    """None for what no state cares about (most ticks). `session` knows the happening's facts already."""
    match happening:
        case Tick(t_s=t_s):
            return _in_time(session, t_s)
        case ev.Departed():
            return I.LEFT if session.opened and not session.ended else I.LEFT_UNUSED
        case ev.Supine():
            return _lay_down(session)
        case ev.Lift() if session.state is State.WHO and _who_is_missing(session):
            return None
        case ev.Lift():
            first = session.plan.stage == "both" and len(session.feet_up) == 1
            return I.LIFT_FIRST if first else I.LIFT
        case ev.Rep(valid=False) if session.state in (State.WAITING, State.PLAN, State.PROGRESS):
            return None  # nobody was asked for anything: no session begins with what was no stretch
        case ev.Rep():
            return I.LAST_REP if counted(session, happening).complete else I.REP
        case FaultOver():
            return _well(session)
        case Touch(intent=intent):
            return _touched(session, intent)
        case Recognised() | HouseRead():
            return None
    return _DETECTED.get(type(happening))


def counted(session: Session, rep: ev.Rep) -> Session:
    """The session with one more repetition, counted or partial."""
    if not rep.valid:
        return replace(session, partial=session.partial + 1)
    field = rep.kind.removeprefix("single_")
    return replace(session, **{field: getattr(session, field) + 1})


def onward(session: Session) -> Input:
    """What comes next on the way to the exercise."""
    if session.ended:
        return I.GO_ENDED
    need = session.prelude.need(session.home, session.lying)
    only_looking = need == "blocked" and session.state in (State.WAITING, State.WHO)
    if not session.on_mat and (need not in AT_THE_SCREEN or only_looking):
        return I.GO_AWAY
    if need is not None:
        return _NEEDS[need]
    return I.GO_LYING if session.lying else I.GO_UPRIGHT


def _in_time(session: Session, t_s: float) -> Input | None:
    state = session.state
    due = session.deadline_s is not None and t_s >= session.deadline_s
    if state is State.HOLD and session.held_s >= session.plan.hold_s:
        return I.HELD
    if session.paused_at_s is not None and t_s - session.paused_at_s > LET_GO_S and not session.feet_up:
        return I.LET_GO
    if state is State.READY and session.feet_up and due:
        return I.STAYS_UP
    if state is State.LIFT and _lies_still(session, t_s):
        return I.STILL
    if state is State.SUMMARY and session.offer is not None and not session.offer_done:
        return I.OFFERED
    at_once = due or session.lying
    if state is State.ARRIVED and (at_once or t_s - session.since_s >= session.timing.greet_s):
        asked = I.ASK_WHO if session.unknown and not session.lying else onward(session)
        return asked if at_once or asked not in _ON_THE_WAY else None
    if not due:
        return None
    if state is State.WHO and not session.ended and t_s - session.since_s >= session.timing.answer_s:
        return I.TIME_UP
    if state in (State.WHO, State.PAIN_BEFORE):
        return onward(_passed_over(session))
    return I.TIME_UP


def _lies_still(session: Session, t_s: float) -> bool:
    """In the middle of a set, asked for a knee: long enough for a question."""
    since_s = session.still_since_s
    return (session.opened and since_s is not None
            and t_s - max(since_s, session.since_s) >= session.timing.still_s)


def must_be_named(session: Session, pain: int) -> bool:
    """The mat only guesses whose session it was, and the pain has consequences."""
    return session.prelude.guessed and not session.prelude.said and pain >= NAMED_FROM


def _who_is_missing(session: Session) -> bool:
    return session.prelude.need(session.home, session.lying) == "who"


def _passed_over(session: Session) -> Session:
    """A question about pain that nobody answered is not asked a second time."""
    if session.state is not State.PAIN_BEFORE:
        return session
    return replace(session, prelude=replace(session.prelude, pain_asked=True))


def _lay_down(session: Session) -> Input:
    if session.stranger and session.state is not State.FAULT:
        return I.STRANGER
    return onward(session) if session.state in ASKING else I.SUPINE


def _well(session: Session) -> Input:
    if session.ended or (not session.on_mat and not session.opened):
        return I.WELL_EMPTY
    if not session.on_mat:
        return I.WELL_AWAY
    if session.stranger and session.lying:
        return I.STRANGER
    if not session.opened and (need := session.prelude.need(session.home, session.lying)) is not None:
        return _NEEDS[need]
    return I.WELL_LYING if session.lying else I.WELL_UPRIGHT


def _touched(session: Session, intent: str) -> Input | None:
    kind = intent.partition(":")[0]
    if kind == "person":
        asked = session.state in ASKING or session.state is State.WAITING
        return onward(session) if asked and session.prelude.said else None
    if intent in ("yes", "no", "question:back"):
        return onward(session) if session.state in ASKING else None
    if kind == "pain":
        if session.state is State.PAIN_BEFORE:
            return onward(session)
        told = intent.removeprefix("pain:")
        return I.ASK_WHO if session.unknown or (told != "skip" and must_be_named(session, int(told))) else I.ANSWER
    if intent == "change":
        return I.ASK_PAIN if session.state is State.BLOCKED and session.prelude.pain is not None else None
    if session.state is State.PAIN and intent in ("who", "plan", "progress"):
        return None
    if intent == "again":
        return I.AGAIN_LYING if session.lying else I.AGAIN
    if intent in ("plan", "progress"):
        if session.unknown:
            return I.ASK_WHO
        return I.SHOW_PLAN if intent == "plan" else I.SHOW_PROGRESS
    if intent == "who":
        return I.ASK_WHO
    return _PLAIN.get(intent)
