"""The session as a machine you can see: the table of states.py, and what each step does.

`step(session, event)` is pure: it returns the next session, the cues to show and sound, and the records to
keep. Detection events, touches, faults and the passing of time all come in here; nothing else moves a session.
Repetitions are counted in every state: a rep that was seen is never lost to the state it came in.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from mat.core import events as ev
from mat.core.exercise import Plan, next_side
from mat.core.records import EndReason, PainTold, Record, RepDone, SessionEnded, SessionOpened
from mat.core.snapshot import FaultNote
from mat.core.states import TABLE, Input, State
from mat.core.states import Input as I
from mat.core.states import State as S
from mat.core.zones import Side

# -- what comes in beside the detection's events --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""

    t_s: float


@dataclass(frozen=True, slots=True)
class Touch:
    """Something was touched or pressed: "stop", "home", "again", "pain:3", "pain:skip"."""

    t_s: float
    intent: str


@dataclass(frozen=True, slots=True)
class FaultBegan:
    """A part of the machine fails; detection pauses until FaultOver."""

    t_s: float
    note: FaultNote


@dataclass(frozen=True, slots=True)
class FaultOver:
    t_s: float


Happening = ev.Event | Tick | Touch | FaultBegan | FaultOver
Cue = Literal["welcome", "go", "release", "rep", "partial", "stop", "done", "prompt", "fault"]


LET_GO_S = 1.2
"""A foot down for so long has ended the hold: the detection's grace of 0.8 s and a little."""


@dataclass(frozen=True)
class Timing:
    """How long states last, seconds. `approach_s`: from the foot leaving to the knee held (1.2 s in the median)."""

    welcome_s: float = 6.0
    ready_s: float = 2.0
    approach_s: float = 1.2
    other_leg_s: float = 4.0
    answer_s: float = 120.0
    come_back_s: float = 120.0
    prompt_s: float = 20.0
    done_s: float = 5.0
    stopped_s: float = 8.0
    summary_s: float = 45.0


@dataclass(frozen=True)
class Session:
    """The whole state of the kiosk's one session. Times are the samples' seconds."""

    plan: Plan
    timing: Timing = Timing()
    state: State = State.WAITING
    since_s: float = 0.0
    deadline_s: float | None = None
    prompt_at_s: float | None = None
    arrived_s: float = 0.0
    on_mat: bool = False
    lying: bool = False
    opened: bool = False
    ended: bool = False
    left: int = 0
    right: int = 0
    double: int = 0
    partial: int = 0
    side: Side | None = None
    feet_up: frozenset[Side] = frozenset()
    held_s: float = 0.0
    held_until_s: float | None = None
    """The time up to which `held_s` has been counted; None while the hold's clock stands."""
    paused_at_s: float | None = None
    """When a foot touched down in the hold; None otherwise."""
    note: str | None = None
    pain: int | None = None
    stopped: bool = False
    fault: FaultNote | None = None

    @property
    def hold_paused(self) -> bool:
        return self.state is State.HOLD and self.held_until_s is None


@dataclass(frozen=True)
class Step:
    """What one happening led to."""

    session: Session
    cues: tuple[Cue, ...] = ()
    records: tuple[Record, ...] = ()


_DETECTED: dict[type, Input] = {
    ev.Arrived: I.ARRIVED, ev.Supine: I.SUPINE, ev.NotSupine: I.NOT_SUPINE, ev.Lower: I.LOWER,
    FaultBegan: I.FAULT,
}


def step(session: Session, happening: Happening) -> Step:
    """One happening, one step. An input the table ignores changes only the plain facts (who lies, which feet)."""
    now = _facts(session, happening)
    word = _input_of(now, happening)
    if word is None:
        return _prompted(now, happening.t_s) if isinstance(happening, Tick) else Step(now)
    entry = TABLE[now.state].get(word)
    if entry is None:
        return Step(now)
    following, action = entry
    done = ACTIONS[action](now, happening)
    return replace(done, session=_enter(done.session, following, happening.t_s))


