"""What is known of the people of a station: plans in force, offers, questions that are due, how they lie."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
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
    decided, past = decisions(db, person, usual), past_sessions(db, person, today)
    plan = progression.plan_in_force(usual, decided)
    gate = progression.gate_days(past)
    ever = any(one.accepted and one.plan.stage == "both" for one in decided)
    row = db.get(PersonDayRow, (days.subject_of(person), today.isoformat()))
    return Known(
        plan=plan, profile=profile, screening=_screening(db, person, today) if screens else "fine",
        offer=progression.offer(plan, past, decided), gate_days=gate,
        both_open=gate >= progression.GATE_DAYS or plan.stage == "both" or ever,
        told_to_rest=bool(row and row.told_to_rest))


def plan_of(db: OrmSession, person: UUID | None, usual: Plan) -> Plan:
    """The plan in force; a guest of a station with profiles has the usual one, with one leg."""
    if person is None and profiles(db):
        return replace(usual, stage="single")
    return progression.plan_in_force(usual, decisions(db, person, usual))


def decisions(db: OrmSession, person: UUID | None, usual: Plan) -> list[progression.Decision]:
    """Oldest first."""
    rows = db.scalars(select(DecisionRow).where(_is(DecisionRow.person_id, person)).order_by(DecisionRow.epoch_s))
    return [progression.Decision(
        row.epoch_s, cast(progression.Change, row.change), cast(progression.Reason, row.reason),
        Plan(cast(Stage, row.stage), row.reps_per_side, row.hold_s, row.sessions_a_day, usual.rest_s), row.accepted)
        for row in rows]


def past_sessions(db: OrmSession, person: UUID | None, until: date) -> list[progression.PastSession]:
    """The last LOOKED_AT sessions that are over, oldest first.

    `at_s` is their end: what is decided or answered while somebody arrives comes before it, what follows from their
    pain after it.
    """
    rows = db.execute(_PAST.where(
        _is(SessionRow.person_id, person), SessionRow.day <= until.isoformat(), SessionRow.ended_because.is_not(None))
        .order_by(SessionRow.day.desc(), SessionRow.started_epoch_s.desc()).limit(LOOKED_AT))
    return sorted(map(_past, rows), key=lambda one: one.at_s)


_PAST = select(func.coalesce(SessionRow.ended_epoch_s, SessionRow.started_epoch_s), SessionRow.day, SessionRow.stage,
               SessionRow.goal_reps_per_side, SessionRow.goal_hold_s, SessionRow.ended_because, SessionRow.pain_before,
               SessionRow.pain_after)


def _past(row: Sequence[Any]) -> progression.PastSession:
    at_s, day, *rest = row
    return progression.PastSession(at_s, days.ordinal(day), *rest)


def _screening(db: OrmSession, person: UUID | None, today: date) -> safety.Screening:
    """Answers older than the days after which all is asked again say nothing, nor do stops before them."""
    since = (today - timedelta(days=safety.ASK_AGAIN_DAYS + 1)).isoformat()
    log = [safety.Answered(row.epoch_s, days.ordinal(row.day), row.question, row.yes) for row in db.scalars(
        select(AnswerRow).where(_is(AnswerRow.person_id, person), AnswerRow.day >= since))]
    recent = db.execute(_PAST.where(
        _is(SessionRow.person_id, person), SessionRow.day >= since, SessionRow.ended_because.is_not(None)))
    stops = [past.at_s for row in recent if (past := _past(row)).for_pain]
    return safety.screening(log, today.toordinal(), max(stops, default=None))


def _is(column: Any, person: UUID | None) -> ColumnElement[bool]:
    return cast(ColumnElement[bool], column.is_(None) if person is None else column == person)


