"""The tables: stations, persons, sessions and their repetitions, answers, plans, what was done to the data, the zones'
days, and each person's days in sums. Keys are UUIDs, so that stations can be merged.

Moments are seconds since 1970 UTC with the local offset beside them; `day` is the local calendar day a thing belongs
to. `serial` counts what is written, across tables, and orders what a calendar that jumps cannot. A person of NULL is a
guest, or whoever uses a station without profiles. The schema changes only together with a migration in
`migrations/versions`.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

SCHEMA = "0003"
"""The newest migration: a database that carries it has just these tables."""
NOBODY = ""
"""The subject of days without a profile: NULL would be equal to nothing, and a day could be there twice."""


class Base(DeclarativeBase):
    pass


class Station(Base):
    __tablename__ = "station"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Person(Base):
    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    symbol: Mapped[str] = mapped_column(String(12))
    colour: Mapped[str] = mapped_column(String(12))
    made_epoch_s: Mapped[float] = mapped_column(Float)


class SessionRow(Base):
    """One session. `ended_because` is NULL while it runs: found so at a start, it was interrupted.

    `serial` is taken anew when it ends and when its pain is told: what is decided or answered while somebody arrives
    comes before it, what follows from their pain after it.

    `started_monotonic_s` and `boot_id` tell the moment again when the calendar was wrong (`clock_known` false).
    """

    __tablename__ = "session"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("station.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    boot_id: Mapped[str] = mapped_column(String(36))
    day: Mapped[str] = mapped_column(String(10))
    started_epoch_s: Mapped[float] = mapped_column(Float)
    utc_offset_s: Mapped[int] = mapped_column(Integer)
    stage: Mapped[str] = mapped_column(String(10))
    goal_reps_per_side: Mapped[int] = mapped_column(Integer)
    goal_hold_s: Mapped[float] = mapped_column(Float)
    goal_sessions: Mapped[int] = mapped_column(Integer)
    ended_epoch_s: Mapped[float | None] = mapped_column(Float)
    ended_because: Mapped[str | None] = mapped_column(String(20))
    pain_before: Mapped[int | None] = mapped_column(Integer)
    pain_after: Mapped[int | None] = mapped_column(Integer)
    started_monotonic_s: Mapped[float | None] = mapped_column(Float)
    clock_known: Mapped[bool] = mapped_column(Boolean, default=True)
    sure: Mapped[bool] = mapped_column(Boolean, default=True)
    serial: Mapped[int] = mapped_column(Integer)

    reps: Mapped[list["RepRow"]] = relationship(order_by="RepRow.number", cascade="all, delete-orphan")

    __table_args__ = (
        Index("ix_session_day", "day"),
        Index("ix_session_open", "station_id", "ended_because"),
        Index("ix_session_person", "person_id", "day", "started_epoch_s"),
        Index("ix_session_clock", "clock_known", "boot_id"),
        Index("ix_session_serial", "serial"),
        Index("ix_session_order", "person_id", "serial"),
    )


class RepRow(Base):
    """One repetition; times are seconds since the session's start."""

    __tablename__ = "rep"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(12))
    start_s: Mapped[float] = mapped_column(Float)
    end_s: Mapped[float] = mapped_column(Float)
    hold_s: Mapped[float] = mapped_column(Float)
    pelvic_lift: Mapped[bool | None] = mapped_column(Boolean)
    simultaneous: Mapped[bool] = mapped_column(Boolean)
    valid: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str | None] = mapped_column(String(120))

    __table_args__ = (Index("ix_rep_session", "session_id", "number", unique=True),)


