"""The doctor on an emulated kit, well and ill, and where there is no bus."""

import pytest

from hardware.clock import FakeClock, SystemClock
from hardware.doctor import examine, pace, probe, watch, zones
from hardware.emulation.faults import PlannedFault
from hardware.emulation.kit import wire
from hardware.sampler import SamplerConfig, SamplerHealth, SamplerProcess
from mat.core.ageing import Ageing
from mat.core.zones import Sample
from mat.ports import MatError
from mat.settings import HardwareSettings

WELL = SamplerHealth(True, 0.01, 0, 0, None, False, 0.0, True, True)
KIT8 = HardwareSettings(kit="kit8")


@pytest.mark.parametrize(("kit", "parts"), [("kit4", 9), ("kit8", 14)])
def test_a_healthy_emulated_kit_is_well_in_every_part(kit, parts):
    """With the sampler's own process, in real time."""
    findings = examine(HardwareSettings(kit=kit), "emulated", SystemClock(), seconds=1.0)
    assert [finding for finding in findings if not finding.ok and finding.part != "pace"] == []
    assert len(findings) == parts


def test_an_absent_bus_is_named_with_the_way_out():
    (finding,) = examine(HardwareSettings(i2c_bus=29), "pi", FakeClock())
    assert (finding.part, finding.ok) == ("bus", False)
    assert finding.says == "There is no I²C bus 29 (/dev/i2c-29)."
    assert "i2c_arm_baudrate=400000" in finding.remedy


def probed(settings=KIT8, hz=400_000, **faults):
    """What the probe says of a kit whose second chip has these faults."""
    clock = FakeClock()
    bus, chips = wire(settings, clock, lambda t_s: (0.2,) * 8)
    bus.hz = hz
    for fault, value in faults.items():
        setattr(chips[1], fault, value)
    return {finding.part: finding for finding in probe(bus, settings, clock)}


def test_every_converter_is_told_with_its_pace_and_the_bus_with_its_speed():
    found = probed()
    assert list(found) == ["converter 0x48", "converter 0x49", "bus speed"]
    assert all(finding.ok for finding in found.values())
    assert 1.0 < found["converter 0x49"].values["conversion_ms"] < 1.36
    assert found["bus speed"].values == {"measured_hz": 400_000}


def test_an_absent_converter_is_named():
    found = probed(absent=True)
    assert [part for part, finding in found.items() if not finding.ok] == ["converter 0x49"]
    assert "ADDR pin" in found["converter 0x49"].remedy


def test_a_converter_elsewhere_is_found():
    clock = FakeClock()
    bus, _ = wire(KIT8, clock, lambda t_s: (0.2,) * 8)
    found = {f.part: f for f in probe(bus, HardwareSettings(kit="kit8", addresses=(0x48, 0x4A)), clock)}
    assert "One answers at 0x49: put that into hardware.addresses" in found["converter 0x4a"].remedy
    assert found["address 0x49"].ok


def test_a_slow_bus_is_told_with_the_line_to_write():
    found = probed(hz=100_000)
    assert not found["bus speed"].ok
    assert found["bus speed"].says == "Measured: 100 kHz."
    assert "dtparam=i2c_arm=on,i2c_arm_baudrate=400000" in found["bus speed"].remedy


def looked(volts, settings=KIT8, history=()):
    samples = [Sample(n / 100, (0.2, 0.2, 0.2, 0.2, 0.2, volts(n / 100), 0.2, 0.2)) for n in range(100)]
    return {finding.part: finding for finding in zones(settings, samples, history)}


