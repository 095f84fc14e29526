"""Whole copies of the SQLite file: taken while the kiosk runs, checked before they get their name, and put back."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from mat.store.database import FILE, open_database, without_value
from mat.store.faults import CopyError, DamagedError, StoreError
from mat.store.legible import check_legible

_BESIDE = ("-wal", "-shm")
_OF_WRITING = ("FULL", "WRITE", "FSYNC", "TRUNCATE", "READONLY", "DELETE")
"""In SQLite's names of faults: those that only what is written to can have."""


def only_sqlite(url: str) -> None:
    """Raises StoreError when the data are somewhere else. The address may hold a password and is not repeated."""
    if url:
        raise StoreError("store.url names another database: backup and restore are for the SQLite file in the data "
                         "folder. Use that database's own tools, or `mat export` and `mat import`.")


def backup(folder: Path, file: Path, mark: int = 0) -> int:
    """Copies the database to `file`, as of one moment; returns its size in bytes. Only the user can read the copy.

    `mark` is a number from 0 to 2³¹ − 1 that the copy carries (SQLite's `user_version`); it says nothing of the
    content. Raises StoreError, CopyError when the copy cannot be written.
    """
    source = folder / FILE
    if not source.exists():
        raise StoreError(f"{source}: there is no database yet. Nothing was copied.")
    if file.exists():
        raise StoreError(f"{file}: there is a file of that name. Choose another, or move that one away.")
    if not file.parent.is_dir():
        raise StoreError(f"{file.parent}: there is no such folder. Make it, or choose another. Nothing was copied.")
    part = file.with_name(file.name + ".part")
    try:
        _remove(part)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(source, part, mark)
        check(part)
        _sync(part)
        os.replace(part, file)
        _sync(file.parent)
        return file.stat().st_size
    except OSError as fault:
        raise CopyError(f"{file}: cannot be written ({fault.strerror}). Free some space or choose another place; "
                        "nothing else was changed.") from fault
    finally:
        with contextlib.suppress(OSError):
            _remove(part)


def restore(folder: Path, file: Path | None, dated: str,
            bring: Callable[[Path], None] = lambda aside: None) -> Path | None:
    """Puts the backup in place, upgraded; returns where the database that was there is kept now, named with `dated`.

    Without a `file` an empty database comes. `bring` is given the new one before it takes its place, to add to it.
    Nobody else may have the data folder open. Raises StoreError, DamagedError for a backup of which something cannot be
    read; then nothing was changed.
    """
    if file is not None:
        if not file.is_file():
            raise StoreError(f"{file}: there is no such file. Nothing was changed.")
        check(file)
    aside = folder / ".restoring"
    try:
        aside.mkdir(parents=True, exist_ok=True)
        _remove(aside / FILE)
        if file is not None:
            _copy(file, aside / FILE)
        open_database(aside).dispose()  # refuses a newer one, upgrades an older one
        bring(aside / FILE)
        _settle(aside / FILE)
        check(aside / FILE)
        _sync(aside / FILE)
        kept = put_away(folder, dated, stays=True)
        os.replace(aside / FILE, folder / FILE)  # at no moment is there no database
        _sync(folder)
    except OSError as fault:
        raise StoreError(f"{folder}: cannot be written ({fault.strerror}). Make it writable or free some space.") \
            from fault
    finally:
        with contextlib.suppress(OSError):
            _remove(aside / FILE)
            aside.rmdir()
    return kept


def shrink(folder: Path) -> bool:
    """Takes the bytes of what was deleted out of the file and its log; False if somebody who reads is in the way."""
    with _telling(folder / FILE), closing(sqlite3.connect(folder / FILE, isolation_level=None)) as raw:
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("VACUUM")
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def put_away(folder: Path, dated: str, stays: bool = False) -> Path | None:
    """The database that is there gets a dated name; what its log holds is brought into it first, if it can be read.

    A log that is left over must not lie beside another database: it would be played into that one. `stays`: the name
    of before is kept too, for another file to take its place in one step.
    """
    there, kept = folder / FILE, folder / f"{FILE}.{dated}"
    if there.exists():
        with contextlib.suppress(StoreError):
            _settle(there)
    for end in _BESIDE:
        beside = there.with_name(there.name + end)
        if beside.exists():
            os.replace(beside, kept.with_name(kept.name + end))
    if not there.exists():
        return None
    if stays:
        os.link(there, kept)
    else:
        os.replace(there, kept)
    return kept


