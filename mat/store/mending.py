"""A damaged database at the start: the newest good copy takes its place, with all that the damaged one still tells.
What was there is kept beside it.

Nobody logs in at a kiosk for a year. A card that has gone bad in the middle of the file must not end it for good.
"""

import logging
import shutil
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as OrmSession

from mat.store import days
from mat.store.backup import check, restore, sound
from mat.store.database import FILE, open_database, without_value
from mat.store.faults import DamagedError, NewerError, StoreError
from mat.store.journal import left_files
from mat.store.salvage import salvage
from mat.store.series import series

log = logging.getLogger(__name__)
BACKUPS = "backups"
"""Folder in the data folder that systemd/mat-backup.service fills."""
BEFORE_UPDATE = "before-update.sqlite3"
"""The copy in the data folder that systemd/install makes before a newer version takes over."""
DAMAGED = "damaged"
LATE_S = 1.5 * 86_400
"""A copy is made every day on which something is new. One that is missing may have found damage: then all is examined,
the indexes too, which takes ten times as long."""


def mend(folder: Path, dated: str) -> Path | None:
    """Puts the damaged database aside, under a name with `dated`, and in its place the newest copy that is whole, with
    all that the damaged one still tells; returns the copy, or None where there is none and an empty one took its place.

    Nobody else may have the data folder open. Raises StoreError where the folder cannot be written.
    """
    name = f"{DAMAGED}-{dated}"
    for copy in _newest_first(folder):
        try:
            kept = restore(folder, copy, name, partial(_bring, folder / FILE))
        except (NewerError, DamagedError) as fault:
            log.error("%s", fault)
            continue
        except StoreError as fault:
            if _good(copy):
                raise  # a full or a read-only card: the copy is worth waiting for
            log.error("%s", fault)
            continue
        log.error("the database was damaged: the copy %s of %s is in its place, what was there is kept as %s", copy,
                  _time_of(copy), kept)
        _keep_journals(folder, name)
        return copy
    kept = restore(folder, None, name, partial(_bring, folder / FILE))
    _keep_journals(folder, name)
    log.error("the database was damaged and there is no good copy: it is kept as %s, a new one is begun", kept)
    return None


def _newest_first(folder: Path) -> list[Path]:
    """The daily copies, and the one that the last update made where it belongs by its time."""
    daily = [copy for _, copy in reversed(copies(folder))]
    update = folder / BEFORE_UPDATE
    if not update.is_file():
        return daily
    newer = [copy for copy in daily if copy.stat().st_mtime > update.stat().st_mtime]
    return [*newer, update, *(copy for copy in daily if copy not in newer)]


def _time_of(copy: Path) -> str:
    """When a copy was made, as its file says: local day and minute."""
    return datetime.fromtimestamp(copy.stat().st_mtime, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _bring(damaged: Path, target: Path) -> None:
    """What can be saved is worth trying, and no reason not to start."""
    if not damaged.is_file():
        return
    try:
        new = salvage(damaged, target)
        engine = open_database(target.parent)
        try:
            with OrmSession(engine) as db, db.begin():
                days.rebuild(db)
        finally:
            engine.dispose()
    except (sqlite3.Error, SQLAlchemyError, StoreError) as fault:
        log.error("%s: not all could be saved from it (%s)", damaged, without_value(fault))
        return
    if any(new.values()):
        log.warning("saved from the damaged database: %s",
                    ", ".join(f"{count} {name}" for name, count in new.items() if count))


def _keep_journals(folder: Path, name: str) -> None:
    """A copy beside the database that went: what waits there may belong to a session that only that one knows. Not
    before it went: a card that is full for a night would get one at each try."""
    for number, left in enumerate(left_files(folder)):
        try:
            shutil.copyfile(left, folder / f"{FILE}.{name}.journal{f'.{number}' if number else ''}")
        except OSError as fault:
            log.error("%s: cannot be kept beside the damaged database (%s)", left, fault.strerror)


def examine(folder: Path) -> None:
    """Raises DamagedError for a database in `folder` that is not whole, and for one that is not there or has nothing in
    it though there are copies: a card that went bad may leave just that, and it is no new mat."""
    file = folder / FILE
    anything = file.is_file() and sound(file, late_s(folder) > LATE_S)
    if not anything and not file.is_dir() and copies(folder):
        what = "is empty" if file.exists() else "is not there"
        raise DamagedError(f"{file}: {what}, but there are copies of it. Nothing was changed.")


def late_s(folder: Path) -> float:
    """For how long things were kept of which there is no copy yet, by the files' times; 0 where there are no copies."""
    there = copies(folder)
    if not there:
        return 0.0
    changed_s = 0.0
    for file in (folder / FILE, folder / f"{FILE}-wal"):
        with suppress(OSError):  # a kiosk that ends takes its log away
            changed_s = max(changed_s, file.stat().st_mtime if file.stat().st_size else 0.0)
    return changed_s - there[-1][1].stat().st_mtime


def _good(copy: Path) -> bool:
    try:
        check(copy)
    except StoreError:
        return False
    return True


def copies(folder: Path) -> list[tuple[int, Path]]:
    """The copies in the data folder by number, the newest last."""
    try:
        return series(folder / BACKUPS)
    except OSError:
        return []  # none were made yet, or they cannot be read


def put_aside(folder: Path) -> list[Path]:
    """Damaged databases that wait to be looked at."""
    return sorted(file for file in folder.glob(f"*.{DAMAGED}-*")
                  if not file.name.endswith(("-wal", "-shm")) and ".journal" not in file.name)
