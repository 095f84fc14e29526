"""What a run keeps: the store with its writer, and one kiosk a data folder."""

import logging
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from hardware.clock import SystemClock
from mat.core.ageing import ageing
from mat.core.household import Household
from mat.core.summary import DaySummary
from mat.kiosk import local_day, local_offset_s
from mat.ports import Clock
from mat.report import aged_in_words
from mat.settings import Settings
from mat.start import boot_id
from mat.store.faults import DamagedError, StoreError
from mat.store.journal import Journal, places, recover
from mat.store.mending import examine, mend
from mat.store.store import Store
from mat.store.words import iso
from mat.store.writer import Writer

log = logging.getLogger(__name__)


def remembering(settings: Settings, folder: Path, stack: ExitStack) -> "Memory":
    """The memory of a run. A database that turns out to be damaged is put aside first, and the newest good copy comes
    in its place. Raises StoreError."""
    try:
        if not settings.store.url:
            examine(folder)
        with ExitStack() as trying:
            memory = Memory(settings, folder, trying)
            stack.push(trying.pop_all())
            return memory
    except DamagedError as fault:
        if settings.store.url:
            raise
        log.error("%s", str(fault).partition(" Nothing was changed")[0])
        now_s = SystemClock().utc_epoch_s()
        mend(folder, iso(now_s, local_offset_s(now_s))[:19].replace(":", ""))
    return Memory(settings, folder, stack)


class Memory:
    """The store with its writer, and the day as it last was on the disk."""

    def __init__(self, settings: Settings, folder: Path, stack: ExitStack, clock: Clock | None = None) -> None:
        """`clock` tells which day it is."""
        self.store = Store.open(folder, settings.station.name, boot_id(), settings.store.url)
        stack.callback(self.store.close)
        self.recovered = recover(self.store, folder)
        self.interrupted = self.store.close_interrupted()
        self._plan = settings.exercise.plan
        self._clock = clock or SystemClock()
        self._right = False
        self._kit = settings.hardware.kit
        self._asks: tuple[bool, bool] | None = None
        self.shown: str | None = None
        """Whose day is read; the kiosk's loop sets it."""
        self._house: tuple[Household, int] | None = None
        """As it was read, and how many records were on the disk then; one value, for two threads look at it."""
        self.day = self.read_day()
        self.aged = False
        self.writer = Writer(self.store, self._read, Journal(places(folder)[0]),
                             SystemClock().now_s)
        stack.callback(self._close)

    def read_day(self) -> DaySummary:
        """Today of whoever is shown."""
        return self.store.day(self._today(), self._plan, self.shown)

    def read_house(self, questions: bool, pain: bool) -> Household:
        """What is known of the people, from now on read anew after every record. `questions`, `pain`: what is asked
        before a session here."""
        self._asks = (questions, pain)
        as_of = self.writer.written
        house = replace(self.store.household(self._today(), self._plan, self._kit, questions, pain),
                        asks_questions=questions)
        self._house = house, as_of
        return house

    @property
    def house(self) -> Household | None:
        """What is known of the people; None while something is on its way to the disk that it may not know of yet, and
        where nobody asked for it."""
        read = self._house
        return read[0] if read is not None and read[1] == self.writer.handed else None

    def show(self, person: str | None) -> None:
        """Another person's day is wanted; it is there in a moment."""
        if person != self.shown:
            self.shown = person
            self.writer.look()

    def _today(self) -> date:
        return local_day(self._clock.utc_epoch_s())

    def look_at_clock(self, clock: Clock) -> None:
        """Call it every few seconds. When the time becomes known, what was kept before is put on its right day."""
        if not self._right and clock.known():
            self._right = True
            self.writer.set_right(clock.utc_epoch_s() - clock.now_s(), local_offset_s)

    def zero(self, zones: tuple[str, ...]) -> tuple[float, ...] | None:
        """What the zones read empty when last seen, as conductances; and looks how they have aged."""
        history = self.store.zone_history(zones)
        for one in ageing(history):
            if one.aged:
                log.warning("%s", aged_in_words(one))
                self.aged = True
        newest = {one.zone: one.zero for one in history}
        return tuple(newest[zone] for zone in zones) if len(newest) == len(zones) else None

    def _read(self) -> None:
        self.day = self.read_day()
        if self._asks is not None:
            self.read_house(*self._asks)

    def _close(self) -> None:
        lost = self.writer.close()
        if lost:
            raise StoreError(f"{lost} record(s) could not be written. {self.writer.fault}")
