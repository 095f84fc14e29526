"""What a sample costs, early and late in a long run, and a day's summary. `make bench` prints them."""

import itertools
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from hardware.clock import FakeClock
from hardware.emulation.kit import wire
from hardware.emulation.person import Person
from hardware.emulation.sensors import Sensors, mat_pins
from mat.core.events import Rep
from mat.core.exercise import Plan
from mat.core.pipeline import Pipeline
from mat.core.zones import KIT4, Sample
from mat.settings import HardwareSettings
from mat.store.store import Store
from tests.conftest import recording_of

BATCH = 1000


@pytest.mark.parametrize("name", ["train_002_single_good", "train_020_single_brisk"])
def test_a_thousand_samples_through_the_pipeline(benchmark, name: str) -> None:
    """Milliseconds here are microseconds a sample: the first is the 4-zone kit, the second the 8-zone kit."""
    recording = recording_of(name)
    pipeline = Pipeline(recording.layout)
    samples = list(recording)
    length_s = samples[-1].t_s + 1.0
    endless = (Sample(s.t_s + turn * length_s, s.volts) for turn in itertools.count() for s in samples)

    def batch() -> None:
        for sample in itertools.islice(endless, BATCH):
            pipeline.step(sample)

    benchmark(batch)


def test_a_thousand_samples_after_a_million(benchmark) -> None:
    """Flat over time: the same batch on a pipeline that has seen ten thousand seconds."""
    recording = recording_of("train_002_single_good")
    pipeline = Pipeline(recording.layout)
    samples = list(recording)
    length_s = samples[-1].t_s + 1.0
    endless = (Sample(s.t_s + turn * length_s, s.volts) for turn in itertools.count() for s in samples)
    for sample in itertools.islice(endless, 1_000_000 if benchmark.enabled else BATCH):
        pipeline.step(sample)

    def batch() -> None:
        for sample in itertools.islice(endless, BATCH):
            pipeline.step(sample)

    benchmark(batch)


def test_a_scan_of_four_zones_through_the_real_driver(benchmark) -> None:
    """On the virtual clock: what an emulated scan costs the processor."""
    from hardware.adc import ZoneScanner
    settings, clock = HardwareSettings(), FakeClock()
    scanner = ZoneScanner(wire(settings, clock, mat_pins(Person(), Sensors(KIT4)))[0], settings, clock)
    benchmark(scanner.read)


@pytest.mark.parametrize("days", [7, 3650])
def test_the_summary_of_a_day_with_a_week_and_with_ten_years_behind_it(benchmark, tmp_path: Path, days: int) -> None:
    store = Store.open(tmp_path, "bench", "boot")
    fill(store, days if benchmark.enabled else 7)
    benchmark(store.day, date(2026, 11, 22), Plan())
    store.close()


def fill(store: Store, days: int) -> None:
    """Three sessions of thirty repetitions a day, written in bulk."""
    from sqlalchemy import insert
    from sqlalchemy.orm import Session as OrmSession

    from mat.store.schema import RepRow, SessionRow
    rep = Rep(0, "single_left", 0, 8, 5.0, True, False, True, None)
    sessions, reps = [], []
    for ago in range(days):
        day = date(2026, 11, 22) - timedelta(days=ago)
        for n in range(3):
            key = uuid4()
            sessions.append({
                "id": key, "station_id": store._station_id, "boot_id": "b", "day": day.isoformat(),
                "started_epoch_s": 1.79e9 - ago * 86_400 + n * 3600, "utc_offset_s": 0, "stage": "single",
                "goal_reps_per_side": 10, "goal_hold_s": 5.0, "goal_sessions": 2, "ended_because": "done"})
            reps += [{"id": uuid4(), "session_id": key, "number": k, "kind": rep.kind, "start_s": 1.0, "end_s": 9.0,
                      "hold_s": 5.0, "pelvic_lift": True, "simultaneous": False, "valid": True} for k in range(30)]
    with OrmSession(store._engine) as db, db.begin():
        db.execute(insert(SessionRow), sessions)
        db.execute(insert(RepRow), reps)
