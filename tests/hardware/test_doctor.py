"""The doctor on an emulated kit, well and ill, and where there is no bus."""

import pytest

from hardware.clock import FakeClock
from hardware.doctor import examine, examine_bus
from hardware.emulation.kit import wire
from mat.settings import HardwareSettings


@pytest.mark.parametrize(("kit", "parts"), [("kit4", 7), ("kit8", 12)])
def test_a_healthy_emulated_kit_is_well_in_every_part(kit, parts):
    findings = examine(HardwareSettings(kit=kit), "emulated", FakeClock())
    assert [finding for finding in findings if not finding.ok or finding.remedy] == []
    assert len(findings) == parts
    assert findings[-1].says.startswith("100.0 of 100 scans a second, 0 missed")


def test_an_absent_bus_is_named_with_the_way_out():
    (finding,) = examine(HardwareSettings(i2c_bus=29), "pi", FakeClock())
    assert (finding.part, finding.ok) == ("bus", False)
    assert finding.says == "There is no I²C bus 29 (/dev/i2c-29)."
    assert "i2c_arm_baudrate=400000" in finding.remedy


def ill(pins=lambda t_s: (0.2,) * 8, rate_hz=100, **faults):
    clock, settings = FakeClock(), HardwareSettings(kit="kit8", rate_hz=rate_hz)
    bus, chips = wire(settings, clock, pins)
    for fault, value in faults.items():
        setattr(chips[1], fault, value)
    return {f.part: f for f in examine_bus(bus, settings, clock) if not f.ok}


def test_an_absent_converter_is_named():
    found = ill(absent=True)
    assert list(found) == ["converter 0x49"]
    assert "ADDR pin" in found["converter 0x49"].remedy


def test_a_converter_that_fails_while_scanning_is_told():
    clock, settings = FakeClock(), HardwareSettings()
    bus, chips = wire(settings, clock, lambda t_s: (0.2,) * 4)

    def pins(t_s):
        chips[0].absent = t_s > 0.3
        return (0.2,) * 4

    chips[0]._pins = pins
    last = examine_bus(bus, settings, clock)[-1]
    assert (last.part, last.ok) == ("scan", False)
    assert "converter at 0x48" in last.says


@pytest.mark.parametrize(("volts", "says"), [
    (lambda t_s: 3.3, r"A short to 3\.3 V"),
    (lambda t_s: 0.0, "No signal"),
    (lambda t_s: 0.6 + 0.3 * ((t_s * 77) % 1), "floats"),
])
def test_a_sick_zone_is_told_with_its_pin(volts, says):
    found = ill(pins=lambda t_s: (0.2, 0.2, 0.2, 0.2, 0.2, volts(t_s), 0.2, 0.2))
    (finding,) = found.values()
    assert finding.part == "zone sacrum_upper_right"
    assert says.replace("\\", "") in finding.remedy
    assert "A1 of 0x49" in finding.says


def test_a_rate_that_cannot_be_held_is_told():
    (finding,) = ill(rate_hz=200).values()
    assert finding.part == "pace"
    assert "lower hardware.rate_hz" in finding.remedy
