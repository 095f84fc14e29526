"""What is true whatever the state: who lies, which feet are up, how long the hold has lasted, who it is, what was
answered. Nothing here moves a session from one state to another."""

from dataclasses import replace

from mat.core import events as ev
from mat.core.consequences import of_pain
from mat.core.draft import adjusted
from mat.core.flight import TOGETHER_S
from mat.core.happenings import FaultBegan, Happening, HouseRead, Recognised, Tick, Touch
from mat.core.identity import somebody_else
from mat.core.records import AnswerGiven, Assigned, PatternSeen, Record
from mat.core.safety import CONFIRMED, QUESTIONS
from mat.core.session import Session
from mat.core.states import State
from mat.core.zones import Side

BEFORE = {State.WAITING, State.PROGRESS, State.PLAN, State.ARRIVED, State.WHO, State.QUESTION, State.CONFIRM,
          State.PAIN_BEFORE, State.BLOCKED}
"""States before a session's first instruction: there a person's plan can still be put in force."""
GUEST = "guest"


def noted(session: Session, happening: Happening) -> tuple[Session, tuple[Record, ...]]:
    """The session with the plain facts of what happened, and what of them is to be kept."""
    match happening:
        case Touch(intent=intent):
            return _touched(session, happening.t_s, intent)
        case HouseRead(house=house):
            return _at_home(replace(session, house=house)), ()
        case Recognised():
            return _recognised(session, happening), ()
        case Tick():
            return _time(session, happening), ()
    return _body(session, happening), ()


def _body(session: Session, happening: Happening) -> Session:
    match happening:
        case ev.Arrived(t_s=t_s):
            # whoever walks up while something is asked has no other beginning
            return replace(session, on_mat=True, away=True, arrived_s=session.arrived_s if session.opened else t_s)
        case ev.Departed():
            return replace(session, on_mat=False, lying=False, away=True, feet_up=frozenset(), still_since_s=None)
        case ev.Supine():
            return replace(session, lying=True, away=False, feet_up=frozenset(), coach=session.coach.moved())
        case ev.NotSupine():
            return replace(session, lying=False, feet_up=frozenset(), still_since_s=None)
        case ev.Bridge():
            return replace(session, coach=session.coach.moved())
        case ev.Lift(side=side, at_s=at_s):
            return replace(session, feet_up=session.feet_up | {side}, last_lift=(side, at_s), still_since_s=None,
                           together=_at_once(session.last_lift, side, at_s) or (session.together
                                                                              and bool(session.feet_up)))
        case ev.Lower(side=side, at_s=at_s):
            return replace(session, feet_up=session.feet_up - {side}, last_lower=(side, at_s),
                           lowered_together=_at_once(session.last_lower, side, at_s))
        case ev.ZoneFault() | FaultBegan():
            return replace(session, feet_up=frozenset(), still_since_s=None)
    return session


def _at_once(last: tuple[Side, float] | None, side: Side, at_s: float) -> bool:
    return last is not None and last[0] != side and abs(at_s - last[1]) <= TOGETHER_S


def _time(session: Session, tick: Tick) -> Session:
    if session.state is State.HOLD and session.held_until_s is not None:
        gained = max(0.0, tick.t_s - session.held_until_s)
        return replace(session, held_s=session.held_s + gained, held_until_s=max(tick.t_s, session.held_until_s))
    if session.state is State.LIFT:
        still = tick.still and not session.feet_up
        since_s = (session.still_since_s or tick.t_s) if still else None
        return session if since_s == session.still_since_s else replace(session, still_since_s=since_s)
    return session


# -- who it is ------------------------------------------------------------------------------------------


def _at_home(session: Session) -> Session:
    """The people's plans may have changed; a session that has begun keeps its own. Somebody may be gone."""
    known = {profile.id for profile in session.home.profiles}
    if session.person is not None and session.person not in known and not session.opened:
        session = replace(session, prelude=replace(session.prelude, person=None, said=False, guessed=False))
    done = session.state is State.SUMMARY and not session.unknown
    if done and session.offer is None and not session.offer_done:  # not before the pain is known and stored
        session = replace(session, offer=session.home.of(session.person).offer)
    return _planned(session)


def _planned(session: Session) -> Session:
    if session.opened or session.state not in BEFORE or session.house is None:
        return session
    return replace(session, plan=session.prelude.plan(session.home))


