"""Your data: exported, taken back, copied, restored, erased; people, sessions and plans by name."""

import csv
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from mat.cli import app
from mat.core.exercise import Plan
from mat.core.people import SYMBOLS
from mat.core.records import AnswerGiven, PatternSeen, PlanDecided, RepDone, SessionOpened, Stamp, ToldToRest
from mat.ports import MatError, UsageError
from mat.start import only_one
from mat.store.backup import shrink
from mat.store.columns import FILES
from mat.store.database import FILE
from mat.store.editing import trace
from mat.store.entries import Filing
from mat.store.faults import StoreError
from mat.store.journal import Journal, left_files, places, recover
from mat.store.store import Store
from tests.store.keeping import ANNA, BERT, DAY, DAY_S, NOON, PLAN, a_rep, days_in, hand_over, keep, rows
from tests.store.test_migrations import fill, made_at
from tests.test_cli import ROOT

Call = Callable[..., str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Anna, Bert and somebody without a profile, with something of everything."""
    folder = tmp_path / "data"
    store = Store.open(folder, "here", "boot")
    store.make_profile(ANNA)
    store.make_profile(BERT)
    keep(store, a_rep(), a_rep("single_right", lift=None), a_rep(valid=False), person=ANNA.id, before=3, pain=2)
    keep(store, a_rep("double"), person=ANNA.id, at_s=NOON + 3600, because="stopped", pain=7)
    keep(store, a_rep(), person=BERT.id, at_s=NOON - DAY_S)
    keep(store, a_rep(lift=False), at_s=NOON - 2 * DAY_S)
    hand_over(store, [
        AnswerGiven(1.0, ANNA.id, "fall", True),
        PlanDecided(2.0, ANNA.id, "more_reps", "clean", Plan("single", 4), True),
        PlanDecided(3.0, ANNA.id, "both_legs", "pain_free_days", Plan("both", 4), False), ToldToRest(4.0, ANNA.id),
        PatternSeen(5.0, ANNA.id, "kit4", (0.25, 0.25, 0.25, 0.25))], Stamp(NOON + 7200, 3600))
    wrong = keep(store, a_rep(), person=BERT.id, at_s=NOON + 9000)
    store.assign(wrong, ANNA.id)
    store.close()
    return folder


@pytest.fixture
def mat(data: Path) -> Call:
    """Calls the command; returns what it says, raises what it refuses."""
    def call(*words: object, data: Path = data, answer: str = "") -> str:
        done = CliRunner().invoke(app, [*map(str, words), "--data", str(data)], input=answer, env={"COLUMNS": "150"})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output
    return call


# -- export and import ----------------------------------------------------------------------------------


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


def test_every_column_is_documented_with_its_unit() -> None:
    text = (ROOT / "mat" / "store" / "README.md").read_text("utf-8")
    for name, columns in FILES.items():
        section = re.search(rf"### {name}\n\n(.*?)(?=\n#|\Z)", text, re.DOTALL)
        assert section, name
        lines = [tuple(cell.strip() for cell in line.strip("|").split("|"))
                 for line in section[1].splitlines() if line.startswith("| `")]
        assert lines == [(f"`{column.name}`", column.unit or "–", column.meaning) for column in columns], name


# -- backup and restore ---------------------------------------------------------------------------------


def test_a_backup_taken_while_somebody_writes_is_put_back_and_the_other_database_kept(
        mat: Call, tmp_path: Path, data: Path) -> None:
    running = Store.open(data, "here", "boot")
    assert "checked" in mat("backup", tmp_path / "copy")
    running.close()
    before = days_in(data)
    mat("erase", "--person", "guest", "--yes")
    assert "what was there is kept as" in mat("restore", tmp_path / "copy")
    assert days_in(data) == before
    [kept] = data.glob(f"{FILE}.20*")
    with closing(sqlite3.connect(kept)) as raw:
        assert raw.execute("SELECT count(*) FROM session").fetchone() == (4,)
    assert not (data / ".restoring").exists()
    with pytest.raises(StoreError, match="a file of that name"):
        mat("backup", tmp_path / "copy")


def test_a_restore_upgrades_an_older_copy(mat: Call, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    with closing(made_at(tmp_path / "old", "0001")) as old, old:
        fill(old)
    mat("restore", tmp_path / "old" / FILE)
    assert "Ada" in mat("people")


def test_what_cannot_be_restored_is_named_and_changes_nothing(mat: Call, tmp_path: Path, data: Path) -> None:
    before = days_in(data)
    noise, cut, newer, other = (tmp_path / name for name in ("noise", "cut", "newer", "other"))
    noise.write_bytes(b"no database at all" * 100)
    mat("backup", newer)
    whole = newer.read_bytes()
    cut.write_bytes(whole[:len(whole) // 2])
    with closing(sqlite3.connect(newer)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with closing(sqlite3.connect(other)) as raw, raw:
        raw.execute("CREATE TABLE recipe (x)")
    for file, says in ((noise, "no database"), (cut, "damaged"), (newer, "newer version"),
                       (other, "another program"), (tmp_path / "none", "no such file")):
        with pytest.raises(StoreError, match=says):
            mat("restore", file)
    assert days_in(data) == before
    assert not list(data.glob(f"{FILE}.20*"))
    with pytest.raises(StoreError, match=r"absent: there is no such folder.*Nothing was copied"):
        mat("backup", tmp_path / "absent" / "copy.sqlite3")


def test_a_running_kiosk_is_not_restored_or_erased_under_its_feet(mat: Call, tmp_path: Path, data: Path) -> None:
    mat("backup", tmp_path / "copy")
    with only_one(data):
        for words in (("restore", tmp_path / "copy"), ("erase", "--person", "anna", "--yes")):
            with pytest.raises(MatError, match="another mat kiosk is running"):
                mat(*words)


def test_backups_are_for_sqlite(mat: Call, tmp_path: Path) -> None:
    (tmp_path / "mat.toml").write_text('[store]\nurl = "postgresql://somewhere/mat"\n', "utf-8")
    for command in ("backup", "restore"):
        with pytest.raises(StoreError, match=r"for the SQLite file.*mat export"):
            mat(command, tmp_path / "x", "--config", tmp_path / "mat.toml")


# -- erase ----------------------------------------------------------------------------------------------


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


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


# -- people, sessions, plans ----------------------------------------------------------------------------


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


# -- what a killed kiosk left behind --------------------------------------------------------------------


@pytest.fixture
def left(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with a session of Anna that is not in the database."""
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    journal, filing = Journal(places(data)[0]), Filing("boot")
    for record in (SessionOpened(1.0, PLAN, ANNA.id), RepDone(20.0, a_rep())):
        entry = filing.entry(record, Stamp(NOON, 3600))
        assert entry is not None
        journal.append(entry)
    journal.close(empty=False)
    return journal.file


def sessions_in(file: Path) -> object:
    with closing(sqlite3.connect(file)) as raw:
        return raw.execute("SELECT count(*) FROM session").fetchone()[0]


def test_a_restore_writes_what_was_left_into_the_database_that_goes_and_not_into_the_one_that_comes(
        mat: Call, data: Path, tmp_path: Path, left: Path) -> None:
    with only_one(data):
        mat("backup", tmp_path / "copy")  # a running kiosk's journal is its own
    assert left.exists()
    mat("restore", tmp_path / "copy")
    assert not left_files(data)
    [kept] = data.glob(f"{FILE}.20*")
    assert (sessions_in(data / FILE), sessions_in(kept)) == (5, 6)


def test_a_restore_over_a_damaged_database_puts_the_journal_away_beside_it(
        mat: Call, data: Path, tmp_path: Path, left: Path) -> None:
    with only_one(data):
        mat("backup", tmp_path / "copy")
    lines = left.read_bytes()
    (data / FILE).write_bytes(b"no database at all" * 100)
    mat("restore", tmp_path / "copy")
    assert not left_files(data)
    [kept] = data.glob(f"{FILE}.20*.journal")
    assert kept.read_bytes() == lines
    assert kept.with_suffix("").exists()


def test_a_backup_and_an_export_have_what_was_left_too(mat: Call, tmp_path: Path, left: Path) -> None:
    mat("backup", tmp_path / "copy")
    assert sessions_in(tmp_path / "copy") == 6
    assert not left.exists()


def test_an_export_has_what_was_left_unless_a_kiosk_runs(mat: Call, data: Path, tmp_path: Path, left: Path) -> None:
    with only_one(data):
        assert "5 sessions" in mat("export", tmp_path / "out")
    assert "6 sessions" in mat("export", tmp_path / "out", "--force")


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
