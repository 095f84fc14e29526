"""Your data exported and taken back."""

import csv
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from mat.core.people import SYMBOLS
from mat.core.records import Stamp
from mat.start import only_one
from mat.store.columns import FILES
from mat.store.database import FILE
from mat.store.editing import trace
from mat.store.faults import StoreError
from mat.store.store import Store
from tests.data.calling import Call
from tests.store.keeping import ANNA, BERT, DAY, NOON, a_rep, days_in, keep, rows
from tests.test_cli import ROOT


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_comes_back_whole_in_another_place(mat: Call, tmp_path: Path, data: Path, form: str) -> None:
    out, again, other = tmp_path / "out", tmp_path / "again", tmp_path / "other"
    assert "2 people, 5 sessions, 7 reps" in mat("export", out, "--format", form)
    assert "2 people, 5 sessions, 7 reps, 5 events are new" in mat("import", out, data=other)
    assert "nothing was changed" in mat("import", out, data=other)
    assert "nothing was changed" in mat("import", out)
    mat("export", again, "--format", form, data=other)
    for name in ("people", "sessions", "reps", "days"):
        assert (out / f"{name}.{form}").read_bytes() == (again / f"{name}.{form}").read_bytes(), name
    assert days_in(other) == days_in(data)


def test_the_days_of_an_export_say_what_the_summary_says(mat: Call, tmp_path: Path) -> None:
    mat("export", tmp_path / "out", "--format", "json")
    told = {(one["person"], one["day"]): one for one in json.loads((tmp_path / "out" / "days.json").read_text("utf-8"))}
    for line in mat("summary", "--day", DAY, "--json").splitlines():
        day = json.loads(line)
        one = told[day["person"]["id"], day["day"]]
        for name in ("hold_s_mean", "hold_s_shortest", "pelvic_lift_share", "pain_before", "pain_after", "told_to_rest",
                     "streak_days", "partial"):
            assert one[name] == day[name], name
        assert (one["left"], one["right"], one["both"]) == tuple(day["totals"].values())


def test_one_persons_export_has_nothing_of_the_others(mat: Call, tmp_path: Path) -> None:
    mat("export", tmp_path / "out", "--person", "bert")
    whole = "".join(file.read_text("utf-8") for file in (tmp_path / "out").iterdir())
    assert BERT.id in whole
    assert "Anna" not in whole
    assert "1 session," in mat("export", tmp_path / "guest", "--person", "guest")


def test_a_guests_export_has_no_trace_of_anybody_else(mat: Call, tmp_path: Path, data: Path) -> None:
    store = Store.open(data, "here", "boot", now=lambda: Stamp(NOON, 3600))
    mine, annas = keep(store, a_rep(), at_s=NOON + 5), store.sessions_of(DAY, ANNA.id)[0].id
    with store.writing() as db:
        for session in (mine, annas):
            trace(db, store.station_id, "boot", Stamp(NOON, 3600), "redated", session=UUID(session))
    store.delete_session(mine)
    store.delete_session(keep(store, a_rep(), person=BERT.id))
    kept = keep(store, a_rep(), at_s=NOON + 9)
    with store.writing() as db:
        trace(db, store.station_id, "boot", Stamp(NOON, 3600), "redated", session=UUID(kept))
    store.close()
    mat("export", tmp_path / "out", "--person", "guest", "--format", "json")
    events = json.loads((tmp_path / "out" / "events.json").read_text("utf-8"))
    assert sorted((one["kind"], one["session"]) for one in events) == [("deleted", mine), ("redated", kept)]


def test_a_session_that_ended_before_it_began_is_exported_so_that_it_can_be_taken_back(
        mat: Call, tmp_path: Path, data: Path) -> None:
    with closing(sqlite3.connect(data / FILE)) as raw, raw:
        raw.execute("UPDATE session SET ended_epoch_s = started_epoch_s - 3600")
    mat("export", tmp_path / "out")
    mat("import", tmp_path / "out", data=tmp_path / "other")
    lengths = rows(tmp_path / "other", "SELECT DISTINCT round(ended_epoch_s - started_epoch_s, 3) FROM session")
    assert lengths == [(18.0,)]


def test_more_profiles_than_there_are_symbols_are_refused_and_a_symbol_that_is_taken_becomes_another(
        mat: Call, tmp_path: Path) -> None:
    mat("export", tmp_path / "out")
    for number in range(len(SYMBOLS) - 2):
        mat("people", "--add", f"P{number}", data=tmp_path / "other")
    mat("import", tmp_path / "out", data=tmp_path / "other")
    people = [json.loads(line) for line in mat("people", "--json", data=tmp_path / "other").splitlines()]
    assert {one["symbol"] for one in people} == set(SYMBOLS)
    for number in range(len(SYMBOLS) - 1):
        mat("people", "--add", f"P{number}", data=tmp_path / "full")
    with pytest.raises(StoreError, match=r"has 7 profiles and the export 2 more; at most 8.*Nothing was imported"):
        mat("import", tmp_path / "out", data=tmp_path / "full")
    assert rows(tmp_path / "full", "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM session)") == [(7, 0)]


