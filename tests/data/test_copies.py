"""Your data copied and put back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mat.ports import MatError
from mat.start import only_one
from mat.store.database import FILE
from mat.store.faults import StoreError
from mat.store.journal import left_files
from mat.store.store import Store
from tests.data.calling import Call, sessions_in
from tests.store.keeping import days_in
from tests.store.test_migrations import fill, made_at


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