class Dated:
    """What happened once, to somebody, at a moment of a machine's run."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("station.id"))
    boot_id: Mapped[str] = mapped_column(String(36))
    day: Mapped[str] = mapped_column(String(10))
    epoch_s: Mapped[float] = mapped_column(Float)
    utc_offset_s: Mapped[int] = mapped_column(Integer)
    monotonic_s: Mapped[float | None] = mapped_column(Float)
    clock_known: Mapped[bool] = mapped_column(Boolean, default=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class AnswerRow(Dated, Base):
    """An answer to a question of `safety`."""

    __tablename__ = "answer"

    question: Mapped[str] = mapped_column(String(20))
    yes: Mapped[bool] = mapped_column(Boolean)
    serial: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_answer_person", "person_id", "serial"), Index("ix_answer_serial", "serial"))


class DecisionRow(Dated, Base):
    """An entry of a person's plan history; the pause between repetitions is the station's and not kept."""

    __tablename__ = "plan_decision"

    change: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(10))
    reps_per_side: Mapped[int] = mapped_column(Integer)
    hold_s: Mapped[float] = mapped_column(Float)
    sessions_a_day: Mapped[int] = mapped_column(Integer)
    accepted: Mapped[bool] = mapped_column(Boolean)
    serial: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_decision_person", "person_id", "serial"), Index("ix_decision_serial", "serial"))


class EventRow(Dated, Base):
    """`told_to_rest`, or the trace of what was done to the data: `reassigned`, `deleted`, `redated`, `imported`,
    `erased`. `session_id`, `from_person` and `to_person` are text: what they name may be gone."""

    __tablename__ = "event"

    kind: Mapped[str] = mapped_column(String(20))
    session_id: Mapped[str] = mapped_column(String(36))
    from_person: Mapped[str | None] = mapped_column(String(36))
    to_person: Mapped[str | None] = mapped_column(String(36))
    detail: Mapped[str] = mapped_column(String(200))

    __table_args__ = (Index("ix_event_kind", "kind", "person_id", "day"), Index("ix_event_session", "session_id"))


class PatternRow(Base):
    """How a person lies: the mean share of each zone's load, by kit."""

    __tablename__ = "pattern"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kit: Mapped[str] = mapped_column(String(10), primary_key=True)
    shares: Mapped[Any] = mapped_column(JSON)
    sessions: Mapped[int] = mapped_column(Integer)


class PersonDayRow(Base):
    """A person's day in sums, computed from its sessions in the transaction that changes them; so a summary costs the
    same after ten years. `subject` is the person's id as text, or NOBODY.

    `counting` sessions are those that count for the streak; `chain_days` and `chain_rested` are `streak.Chain` up to
    this day, 0 and NULL on a day without a counting session.
    """

    __tablename__ = "person_day"

    subject: Mapped[str] = mapped_column(String(36), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    sessions: Mapped[int] = mapped_column(Integer)
    counting: Mapped[int] = mapped_column(Integer)
    reps_left: Mapped[int] = mapped_column(Integer)
    reps_right: Mapped[int] = mapped_column(Integer)
    reps_double: Mapped[int] = mapped_column(Integer)
    partial: Mapped[int] = mapped_column(Integer)
    hold_sum_s: Mapped[float] = mapped_column(Float)
    hold_shortest_s: Mapped[float | None] = mapped_column(Float)
    pelvic_judged: Mapped[int] = mapped_column(Integer)
    pelvic_lifted: Mapped[int] = mapped_column(Integer)
    told_to_rest: Mapped[bool] = mapped_column(Boolean)
    chain_days: Mapped[int] = mapped_column(Integer)
    chain_rested: Mapped[str | None] = mapped_column(String(10))


class WrittenRow(Base):
    """The last record of a program's run that is in the database: what its journal holds up to it is not new."""

    __tablename__ = "written"

    station_id: Mapped[UUID] = mapped_column(ForeignKey("station.id"), primary_key=True)
    run: Mapped[str] = mapped_column(String(36))
    number: Mapped[int] = mapped_column(Integer)


class ZoneDayRow(Base):
    """How one zone read on one day: means of `readings`, as conductance in units of the divider's resistor."""

    __tablename__ = "zone_day"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    station_id: Mapped[UUID] = mapped_column(ForeignKey("station.id"))
    day: Mapped[str] = mapped_column(String(10))
    zone: Mapped[str] = mapped_column(String(30))
    zero: Mapped[float] = mapped_column(Float)
    span: Mapped[float] = mapped_column(Float)
    readings: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_zone_day", "station_id", "zone", "day", unique=True),)
