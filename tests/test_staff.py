"""The staff's pages: what the zones read now and lately, and how the reading itself does."""

import pytest

from hardware.emulation.person import Person
from hardware.sampler import SamplerConfig, SamplerHealth
from mat.core.staff_view import LOAD_STEPS, TRACE_POINTS, TRACE_STEPS
from mat.core.zones import KIT4, Sample
from mat.settings import HardwareSettings
from mat.staff import Staff
from tests.hardware.station import Station

INPUTS = ("A0", "A1", "A2", "A3")
HEALTH = SamplerHealth(alive=True, heartbeat_age_s=0.0, missed=3, lapped=2, fault=None, finished=False,
                       worst_late_s=0.0042, real_time=True, memory_locked=True, doubtful=7, refused=4, resets=1,
                       bus_hz=398_765.0)


def watched(volts: float = 1.65, every_s: float = 0.01, seconds: float = 20.0) -> Staff:
    staff = Staff(KIT4, INPUTS, 100.0, 3.3)
    staff.watch(Sample(n * every_s, (0.0, volts, 3.3, 0.1)) for n in range(round(seconds / every_s)))
    return staff


def test_rate_and_jitter_are_those_of_the_last_samples() -> None:
    view = watched().view("machine", HEALTH, {})
    assert (view.rate_hz, view.wanted_hz, view.jitter_ms) == (100.0, 100.0, 0.0)
    staff = Staff(KIT4, INPUTS, 100.0, 3.3)
    staff.watch(Sample(0.02 * n + (0.002 if n % 2 else 0.0), (0.0,) * 4) for n in range(400))
    uneven = staff.view("machine", None, {})
    assert (uneven.rate_hz, uneven.jitter_ms) == (pytest.approx(50.0, abs=0.1), pytest.approx(2.0, abs=0.1))


def test_the_samplers_counts_are_shown_as_they_are() -> None:
    view = watched().view("machine", HEALTH, {})
    assert (view.missed, view.doubtful, view.refused, view.resets, view.bus_khz, view.worst_ms, view.real_time) == (
        5, 7, 4, 1, 399, 4.2, True)


def test_a_bar_is_half_full_at_a_standing_foot_and_never_overflows() -> None:
    loads = [zone.load for zone in watched().view("zones", HEALTH, {}).zones]
    assert loads[0] == 0
    assert loads[1] == LOAD_STEPS // 2
    assert loads[1] < loads[2] <= LOAD_STEPS
    assert loads[3] > 0


def test_a_zones_trouble_and_its_wire_stand_beside_it() -> None:
    zones = watched().view("zones", HEALTH, {KIT4.names[2]: "saturated"}).zones
    assert [zone.trouble for zone in zones] == [None, None, "saturated", None]
    assert [zone.input for zone in zones] == list(INPUTS)
    assert zones[1].volts == 1.65


def test_a_trace_holds_twelve_seconds_the_newest_last() -> None:
    staff = watched(seconds=30.0)
    staff.watch(Sample(30.0 + 0.01 * n, (3.2, 0.0, 0.0, 0.0)) for n in range(100))
    first, second = staff.view("traces", HEALTH, {}).zones[:2]
    assert len(first.trace) == TRACE_POINTS
    assert first.trace[0] == 0 < first.trace[-1] <= TRACE_STEPS
    assert second.trace[0] > 0 == second.trace[-1]
    lately = sum(value > 0 for value in first.trace)
    assert lately == pytest.approx(TRACE_POINTS / 12, abs=1)


def test_nothing_is_left_of_what_was_watched_before() -> None:
    staff = watched()
    staff.forget()
    view = staff.view("traces", None, {})
    assert view.rate_hz is None
    assert {zone.trace for zone in view.zones} == {()}


def test_before_the_first_sample_there_is_a_page_all_the_same() -> None:
    view = Staff(KIT4, INPUTS, 100.0, 3.3).view("zones", None, {})
    assert [zone.load for zone in view.zones] == [0, 0, 0, 0]


def test_a_real_station_shows_its_rate_and_a_foot_on_its_zone(tmp_path) -> None:
    hardware = HardwareSettings()
    station = Station(tmp_path, SamplerConfig(hardware, kind="emulated"))
    person = Person(75.0, 3, hardware.layout)
    person.step_on(102.0)
    staff, read = Staff(KIT4, hardware.input_names, hardware.rate_hz, hardware.supply_v), station.supervisor.read_new

    def seen() -> list[Sample]:
        samples = read()
        staff.watch(samples)
        return samples
    station.supervisor.read_new = seen
    station.run(6.0, person)
    view = staff.view("zones", station.supervisor.health(), {})
    station.close()
    assert view.rate_hz == pytest.approx(100.0, abs=0.5)
    loads = {zone.name: zone.load for zone in view.zones}
    assert loads["foot_left"] > 0.3 * LOAD_STEPS > 0.15 * LOAD_STEPS > loads["sacrum_upper"]
