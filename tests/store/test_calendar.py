"""Clocks that are wrong, jump, and change their zone: neither counts nor the streak change."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hardware.clock import FakeClock
from mat.assembly import Memory
from mat.core.pipeline import Pipeline
from mat.core.records import AnswerGiven, PlanDecided, Record, RepDone, SessionEnded, SessionOpened, Stamp, ToldToRest
from mat.core.session import Session
from mat.core.summary import Counts
from mat.core.zones import KIT4
from mat.kiosk import Kiosk, local_day, local_offset_s
from mat.settings import Settings
from mat.store.database import FILE
from mat.store.entries import Filing
from mat.store.store import Store
from tests.store.keeping import DAY, NOON, PLAN, a_rep, rows

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2021, 3, 4, 5, tzinfo=UTC).timestamp()


def in_berlin(epoch_s: float) -> int:
    offset = datetime.fromtimestamp(epoch_s, BERLIN).utcoffset()
    return int(offset.total_seconds()) if offset else 0


class Mat:
    """A kiosk's way of stamping, on a clock that can be set."""

    def __init__(self, store: Store, clock: FakeClock, zone: Callable[[float], int] = in_berlin) -> None:
        self.store, self.clock, self.zone = store, clock, zone
        self.filing = Filing("boot")

    def tell(self, record: Record) -> None:
        now_s = self.clock.utc_epoch_s()
        entry = self.filing.entry(record, Stamp(now_s, self.zone(now_s), self.clock.now_s(), self.clock.known()))
        assert entry is not None
        self.store.apply(entry)

    def session(self, between: Callable[[], None] = lambda: None) -> None:
        """Two repetitions in five minutes; `between` happens in the middle."""
        at_s = self.clock.now_s()
        self.tell(SessionOpened(at_s, PLAN))
        self.tell(RepDone(at_s + 60, a_rep(start_s=at_s + 50)))
        self.clock.advance(150.0)
        between()
        self.clock.advance(150.0)
        self.tell(RepDone(at_s + 290, a_rep("single_right", start_s=at_s + 280)))
        self.tell(SessionEnded(at_s + 300, "done"))

    def lengths(self, folder: Path) -> list[float]:
        return [long_s for long_s, in rows(folder, "SELECT ended_epoch_s - started_epoch_s FROM session")]


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp()


def test_a_session_before_the_time_was_known_goes_to_its_right_day_when_it_is(store: Store, tmp_path: Path) -> None:
    clock = FakeClock(100.0, LONG_AGO, known=False)
    mat = Mat(store, clock)
    mat.session()
    mat.tell(ToldToRest(1.0, None))
    mat.tell(AnswerGiven(2.0, None, "fall", False))
    mat.tell(PlanDecided(3.0, None, "more_reps", "clean", PLAN, True))
    assert store.day(DAY, PLAN).sessions == ()
    clock.advance(60.0)
    clock.set_calendar(NOON)
    assert store.set_right(clock.utc_epoch_s() - clock.now_s(), in_berlin) == 1
    day = store.day(DAY, PLAN)
    assert (day.totals, day.streak_days, day.told_to_rest, day.week[-1].sessions) == (Counts(1, 1), 1, True, 1)
    assert datetime.fromisoformat(day.sessions[0].started).timestamp() == NOON - 360
    assert mat.lengths(tmp_path) == [pytest.approx(300.0)]
    kinds = "SELECT day, clock_known FROM answer UNION SELECT day, clock_known FROM plan_decision"
    assert rows(tmp_path, kinds) == [(DAY.isoformat(), 1)]
    [trace] = [one for one in store.traces() if one.kind == "redated"]
    assert trace.detail.startswith("from 2021-03-04T06:00:00+01:00 to ")
    assert store.set_right(clock.utc_epoch_s() - clock.now_s() + 99.0, in_berlin) == 0


def test_a_session_of_an_earlier_run_stays_on_the_day_its_clock_said_and_is_marked(
        store: Store, tmp_path: Path) -> None:
    Mat(store, FakeClock(100.0, LONG_AGO, known=False)).session()
    store.close()
    next_run = Store.open(tmp_path, "here", "next boot")
    assert next_run.set_right(NOON, in_berlin) == 0
    assert rows(tmp_path, "SELECT day, clock_known FROM session") == [("2021-03-04", 0)]
    next_run.close()


def test_a_session_under_a_known_clock_is_never_moved(store: Store, tmp_path: Path) -> None:
    clock = FakeClock(100.0, NOON)
    Mat(store, clock).session()
    before = rows(tmp_path, "SELECT * FROM session")
    assert store.set_right(NOON + 86_400.0, in_berlin) == 0
    assert rows(tmp_path, "SELECT * FROM session") == before


