"""The emulated converter against its data sheet, statement by statement, and under the real driver.

A name begins with the section of the data sheet it is about (SBAS444D)."""

import pytest
from adafruit_ads1x15 import ADS1115, AnalogIn
from adafruit_ads1x15.ads1x15 import Mode

from hardware.clock import FakeClock
from hardware.emulation.ads1115 import EmulatedADS1115
from hardware.emulation.bus import EmulatedI2C

PINS = (0.5, 1.0, 1.5, 2.5)
A0, A1 = 0xC3E3, 0xD3E3
"""Start of a single conversion of A0 or A1, ±4.096 V, 860 a second, comparator off."""
LSB_V = 4.096 / 32768


class Bench:
    """A chip whose registers are reached without the bus taking time."""

    def __init__(self, pins=lambda t_s: PINS, error=0.0):
        self.clock = FakeClock()
        self.chip = EmulatedADS1115(self.clock, pins, error)

    def set(self, register, value):
        self.chip.write(bytes((register, value >> 8, value & 0xFF)))

    def get(self, register):
        self.chip.write(bytes((register,)))
        return int.from_bytes(self.chip.read(2), "big")

    @property
    def volts(self):
        return self.get(0) * LSB_V


def test_7_4_1_at_power_up_it_idles_with_the_defaults_of_all_registers():
    bench = Bench()
    assert [bench.get(register) for register in range(4)] == [0, 0x8583, 0x8000, 0x7FFF]


def test_7_4_2_1_a_single_conversion_takes_the_wake_up_and_one_period_and_os_tells_its_end():
    bench = Bench()
    bench.set(1, A0)
    bench.clock.advance(25e-6 + 1 / 860 - 1e-6)
    assert (bench.get(1) & 0x8000, bench.get(0)) == (0, 0)
    bench.clock.advance(2e-6)
    assert bench.get(1) & 0x8000
    assert bench.volts == pytest.approx(0.5, abs=LSB_V)


@pytest.mark.parametrize("error", [-0.1, 0.1])
def test_7_3_5_the_oscillator_may_be_a_tenth_off_either_way(error):
    bench = Bench(error=error)
    bench.set(1, A0)
    bench.clock.advance(25e-6 + 1 / (860 * (1 + error)) - 1e-6)
    assert not bench.get(1) & 0x8000
    bench.clock.advance(2e-6)
    assert bench.get(1) & 0x8000


def test_7_6_3_a_start_while_converting_has_no_effect():
    bench = Bench()
    bench.set(1, A0)
    bench.clock.advance(0.001)
    bench.set(1, A1)
    bench.clock.advance(0.0002)
    assert bench.get(1) & 0x8000
    assert bench.volts == pytest.approx(0.5, abs=LSB_V)
    bench.clock.advance(1.0)
    assert bench.volts == pytest.approx(0.5, abs=LSB_V)


def test_7_4_2_2_a_running_conversion_finishes_with_the_old_settings():
    bench = Bench()
    bench.set(1, A0 & ~0x8100)
    bench.clock.advance(0.0015)
    bench.set(1, A1 & ~0x8100)
    bench.clock.advance(0.0005)
    assert bench.volts == pytest.approx(0.5, abs=LSB_V)
    bench.clock.advance(0.0016)
    assert bench.volts == pytest.approx(1.0, abs=LSB_V)


def test_7_4_2_2_continuous_mode_follows_the_pin_and_single_shot_ends_it():
    bench = Bench(pins=lambda t_s: (t_s, 0, 0, 0))
    bench.set(1, A0 & ~0x8100)
    bench.clock.advance(1.0)
    assert bench.volts == pytest.approx(1.0, abs=0.003)
    assert not bench.get(1) & 0x8000
    bench.set(1, A0 & ~0x8000)
    bench.clock.advance(1.0)
    assert bench.volts == pytest.approx(1.0, abs=0.003)
    assert bench.get(1) & 0x8000


