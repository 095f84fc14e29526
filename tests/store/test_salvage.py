"""A card that goes bad inside the database: it is noticed at the start, and what can still be read comes along."""

import logging
import os
import random
import re
import shutil
import sqlite3
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

import mat.store
from mat.assembly import remembering
from mat.core.people import Profile
from mat.core.records import PainTold, ProfileMade, RepDone, SessionEnded, SessionOpened, Stamp
from mat.settings import Settings
from mat.store.backup import backup, restore, sound
from mat.store.database import FILE
from mat.store.entries import Entry, Filing
from mat.store.faults import DamagedError, StoreError
from mat.store.journal import Journal, places
from mat.store.mending import BACKUPS, put_aside
from mat.store.schema import SCHEMA
from mat.store.series import Moment, add
from mat.store.store import Store
from tests.store.keeping import ANNA, BERT, DAY_S, NOON, PLAN, a_rep, days_in, hand_over, keep, rows

PAGE = 4096
REPS = "SELECT * FROM rep NOT INDEXED"
DAMAGED = pytest.mark.parametrize(("table", "column", "value"), [
    ("person", "name", "CAST(x'416eff' AS TEXT)"), ("person", "symbol", "'sunn'"), ("person", "id", "'12'"),
    ("session", "day", "'2026-13-01'"), ("session", "day", "12"), ("session", "started_epoch_s", "'noon'"),
    ("session", "utc_offset_s", "90000"), ("session", "stage", "'singlf'"), ("session", "serial", "1.5"),
    ("session", "sure", "2"), ("rep", "hold_s", "'5.0x'"), ("rep", "reason", "CAST(x'ff' AS TEXT)"),
    ("rep", "id", "CAST(x'ff' || substr(id, 2) AS TEXT)"), ("person_day", "day", "'yesterday'")])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people, eight sessions, a copy after the sixth."""
    folder = tmp_path_factory.mktemp("made")
    with closing(Store.open(folder, "home", "boot")) as store:
        hand_over(store, [ProfileMade(0, ANNA), ProfileMade(0, BERT)], Stamp(NOON, 3600, 0.0))
        for day in range(6):
            a_session(store, day)
    add(folder, folder / BACKUPS, Moment(date(2026, 11, 23), True, "boot"))
    with closing(Store.open(folder, "home", "boot")) as store:
        for day in (6, 7):
            a_session(store, day)
    return folder


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "kept")


def a_session(store: Store, day: int) -> None:
    keep(store, *[a_rep(start_s=10.0 * number) for number in range(20)], at_s=NOON + day * DAY_S, pain=3,
         person=(ANNA, BERT)[day % 2].id)


def changed(folder: Path, statement: str) -> None:
    """As if the card had done it: no key or check is heeded."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as raw:
        raw.execute(statement)


def started(folder: Path) -> list[Profile]:
    with ExitStack() as stack:
        return remembering(Settings(), folder, stack).store.profiles()


def no_value(text: str) -> bool:
    return not re.search("sunn|2026-13|noon|singlf|5.0x|yesterday|with text", text)


def test_the_schema_that_is_checked_is_the_newest() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(mat.store.__file__).with_name("migrations")))
    script = ScriptDirectory.from_config(config)
    assert script.get_current_head() == SCHEMA
    assert all(re.fullmatch(r"\d{4}", one.revision) for one in script.walk_revisions())  # what is none is damage


@DAMAGED
def test_a_value_that_cannot_be_read_is_found_at_the_start_and_all_others_are_kept(
        kept: Path, table: str, column: str, value: str, caplog: pytest.LogCaptureFixture) -> None:
    before = set(rows(kept, "SELECT session_id, number, hold_s FROM rep"))
    changed(kept, f"UPDATE {table} SET {column} = {value} WHERE rowid = (SELECT max(rowid) FROM {table})")
    with caplog.at_level(logging.WARNING):
        assert {one.id for one in started(kept)} == {ANNA.id, BERT.id}
    assert f"{table}: {column}: a value cannot be read" in caplog.text
    assert no_value(caplog.text)
    after = set(rows(kept, "SELECT session_id, number, hold_s FROM rep"))
    lost = {"session": 20, "rep": 1}.get(table, 0)
    assert after < before if lost else after == before
    assert len(before - after) == lost
    assert len(put_aside(kept)) == 1
    assert len(started(kept)) == 2
    assert len(put_aside(kept)) == 1


