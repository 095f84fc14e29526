"""What was handed over and is not yet on the disk, kept where a killed process loses nothing: a small file in memory.

`keep` appends a line before it returns; when all is committed the file is emptied. A killed process leaves its lines to
the next start. A pulled plug takes them with it: there the database's own commit is the promise.
"""

import contextlib
import hashlib
import logging
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from mat.store.entries import Entry, as_line, of_line
from mat.store.store import Store

log = logging.getLogger(__name__)
UNIT_FOLDER = Path("/run/mat-kiosk")
"""The runtime folder that systemd/mat-kiosk.service makes; whoever erases by hand has another environment."""


def places(folder: Path, env: Mapping[str, str] = os.environ) -> list[Path]:
    """Where the journal of this data folder may be; the first is where a new one goes."""
    name = f"mat-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.journal"
    told = env.get("RUNTIME_DIRECTORY", "").split(":")[0]  # systemd lists several with colons
    tried = [Path(told or env.get("XDG_RUNTIME_DIR", "") or folder), Path(env.get("XDG_RUNTIME_DIR", "") or folder),
             UNIT_FOLDER, folder]
    return [place / name for place in dict.fromkeys(tried)]


class Journal:
    """One data folder's journal. A journal that cannot be written says so once and changes nothing else."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        self._file: int | None = None
        self._torn = self._told = False
        self._newest: tuple[str, int] | None = None
        try:
            self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        except OSError as fault:
            self._give_up(fault)

    def append(self, entry: Entry) -> None:
        """The line is with the kernel when this returns."""
        line = as_line(entry)
        with self._lock:
            self._newest = entry.run, entry.number
            if self._file is None:
                return
            try:
                whole = b"\n" + line if self._torn else line
                self._torn = os.write(self._file, whole) < len(whole)
            except OSError as fault:
                self._torn = True
                self._give_up(fault)
                return
            if self._told and not self._torn:
                self._told = False
                log.warning("%s: the journal is kept again", self.file)

    def committed(self, entry: Entry) -> None:
        """Empties the file if nothing newer was handed over."""
        with self._lock:
            if self._file is not None and self._newest == (entry.run, entry.number):
                self._empty()

    def close(self, empty: bool) -> None:
        """`empty`: everything is on the disk, the file goes."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None
        if empty:
            self.file.unlink(missing_ok=True)

    def _empty(self) -> None:
        try:
            os.ftruncate(self._file or -1, 0)
            self._torn = False
        except OSError as fault:
            self._give_up(fault)

    def _give_up(self, fault: OSError) -> None:
        """A full memory disk may have room again: the file stays open; only the word is said once."""
        if not self._told:
            log.warning("%s: no journal can be kept (%s); records wait in memory only", self.file, fault.strerror)
        self._told = True


def left_over(file: Path) -> Iterator[Entry]:
    """The entries a killed process left in `file`, in order; damaged lines are skipped and told. Raises OSError."""
    lines = file.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield of_line(line)
        except ValueError as fault:
            log.warning("%s: line %d is damaged and left out (%s)", file, number, str(fault).splitlines()[0])


def left_files(folder: Path, env: Mapping[str, str] = os.environ) -> list[Path]:
    """The journals that are there, oldest first: those put aside by earlier starts (`….journal.1`), then the last."""
    found: list[Path] = []
    for file in places(folder, env):
        with contextlib.suppress(OSError):
            aside = [one for one in file.parent.glob(f"{file.name}.*") if one.suffix[1:].isdecimal()]
            found += sorted(aside, key=lambda one: int(one.suffix[1:]))
        if os.path.exists(file):
            found.append(file)
    return found


def recover(store: Store, folder: Path, env: Mapping[str, str] = os.environ) -> int:
    """Writes what a killed process left behind, wherever its journal is; returns how many entries there were.

    Call it before anything else is kept, with the data folder's lock held. What the disk does not take is told and put
    aside for the next start: it must not keep the kiosk from starting, and a new journal must not write over it.
    """
    count = 0
    for file in left_files(folder, env):
        try:
            waiting = list(left_over(file))
        except OSError as fault:
            log.error("%s: cannot be read (%s)", file, fault.strerror)
            continue
        written = _written(store, waiting, file)
        count += written
        with contextlib.suppress(OSError):
            if written < len(waiting):
                _put_aside(file, waiting[written:])
            else:
                file.unlink(missing_ok=True)
    if count:
        log.warning("%d record(s) of a run that was cut off were gone through now", count)
    return count


def _written(store: Store, waiting: list[Entry], file: Path) -> int:
    """How many of them, from the first on, the disk took."""
    for number, entry in enumerate(waiting):
        try:
            store.apply(entry)
        except Exception as fault:  # noqa: BLE001 - nothing that a disk or a record does may keep the kiosk from starting
            log.error("%s: %d record(s) wait for the next start: %s", file, len(waiting) - number, fault)
            return number
    return len(waiting)


def _put_aside(file: Path, waiting: list[Entry]) -> None:
    """Under the next free number, and without what is written: between two tries other runs write, and what is not
    keyed (how somebody lies, how zones read) would count twice. Where there is no room for that it stays whole."""
    aside = file
    if not file.suffix[1:].isdecimal():
        number = 1 + max((int(one.suffix[1:]) for one in file.parent.glob(f"{file.name}.*")
                          if one.suffix[1:].isdecimal()), default=0)
        aside = file.with_name(f"{file.name}.{number}")
        os.replace(file, aside)
    part = aside.with_name(aside.name + ".part")
    try:
        part.touch(0o600)
        part.write_bytes(b"".join(map(as_line, waiting)))
        os.replace(part, aside)
    finally:
        part.unlink(missing_ok=True)
