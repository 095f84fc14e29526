"""What the database is like, without what it says of anybody: schema, counts, soundness."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from mat.settings import Settings
from mat.store.backup import reading
from mat.store.database import FILE, OWN_FILES
from mat.store.schema import Base

DAYS = 14
Ask = Callable[[str], Sequence[Sequence[Any]]]


def facts(settings: Settings, folder: Path) -> dict[str, Any]:
    """Counts never say whose. Raises what the database does."""
    with _asking(settings, folder) as ask:
        tables = [name for name in sorted(Base.metadata.tables) if _there(ask, name)]
        by_day = ask(f"SELECT day, count(*) FROM session GROUP BY day ORDER BY day DESC LIMIT {DAYS:d}") \
            if "session" in tables else []
        return {
            "schema": [row[0] for row in ask("SELECT version_num FROM alembic_version")],
            "integrity": _integrity(settings, ask),
            "rows": {name: ask(f"SELECT count(*) FROM {name}")[0][0] for name in tables},
            "missing_tables": sorted(set(Base.metadata.tables) - set(tables)),
            "sessions_of_the_newest_days": {row[0]: row[1] for row in by_day},
        }


def people(settings: Settings, folder: Path) -> tuple[set[str], set[str]]:
    """Names and ids of everybody who has a profile or had one when a copy was made. Nothing where there is no database.
    Raises what the database does."""
    names: set[str] = set()
    ids: set[str] = set()
    if settings.store.url or (folder / FILE).exists():
        with _asking(settings, folder) as ask:
            _note(ask, names, ids)
    others = (file for file in folder.glob("*.sqlite3*") if file.name not in OWN_FILES)
    for copy in [*others, *folder.glob("*/*.sqlite3")]:
        with suppress(sqlite3.Error, OSError), closing(reading(copy)) as raw:  # one that cannot be read adds nothing
            _note(lambda query, raw=raw: raw.execute(query).fetchall(), names, ids)  # type: ignore[misc]
    return names, ids


def _note(ask: Ask, names: set[str], ids: set[str]) -> None:
    for key, name in ask("SELECT id, name FROM person"):
        names.add(str(name))
        plain = str(key).replace("-", "")
        ids.add("-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:])))


def _there(ask: Ask, table: str) -> bool:
    try:
        ask(f"SELECT 1 FROM {table} LIMIT 1")
    except Exception:  # noqa: BLE001 - each kind of database has a fault of its own for a table that is not there
        return False
    return True


def _integrity(settings: Settings, ask: Ask) -> str:
    if settings.store.url and not settings.store.url.startswith("sqlite"):
        return "not asked: only of SQLite"
    return "; ".join(str(row[0]) for row in ask("PRAGMA integrity_check")[:5])


@contextmanager
def _asking(settings: Settings, folder: Path) -> Iterator[Ask]:
    """Nothing is written or upgraded."""
    if not settings.store.url:
        with closing(reading(folder / FILE)) as raw:
            yield lambda query: raw.execute(query).fetchall()
        return
    from sqlalchemy import create_engine
    engine = create_engine(settings.store.url)
    try:
        with engine.connect() as connection:
            yield lambda query: connection.exec_driver_sql(query).fetchall()
    finally:
        engine.dispose()
