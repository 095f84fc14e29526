"""Sessions as the kiosk hands them over, for the tests of this room."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

from mat.core.events import Rep
from mat.core.exercise import Plan
from mat.core.people import COLOURS, SYMBOLS, Profile
from mat.core.records import PainTold, Record, RepDone, SessionEnded, SessionOpened, Stamp
from mat.store.database import FILE
from mat.store.entries import Filing
from mat.store.store import Store
from mat.store.words import iso

PLAN = Plan()
NOON = 1_790_000_000.0
DAY = date.fromisoformat(iso(NOON, 3600)[:10])
DAY_S = 86_400.0
ANNA = Profile("00000000-0000-4000-8000-00000000000a", "Anna", SYMBOLS[0], COLOURS[0])
BERT = Profile("00000000-0000-4000-8000-00000000000b", "Bert", SYMBOLS[1], COLOURS[1])


def a_rep(kind: str = "single_left", valid: bool = True, start_s: float = 10.0, lift: bool | None = True) -> Rep:
    return Rep(start_s + 8, kind, start_s, start_s + 8, 5.0, lift, False, valid, None if valid else "held 1 s")


def keep(store: Store, *reps: Rep, because: str | None = "done", at_s: float = NOON, pain: int | None = None,
         person: str | None = None, before: int | None = None, long_s: float = 300.0, plan: Plan = PLAN) -> str:
    """A session as the kiosk hands it over; its id."""
    filing = Filing("boot")
    records: list[Record] = [SessionOpened(0.0, plan, person, True, before)]
    records += [RepDone(rep.t_s, rep) for rep in reps]
    records += [SessionEnded(long_s, because)] if because else []
    records += [PainTold(long_s, pain)] if pain is not None else []
    key = ""
    for record in records:
        entry = filing.entry(record, Stamp(at_s + record.t_s, 3600, 1000.0 + record.t_s))
        assert entry is not None
        store.apply(entry)
        key = str(entry.key)
    return key


def hand_over(store: Store, records: Iterable[Record], stamp: Stamp, filing: Filing | None = None) -> None:
    """Single records, all at one moment."""
    filing = filing or Filing("boot")
    for record in records:
        entry = filing.entry(record, stamp)
        assert entry is not None
        store.apply(entry)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """What the file itself says, beside the program."""
    with closing(sqlite3.connect(folder / FILE)) as raw:
        return raw.execute(query).fetchall()


def days_in(folder: Path) -> list[tuple[object, ...]]:
    return rows(folder, "SELECT * FROM person_day ORDER BY subject, day")
