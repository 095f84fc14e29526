"""What is kept, as CSV or JSON files that other programs and an import can read."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session as OrmSession

from mat.store import days, reading
from mat.store.columns import FILES, FORMAT, VERSION
from mat.store.faults import StoreError
from mat.store.schema import AnswerRow, DecisionRow, EventRow, Person, PersonDayRow, RepRow, SessionRow, Station
from mat.store.store import Store
from mat.store.words import iso_exact

Format = Literal["csv", "json"]
HEAD = "export.json"
_OUT = {"left": "reps_left", "right": "reps_right", "both": "reps_double"}


def export(store: Store, folder: Path, form: Format, *, person: str | None, everybody: bool, program: str,
           force: bool) -> dict[str, int]:
    """Writes all files, the head last; returns how many rows each has. Raises StoreError, OSError."""
    head = folder / HEAD
    if head.exists() and not force:
        raise StoreError(f"{folder}: holds an export already. Choose another folder, or write over it with --force.")
    folder.mkdir(parents=True, exist_ok=True)
    head.unlink(missing_ok=True)
    counts = {}
    with store.reading() as db:
        whole = Export(db, everybody, UUID(person) if person else None)
        for name in FILES:
            for old in ("csv", "json"):
                (folder / f"{name}.{old}").unlink(missing_ok=True)
            counts[name] = _write(folder / f"{name}.{form}", name, getattr(whole, name)(), form)
    made = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    head.write_text(json.dumps({"format": FORMAT, "version": VERSION, "made": made, "program": program,
                                "files": form, "rows": counts}, indent=1) + "\n", "utf-8")
    return counts


def _write(file: Path, name: str, rows: Iterable[dict[str, Any]], form: Format) -> int:
    names = [column.name for column in FILES[name]]
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        if form == "csv":
            table = csv.writer(out, lineterminator="\n")
            table.writerow(names)
            for row in rows:
                table.writerow([_as_text(row[column]) for column in names])
                count += 1
        else:
            listed = [{column: row[column] for column in names} for row in rows]
            out.write("[" + ",\n ".join(json.dumps(row, ensure_ascii=False) for row in listed) + "]\n")
            count = len(listed)
    return count


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Export:
    """Each file's rows, by the names of `columns`."""

    def __init__(self, db: OrmSession, everybody: bool, person: UUID | None) -> None:
        self._db = db
        self._everybody = everybody
        self._person = person
        self._stations = {row.id: row.name for row in db.scalars(select(Station))}

    def _whose(self, column: Any) -> ColumnElement[bool]:
        if self._everybody:
            return true()
        found: ColumnElement[bool] = column.is_(None) if self._person is None else column == self._person
        return found

    def people(self) -> Iterator[dict[str, Any]]:
        for row in self._db.scalars(select(Person).where(self._whose(Person.id)).order_by(Person.made_epoch_s)):
            yield {"id": str(row.id), "name": row.name, "symbol": row.symbol, "colour": row.colour,
                   "made": iso_exact(row.made_epoch_s, 0)}

    def sessions(self) -> Iterator[dict[str, Any]]:
        """A session ends with its last repetition or later, whatever an older version's calendar said."""
        ends = select(RepRow.session_id, func.max(RepRow.end_s)).group_by(RepRow.session_id)
        last: dict[UUID, float] = {row[0]: row[1] for row in self._db.execute(ends)}
        for row in self._db.scalars(select(SessionRow).where(self._whose(SessionRow.person_id))
                                    .order_by(SessionRow.started_epoch_s, SessionRow.id)):
            least_s = row.started_epoch_s + max(0.0, last.get(row.id, 0.0))
            ended = None if row.ended_epoch_s is None else iso_exact(max(row.ended_epoch_s, least_s), row.utc_offset_s)
            yield {**vars(row), "id": str(row.id), "station": self._stations[row.station_id],
                   "person": _id(row.person_id), "started": iso_exact(row.started_epoch_s, row.utc_offset_s),
                   "ended": ended}

    def reps(self) -> Iterator[dict[str, Any]]:
        rows = self._db.execute(
            select(RepRow).join(SessionRow, RepRow.session_id == SessionRow.id)
            .where(self._whose(SessionRow.person_id))
            .order_by(SessionRow.started_epoch_s, SessionRow.id, RepRow.number).execution_options(yield_per=1000))
        for row in rows.scalars():
            yield {**vars(row), "session": str(row.session_id), "counted": row.valid}

    def events(self) -> Iterator[dict[str, Any]]:
        """Traces belong to nobody: one person's export has those that name the person, a guest's those that name
        nobody and are about a session without a profile."""
        found: list[AnswerRow | DecisionRow | EventRow] = []
        found += self._db.scalars(select(AnswerRow).where(self._whose(AnswerRow.person_id)))
        found += self._db.scalars(select(DecisionRow).where(self._whose(DecisionRow.person_id)))
        traced = self._db.scalars(select(EventRow).where(self._traced()))
        found += traced if self._everybody or self._person is not None else self._of_a_guest(traced)
        for row in sorted(found, key=lambda one: (one.epoch_s, str(one.id))):
            yield self._event(row)

    def _traced(self) -> ColumnElement[bool]:
        about = self._whose(EventRow.person_id)
        if self._everybody:
            return about
        if self._person is None:
            return about & EventRow.from_person.is_(None) & EventRow.to_person.is_(None)
        return about | (EventRow.from_person == str(self._person)) | (EventRow.to_person == str(self._person))

    def _of_a_guest(self, traced: Iterable[EventRow]) -> Iterator[EventRow]:
        """A trace that names nobody may be of anybody's session; one of a session that is gone names whose it was."""
        own = {str(key) for key in self._db.scalars(select(SessionRow.id).where(SessionRow.person_id.is_(None)))}
        return (row for row in traced if row.kind in ("told_to_rest", "deleted") or row.session_id in own)

    def _event(self, row: AnswerRow | DecisionRow | EventRow) -> dict[str, Any]:
        told = {column.name: None for column in FILES["events"]} | {
            key: value for key, value in vars(row).items() if not key.startswith("_")}
        kind = {AnswerRow: "answer", DecisionRow: "plan_decision"}.get(type(row)) or told["kind"]
        return told | {"id": str(row.id), "station": self._stations[row.station_id], "person": _id(row.person_id),
                       "kind": kind, "at": iso_exact(row.epoch_s, row.utc_offset_s),
                       "session": told.get("session_id")}

    def days(self) -> Iterator[dict[str, Any]]:
        """As `mat summary` tells them."""
        which = true() if self._everybody else PersonDayRow.subject == days.subject_of(self._person)
        for row in self._db.scalars(select(PersonDayRow).where(which).order_by(PersonDayRow.subject, PersonDayRow.day)):
            person = UUID(row.subject) if row.subject else None
            facts = reading.sums_of(row)
            before, after = reading.pain_of(self._db, person, row.day)
            yield {**vars(row), **{name: getattr(row, held) for name, held in _OUT.items()}, **facts,
                   "person": _id(person), "pain_before": before, "pain_after": after,
                   "streak_days": row.chain_days or days.streak_at(self._db, row.subject, days.as_date(row.day))}


def _id(person: UUID | None) -> str | None:
    return str(person) if person else None
