"""What a damaged database still tells is brought into the copy that takes its place.

The copy is of yesterday, and today's repetitions lie in the damaged file: a broken page takes the rows on it, not those
of the whole file. A row that is here already is newer there. A row is left out when any of its values cannot be what
was written, or when what it belongs to is not there. A repetition is never changed once it is written: there the copy
is right, whatever plausible value a damaged byte has made.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Table

from mat.store.backup import reading
from mat.store.legible import is_current, wrong
from mat.store.schema import Base

log = logging.getLogger(__name__)
DERIVED = frozenset({"person_day", "written"})
"""Computed from other tables, or a mark of how far they go."""
NEVER_CHANGED = frozenset({"rep"})
GIVES_UP_AFTER = 10_000
"""So many row numbers in a row that cannot be read, and what follows in the table is given up: a page of the database
has a few dozen rows."""


def salvage(damaged: Path, target: Path) -> dict[str, int]:
    """Brings the legible rows of `damaged` into the database `target`, all or nothing, and returns how many rows of
    each table were new there. The days' sums are not brought: they have to be computed (`days.rebuild`).

    Nothing is written to `damaged`. Raises sqlite3.Error where `target` cannot be written.
    """
    new: dict[str, int] = {}
    with closing(reading(damaged)) as old, closing(sqlite3.connect(target, isolation_level=None)) as raw:
        if not _tells(old):
            return new
        old.text_factory = bytes  # words are read one by one: bad ones must not take their neighbours along
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("BEGIN IMMEDIATE")
        for table in Base.metadata.sorted_tables:
            if table.name not in DERIVED:
                before = _count(raw, table)
                _bring(table, old, raw)
                new[table.name] = _count(raw, table) - before
        raw.execute("COMMIT")
    return new


def _tells(old: sqlite3.Connection) -> bool:
    """Not when it is of another version, or when its very list of tables is gone."""
    try:
        return is_current(old)
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def _count(raw: sqlite3.Connection, table: Table) -> int:
    return int(raw.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0])


def _bring(table: Table, old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    names = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key]
    newer = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    put = (f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))}) '
           f'ON CONFLICT ({", ".join(keys)}) DO {"NOTHING" if table.name in NEVER_CHANGED else f"UPDATE SET {newer}"}')
    left_out = 0
    for bad, values in _rows(table, old):
        left_out += bool(bad) or not _put(table, new, put, dict(zip(names, values, strict=True)))
    if left_out:
        log.warning("damaged database: %d row(s) of %s cannot be read and are left out", left_out, table.name)


def _put(table: Table, new: sqlite3.Connection, put: str, row: dict[str, object]) -> bool:
    """A session whose person cannot be read is kept without: the stretches were done."""
    try:
        values = {name: value.decode() if isinstance(value, bytes) else value for name, value in row.items()}
        new.execute(put, list(values.values()))
    except UnicodeDecodeError:
        return False
    except sqlite3.IntegrityError:
        if table.name != "session" or row["person_id"] is None:
            return False
        return _put(table, new, put, row | {"person_id": None, "sure": 0})
    return True


def _rows(table: Table, old: sqlite3.Connection) -> Iterator[tuple[int, list[object]]]:
    """Whether a row is illegible, and its values, for all pages that can be read; behind a broken one it goes on."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    bad = " OR ".join(wrong(column) for column in table.columns)
    query = f'SELECT rowid, {bad}, {names} FROM "{table.name}" NOT INDEXED WHERE rowid > ? ORDER BY rowid'
    after, failed = 0, 0
    while failed < GIVES_UP_AFTER:
        try:
            for rowid, wrong_, *values in old.execute(query, (after,)):
                after, failed = rowid, 0
                yield wrong_, values
        except sqlite3.DatabaseError:
            after, failed = after + 1, failed + 1
        else:
            return
