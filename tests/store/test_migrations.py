"""Databases of every earlier version become this one's with all that is in them, the days' sums included."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from mat.core.exercise import Plan
from mat.core.records import PlanDecided, Stamp
from mat.core.summary import Counts
from mat.store import database
from mat.store.store import Store
from tests.store.keeping import NOON, PLAN, a_rep, days_in, hand_over, keep, rows

TODAY = date(2026, 11, 22)
STATION, PERSON = "0" * 31 + "1", "0" * 31 + "2"


def made_at(folder: Path, revision: str) -> sqlite3.Connection:
    """A database as that version made it, open for plain SQL."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).with_name("migrations")))
    engine = database.create_engine(f"sqlite:///{folder / database.FILE}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    return sqlite3.connect(folder / database.FILE)


def fill(old: sqlite3.Connection) -> None:
    """Ten days without a profile, one of them free; one session of a person; one that was cut off."""
    old.execute("INSERT INTO station (id, name) VALUES (?, 'here')", (STATION,))
    old.execute("INSERT INTO person (id, name) VALUES (?, 'Ada')", (PERSON,))
    for ago in (0, 1, 2, 3, 5, 6, 7, 8, 9, 10):
        _session(old, ago, ago, None, "done" if ago else None)
    _session(old, 99, 0, PERSON, "stopped")


def _session(old: sqlite3.Connection, number: int, ago: int, person: str | None, because: str | None) -> None:
    key, day = f"{number:032d}", (TODAY - timedelta(days=ago)).isoformat()
    old.execute("INSERT INTO session (id, station_id, person_id, boot_id, day, started_epoch_s, utc_offset_s, stage, "
                "goal_reps_per_side, goal_hold_s, goal_sessions, ended_epoch_s, ended_because, pain_after) "
                "VALUES (?, ?, ?, 'b', ?, ?, 3600, 'single', 10, 5.0, 2, ?, ?, 2)",
                (key, STATION, person, day, 1.79e9 - ago * 86400, 1.79e9 - ago * 86400 + 300, because))
    for rep in range(3):
        old.execute("INSERT INTO rep (id, session_id, number, kind, start_s, end_s, hold_s, pelvic_lift, simultaneous, "
                    "valid, reason) VALUES (?, ?, ?, 'single_left', 1, 9, 6.5, 1, 0, ?, NULL)",
                    (f"{number:016d}{rep:016d}", key, rep + 1, rep < 2))


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_an_older_database_is_upgraded_with_its_sessions_and_the_days_are_summed(tmp_path: Path, revision: str) -> None:
    with closing(made_at(tmp_path, revision)) as old, old:
        fill(old)
        if revision == "0002":
            old.execute("INSERT INTO zone_day VALUES (?, ?, '2026-11-01', 'foot_left', 0.1, 1.5, 3)",
                        ("7" * 32, STATION))
    store = Store.open(tmp_path, "here", "boot")
    day = store.day(TODAY, PLAN)
    assert (day.totals, day.partial, day.hold_s_mean, day.pelvic_lift_share) == (Counts(2), 1, 6.5, 1.0)
    assert (day.streak_days, day.weeks[-1].days, day.weeks[-2].days) == (10, 6, 4)
    [ada] = store.profiles()
    assert (ada.name, ada.symbol, ada.colour) == ("Ada", "sun", "yellow")
    assert store.day(TODAY, PLAN, ada.id).totals == Counts(2)
    assert rows(tmp_path, "SELECT DISTINCT clock_known, sure, started_monotonic_s FROM session") == [(1, 1, None)]
    assert len(store.zone_history(["foot_left"])) == (revision == "0002")
    before = days_in(tmp_path)
    store.rebuild_days()
    assert before == days_in(tmp_path)
    assert store.close_interrupted() == 1
    store.close()


def test_who_exercised_before_plans_were_kept_goes_on_with_what_the_newest_session_aimed_at(tmp_path: Path) -> None:
    with closing(made_at(tmp_path, "0001")) as old, old:
        fill(old)
        old.execute("UPDATE session SET stage = 'both', goal_reps_per_side = 7, goal_hold_s = 9.0, goal_sessions = 3 "
                    "WHERE id = ?", (f"{1:032d}",))
        old.execute("DELETE FROM session WHERE id = ?", (f"{0:032d}",))
        old.execute("DELETE FROM session WHERE id = ?", (f"{99:032d}",))
        old.execute("DELETE FROM person")
    store = Store.open(tmp_path, "here", "boot")
    known = store.household(TODAY, PLAN, "kit4", False, False).guest
    assert known.plan == Plan("both", 7, 9.0, 3, PLAN.rest_s)
    assert known.both_open
    assert (store.day(TODAY, PLAN).goal.sessions, store.day(TODAY, PLAN).goal.reps_per_side) == (3, 7)
    keep(store, a_rep(), plan=Plan("single", 12))  # refiled: somebody else's plan
    assert store.household(TODAY, PLAN, "kit4", False, False).guest.plan == known.plan
    smaller = Plan("single", 2)
    hand_over(store, [PlanDecided(0.0, None, "own_choice", "person", smaller, True)], Stamp(NOON, 3600))
    assert store.household(TODAY, PLAN, "kit4", False, False).guest.plan == smaller
    store.close()


def test_old_sessions_are_ordered_by_their_start_and_end_no_sooner_than_their_last_repetition(tmp_path: Path) -> None:
    with closing(made_at(tmp_path, "0002")) as old, old:
        fill(old)
        old.execute("UPDATE session SET ended_epoch_s = started_epoch_s - 3600 WHERE id = ?", (f"{3:032d}",))
    Store.open(tmp_path, "here", "boot").close()
    assert rows(tmp_path, "SELECT ended_epoch_s - started_epoch_s, count(*) FROM session GROUP BY 1") == [
        (9.0, 1), (300.0, 10)]
    serials = rows(tmp_path, "SELECT serial FROM session ORDER BY started_epoch_s, id")
    assert serials == [(number,) for number in range(1, 12)]


def test_an_upgrade_that_fails_half_way_leaves_the_old_database_as_it_was(tmp_path: Path) -> None:
    with closing(made_at(tmp_path, "0001")) as old, old:
        fill(old)
        old.execute("CREATE TABLE person_day (x)")  # in the way of the last step
    with pytest.raises(database.StoreError, match="already exists"):
        Store.open(tmp_path, "here", "boot")
    assert rows(tmp_path, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert rows(tmp_path, "SELECT count(*) FROM sqlite_master WHERE name IN ('zone_day', 'answer')") == [(0,)]
