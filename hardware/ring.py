"""Samples from one process to another: a ring in shared memory, one writer, one reader, no locks."""

from collections.abc import Sequence
from multiprocessing.context import SpawnContext
from typing import Any
from zlib import crc32

from mat.core.zones import Sample

SLOTS = 4096
"""Room for 20 s at 200 Hz: so long may the reader be away before samples are lost."""
UNSEEN_TAKES = 50
"""A slot that does not read well after so many looks is lost."""
FAULT_TRIES = 1000
FAULT_BYTES = 1000

_HEAD, _STOP, _MISSED, _FINISHED, _REAL_TIME, _LOCKED, _DOUBTFUL, _RESETS, _REFUSED, _STAGE = range(10)
_HEARTBEAT, _WORST_LATE, _BUS_HZ = 10, 11, 12
_HEADER_WORDS = 16
_FAULT, _FAULT_TEXT = _HEADER_WORDS, _HEADER_WORDS + 3
_FIRST_SLOT = _FAULT_TEXT + FAULT_BYTES // 8


class Ring:
    """Views on shared memory. A slot is (sequence, time, volts…, checksum over all of these).

    A reader takes a slot only if the checksum fits. Another processor may see the writer's stores in another order
    (the Pi's does): then a slot does not fit yet, and is looked at again with the next `take`.

    The memory is anonymous (`multiprocessing.RawArray`): it has no name that could outlive a killed process.
    """

    def __init__(self, memory: Any, zones: int) -> None:
        flat = memoryview(memory).cast("B")
        self._bytes = flat
        self._words = flat.cast("Q")
        self._reals = flat.cast("d")
        self._zones = zones
        self._width = zones + 3
        self._taken = 0
        self._unseen = 0
        self.lapped = 0

    @staticmethod
    def memory(context: SpawnContext, zones: int) -> Any:
        """Shared memory for a ring; pass it to the other process when that is started."""
        return context.RawArray("Q", _FIRST_SLOT + SLOTS * (zones + 3))

    def put(self, sample: Sample) -> None:
        number = self._words[_HEAD] + 1
        at = self._place(number)
        check = at + self._width - 1
        self._words[check] = 0
        self._words[at] = number
        self._reals[at + 1] = sample.t_s
        for n, volts in enumerate(sample.volts, start=at + 2):
            self._reals[n] = volts
        self._words[check] = crc32(self._bytes[8 * at:8 * check])
        self._words[_HEAD] = number

    def take(self) -> list[Sample]:
        """All samples since the last call, oldest first; those overwritten meanwhile are counted in `lapped`."""
        head = self._words[_HEAD]
        oldest = max(self._taken, head - SLOTS)
        self.lapped += oldest - self._taken
        self._taken = oldest
        found = []
        for number in range(oldest + 1, head + 1):
            sample = self._sample(number)
            if sample is None and number > self._words[_HEAD] - SLOTS and self._unseen < UNSEEN_TAKES:
                self._unseen += 1
                break
            self._unseen = 0
            self._taken = number
            if sample is None:
                self.lapped += 1
            else:
                found.append(sample)
        return found

    def _sample(self, number: int) -> Sample | None:
        at = self._place(number)
        slot = bytes(self._bytes[8 * at:8 * (at + self._width)])
        words = memoryview(slot).cast("Q")
        if words[0] != number or words[-1] != crc32(slot[:-8]):
            return None
        values = memoryview(slot).cast("d")[1:-1].tolist()
        return Sample(values[0], tuple(values[1:]))

    def _place(self, number: int) -> int:
        return _FIRST_SLOT + (number % SLOTS) * self._width

    @property
    def fault(self) -> str | None:
        """What is wrong with the source now; None while it works. It lies behind (turn, length, checksum), where an odd
        turn is a text half written."""
        told = b""
        for _ in range(FAULT_TRIES):
            turn, length, check = self._words[_FAULT:_FAULT_TEXT].tolist()
            told = bytes(self._bytes[8 * _FAULT_TEXT:8 * _FAULT_TEXT + min(length, FAULT_BYTES)])
            if turn % 2 == 0 and self._words[_FAULT] == turn and crc32(told) == check:
                break
        return told.decode("utf-8", "ignore") or None  # after so many tries: a writer that died in mid-sentence

    @fault.setter
    def fault(self, told: str | None) -> None:
        raw = (told or "").encode()[:FAULT_BYTES]
        self._words[_FAULT] += 1
        self._bytes[8 * _FAULT_TEXT:8 * _FAULT_TEXT + len(raw)] = raw
        self._words[_FAULT + 1], self._words[_FAULT + 2] = len(raw), crc32(raw)
        self._words[_FAULT] += 1

    def beat(self, now_s: float, missed: int, worst_late_s: float) -> None:
        self._words[_MISSED] = missed
        self._reals[_WORST_LATE] = worst_late_s
        self._reals[_HEARTBEAT] = now_s

    def set_doubts(self, doubtful: int, refused: int, resets: int) -> None:
        """Scans thrown away so far; of them those with refused transfers, and those after a dip of the supply."""
        self._words[_DOUBTFUL], self._words[_REFUSED], self._words[_RESETS] = doubtful, refused, resets

    @property
    def doubts(self) -> tuple[int, int, int]:
        """As in `set_doubts`."""
        return self._words[_DOUBTFUL], self._words[_REFUSED], self._words[_RESETS]

    @property
    def bus_hz(self) -> float:
        """The bus clock as measured when the converters were found; 0 while unknown."""
        return self._reals[_BUS_HZ]

    @bus_hz.setter
    def bus_hz(self, hz: float) -> None:
        self._reals[_BUS_HZ] = hz

    @property
    def transferring(self) -> bool:
        """The writer is inside a transfer: if its heart does not beat, the bus is what hangs."""
        return bool(self._words[_STAGE])

    @transferring.setter
    def transferring(self, now: bool) -> None:
        self._words[_STAGE] = now

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
