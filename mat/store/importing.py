"""An export taken back: all of it or nothing, and nothing twice."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from mat.core.people import MOST_PROFILES, Profile, free_look
from mat.store import days
from mat.store.columns import FILES, FORMAT, VERSION
from mat.store.editing import trace
from mat.store.exporting import HEAD
from mat.store.faults import StoreError
from mat.store.knowing import profiles
from mat.store.schema import AnswerRow, DecisionRow, EventRow, Person, RepRow, SessionRow, Station
from mat.store.serial import Ordered, everything, merge
from mat.store.store import Store
from mat.store.words import calendar_now

_NEEDED = {"answer": ("question", "yes", "serial"),
           "plan_decision": ("change", "reason", "stage", "reps_per_side", "hold_s", "sessions_a_day", "accepted",
                             "serial")}


@dataclass(frozen=True)
class Line:
    """A row of a file with where it is, for whoever has to mend it."""

    where: str
    values: dict[str, Any]

    def wrong(self, column: str, what: str) -> StoreError:
        return StoreError(f"{self.where}, column {column}: {what}. Nothing was imported; mend it and try again.")


def read(folder: Path) -> dict[str, list[Line]]:
    """All files of an export, every value checked; the days are not read, they are computed. Raises StoreError."""
    form, rows = _head(folder)
    files = {name: list(_lines(folder / f"{name}.{form}", name, form)) for name in FILES if name != "days"}
    for name, lines in files.items():
        if name in rows and rows[name] != len(lines):
            raise StoreError(f"{folder / f'{name}.{form}'}: has {len(lines)} rows, and {rows[name]} were written "
                             f"({HEAD}, rows). Nothing was imported. Take the whole export again; if rows were "
                             f"taken out on purpose, write {len(lines)} into {HEAD}.")
    return files


def _head(folder: Path) -> tuple[str, dict[str, int]]:
    """The files' form, and how many rows each was written with: nothing by versions that did not say."""
    head = folder / HEAD
    try:
        told = json.loads(head.read_text("utf-8"))
        known, version, form = told["format"] == FORMAT, told["version"], told["files"]
        rows = dict(told.get("rows", {}))
    except OSError as fault:
        raise StoreError(f"{folder}: holds no export ({HEAD}: {fault.strerror}). "
                         "Name a folder that `mat export` wrote.") from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise StoreError(f"{head}: is damaged or not of this program ({fault!r}).") from fault
    if not known or form not in ("csv", "json") or not isinstance(version, int):
        raise StoreError(f"{head}: is not of this program (format {told['format']!r}, version {version!r}).")
    if version > VERSION:
        raise StoreError(f"{head}: written by a newer version of this program (format version {version}, this one "
                         f"reads up to {VERSION}). Nothing was imported. Update the program.")
    return str(form), rows


def _lines(file: Path, name: str, form: str) -> Iterator[Line]:
    columns = FILES[name]
    for where, told in _rows(file, form, [column.name for column in columns]):
        line = Line(where, {})
        for column in columns:
            try:
                line.values[column.name] = column.value(told.get(column.name))
            except ValueError as fault:
                raise line.wrong(column.name, str(fault)) from fault
        yield line


