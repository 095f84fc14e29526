"""Scanning with the real driver on emulated chips: every zone gets its own voltage, in time, or a fault is named."""

import errno
import random

import pytest

from hardware.adc import ZoneScanner
from hardware.clock import FakeClock
from hardware.converter import CONVERSION_S, ConverterError
from hardware.emulation.ads1115 import EmulatedADS1115
from hardware.emulation.bus import EmulatedI2C
from hardware.emulation.kit import wire
from hardware.emulation.replay import RecordingPins
from hardware.i2c import I2CError
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


@pytest.mark.parametrize("free_running", [False, True])
def test_a_chip_slower_than_the_data_sheet_is_refused_its_values_would_be_the_channels_before(free_running):
    clock = FakeClock()
    with pytest.raises(ConverterError, match=r"0x48 does not end a conversion within 1.36 ms"):
        ZoneScanner(one_chip(clock, -0.25), HardwareSettings(), clock, free_running=free_running)


def test_free_running_on_a_bus_too_slow_for_it_goes_on_at_the_other_pace():
    clock, settings = FakeClock(), HardwareSettings(kit="kit8")
    bus, _ = wire(settings, clock, lambda t_s: VOLTS)
    bus.hz = 80_000
    scanner = ZoneScanner(bus, settings, clock, free_running=True)
    scans = [scanner.read() for _ in range(60)]
    assert scans[-20:] == [pytest.approx(VOLTS, abs=LSB_V)] * 20


def test_free_running_a_conversion_that_waited_for_its_scan_is_not_taken_for_a_new_one():
    clock, settings = FakeClock(), HardwareSettings(rate_hz=150)
    now_v = [1.0]
    bus, _ = wire(settings, clock, lambda t_s: (now_v[0],) * 4)
    scanner = ZoneScanner(bus, settings, clock, free_running=True)
    scanner.read()
    clock.advance(0.5)
    now_v[0] = 2.0
    assert scanner.read() == pytest.approx((2.0,) * 4, abs=LSB_V)


def test_a_spark_that_looks_like_another_master_costs_a_scan_and_three_are_a_held_bus():
    clock, settings = FakeClock(), HardwareSettings()
    bus, _ = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)

    def spark(t_s):
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
    bus.before = spark
    assert [scanner.read(), scanner.read()] == [None, None]
    bus.before = lambda t_s: None
    assert scanner.read()
    bus.before = spark
    with pytest.raises(I2CError, match="is held"):
        [scanner.read() for _ in range(3)]


class WatchedChip(EmulatedADS1115):
    """Notes how long after a start its result is read."""

    waits_s: list[float]
    started_s = 0.0

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
    assert len(chip.waits_s) == 12
    assert min(chip.waits_s) >= CONVERSION_S > 1 / (0.9 * 860) + 25e-6


@pytest.mark.parametrize("error", [-0.1, -0.03, 0.0, 0.1])
@pytest.mark.parametrize("clock_type", [FakeClock, LateClock])
def test_free_running_no_value_of_another_channel_slips_in_either(error, clock_type):
    clock = clock_type()
    scanner = ZoneScanner(one_chip(clock, error), HardwareSettings(), clock, free_running=True)
    scans = [scanner.read() for _ in range(400)]
    seen = {tuple(round(v, 2) for v in scan) for scan in scans if scan}
    assert seen <= {VOLTS[:4]}
    assert clock_type is LateClock or None not in scans


def test_free_running_a_chip_that_grows_slower_than_it_was_measured_is_noticed_and_no_wrong_value_passes():
    clock = FakeClock()
    bus = EmulatedI2C(clock)
    chip = EmulatedADS1115(clock, lambda t_s: VOLTS, 0.1)
    bus.add(0x48, chip)
    scanner = ZoneScanner(bus, HardwareSettings(), clock, free_running=True)
    chip._oscillator_error = -0.1
    scans = [scanner.read() for _ in range(20)]
    assert scanner.doubts["ignored"] >= 1
    assert scans[-10:] == [pytest.approx(VOLTS[:4], abs=LSB_V)] * 10
    assert {tuple(round(v, 2) for v in scan) for scan in scans if scan} == {VOLTS[:4]}


@pytest.mark.parametrize(("kit", "free_running", "at_most_s", "transactions"), [
    ("kit4", False, 0.0072, 9), ("kit8", False, 0.0076, 18), ("kit4", True, 0.0056, 14), ("kit8", True, 0.0063, 28)])
def test_a_scan_takes_so_long_and_so_many_transactions(kit, free_running, at_most_s, transactions):
    clock, settings = FakeClock(), HardwareSettings(kit=kit)
    bus, _ = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock, free_running=free_running)
    began_s, before = clock.now_s(), bus.transactions
    for _ in range(10):
        assert scanner.read()
    assert clock.now_s() - began_s < 10 * at_most_s
    assert bus.transactions - before == pytest.approx(10 * transactions, abs=2)


def test_wires_in_another_order_are_put_right_by_the_settings():
    order = ("sacrum_upper", "foot_right", "sacrum_lower", "foot_left")
    clock = FakeClock()
    scanner = ZoneScanner(one_chip(clock, 0.0), HardwareSettings(inputs=order), clock)
    seen = dict(zip(KIT4.names, scanner.read(), strict=True))
    assert [seen[zone] for zone in order] == pytest.approx(VOLTS[:4], abs=LSB_V)


def test_an_absent_chip_is_named_with_the_way_out():
    clock, settings = FakeClock(), HardwareSettings(kit="kit8", addresses=(0x48, 0x4A))
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    chips[1].absent = True
    with pytest.raises(ConverterError, match=r"No converter answers at 0x4a on I²C bus 1 .*ADDR pin"):
        ZoneScanner(bus, settings, clock)