@DAMAGED
def test_a_copy_with_such_a_value_is_not_made_and_not_put_back(kept: Path, table: str, column: str,
                                                               value: str) -> None:
    changed(kept, f"UPDATE {table} SET {column} = {value} WHERE rowid = (SELECT max(rowid) FROM {table})")
    with pytest.raises(StoreError, match=f"{table}: {column}") as told:
        backup(kept, kept / "copy.sqlite3")
    assert no_value(str(told.value))
    assert not (kept / "copy.sqlite3").exists()
    (kept / "copy.sqlite3").write_bytes((kept / FILE).read_bytes())
    before = (kept / FILE).read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        restore(kept, kept / "copy.sqlite3", "dated")
    assert (kept / FILE).read_bytes() == before


def test_a_broken_page_takes_no_more_than_the_repetitions_on_it(kept: Path) -> None:
    """Newer than the copy are 40 of 160. Few pages lead to all rows of a table; for any other nothing newer is lost,
    or what was on it. What is there is never anything else than before."""
    whole, before, most = (kept / FILE).read_bytes(), set(rows(kept, REPS)), 0
    days = days_in(kept)
    for page in range(len(whole) // PAGE):
        (kept / FILE).write_bytes(whole[:page * PAGE] + b"\xff" * PAGE + whole[(page + 1) * PAGE:])
        started(kept)
        after = set(rows(kept, REPS))
        assert after <= before, page
        assert len(before - after) <= 40, page
        most += len(before - after) == 40
        assert after != before or days_in(kept) == days, page
        for file in (*kept.glob(FILE + "-*"), *put_aside(kept)):
            file.unlink()
    assert most <= 8


@pytest.mark.parametrize("seed", range(3))
def test_no_damage_to_any_bytes_keeps_it_from_starting(kept: Path, seed: int) -> None:
    chance, whole = random.Random(seed), (kept / FILE).read_bytes()
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 2, 5, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (kept / FILE).write_bytes(data)
        assert len(started(kept)) in (1, 2)
        for file in (*kept.glob(FILE + "-*"), *put_aside(kept)):
            file.unlink()


def test_damage_in_an_index_is_looked_for_when_the_daily_copy_is_missing(kept: Path) -> None:
    """The copy fails because of it, and the start's quick look does not see it."""
    whole = (kept / FILE).read_bytes()
    key = rows(kept, "SELECT id FROM rep NOT INDEXED LIMIT 1")[0][0]
    assert isinstance(key, str)
    places = [found.start() for found in re.finditer(key.encode(), whole)]
    assert len(places) == 2  # in the table and in the index
    before = set(rows(kept, REPS))
    for place in places:
        (kept / FILE).write_bytes(whole[:place] + b"0" * 32 + whole[place + 32:])
        if rows(kept, f"SELECT count(*) FROM rep NOT INDEXED WHERE id = '{key}'") == [(1,)]:
            break
    with pytest.raises(StoreError, match="damaged"):
        backup(kept, kept / "copy.sqlite3")
    started(kept)
    assert put_aside(kept) == []
    [copy] = (kept / BACKUPS).iterdir()
    os.utime(copy, (0, 0))
    started(kept)
    assert len(put_aside(kept)) == 1
    assert set(rows(kept, REPS)) == before
    backup(kept, kept / "copy.sqlite3")


def test_a_session_that_ran_when_the_copy_was_made_ends_as_it_did(kept: Path) -> None:
    with closing(Store.open(kept, "home", "boot")) as store:
        key = keep(store, a_rep(), because=None, at_s=NOON + 9 * DAY_S).replace("-", "")
    add(kept, kept / BACKUPS, Moment(date(2026, 11, 24), True, "boot"))
    changed(kept, f"UPDATE session SET ended_because = 'stopped', ended_epoch_s = {NOON + 9 * DAY_S + 60} "
                  f"WHERE id = '{key}'")
    changed(kept, "UPDATE rep SET hold_s = 'x' WHERE rowid = 1")
    started(kept)
    assert rows(kept, f"SELECT ended_because FROM session WHERE id = '{key}'") == [("stopped",)]
    assert rows(kept, "SELECT count(*) FROM rep") == [(161,)]


def test_a_session_whose_person_cannot_be_read_is_kept_without(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path, "home", "boot")) as store:
        hand_over(store, [ProfileMade(0, ANNA)], Stamp(NOON, 3600, 0.0))
        a_session(store, 0)
    changed(tmp_path, "UPDATE person SET name = CAST(x'ff' AS TEXT)")
    assert started(tmp_path) == []
    assert rows(tmp_path, "SELECT person_id, sure, (SELECT count(*) FROM rep) FROM session") == [(None, 0, 20)]
    assert [row[0] for row in days_in(tmp_path)] == [""]


