"""What follows from an answer: the pain afterwards, a change of plan accepted or not, a plan set on the screen."""

from dataclasses import replace
from typing import Any

from mat.core.beginnings import Action, anew, await_arrival
from mat.core.consequences import of_pain
from mat.core.happenings import Cue
from mat.core.inputs import must_be_named
from mat.core.records import PainTold, PlanDecided, Record
from mat.core.session import Session, Step


def answer(session: Session, happening: Any) -> Step:
    """The pain afterwards. A stop for pain leads back to one leg at once, and pain of 6 and more to a rest today."""
    told = happening.intent.removeprefix("pain:")
    pain = None if told == "skip" else int(told)
    now = replace(session, pain=pain)
    if not session.opened:
        return Step(now)
    told_pain = PainTold(happening.t_s, pain)
    if pain is not None and must_be_named(session, pain):
        return Step(now, (), (told_pain,))
    now, records = of_pain(now, happening.t_s)
    return Step(now, (), (told_pain, *records))


def stands(session: Session, happening: Any) -> Step:
    """Nobody said whose session it was: what the mat suggested stands, with all that follows from the pain."""
    if session.prelude.said or not session.prelude.guessed or session.pain is None:
        return Step(session)
    if not must_be_named(session, session.pain):
        return Step(session)
    now, records = of_pain(session, happening.t_s)
    return Step(now, (), records)


def decide(accepted: bool) -> Action:
    """What was offered is taken or not; a step back to one leg was made already and is only acknowledged."""
    def action(session: Session, happening: Any) -> Step:
        offer = session.offer
        done = replace(session, offer_done=True)
        if offer is None or offer.change == "one_leg":
            return Step(done)
        return Step(done, (), (PlanDecided(happening.t_s, session.person, offer.change, offer.reason, offer.plan,
                                           accepted),))
    return action


def shelve(session: Session, happening: Any) -> Step:
    """Nobody answered: the offer is neither taken nor declined, and comes again another time."""
    return Step(replace(session, offer_done=True))


def draft(session: Session, happening: Any) -> Step:
    return Step(replace(session, draft=session.home.of(session.person).plan))


def keep_plan(*cues: Cue) -> Action:
    """The plan as it was set on the screen, if it was changed at all."""
    def action(session: Session, happening: Any) -> Step:
        person = session.home.of(session.person)
        draft = session.draft
        records: tuple[Record, ...] = ()
        if draft is not None and draft != person.plan:
            records = (PlanDecided(happening.t_s, session.person, "own_choice", "person", draft, True),)
            session = replace(session, house=session.home.with_plan(session.person, draft))
        begun = (await_arrival if not cues else anew(*cues))(session, happening)
        return replace(begun, records=(*records, *begun.records))
    return action