@pytest.mark.parametrize(("mux", "volts"), list(enumerate([-0.5, -2.0, -1.5, -1.0, 0.5, 1.0, 1.5, 2.5])))
def test_7_3_1_the_multiplexer_chooses_pairs_and_single_pins(mux, volts):
    bench = Bench()
    bench.set(1, (A0 & ~0x7000) | mux << 12)
    bench.clock.advance(0.01)
    counts = bench.get(0)
    assert (counts - 65536 if counts > 32767 else counts) * LSB_V == pytest.approx(volts, abs=LSB_V)


@pytest.mark.parametrize(("gain", "full_scale_v"),
                         list(enumerate([6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256])))
def test_7_3_3_the_gain_sets_the_full_scale_and_the_lsb_and_clips_above(gain, full_scale_v):
    bench = Bench(pins=lambda t_s: (0.2, 9.0, 0, 0))
    bench.set(1, (A0 & ~0x0E00) | gain << 9)
    bench.clock.advance(0.01)
    assert bench.get(0) == round(0.2 / full_scale_v * 32768)
    bench.set(1, (A1 & ~0x0E00) | gain << 9)
    bench.clock.advance(0.01)
    assert bench.get(0) == 0x7FFF


@pytest.mark.parametrize(("code", "rate_hz"), list(enumerate([8, 16, 32, 64, 128, 250, 475, 860])))
def test_7_3_6_each_data_rate_takes_its_time(code, rate_hz):
    bench = Bench()
    bench.set(1, (A0 & ~0x00E0) | code << 5)
    bench.clock.advance(0.99 / rate_hz)
    assert not bench.get(1) & 0x8000
    bench.clock.advance(0.02 / rate_hz + 25e-6)
    assert bench.get(1) & 0x8000


def test_7_6_4_thresholds_and_the_comparators_bits_are_kept():
    bench = Bench()
    bench.set(1, 0x0583 | 0x001C)
    bench.set(2, 0x1234)
    bench.set(3, 0x2345)
    assert (bench.get(1) & 0x001F, bench.get(2), bench.get(3)) == (0x001F, 0x1234, 0x2345)


def test_7_6_2_the_conversion_register_cannot_be_written_and_is_zero_until_the_first_conversion():
    bench = Bench()
    bench.set(0, 0x1234)
    assert bench.get(0) == 0


def test_7_5_3_the_pointer_stays_for_the_next_read():
    bench = Bench()
    bench.chip.write(b"\x01")
    assert bench.chip.read(2) == bench.chip.read(2) == b"\x85\x83"


def test_7_4_1_after_a_dip_of_the_supply_it_is_as_new():
    bench = Bench()
    bench.set(1, A0)
    bench.set(2, 5)
    bench.chip.brown_out()
    bench.clock.advance(1.0)
    assert [bench.get(register) for register in range(4)] == [0, 0x8583, 0x8000, 0x7FFF]


def test_7_4_2_1_after_a_single_conversion_it_powers_down_and_keeps_the_result():
    bench = Bench(pins=lambda t_s: (t_s, 0, 0, 0))
    bench.set(1, A0)
    bench.clock.advance(0.01)
    first = bench.get(0)
    bench.clock.advance(1.0)
    assert bench.get(0) == first > 0


def test_7_4_2_1_settings_written_without_os_start_nothing_and_are_kept():
    bench = Bench()
    bench.set(1, A1 & ~0x8000)
    bench.clock.advance(0.01)
    assert (bench.get(1), bench.get(0)) == (A1, 0)


def test_7_5_4_data_is_twos_complement_from_8000h_to_7fffh():
    bench = Bench(pins=lambda t_s: (5.0, 0.0, 0.0, 2.5))
    for mux, word in ((0, 0x7FFF), (3, 0x10000 - round(2.5 / LSB_V)), (5, 0x0000)):
        bench.set(1, (A0 & ~0x7000) | mux << 12)
        bench.clock.advance(0.01)
        assert bench.get(0) == word
    low = Bench(pins=lambda t_s: (0.0, 5.0, 0.0, 0.0))
    low.set(1, A0 & ~0x7000)
    low.clock.advance(0.01)
    assert low.get(0) == 0x8000


def test_7_5_3_the_high_byte_comes_first_and_nothing_follows_the_low_one():
    bench = Bench()
    bench.chip.write(b"\x01")
    assert bench.chip.read(5) == b"\x85\x83\xff\xff\xff"


