"""The sampler's process, really spawned, and its life with converters that fail, on a clock of its own."""

import itertools
import os
import signal
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import pytest

from hardware.adc import ZoneScanner
from hardware.clock import FakeClock, SystemClock
from hardware.emulation.kit import wire
from hardware.recording import RecordingWriter
from hardware.ring import SLOTS, Ring
from hardware.sampler import SamplerConfig, SamplerProcess
from hardware.sampling_process import Sampler, opener_of
from mat.core.exercise import Plan
from mat.core.zones import KIT4, KIT8, Sample
from mat.settings import HardwareSettings

PATIENCE_S = 20.0


def until(condition):
    """Waits for a real process; fails the test instead of waiting for ever."""
    clock = SystemClock()
    end_s = clock.now_s() + PATIENCE_S
    while not condition():
        assert clock.now_s() < end_s, f"not so within {PATIENCE_S} s"
        clock.sleep_until_s(clock.now_s() + 0.01)


@pytest.fixture
def sampler_of():
    made = []

    def make(config):
        made.append(SamplerProcess(config))
        made[-1].start()
        return made[-1]
    shared_before = set(os.listdir("/dev/shm"))
    yield make
    for sampler in made:
        sampler.stop()
        assert not sampler.health().alive
    assert set(os.listdir("/dev/shm")) <= shared_before


def recorded(path: Path, layout, seconds: float) -> Path:
    with RecordingWriter(path, layout) as writer:
        for n in range(int(seconds * 100)):
            writer.write(Sample(n / 100, tuple(0.25 * (zone + 1) for zone in range(len(layout.zones)))))
    return path


def test_a_recording_reaches_the_application_through_the_process_and_ends(sampler_of, tmp_path):
    path = recorded(tmp_path / "a.csv", KIT8, 2.0)
    sampler = sampler_of(SamplerConfig(HardwareSettings(kit="kit8", rate_hz=50), recording=path, speed=2.0))
    samples = []
    until(lambda: samples.extend(sampler.read_new()) or sampler.health().finished)
    samples.extend(sampler.read_new())
    assert {tuple(round(v, 3) for v in sample.volts) for sample in samples} == {
        (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)}
    steps = [b.t_s - a.t_s for a, b in itertools.pairwise(samples)]
    assert min(steps) > 0
    assert 30 < len(samples) <= 102
    health = sampler.health()
    assert (health.alive, health.fault, health.lapped) == (True, None, 0)


def test_a_bus_that_is_not_there_is_a_fault_and_not_the_end(sampler_of):
    sampler = sampler_of(SamplerConfig(HardwareSettings(i2c_bus=29), kind="pi"))
    until(lambda: sampler.health().fault)
    health = sampler.health()
    assert "There is no I²C bus 29" in health.fault
    assert health.alive
    assert 0 <= health.heartbeat_age_s < 5


def test_a_recording_of_another_kit_is_told(sampler_of, tmp_path):
    sampler = sampler_of(SamplerConfig(HardwareSettings(), recording=recorded(tmp_path / "a.csv", KIT8, 0.1)))
    until(lambda: not sampler.health().alive)
    assert "Set hardware.kit to kit8" in sampler.health().fault


def test_a_killed_sampler_is_noticed(sampler_of):
    sampler = sampler_of(SamplerConfig(HardwareSettings()))
    until(sampler.read_new)
    os.kill(sampler.pid, signal.SIGKILL)
    until(lambda: not sampler.health().alive)
    assert "ended by itself (exit code -9)" in sampler.health().fault


def ring_of(layout=KIT4) -> Ring:
    return Ring(Ring.memory(get_context("spawn"), len(layout.zones)), len(layout.zones))


def test_a_ring_gives_each_sample_once_and_in_order():
    ring = ring_of()
    sent = [Sample(float(n), (n + 0.1, n + 0.2, n + 0.3, n + 0.4)) for n in range(5)]
    for sample in sent[:3]:
        ring.put(sample)
    first = ring.take()
    for sample in sent[3:]:
        ring.put(sample)
    assert (first, ring.take(), ring.take()) == (sent[:3], sent[3:], [])


def test_a_reader_who_sleeps_loses_the_oldest_and_knows_how_many():
    ring = ring_of()
    for n in range(SLOTS + 7):
        ring.put(Sample(float(n), (0.0,) * 4))
    samples = ring.take()
    assert (len(samples), samples[0].t_s, ring.lapped) == (SLOTS, 7.0, 7)


def test_a_sample_that_is_overwritten_while_it_is_read_is_lost_and_not_mixed():
    memory = Ring.memory(get_context("spawn"), 4)
    writer = Ring(memory, 4)

    class Interrupted(Ring):
        def _sample(self, number):
            if number == 1:
                for n in range(1, SLOTS + 1):
                    writer.put(Sample(float(n), (9.0,) * 4))
            return super()._sample(number)

    reader = Interrupted(memory, 4)
    writer.put(Sample(0.0, (1.0,) * 4))
    assert (reader.take(), reader.lapped) == ([], 1)
    assert [sample.t_s for sample in reader.take()] == [float(n) for n in range(1, SLOTS + 1)]


def test_with_a_plan_an_emulated_person_comes_exercises_and_leaves():
    clock = FakeClock(start_s=50.0)
    config = SamplerConfig(HardwareSettings(), plan=Plan(reps_per_side=1, hold_s=3.0), arrives_after_s=1.0)
    opener, end_s = opener_of(config, clock)
    scanner, feet = opener(), []
    while clock.now_s() < end_s:
        feet.append(scanner.read()[:2])
        clock.advance(0.05)
    assert 90 < end_s < 130
    assert max(feet[0]) < 0.5
    assert max(feet[60]) > 2.0
    assert max(feet[-1]) < 0.8
    lifts = [min(volts) < 0.6 for volts in feet[300:-400]]
    assert sum(now and not before for before, now in pairwise(lifts)) == 2


def test_a_fault_comes_whole_and_goes():
    ring = ring_of()
    ring.fault = "converter gone — see 0x48"
    assert ring.fault == "converter gone — see 0x48"
    ring.fault = "ü" * 5000
    assert set(ring.fault) == {"ü"}
    ring.fault = None
    assert ring.fault is None


def test_the_sampler_waits_longer_each_time_and_heals_when_the_chip_is_back():
    clock, settings, ring = FakeClock(start_s=1.0), HardwareSettings(), ring_of()
    bus, chips = wire(settings, clock, lambda t_s: (1.0,) * 4)
    looked_s, faults = [], []

    def opener():
        looked_s.append(clock.now_s() - 1.0)
        return ZoneScanner(bus, settings, clock)

    def stop():
        chips[0].absent = not 5.0 < clock.now_s() < 8.0
        if not faults or faults[-1] != ring.fault:
            faults.append(ring.fault)
        return clock.now_s() > 10.0

    chips[0].absent = True
    Sampler(ring, clock, 100.0, opener, stop).live()
    assert looked_s == pytest.approx([0.0, 0.25, 0.75, 1.75, 2.75, 3.75, 4.75], abs=0.05)
    told = [fault and fault.partition(" on ")[0].split("\n") for fault in faults]
    absent = ["fault_no_chip", "0x48", "No converter answers at 0x48"]
    stopped = ["fault_no_chip", "0x48", "The converter at 0x48"]
    assert told == [None, absent, None, stopped, absent]
    assert len(ring.take()) == pytest.approx(225, abs=5)
