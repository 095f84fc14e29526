"""What pain told after a session leads to, for whoever it turns out to have been."""

from dataclasses import replace

from mat.core.progression import PastSession, step_back
from mat.core.records import PlanDecided, Record, ToldToRest
from mat.core.session import Session


def of_pain(session: Session, t_s: float) -> tuple[Session, tuple[Record, ...]]:
    """Rest for today at a red light, and one leg again after a stop for pain; nothing while nobody knows whose it was.

    The person's own plan steps back, which a session of somebody unknown need not have followed.
    """
    if session.unknown or not session.opened:
        return session, ()
    records: tuple[Record, ...] = (ToldToRest(t_s, session.person),) if session.light == "red" else ()
    plan = session.home.of(session.person).plan if session.house is not None else session.plan
    back = step_back(plan, PastSession(0.0, 0, plan.stage, plan.reps_per_side, plan.hold_s,
                                       "stopped" if session.stopped else "done", session.prelude.pain, session.pain))
    if back is None:
        return session, records
    decided = PlanDecided(t_s, session.person, back.change, back.reason, back.plan, True)
    house = session.home.with_plan(session.person, back.plan)
    return replace(session, offer=back, offer_done=False, house=house), (*records, decided)