def _rows(file: Path, form: str, names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as fault:
        raise StoreError(f"{file}: cannot be read ({fault.strerror}). The export is not whole.") from fault
    except UnicodeDecodeError as fault:
        raise StoreError(f"{file}: is not UTF-8 text ({fault.reason} at byte {fault.start}).") from fault
    if form == "json":
        yield from _objects(file, text, names)
        return
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = next(table, [])
        if head != names:
            odd = [*(f"{one} is missing" for one in names if one not in head),
                   *(f"{one} is not known" for one in head if one not in names), "the order differs"]
            raise StoreError(f"{file}, line 1: the columns are not those of an export: {odd[0]}.")
        for row in table:
            if len(row) != len(names):
                raise StoreError(f"{file}, line {table.line_num}: has {len(row)} values for {len(names)} columns.")
            yield f"{file}, line {table.line_num}", dict(zip(names, row, strict=True))
    except csv.Error as fault:
        raise StoreError(f"{file}, line {table.line_num}: is no CSV ({fault}).") from fault


def _objects(file: Path, text: str, names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        listed = json.loads(text)
    except ValueError as fault:
        raise StoreError(f"{file}: is no JSON ({fault}).") from fault
    for number, told in enumerate(listed if isinstance(listed, list) else [None], 1):
        if not isinstance(told, dict) or set(told) != set(names):
            raise StoreError(f"{file}, entry {number}: has not the columns of an export.")
        yield f"{file}, entry {number}", told


def take_back(store: Store, files: dict[str, list[Line]]) -> dict[str, int]:
    """Adds what is not there yet, in one transaction; returns how many rows of each file were new."""
    with store.writing() as db:
        adding, there = _Adding(db, store.station_id), everything(db)
        adding.refuse_too_many(files["people"])
        new = {"people": sum(map(adding.person, files["people"])),
               "sessions": sum(map(adding.session, files["sessions"]))}
        db.flush()
        new["reps"] = sum(map(adding.rep, files["reps"]))
        new["events"] = sum(map(adding.event, files["events"]))
        if any(new.values()):
            merge(there, adding.ordered)
            days.rebuild(db)
            detail = ", ".join(f"{count} {what}" for what, count in new.items())
            trace(db, store.station_id, store.boot_id, calendar_now(), "imported", detail=detail)
        return new


class _Adding:
    """Each row once: by its id, a repetition by its session and number."""

    def __init__(self, db: OrmSession, station: UUID) -> None:
        self._db = db
        self._station = station
        self._stations = {row.name: row.id for row in db.scalars(select(Station))}
        self._people = set(db.scalars(select(Person.id)))
        self._profiles = profiles(db)
        self.ordered: list[Ordered] = []
        """What is new and has a place in the order of writing."""
        self._sessions = set(db.scalars(select(SessionRow.id)))
        self._new_sessions: set[UUID] = set()
        self._reps: set[tuple[UUID, int]] = set()
        self._events = {*db.scalars(select(AnswerRow.id)), *db.scalars(select(DecisionRow.id)),
                        *db.scalars(select(EventRow.id))}

    def refuse_too_many(self, lines: list[Line]) -> None:
        """Each person has a symbol of their own, and there are only so many. Raises StoreError."""
        new = {line.values["id"] for line in lines} - self._people
        if new and len(new) + len(self._people) > MOST_PROFILES:
            raise StoreError(f"This station has {len(self._people)} profiles and the export {len(new)} more; at most "
                             f"{MOST_PROFILES} can be kept. Nothing was imported. `mat erase` makes room.")

    def person(self, line: Line) -> bool:
        """With the symbol it had, or the next free one when somebody has that here."""
        told = line.values
        if told["id"] in self._people:
            return False
        self._people.add(told["id"])
        taken = any(one.symbol == told["symbol"] for one in self._profiles)
        look = (free_look(tuple(self._profiles)) if taken else None) or (told["symbol"], told["colour"])
        self._profiles.append(Profile(str(told["id"]), told["name"] or "", *look))
        self._db.add(Person(id=told["id"], name=told["name"] or "", symbol=look[0], colour=look[1],
                            made_epoch_s=told["made"].timestamp()))
        return True

    def session(self, line: Line) -> bool:
        told = line.values
        if told["id"] in self._sessions:
            return False
        self._sessions.add(told["id"])
        self._new_sessions.add(told["id"])
        epoch_s, offset_s = _moment(told["started"])
        if told["ended"] is not None and told["ended"] < told["started"]:
            raise line.wrong("ended", "is before the start")
        same = {name: told[name] for name in (
            "id", "day", "stage", "goal_reps_per_side", "goal_hold_s", "goal_sessions", "ended_because", "pain_before",
            "pain_after", "sure", "clock_known", "boot_id", "started_monotonic_s", "serial")}
        self._add(SessionRow(**same, station_id=self._at(told["station"]), person_id=self._who(line),
                                started_epoch_s=epoch_s, utc_offset_s=offset_s,
                                ended_epoch_s=told["ended"].timestamp() if told["ended"] else None))
        return True

    def rep(self, line: Line) -> bool:
        """A session that was there keeps its own repetitions."""
        told = line.values
        key = told["session"], told["number"]
        if told["session"] not in self._sessions:
            raise line.wrong("session", f"there is no session {told['session']}")
        if told["session"] not in self._new_sessions:
            return False
        if key in self._reps:
            raise line.wrong("number", f"the session has repetition {told['number']} twice")
        self._reps.add(key)
        same = {name: told[name] for name in ("number", "kind", "start_s", "end_s", "hold_s", "pelvic_lift",
                                              "simultaneous", "reason")}
        self._db.add(RepRow(**same, id=uuid4(), session_id=told["session"], valid=told["counted"]))
        return True

    def event(self, line: Line) -> bool:
        told = line.values
        if told["id"] in self._events:
            return False
        self._events.add(told["id"])
        for column in _NEEDED.get(told["kind"], ()):
            if told[column] is None:
                raise line.wrong(column, f"is empty, and an event of kind {told['kind']} needs it")
        epoch_s, offset_s = _moment(told["at"])
        dated = {"id": told["id"], "station_id": self._at(told["station"]), "person_id": self._who(line),
                 "day": told["day"], "epoch_s": epoch_s, "utc_offset_s": offset_s, "boot_id": told["boot_id"],
                 "monotonic_s": told["monotonic_s"], "clock_known": told["clock_known"]}
        own = {name: told[name] for name in _NEEDED.get(told["kind"], ())}
        if told["kind"] == "answer":
            self._add(AnswerRow(**dated, **own))
        elif told["kind"] == "plan_decision":
            self._add(DecisionRow(**dated, **own))
        else:
            self._db.add(EventRow(**dated, kind=told["kind"], session_id=told["session"] or "",
                                  from_person=told["from_person"], to_person=told["to_person"],
                                  detail=told["detail"] or ""))
        return True

    def _add(self, row: Ordered) -> None:
        self._db.add(row)
        self.ordered.append(row)

    def _who(self, line: Line) -> UUID | None:
        person: UUID | None = line.values["person"]
        if person is not None and person not in self._people:
            raise line.wrong("person", f"there is no profile {person}")
        return person

    def _at(self, name: str) -> UUID:
        if name not in self._stations:
            self._stations[name] = uuid4()
            self._db.add(Station(id=self._stations[name], name=name))
            self._db.flush()
        return self._stations[name]


def _moment(told: datetime) -> tuple[float, int]:
    offset = told.utcoffset()
    return told.timestamp(), int(offset.total_seconds()) if offset else 0