def test_a_chip_at_another_address_is_found_there():
    clock, settings = FakeClock(), HardwareSettings(addresses=(0x49,))
    bus = EmulatedI2C(clock)
    bus.add(0x4B, EmulatedADS1115(clock, lambda t_s: VOLTS))
    with pytest.raises(ConverterError, match=r"No converter answers at 0x49.*One answers at 0x4b") as caught:
        ZoneScanner(bus, settings, clock)
    assert (caught.value.key, caught.value.part) == ("fault_address", "0x49")


class NoConverter(EmulatedADS1115):
    """Something else that answers: it forgets what is written to it."""

    def write(self, data):
        super().write(data[:1])


def test_something_else_at_the_address_is_told_from_a_converter():
    clock = FakeClock()
    bus = EmulatedI2C(clock)
    bus.add(0x48, NoConverter(clock, lambda t_s: VOLTS))
    with pytest.raises(ConverterError, match=r"What answers at 0x48 is no ADS1115"):
        ZoneScanner(bus, HardwareSettings(), clock)


@pytest.mark.parametrize("dead", [0, 1])
def test_a_chip_that_dies_is_named_and_found_again(dead):
    clock, settings = FakeClock(), HardwareSettings(kit="kit8")
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    chips[dead].absent = True
    assert [scanner.read() for _ in range(24)] == [None] * 24
    with pytest.raises(ConverterError, match=rf"converter at 0x4{8 + dead} on I²C bus 1 stopped .*error 121"):
        scanner.read()
    with pytest.raises(ConverterError, match=rf"No converter answers at 0x4{8 + dead}"):
        scanner.reopen()
    chips[dead].absent = False
    scanner.reopen()
    assert scanner.read() == pytest.approx(VOLTS, abs=LSB_V)


def test_a_few_refused_transfers_cost_their_scans_and_nothing_else():
    clock, settings = FakeClock(), HardwareSettings(kit="kit8")
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    scans = []
    for n in range(60):
        chips[n % 2].nack = n % 5 == 0
        scans.append(scanner.read())
    assert scans.count(None) == scanner.doubts["refused"] == 12
    assert {tuple(round(v, 2) for v in scan) for scan in scans if scan} == {VOLTS}


@pytest.mark.parametrize("free_running", [False, True])
@pytest.mark.parametrize("kit", ["kit4", "kit8"])
def test_a_dip_of_the_supply_at_any_moment_costs_a_scan_and_never_gives_a_wrong_one(kit, free_running):
    """The chip loses its registers, the result of the last conversion among them, between any two transactions."""
    settings = HardwareSettings(kit=kit)
    wanted = VOLTS[:len(settings.layout.zones)]
    for moment in range(30):
        clock = FakeClock()
        bus, chips = wire(settings, clock, lambda t_s: VOLTS)
        scanner = ZoneScanner(bus, settings, clock, free_running=free_running)
        at = bus.transactions + moment

        def dip(t_s, bus=bus, chips=chips, at=at):
            if bus.transactions == at:
                chips[-1].brown_out()
        bus.before = dip
        scans = [scanner.read() for _ in range(5)]
        assert {tuple(round(v, 3) for v in scan) for scan in scans if scan} == {wanted}, moment
        assert scans[-1]
        assert scanner.doubts.total() <= 2


def test_a_chip_that_never_ends_a_conversion_is_named_after_five_scans():
    clock, settings = FakeClock(), HardwareSettings()
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    chips[0].os_stuck = True
    assert [scanner.read() for _ in range(4)] == [None] * 4
    with pytest.raises(ConverterError, match=r"0x48 on I²C bus 1 never ends a conversion"):
        scanner.read()
    assert clock.now_s() < 0.1


def test_free_running_a_chip_that_never_ends_a_conversion_is_named_too():
    clock, settings = FakeClock(), HardwareSettings()
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock, free_running=True)
    chips[0].os_stuck = True
    with pytest.raises(ConverterError, match=r"never ends a conversion"):
        [scanner.read() for _ in range(5)]
    assert clock.now_s() < 0.2


def test_a_supply_that_dips_again_and_again_is_a_fault():
    clock, settings = FakeClock(), HardwareSettings()
    bus, chips = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    bus.before = lambda t_s: chips[0].brown_out()
    with pytest.raises(ConverterError, match=r"its supply is weak") as caught:
        [scanner.read() for _ in range(25)]
    assert caught.value.key == "fault_supply"


def test_a_bus_that_is_held_is_a_fault_at_once():
    clock, settings = FakeClock(), HardwareSettings(kit="kit8")
    bus, _ = wire(settings, clock, lambda t_s: VOLTS)
    scanner = ZoneScanner(bus, settings, clock)
    bus.hung = True
    for look in (scanner.read, scanner.reopen):
        with pytest.raises(I2CError, match=r"I²C bus 1 is held: no transfer ends \(error 110"):
            look()
    bus.hung = False
    scanner.reopen()
    assert scanner.read() == pytest.approx(VOLTS, abs=LSB_V)


@pytest.mark.parametrize("hz", [100_000, 400_000, 1_000_000])
def test_the_speed_of_the_bus_is_measured(hz):
    clock, settings = FakeClock(), HardwareSettings()
    bus, _ = wire(settings, clock, lambda t_s: VOLTS)
    bus.hz = hz
    assert ZoneScanner(bus, settings, clock).bus_hz == pytest.approx(hz, rel=0.01)


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
