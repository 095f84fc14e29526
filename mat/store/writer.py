"""Records on their way to the disk: a thread of its own, so that a slow card never delays a cue.

What cannot be written waits in memory, in order, and is tried again; nothing is dropped.
"""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy.exc import SQLAlchemyError

from mat.core.records import PainTold, Record, RepDone, SessionEnded, SessionOpened, ZonesRead
from mat.store.database import StoreError, in_words
from mat.store.store import Store, iso

log = logging.getLogger(__name__)
RETRY_S = 1.0
FLUSH_LOOK_S = 0.01


@dataclass(frozen=True)
class _Dated:
    """A record with the calendar time it happened at."""

    record: Record
    epoch_s: float
    utc_offset_s: int


class Writer:
    """Feed it records in order; `fault` is None or the plain words of why the disk does not take them."""

    def __init__(self, store: Store, written: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._written = written
        self._queue: queue.Queue[_Dated | Literal["look"] | None] = queue.Queue()
        self._stopping = threading.Event()
        self._key: UUID | None = None
        self._start_s = 0.0
        self._number = 0
        self._busy = False
        self.fault: str | None = None
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Records not yet on the disk."""
        with self._queue.mutex:
            behind = sum(isinstance(item, _Dated) for item in self._queue.queue)
        return behind + (1 if self._busy else 0)

    def keep(self, record: Record, epoch_s: float, utc_offset_s: int) -> None:
        self._queue.put(_Dated(record, epoch_s, utc_offset_s))

    def look(self) -> None:
        """Calls `written` from the writer's thread without writing anything: the day may have changed."""
        self._queue.put("look")

    def close(self, patience_s: float = 10.0) -> int:
        """Writes what waits, for at most `patience_s`; returns how many records could not be written."""
        self._queue.put(None)
        self._thread.join(patience_s)
        self._stopping.set()
        self._thread.join(RETRY_S + 6.0)
        return self.waiting if self._thread.is_alive() or self.fault else 0

    def flush(self, patience_s: float = 30.0) -> bool:
        """Waits until everything handed over so far is on the disk; False if it is not after `patience_s`."""
        for _ in range(int(patience_s / FLUSH_LOOK_S)):
            if not self._queue.unfinished_tasks:
                return True
            self._stopping.wait(FLUSH_LOOK_S)
        return not self._queue.unfinished_tasks

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            self._busy = item != "look"
            while item != "look" and not self._write(item):
                if self._stopping.wait(RETRY_S):
                    return
            self._busy = False
            self._queue.task_done()
            self._tell()
        self._queue.task_done()

    def _tell(self) -> None:
        try:
            self._written()
        except StoreError as fault:
            log.error("reading the day fails: %s", fault)

    def _write(self, item: _Dated) -> bool:
        try:
            self._dispatch(item)
        except Exception as fault:  # noqa: BLE001 - this thread must outlive whatever a disk or a record does
            said = in_words(self._store.place, fault) if isinstance(fault, SQLAlchemyError) else repr(fault)
            if self.fault is None:
                log.error("storing fails: %s", said)
            self.fault = said
            return False
        if self.fault is not None:
            log.warning("storing works again")
            self.fault = None
        return True

    def _dispatch(self, item: _Dated) -> None:
        match item.record:
            case SessionOpened(t_s=t_s, plan=plan):
                if self._start_s != t_s or self._key is None:
                    self._key, self._start_s, self._number = uuid4(), t_s, 0
                self._store.open_session(self._key, plan, item.epoch_s, item.utc_offset_s)
            case RepDone(rep=rep) if self._key is not None:
                self._store.add_rep(self._key, self._number + 1, rep, rep.start_s - self._start_s,
                                    rep.end_s - self._start_s)
                self._number += 1
            case SessionEnded(because=because) if self._key is not None:
                self._store.end_session(self._key, because, item.epoch_s)
            case ZonesRead() as read:
                self._store.keep_zones(read, iso(item.epoch_s, item.utc_offset_s)[:10])
            case PainTold(pain=pain) if self._key is not None:
                self._store.tell_pain(self._key, pain)
