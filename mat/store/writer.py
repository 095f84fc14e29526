"""Records on their way to the disk: a thread of its own, so that a slow card never delays a cue.

What cannot be written waits in memory and in the journal, in order, and is tried again; nothing is dropped.
"""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mat.core.records import Record, Stamp
from mat.store.entries import Entry, Filing
from mat.store.faults import DamagedError, StoreError
from mat.store.journal import Journal
from mat.store.store import Store

log = logging.getLogger(__name__)
RETRY_S = 1.0
SLOW_S = 1.5
FLUSH_LOOK_S = 0.01


@dataclass(frozen=True)
class _Right:
    """The calendar has become known: it is so many seconds ahead of the machine's."""

    ahead_s: float
    offset_of: Callable[[float], int]


_Item = Entry | _Right | Literal["look"] | None


class Writer:
    """Feed it records in order; `fault` is None or the plain words of why the disk does not take them."""

    def __init__(self, store: Store, written: Callable[[], None] = lambda: None,
                 journal: Journal | None = None, now_s: Callable[[], float] = lambda: 0.0) -> None:
        """`now_s`: a monotonic clock, by which a disk that takes long is told."""
        self._store = store
        self._tells = written
        self._journal = journal
        self._filing = Filing(store.boot_id)
        self._queue: queue.Queue[_Item] = queue.Queue()
        self._stopping = threading.Event()
        self._busy = self._unread = False
        self._now_s = now_s
        self._busy_since_s: float | None = None
        self.handed = self.written = 0
        """Records taken over so far, and those of them that are on the disk."""
        self.fault: str | None = None
        self.damaged = False
        """The database itself is the fault: only a new start, which mends it, can help."""
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Records not yet on the disk."""
        with self._queue.mutex:
            behind = sum(isinstance(item, Entry) for item in self._queue.queue)
        return behind + (1 if self._busy else 0)

    @property
    def slow(self) -> bool:
        """A record has been on its way to the disk for longer than a sound disk takes."""
        since_s = self._busy_since_s
        return since_s is not None and self._now_s() - since_s > SLOW_S

    def keep(self, record: Record, stamp: Stamp) -> None:
        """From here on the record survives the end of this process, however it comes."""
        entry = self._filing.entry(record, stamp)
        if entry is None:
            return
        if self._journal is not None:
            self._journal.append(entry)
        self.handed += 1
        self._queue.put(entry)

    def set_right(self, epoch_minus_monotonic_s: float, offset_of: Callable[[float], int]) -> None:
        """As `Store.set_right`, after everything that was handed over before."""
        self._queue.put(_Right(epoch_minus_monotonic_s, offset_of))

    def look(self) -> None:
        """Calls `written` from the writer's thread without writing anything: the day may have changed."""
        self._queue.put("look")

    def close(self, patience_s: float = 10.0) -> int:
        """Writes what waits, for at most `patience_s`; returns how many records could not be written."""
        self._queue.put(None)
        self._thread.join(patience_s)
        self._stopping.set()
        self._thread.join(RETRY_S + 6.0)
        lost = self.waiting if self._thread.is_alive() or self.fault else 0
        if self._journal is not None:
            self._journal.close(empty=lost == 0)
        return lost

    def flush(self, patience_s: float = 30.0) -> bool:
        """Waits until everything handed over so far is on the disk, and told; False if it is not after `patience_s`."""
        for _ in range(int(patience_s / FLUSH_LOOK_S)):
            if not self._queue.unfinished_tasks:
                return True
            self._stopping.wait(FLUSH_LOOK_S)
        return not self._queue.unfinished_tasks

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            self._busy = isinstance(item, Entry)
            self._busy_since_s = self._now_s() if self._busy else None
            while not isinstance(item, str) and not self._write(item):
                if self._stopping.wait(RETRY_S):
                    return
            self.written += isinstance(item, Entry)
            self._busy = False
            self._busy_since_s = None
            self._tell()
            self._queue.task_done()
        self._queue.task_done()

    def _tell(self) -> None:
        try:
            self._tells()
        except Exception as fault:  # noqa: BLE001 - this thread must outlive whatever reading does
            if not self._unread:
                log.error("reading the day fails: %s", fault if isinstance(fault, StoreError) else repr(fault))
            self._unread = True
            return
        if self._unread:
            log.warning("reading the day works again")
            self._unread = False

    def _write(self, item: Entry | _Right) -> bool:
        try:
            self._take(item)
        except Exception as fault:  # noqa: BLE001 - this thread must outlive whatever a disk or a record does
            said = str(fault) if isinstance(fault, StoreError) else repr(fault)
            self.damaged = isinstance(fault, DamagedError)
            if self.fault is None:
                log.error("storing fails: %s", said)
            self.fault = said
            return False
        if self.fault is not None:
            log.warning("storing works again")
            self.fault = None
        return True

    def _take(self, item: Entry | _Right) -> None:
        if isinstance(item, _Right):
            moved = self._store.set_right(item.ahead_s, item.offset_of)
            if moved:
                log.warning("the time is known now: %d session(s) were put on their right day", moved)
            return
        self._store.apply(item)
        if self._journal is not None:
            self._journal.committed(item)