def sound(file: Path, indexes: bool = False) -> bool:
    """Whether there is anything in it, be it only a table. Raises DamagedError for a database that is not whole.
    `indexes`: whether they say what the tables do is looked at too.

    Reads all of it: a tenth of a second for years of sessions on a PC, a second or two from a card.
    """
    try:
        with closing(reading(file)) as raw:
            said = raw.execute(f"PRAGMA {'integrity' if indexes else 'quick'}_check(1)").fetchall()
            tables = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if said == [("ok",)]:
                check_legible(raw, str(file))
    except UnicodeDecodeError as fault:  # what SQLite would say of it is itself no text any more
        raise DamagedError(f"{file}: this file is damaged. Nothing was changed.") from fault
    except sqlite3.DatabaseError as fault:
        name = getattr(fault, "sqlite_errorname", "")
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "Could not decode" in str(fault):
            raise DamagedError(f"{file}: this file is damaged ({without_value(fault)}). Nothing was changed.") \
                from fault
        if "IOERR" in name:
            _read_through(file)
        return True  # locked, not readable…: whoever opens it next tells that
    if said != [("ok",)]:
        raise DamagedError(f"{file}: this database is damaged ({said[0][0]}). Nothing was changed.")
    return bool(tables)


def _read_through(file: Path) -> None:
    """Raises DamagedError where a sector of the card gives nothing back any more."""
    try:
        with file.open("rb") as whole:
            while whole.read(1 << 20):
                pass
    except OSError as fault:
        if fault.errno == errno.EIO:
            raise DamagedError(f"{file}: a part of this file cannot be read ({fault.strerror}). Nothing was changed.") \
                from fault


def _copy(source: Path, target: Path, mark: int = 0) -> None:
    """Raises CopyError where the fault is the target's, else StoreError."""
    with _telling(source, target), closing(reading(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        new.execute(f"PRAGMA user_version = {mark:d}")


def _settle(file: Path) -> None:
    """All of it in the one file."""
    with _telling(file), closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("PRAGMA journal_mode = DELETE")


def check(file: Path) -> None:
    """Raises StoreError for a file that is damaged, no database, or not one of this program's; DamagedError where it is
    only a value that cannot be read."""
    with _telling(file), closing(reading(file)) as raw:
        said = raw.execute("PRAGMA integrity_check").fetchall()
        if said != [("ok",)]:
            raise StoreError(f"{file}: this database is damaged ({said[0][0]}). Use another copy.")
        if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
            raise StoreError(f"{file}: is a database of another program. Name a file that `mat backup` wrote.")
        check_legible(raw, str(file))


def holds(file: Path, person: str | None) -> bool:
    """Whether a copy still holds this person's data, or those of nobody; True too when it cannot be told."""
    where = "person_id IS NULL" if person is None else "lower(replace(person_id, '-', '')) = :key"
    key = {"key": (person or "").replace("-", "").lower()}
    try:
        with closing(reading(file)) as raw:
            found = [raw.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1", key).fetchone()
                     for table in ("session", "answer", "plan_decision")]
            if person is not None:
                query = "SELECT 1 FROM person WHERE lower(replace(id, '-', '')) = :key"
                found.append(raw.execute(query, key).fetchone())
            return any(found)
    except (sqlite3.Error, OSError, UnicodeDecodeError):
        return True


def reading(file: Path) -> sqlite3.Connection:
    """Nothing is written through it."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


@contextlib.contextmanager
def _telling(file: Path, target: Path | None = None) -> Iterator[None]:
    """`target` is what is written meanwhile, if it is not `file` itself."""
    try:
        yield
    except sqlite3.Error as fault:
        if target is not None and any(one in getattr(fault, "sqlite_errorname", "") for one in _OF_WRITING):
            raise CopyError(f"{target}: cannot be written ({fault}). Free some space or choose another place; "
                            "nothing else was changed.") from fault
        raise StoreError(f"{file}: this file is damaged, no database, or cannot be reached ({without_value(fault)}).") \
            from fault
    except UnicodeDecodeError as fault:  # what SQLite would say of it is itself no text any more
        raise StoreError(f"{file}: this file is damaged.") from fault


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(file: Path) -> None:
    for end in ("", "-journal", *_BESIDE):
        file.with_name(file.name + end).unlink(missing_ok=True)
