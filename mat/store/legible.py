"""What a damaged card leaves inside a file that SQLite itself calls sound: values that nothing can read any more.

SQLite keeps any value in any column and knows no checksums. Without this look one byte in a row keeps the kiosk from
starting for ever, while good copies lie beside it. A value that is damaged into another plausible one is not found.
"""

import re
import sqlite3
from typing import get_args

from sqlalchemy import JSON, Boolean, Column, Float, Integer, String, Table, Uuid

from mat.core.exercise import Stage
from mat.core.people import COLOURS, SYMBOLS
from mat.store.faults import DamagedError
from mat.store.schema import SCHEMA, Base

_WORDS = {"stage": get_args(Stage), "symbol": SYMBOLS, "colour": COLOURS}
"""What is drawn or exercised by its name."""
_MOST = {"utc_offset_s": 86_399}
"""More than a day's offset is refused by Python's time zones."""
_KEY = 32
"""Hexadecimal digits of an id."""
_MOST_EPOCH_S, _MOST_REAL, _MOST_INTEGER = 2.5e11, 1e12, 10**15
"""No moment that a calendar can tell is farther from 1970 (the year 9999)."""


def check_legible(raw: sqlite3.Connection, place: str) -> None:
    """Reads every row. Raises DamagedError naming table and column, never a value: it may be a name; sqlite3.Error. A
    database of an older or a newer version is not judged."""
    version = _version(raw)
    if version is None:
        return
    if not re.fullmatch(r"\d{4}", version):
        raise DamagedError(f"{place}: this database is damaged (its version cannot be read). Nothing was changed.")
    if version != SCHEMA:
        return
    for table in Base.metadata.sorted_tables:
        bad = _bad_column(raw, table)
        if bad:
            raise DamagedError(f"{place}: this database is damaged ({table.name}: {bad}). Nothing was changed.")


def is_current(raw: sqlite3.Connection) -> bool:
    """Whether it has just the tables and columns that this program makes. Raises sqlite3.Error."""
    return _version(raw) == SCHEMA and all(_has_its_columns(raw, table) for table in Base.metadata.sorted_tables)


def _version(raw: sqlite3.Connection) -> str | None:
    """None where it says none: a new database, or another program's."""
    if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
        return None
    found = raw.execute("SELECT CAST(version_num AS BLOB) FROM alembic_version").fetchall()
    return found[0][0].decode("ascii", "replace") if len(found) == 1 and found[0][0] else ""


def _has_its_columns(raw: sqlite3.Connection, table: Table) -> bool:
    return {row[1] for row in raw.execute(f'PRAGMA table_info("{table.name}")')} == set(table.columns.keys())


def _bad_column(raw: sqlite3.Connection, table: Table) -> str:
    """What is wrong with the first column of which something is."""
    if not _has_its_columns(raw, table):
        return "its columns are not those it was made with"
    keys = [column for column in table.columns if isinstance(column.type, Uuid)]
    others = [column for column in table.columns if column not in keys]
    any_ = raw.execute(f'SELECT 1 FROM "{table.name}" WHERE {" OR ".join(map(wrong, others))} LIMIT 1').fetchone()
    named = [column.name for column in others if any_ and
             raw.execute(f'SELECT 1 FROM "{table.name}" WHERE {wrong(column)} LIMIT 1').fetchone()]
    named += [column.name for column in keys if not _all_keys(raw, table, column)]
    named += [column.name for column in others if isinstance(column.type, String) and not _all_text(raw, table, column)]
    return f"{named[0]}: a value cannot be read" if named else ""


def wrong(column: Column[object]) -> str:
    """An SQL expression: 1 for a value that this column cannot have been given, 0 or NULL for others. Words are bytes
    that may still be no text."""
    name, kind = f'"{column.name}"', column.type
    if isinstance(kind, Uuid):
        bad = f"typeof({name}) <> 'text' OR length({name}) <> {_KEY} OR {name} GLOB '*[^0-9a-f]*'"
    elif isinstance(kind, Boolean):
        bad = f"{name} NOT IN (0, 1)"
    elif isinstance(kind, Integer):
        bad = f"typeof({name}) <> 'integer' OR {_beyond(name, _MOST.get(column.name, _MOST_INTEGER))}"
    elif isinstance(kind, Float):  # to SQLite, text is more than any number
        bad = _beyond(name, _MOST_EPOCH_S if column.name.endswith("epoch_s") else _MOST_REAL)
    elif isinstance(kind, JSON):
        bad = f"typeof({name}) <> 'text' OR NOT json_valid({name})"
    elif column.name == "day":
        bad = f"typeof({name}) <> 'text' OR date({name}) IS NOT {name}"
    elif column.name in _WORDS:
        known = ", ".join(f"'{word}'" for word in _WORDS[column.name])
        bad = f"{name} NOT IN ({known})"
    else:
        bad = f"typeof({name}) <> 'text'"
    return f"({name} IS NOT NULL AND ({bad}))" if column.nullable else f"({name} IS NULL OR {bad})"


def _beyond(name: str, most: float) -> str:
    return f"{name} NOT BETWEEN -{most:.0f} AND {most:.0f}"


def _all_keys(raw: sqlite3.Connection, table: Table, column: Column[object]) -> bool:
    """As `wrong`, and ten times as fast: all of them as one text."""
    name = f'"{column.name}"'
    count, joined = raw.execute(f'SELECT count({name}), CAST(group_concat({name}, \'\') AS BLOB) FROM "{table.name}" '
                                "NOT INDEXED").fetchone()
    return len(joined or b"") == _KEY * count and not (joined or b"").translate(None, b"0123456789abcdef")


def _all_text(raw: sqlite3.Connection, table: Table, column: Column[object]) -> bool:
    try:
        for (value,) in raw.execute(f'SELECT DISTINCT CAST("{column.name}" AS BLOB) FROM "{table.name}"'):
            (value or b"").decode()
    except UnicodeDecodeError:
        return False
    return True
