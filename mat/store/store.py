"""Keeping and reading sessions. Every call is one committed transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Engine, and_, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import selectinload

from mat.core.ageing import ZoneDay
from mat.core.events import Rep
from mat.core.exercise import Plan
from mat.core.records import ZonesRead
from mat.core.summary import Counts, DaySummary, Goal, SessionSummary, WeekDay
from mat.store.database import StoreError, in_words, open_database
from mat.store.schema import RepRow, SessionRow, Station, ZoneDayRow


@contextmanager
def told_plainly(place: str) -> Iterator[None]:
    """A fault of the database becomes a StoreError with the way out."""
    try:
        yield
    except SQLAlchemyError as fault:
        raise StoreError(in_words(place, fault)) from fault


def iso(epoch_s: float, utc_offset_s: int) -> str:
    """ISO 8601 with zone, whole seconds."""
    zone = timezone(timedelta(seconds=utc_offset_s))
    return datetime.fromtimestamp(epoch_s, zone).isoformat(timespec="seconds")


class Store:
    """One station's view of the database."""

    def __init__(self, engine: Engine, station: str, boot_id: str, place: str) -> None:
        self._engine = engine
        self._boot_id = boot_id
        self.place = place
        self._station_id = self._station(station)

    @classmethod
    def open(cls, folder: Path, station: str, boot_id: str, url: str = "") -> "Store":
        """Raises StoreError in plain words when the database cannot be used."""
        engine = open_database(folder, url)
        place = url or str(folder)
        try:
            return cls(engine, station, boot_id, place)
        except SQLAlchemyError as fault:
            engine.dispose()
            raise StoreError(in_words(place, fault)) from fault

    def close(self) -> None:
        self._engine.dispose()

    def _station(self, name: str) -> UUID:
        with OrmSession(self._engine) as db, db.begin():
            found = db.scalar(select(Station.id).where(Station.name == name))
            if found is None:
                found = uuid4()
                db.add(Station(id=found, name=name))
            return found

    # -- writing --------------------------------------------------------------------------------------

    def open_session(self, key: UUID, plan: Plan, epoch_s: float, utc_offset_s: int) -> None:
        """Twice with the same key is once: a write that was repeated after a fault does no harm."""
        with OrmSession(self._engine) as db, db.begin():
            if db.get(SessionRow, key) is None:
                db.add(SessionRow(
                    id=key, station_id=self._station_id, boot_id=self._boot_id,
                    day=iso(epoch_s, utc_offset_s)[:10], started_epoch_s=epoch_s, utc_offset_s=utc_offset_s,
                    stage=plan.stage, goal_reps_per_side=plan.reps_per_side, goal_hold_s=plan.hold_s,
                    goal_sessions=plan.sessions_a_day))

    def add_rep(self, session_key: UUID, number: int, rep: Rep, start_s: float, end_s: float) -> None:
        """`number` counts the session's reps from 1; `start_s`, `end_s` are since the session's start."""
        with OrmSession(self._engine) as db, db.begin():
            there = db.scalar(select(RepRow.id).where(RepRow.session_id == session_key, RepRow.number == number))
            if there is None:
                db.add(RepRow(id=uuid4(), session_id=session_key, number=number, kind=rep.kind, start_s=start_s,
                              end_s=end_s, hold_s=rep.hold_s, pelvic_lift=rep.pelvic_lift,
                              simultaneous=rep.simultaneous, valid=rep.valid, reason=rep.reason))

    def end_session(self, key: UUID, because: str, epoch_s: float) -> None:
        self._update(key, ended_because=because, ended_epoch_s=epoch_s)

    def tell_pain(self, key: UUID, pain: int | None) -> None:
        self._update(key, pain_after=pain)

    def _update(self, key: UUID, **values: object) -> None:
        with OrmSession(self._engine) as db, db.begin():
            db.execute(update(SessionRow).where(SessionRow.id == key).values(**values))

    def keep_zones(self, read: ZonesRead, day: str) -> None:
        """Adds a reading to each zone's mean of that day (ISO date)."""
        with OrmSession(self._engine) as db, db.begin():
            for zone, zero, span in zip(read.zones, read.zero, read.span, strict=True):
                row = db.scalar(select(ZoneDayRow).where(self._of_zone(zone), ZoneDayRow.day == day))
                if row is None:
                    db.add(ZoneDayRow(id=uuid4(), station_id=self._station_id, day=day, zone=zone, zero=zero,
                                      span=span, readings=1))
                    continue
                row.readings += 1
                row.zero += (zero - row.zero) / row.readings
                row.span += (span - row.span) / row.readings

    def forget_zone(self, zone: str) -> int:
        """A new sheet has no history: removes the days of `zone`, returns how many. Raises StoreError."""
        with told_plainly(self.place), OrmSession(self._engine) as db, db.begin():
            rows = db.scalars(select(ZoneDayRow).where(self._of_zone(zone))).all()
            for row in rows:
                db.delete(row)
            return len(rows)

    def _of_zone(self, zone: str) -> ColumnElement[bool]:
        return and_(ZoneDayRow.station_id == self._station_id, ZoneDayRow.zone == zone)

    def close_interrupted(self) -> int:
        """Sessions this station left open (a crash, a pulled plug) end with their last rep; returns how many."""
        with told_plainly(self.place), OrmSession(self._engine) as db, db.begin():
            rows = db.scalars(select(SessionRow).where(SessionRow.station_id == self._station_id,
                                                       SessionRow.ended_because.is_(None))
                              .options(selectinload(SessionRow.reps))).all()
            for row in rows:
                row.ended_because = "interrupted"
                row.ended_epoch_s = row.started_epoch_s + max((rep.end_s for rep in row.reps), default=0.0)
            return len(rows)

    # -- reading --------------------------------------------------------------------------------------

    def day(self, day: date, plan: Plan) -> DaySummary:
        """The facts of `day`; `plan` gives the goal when the day has no session of its own. Raises StoreError."""
        with told_plainly(self.place), OrmSession(self._engine) as db:
            sessions = self._sessions(db, SessionRow.day == day.isoformat())
            latest = None
            if not sessions:
                newest = select(SessionRow.id).where(SessionRow.day <= day.isoformat()).order_by(
                    SessionRow.day.desc(), SessionRow.started_epoch_s.desc()).limit(1).scalar_subquery()
                before = self._sessions(db, SessionRow.id == newest)
                latest = before[0] if before else None
            totals = sum((s.reps for s in sessions), Counts())
            return DaySummary(
                day=day.isoformat(), goal=self._goal(db, day, plan), sessions=tuple(sessions),
                totals=totals, streak_days=self._streak(db, day), week=self._week(db, day),
                last_session=sessions[-1] if sessions else latest)

    def zone_history(self, zones: Sequence[str]) -> list[ZoneDay]:
        """All days of these zones at this station, zone by zone, days as ordinals. Raises StoreError."""
        with told_plainly(self.place), OrmSession(self._engine) as db:
            rows = db.scalars(select(ZoneDayRow).where(ZoneDayRow.station_id == self._station_id)
                              .order_by(ZoneDayRow.day)).all()
            found = [ZoneDay(date.fromisoformat(row.day).toordinal(), row.zone, row.zero, row.span, row.readings)
                     for row in rows]
            return [one for zone in zones for one in found if one.zone == zone]

    @staticmethod
    def _goal(db: OrmSession, day: date, plan: Plan) -> Goal:
        """What the day's latest session aimed at: a plan changed since does not change the past."""
        row = db.execute(select(SessionRow.goal_sessions, SessionRow.goal_reps_per_side)
                         .where(SessionRow.day == day.isoformat())
                         .order_by(SessionRow.started_epoch_s.desc()).limit(1)).first()
        return Goal(row[0], row[1]) if row else Goal(plan.sessions_a_day, plan.reps_per_side)

    @staticmethod
    def _sessions(db: OrmSession, which: object) -> list[SessionSummary]:
        rows = db.scalars(select(SessionRow).where(which)  # type: ignore[arg-type]
                          .order_by(SessionRow.started_epoch_s).options(selectinload(SessionRow.reps))).all()
        return [_summary(row) for row in rows]

    @staticmethod
    def _week(db: OrmSession, day: date) -> tuple[WeekDay, ...]:
        days = [(day - timedelta(days=back)).isoformat() for back in range(6, -1, -1)]
        within = SessionRow.day.in_(days)
        by_day = select(SessionRow.day, func.count()).where(within).group_by(SessionRow.day)
        sessions = {row[0]: row[1] for row in db.execute(by_day)}
        with_reps = by_day.join(RepRow, RepRow.session_id == SessionRow.id).where(RepRow.valid)
        reps = {row[0]: row[1] for row in db.execute(with_reps)}
        return tuple(WeekDay(d, sessions.get(d, 0), reps.get(d, 0)) for d in days)

    @staticmethod
    def _streak(db: OrmSession, day: date) -> int:
        """Days in a row with a session, up to today; a today without one yet does not end it."""
        streak, expected = 0, day
        rows = db.execute(select(SessionRow.day).distinct().where(SessionRow.day <= day.isoformat())
                          .order_by(SessionRow.day.desc()).execution_options(yield_per=60)).scalars()
        for found in rows:
            if streak == 0 and found == (day - timedelta(days=1)).isoformat():
                expected = day - timedelta(days=1)
            if found != expected.isoformat():
                break
            streak += 1
            expected -= timedelta(days=1)
        rows.close()
        return streak


def _summary(row: SessionRow) -> SessionSummary:
    counted = [rep for rep in row.reps if rep.valid]
    judged = [rep.pelvic_lift for rep in counted if rep.pelvic_lift is not None]
    return SessionSummary(
        id=str(row.id), started=iso(row.started_epoch_s, row.utc_offset_s),
        ended=None if row.ended_epoch_s is None else iso(row.ended_epoch_s, row.utc_offset_s),
        stage=row.stage, ended_because=row.ended_because,
        reps=Counts(*(_of_kind(counted, kind) for kind in ("single_left", "single_right", "double"))),
        partial=len(row.reps) - len(counted),
        hold_s_mean=round(sum(r.hold_s for r in counted) / len(counted), 2) if counted else None,
        pelvic_lift_share=round(sum(judged) / len(judged), 3) if judged else None,
        pain_before=row.pain_before, pain_after=row.pain_after)


def _of_kind(reps: Sequence[RepRow], kind: str) -> int:
    return sum(rep.kind == kind for rep in reps)
