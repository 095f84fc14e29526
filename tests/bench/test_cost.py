"""What a sample costs, early and late in a long run, and a day's summary. `make bench` prints them."""

import itertools
import sqlite3
import sys
from contextlib import closing
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
from mat.core.records import RepDone, SessionOpened, Stamp
from mat.core.zones import KIT4, Sample
from mat.settings import HardwareSettings
from mat.store.database import FILE
from mat.store.entries import Filing
from mat.store.journal import Journal
from mat.store.store import Store
from tests.conftest import recording_of

BATCH = 1000
LAST = date(2026, 11, 22)


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


@pytest.mark.parametrize("days", [7, 91, 3650])
def test_the_summary_of_a_day_with_a_week_and_with_ten_years_behind_it(benchmark, tmp_path: Path, days: int) -> None:
    """At most 10 ms; ten years cost no more than the twelve weeks that are looked at. The file stays below 200 MB."""
    store = Store.open(tmp_path, "bench", "boot")
    fill(store, tmp_path, days if benchmark.enabled else 7)
    day = benchmark(store.day, LAST, Plan())
    store.close()
    megabytes = (tmp_path / FILE).stat().st_size / 1e6
    benchmark.extra_info["database_MB"] = round(megabytes, 1)
    sys.stdout.write(f"\n{days} days of three sessions: {megabytes:.1f} MB\n")
    assert megabytes < 200
    assert (day.streak_days, day.totals.left, len(day.weeks)) == (days if benchmark.enabled else 7, 90, 12)


def test_keeping_a_repetition_costs_the_kiosk(benchmark, tmp_path: Path) -> None:
    """The call that a cue waits for: the session's place, the journal's line, the queue."""
    journal, filing = Journal(tmp_path / "journal"), Filing("boot")
    stamp, rep = Stamp(1.79e9, 3600), Rep(18.0, "single_left", 10.0, 18.0, 5.0, True, False, True)
    filing.entry(SessionOpened(1.0, Plan()), stamp)

    def keep() -> None:
        entry = filing.entry(RepDone(18.0, rep), stamp)
        assert entry is not None
        journal.append(entry)

    benchmark(keep)
    journal.close(empty=True)


def fill(store: Store, folder: Path, days: int) -> None:
    """Three sessions of thirty repetitions a day up to LAST, in bulk, with the days' sums."""
    station, sessions, reps = store.station_id.hex, [], []
    for ago in range(days):
        day = (LAST - timedelta(days=ago)).isoformat()
        for n in range(3):
            key, start_s = uuid4().hex, 1.7953e9 - ago * 86_400 + n * 3600
            sessions.append((key, station, "b", day, start_s, 0, "single", 15, 5.0, 3, start_s + 600, "done", 1,
                             start_s, 1, 1))
            reps += [(uuid4().hex, key, k + 1, "single_left", 1.0 + 10 * k, 9.0 + 10 * k, 5.0, 1, 0, 1)
                     for k in range(30)]
    with closing(sqlite3.connect(folder / FILE)) as raw, raw:
        raw.executemany(
            "INSERT INTO session (id, station_id, boot_id, day, started_epoch_s, utc_offset_s, stage, "
            "goal_reps_per_side, goal_hold_s, goal_sessions, ended_epoch_s, ended_because, pain_after, "
            f"started_monotonic_s, clock_known, sure) VALUES ({', '.join('?' * 16)})", sessions)
        raw.executemany(
            "INSERT INTO rep (id, session_id, number, kind, start_s, end_s, hold_s, pelvic_lift, simultaneous, valid) "
            f"VALUES ({', '.join('?' * 10)})", reps)
    store.rebuild_days()
