"""What is handed over survives the end of the process: a line in memory before `keep` returns."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from mat.core.exercise import Plan
from mat.core.records import (
    AnswerGiven,
    Assigned,
    PainTold,
    PatternSeen,
    PlanDecided,
    ProfileMade,
    Record,
    RepDone,
    SessionEnded,
    SessionOpened,
    Stamp,
    ToldToRest,
    ZonesRead,
)
from mat.core.summary import Counts
from mat.store.entries import Filing, as_line, of_line
from mat.store.journal import Journal, left_files, left_over, places, recover
from mat.store.store import Store
from mat.store.writer import Writer
from tests.store.keeping import ANNA, DAY, NOON, PLAN, a_rep, rows

STAMP = Stamp(NOON, 3600, 12.5, known=False)
ONE_OF_EACH: tuple[Record, ...] = (
    SessionOpened(5.0, Plan("both", 4, 10.0), ANNA.id, False, 3), RepDone(20.0, a_rep()), SessionEnded(30.0, "done"),
    PainTold(40.0, None), Assigned(41.0, None), ProfileMade(42.0, ANNA), AnswerGiven(43.0, ANNA.id, "fall", True),
    PlanDecided(44.0, None, "more_reps", "clean", PLAN, True), ToldToRest(45.0, ANNA.id),
    PatternSeen(46.0, ANNA.id, "kit4", (0.1, 0.9)), ZonesRead(47.0, ("foot_left",), (0.1,), (1.5,)))


@pytest.mark.parametrize("record", ONE_OF_EACH, ids=lambda one: type(one).__name__)
def test_every_record_comes_back_from_its_line_as_it_was(record: Record) -> None:
    filing = Filing("boot")
    filing.entry(SessionOpened(1.0, PLAN), STAMP)
    entry = filing.entry(record, STAMP)
    assert entry is not None
    line = as_line(entry)
    assert (of_line(line), line.count(b"\n")) == (entry, 1)


@given(st.binary(max_size=80))
def test_a_damaged_line_is_a_value_error_and_nothing_else(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        of_line(line)


def env(tmp_path: Path) -> dict[str, str]:
    return {"RUNTIME_DIRECTORY": str(tmp_path)}


def test_it_lies_in_the_runtime_folder_else_the_users_else_beside_the_data(tmp_path: Path) -> None:
    def first(**told: str) -> Path:
        return places(tmp_path, told)[0].parent

    assert first(RUNTIME_DIRECTORY="/run/a:/run/b", XDG_RUNTIME_DIR="/run/u") == Path("/run/a")
    assert first(XDG_RUNTIME_DIR="/run/u") == Path("/run/u")
    assert first() == tmp_path
    assert places(tmp_path, {})[0].name != places(tmp_path / "other", {})[0].name


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(places(tmp_path, env(tmp_path))[0])
    yield opened
    opened.close(empty=True)


def test_what_a_killed_process_left_is_written_once_at_the_next_start(
        store: Store, journal: Journal, tmp_path: Path) -> None:
    filing = Filing("boot")
    entries = [filing.entry(record, STAMP) for record in ONE_OF_EACH]
    for entry in entries:
        assert entry is not None
        journal.append(entry)
    for entry in entries[:3]:
        assert entry is not None
        store.apply(entry)  # these reached the disk before the end came
    lines = journal.file.read_bytes()
    for _ in range(2):
        journal.file.write_bytes(lines)
        assert recover(store, tmp_path, env(tmp_path)) == len(entries)
    assert not journal.file.exists()
    assert rows(tmp_path, "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM rep), "
                          "(SELECT count(*) FROM answer), (SELECT readings FROM zone_day), "
                          "(SELECT sessions FROM pattern)") == [(1, 1, 1, 1, 1)]


def test_it_is_emptied_only_when_nothing_newer_was_handed_over(journal: Journal) -> None:
    filing = Filing("boot")
    first, second = (filing.entry(record, STAMP) for record in (SessionOpened(5.0, PLAN), RepDone(20.0, a_rep())))
    assert first is not None
    assert second is not None
    journal.append(first)
    journal.append(second)
    journal.committed(first)
    assert list(left_over(journal.file)) == [first, second]
    journal.committed(second)
    assert list(left_over(journal.file)) == []


def test_a_last_line_cut_off_is_left_out_and_told(
        store: Store, journal: Journal, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    filing = Filing("boot")
    for record in (SessionOpened(5.0, PLAN), RepDone(20.0, a_rep()), RepDone(30.0, a_rep(start_s=20.0))):
        entry = filing.entry(record, Stamp(NOON, 3600))
        assert entry is not None
        journal.append(entry)
    journal.file.write_bytes(journal.file.read_bytes()[:-40])
    assert recover(store, tmp_path, env(tmp_path)) == 2
    assert "line 3 is damaged and left out" in caplog.text
    assert store.day(DAY, PLAN).totals == Counts(1)


def test_a_journal_that_cannot_be_written_is_told_once_and_nothing_else_changes(
        store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    writer = Writer(store, journal=Journal(tmp_path / "no such folder" / "journal"))
    for record in (SessionOpened(5.0, PLAN), RepDone(20.0, a_rep())):
        writer.keep(record, Stamp(NOON, 3600))
    assert writer.close() == 0
    assert store.day(DAY, PLAN).totals == Counts(1)
    assert caplog.text.count("no journal can be kept") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no full device")
def test_a_full_memory_disk_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    journal = Journal(Path("/dev/full"))
    filing = Filing("boot")
    for record in (SessionOpened(5.0, PLAN), RepDone(20.0, a_rep())):
        entry = filing.entry(record, STAMP)
        assert entry is not None
        journal.append(entry)
    journal.close(empty=False)
    assert caplog.text.count("no journal can be kept") == 1


# -- the writer with it ---------------------------------------------------------------------------------


@pytest.fixture
def slow_disk(store: Store) -> Iterator[threading.Event]:
    """Commits wait until the event is set."""
    free = threading.Event()

    def wait(_connection: object) -> None:
        free.wait(30.0)

    event.listen(store._engine, "commit", wait)
    yield free
    free.set()
    event.remove(store._engine, "commit", wait)


def a_session(keep: Callable[[Record, Stamp], None], reps: int) -> None:
    keep(SessionOpened(5.0, PLAN), Stamp(NOON, 3600))
    for number in range(reps):
        keep(RepDone(20.0 + number, a_rep(start_s=10.0 + number)), Stamp(NOON, 3600))


def test_while_the_disk_is_slow_everything_is_in_the_journal_and_then_nothing(
        store: Store, journal: Journal, slow_disk: threading.Event) -> None:
    writer = Writer(store, journal=journal)
    a_session(writer.keep, 5)
    assert len(list(left_over(journal.file))) == 6
    assert writer.waiting >= 5
    slow_disk.set()
    assert writer.flush()
    assert journal.file.read_bytes() == b""
    assert writer.close() == 0
    assert not journal.file.exists()
    assert store.day(DAY, PLAN).totals == Counts(5)


def test_a_disk_that_turns_read_only_is_told_and_what_waits_is_written_when_it_can(
        store: Store, journal: Journal, tmp_path: Path) -> None:
    state = {"only": 1}

    def read_only(connection: object, _record: object, _proxy: object) -> None:
        connection.execute(f"PRAGMA query_only = {state['only']}")

    event.listen(store._engine, "checkout", read_only)
    writer = Writer(store, journal=journal)
    a_session(writer.keep, 3)
    while writer.fault is None:
        assert writer.waiting
    assert "cannot be written" in writer.fault
    assert len(list(left_over(journal.file))) == 4
    state["only"] = 0
    assert writer.flush()
    assert writer.fault is None
    assert (writer.close(), store.day(DAY, PLAN).totals) == (0, Counts(3))


def test_closing_before_the_disk_takes_it_leaves_the_journal_to_the_next_start(
        store: Store, journal: Journal, tmp_path: Path) -> None:
    def read_only(connection: object, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA query_only = 1")

    event.listen(store._engine, "checkout", read_only)
    writer = Writer(store, journal=journal)
    a_session(writer.keep, 3)
    assert writer.close(patience_s=0.2) == 4
    event.remove(store._engine, "checkout", read_only)
    store.close()
    again = Store.open(tmp_path, "here", "boot")
    assert recover(again, tmp_path, env(tmp_path)) == 4
    assert again.day(DAY, PLAN).totals == Counts(3)
    again.close()


def test_a_full_disk_keeps_no_kiosk_from_starting_and_what_waits_is_put_aside_until_it_fits(
        store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Two runs are cut off; the disk takes the first zones' reading of the first, once, and the rest in the end."""
    state = {"left": 1}

    def full(connection: object, _record: object, _proxy: object) -> None:
        state["left"] -= 1
        connection.execute(f"PRAGMA query_only = {int(state['left'] < 0)}")

    event.listen(store._engine, "checkout", full)
    for run in range(2):
        journal, filing = Journal(places(tmp_path, env(tmp_path))[0]), Filing("boot")
        for number in range(2):
            entry = filing.entry(ZonesRead(number, ("foot_left",), (0.1,), (1.0 + run,)), STAMP)
            assert entry is not None
            journal.append(entry)
        journal.close(empty=False)
        assert recover(store, tmp_path, env(tmp_path)) == (0 if run else 1)
        assert not journal.file.exists()
    assert [(file.name[-2:], len(list(left_over(file)))) for file in left_files(tmp_path, env(tmp_path))] == [
        (".1", 1), (".2", 2)]
    assert "wait for the next start" in caplog.text
    state["left"] = 99
    assert recover(store, tmp_path, env(tmp_path)) == 3
    assert left_files(tmp_path, env(tmp_path)) == []
    assert rows(tmp_path, "SELECT readings, span FROM zone_day") == [(4, 1.5)]


def test_reading_that_breaks_ends_no_writing(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise KeyError("day")

    writer = Writer(store, broken)
    a_session(writer.keep, 3)
    assert (writer.close(), store.day(DAY, PLAN).totals) == (0, Counts(3))
    assert "reading the day fails: KeyError('day')" in caplog.text


def test_the_journal_is_readable_by_its_owner_only(journal: Journal) -> None:
    assert os.stat(journal.file).st_mode & 0o777 == 0o600