def test_an_export_is_not_written_over_unless_told(mat: Call, tmp_path: Path) -> None:
    mat("export", tmp_path / "out")
    with pytest.raises(StoreError, match=r"holds an export already.*--force"):
        mat("export", tmp_path / "out")
    mat("export", tmp_path / "out", "--force", "--format", "json")
    assert not (tmp_path / "out" / "reps.csv").exists()


@pytest.mark.parametrize(("file", "column", "value", "says"), [
    ("sessions", "pain_after", "11", "column pain_after: 11 is not from 0 to 10"),
    ("sessions", "started", "yesterday", "column started: 'yesterday' is no time"),
    ("sessions", "started", "2026-11-22T07:30:00", "has no offset from UTC"),
    ("sessions", "person", "00000000-0000-4000-8000-0000000000ff", "column person: there is no profile"),
    ("sessions", "stage", "triple", "column stage: 'triple' is none of single, both"),
    ("reps", "hold_s", "nan", "column hold_s: nan is not from 0"),
    ("reps", "number", "1.5", "column number: '1.5' is no whole number"),
    ("reps", "kind", "", "column kind: is empty"),
    ("reps", "session", "00000000-0000-4000-8000-0000000000ff", "column session: there is no session"),
    ("events", "clock_known", "maybe", "column clock_known: 'maybe' is neither true nor false"),
    ("people", "id", "12", "column id: '12' is no id"),
])
def test_a_bad_value_is_named_with_file_line_and_column_and_nothing_is_imported(
        mat: Call, tmp_path: Path, file: str, column: str, value: str, says: str) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    mat("export", out)
    path = out / f"{file}.csv"
    table = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    table[-1][column] = value
    with path.open("w", encoding="utf-8") as to:
        writer = csv.DictWriter(to, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    with pytest.raises(StoreError) as told:
        mat("import", out, data=other)
    assert f"{path}, line {len(table) + 1}, column {column}: " in str(told.value)
    assert says in str(told.value)
    Store.open(other, "here", "boot").close()
    assert rows(other, "SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM person)") == [(0,)]


def test_a_newer_export_a_missing_file_and_other_columns_are_refused(mat: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(StoreError, match="holds no export"):
        mat("import", out)
    mat("export", out)
    (out / "reps.csv").rename(out / "away")
    with pytest.raises(StoreError, match=r"reps\.csv: cannot be read"):
        mat("import", out)
    (out / "reps.csv").write_text("session,number\n", "utf-8")
    with pytest.raises(StoreError, match=r"reps\.csv, line 1: .*kind is missing"):
        mat("import", out)
    head = json.loads((out / "export.json").read_text("utf-8"))
    (out / "export.json").write_text(json.dumps(head | {"version": 2}), "utf-8")
    with pytest.raises(StoreError, match="newer version"):
        mat("import", out)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_that_lacks_a_row_is_refused_and_one_that_never_counted_them_is_taken(
        mat: Call, tmp_path: Path, form: str) -> None:
    out, other, head = tmp_path / "out", tmp_path / "other", tmp_path / "out" / "export.json"
    mat("export", out, "--format", form)
    reps = out / f"reps.{form}"
    lines = reps.read_text("utf-8").splitlines()
    reps.write_text("\n".join([*lines[:2], *lines[3:]]) + "\n", "utf-8")
    with pytest.raises(StoreError, match=rf"reps\.{form}: has 6 rows, and 7 were written .*Nothing was imported"):
        mat("import", out, data=other)
    told = json.loads(head.read_text("utf-8"))
    del told["rows"]
    head.write_text(json.dumps(told), "utf-8")
    assert "6 reps" in mat("import", out, data=other)


def test_every_column_is_documented_with_its_unit() -> None:
    text = (ROOT / "mat" / "store" / "README.md").read_text("utf-8")
    for name, columns in FILES.items():
        section = re.search(rf"### {name}\n\n(.*?)(?=\n#|\Z)", text, re.DOTALL)
        assert section, name
        lines = [tuple(cell.strip() for cell in line.strip("|").split("|"))
                 for line in section[1].splitlines() if line.startswith("| `")]
        assert lines == [(f"`{column.name}`", column.unit or "–", column.meaning) for column in columns], name


def test_an_export_has_what_was_left_unless_a_kiosk_runs(mat: Call, data: Path, tmp_path: Path, left: Path) -> None:
    with only_one(data):
        assert "5 sessions" in mat("export", tmp_path / "out")
    assert "6 sessions" in mat("export", tmp_path / "out", "--force")
