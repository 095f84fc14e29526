"""What the doctor says of where the sessions are and of their copies."""

import os
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from hardware.doctor import Finding
from mat.doctor import DAY_S, beside_a_kiosk
from mat.settings import Settings
from mat.store.mending import BACKUPS
from mat.store.series import Moment, add
from mat.store.store import Store
from tests.store.keeping import a_rep, keep

MEMORY = Path("/dev/shm")


def said(folder: Path, part: str) -> list[Finding]:
    return [one for one in beside_a_kiosk(Settings(), folder) if one.part == part]


def with_sessions(folder: Path) -> Path:
    with closing(Store.open(folder, "home", "boot")) as store:
        keep(store, a_rep())
    return folder


@pytest.mark.parametrize(("days", "well"), [(0, True), (2.5, True), (3.5, False), (40, False)])
def test_copies_that_are_no_longer_made_are_told(tmp_path: Path, days: float, well: bool) -> None:
    add(with_sessions(tmp_path), tmp_path / BACKUPS, Moment(date(2026, 11, 23), True, "boot"))
    [copy] = (tmp_path / BACKUPS).iterdir()
    before_s = copy.stat().st_mtime - days * DAY_S
    os.utime(copy, (before_s, before_s))
    [finding] = said(tmp_path, "copies")
    assert finding.ok is well
    assert copy.name in finding.says
    assert bool(finding.remedy) is not well


def test_where_no_copies_are_made_none_are_missed(tmp_path: Path) -> None:
    assert said(with_sessions(tmp_path), "copies") == []


@pytest.mark.skipif(not os.access(MEMORY, os.W_OK), reason="no folder in memory here")
def test_sessions_that_are_gone_with_the_power_are_a_fault() -> None:
    folder = MEMORY / f"mat-test-{os.getpid()}"
    folder.mkdir()
    try:
        assert ["in memory only" in one.says for one in said(folder, "storage") if not one.ok] == [True]
    finally:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
