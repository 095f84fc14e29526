"""Changes of what is kept: whose a session is, sessions that go, times put right, people who are forgotten."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import selectinload

from mat.core.records import Stamp
from mat.store import days
from mat.store.schema import (
    AnswerRow,
    DecisionRow,
    EventRow,
    PatternRow,
    Person,
    PersonDayRow,
    RepRow,
    SessionRow,
)
from mat.store.serial import following
from mat.store.words import iso

_Log = AnswerRow | DecisionRow | EventRow


def trace(db: OrmSession, station: UUID, boot: str, stamp: Stamp, kind: str, *, session: UUID | None = None,
          before: UUID | None = None, after: UUID | None = None, detail: str = "") -> None:
    db.add(EventRow(
        id=uuid4(), station_id=station, boot_id=boot, day=iso(stamp.epoch_s, stamp.utc_offset_s)[:10],
        epoch_s=stamp.epoch_s, utc_offset_s=stamp.utc_offset_s, monotonic_s=stamp.monotonic_s, clock_known=stamp.known,
        person_id=None, kind=kind, session_id=str(session or ""), from_person=str(before) if before else None,
        to_person=str(after) if after else None, detail=detail))


def refile(db: OrmSession, row: SessionRow, person: UUID | None) -> bool:
    """The session becomes this person's for sure, with the rest that was advised in it; both persons' days follow.

    False when it was this person's already."""
    before = row.person_id
    row.person_id, row.sure = person, True
    if before == person:
        return False
    touched = {row.day}
    for told in _told_in(db, row.id):
        told.person_id = person
        touched.add(told.day)
    days.refresh(db, before, touched)
    days.refresh(db, person, touched)
    return True


def remove(db: OrmSession, row: SessionRow) -> None:
    """The session goes with its repetitions and the rest that was advised in it."""
    touched = {row.day}
    for told in _told_in(db, row.id):
        touched.add(told.day)
        db.delete(told)
    person = row.person_id
    db.delete(row)
    days.refresh(db, person, touched)


def _told_in(db: OrmSession, session: UUID) -> Sequence[EventRow]:
    return db.scalars(select(EventRow).where(EventRow.session_id == str(session),
                                             EventRow.kind == "told_to_rest")).all()


def interrupt(db: OrmSession, station: UUID) -> int:
    """Sessions of this station that still run end with their last repetition."""
    rows = db.scalars(select(SessionRow).where(SessionRow.station_id == station, SessionRow.ended_because.is_(None))
                      .options(selectinload(SessionRow.reps))).all()
    for row in sorted(rows, key=lambda one: one.serial):
        row.ended_because, row.serial = "interrupted", following(db)
        row.ended_epoch_s = row.started_epoch_s + max((rep.end_s for rep in row.reps), default=0.0)
        days.refresh(db, row.person_id, [row.day])
    return len(rows)


def set_right(db: OrmSession, boot: str, ahead_s: float, offset_of: Callable[[float], int], stamp: Stamp) -> int:
    """Whatever this run of the machine dated by a clock it could not trust gets its right moment and local day.

    `ahead_s`: the calendar's seconds minus the machine's. Returns how many sessions were moved."""
    touched: set[tuple[UUID | None, str]] = set()
    sessions = db.scalars(select(SessionRow).where(
        SessionRow.boot_id == boot, ~SessionRow.clock_known, SessionRow.started_monotonic_s.is_not(None))).all()
    for row in sessions:
        before = iso(row.started_epoch_s, row.utc_offset_s)
        touched.add((row.person_id, row.day))
        epoch_s = ahead_s + (row.started_monotonic_s or 0.0)
        if row.ended_epoch_s is not None:
            row.ended_epoch_s += epoch_s - row.started_epoch_s
        row.started_epoch_s, row.utc_offset_s, row.clock_known = epoch_s, offset_of(epoch_s), True
        row.day = iso(epoch_s, row.utc_offset_s)[:10]
        touched.add((row.person_id, row.day))
        trace(db, row.station_id, boot, stamp, "redated", session=row.id,
              detail=f"from {before} to {iso(epoch_s, row.utc_offset_s)}")
    for row_ in _logged(db, boot):
        touched.add((row_.person_id, row_.day))
        row_.epoch_s = ahead_s + (row_.monotonic_s or 0.0)
        row_.utc_offset_s, row_.clock_known = offset_of(row_.epoch_s), True
        row_.day = iso(row_.epoch_s, row_.utc_offset_s)[:10]
        touched.add((row_.person_id, row_.day))
    for person in {person for person, _ in touched}:
        days.refresh(db, person, [day for whose, day in touched if whose == person])
    return len(sessions)


def _logged(db: OrmSession, boot: str) -> Iterator[_Log]:
    """What was logged in this run of the machine under a clock that was not known."""
    yield from db.scalars(select(AnswerRow).where(
        AnswerRow.boot_id == boot, ~AnswerRow.clock_known, AnswerRow.monotonic_s.is_not(None)))
    yield from db.scalars(select(DecisionRow).where(
        DecisionRow.boot_id == boot, ~DecisionRow.clock_known, DecisionRow.monotonic_s.is_not(None)))
    yield from db.scalars(select(EventRow).where(
        EventRow.boot_id == boot, ~EventRow.clock_known, EventRow.monotonic_s.is_not(None)))


def erase(db: OrmSession, person: UUID | None) -> dict[str, int]:
    """Everything of a person (or of nobody), for good; traces of their sessions go too. Returns what went, in numbers.
    """
    ids = [str(key) for key in db.scalars(select(SessionRow.id).where(_of(SessionRow.person_id, person)))]
    gone = {"sessions": len(ids)}
    within = select(SessionRow.id).where(_of(SessionRow.person_id, person))
    gone["repetitions"] = _deleted(db, RepRow, RepRow.session_id.in_(within))
    _deleted(db, SessionRow, _of(SessionRow.person_id, person))
    gone["answers"] = _deleted(db, AnswerRow, _of(AnswerRow.person_id, person))
    gone["decisions"] = _deleted(db, DecisionRow, _of(DecisionRow.person_id, person))
    told = and_(EventRow.kind == "told_to_rest", _of(EventRow.person_id, person))
    gone["days of rest"] = _deleted(db, EventRow, told)
    for key in ids:
        _deleted(db, EventRow, EventRow.session_id == key)
    gone["days"] = _deleted(db, PersonDayRow, PersonDayRow.subject == days.subject_of(person))
    if person is not None:
        _deleted(db, EventRow, and_(EventRow.kind == "deleted", EventRow.from_person == str(person)))
        db.execute(update(EventRow).where(EventRow.from_person == str(person)).values(from_person=None))
        db.execute(update(EventRow).where(EventRow.to_person == str(person)).values(to_person=None))
        gone["patterns"] = _deleted(db, PatternRow, PatternRow.person_id == person)
        gone["profiles"] = _deleted(db, Person, Person.id == person)
    return gone


def _of(column: Any, person: UUID | None) -> ColumnElement[bool]:
    return cast(ColumnElement[bool], column.is_(None) if person is None else column == person)


def _deleted(db: OrmSession, table: type, which: ColumnElement[bool]) -> int:
    count = db.scalar(select(func.count()).select_from(table).where(which)) or 0
    db.execute(delete(table).where(which).execution_options(synchronize_session=False))
    return count


