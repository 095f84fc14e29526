"""The tables: stations, persons, sessions, their repetitions, and the zones' days. Keys are UUIDs, so that stations can
be merged.

Moments are seconds since 1970 UTC with the local offset beside them; `day` is the local calendar day a session
belongs to. The schema changes only together with a migration in `migrations/versions`.
"""

from uuid import UUID

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


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


class SessionRow(Base):
    """One session. `ended_because` is NULL while it runs: found so at a start, it was interrupted."""

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

    reps: Mapped[list["RepRow"]] = relationship(order_by="RepRow.number", cascade="all, delete-orphan")

    __table_args__ = (
        Index("ix_session_day", "day"),
        Index("ix_session_open", "station_id", "ended_because"),
    )


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
