"""Whole copies of the SQLite file: taken while the kiosk runs, checked before they get their name, and put back."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from mat.store.database import FILE, open_database
from mat.store.faults import StoreError

_BESIDE = ("-wal", "-shm")


def only_sqlite(url: str) -> None:
    """Raises StoreError when the data are somewhere else."""
    if url and not url.startswith("sqlite"):
        raise StoreError(f"store.url = {url!r}: backup and restore are for the SQLite file. "
                         "Use that database's own tools, or `mat export` and `mat import`.")


def backup(folder: Path, file: Path) -> int:
    """Copies the database to `file`, as of one moment; returns its size in bytes. Raises StoreError."""
    source = folder / FILE
    if not source.exists():
        raise StoreError(f"{source}: there is no database yet. Nothing was copied.")
    if file.exists():
        raise StoreError(f"{file}: there is a file of that name. Choose another, or move that one away.")
    if not file.parent.is_dir():
        raise StoreError(f"{file.parent}: there is no such folder. Make it, or choose another. Nothing was copied.")
    part = file.with_name(file.name + ".part")
    try:
        _copy(source, part)
        _check(part)
        _sync(part)
        os.replace(part, file)
        _sync(file.parent)
    except OSError as fault:
        raise StoreError(f"{file}: cannot be written ({fault.strerror}).") from fault
    finally:
        _remove(part)
    return file.stat().st_size


def restore(folder: Path, file: Path, dated: str) -> Path | None:
    """Puts the backup in place, upgraded; returns where the database that was there is kept now, named with `dated`.

    Nobody else may have the data folder open. Raises StoreError; then nothing was changed.
    """
    if not file.is_file():
        raise StoreError(f"{file}: there is no such file. Nothing was changed.")
    _check(file)
    aside = folder / ".restoring"
    try:
        aside.mkdir(parents=True, exist_ok=True)
        _copy(file, aside / FILE)
        open_database(aside).dispose()  # refuses a newer one, upgrades an older one
        _settle(aside / FILE)
        _check(aside / FILE)
        _sync(aside / FILE)
        kept = _put_away(folder, dated)
        os.replace(aside / FILE, folder / FILE)
        _sync(folder)
    except OSError as fault:
        raise StoreError(f"{folder}: cannot be written ({fault.strerror}). Make it writable or free some space.") \
            from fault
    finally:
        _remove(aside / FILE)
        with contextlib.suppress(OSError):
            aside.rmdir()
    return kept


def shrink(folder: Path) -> bool:
    """Takes the bytes of what was deleted out of the file and its log; False if somebody who reads is in the way."""
    with _telling(folder / FILE), closing(sqlite3.connect(folder / FILE, isolation_level=None)) as raw:
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("VACUUM")
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def _put_away(folder: Path, dated: str) -> Path | None:
    """The database that is there gets a dated name; what its log holds is brought into it first, if it can be read."""
    there, kept = folder / FILE, folder / f"{FILE}.{dated}"
    if not there.exists():
        return None
    with contextlib.suppress(StoreError):
        _settle(there)
    os.replace(there, kept)
    for end in _BESIDE:
        beside = there.with_name(there.name + end)
        if beside.exists():
            os.replace(beside, kept.with_name(kept.name + end))
    return kept


def _copy(source: Path, target: Path) -> None:
    _remove(target)
    with _telling(source), closing(_reading(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def _settle(file: Path) -> None:
    """All of it in the one file."""
    with _telling(file), closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("PRAGMA journal_mode = DELETE")


def _check(file: Path) -> None:
    """Raises StoreError for a file that is damaged, no database, or not one of this program's."""
    with _telling(file), closing(_reading(file)) as raw:
        said = raw.execute("PRAGMA integrity_check").fetchall()
        if said != [("ok",)]:
            raise StoreError(f"{file}: this database is damaged ({said[0][0]}). Use another copy.")
        if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
            raise StoreError(f"{file}: is a database of another program. Name a file that `mat backup` wrote.")


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


@contextlib.contextmanager
def _telling(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        raise StoreError(f"{file}: this file is damaged, no database, or cannot be reached ({fault}).") from fault


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(file: Path) -> None:
    for end in ("", "-journal", *_BESIDE):
        file.with_name(file.name + end).unlink(missing_ok=True)
