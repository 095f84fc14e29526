"""A damaged database at the start: the newest good copy takes its place, and what was there is kept beside it.

Nobody logs in at a kiosk for a year. A card that has gone bad in the middle of the file must not end it for good.
"""

import logging
from pathlib import Path

from mat.store.backup import check, put_away, restore, sound
from mat.store.database import FILE
from mat.store.faults import DamagedError, NewerError, StoreError
from mat.store.series import series

log = logging.getLogger(__name__)
BACKUPS = "backups"
"""Folder in the data folder that systemd/mat-backup.service fills."""
DAMAGED = "damaged"


def mend(folder: Path, dated: str) -> Path | None:
    """Puts the damaged database aside, under a name with `dated`, and the newest copy that is whole in its place;
    returns the copy, or None where there is none and the kiosk begins with an empty one.

    Nobody else may have the data folder open. Raises StoreError where the folder cannot be written.
    """
    name = f"{DAMAGED}-{dated}"
    for _, copy in reversed(copies(folder)):
        try:
            check(copy)
            kept = restore(folder, copy, name)
        except NewerError as fault:
            log.error("%s", fault)
            continue
        except StoreError as fault:
            if _good(copy):
                raise  # a full or a read-only card: the copy is worth waiting for
            log.error("%s", fault)
            continue
        log.error("the database was damaged: the copy %s is in its place, what was there is kept as %s", copy, kept)
        return copy
    try:
        kept = put_away(folder, name)
    except OSError as fault:
        raise StoreError(f"{folder}: cannot be written ({fault.strerror}). Make it writable or free some space.") \
            from fault
    log.error("the database was damaged and there is no good copy: it is kept as %s, an empty one is begun", kept)
    return None


def examine(folder: Path) -> None:
    """Raises DamagedError for a database in `folder` that is not whole, and for one that is not there or has nothing in
    it though there are copies: a card that went bad may leave just that, and it is no new mat."""
    file = folder / FILE
    anything = file.is_file() and sound(file)
    if not anything and not file.is_dir() and copies(folder):
        what = "is empty" if file.exists() else "is not there"
        raise DamagedError(f"{file}: {what}, but there are copies of it. Nothing was changed.")


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
                  if not file.name.endswith(("-wal", "-shm")))
