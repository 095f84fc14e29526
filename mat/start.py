"""What every run begins with: the data folder to itself, the name of this start, how long things last."""

import fcntl
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Any
from uuid import uuid4

from mat.core.session import Timing
from mat.ports import MatError
from mat.settings import Settings
from mat.store.faults import StoreError


def boot_id() -> str:
    """Tells this start of the machine from every other; a random one where the kernel has none."""
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text("ascii").strip() if path.exists() else str(uuid4())


def timing_of(settings: Settings) -> Timing:
    told = settings.exercise
    return Timing(answer_s=told.answer_s, come_back_s=told.come_back_s, prompt_s=told.prompt_s)


class Leaving:
    """Knows whether the program was asked to end, by SIGTERM or Ctrl-C, from its first moment to its last: what begins
    is finished, what is open is closed, and a second asking cuts nothing off that is just being written."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "Leaving":
        self._before = {number: signal.signal(number, self._ask) for number in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def leave_if_asked(self) -> None:
        """To be called between two steps of a start. Raises SystemExit."""
        if self.asked:
            sys.exit(0)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Two kiosks on one data folder would close each other's sessions. Raises MatError for the second."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock: IO[str] = (folder / "kiosk.lock").open("w")
    except OSError as fault:
        raise StoreError(f"{folder}: the data folder cannot be used ({fault.strerror}). "
                       "Choose another with --data or MAT_DATA, or make it writable.") from fault
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise MatError(f"{folder}: another mat kiosk is running with this data folder. "
                           "Stop it, or choose another folder with --data.") from fault
        yield