def _facts(session: Session, happening: Happening) -> Session:
    """What is true whatever the state: presence, posture, feet, and how long the hold has lasted."""
    match happening:
        case ev.Arrived():
            return replace(session, on_mat=True)
        case ev.Departed():
            return replace(session, on_mat=False, lying=False, feet_up=frozenset())
        case ev.Supine():
            return replace(session, lying=True, feet_up=frozenset())
        case ev.NotSupine():
            return replace(session, lying=False, feet_up=frozenset())
        case ev.Lift(side=side):
            return replace(session, feet_up=session.feet_up | {side})
        case ev.Lower(side=side):
            return replace(session, feet_up=session.feet_up - {side})
        case ev.ZoneFault() | FaultBegan():
            return replace(session, feet_up=frozenset())
        case Tick(t_s=t_s) if session.state is State.HOLD and session.held_until_s is not None:
            gained = max(0.0, t_s - session.held_until_s)
            return replace(session, held_s=session.held_s + gained, held_until_s=max(t_s, session.held_until_s))
    return session


def _input_of(session: Session, happening: Happening) -> Input | None:
    """The table's word for what happened; None for what no state cares about (most ticks)."""
    match happening:
        case Tick(t_s=t_s):
            if session.state is State.HOLD and session.held_s >= session.plan.hold_s:
                return I.HELD
            if session.paused_at_s is not None and t_s - session.paused_at_s > LET_GO_S and not session.feet_up:
                return I.LET_GO
            if session.state is State.READY and session.feet_up and t_s >= (session.deadline_s or t_s):
                return I.STAYS_UP
            return I.TIME_UP if session.deadline_s is not None and t_s >= session.deadline_s else None
        case ev.Departed():
            return I.LEFT if session.opened and not session.ended else I.LEFT_UNUSED
        case ev.Lift():
            first = session.plan.stage == "both" and len(session.feet_up) == 1
            return I.LIFT_FIRST if first else I.LIFT
        case ev.Rep(valid=False) if session.state is State.WAITING:
            return None  # nobody was asked for anything: no session begins with what was no stretch
        case ev.Rep():
            return I.LAST_REP if _complete(_counted(session, happening)) else I.REP
        case ev.ZoneFault():
            return I.FAULT
        case FaultOver():
            return _well(session)
        case Touch(intent=intent):
            return _touched(session, intent)
    return _DETECTED.get(type(happening))


def _well(session: Session) -> Input:
    if session.ended or (not session.on_mat and not session.opened):
        return I.WELL_EMPTY
    if not session.on_mat:
        return I.WELL_AWAY
    return I.WELL_LYING if session.lying else I.WELL_UPRIGHT


def _touched(session: Session, intent: str) -> Input | None:
    if intent.startswith("pain:"):
        return I.ANSWER
    if intent == "again":
        return I.AGAIN_LYING if session.lying else I.AGAIN
    return {"stop": I.STOP, "home": I.HOME}.get(intent)


def _complete(session: Session) -> bool:
    plan = session.plan
    if plan.stage == "both":
        return session.double >= plan.reps_per_side
    return next_side(plan, session.left + session.double, session.right + session.double) is None


def _counted(session: Session, rep: ev.Rep) -> Session:
    if not rep.valid:
        return replace(session, partial=session.partial + 1)
    field = rep.kind.removeprefix("single_")
    return replace(session, **{field: getattr(session, field) + 1})


def _next_knee(session: Session) -> Side | None:
    if session.plan.stage == "both":
        return "left"
    return next_side(session.plan, session.left + session.double, session.right + session.double) or "left"


_LASTS: dict[State, Callable[[Session], float | None]] = {
    S.WAITING: lambda s: None,
    S.ARRIVED: lambda s: s.timing.welcome_s,
    S.LIE_DOWN: lambda s: s.timing.answer_s,
    S.READY: lambda s: s.timing.ready_s,
    S.LIFT: lambda s: s.timing.answer_s,
    S.LIFT_OTHER: lambda s: s.timing.other_leg_s,
    S.HOLD: lambda s: s.plan.hold_s + 60.0,
    S.LOWER: lambda s: s.timing.answer_s,
    S.REST: lambda s: s.plan.rest_s,
    S.PAUSED: lambda s: s.timing.come_back_s,
    S.STOPPED: lambda s: s.timing.stopped_s,
    S.DONE: lambda s: s.timing.done_s,
    S.PAIN: lambda s: s.timing.answer_s,
    S.SUMMARY: lambda s: s.timing.summary_s,
    S.FAULT: lambda s: s.timing.come_back_s if s.opened and not s.ended else None,
}
_PROMPTED = {S.LIE_DOWN, S.LIFT, S.LOWER, S.PAIN, S.PAUSED}