def test_7_6_1_only_the_lowest_two_bits_point():
    bench = Bench()
    bench.chip.write(b"\xfd")
    assert bench.chip.read(2) == b"\x85\x83"


def test_7_5_1_2_a_general_call_of_06h_resets_every_chip_and_another_does_nothing():
    clock = FakeClock()
    bus = EmulatedI2C(clock)
    chips = [EmulatedADS1115(clock, lambda t_s: PINS) for _ in range(2)]
    for n, chip in enumerate(chips):
        bus.add(0x48 + n, chip)
        chip.write(b"\x02\x12\x34")
    assert bus.try_lock()
    bus.writeto(0x00, b"\x04")
    assert [chip.registers[2] for chip in chips] == [0x1234, 0x1234]
    bus.writeto(0x00, b"\x06")
    assert [chip.registers[2] for chip in chips] == [0x8000, 0x8000]


def test_a_stuck_chip_is_busy_for_ever():
    bench = Bench()
    bench.chip.os_stuck = True
    bench.set(1, A0)
    bench.clock.advance(10.0)
    assert (bench.get(1) & 0x8000, bench.get(0)) == (0, 0)


def wired(pins=lambda t_s: PINS):
    clock = FakeClock()
    bus, chip = EmulatedI2C(clock), EmulatedADS1115(clock, pins)
    bus.add(0x48, chip)
    return clock, bus, chip


@pytest.mark.parametrize("gain", [1, 2 / 3])
def test_the_real_driver_reads_every_pin(gain):
    _, bus, _ = wired()
    ads = ADS1115(bus, gain=gain, data_rate=860, mode=Mode.SINGLE)
    assert [AnalogIn(ads, pin).voltage for pin in range(4)] == pytest.approx(PINS, abs=2e-4)
    assert AnalogIn(ads, 2, 3).voltage == pytest.approx(-1.0, abs=2e-4)


def test_the_real_driver_finds_no_absent_chip():
    _, bus, _ = wired()
    with pytest.raises(ValueError, match="No I2C device at address: 0x49"):
        ADS1115(bus, address=0x49)


@pytest.mark.parametrize("fault", ["absent", "nack"])
def test_a_chip_that_does_not_acknowledge_is_error_121(fault):
    _, bus, chip = wired()
    setattr(chip, fault, 1)
    assert bus.try_lock()
    with pytest.raises(OSError, match="Remote I/O") as caught:
        bus.writeto(0x48, b"")
    assert caught.value.errno == 121


def test_a_transaction_takes_its_bits_and_the_overhead():
    clock, bus, _ = wired()
    assert bus.try_lock()
    bus.writeto(0x48, b"\x01\x85\x83")
    assert clock.now_s() == pytest.approx(100e-6 + (4 * 9 + 2) / 400_000)
    bus.writeto_then_readfrom(0x48, b"\x00", bytearray(2))
    assert clock.now_s() == pytest.approx(200e-6 + (9 * 9 + 4) / 400_000)
    assert (bus.transactions, bus.busy_s) == (2, pytest.approx(clock.now_s()))


def test_a_bus_that_does_not_sleep_still_counts_its_time():
    clock, bus, _ = wired()
    bus.sleeps = False
    assert bus.try_lock()
    bus.writeto(0x48, b"\x01\x85\x83")
    assert (clock.now_s(), bus.busy_s > 0) == (0.0, True)


def test_a_hung_bus_blocks_for_a_second_and_fails():
    clock, bus, _ = wired()
    bus.hung = True
    assert bus.try_lock()
    with pytest.raises(OSError, match="timed out"):
        bus.readfrom_into(0x48, bytearray(2))
    assert clock.now_s() == 1.0


def test_a_lock_is_given_once_and_needed():
    _, bus, _ = wired()
    assert bus.try_lock()
    with pytest.raises(OSError, match="lock is held"):
        bus.try_lock()
    bus.unlock()
    with pytest.raises(RuntimeError, match="without try_lock"):
        bus.writeto(0x48, b"")
