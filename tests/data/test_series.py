"""A folder of copies: `mat backup --into DIR`."""

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mat.ports import UsageError
from mat.store.database import FILE
from mat.store.faults import CopyError, StoreError
from mat.store.series import Moment, add, fingerprint
from mat.store.store import Store
from tests.data.calling import Call, sessions_in
from tests.store.keeping import ANNA, NOON, a_rep, keep

TODAY = Moment(date(2026, 11, 23), True, "boot")


def something_new(data: Path) -> None:
    store = Store.open(data, "here", "boot")
    keep(store, a_rep(), person=ANNA.id, at_s=NOON + 12_000)
    store.close()


def on(days: int, moment: Moment = TODAY) -> Moment:
    return replace(moment, day=moment.day + timedelta(days))


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_the_command_makes_the_folder_says_what_it_wrote_and_writes_nothing_while_nothing_is_new(
        mat: Call, data: Path, tmp_path: Path) -> None:
    into = tmp_path / "copies"
    assert "mat-000001-" in mat("backup", "--into", into)
    assert stat.S_IMODE(into.stat().st_mode) == 0o700
    [first] = into.iterdir()
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    written = first.stat()
    assert f"nothing is new since {first.name}; nothing was written" in mat("backup", "--into", into)
    assert (first.stat().st_mtime_ns, names(into)) == (written.st_mtime_ns, [first.name])
    something_new(data)
    said = mat("backup", "--into", into)
    assert "mat-000002-" in said
    assert f"removed: {first.name}" in said
    [second] = into.iterdir()
    assert sessions_in(second) == sessions_in(data / FILE)
    mat("restore", second)


def test_a_start_of_the_kiosk_and_a_tidied_file_are_nothing_new(data: Path, tmp_path: Path) -> None:
    assert add(data, tmp_path / "copies", TODAY)
    Store.open(data, "here", "another boot").close()
    with closing(sqlite3.connect(data / FILE, isolation_level=None)) as raw:
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made = add(data, tmp_path / "copies", on(1))
    assert made
    assert made.file is None


def test_what_only_the_log_of_a_running_kiosk_holds_is_new_and_copied(data: Path, tmp_path: Path) -> None:
    assert add(data, tmp_path / "copies", TODAY)
    store = Store.open(data, "here", "boot")
    keep(store, a_rep(), person=ANNA.id, at_s=NOON + 12_000)
    assert (data / f"{FILE}-wal").stat().st_size > 0
    made = add(data, tmp_path / "copies", on(1))
    store.close()
    assert made
    assert made.file
    assert fingerprint(made.file) == fingerprint(data / FILE)


def test_only_so_many_are_kept_the_lowest_numbers_go_and_no_other_file(data: Path, tmp_path: Path) -> None:
    into = tmp_path / "copies"
    into.mkdir()
    others = ["mat-000001-2026-11-23.sqlite3.old", "mat-1-2026-11-23.sqlite3", "mat.sqlite3", "notes.part"]
    for name in others:
        (into / name).write_text("mine")
    for day in range(5):
        something_new(data)
        add(data, into, on(day), keep=3)
    mine = [f"mat-00000{n}-2026-11-{22 + n}.sqlite3" for n in (3, 4, 5)]
    assert names(into) == sorted(mine + others)


def test_a_clock_that_jumps_leaves_the_number_to_rule_and_only_the_newest_can_be_of_the_same_day(
        data: Path, tmp_path: Path) -> None:
    into = tmp_path / "copies"
    for moment in (TODAY, replace(TODAY, day=date(1970, 1, 1)), replace(TODAY, day=date(2099, 1, 1)), TODAY, TODAY):
        something_new(data)
        add(data, into, moment)
    assert names(into) == ["mat-000001-2026-11-23.sqlite3", "mat-000002-1970-01-01.sqlite3",
                           "mat-000003-2099-01-01.sqlite3", "mat-000005-2026-11-23.sqlite3"]
    assert sessions_in(into / "mat-000005-2026-11-23.sqlite3") == sessions_in(data / FILE)


def test_a_machine_that_always_wakes_up_on_the_same_day_keeps_a_copy_of_each_start(data: Path, tmp_path: Path) -> None:
    into, lost = tmp_path / "copies", replace(TODAY, day=date(1970, 1, 1), known=False)
    for boot in ("one", "two", "two", "three"):
        something_new(data)
        add(data, into, replace(lost, boot_id=boot))
    assert names(into) == [f"mat-00000{n}-1970-01-01.sqlite3" for n in (1, 3, 4)]


def test_what_a_pulled_plug_left_half_written_is_removed_and_counts_for_nothing(data: Path, tmp_path: Path) -> None:
    into = tmp_path / "copies"
    into.mkdir()
    for end in ("", "-journal"):
        (into / f"mat-000009-2026-11-22.sqlite3.part{end}").write_bytes(b"half")
    add(data, into, TODAY)
    assert names(into) == ["mat-000001-2026-11-23.sqlite3"]