def test_what_waits_when_the_database_breaks_goes_on_in_the_session_that_was_saved(kept: Path) -> None:
    """A session and its first repetition are on the card, then it breaks; the rest waits in the journal."""
    filing = Filing("boot")
    said = [SessionOpened(0.0, PLAN, ANNA.id), *(RepDone(9.0 * n, a_rep(start_s=9.0 * n)) for n in range(10)),
            SessionEnded(99.0, "done"), PainTold(99.0, 1)]
    entries = [entry for one in said if (entry := filing.entry(one, Stamp(NOON + 9 * DAY_S, 3600, one.t_s)))]
    with closing(Store.open(kept, "home", "boot")) as store:
        for entry in entries[:2]:
            store.apply(entry)
    waiting(kept, entries[2:])
    changed(kept, "UPDATE rep SET hold_s = 'x' WHERE rowid = 1")
    started(kept)
    key = entries[0].key.hex
    assert rows(kept, f"SELECT count(*) FROM rep WHERE session_id = '{key}'") == [(10,)]
    assert rows(kept, f"SELECT ended_because, pain_after FROM session WHERE id = '{key}'") == [("done", 1)]


def test_what_waits_for_a_session_that_is_gone_is_kept_beside_the_damaged_database(kept: Path) -> None:
    filing = Filing("boot")
    said = SessionOpened(0.0, PLAN), RepDone(9, a_rep())
    opened, done = (filing.entry(one, Stamp(NOON, 3600, 0.0)) for one in said)
    assert opened is not None
    assert done is not None
    waiting(kept, [done])
    (kept / FILE).write_bytes(b"\xff" * 9000)
    started(kept)
    [aside] = put_aside(kept)
    assert str(done.key) in aside.with_name(aside.name + ".journal").read_text("utf-8")


def test_while_the_card_is_full_no_copies_of_what_waits_pile_up(kept: Path) -> None:
    done = Filing("boot").entry(ProfileMade(0, ANNA), Stamp(NOON, 3600, 0.0))
    assert done is not None
    waiting(kept, [done])
    (kept / FILE).write_bytes(b"\xff" * 9000)
    (kept / ".restoring").touch()  # as a full card: the folder for the copy cannot be made
    with pytest.raises(StoreError):
        started(kept)
    assert not list(kept.glob("*damaged*"))
    (kept / ".restoring").unlink()
    started(kept)
    assert len(list(kept.glob("*damaged*.journal"))) == 1


def waiting(folder: Path, entries: list[Entry]) -> None:
    journal = Journal(places(folder)[0])
    for entry in entries:
        journal.append(entry)
    journal.close(empty=False)


def test_a_file_whose_beginning_the_card_gives_no_more_is_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE).symlink_to("/proc/self/mem")  # its first bytes are no memory: the kernel answers with EIO
    with pytest.raises(DamagedError, match="a part of this file cannot be read"):
        sound(tmp_path / FILE)
