"""Each person's days in sums and the chain of their streak, computed anew from the sessions of the days that change.

Nothing is added up over time, so nothing can drift: a day's row is what its sessions say, in the same transaction.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, insert, or_, select
from sqlalchemy.orm import Session as OrmSession

from mat.core.streak import Chain, days_at, extended
from mat.store.schema import NOBODY, EventRow, PersonDayRow, RepRow, SessionRow

STOPPED_S = 20.0
"""A session without a repetition counts for the streak when it was stopped after so long: somebody tried. A shorter one
was a touch on an empty mat."""


def subject_of(person: UUID | None) -> str:
    return NOBODY if person is None else str(person)


def as_date(day: str) -> date:
    return date.fromisoformat(day)


def ordinal(day: str) -> int:
    return as_date(day).toordinal()


def refresh(db: OrmSession, person: UUID | None, days: Iterable[str]) -> None:
    """Brings the rows of these days, and the chains from them on, up to what the sessions say."""
    db.flush()
    for day in sorted(set(days)):
        db.execute(delete(PersonDayRow).where(PersonDayRow.subject == subject_of(person), PersonDayRow.day == day))
        told = _told(person, day)
        rows = [_row(found) for found in db.execute(_sums(_is_of(person), SessionRow.day == day))]
        if db.scalar(select(func.count()).select_from(EventRow).where(*told)):
            rows = rows or [_empty(subject_of(person), day)]
            rows[0]["told_to_rest"] = True
        if rows:
            db.execute(insert(PersonDayRow), rows)
        _chain(db, subject_of(person), day)


def rebuild(db: OrmSession) -> None:
    """All rows of everybody from scratch."""
    db.flush()
    db.execute(delete(PersonDayRow))
    rows = {(row["subject"], row["day"]): row for row in map(_row, db.execute(_sums()))}
    for person, day in db.execute(select(EventRow.person_id, EventRow.day).where(EventRow.kind == "told_to_rest")):
        key = (subject_of(person), day)
        rows.setdefault(key, _empty(*key))["told_to_rest"] = True
    if rows:
        db.execute(insert(PersonDayRow), list(rows.values()))
    for subject in {subject for subject, _ in rows}:
        _chain(db, subject, "")


def chain_at(db: OrmSession, subject: str, day: date) -> Chain | None:
    """The chain of the newest day with a counting session, up to and with `day`."""
    row = db.execute(select(PersonDayRow.day, PersonDayRow.chain_days, PersonDayRow.chain_rested)
                     .where(PersonDayRow.subject == subject, PersonDayRow.counting > 0,
                            PersonDayRow.day <= day.isoformat())
                     .order_by(PersonDayRow.day.desc()).limit(1)).first()
    return Chain(ordinal(row[0]), row[1], ordinal(row[2]) if row[2] else None) if row else None


def streak_at(db: OrmSession, subject: str, day: date) -> int:
    chain = chain_at(db, subject, day)
    if chain is None:
        return 0
    return days_at(chain, day.toordinal(), _told_days(db, subject, date.fromordinal(chain.day).isoformat()))


def _chain(db: OrmSession, subject: str, day: str) -> None:
    """Carries the chain on from `day`, whose row is new and has none; a row that comes out as it was ends the work."""
    before = chain_at(db, subject, date.fromordinal(ordinal(day) - 1)) if day else None
    told = _told_days(db, subject, date.fromordinal(before.day).isoformat() if before else "")
    rows = db.scalars(select(PersonDayRow).where(
        PersonDayRow.subject == subject, PersonDayRow.counting > 0, PersonDayRow.day >= day)
        .order_by(PersonDayRow.day).execution_options(yield_per=100, populate_existing=True))
    for row in rows:
        at = ordinal(row.day)
        # only days between two links matter; all of ten years' would make each link as dear as the first
        between = told[bisect_left(told, before.day):bisect_left(told, at)] if before else ()
        before = extended(before, at, set(between))
        rested = date.fromordinal(before.rested).isoformat() if before.rested else None
        if (row.chain_days, row.chain_rested) == (before.days, rested):
            break
        row.chain_days, row.chain_rested = before.days, rested
    rows.close()
    db.flush()


def _told_days(db: OrmSession, subject: str, since: str) -> list[int]:
    rows = db.scalars(select(PersonDayRow.day).where(
        PersonDayRow.subject == subject, PersonDayRow.day >= since, PersonDayRow.told_to_rest)
        .order_by(PersonDayRow.day))
    return [ordinal(day) for day in rows]


def _is_of(person: UUID | None) -> ColumnElement[bool]:
    return SessionRow.person_id.is_(None) if person is None else SessionRow.person_id == person


def _told(person: UUID | None, day: str) -> tuple[ColumnElement[bool], ...]:
    whose = EventRow.person_id.is_(None) if person is None else EventRow.person_id == person
    return EventRow.kind == "told_to_rest", whose, EventRow.day == day


def _sums(*which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """One row for each person and day that has a session."""
    def count(*when: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((and_(*when), 1), else_=0)), 0)

    valid, lifted = RepRow.valid.is_(True), RepRow.pelvic_lift
    tried = and_(SessionRow.ended_because == "stopped",
                 SessionRow.ended_epoch_s - SessionRow.started_epoch_s > STOPPED_S)
    counts = case((or_(RepRow.id.is_not(None), tried), SessionRow.id))
    return (select(SessionRow.person_id, SessionRow.day, func.count(SessionRow.id.distinct()),
                   func.count(counts.distinct()),
                   count(valid, RepRow.kind == "single_left"), count(valid, RepRow.kind == "single_right"),
                   count(valid, RepRow.kind == "double"), count(RepRow.id.is_not(None), RepRow.valid.is_(False)),
                   func.coalesce(func.sum(case((valid, RepRow.hold_s), else_=0.0)), 0.0),
                   func.min(case((valid, RepRow.hold_s))),
                   count(valid, lifted.is_not(None)), count(valid, lifted.is_(True)))
            .select_from(SessionRow).outerjoin(RepRow, RepRow.session_id == SessionRow.id)
            .where(*which).group_by(SessionRow.person_id, SessionRow.day))


_SUMMED = ("sessions", "counting", "reps_left", "reps_right", "reps_double", "partial", "hold_sum_s",
           "hold_shortest_s", "pelvic_judged", "pelvic_lifted")


def _row(found: Sequence[Any]) -> dict[str, Any]:
    person, day, *sums = found
    row = _empty(subject_of(person), day) | dict(zip(_SUMMED, sums, strict=True))
    row["hold_sum_s"] = round(row["hold_sum_s"], 3)  # the order in which floats are added must not show
    return row


def _empty(subject: str, day: str) -> dict[str, Any]:
    return {"subject": subject, "day": day, **dict.fromkeys(_SUMMED, 0), "hold_sum_s": 0.0, "hold_shortest_s": None,
            "told_to_rest": False, "chain_days": 0, "chain_rested": None}
