"""Every fault of the electronics: seen, named, shown within a second, and gone again when it is mended."""

import gc
import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hardware.emulation.faults import BUS_FAULTS, CHIP_FAULTS, ZONE_TROUBLES, PlannedFault
from hardware.sampler import SamplerConfig
from mat.core.events import Rep, ZoneFault, ZoneOk
from mat.core.zones import LAYOUTS
from mat.settings import HardwareSettings
from tests.hardware.station import Station, exercising, judged_reps


@pytest.fixture
def station(tmp_path):
    made = []

    def make(*faults, kit="kit8", seconds=16.0, person=None):
        made.append(Station(tmp_path / str(len(made)), SamplerConfig(HardwareSettings(kit=kit), faults=faults)))
        return made[-1].run(seconds, person)
    yield make
    for one in made:
        one.close()


def assert_no_false_rep(seen, lifts):
    """Returns how many counted."""
    counted, false = judged_reps(seen.events, lifts)
    assert not false
    return counted


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(("kind", "key", "names"), [
    ("absent", "fault_no_chip", True), ("os_stuck", "fault_converter", True), ("weak_supply", "fault_supply", True),
    ("nack", "fault_no_chip", True), ("held", "fault_bus", False)])
def test_a_fault_is_on_the_screen_within_a_second_and_gone_two_seconds_after_it_is_mended(
        station, kind, key, names, place, caplog):
    seen = station(PlannedFault(5.0, 4.0, kind, place))
    begins_s = seen.first(key)
    assert 5.0 < begins_s < 6.0
    if names:
        assert next(part for _, _, fault, part, _ in seen.shown if fault == key) == f"0x4{8 + place}"
    assert seen.first(None, 9.0) - 9.0 < 2.0
    assert seen.shown[-1][2] is None
    logged = [record.getMessage() for record in caplog.records]
    assert any(line.startswith(f"fault begins: {key}") for line in logged)
    assert any(line.startswith("fault ends") for line in logged)


def test_a_chip_that_is_absent_from_the_start_is_named_and_found_when_it_comes(station):
    seen = station(PlannedFault(0.0, 6.0, "absent", 1))
    assert seen.first("fault_no_chip") < 1.0
    assert next(part for _, _, fault, part, _ in seen.shown if fault) == "0x49"
    assert 6.0 < seen.first(None, 1.0) < 8.0


@pytest.mark.parametrize(("fault", "warning"), [
    (PlannedFault(5.0, 0.1, "brown_out"), "warn_supply"), (PlannedFault(5.0, 0.1, "nack"), "warn_loose"),
    (PlannedFault(0.0, 99.0, "slow"), "warn_slow_bus")])
def test_a_passing_trouble_is_a_small_text_and_no_fault(station, fault, warning, caplog):
    seen = station(fault, seconds=18.0)
    assert [key for _, _, key, _, _ in seen.shown if key] == []
    first_s = next(t_s for t_s, *_, told in seen.shown if told == warning)
    assert 0 < first_s - fault.at_s < 1.0
    assert any("trouble begins" in record.getMessage() for record in caplog.records)
    if fault.kind != "slow":
        assert seen.shown[-1][-1] is None
        assert any("trouble ends" in record.getMessage() for record in caplog.records)
    else:
        assert "i2c_arm_baudrate=400000" in caplog.text


@pytest.mark.parametrize("kit", ["kit4", "kit8"])
def test_a_fault_also_ends_at_a_start_that_knows_the_zeros(station, kit, tmp_path):
    config = SamplerConfig(HardwareSettings(kit=kit), faults=(PlannedFault(4.0, 2.0, "absent"),))
    zero = tuple(0.05 + 0.01 * n for n in range(len(LAYOUTS[kit].zones)))
    seen = Station(tmp_path / "known", config, zero=zero)
    seen.run(12.0)
    seen.close()
    assert 4.0 < seen.first("fault_no_chip") < 5.0
    assert seen.shown[-1][2] is None


@pytest.mark.parametrize("lying", [False, True])
def test_two_chips_that_change_places_are_named_and_no_sample_passes_until_they_are_back(station, lying):
    """Pulled out at 18 s, in again the wrong way, pulled out at 23.4 s, in the right way again at 24 s."""
    faults = (PlannedFault(18.0, 6.0, "swapped"),)
    person = exercising(LAYOUTS["kit8"], 40.0, first_lift_s=33.0)[0] if lying else None
    seen = station(*faults, seconds=31.0, person=person)
    assert seen.first("fault_no_chip") < 19.0
    assert 18.6 < seen.first("fault_swapped") < 20.6
    assert seen.first(None, 24.0) < 26.0
    assert seen.shown[-1][1] in (("lie_down", "ready", "lift") if lying else ("home",))
    assert not [event for event in seen.events if isinstance(event, Rep)]