def _enter(session: Session, following: State, t_s: float) -> Session:
    """Into a state: its clock starts anew, except where an input leads back into the same state."""
    if following is session.state:
        return session
    lasts = _LASTS[following](session)
    return replace(session, state=following, since_s=t_s, paused_at_s=None,
                   deadline_s=None if lasts is None else t_s + lasts,
                   prompt_at_s=t_s + session.timing.prompt_s if following in _PROMPTED else None)


def _prompted(session: Session, t_s: float) -> Step:
    """What the state wants is said again when its time has come, and then once every prompt's time."""
    if session.prompt_at_s is None or t_s < session.prompt_at_s:
        return Step(session)
    said: Cue = "release" if session.state is State.LOWER else "prompt"
    return Step(replace(session, prompt_at_s=t_s + session.timing.prompt_s), (said,))


# -- actions: each returns the session before it enters its next state ----------------------------------


def _open(session: Session) -> tuple[Session, tuple[Record, ...]]:
    if session.opened:
        return session, ()
    return replace(session, opened=True), (SessionOpened(session.arrived_s, session.plan),)


def _end(session: Session, t_s: float, because: EndReason) -> tuple[Session, tuple[Record, ...]]:
    """Ends what was opened, once."""
    if not session.opened or session.ended:
        return session, ()
    return replace(session, ended=True), (SessionEnded(t_s, because),)


def _fresh(session: Session, t_s: float) -> Session:
    return Session(session.plan, session.timing, state=session.state, since_s=session.since_s, arrived_s=t_s,
                   on_mat=session.on_mat, lying=session.lying, feet_up=session.feet_up)


def _anew(*cues: Cue) -> Callable[[Session, Any], Step]:
    """A new beginning; whatever was still open is closed first."""
    def action(session: Session, happening: Any) -> Step:
        ended, records = _end(session, happening.t_s, "left")
        return Step(_fresh(ended, happening.t_s), cues, records)
    return action


def _begin_lying(session: Session, happening: Any) -> Step:
    """Somebody lies there already: after "again", or after the screen had gone back to waiting."""
    begun = _anew("welcome")(session, happening)
    return replace(begun, session=_ready(begun.session, happening).session)


def _ready(session: Session, happening: Any) -> Step:
    return Step(replace(session, side=_next_knee(session), note=None, fault=None))


def _ask(session: Session, happening: Any) -> Step:
    return Step(replace(session, fault=None), ("prompt",))


def _ask_lift(session: Session, happening: Any) -> Step:
    return Step(replace(session, side=_next_knee(session), note=None), ("go",))


def _ask_again(session: Session, happening: Any) -> Step:
    return Step(replace(session, side=_next_knee(session)))


def _first_leg(session: Session, happening: Any) -> Step:
    other: Side = "right" if happening.side == "left" else "left"
    return Step(replace(session, side=other, note=None, held_s=0.0, held_until_s=None))


def _hold(session: Session, happening: Any) -> Step:
    start = happening.t_s + session.timing.approach_s
    side = next(iter(session.feet_up)) if len(session.feet_up) == 1 else None
    return Step(replace(session, side=side, note=None, held_s=0.0, held_until_s=start, paused_at_s=None))


def _settle(session: Session, happening: Any) -> Step:
    """Feet are being put where they shall lie: the wait for the first cue begins anew."""
    return Step(replace(session, deadline_s=happening.t_s + session.timing.ready_s))


def _hold_late(session: Session, happening: Any) -> Step:
    """That was no settling: the knee is up and stays there."""
    held = _hold(session, happening)
    return replace(held, session=replace(held.session, held_until_s=happening.t_s))


