"""The zones' days: kept by station, averaged over a day, forgotten for a new sheet; and older databases get them."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from mat.core.ageing import Ageing, ZoneDay
from mat.core.records import Stamp, ZonesRead
from mat.report import aged_in_words
from mat.store import database
from mat.store.store import Store
from mat.store.words import iso
from mat.store.writer import Writer

ZONES = ("foot_left", "foot_right")
DAY = "2026-11-22"
NUMBER = date.fromisoformat(DAY).toordinal()
NOON = 1_795_348_800.0  # 2026-11-22 12:00 UTC


def read(*zero_and_span: float) -> ZonesRead:
    zero, span = zero_and_span[:2], zero_and_span[2:]
    return ZonesRead(1.0, ZONES, tuple(zero), tuple(span))


def test_a_day_is_the_mean_of_its_readings(store: Store) -> None:
    store.keep_zones(read(0.05, 0.06, 1.0, 2.0), DAY)
    store.keep_zones(read(0.07, 0.08, 1.4, 2.4), DAY)
    store.keep_zones(read(0.01, 0.02, 3.0, 4.0), "2026-11-23")
    assert store.zone_history(ZONES) == [
        ZoneDay(NUMBER, "foot_left", pytest.approx(0.06), pytest.approx(1.2), 2),
        ZoneDay(NUMBER + 1, "foot_left", 0.01, 3.0, 1),
        ZoneDay(NUMBER, "foot_right", pytest.approx(0.07), pytest.approx(2.2), 2),
        ZoneDay(NUMBER + 1, "foot_right", 0.02, 4.0, 1)]


def test_another_stations_zones_are_its_own(store: Store, tmp_path: Path) -> None:
    store.keep_zones(read(0.05, 0.06, 1.0, 2.0), DAY)
    other = Store.open(tmp_path, "there", "boot")
    assert other.zone_history(ZONES) == []
    assert other.forget_zone("foot_left") == 0
    other.close()
    assert len(store.zone_history(ZONES)) == 2


def test_a_new_sheet_has_no_history(store: Store) -> None:
    store.keep_zones(read(0.05, 0.06, 1.0, 2.0), DAY)
    assert store.forget_zone("foot_left") == 1
    assert [one.zone for one in store.zone_history(ZONES)] == ["foot_right"]


def test_the_writer_keeps_them_on_the_local_day(store: Store) -> None:
    writer = Writer(store)
    writer.keep(read(0.05, 0.06, 1.0, 2.0), Stamp(NOON, 13 * 3600))
    assert writer.close() == 0
    assert store.zone_history(ZONES)[0].day == date.fromisoformat(iso(NOON, 13 * 3600)[:10]).toordinal() == NUMBER + 1


def test_a_database_of_the_first_version_is_upgraded_with_its_sessions(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).with_name("migrations")))
    engine = database.create_engine(f"sqlite:///{tmp_path / database.FILE}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / database.FILE)) as old, old:
        old.execute("INSERT INTO station (id, name) VALUES (?, 'here')", ("0" * 32,))
        old.execute("INSERT INTO session (id, station_id, boot_id, day, started_epoch_s, utc_offset_s, stage, "
                    "goal_reps_per_side, goal_hold_s, goal_sessions) "
                    "VALUES (?, ?, 'b', ?, ?, 0, 'single', 10, 5.0, 2)", ("1" * 32, "0" * 32, DAY, NOON))
    store = Store.open(tmp_path, "here", "boot")
    store.keep_zones(read(0.05, 0.06, 1.0, 2.0), DAY)
    from mat.core.exercise import Plan
    assert len(store.day(date.fromisoformat(DAY), Plan()).sessions) == 1
    assert len(store.zone_history(ZONES)) == 2
    store.close()


def test_a_zone_that_has_aged_is_a_sentence_with_its_month() -> None:
    one = Ageing("sacrum_lower", date(2026, 6, 3).toordinal(), 0.07, 0.6, 0.4, 0.001, True)
    assert aged_in_words(one) == "Zone sacrum_lower lost 40 % of its span since June 2026: check the sheet."
