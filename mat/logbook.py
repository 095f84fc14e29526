"""How a running kiosk writes its log: with priorities where a journal reads along, and no line a thousand times."""

import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from mat.ports import Clock

MOST, WINDOW_S = 20, 600.0
"""A flapping wire begins and ends a fault several times a second."""
_PRIORITIES = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))
_DEBUG = 7


def begin(verbose: bool, clock: Clock, out: TextIO | None = None, env: Mapping[str, str] = os.environ) -> None:
    """From now on every line goes to `out` (standard error) as it is fit for whoever reads it there."""
    out = out or sys.stderr
    handler = Rationed(out, clock)
    handler.setFormatter(ForJournal() if to_journal(out, env) else logging.Formatter("%(levelname)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if verbose else logging.INFO)


def to_journal(out: TextIO, env: Mapping[str, str] = os.environ) -> bool:
    """Whether systemd's journal reads `out` itself: the variable alone is also inherited by what writes elsewhere."""
    told = env.get("JOURNAL_STREAM", "")
    try:
        found = os.fstat(out.fileno())
    except (OSError, ValueError):
        return False
    return told == f"{found.st_dev}:{found.st_ino}"


def priority(level: int) -> int:
    """Syslog's number of a level of `logging` (sd-daemon(3))."""
    return next((number for least, number in _PRIORITIES if level >= least), _DEBUG)


def marked(words: str, level: int) -> str:
    """Each line with its priority in front, as the journal wants it."""
    return "\n".join(f"<{priority(level)}>{line}" for line in words.splitlines() or [""])


class ForJournal(logging.Formatter):
    """The journal has the time, the program and the level already: only the words, each line with its priority."""

    def format(self, record: logging.LogRecord) -> str:
        return marked(super().format(record), record.levelno)


@dataclass
class _Spent:
    since_s: float
    let: int = 0
    held: int = 0
    last: logging.LogRecord | None = None


class Ration:
    """At most `most` lines of one making (a logger's template at a level) in `window_s`; what is held back is counted.
    Who asked for every step (`--verbose`) gets every step. Times are the caller's monotonic seconds."""

    def __init__(self, most: int = MOST, window_s: float = WINDOW_S) -> None:
        self._most, self._window_s = most, window_s
        self._spent: dict[tuple[str, int, str], _Spent] = {}

    def lets(self, record: logging.LogRecord, now_s: float) -> bool:
        if record.levelno <= logging.DEBUG:
            return True
        key = (record.name, record.levelno, str(record.msg))
        spent = self._spent.setdefault(key, _Spent(now_s))
        if spent.let < self._most:
            spent.let += 1
            return True
        spent.held, spent.last = spent.held + 1, record
        return False

    def over(self, now_s: float, at_last: bool = False) -> list[tuple[int, logging.LogRecord]]:
        """The windows that have ended (all of them `at_last`) and held something back: how often, and the last one."""
        ended = [key for key, spent in self._spent.items() if at_last or now_s - spent.since_s >= self._window_s]
        gone = [self._spent.pop(key) for key in ended]
        return [(one.held, one.last) for one in gone if one.last is not None]


class Rationed(logging.StreamHandler[TextIO]):
    """Writes what the ration lets through, and once for each window what it held back."""

    def __init__(self, out: TextIO, clock: Clock, ration: Ration | None = None) -> None:
        super().__init__(out)
        self._clock, self._ration = clock, ration or Ration()

    def emit(self, record: logging.LogRecord) -> None:
        now_s = self._clock.now_s()
        self._tell(now_s)
        if self._ration.lets(record, now_s):
            super().emit(record)

    def close(self) -> None:
        """The program ends: what was held back is told all the same."""
        self._tell(self._clock.now_s(), at_last=True)
        super().close()

    def _tell(self, now_s: float, at_last: bool = False) -> None:
        for count, last in self._ration.over(now_s, at_last):
            said = logging.makeLogRecord(vars(last) | {
                "msg": "%d more line(s) like this were held back: %s", "args": (count, last.getMessage()),
                "exc_info": None, "exc_text": None})
            super().emit(said)
