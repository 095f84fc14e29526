"""Every fault of the electronics: seen, named, shown within a second, and gone again when it is mended."""

import pytest

from hardware.emulation.faults import PlannedFault
from hardware.sampler import SamplerConfig
from mat.core.exercise import Plan
from mat.settings import HardwareSettings, Settings
from tests.hardware.station import Station

SETTINGS = Settings()


@pytest.fixture
def station(tmp_path):
    made = []

    def make(*faults, kit="kit8", plan=None, seconds=20.0):
        config = SamplerConfig(HardwareSettings(kit=kit), faults=faults, plan=plan)
        made.append(Station(tmp_path / str(len(made)), config))
        return made[-1].run(seconds)
    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(("kind", "key", "names"), [
    ("absent", "fault_no_chip", True), ("os_stuck", "fault_converter", True), ("weak_supply", "fault_supply", True),
    ("nack", "fault_no_chip", True), ("held", "fault_bus", False)])
def test_a_fault_is_on_the_screen_within_a_second_and_gone_two_seconds_after_it_is_mended(
        station, kind, key, names, place):
    seen = station(PlannedFault(5.0, 4.0, kind, place))
    begins_s = seen.first(key)
    assert begins_s - 5.0 < 1.0
    if names:
        part = next(part for _, _, fault, part, _ in seen.shown if fault == key)
        assert part == f"0x4{8 + place}"
    assert seen.first(None, 9.0) - 9.0 < 2.0
    assert seen.shown[-1][2] is None
