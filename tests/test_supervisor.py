"""The sampler's process under watch: killed, stopped, started again; and what is told of passing troubles."""

import os
import signal
from dataclasses import replace

import pytest

from hardware.clock import FakeClock, SystemClock
from hardware.sampler import SamplerConfig, SamplerHealth, SamplerProcess
from mat.core.zones import Sample
from mat.settings import HardwareSettings
from mat.supervisor import GIVE_UP_S, TOLD_FOR_S, Supervisor, Troubles

PATIENCE_S = 20.0
WELL = SamplerHealth(True, 0.01, 0, 0, None, False, 0.0, True, True, bus_hz=400_000.0)


@pytest.fixture
def watched():
    made = []

    def make(config):
        made.append(SamplerProcess(config))
        return made[-1]
    supervisor = Supervisor(SamplerConfig(HardwareSettings()), make)
    yield supervisor, made
    supervisor.stop()


def until(condition):
    """When it became so, in real seconds; fails the test instead of waiting for ever."""
    clock = SystemClock()
    end_s = clock.now_s() + PATIENCE_S
    while not condition():
        assert clock.now_s() < end_s, f"not so within {PATIENCE_S} s"
        clock.sleep_until_s(clock.now_s() + 0.02)
    return clock.now_s()


def test_a_sampler_that_hangs_is_named_while_it_does_and_well_after(watched):
    supervisor, made = watched
    until(supervisor.read_new)
    assert supervisor.fault(supervisor.health()) is None
    os.kill(made[0].pid, signal.SIGSTOP)
    until(lambda: supervisor.fault(supervisor.health()))
    note, age_s = supervisor.fault(supervisor.health()), supervisor.health().heartbeat_age_s
    assert note.key in ("fault_sampler", "fault_bus")
    assert age_s > 0.4
    os.kill(made[0].pid, signal.SIGCONT)
    until(lambda: supervisor.read_new() and supervisor.fault(supervisor.health()) is None)
    assert len(made) == 1


def test_a_sampler_that_was_killed_is_started_again_and_samples_come(watched, caplog):
    supervisor, made = watched
    until(supervisor.read_new)
    os.kill(made[0].pid, signal.SIGKILL)
    until(lambda: supervisor.fault(supervisor.health()))
    assert supervisor.fault(supervisor.health()).key == "fault_sampler"

    def mended():
        supervisor.mend(supervisor.health())
        return len(made) == 2 and supervisor.read_new()
    until(mended)
    assert supervisor.fault(supervisor.health()) is None
    assert "restarting the sampler" in caplog.text


def test_a_sampler_that_hangs_for_long_is_replaced(watched):
    supervisor, made = watched
    until(supervisor.read_new)
    os.kill(made[0].pid, signal.SIGSTOP)

    def replaced():
        supervisor.mend(supervisor.health())
        return len(made) == 2
    until(replaced)
    until(supervisor.read_new)
    until(lambda: not made[0].health().alive)


def test_half_a_second_without_a_beat_is_silence_and_a_bus_that_holds_it_is_named():
    supervisor = Supervisor(SamplerConfig(HardwareSettings()), lambda config: Told(WELL))
    assert supervisor.fault(replace(WELL, heartbeat_age_s=0.39)) is None
    assert supervisor.fault(replace(WELL, heartbeat_age_s=0.41)).key == "fault_sampler"
    assert supervisor.fault(replace(WELL, heartbeat_age_s=0.41, transferring=True)).key == "fault_bus"
    told = replace(WELL, fault="The converter …", fault_key="fault_no_chip", fault_part="0x49")
    assert (supervisor.fault(told).key, supervisor.fault(told).part) == ("fault_no_chip", "0x49")


def test_a_fault_lasts_until_a_sample_has_come_after_it():
    now = FakeClock(100.0)
    told = Told(replace(WELL, fault="gone", fault_key="fault_no_chip", fault_part="0x48"))
    supervisor = Supervisor(SamplerConfig(HardwareSettings()), lambda config: told, now)
    assert supervisor.fault(supervisor.health()).key == "fault_no_chip"
    assert supervisor.fault(replace(WELL, heartbeat_age_s=None)).key == "fault_no_chip"
    assert supervisor.fault(WELL).key == "fault_no_chip"
    told.samples = [Sample(1.0, (0.1,) * 4)]
    supervisor.read_new()
    assert supervisor.fault(WELL) is None


def test_a_sampler_that_lives_and_gives_nothing_is_a_fault():
    now = FakeClock(100.0)
    told = Told(WELL)
    told.samples = [Sample(1.0, (0.1,) * 4)]
    supervisor = Supervisor(SamplerConfig(HardwareSettings()), lambda config: told, now)
    now.advance(1.0)
    supervisor.read_new()
    now.advance(1.9)
    assert supervisor.fault(WELL) is None
    now.advance(0.2)
    assert "gives no sample" in supervisor.fault(WELL).detail


@pytest.mark.parametrize(("health", "after"), [
    (replace(WELL, heartbeat_age_s=60.0), False), (replace(WELL, alive=False, heartbeat_age_s=None), False),
    (replace(WELL, heartbeat_age_s=60.0, transferring=True), True),
    (replace(WELL, alive=False, finished=True, heartbeat_age_s=60.0), True)])
def test_a_sampler_that_no_new_process_brings_back_is_given_up_but_not_for_a_bus_that_hangs(health, after):
    now = FakeClock(100.0)
    told = Told(WELL)
    supervisor = Supervisor(SamplerConfig(HardwareSettings()), lambda config: told, now)
    supervisor.health()
    told.tells = health
    now.advance(GIVE_UP_S - 0.1)
    assert supervisor.advances(supervisor.health())
    now.advance(0.2)
    assert supervisor.advances(supervisor.health()) is after
    told.tells = WELL
    assert supervisor.advances(supervisor.health())


class Told:
    """A sampler that only tells its health."""

    def __init__(self, health):
        self.tells = health

    def start(self):
        pass

    samples = ()

    def read_new(self):
        return list(self.samples)

    def health(self):
        return self.tells

    def stop(self, patience_s=0.0):
        pass

    def abandon(self):
        pass


def test_a_dip_is_told_for_a_while_and_its_end_is_logged(caplog):
    troubles = Troubles()
    assert troubles.look(0.0, WELL) is None
    dipped = replace(WELL, resets=1)
    assert [troubles.look(t_s, dipped) for t_s in (1.0, 5.0, 1.0 + TOLD_FOR_S)] == ["warn_supply"] * 3
    assert troubles.look(1.1 + TOLD_FOR_S, dipped) is None
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["trouble begins", "trouble ends"]


def test_single_refused_scans_are_nothing_and_several_are_a_loose_plug():
    troubles = Troubles()
    assert troubles.look(0.0, replace(WELL, refused=2)) is None
    assert troubles.look(1.0, replace(WELL, refused=3)) == "warn_loose"


def test_a_slow_bus_is_told_as_long_as_it_is_slow(caplog):
    troubles = Troubles()
    slow = replace(WELL, bus_hz=100_000.0)
    assert [troubles.look(t_s, slow) for t_s in (0.0, 99.0)] == ["warn_slow_bus"] * 2
    assert troubles.look(100.0, WELL) is None
    assert "i2c_arm_baudrate=400000" in caplog.text
    assert troubles.look(101.0, replace(WELL, bus_hz=0.0)) is None
