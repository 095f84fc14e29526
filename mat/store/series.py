"""A folder of copies, one a day at most and only so many: named by a running number, for the clock may be wrong.

The number alone says which is newer. The date in a name is for people: a machine without a battery clock may make all
of them in 1970, and one whose clock jumped a copy of next year.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mat.store.backup import backup, check, reading
from mat.store.database import FILE
from mat.store.faults import CopyError, StoreError

NAMED = re.compile(r"mat-(\d{6,})-(\d{4,}-\d\d-\d\d)\.sqlite3")
_LEFT = re.compile(NAMED.pattern + r"\.part(-journal|-wal|-shm)?")
KEEP = 7


@dataclass(frozen=True)
class Moment:
    """When a copy is made: the calendar's day, whether that can be trusted, and which start of the machine it is."""

    day: date
    known: bool
    boot_id: str

    @property
    def mark(self) -> int:
        """The start of the machine as a number that a copy can carry."""
        return zlib.crc32(self.boot_id.encode()) >> 1


@dataclass(frozen=True)
class Made:
    """`file` is None when nothing was new since `newest`."""

    file: Path | None
    newest: Path
    size: int
    removed: tuple[Path, ...] = ()


def add(data: Path, folder: Path, moment: Moment, keep: int = KEEP) -> Made | None:
    """One more copy of the database in `data`, if it holds anything new; None if there is no database yet.

    The newest one goes when it is of the same day, and the lowest numbers beyond `keep`, but only when the new one is
    whole, checked and on the disk. Raises StoreError, CopyError: then all copies are as they were.
    """
    if not (data / FILE).exists():
        return None
    with _alone(folder, data):
        there = series(folder)
        newest = there[-1][1] if there else None
        if newest is not None and _same(data / FILE, newest):
            return Made(None, newest, newest.stat().st_size)
        number = there[-1][0] + 1 if there else 1
        file = folder / f"mat-{number:06d}-{moment.day.isoformat()}.sqlite3"
        size = backup(data, file, moment.mark)
        return Made(file, file, size, tuple(_tidied(there, moment, keep)))


def series(folder: Path) -> list[tuple[int, Path]]:
    """The copies by their number, the newest last. Raises OSError."""
    found = ((NAMED.fullmatch(file.name), file) for file in folder.iterdir())
    return sorted((int(name[1]), file) for name, file in found if name)


def fingerprint(file: Path) -> str:
    """Of what a database says: its tables and rows, not how they lie in the file. Nothing is written. Raises
    sqlite3.Error."""
    said = hashlib.sha256()
    with closing(reading(file)) as raw:
        raw.execute("BEGIN")  # of one moment, whatever a kiosk writes meanwhile
        tables = raw.execute("SELECT name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        said.update(repr(tables).encode())
        for name in (name for name, sql in tables if (sql or "").upper().startswith("CREATE TABLE")):
            for row in raw.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):
                said.update(repr(row).encode())
    return said.hexdigest()


def _same(source: Path, copy: Path) -> bool:
    """A copy that has gone bad is not the same, whatever can still be read of it."""
    try:
        check(copy)
        return fingerprint(source) == fingerprint(copy)
    except (StoreError, sqlite3.Error, UnicodeDecodeError):
        return False


def _tidied(before: list[tuple[int, Path]], moment: Moment, keep: int) -> Iterator[Path]:
    """Removes what the new copy takes the place of. Raises CopyError."""
    left = [file for _, file in before]
    gone = [left.pop()] if left and _of_same_day(left[-1], moment) else []
    for file in gone + left[:max(0, len(left) + 1 - keep)]:
        try:
            file.unlink()
        except OSError as fault:
            raise CopyError(f"{file}: the new copy is safe, but this one of before cannot be removed "
                            f"({fault.strerror}). Remove it by hand.") from fault
        yield file


def _of_same_day(copy: Path, moment: Moment) -> bool:
    """Without a known time every day of the machine may have the same date: then a day lasts as long as it is on."""
    name = NAMED.fullmatch(copy.name)
    if name is None or name[2] != moment.day.isoformat():
        return False
    if moment.known:
        return True
    try:
        with closing(reading(copy)) as raw:
            return bool(raw.execute("PRAGMA user_version").fetchone() == (moment.mark,))
    except sqlite3.Error:
        return False


@contextlib.contextmanager
def _alone(folder: Path, data: Path) -> Iterator[None]:
    """The folder is there, nobody else adds to it, and nothing half-made is left in it. Raises CopyError."""
    try:
        if folder.resolve() == data.resolve():
            raise CopyError(f"{folder}: is the data folder itself. Choose a folder of its own, for example "
                            f"{folder / 'backups'}.")
        folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as fault:
        raise _cannot(folder, fault) from fault
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise CopyError(f"{folder}: another backup is being written there. Try again in a minute.") from fault
        for left in [file for file in folder.iterdir() if _LEFT.fullmatch(file.name)]:
            left.unlink()
        yield
    except OSError as fault:
        raise _cannot(folder, fault) from fault
    finally:
        os.close(handle)


def _cannot(folder: Path, fault: OSError) -> CopyError:
    return CopyError(f"{folder}: no backup can be written there ({fault.strerror}). Is it plugged in, writable, and is "
                     "there some space? The older ones were not touched.")
