"""What is kept survives: faults of the disk, crashes, versions; and the day adds up."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from mat.core.exercise import Plan
from mat.core.records import PainTold, RepDone, SessionEnded, SessionOpened, Stamp
from mat.core.summary import Counts
from mat.store.database import FILE, open_database
from mat.store.entries import Filing
from mat.store.faults import StoreError
from mat.store.store import Store
from mat.store.words import iso
from mat.store.writer import Writer
from tests.store.keeping import DAY, NOON, PLAN, a_rep, keep


def test_a_day_adds_up(store: Store) -> None:
    keep(store, a_rep(), a_rep("single_right", lift=False), a_rep(valid=False), pain=2)
    keep(store, a_rep("double", lift=None), at_s=NOON + 3600)
    day = store.day(DAY, PLAN)
    first, second = day.sessions
    assert (first.reps, first.partial, first.pelvic_lift_share, first.pain_after) == (Counts(1, 1, 0), 1, 0.5, 2)
    assert (second.reps, second.pelvic_lift_share, second.pain_after) == (Counts(0, 0, 1), None, None)
    assert day.totals == Counts(1, 1, 1)
    assert (day.week[-1].sessions, day.week[-1].reps, len(day.week)) == (2, 3, 7)
    assert first.started == iso(NOON, 3600)


def test_a_day_without_sessions_is_empty_and_knows_the_last_one(store: Store) -> None:
    keep(store, a_rep(), at_s=NOON - 3 * 86_400)
    day = store.day(DAY, PLAN)
    assert (day.sessions, day.totals, day.streak_days) == ((), Counts(), 0)
    assert day.last_session is not None
    assert day.last_session.reps == Counts(1, 0, 0)


@pytest.mark.parametrize(("days_ago", "streak"), [
    ([0], 1), ([0, 1, 2], 3), ([1, 2], 2), ([2, 3], 2), ([0, 2, 3], 3), ([3, 4], 0), ([0, 3, 4], 1), ([], 0)])
def test_a_streak_counts_days_in_a_row_and_today_may_still_come(
        store: Store, days_ago: list[int], streak: int) -> None:
    for ago in days_ago:
        keep(store, a_rep(), at_s=NOON - ago * 86_400)
    assert store.day(DAY, PLAN).streak_days == streak


def test_a_session_that_was_cut_off_is_there_and_marked(tmp_path: Path) -> None:
    first = Store.open(tmp_path, "here", "boot")
    keep(first, a_rep(), because=None)
    first.close()
    again = Store.open(tmp_path, "here", "next boot")
    assert again.close_interrupted() == 1
    assert again.close_interrupted() == 0
    [session] = again.day(DAY, PLAN).sessions
    assert (session.ended_because, session.reps, session.ended) == ("interrupted", Counts(1, 0, 0),
                                                                    iso(NOON + 18, 3600))
    again.close()


def test_another_stations_running_session_is_left_alone(tmp_path: Path) -> None:
    one, two = Store.open(tmp_path, "one", "b"), Store.open(tmp_path, "two", "b")
    keep(one, a_rep(), because=None)
    assert two.close_interrupted() == 0
    one.close()
    two.close()


def test_writing_the_same_thing_twice_is_once(store: Store) -> None:
    filing = Filing("boot")
    opened, rep = SessionOpened(0.0, PLAN), RepDone(20.0, a_rep())
    entries = [filing.entry(record, Stamp(NOON, 3600)) for record in (opened, rep)]
    for _ in range(2):
        for entry in entries:
            assert entry is not None
            store.apply(entry)
            store.apply(replace(entry, run="another run, the same session"))
    assert store.day(DAY, PLAN).totals == Counts(1, 0, 0)


def test_commits_survive_a_pulled_plug_by_wal_and_full_sync(store: Store, tmp_path: Path) -> None:
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


# -- what can be wrong with a database ------------------------------------------------------------------


def said_of(folder: Path) -> str:
    with pytest.raises(StoreError) as told:
        Store.open(folder, "here", "boot")
    return str(told.value)


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database at all, and long enough to be looked at " * 20)
    said = said_of(tmp_path)
    assert FILE in said
    assert "damaged or no database" in said
    assert (tmp_path / FILE).read_bytes().startswith(b"this is no database")


def test_a_database_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    open_database(tmp_path).dispose()
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    assert "newer version" in said_of(tmp_path)


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    assert str(tmp_path / "data") in said_of(tmp_path / "data")


def test_migrations_and_tables_say_the_same(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from mat.store.schema import Base
    engine = open_database(tmp_path)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


# -- the writer -----------------------------------------------------------------------------------------


@pytest.fixture
def writer(store: Store) -> Iterator[Writer]:
    opened = Writer(store)
    yield opened
    opened.close(patience_s=1.0)


def tell(writer: Writer, *records: object) -> None:
    for record in records:
        writer.keep(record, Stamp(NOON, 3600))


def test_records_reach_the_disk_in_order(store: Store, writer: Writer) -> None:
    tell(writer, SessionOpened(5.0, PLAN), RepDone(20.0, a_rep(start_s=12.0)), SessionEnded(30.0, "done"),
         PainTold(40.0, 4), RepDone(50.0, a_rep("single_right", start_s=42.0)))
    writer.flush()
    [session] = store.day(DAY, PLAN).sessions
    assert (session.reps, session.ended_because, session.pain_after) == (Counts(1, 1, 0), "done", 4)


def test_two_sessions_do_not_mix(store: Store, writer: Writer) -> None:
    tell(writer, SessionOpened(5.0, PLAN), RepDone(20.0, a_rep()), SessionEnded(30.0, "left"),
         SessionOpened(105.0, PLAN), RepDone(120.0, a_rep("single_right", start_s=110.0)), SessionEnded(130.0, "done"))
    writer.flush()
    assert [s.reps for s in store.day(DAY, PLAN).sessions] == [Counts(1, 0, 0), Counts(0, 1, 0)]


@pytest.fixture
def full_disk(store: Store) -> Iterator[Callable[[bool], None]]:
    """SQLite itself refuses to grow the file, with the very error of a full disk."""
    state = {"full": False}

    def limit(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages if state['full'] else 2**30}")

    event.listen(store._engine, "checkout", limit)
    yield lambda full: state.update(full=full)
    event.remove(store._engine, "checkout", limit)


def test_a_full_disk_is_told_and_what_waits_is_written_when_there_is_room(
        store: Store, writer: Writer, full_disk: Callable[[bool], None]) -> None:
    tell(writer, SessionOpened(5.0, PLAN))
    writer.flush()
    full_disk(True)
    many = 60
    for n in range(many):
        tell(writer, RepDone(20.0 + n, a_rep(start_s=10.0 + n)))
    while writer.fault is None:
        assert writer.waiting
    assert "disk is full" in writer.fault
    full_disk(False)
    writer.flush()
    assert writer.fault is None
    assert store.day(DAY, PLAN).totals == Counts(many, 0, 0)


def test_closing_on_a_full_disk_tells_how_many_records_wait(
        store: Store, full_disk: Callable[[bool], None]) -> None:
    writer = Writer(store)
    tell(writer, SessionOpened(5.0, PLAN))
    writer.flush()
    full_disk(True)
    for n in range(60):
        tell(writer, RepDone(20.0 + n, a_rep(start_s=10.0 + n)))
    assert writer.close(patience_s=0.5) > 0


def test_a_migration_cut_off_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    """A disk that is full at the very first start, and has room at the second."""
    from sqlalchemy import Engine

    def small(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 5")

    event.listen(Engine, "connect", small)
    try:
        assert "disk is full" in said_of(tmp_path)
    finally:
        event.remove(Engine, "connect", small)
    Store.open(tmp_path, "here", "boot").close()


def test_a_table_that_is_missing_is_told_in_words(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "here", "boot")
    keep(store, a_rep())
    store.close()
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute("DROP TABLE rep")
    raw.close()
    again = Store.open(tmp_path, "here", "boot")
    with pytest.raises(StoreError, match="no such table"):
        again.day(DAY, PLAN)
    again.close()


def test_the_goal_of_a_day_is_the_one_its_session_had(store: Store) -> None:
    keep(store, a_rep())
    assert store.day(DAY, Plan(reps_per_side=4, sessions_a_day=1)).goal.reps_per_side == PLAN.reps_per_side
    assert store.day(date(2020, 1, 1), Plan(reps_per_side=2)).goal.reps_per_side == 2
    assert store.day(date(2020, 1, 1), Plan(reps_per_side=8)).goal.reps_per_side == 3, "nothing decided yet"


def test_a_driver_that_is_not_installed_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not installed"):
        Store.open(tmp_path, "here", "boot", "postgresql://somewhere/mat")


def test_an_address_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database address"):
        Store.open(tmp_path, "here", "boot", "nonsense")