@pytest.mark.parametrize("jump_s", [86_400.0, -86_400.0, 5_000_000.0, -5_000_000.0])
def test_a_jump_in_mid_session_changes_neither_day_nor_length_nor_count(
        store: Store, tmp_path: Path, jump_s: float) -> None:
    clock = FakeClock(100.0, NOON)
    mat = Mat(store, clock)
    mat.session(lambda: clock.set_calendar(clock.utc_epoch_s() + jump_s))
    assert mat.lengths(tmp_path) == [pytest.approx(300.0)]
    day = store.day(DAY, PLAN)
    assert (day.totals, day.streak_days, len(day.sessions)) == (Counts(1, 1), 1, 1)


def test_the_time_becomes_known_in_mid_session(store: Store, tmp_path: Path) -> None:
    clock = FakeClock(100.0, LONG_AGO, known=False)
    mat = Mat(store, clock)

    def known() -> None:
        clock.set_calendar(NOON)
        clock.is_known = True
        store.set_right(clock.utc_epoch_s() - clock.now_s(), in_berlin)

    mat.session(known)
    assert mat.lengths(tmp_path) == [pytest.approx(300.0)]
    assert store.day(DAY, PLAN).totals == Counts(1, 1)


def test_another_time_zone_between_two_sessions_keeps_each_ones_local_day(store: Store) -> None:
    clock = FakeClock(100.0, at("2026-06-10T23:00:00"))
    mat = Mat(store, clock)
    mat.session()
    clock.advance(86_400.0)
    mat.zone = lambda _: -5 * 3600  # flown to New York, where it is 17:05
    mat.session()
    first, second = datetime(2026, 6, 10).date(), datetime(2026, 6, 11).date()
    assert [store.day(day, PLAN).sessions[0].started for day in (first, second)] == [
        "2026-06-10T23:00:00+02:00", "2026-06-11T16:05:00-05:00"]
    assert store.day(second, PLAN).streak_days == 2


@pytest.mark.parametrize(("began", "offset"), [("2026-10-25T02:58:00", "+02:00"), ("2026-03-29T01:58:00", "+01:00")])
def test_daylight_saving_changes_in_mid_session(store: Store, tmp_path: Path, began: str, offset: str) -> None:
    """The hour is doubled or left out two minutes in."""
    mat = Mat(store, FakeClock(100.0, at(began)))
    mat.session()
    day = store.day(datetime.fromisoformat(began).date(), PLAN)
    assert (day.totals, day.streak_days) == (Counts(1, 1), 1)
    assert day.sessions[0].started == began + offset
    assert mat.lengths(tmp_path) == [pytest.approx(300.0)]


@pytest.mark.parametrize("night", ["2026-10-25", "2026-03-29"])
def test_daylight_saving_changes_overnight(store: Store, night: str) -> None:
    day = datetime.fromisoformat(night).date()
    for evening in (day - timedelta(days=1), day):
        Mat(store, FakeClock(100.0, at(f"{evening}T23:50:00"))).session()
    assert [len(store.day(one, PLAN).sessions) for one in (day - timedelta(days=1), day)] == [1, 1]
    assert store.day(day, PLAN).streak_days == 2


# -- the running kiosk ----------------------------------------------------------------------------------


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with ExitStack() as stack:
        yield Memory(Settings(), tmp_path, stack)


class Nowhere:
    def show(self, snapshot: object) -> None: ...
    def intents(self) -> list[str]:
        return []

    def close(self) -> None: ...


def test_the_kiosk_stamps_with_the_machines_seconds_and_whether_the_time_is_known(
        memory: Memory, tmp_path: Path) -> None:
    clock = FakeClock(100.0, LONG_AGO, known=False)
    kiosk = Kiosk(Pipeline(KIT4), Session(PLAN), memory.writer, clock, Nowhere(), lambda cue: None)
    kiosk.now_s = 50.0
    kiosk._keep(SessionOpened(20.0, PLAN))
    kiosk._keep(RepDone(40.0, a_rep(start_s=30.0)))
    memory.look_at_clock(clock)
    memory.writer.flush()
    assert rows(tmp_path, "SELECT started_monotonic_s, started_epoch_s, clock_known FROM session") == [
        (70.0, LONG_AGO - 30.0, 0)]
    clock.set_calendar(NOON)
    clock.is_known = True
    memory.look_at_clock(clock)
    memory.look_at_clock(clock)
    memory.writer.flush()
    day = local_day(NOON - 30.0)
    assert rows(tmp_path, "SELECT started_epoch_s, clock_known, day, utc_offset_s FROM session") == [
        (NOON - 30.0, 1, day.isoformat(), local_offset_s(NOON - 30.0))]
    assert memory.store.day(day, PLAN).totals == Counts(1)
    assert (tmp_path / FILE).exists()
