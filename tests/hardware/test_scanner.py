"""Scanning with the real driver on emulated chips: every zone gets its own voltage, in time, or a fault is named."""

import random

import pytest

from hardware.adc import CONVERSION_S, ConverterError, ZoneScanner
from hardware.clock import FakeClock
from hardware.emulation.ads1115 import EmulatedADS1115
from hardware.emulation.bus import EmulatedI2C
from hardware.emulation.kit import wire
from hardware.emulation.replay import RecordingPins
from hardware.recording import read_recording
from mat.core.zones import KIT4
from mat.settings import HardwareSettings

VOLTS = (0.1, 0.4, 0.9, 1.6, 2.0, 2.2, 2.5, 3.1)
LSB_V = 4.096 / 32768


class LateClock(FakeClock):
    """Wakes up late, now and then by several scans, as a busy computer does."""

    def __init__(self):
        super().__init__()
        self._random = random.Random(7)

    def sleep_until_s(self, t_s):
        super().sleep_until_s(t_s + self._random.choice((0.0, 60e-6, 0.0009, 0.0013, 0.03)))


def one_chip(clock, error):
    bus = EmulatedI2C(clock)
    bus.add(0x48, EmulatedADS1115(clock, lambda t_s: VOLTS, error))
    return bus


@pytest.mark.parametrize("kit", ["kit4", "kit8"])
def test_each_zone_gets_the_voltage_of_its_own_pin(kit):
    clock, settings = FakeClock(), HardwareSettings(kit=kit)
    bus, _ = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    expected = VOLTS[:len(scanner.layout.zones)]
    for _ in range(3):
        assert scanner.read() == pytest.approx(expected, abs=LSB_V)


@pytest.mark.parametrize("error", [-0.1, -0.05, 0.0, 0.1])
@pytest.mark.parametrize("clock_type", [FakeClock, LateClock])
def test_no_value_of_another_channel_slips_in(error, clock_type):
    clock = clock_type()
    scanner = ZoneScanner(one_chip(clock, error), HardwareSettings(), clock)
    for _ in range(200):
        assert scanner.read() == pytest.approx(VOLTS[:4], abs=LSB_V)


def test_a_chip_slower_than_the_data_sheet_would_be_caught_by_that_test():
    clock = FakeClock()
    scanner = ZoneScanner(one_chip(clock, -0.25), HardwareSettings(), clock)
    assert scanner.read() != pytest.approx(VOLTS[:4], abs=LSB_V)


class WatchedChip(EmulatedADS1115):
    """Notes how long after a start its result is read."""

    waits_s: list[float]

    def write(self, data):
        if len(data) == 3 and data[1] & 0x80:
            self.started_s = self._clock.now_s()
        if data == b"\x00":
            self.waits_s.append(self._clock.now_s() - self.started_s)
        super().write(data)


def test_no_result_is_read_before_the_slowest_conversion_can_have_ended():
    clock = FakeClock()
    bus, chip = EmulatedI2C(clock, overhead_s=0.0), WatchedChip(clock, lambda t_s: VOLTS)
    chip.waits_s = []
    bus.add(0x48, chip)
    scanner = ZoneScanner(bus, HardwareSettings(), clock)
    scanner.read()
    assert len(chip.waits_s) == 8
    assert min(chip.waits_s) >= CONVERSION_S > 1 / (0.9 * 860) + 25e-6


@pytest.mark.parametrize("kit", ["kit4", "kit8"])
def test_a_scan_fits_a_hundred_times_into_a_second(kit):
    clock, settings = FakeClock(), HardwareSettings(kit=kit)
    bus, _ = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    began_s, transactions = clock.now_s(), bus.transactions
    scanner.read()
    assert clock.now_s() - began_s < 0.008
    assert bus.transactions - transactions == 2 * len(settings.layout.zones)


def test_an_absent_chip_is_named_with_the_way_out():
    clock, settings = FakeClock(), HardwareSettings(kit="kit8", addresses=(0x48, 0x4A))
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    chips[1].absent = True
    with pytest.raises(ConverterError, match=r"No converter answers at 0x4a on I²C bus 1 .*ADDR pin"):
        ZoneScanner(bus, settings, clock)


@pytest.mark.parametrize("dead", [0, 1])
def test_a_chip_that_dies_is_named_and_found_again(dead):
    clock, settings = FakeClock(), HardwareSettings(kit="kit8")
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    chips[dead].absent = True
    with pytest.raises(ConverterError, match=rf"converter at 0x4{8 + dead} on I²C bus 1 stopped .*error 121"):
        scanner.read()
    with pytest.raises(ConverterError, match=rf"No converter answers at 0x4{8 + dead}"):
        scanner.reopen()
    chips[dead].absent = False
    scanner.reopen()
    assert scanner.read() == pytest.approx(VOLTS, abs=LSB_V)


def test_after_a_brown_out_the_next_scan_is_right():
    clock, settings = FakeClock(), HardwareSettings()
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    chips[0].brown_out()
    assert scanner.read() == pytest.approx(VOLTS[:4], abs=LSB_V)


def test_a_stuck_chip_does_not_block_the_scan():
    clock, settings = FakeClock(), HardwareSettings()
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    chips[0].os_stuck = True
    chips[0].value_stuck = 99
    scanner.read()
    assert clock.now_s() < 0.1


def test_a_recording_comes_through_the_converter_as_it_was(tmp_path):
    path = tmp_path / "a.csv"
    rows = [(0.0, 1.0), (0.02, 2.0), (0.04, 3.0)]
    path.write_text(f"t,{','.join(KIT4.names)}\n" + "".join(f"{t + 9},{v},{v},{v},{v}\n" for t, v in rows))
    clock, settings = FakeClock(), HardwareSettings()
    pins = RecordingPins(read_recording(path), start_s=1.0)
    bus, _ = wire(settings, clock, pins)
    scanner = ZoneScanner(bus, settings, clock)
    seen = []
    for at_s in (0.5, 1.005, 1.025, 1.05):
        clock.sleep_until_s(at_s)
        seen.append(scanner.read())
    assert seen == [pytest.approx((v,) * 4, abs=LSB_V) for v in (1.0, 1.0, 2.0, 3.0)]
    assert (pins.finished(1.03), pins.finished(1.05)) == (False, True)