@pytest.mark.parametrize(("volts", "remedy"), [
    (lambda t_s: 3.3, "A short to 3.3 V"),
    (lambda t_s: 0.0, "No signal"),
    (lambda t_s: 0.6 + 0.3 * ((t_s * 77) % 1), "floats"),
    (lambda t_s: 0.2 + 0.06 * ((t_s * 77) % 1), "Noisy"),
    (lambda t_s: 1.5, "Something lies on it"),
])
def test_a_sick_zone_is_told_with_its_pin(volts, remedy):
    (finding,) = (finding for finding in looked(volts).values() if not finding.ok)
    assert finding.part == "zone sacrum_upper_right"
    assert remedy in finding.remedy
    assert finding.values["input"] == "A1 of 0x49"


def test_a_slow_drift_is_no_noise_and_resistances_follow_the_divider():
    found = looked(lambda t_s: 0.2 + 0.01 * t_s)["zone sacrum_upper_right"]
    assert (found.ok, found.values["noise_mv"]) == (True, pytest.approx(0.0, abs=0.1))
    found = looked(lambda t_s: 0.3, HardwareSettings(kit="kit8", divider_ohm=10_000))["zone sacrum_upper_right"]
    assert found.values["sensor_ohm"] == 100_000
    assert "0.300 V (100.0 kΩ)" in found.says


def test_wires_in_another_order_are_named_by_their_own_pin():
    order = KIT8.layout.names[::-1]
    found = looked(lambda t_s: 3.3, HardwareSettings(kit="kit8", inputs=order))
    assert "A2 of 0x48" in found["zone sacrum_upper_right"].remedy


def test_what_was_kept_of_a_zone_is_told_beside_what_it_reads():
    aged = Ageing("sacrum_upper_right", 740_000, 0.07, 0.9, 0.4, 0.001, True)
    found = looked(lambda t_s: 0.2, history=[aged])["zone sacrum_upper_right"]
    assert found.ok
    assert "zero 0.070, span 0.90, zero drifts +0.0010 a day" in found.says


def paced(times, **health):
    from dataclasses import replace
    samples = [Sample(t_s, (0.2,) * 8) for t_s in times]
    return {finding.part: finding for finding in pace(KIT8, samples, replace(WELL, **health))}


def test_jitter_is_read_from_the_samples_own_time_stamps():
    late_s = [0.003 if n % 20 == 10 else 0.0002 if n % 2 else 0.0 for n in range(1000)]
    found = paced([7.0 + n / 100 + late for n, late in enumerate(late_s)])["pace"]
    assert found.ok
    assert (found.values["late_p50_ms"], found.values["late_p99_ms"], found.values["late_max_ms"]) == (
        pytest.approx(0.0, abs=0.3), pytest.approx(3.0, abs=0.1), pytest.approx(3.0, abs=0.1))


@pytest.mark.parametrize(("times", "health"), [
    ([n / 100 for n in range(1000)], {"missed": 30}),
    ([n / 100 for n in range(1000)], {"doubtful": 30}),
    ([n / 90 for n in range(1000)], {}),
    ([n / 100 + (0.0045 if n % 50 == 7 else 0.0) for n in range(1000)], {}),
])
def test_a_pace_that_is_not_held_is_told(times, health):
    found = paced(times, **health)["pace"]
    assert not found.ok
    assert found.remedy.startswith("Close other programs")


def test_refused_scans_and_dips_of_the_supply_are_findings():
    found = paced([n / 100 for n in range(1000)], refused=3, resets=2)
    assert [part for part, finding in found.items() if not finding.ok] == ["plugs", "supply of the converters"]


def test_what_the_system_granted_is_told_and_no_fault():
    found = paced([n / 100 for n in range(1000)], real_time=False)["scheduling"]
    assert found.ok
    assert "without real-time priority" in found.says
    assert "LimitRTPRIO" in found.remedy


def test_a_converter_that_stops_while_it_is_watched_is_told():
    sampler = SamplerProcess(SamplerConfig(KIT8, faults=(PlannedFault(0.3, 99.0, "absent", 1),)))
    with pytest.raises(MatError, match=r"converter at 0x49 on I²C bus 1 stopped"):
        watch(sampler, SystemClock(), 8.0)
