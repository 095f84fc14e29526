"""How a session begins, begins anew and ends: what is opened once, closed once, and what survives in between."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mat.core.facts import seen_lying
from mat.core.happenings import Cue
from mat.core.prelude import Prelude
from mat.core.records import EndReason, Record, SessionEnded, SessionOpened, ToldToRest
from mat.core.safety import STOP_FROM
from mat.core.session import Session, Step

Action = Callable[[Session, Any], Step]


def open_(session: Session) -> tuple[Session, tuple[Record, ...]]:
    if session.opened:
        return session, ()
    sure = session.prelude.said or not session.home.people
    return replace(session, opened=True), (SessionOpened(session.arrived_s, session.plan, session.person, sure,
                                                         session.prelude.pain),)


def end(session: Session, t_s: float, because: EndReason) -> tuple[Session, tuple[Record, ...]]:
    """Ends what was opened, once."""
    if not session.opened or session.ended:
        return session, ()
    return replace(session, ended=True), (SessionEnded(t_s, because), *seen_lying(session, t_s))


def fresh(session: Session, t_s: float, prelude: Prelude | None = None) -> Session:
    """Nothing counted yet. What was settled before a session that has not begun stays settled."""
    kept = prelude or (Prelude() if session.opened else session.prelude)
    plan = kept.plan(session.house) if session.house is not None else session.plan
    return Session(plan, session.timing, session.house, kept, state=session.state, since_s=session.since_s,
                   arrived_s=t_s, on_mat=session.on_mat, lying=session.lying, away=session.away,
                   feet_up=session.feet_up)


def anew(*cues: Cue, forget: bool = False) -> Action:
    """A new beginning; whatever was still open is closed first."""
    def action(session: Session, happening: Any) -> Step:
        ended, records = end(session, happening.t_s, "left")
        return Step(fresh(ended, happening.t_s, Prelude() if forget else None), cues, records)
    return action


def await_arrival(session: Session, happening: Any) -> Step:
    """Nobody is on the mat: who was chosen, and what was answered, waits a while for them to step on."""
    begun = anew()(session, happening)
    settled = begun.session.prelude != Prelude()
    return replace(begun, session=replace(begun.session, deadline_s=happening.t_s + session.timing.answer_s
                                          if settled else None))


def leave_blocked(session: Session, happening: Any) -> Step:
    """The advice to rest is kept when the screen is left: until then a number touched by mistake can be changed."""
    advised = (session.prelude.pain or 0) >= STOP_FROM and not session.unknown
    gone = anew(forget=True)(session, happening)
    rest: tuple[Record, ...] = (ToldToRest(happening.t_s, session.person),) if advised else ()
    return replace(gone, records=(*rest, *gone.records))


def again(session: Session, happening: Any) -> Step:
    """The same person once more: only the pain is asked anew."""
    begun = anew("welcome")(session, happening)
    kept = replace(session.prelude, pain=None, pain_asked=False, resumes=None)
    now = fresh(begun.session, happening.t_s, kept)
    return replace(begun, session=replace(now, kit=session.kit, shares=session.shares))


def stranger(session: Session, happening: Any) -> Step:
    """Somebody else lies there: the first one's session ends as it is, and what follows waits for a name."""
    ended, records = end(replace(session, shares=()), happening.t_s, "left")  # what lies there now is somebody else
    left = max(1, session.plan.reps_per_side - min(session.left, session.right) - session.double)
    resumes = (session.person, replace(session.plan, reps_per_side=left)) if session.person is not None else None
    now = fresh(ended, happening.t_s, Prelude(pain_asked=True, resumes=resumes))
    return Step(replace(now, kit=session.kit, shares=session.shares), ("prompt",), records)
