"""A database that has gone bad in the middle: the newest good copy takes its place, and nothing is thrown away."""

import logging
import os
import shutil
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from mat.assembly import remembering
from mat.core.exercise import Plan
from mat.data import add_person
from mat.settings import Settings, StoreSettings
from mat.store.backup import backup
from mat.store.database import FILE
from mat.store.faults import DamagedError, StoreError
from mat.store.mending import BACKUPS, BEFORE_UPDATE, put_aside
from mat.store.series import Moment, add
from mat.store.store import Store

DAY = date(2026, 11, 23)


def people(folder: Path) -> list[str]:
    with ExitStack() as stack:
        return [one.name for one in remembering(Settings(), folder, stack).store.profiles()]


def grown(folder: Path, name: str, day: date) -> None:
    """One more profile, and a copy of that day."""
    store = Store.open(folder, "home", "boot")
    add_person(store, name)
    store.close()
    add(folder, folder / BACKUPS, Moment(day, True, "boot"))


def spoil(file: Path) -> None:
    """As a bad card does: the file's length is as before, its beginning is something else."""
    size = file.stat().st_size
    file.write_bytes(b"\xff" * size)


def test_the_newest_good_copy_takes_the_place_of_a_damaged_database(tmp_path: Path,
                                                                   caplog: pytest.LogCaptureFixture) -> None:
    grown(tmp_path, "Anna", DAY)
    grown(tmp_path, "Berta", date(2026, 11, 24))
    spoil(tmp_path / FILE)
    spoiled = (tmp_path / FILE).read_bytes()
    with caplog.at_level(logging.ERROR):
        assert people(tmp_path) == ["Anna", "Berta"]
    [aside] = put_aside(tmp_path)
    assert aside.read_bytes() == spoiled
    assert "000002" in caplog.text
    assert "is damaged" in caplog.text


@pytest.mark.parametrize(("newer", "found"), [(True, ["Anna", "Berta"]), (False, ["Anna"])])
def test_the_copy_of_an_update_counts_where_it_is_the_newest(tmp_path: Path, newer: bool, found: list[str],
                                                            caplog: pytest.LogCaptureFixture) -> None:
    grown(tmp_path, "Anna", DAY)
    [daily] = (tmp_path / BACKUPS).iterdir()
    store = Store.open(tmp_path, "home", "boot")
    add_person(store, "Berta")
    store.close()
    backup(tmp_path, tmp_path / BEFORE_UPDATE)
    if not newer:
        os.utime(tmp_path / BEFORE_UPDATE, (daily.stat().st_mtime - 1, daily.stat().st_mtime - 1))
    spoil(tmp_path / FILE)
    assert people(tmp_path) == found
    assert f"{(tmp_path / BEFORE_UPDATE) if newer else daily} of 20" in caplog.text


def test_a_copy_that_is_bad_itself_is_passed_over(tmp_path: Path) -> None:
    grown(tmp_path, "Anna", DAY)
    grown(tmp_path, "Berta", date(2026, 11, 24))
    spoil(tmp_path / FILE)
    spoil(sorted((tmp_path / BACKUPS).iterdir())[-1])
    assert people(tmp_path) == ["Anna"]


def test_without_a_copy_an_empty_database_is_begun_and_the_damaged_one_is_kept(tmp_path: Path) -> None:
    grown(tmp_path, "Anna", DAY)
    shutil.rmtree(tmp_path / BACKUPS)
    spoil(tmp_path / FILE)
    assert people(tmp_path) == []
    assert len(put_aside(tmp_path)) == 1
    assert people(tmp_path) == []
    assert len(put_aside(tmp_path)) == 1


def test_damage_that_only_reading_meets_is_mended_too(tmp_path: Path) -> None:
    """The file opens, and the page with the sessions' table is gone."""
    grown(tmp_path, "Anna", DAY)
    size = (tmp_path / FILE).stat().st_size
    with (tmp_path / FILE).open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * (size - 3 * 4096))
    for beside in ("-wal", "-shm"):
        (tmp_path / (FILE + beside)).unlink(missing_ok=True)
    assert people(tmp_path) == ["Anna"]
    assert len(put_aside(tmp_path)) == 1


def test_what_is_no_damage_is_not_mended(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(StoreError), ExitStack() as stack:
        remembering(Settings(), tmp_path, stack)
    assert put_aside(tmp_path) == []


def test_another_engines_database_is_nobodys_to_mend(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    other.write_bytes(b"no database" * 1000)
    with pytest.raises(DamagedError), ExitStack() as stack:
        remembering(Settings(store=StoreSettings(url=f"sqlite:///{other}")), tmp_path, stack)
    assert other.exists()


def test_a_sound_database_is_left_as_it_is(tmp_path: Path) -> None:
    grown(tmp_path, "Anna", DAY)
    with ExitStack() as stack:
        memory = remembering(Settings(), tmp_path, stack)
        assert memory.store.day(DAY, Plan(), None).sessions == ()
    assert put_aside(tmp_path) == []


@pytest.mark.parametrize("left", ["empty", "nothing", "only a log"])
def test_an_empty_or_missing_database_is_no_new_mat_while_there_are_copies(tmp_path: Path, left: str) -> None:
    """What a card that went bad often leaves; an empty one would let seven new copies push the good ones out."""
    grown(tmp_path, "Anna", DAY)
    (tmp_path / FILE).unlink()
    if left == "empty":
        (tmp_path / FILE).touch()
    if left == "only a log":
        (tmp_path / (FILE + "-wal")).write_bytes(b"\xff" * 5000)
    assert people(tmp_path) == ["Anna"]
    assert people(tmp_path) == ["Anna"]


def test_an_empty_file_without_copies_is_a_new_mat(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    assert people(tmp_path) == []
    assert put_aside(tmp_path) == []


def test_where_a_good_copy_cannot_be_put_in_place_it_is_waited_for_and_nothing_is_begun(tmp_path: Path) -> None:
    grown(tmp_path, "Anna", DAY)
    spoil(tmp_path / FILE)
    spoiled = (tmp_path / FILE).read_bytes()
    (tmp_path / ".restoring").touch()  # as a full or a read-only card: the folder for it cannot be made
    with pytest.raises(StoreError), ExitStack() as stack:
        remembering(Settings(), tmp_path, stack)
    assert (tmp_path / FILE).read_bytes() == spoiled
    (tmp_path / ".restoring").unlink()
    assert people(tmp_path) == ["Anna"]


def test_damage_to_any_page_is_found_at_the_start(tmp_path: Path) -> None:
    grown(tmp_path, "Anna", DAY)
    whole = (tmp_path / FILE).read_bytes()
    for page in range(len(whole) // 4096):
        (tmp_path / FILE).write_bytes(whole[:page * 4096] + b"\xff" * 4096 + whole[(page + 1) * 4096:])
        assert people(tmp_path) == ["Anna"], page
        assert len(put_aside(tmp_path)) == 1, page
        put_aside(tmp_path)[0].unlink()
        for file in tmp_path.glob("*-wal"):
            file.unlink()
