"""Samples from one process to another: a ring in shared memory, one writer, one reader, no locks."""

from collections.abc import Sequence
from multiprocessing.context import SpawnContext
from typing import Any

from mat.core.zones import Sample

SLOTS = 4096
"""Room for 20 s at 200 Hz: so long may the reader be away before samples are lost."""
FAULT_TRIES = 1000
FAULT_BYTES = 1000

_HEAD, _STOP, _MISSED, _FINISHED, _REAL_TIME, _LOCKED, _FAULT_TURN, _FAULT_LENGTH = range(8)
_HEARTBEAT, _WORST_LATE = 8, 9
_HEADER_WORDS = 16
_FAULT_WORDS = 125


class Ring:
    """Views on shared memory. A slot is (sequence, time, volts…, sequence): a reader takes it only if both match.

    The memory is anonymous (`multiprocessing.RawArray`): it has no name that could outlive a killed process.
    """

    def __init__(self, memory: Any, zones: int) -> None:
        flat = memoryview(memory).cast("B")
        self._words = flat.cast("Q")
        self._reals = flat.cast("d")
        self._text = flat[8 * _HEADER_WORDS:8 * (_HEADER_WORDS + _FAULT_WORDS)]
        self._zones = zones
        self._width = zones + 3
        self._taken = 0
        self.lapped = 0

    @staticmethod
    def memory(context: SpawnContext, zones: int) -> Any:
        """Shared memory for a ring; pass it to the other process when that is started."""
        return context.RawArray("Q", _HEADER_WORDS + _FAULT_WORDS + SLOTS * (zones + 3))

    def put(self, sample: Sample) -> None:
        number = self._words[_HEAD] + 1
        at = self._place(number)
        self._words[at] = 0
        self._reals[at + 1] = sample.t_s
        for n, volts in enumerate(sample.volts, start=at + 2):
            self._reals[n] = volts
        self._words[at + self._width - 1] = number
        self._words[at] = number
        self._words[_HEAD] = number

    def take(self) -> list[Sample]:
        """All samples since the last call, oldest first; those overwritten meanwhile are counted in `lapped`."""
        head = self._words[_HEAD]
        oldest = max(self._taken, head - SLOTS)
        self.lapped += oldest - self._taken
        found = []
        for number in range(oldest + 1, head + 1):
            sample = self._sample(number)
            if sample is None:
                self.lapped += 1
            else:
                found.append(sample)
        self._taken = head
        return found

    def _sample(self, number: int) -> Sample | None:
        at = self._place(number)
        if self._words[at + self._width - 1] != number:
            return None
        values = self._reals[at + 1:at + self._width - 1].tolist()
        return Sample(values[0], tuple(values[1:])) if self._words[at] == number else None

    def _place(self, number: int) -> int:
        return _HEADER_WORDS + _FAULT_WORDS + (number % SLOTS) * self._width

    @property
    def fault(self) -> str | None:
        """What is wrong with the source now; None while it works."""
        told = b""
        for _ in range(FAULT_TRIES):
            turn = self._words[_FAULT_TURN]
            told = bytes(self._text[:self._words[_FAULT_LENGTH]])
            if turn % 2 == 0 and self._words[_FAULT_TURN] == turn:
                break
        return told.decode("utf-8", "ignore") or None  # after so many tries: a writer that died in mid-sentence

    @fault.setter
    def fault(self, told: str | None) -> None:
        raw = (told or "").encode()[:FAULT_BYTES]
        self._words[_FAULT_TURN] += 1
        self._text[:len(raw)] = raw
        self._words[_FAULT_LENGTH] = len(raw)
        self._words[_FAULT_TURN] += 1

    def beat(self, now_s: float, missed: int, worst_late_s: float) -> None:
        self._words[_MISSED] = missed
        self._reals[_WORST_LATE] = worst_late_s
        self._reals[_HEARTBEAT] = now_s

    @property
    def heartbeat_s(self) -> float:
        """When the writer last gave a sign of life, by its clock; 0 before the first."""
        return self._reals[_HEARTBEAT]

    @property
    def missed(self) -> int:
        return self._words[_MISSED]

    @property
    def worst_late_s(self) -> float:
        return self._reals[_WORST_LATE]

    def ask_to_stop(self) -> None:
        self._words[_STOP] = 1

    @property
    def stop_asked(self) -> bool:
        return bool(self._words[_STOP])

    def set_finished(self) -> None:
        self._words[_FINISHED] = 1

    @property
    def finished(self) -> bool:
        return bool(self._words[_FINISHED])

    def set_privileges(self, got: Sequence[bool]) -> None:
        self._words[_REAL_TIME], self._words[_LOCKED] = map(int, got)

    @property
    def privileges(self) -> tuple[bool, bool]:
        """Whether the writer runs with real-time priority, and with its memory locked."""
        return bool(self._words[_REAL_TIME]), bool(self._words[_LOCKED])
