"""What is known of the people of a station: plans in force, offers, questions that are due, how they lie."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session as OrmSession

from mat.core import progression, safety
from mat.core.exercise import Plan, Stage
from mat.core.household import Household, Known
from mat.core.identity import Pattern
from mat.core.people import Profile, ProfileColour, Symbol
from mat.store import days
from mat.store.schema import AnswerRow, DecisionRow, PatternRow, Person, PersonDayRow, SessionRow

LOOKED_AT = 60
"""Sessions that progress looks back on: at three a day, twenty days."""


def household(db: OrmSession, today: date, usual: Plan, kit: str, screens: bool, asks_pain: bool) -> Household:
    people = tuple(_known(db, profile, UUID(profile.id), today, usual, screens) for profile in profiles(db))
    guest = (Known(plan_of(db, None, usual), screening="due" if screens else "fine")
             if people else _known(db, None, None, today, usual, screens))
    patterns = {str(row.person_id): Pattern(tuple(row.shares), row.sessions)
                for row in db.scalars(select(PatternRow).where(PatternRow.kit == kit))}
    return Household(guest, people, patterns, asks_pain)


def profiles(db: OrmSession) -> list[Profile]:
    """In the order they were made."""
    return [_profile(row) for row in db.scalars(select(Person).order_by(Person.made_epoch_s, Person.name, Person.id))]


def profile_of(db: OrmSession, person: UUID | None) -> Profile | None:
    row = db.get(Person, person) if person else None
    return _profile(row) if row else None


def _profile(row: Person) -> Profile:
    return Profile(str(row.id), row.name, cast(Symbol, row.symbol), cast(ProfileColour, row.colour))


def _known(db: OrmSession, profile: Profile | None, person: UUID | None, today: date, usual: Plan,
           screens: bool) -> Known:
    decided, past = decisions(db, person, usual), past_sessions(db, person)
    plan = _in_force(db, person, usual, decided)
    gate = progression.gate_days(past)
    row = db.get(PersonDayRow, (days.subject_of(person), today.isoformat()))
    return Known(
        plan=plan, profile=profile, screening=_screening(db, person, today) if screens else "fine",
        offer=progression.offer(plan, past, decided), gate_days=gate,
        both_open=gate >= progression.GATE_DAYS or plan.stage == "both" or _both_chosen(decided),
        told_to_rest=bool(row and row.told_to_rest), outlook=progression.outlook(plan, past, decided))


def plan_of(db: OrmSession, person: UUID | None, usual: Plan) -> Plan:
    """The plan in force; a guest of a station with profiles has the usual one, with one leg."""
    if person is None and profiles(db):
        return replace(usual, stage="single")
    return _in_force(db, person, usual, decisions(db, person, usual))


def _in_force(db: OrmSession, person: UUID | None, usual: Plan, decided: Sequence[progression.Decision]) -> Plan:
    """Who exercised before plans were decided upon goes on as they did; the machine's seconds are kept since then.

    A newer session says nothing: it may have been refiled, with the plan of whoever it was taken for.
    """
    if any(one.accepted for one in decided):
        return progression.plan_in_force(usual, decided)
    row = db.scalar(select(SessionRow).where(
        _is(SessionRow.person_id, person), SessionRow.started_monotonic_s.is_(None))
        .order_by(SessionRow.serial.desc()).limit(1))
    if row is None:
        return progression.first_plan(usual)
    return Plan(cast(Stage, row.stage), row.goal_reps_per_side, row.goal_hold_s, row.goal_sessions, usual.rest_s)


def _both_chosen(decided: Sequence[progression.Decision]) -> bool:
    """Both legs were agreed upon once, and no stop for pain has led back since."""
    chosen = False
    for one in decided:
        if one.accepted and one.plan.stage == "both":
            chosen = True
        elif one.change == "one_leg" and one.reason == "stopped_for_pain":
            chosen = False
    return chosen


def decisions(db: OrmSession, person: UUID | None, usual: Plan) -> list[progression.Decision]:
    """In the order they were taken, which `at_s` counts as in `past_sessions`."""
    return [_decision(row, row.serial, usual) for row in _decided(db, person)]


def history(db: OrmSession, person: UUID | None, usual: Plan) -> list[progression.Decision]:
    """The same to be read: `at_s` is the calendar's."""
    return [_decision(row, row.epoch_s, usual) for row in _decided(db, person)]


def _decided(db: OrmSession, person: UUID | None) -> Sequence[DecisionRow]:
    return db.scalars(select(DecisionRow).where(_is(DecisionRow.person_id, person))
                      .order_by(DecisionRow.serial)).all()


def _decision(row: DecisionRow, at_s: float, usual: Plan) -> progression.Decision:
    plan = Plan(cast(Stage, row.stage), row.reps_per_side, row.hold_s, row.sessions_a_day, usual.rest_s)
    return progression.Decision(at_s, cast(progression.Change, row.change), cast(progression.Reason, row.reason), plan,
                                row.accepted)


def past_sessions(db: OrmSession, person: UUID | None, until: date | None = None) -> list[progression.PastSession]:
    """The last LOOKED_AT sessions that are over, oldest first. `at_s` is their serial, not their moment: the calendar
    may have jumped between them.

    The day is compared in a shape no index serves: SQLite would take the one by day and sort ten years for sixty rows.
    """
    rows = db.execute(_PAST.where(
        _is(SessionRow.person_id, person), SessionRow.ended_because.is_not(None),
        true() if until is None else func.coalesce(SessionRow.day, "") <= until.isoformat())
        .order_by(SessionRow.serial.desc()).limit(LOOKED_AT))
    return sorted(map(_past, rows), key=lambda one: one.at_s)


_PAST = select(SessionRow.serial, SessionRow.day, SessionRow.stage, SessionRow.goal_reps_per_side,
               SessionRow.goal_hold_s, SessionRow.ended_because, SessionRow.pain_before, SessionRow.pain_after)


def _past(row: Sequence[Any]) -> progression.PastSession:
    at_s, day, *rest = row
    return progression.PastSession(at_s, days.ordinal(day), *rest)


def _screening(db: OrmSession, person: UUID | None, today: date) -> safety.Screening:
    """By the newest answer to each question, and the stops for pain since the first of these. An answer dated ahead,
    by a clock that was, is one of today: it would else be asked for at every session until that day is over."""
    newest = (select(func.max(AnswerRow.serial)).where(_is(AnswerRow.person_id, person)).group_by(AnswerRow.question))
    log = [safety.Answered(row.serial, min(days.ordinal(row.day), today.toordinal()), row.question, row.yes)
           for row in db.scalars(select(AnswerRow).where(_is(AnswerRow.person_id, person),
                                                         AnswerRow.serial.in_(newest)))]
    first = min((one.at_s for one in log), default=0.0)
    since = db.execute(_PAST.where(
        _is(SessionRow.person_id, person), SessionRow.serial > first, SessionRow.ended_because.is_not(None)))
    stops = [past.at_s for row in since if (past := _past(row)).for_pain]
    return safety.screening(log, today.toordinal(), max(stops, default=None))


def _is(column: Any, person: UUID | None) -> ColumnElement[bool]:
    return cast(ColumnElement[bool], column.is_(None) if person is None else column == person)