@pytest.mark.parametrize("index", [False, True])
def test_a_copy_that_has_gone_bad_is_not_taken_for_the_newest_content(data: Path, tmp_path: Path, index: bool) -> None:
    """Cut off, or with an index that has lost its page while every row can still be read."""
    into = tmp_path / "copies"
    add(data, into, TODAY)
    [copy] = into.iterdir()
    with closing(sqlite3.connect(copy)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_session_day'").fetchone()[0]
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    whole = copy.read_bytes()
    bad = whole[:(page - 1) * size] + bytes(size) + whole[page * size:] if index else whole[:len(whole) // 2]
    copy.write_bytes(bad)
    made = add(data, into, on(1))
    assert made
    assert made.file
    assert names(into) == [copy.name, "mat-000002-2026-11-24.sqlite3"]


def test_a_damaged_database_is_told_and_the_copies_of_before_stay(data: Path, tmp_path: Path) -> None:
    into = tmp_path / "copies"
    add(data, into, TODAY)
    before = names(into)
    (data / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="damaged"):
        add(data, into, TODAY, keep=1)
    assert names(into) == before


def test_a_folder_that_cannot_take_a_copy_is_named_and_keeps_what_it_has(
        mat: Call, data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for wrong, says in ((tmp_path / "file", "Not a directory|File exists"),
                        (tmp_path / "gone" / "copies", "No such file"), (data, "is the data folder itself")):
        with pytest.raises(CopyError, match=says) as told:
            mat("backup", "--into", wrong)
        assert told.value.exit_code == 1
    assert not (tmp_path / "gone").exists()


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
sys.argv = ["mat", "backup", "--into", sys.argv[1], "--keep", "1", "--data", sys.argv[2]]
from mat.cli import main
main()
"""


def test_a_disk_with_no_room_for_the_whole_copy_is_told_and_the_older_one_stays(data: Path, tmp_path: Path) -> None:
    """No file may grow beyond 40 kB there, as on a stick that is full."""
    into = tmp_path / "copies"
    add(data, into, on(-1))
    something_new(data)
    done = subprocess.run([sys.executable, "-c", LIMITED, str(into), str(data)], capture_output=True, text=True,
                          check=False, timeout=60)
    assert done.returncode == 1, done.stderr
    assert "mat-000002" in done.stderr
    assert "cannot be written" in done.stderr
    assert names(into) == ["mat-000001-2026-11-22.sqlite3"]


def test_a_stick_that_goes_while_it_is_written_to_is_told(
        data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    into = tmp_path / "copies"
    add(data, into, on(-1))
    something_new(data)

    def gone(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    monkeypatch.setattr("mat.store.backup._sync", gone)
    with pytest.raises(CopyError, match=r"mat-000002.*cannot be written \(Input/output error\)"):
        add(data, into, TODAY, keep=1)
    assert names(into) == ["mat-000001-2026-11-22.sqlite3"]


def test_two_at_once_do_not_take_away_each_others_halves(data: Path, tmp_path: Path) -> None:
    import fcntl
    into = tmp_path / "copies"
    into.mkdir()
    handle = os.open(into, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(CopyError, match="another backup is being written there"):
        add(data, into, TODAY)
    os.close(handle)
    assert add(data, into, TODAY)


def test_without_a_database_there_is_nothing_to_copy_and_that_is_no_fault(mat: Call, tmp_path: Path) -> None:
    said = mat("backup", "--into", tmp_path / "copies", data=tmp_path / "empty")
    assert "there is no database yet" in said
    assert not (tmp_path / "copies").exists()


@pytest.mark.parametrize("words", [(), ("file", "--into", "folder"), ("file", "--keep", "3")])
def test_a_call_that_could_mean_two_things_is_refused(mat: Call, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="--into"):
        mat("backup", *words)


def test_a_copy_elsewhere_is_refused_without_repeating_the_address(mat: Call, tmp_path: Path) -> None:
    for url in ("postgresql://me:secret@somewhere/mat", "sqlite:////somewhere/else.sqlite3"):
        (tmp_path / "mat.toml").write_text(f'[store]\nurl = "{url}"\n', "utf-8")
        with pytest.raises(StoreError, match=r"for the SQLite file") as told:
            mat("backup", "--into", tmp_path / "copies", "--config", tmp_path / "mat.toml")
        assert "somewhere" not in str(told.value)


def test_erasing_names_the_copies_that_still_hold_the_person_and_no_others(mat: Call, data: Path) -> None:
    mat("people", "--add", "Clara")
    add(data, data / "backups", TODAY)
    mat("people", "--add", "Dora")
    add(data, data / "backups", on(1))
    (data / f"{FILE}.2026-11-01").write_bytes(b"who knows")
    said = mat("erase", "--person", "Dora", "--yes")
    assert "mat-000002-2026-11-24.sqlite3" in said
    assert f"{FILE}.2026-11-01" in said
    assert "mat-000001" not in said
    assert "mat-000001" in mat("erase", "--person", "guest", "--yes")