def _recognised(session: Session, seen: Recognised) -> Session:
    """Whoever has just lain down. A name that was touched is believed."""
    back = session.away and session.opened and not session.ended
    stranger = back and bool(session.home.people) and bool(session.shares) and somebody_else(session.shares,
                                                                                           seen.shares)
    if back and not stranger:
        return session
    session = replace(session, kit=seen.kit, shares=seen.shares, stranger=stranger)
    return session if stranger else _suggested(session, seen)


def _suggested(session: Session, seen: Recognised) -> Session:
    guess = seen.guess
    unsure = not guess.sure or guess.person is None or guess.person in session.prelude.denied
    if session.prelude.said or unsure or guess.person is None or session.opened:
        return session
    return _planned(replace(session, prelude=session.prelude.suggested(guess.person)))


def _chosen(session: Session, t_s: float, who: str) -> tuple[Session, tuple[Record, ...]]:
    """A name was touched. What was stored already goes over to it."""
    person = None if who == GUEST else who
    if person is not None and person not in {profile.id for profile in session.home.profiles}:
        return session, ()
    moved = person != session.person or not session.prelude.said
    now = _planned(replace(session, prelude=session.prelude.chosen(person)))
    if not session.opened:
        return now, ()
    records: tuple[Record, ...] = (Assigned(t_s, person),) if moved else ()
    if session.ended and moved:
        now, followed = of_pain(replace(now, offer=None, offer_done=False), t_s)
        records += (*seen_lying(now, t_s), *followed)
    return now, records


def _not_me(session: Session, t_s: float) -> tuple[Session, tuple[Record, ...]]:
    """What was filed under a guess is nobody's until somebody says whose it is."""
    prelude = session.prelude.not_me()
    if prelude == session.prelude:
        return session, ()
    now = _planned(replace(session, prelude=prelude, offer=None))
    return now, (Assigned(t_s, None),) if session.opened else ()


def seen_lying(session: Session, t_s: float) -> tuple[Record, ...]:
    """How a person lay whose name is certain; from a guess nothing is learned."""
    person = session.person
    if person is None or not session.prelude.said or not session.shares:
        return ()
    return (PatternSeen(t_s, person, session.kit, session.shares),)


# -- answers --------------------------------------------------------------------------------------------


def _touched(session: Session, t_s: float, intent: str) -> tuple[Session, tuple[Record, ...]]:
    kind, _, told = intent.partition(":")
    if kind == "person" and session.state in (State.WHO, State.WAITING):
        return _chosen(session, t_s, told)
    if kind == "pain" and session.state is State.PAIN_BEFORE:
        return _pain_before(session, t_s, told)
    if intent == "question:back" and session.state in (State.QUESTION, State.CONFIRM):
        return replace(session, prelude=session.prelude.taken_back()), ()
    if intent in ("yes", "no") and session.state in (State.QUESTION, State.CONFIRM):
        return _answered(session, t_s, intent == "yes")
    if kind == "plan" and session.draft is not None:
        both = session.home.of(session.person).both_open
        return replace(session, draft=adjusted(session.draft, told, both),
                       deadline_s=t_s + session.timing.plan_s), ()
    if intent == "one_knee" and not session.opened:
        now = replace(session, prelude=replace(session.prelude, one_knee=True))
        return replace(now, plan=replace(session.plan, stage="single")), ()
    if intent == "who":
        return _not_me(session, t_s)
    return session, ()


def _pain_before(session: Session, t_s: float, told: str) -> tuple[Session, tuple[Record, ...]]:
    pain = None if told == "skip" else int(told)
    return _planned(replace(session, prelude=replace(session.prelude, pain=pain, pain_asked=True))), ()


def _answered(session: Session, t_s: float, yes: bool) -> tuple[Session, tuple[Record, ...]]:
    prelude = session.prelude
    if session.state is State.CONFIRM:
        said = AnswerGiven(t_s, session.person, CONFIRMED, yes)
        return replace(session, prelude=prelude.confirmed(yes)), (said,)
    said = AnswerGiven(t_s, session.person, QUESTIONS[prelude.question], yes)
    return replace(session, prelude=prelude.answered(yes), deadline_s=t_s + session.timing.answer_s,
                   prompt_at_s=t_s + session.timing.prompt_s), (said,)
