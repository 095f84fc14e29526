"""Keeping and reading sessions. Every call is one transaction, and tells a fault of the database in plain words."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Engine, String, and_, cast, func, select, true
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as OrmSession

from mat.core.ageing import ZoneDay
from mat.core.exercise import Plan
from mat.core.household import Household
from mat.core.people import Profile
from mat.core.progression import Decision
from mat.core.records import Stamp, ZonesRead
from mat.core.summary import DaySummary, SessionSummary
from mat.store import applying, days, editing, knowing, reading
from mat.store.database import open_database, told
from mat.store.entries import Entry
from mat.store.faults import StoreError
from mat.store.schema import EventRow, Person, SessionRow, Station, ZoneDayRow
from mat.store.words import calendar_now, told_plainly


class Store:
    """One station's view of the database. `person` is a profile's id, None for whoever has no profile."""

    def __init__(self, engine: Engine, station: str, boot_id: str, place: str,
                 now: Callable[[], Stamp] = calendar_now) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self.boot_id = boot_id
        self.place = place
        self._now = now
        self._station_id = self._station(station)

    @classmethod
    def open(cls, folder: Path, station: str, boot_id: str, url: str = "",
             now: Callable[[], Stamp] = calendar_now) -> "Store":
        """`now` dates what commands do to the data. Raises StoreError when the database cannot be used."""
        engine = open_database(folder, url)
        place = url or str(folder)
        try:
            return cls(engine, station, boot_id, place, now)
        except SQLAlchemyError as fault:
            engine.dispose()
            raise told(place, fault) from fault

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[OrmSession]:
        """What is read in it is of one moment. Raises StoreError."""
        with told_plainly(self.place), OrmSession(self._engine) as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[OrmSession]:
        """Committed at its end, all or nothing. Raises StoreError."""
        with told_plainly(self.place), OrmSession(self._writing) as db, db.begin():
            yield db

    @property
    def station_id(self) -> UUID:
        return self._station_id

    def _station(self, name: str) -> UUID:
        with OrmSession(self._engine) as db, db.begin():
            found = db.scalar(select(Station.id).where(Station.name == name))
            if found is None:
                found = uuid4()
                db.add(Station(id=found, name=name))
            return found

    # -- keeping --------------------------------------------------------------------------------------

    def apply(self, entry: Entry) -> None:
        """The same entry twice is once: a write that was repeated after a fault does no harm."""
        with self.writing() as db:
            applying.apply(db, self._station_id, entry)

    def close_interrupted(self) -> int:
        """Sessions this station left open (a crash, a pulled plug) end with their last rep; returns how many."""
        with self.writing() as db:
            return editing.interrupt(db, self._station_id)

    def set_right(self, epoch_minus_monotonic_s: float, offset_of: Callable[[float], int]) -> int:
        """The time has become known: what this run of the machine kept under a clock that was not goes to its right
        moment and local day. `offset_of` tells the local offset, in seconds, at an epoch second. Returns how many
        sessions moved."""
        with self.writing() as db:
            return editing.set_right(db, self.boot_id, epoch_minus_monotonic_s, offset_of, self._now())

    def keep_zones(self, read: ZonesRead, day: str) -> None:
        """Adds a reading to each zone's mean of that day (ISO date)."""
        with self.writing() as db:
            applying.keep_zones(db, self._station_id, read, day)

    def forget_zone(self, zone: str) -> int:
        """A new sheet has no history: removes the days of `zone`, returns how many."""
        with self.writing() as db:
            rows = db.scalars(select(ZoneDayRow).where(self._of_zone(zone))).all()
            for row in rows:
                db.delete(row)
            return len(rows)

    def _of_zone(self, zone: str) -> ColumnElement[bool]:
        return and_(ZoneDayRow.station_id == self._station_id, ZoneDayRow.zone == zone)

    # -- changing -------------------------------------------------------------------------------------

    def assign(self, session_id: str, person: str | None) -> None:
        """The session is this person's, for sure; traced. Raises StoreError for one that is not there."""
        with self.writing() as db:
            row = self._session(db, session_id)
            before, after = row.person_id, _key(person)
            if after is not None and db.get(Person, after) is None:
                raise StoreError(f"{person}: there is no such profile. `mat people` lists them.")
            if editing.refile(db, row, after):
                editing.trace(db, self._station_id, self.boot_id, self._now(), "reassigned", session=row.id,
                              before=before, after=after)

    def delete_session(self, session_id: str) -> None:
        """The session goes with its repetitions; traced. Raises StoreError for one that is not there."""
        with self.writing() as db:
            row = self._session(db, session_id)
            editing.trace(db, self._station_id, self.boot_id, self._now(), "deleted", session=row.id,
                          before=row.person_id, detail=f"of {row.day}, {len(row.reps)} repetitions")
            editing.remove(db, row)

    @staticmethod
    def _session(db: OrmSession, session_id: str) -> SessionRow:
        row = db.get(SessionRow, UUID(session_id))
        if row is None:
            raise StoreError(f"{session_id}: there is no such session. `mat sessions` lists them.")
        return row

    def make_profile(self, profile: Profile) -> None:
        with self.writing() as db:
            applying.make_profile(db, profile, self._now().epoch_s)

    def rename(self, person: str, name: str) -> None:
        with self.writing() as db:
            row = db.get(Person, UUID(person))
            if row is None:
                raise StoreError(f"{person}: there is no such profile. `mat people` lists them.")
            row.name = name

    def erase(self, person: str | None) -> dict[str, int]:
        """Everything of this person, or of nobody, for good; returns what went, in numbers. The bytes are gone from the
        file only after `backup.shrink`."""
        with self.writing() as db:
            gone = editing.erase(db, _key(person))
            said = ", ".join(f"{count} {what}" for what, count in gone.items() if count)
            editing.trace(db, self._station_id, self.boot_id, self._now(), "erased", detail=said)
            return gone

    def rebuild_days(self) -> None:
        with self.writing() as db:
            days.rebuild(db)

    # -- reading --------------------------------------------------------------------------------------

    def day(self, day: date, plan: Plan, person: str | None = None) -> DaySummary:
        """The facts of `day`; `plan` gives the goal when the day has no session of its own."""
        with self.reading() as db:
            return reading.day_of(db, day, plan, _key(person))

    def household(self, today: date, usual: Plan, kit: str, screens: bool, asks_pain: bool) -> Household:
        """What is known of everybody when a session begins; `screens`: the first-run questions are asked."""
        with self.reading() as db:
            return knowing.household(db, today, usual, kit, screens, asks_pain)

    def profiles(self) -> list[Profile]:
        """In the order they were made."""
        with self.reading() as db:
            return knowing.profiles(db)

    def decisions(self, person: str | None, usual: Plan) -> list[Decision]:
        """A person's plan history, oldest first; `at_s` is the calendar's."""
        with self.reading() as db:
            return knowing.history(db, _key(person), usual)

    def sessions_of(self, day: date | None = None, person: str | None = None,
                    everybody: bool = False, newest: int | None = None) -> list[SessionSummary]:
        """Sessions of a day or of all days, of one person or of everybody, oldest first; only so many `newest`."""
        with self.reading() as db:
            which = (true() if everybody else reading.of(_key(person)),
                     true() if day is None else SessionRow.day == day.isoformat())
            if newest is None:
                return reading.sessions_where(db, *which)
            keys = db.scalars(select(SessionRow.id).where(*which)
                              .order_by(SessionRow.started_epoch_s.desc()).limit(newest)).all()
            return reading.sessions_where(db, SessionRow.id.in_(keys))

    def sessions_like(self, start: str) -> list[SessionSummary]:
        """Those whose id begins so, with or without its dashes."""
        text = func.replace(cast(SessionRow.id, String), "-", "")
        with self.reading() as db:
            return reading.sessions_where(db, text.startswith(start.replace("-", "").lower(), autoescape=True))

    def who_has_sessions(self, first: date, last: date) -> list[str | None]:
        """Who has sessions between two days: profile ids in order of making, None last for sessions without one."""
        with self.reading() as db:
            there = set(db.scalars(select(SessionRow.person_id).distinct().where(
                SessionRow.day >= first.isoformat(), SessionRow.day <= last.isoformat())))
            known: list[str | None] = [one.id for one in knowing.profiles(db) if UUID(one.id) in there]
            return known + ([None] if None in there else [])

    def traces(self) -> list[EventRow]:
        """What was done to the data and who was told to rest, oldest first."""
        with self.reading() as db:
            return list(db.scalars(select(EventRow).order_by(EventRow.epoch_s)))

    def zone_history(self, zones: Sequence[str]) -> list[ZoneDay]:
        """All days of these zones at this station, zone by zone, days as ordinals."""
        with self.reading() as db:
            rows = db.scalars(select(ZoneDayRow).where(ZoneDayRow.station_id == self._station_id)
                              .order_by(ZoneDayRow.day)).all()
            found = [ZoneDay(date.fromisoformat(row.day).toordinal(), row.zone, row.zero, row.span, row.readings)
                     for row in rows]
            return [one for zone in zones for one in found if one.zone == zone]


def _key(person: str | None) -> UUID | None:
    return None if person is None else UUID(person)
