"""A person's days in sums: always what the sessions say, whoever changes them and in whatever order."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from mat.core.records import SessionEnded, SessionOpened, Stamp, ToldToRest
from mat.core.summary import Counts
from mat.store.database import FILE
from mat.store.entries import Filing
from mat.store.reading import pain_of
from mat.store.store import Store
from tests.store.keeping import ANNA, BERT, DAY, DAY_S, NOON, PLAN, a_rep, days_in, hand_over, keep, rows

WHO = (None, ANNA.id, BERT.id)


@pytest.fixture(scope="module")
def fresh() -> Path:
    """A migrated database to copy: migrating takes longer than all that follows."""
    folder = Path(tempfile.mkdtemp())
    store = Store.open(folder, "here", "boot")
    store.make_profile(ANNA)
    store.make_profile(BERT)
    store.close()
    yield folder
    shutil.rmtree(folder)


people = st.sampled_from(WHO)
ago = st.integers(0, 12)
a_session = st.tuples(st.just("session"), people, ago, st.integers(0, 3), st.booleans(),
                      st.sampled_from(["done", "stopped", "left", None]), st.sampled_from([3.0, 300.0]))
a_change = st.one_of(
    a_session, a_session,
    st.tuples(st.just("told"), people, ago),
    st.tuples(st.just("assign"), st.integers(0, 30), people),
    st.tuples(st.just("delete"), st.integers(0, 30)),
    st.tuples(st.just("unknown"), people, ago),
    st.tuples(st.just("right"), st.integers(-5, 5)),
    st.tuples(st.just("interrupted")))


def do(store: Store, change: tuple, kept: list[str]) -> None:
    match change:
        case ("session", who, days_ago, reps, valid, because, long_s):
            kept.append(keep(store, *(a_rep(valid=valid, start_s=10.0 * n + 0.1) for n in range(reps)), person=who,
                             because=because, at_s=NOON - days_ago * DAY_S, long_s=long_s))
        case ("told", who, days_ago):
            hand_over(store, [ToldToRest(1.0, who)], Stamp(NOON - days_ago * DAY_S, 3600))
        case ("unknown", who, days_ago):
            filing = Filing("boot")
            stamp = Stamp(NOON - days_ago * DAY_S, 3600, 5000.0, known=False)
            hand_over(store, [SessionOpened(0.0, PLAN, who), ToldToRest(1.0, who), SessionEnded(300.0, "stopped")],
                      stamp, filing)
        case ("right", days_ahead):
            store.set_right(NOON + days_ahead * DAY_S - 5000.0, lambda _: 7200)
        case ("interrupted",):
            store.close_interrupted()
        case (what, number, *who) if kept:
            key = kept[number % len(kept)]
            if what == "assign":
                store.assign(key, who[0])
            else:
                store.delete_session(key)
                kept.remove(key)


@settings(max_examples=40, deadline=None)
@given(changes=st.lists(a_change, min_size=1, max_size=14))
def test_any_order_of_changes_leaves_what_a_rebuild_from_scratch_says(fresh: Path, changes: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(fresh / FILE, folder / FILE)
        store = Store.open(folder, "here", "boot")
        kept: list[str] = []
        for change in changes:
            do(store, change, kept)
            now = days_in(folder)
            store.rebuild_days()
            assert now == days_in(folder), change
        store.close()


def test_days_without_a_profile_are_there_once(store: Store, tmp_path: Path) -> None:
    keep(store, a_rep())
    keep(store, a_rep(), at_s=NOON + 3600)
    assert rows(tmp_path, "SELECT subject, sessions FROM person_day") == [("", 2)]


@pytest.mark.parametrize(("because", "long_s", "reps", "streak"), [
    ("stopped", 3.0, 0, 0),    # a touch on an empty mat
    ("stopped", 60.0, 0, 1),   # somebody tried
    ("left", 60.0, 0, 0),
    ("done", 60.0, 1, 1),
    ("stopped", 3.0, 1, 1)])
def test_a_stop_breaks_no_streak_and_a_touch_on_an_empty_mat_makes_none(
        store: Store, because: str, long_s: float, reps: int, streak: int) -> None:
    keep(store, *[a_rep(valid=False)] * reps, because=because, long_s=long_s)
    day = store.day(DAY, PLAN)
    assert (day.streak_days, day.weeks[-1].days, len(day.sessions)) == (streak, streak, 1)


def test_days_told_to_rest_break_no_streak(store: Store) -> None:
    for days_ago in (9, 8, 5, 4):
        keep(store, a_rep(), at_s=NOON - days_ago * DAY_S)
    assert store.day(DAY - timedelta(days=4), PLAN).streak_days == 2
    hand_over(store, [ToldToRest(1.0, None)], Stamp(NOON - 7 * DAY_S, 3600))
    day = store.day(DAY - timedelta(days=4), PLAN)
    assert day.streak_days == 4
    assert [one.told_to_rest for one in day.week] == [False, False, False, True, False, False, False]


def test_twelve_weeks_end_with_the_day_and_hold_their_counts(store: Store) -> None:
    for days_ago, kind in ((0, "single_left"), (6, "single_right"), (7, "double"), (83, "double"), (84, "double")):
        keep(store, a_rep(kind), at_s=NOON - days_ago * DAY_S)
    weeks = store.day(DAY, PLAN).weeks
    assert len(weeks) == 12
    assert (weeks[-1].days, weeks[-1].counts) == (2, Counts(1, 1, 0))
    assert (weeks[-2].days, weeks[-2].counts) == (1, Counts(0, 0, 1))
    assert (weeks[0].first_day, weeks[0].sessions) == ((DAY - timedelta(days=83)).isoformat(), 1)


def test_the_calendar_has_each_day_of_the_twelve_weeks_the_day_itself_last(store: Store) -> None:
    for days_ago, kind in ((0, "single_left"), (40, "double"), (83, "single_right"), (84, "double")):
        keep(store, a_rep(kind), at_s=NOON - days_ago * DAY_S)
    calendar = store.day(DAY, PLAN).calendar
    assert [one.day for one in calendar] == [(DAY - timedelta(days=ago)).isoformat() for ago in range(83, -1, -1)]
    assert [(n, one.counts) for n, one in enumerate(calendar) if one.sessions] == [
        (0, Counts(0, 1, 0)), (43, Counts(0, 0, 1)), (83, Counts(1, 0, 0))]


def test_the_last_twelve_sessions_that_have_ended_stand_in_their_order(store: Store) -> None:
    for n in range(15):
        keep(store, a_rep(), at_s=NOON - n * 40_000.0, before=n % 11, pain=(n + 1) % 11)
    keep(store, a_rep(), because=None, at_s=NOON + 1000.0)
    recent = store.day(DAY, PLAN).recent
    assert [one.pain_before for one in recent] == [n % 11 for n in range(11, -1, -1)]
    assert [one.started for one in recent] == sorted(one.started for one in recent)
    yesterday = store.day(DAY - timedelta(days=1), PLAN).recent
    assert yesterday[-1].started < recent[-1].started


def test_the_day_tells_holds_pelvis_reasons_and_pain_of_its_first_and_last_session(store: Store) -> None:
    keep(store, a_rep(), a_rep(valid=False), a_rep("single_right", lift=False), before=4, pain=3)
    keep(store, a_rep(valid=False), a_rep(lift=None), at_s=NOON + 3600, before=2, pain=1)
    day = store.day(DAY, PLAN)
    assert (day.hold_s_mean, day.hold_s_shortest, day.pelvic_lift_share) == (5.0, 5.0, 0.5)
    assert (day.partial, day.partial_reasons) == (2, (("held 1 s", 2),))
    assert (day.pain_before, day.pain_after) == (4, 1)


def test_a_person_has_days_of_their_own(store: Store) -> None:
    store.make_profile(ANNA)
    keep(store, a_rep(), person=ANNA.id)
    keep(store, a_rep("double"), at_s=NOON - DAY_S)
    assert (store.day(DAY, PLAN, ANNA.id).totals, store.day(DAY, PLAN, ANNA.id).person) == (Counts(1), ANNA)
    assert store.day(DAY, PLAN).sessions == ()
    assert (store.day(DAY, PLAN).streak_days, store.day(DAY, PLAN, ANNA.id).streak_days) == (1, 1)
    assert store.who_has_sessions(DAY, DAY) == [ANNA.id]
    assert store.who_has_sessions(DAY - timedelta(days=1), DAY) == [ANNA.id, None]


def test_a_day_before_the_first_of_all_is_empty(store: Store) -> None:
    keep(store, a_rep())
    assert store.day(date(2001, 1, 1), PLAN).last_session is None


def test_pain_of_a_day_is_that_of_the_first_and_last_sessions_that_told_it(store: Store) -> None:
    keep(store, a_rep())
    keep(store, a_rep(), at_s=NOON + 3600, before=2, pain=3)
    keep(store, a_rep(), at_s=NOON + 7200, before=5)
    day = store.day(DAY, PLAN)
    assert (day.pain_before, day.pain_after) == (2, 3)
    with store.reading() as db:
        assert pain_of(db, None, DAY.isoformat()) == (2, 3)


def test_no_statement_of_the_days_summary_sorts_its_way_through_the_history(store: Store) -> None:
    """What SQLite plans does not depend on how much there is: a sort here would be one of ten years there."""
    asked: list[tuple[str, tuple]] = []

    def note(_connection: object, _cursor: object, statement: str, values: tuple, *_: object) -> None:
        asked.append((statement, values))

    event.listen(store._engine, "before_cursor_execute", note)
    store.day(DAY, PLAN)
    event.remove(store._engine, "before_cursor_execute", note)
    selects = [(statement, values) for statement, values in asked if statement.startswith("SELECT")]
    assert len(selects) > 4
    long_tables = [one for one in selects if "FROM person" not in one[0].replace("person_day", "days")]
    with store._engine.connect() as connection:
        for statement, values in long_tables:
            plan = [step[3] for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            assert not any(step.startswith("SCAN") for step in plan), (statement, plan)
            of_one_day = "session.day = ?" in statement
            assert of_one_day or not any("TEMP B-TREE FOR ORDER BY" in step for step in plan), (statement, plan)
