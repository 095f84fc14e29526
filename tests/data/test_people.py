"""People, sessions and plans by name; and somebody erased for good."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mat.core.people import SYMBOLS
from mat.ports import UsageError
from mat.store.backup import shrink
from mat.store.database import FILE
from mat.store.faults import StoreError
from mat.store.journal import recover
from mat.store.store import Store
from tests.data.calling import Call, bytes_of
from tests.store.keeping import ANNA, DAY, days_in, rows


def test_a_day_is_told_for_everybody_who_has_sessions_on_it(mat: Call, tmp_path: Path) -> None:
    [anna] = map(json.loads, mat("summary", "--day", DAY, "--json").splitlines())
    assert (anna["person"]["name"], len(anna["sessions"]), anna["told_to_rest"]) == ("Anna", 3, True)
    assert "Rest was advised" in mat("summary", "--day", DAY)
    [guest] = map(json.loads, mat("summary", "--day", DAY, "--person", "guest", "--json").splitlines())
    assert (guest["person"], guest["sessions"]) == (None, [])
    [nobody] = map(json.loads, mat("summary", "--json", "--day", DAY, data=tmp_path / "empty").splitlines())
    assert set(nobody) >= {"day", "goal", "sessions", "totals", "streak_days", "week"}


def test_people_are_named_by_name_or_the_beginning_of_an_id(mat: Call, data: Path) -> None:
    for told in ("ANNA", ANNA.id):
        assert "Anna" in mat("plan", "--person", told)
    with pytest.raises(UsageError, match=r"may be any of these: Anna \(00000000\), Bert"):
        mat("plan", "--person", "0000")
    store = Store.open(data, "here", "boot")
    store.make_profile(replace(ANNA, id="00000000-0000-4000-8000-00000000000c", name=""))
    store.close()
    for nobody in ("", " "):
        with pytest.raises(UsageError, match="nobody is named"):
            mat("plan", "--person", nobody)
    with pytest.raises(UsageError, match=r"nobody is called so. There are: Anna .*, Bert .*; guest"):
        mat("plan", "--person", "Carl")


def test_a_profile_is_made_and_renamed_by_hand_up_to_eight(mat: Call, data: Path) -> None:
    assert "Carla has a profile now: star, sky" in mat("people", "--add", "  Carla ")
    mat("people", "--rename", "carla=Clara")
    assert "Clara" in mat("people")
    for wrong, says in (("Clara", "called so already"), ("guest", "is not guest"), (" ", "1 to 60")):
        with pytest.raises(UsageError, match=says):
            mat("people", "--add", wrong)
    with pytest.raises(UsageError, match="write who and the new name"):
        mat("people", "--rename", "Clara")
    for number in range(len(SYMBOLS) - 3):
        mat("people", "--add", f"P{number}")
    with pytest.raises(UsageError, match="no more symbols"):
        mat("people", "--add", "one too many")


def test_sessions_are_listed_given_and_removed(mat: Call, data: Path) -> None:
    [one] = [json.loads(line) for line in mat("sessions", "--person", "bert", "--json").splitlines()]
    mat("sessions", "--assign", one["id"][:13], "--to", "guest")
    assert mat("sessions", "--person", "bert", "--json") == ""
    assert "removed with 1 repetitions" in mat("sessions", "--delete", one["id"])
    assert one["id"][:8] not in mat("sessions")
    with pytest.raises(UsageError, match="no session's id begins so"):
        mat("sessions", "--delete", one["id"])
    with pytest.raises(UsageError, match="belong together"):
        mat("sessions", "--assign", one["id"])
    with pytest.raises(UsageError, match="two things"):
        mat("sessions", "--assign", one["id"], "--to", "bert", "--delete", one["id"])


def test_a_plan_is_told_with_its_history_and_reasons(mat: Call) -> None:
    said = mat("plan", "--person", "anna")
    assert "one leg at a time, 4 × 5 s a side" in said
    assert "three sessions went well" in said
    assert "declined" in said
    told = json.loads(mat("plan", "--person", "anna", "--json"))
    assert [one["accepted"] for one in told["history"]] == [True, False]
    assert "The plan has not changed yet" in mat("plan", "--person", "bert")


# -- erase ----------------------------------------------------------------------------------------------


def test_nothing_of_who_is_erased_is_left_in_the_bytes(mat: Call, data: Path) -> None:
    ids = [str(key) for key, in rows(data, f"SELECT id FROM session WHERE person_id = '{ANNA.id.replace('-', '')}'")]
    assert len(ids) == 3
    traces = [key.encode() for key in (*ids, ANNA.id, ANNA.id.replace("-", ""), "Anna")]
    assert all(one in bytes_of(data) for one in traces)
    said = mat("erase", "--person", "Anna", "--yes")
    assert "Anna: 3 sessions, 5 repetitions, 1 answer, 2 decisions, 1 day of rest" in said
    dashed = [f"{i[:8]}-{i[8:12]}-{i[12:16]}-{i[16:20]}-{i[20:]}".encode() for i in ids]
    assert [one for one in (*traces, *dashed) if one in bytes_of(data)] == []
    assert rows(data, "SELECT kind, from_person, to_person FROM event") == [("erased", None, None)]
    assert [json.loads(one)["name"] for one in mat("people", "--json").splitlines()] == ["Bert"]
    assert "1 session" in mat("erase", "--person", "guest", "--yes")


def test_bytes_that_sqlite_left_lying_in_the_file_are_taken_out(data: Path) -> None:
    """Debian's SQLite overwrites what it deletes, others do not unless told."""
    with closing(sqlite3.connect(data / FILE)) as raw, raw:
        raw.execute("PRAGMA secure_delete = OFF")
        raw.execute("CREATE TABLE note AS SELECT 'a secret of Anna' AS said")
        raw.execute("DROP TABLE note")
    assert b"a secret of Anna" in bytes_of(data)
    assert shrink(data)
    assert b"a secret of Anna" not in bytes_of(data)


def test_erasing_asks_first(mat: Call, data: Path) -> None:
    before = days_in(data)
    assert "Erase everything of Anna?" in mat("erase", "--person", "anna", answer="n\n")
    assert days_in(data) == before
    mat("erase", "--person", "anna", answer="y\n")
    assert days_in(data) != before


def test_nothing_is_erased_while_records_wait_that_would_bring_it_back(mat: Call, data: Path, left: Path) -> None:
    with closing(sqlite3.connect(data / FILE)) as raw, raw:
        raw.execute("CREATE TRIGGER full BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(StoreError, match=r"cannot be written yet.*nothing was erased"):
        mat("erase", "--person", "anna", "--yes")
    assert "Anna" in mat("people")


def test_a_journal_left_by_a_killed_kiosk_does_not_bring_back_who_was_erased(
        mat: Call, data: Path, left: Path) -> None:
    assert "Anna: 4 sessions" in mat("erase", "--person", "anna", "--yes")
    store = Store.open(data, "here", "boot")
    assert recover(store, data) == 0
    store.close()
    shutil.rmtree(data)