def _touch_down(session: Session, happening: Any) -> Step:
    return Step(replace(session, held_until_s=None, paused_at_s=happening.t_s))


def _hold_on(session: Session, happening: Any) -> Step:
    """A foot went up again, or the other one followed: the clock goes on. The other knee alone begins anew."""
    if session.paused_at_s is not None and session.side not in (None, happening.side) and len(session.feet_up) == 1:
        return _hold(session, happening)
    start = session.held_until_s if session.held_until_s is not None else happening.t_s
    side = None if len(session.feet_up) == 2 else session.side
    return Step(replace(session, held_until_s=start, paused_at_s=None, side=side))


def _release(session: Session, happening: Any) -> Step:
    return Step(session, ("release",))


def _count(session: Session, happening: Any) -> Step:
    rep: ev.Rep = happening
    session, opened = _open(session)
    counted = _counted(session, rep)
    note = None if rep.valid else "note_short" if rep.reason and rep.reason.startswith("held") else "note_not_counted"
    if rep.simultaneous:
        note = "note_both_at_once"
    counted = replace(counted, note=note, side=_next_knee(counted))
    return Step(counted, ("rep",) if rep.valid else ("partial",), (*opened, RepDone(rep.t_s, rep)))


def _count_anew(session: Session, happening: Any) -> Step:
    """A stretch nobody announced: after the summary had gone, or after a restart with a person on the mat."""
    return _count(_fresh(session, happening.start_s), happening)


def _complete_set(session: Session, happening: Any) -> Step:
    counted = _count(session, happening)
    ended, records = _end(counted.session, happening.t_s, "done")
    return Step(ended, (*counted.cues, "done"), (*counted.records, *records))


def _finish(because: EndReason, *cues: Cue) -> Callable[[Session, Any], Step]:
    def action(session: Session, happening: Any) -> Step:
        ended, records = _end(session, happening.t_s, because)
        return Step(ended, cues, records)
    return action


def _stop(session: Session, happening: Any) -> Step:
    """A stop is kept even when nothing was counted yet."""
    opened, first = _open(session)
    ended, last = _end(opened, happening.t_s, "stopped")
    return Step(replace(ended, stopped=True), ("stop",), (*first, *last))


def _pause(session: Session, happening: Any) -> Step:
    return Step(replace(session, fault=None, held_until_s=None), ("prompt",))


def _sat_up(session: Session, happening: Any) -> Step:
    return Step(replace(session, held_until_s=None), ("prompt",))


def _answer(session: Session, happening: Any) -> Step:
    told = happening.intent.removeprefix("pain:")
    pain = None if told == "skip" else int(told)
    records = (PainTold(happening.t_s, pain),) if session.opened else ()
    return Step(replace(session, pain=pain), (), records)


def _show(session: Session, happening: Any) -> Step:
    return Step(session)


def _fault(session: Session, happening: Any) -> Step:
    note = happening.note if isinstance(happening, FaultBegan) else FaultNote("fault_zone", happening.zone,
                                                                              happening.fault)
    return Step(replace(session, fault=note, held_until_s=None), ("fault",) if session.fault is None else ())


ACTIONS: dict[str, Callable[[Session, Any], Step]] = {
    "welcome": _anew("welcome"), "begin_lying": _begin_lying, "ready": _ready, "ask": _ask, "ask_lift": _ask_lift,
    "ask_again": _ask_again, "first_leg": _first_leg, "hold": _hold, "settle": _settle,
    "hold_late": _hold_late, "touch_down": _touch_down,
    "hold_on": _hold_on, "release": _release, "count": _count, "count_anew": _count_anew,
    "complete": _complete_set, "give_up": _finish("gave_up", "prompt"), "left_for_good": _finish("left"),
    "close_in_fault": _finish("fault"), "stop": _stop, "pause": _pause, "come_back": _ask, "sat_up": _sat_up,
    "ask_pain": _finish("done", "prompt"), "answer": _answer, "show": _show, "again": _anew("welcome"),
    "forget": _anew(), "fault": _fault,
}