def test_a_person_who_gets_up_while_the_plugs_are_out_is_no_swap(station):
    faults = [PlannedFault(18.0, 6.0, "absent", chip) for chip in (0, 1)]
    person, _ = exercising(LAYOUTS["kit8"], 20.0)
    person.step_off(person.sit_up(118.5))
    seen = station(*faults, seconds=29.0, person=person)
    assert not [key for _, _, key, _, _ in seen.shown if key == "fault_swapped"]
    assert seen.shown[-1][2] is None


@pytest.mark.parametrize(("kind", "at_most_s", "place"), [
    (kind, at_most_s, place) for kind, at_most_s, places in (
        ("stuck", 4.2, (0, 5)), ("high", 3.2, (2, 7)), ("ground", 2.2, (0, 7)), ("open", 3.2, (2, 5)),
        ("saturated", 3.2, (0, 2)), ("noisy", 1.6, (5, 7))) for place in places])
def test_a_fault_of_a_zones_wires_is_named_and_nothing_is_counted_from_it(station, kind, at_most_s, place):
    """It begins while the person lies still, lasts over two lifts, and is mended."""
    person, lifts = exercising(LAYOUTS["kit8"], 66.0)
    seen = station(PlannedFault(22.0, 28.0, kind, place), seconds=66.0, person=person)
    zone = LAYOUTS["kit8"].names[place]
    told = [(type(event), event.zone) for event in seen.events if isinstance(event, (ZoneFault, ZoneOk))]
    assert told == [(ZoneFault, zone), (ZoneOk, zone)]
    fault = next(event for event in seen.events if isinstance(event, ZoneFault))
    assert fault.t_s - 122.0 <= at_most_s
    assert seen.first("fault_zone") - (fault.t_s - 100.0) < 0.2
    assert assert_no_false_rep(seen, [lift for lift in lifts if not 22.0 < lift.end_s < 50.0]) <= 1


CHANGES = st.sampled_from([
    *((kind, place) for kind in CHIP_FAULTS for place in (0, 1)), *((kind, 0) for kind in BUS_FAULTS),
    *((kind, place) for kind in ZONE_TROUBLES for place in range(8))])


@st.composite
def evenings(draw, count):
    """A fault about every 5 s, each 0.05 to 4 s long."""
    faults = []
    for n in range(count):
        kind, place = draw(CHANGES)
        faults.append(PlannedFault(12.0 + 5.0 * n + draw(st.floats(0, 1)), draw(st.floats(0.05, 4.0)), kind, place))
    return faults


def open_files():
    gc.collect()  # a station's shared memory goes with its last object
    return len(os.listdir("/proc/self/fd"))


@settings(max_examples=4, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=evenings(18))
def test_a_long_evening_of_faults_counts_nothing_that_was_not_done(tmp_path_factory, faults):
    person, lifts = exercising(LAYOUTS["kit8"], 110.0)
    Station(tmp_path_factory.mktemp("first"), SamplerConfig(HardwareSettings(kit="kit8"))).close()
    files = open_files()  # what the first station of a process opens for good is open by now
    seen = Station(tmp_path_factory.mktemp("soak"), SamplerConfig(HardwareSettings(kit="kit8"), faults=tuple(faults)))
    try:
        seen.run(110.0, person)
        assert_no_false_rep(seen, lifts)
        assert seen.shown[-1][2] is None
    finally:
        seen.close()
    del seen
    assert open_files() == files


def test_after_a_session_the_zones_are_kept_and_the_next_start_knows_their_zeros(station):
    person, _ = exercising(LAYOUTS["kit8"], 38.0)
    person.step_off(person.sit_up(142.0))
    seen = station(seconds=185.0, person=person)
    assert seen.memory.writer.flush()
    kept = {one.zone: one for one in seen.memory.store.zone_history(LAYOUTS["kit8"].names)}
    assert list(kept) == list(LAYOUTS["kit8"].names)
    assert all(0.01 < one.zero < 0.3 for one in kept.values())
    assert all(one.span > 0.1 for one in kept.values())
    zero = seen.memory.zero(LAYOUTS["kit8"].names)
    assert zero == pytest.approx(seen.pipeline.loads.zero, abs=0.03)
