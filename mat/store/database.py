"""Opening the database: its file, its pragmas, its migrations, and what can be wrong with it in plain words."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session as OrmSession

from mat.store import days
from mat.store.faults import DamagedError, NewerError, StoreError

FILE = "mat.sqlite3"
OWN_FILES = tuple(FILE + end for end in ("", "-wal", "-shm", "-journal"))
"""The database with what SQLite lays beside it; every other file of that ending is a copy."""
ROOM_BYTES = 256 * 1024
_DAMAGED = ("not a database", "malformed", "Could not decode")
"""What SQLite says of a file that is damaged."""


def open_database(folder: Path, url: str = "") -> Engine:
    """An engine on `url`, or on the SQLite file in `folder`, migrated to this version's schema.

    Raises StoreError: folder or file not writable, disk full, not a database, or from a newer version.
    """
    place = without_login(url) or str(folder / FILE)
    try:
        if not url:
            folder.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url or f"sqlite:///{folder / FILE}", hide_parameters=True)  # names stay out of logs
    except OSError as fault:
        raise StoreError(f"{folder}: the data folder cannot be used ({fault.strerror}). "
                         "Choose another with --data or MAT_DATA, or make it writable.") from fault
    except ImportError as fault:
        raise StoreError(f"store.url = {without_login(url)!r}: the driver {fault.name} is not installed. Install it "
                         "beside this program, or leave the setting empty to keep an SQLite file.") from fault
    except SQLAlchemyError as fault:
        raise StoreError(f"store.url = {without_login(url)!r}: is no database address. "
                         "Leave it empty to keep an SQLite file.") from fault
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    try:
        _migrate(engine, place)
    except SQLAlchemyError as fault:
        engine.dispose()
        raise told(place, fault) from fault
    except StoreError:
        engine.dispose()
        raise
    return engine


def told(place: str, fault: SQLAlchemyError) -> StoreError:
    """A database fault with its sentence; DamagedError where the file itself is the fault."""
    cause = _cause(fault)
    kind = DamagedError if any(word in cause for word in _DAMAGED) else StoreError
    return kind(in_words(place, fault))


def _cause(fault: SQLAlchemyError) -> str:
    return without_value(getattr(fault, "orig", None) or fault)


def without_value(fault: BaseException) -> str:
    """SQLite's words, without the value that it could not decode: that may be a name."""
    return str(fault).partition(" with text ")[0]


def without_login(url: str) -> str:
    """The address as it may be told: without user and password, and without what follows a question mark."""
    kind, sign, rest = url.partition("?")[0].partition("://")
    return f"{kind}{sign}{rest.rpartition('@')[2]}"


def in_words(place: str, fault: SQLAlchemyError) -> str:
    """A database fault as a sentence with the way out."""
    cause = _cause(fault)
    if any(word in cause for word in _DAMAGED):
        return (f"{place}: this file is damaged or no database ({cause}). Nothing was changed. "
                "Put a backup in its place, or move it and the copies away to start anew.")
    if "full" in cause or ("disk I/O" in cause and _no_room(Path(place))):
        return f"{place}: the disk is full. Free some space; what waits is written then."
    if "readonly" in cause or "read-only" in cause or "unable to open" in cause:
        return f"{place}: cannot be written ({cause}). Make the folder writable, or choose another with --data."
    if isinstance(fault, OperationalError) and "locked" in cause:
        return f"{place}: another program holds the database ({cause}). Stop it and try again."
    return f"{place}: the database answers: {cause}"


def _no_room(place: Path) -> bool:
    """SQLite says only "disk I/O error" where it cannot make its helper file on a full disk."""
    folder = place if place.is_dir() else place.parent
    return folder.is_dir() and shutil.disk_usage(folder).free < ROOM_BYTES


def _prepare_sqlite(connection: object, _record: object) -> None:
    """WAL lets the summary read while a rep is written; FULL makes a commit survive a pulled plug."""
    connection.isolation_level = None  # type: ignore[attr-defined]  # SQLAlchemy begins, not the driver: see _begin
    try:
        with closing(connection.cursor()) as cursor:  # type: ignore[attr-defined]
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
                cursor.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()  # type: ignore[attr-defined]
        raise


def _begin(connection: Connection) -> None:
    """Python's driver would commit before each CREATE TABLE; so a migration cut off half-way leaves nothing behind.

    Who will write takes the write lock at once and waits for it; taken later, after reading, it cannot be waited for.
    """
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine, place: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found == script.get_current_head():
        return
    if found is not None and found not in {r.revision for r in script.walk_revisions()}:
        raise NewerError(f"{place}: written by a newer version of this program (schema {found}, this one knows "
                         f"up to {script.get_current_head()}). Nothing was changed. Update the program.")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        with OrmSession(connection) as db:
            days.rebuild(db)  # sums of what older versions kept too
            db.commit()
