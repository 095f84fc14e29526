"""The emulated converter against its data sheet, register by register, and under the real driver."""

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


def test_at_power_up_it_idles_with_the_configuration_of_the_data_sheet():
    bench = Bench()
    assert [bench.get(register) for register in range(4)] == [0, 0x8583, 0x8000, 0x7FFF]


def test_a_conversion_takes_the_wake_up_and_one_period():
    bench = Bench()
    bench.set(1, A0)
    bench.clock.advance(25e-6 + 1 / 860 - 1e-6)
    assert (bench.get(1) & 0x8000, bench.get(0)) == (0, 0)
    bench.clock.advance(2e-6)
    assert bench.get(1) & 0x8000
    assert bench.volts == pytest.approx(0.5, abs=LSB_V)


@pytest.mark.parametrize("error", [-0.1, 0.1])
def test_the_oscillator_stretches_the_conversion(error):
    bench = Bench(error=error)
    bench.set(1, A0)
    bench.clock.advance(25e-6 + 1 / (860 * (1 + error)) - 1e-6)
    assert not bench.get(1) & 0x8000
    bench.clock.advance(2e-6)
    assert bench.get(1) & 0x8000


def test_a_start_while_converting_has_no_effect():
    bench = Bench()
    bench.set(1, A0)
    bench.clock.advance(0.001)
    bench.set(1, A1)
    bench.clock.advance(0.0002)
    assert bench.get(1) & 0x8000
    assert bench.volts == pytest.approx(0.5, abs=LSB_V)
    bench.clock.advance(1.0)
    assert bench.volts == pytest.approx(0.5, abs=LSB_V)


def test_a_running_continuous_conversion_finishes_with_the_old_settings():
    bench = Bench()
    bench.set(1, A0 & ~0x8100)
    bench.clock.advance(0.0015)
    bench.set(1, A1 & ~0x8100)
    bench.clock.advance(0.0005)
    assert bench.volts == pytest.approx(0.5, abs=LSB_V)
    bench.clock.advance(0.0016)
    assert bench.volts == pytest.approx(1.0, abs=LSB_V)


def test_continuous_mode_follows_the_pin_and_single_shot_ends_it():
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
def test_the_multiplexer_chooses_pairs_and_single_pins(mux, volts):
    bench = Bench()
    bench.set(1, (A0 & ~0x7000) | mux << 12)
    bench.clock.advance(0.01)
    counts = bench.get(0)
    assert (counts - 65536 if counts > 32767 else counts) * LSB_V == pytest.approx(volts, abs=LSB_V)


@pytest.mark.parametrize(("gain", "full_scale_v"),
                         list(enumerate([6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256])))
def test_the_gain_sets_the_range_and_clips(gain, full_scale_v):
    bench = Bench(pins=lambda t_s: (0.2, 9.0, 0, 0))
    bench.set(1, (A0 & ~0x0E00) | gain << 9)
    bench.clock.advance(0.01)
    assert bench.get(0) == round(0.2 / full_scale_v * 32768)
    bench.set(1, (A1 & ~0x0E00) | gain << 9)
    bench.clock.advance(0.01)
    assert bench.get(0) == 0x7FFF


@pytest.mark.parametrize(("code", "rate_hz"), list(enumerate([8, 16, 32, 64, 128, 250, 475, 860])))
def test_each_data_rate_takes_its_time(code, rate_hz):
    bench = Bench()
    bench.set(1, (A0 & ~0x00E0) | code << 5)
    bench.clock.advance(0.99 / rate_hz)
    assert not bench.get(1) & 0x8000
    bench.clock.advance(0.02 / rate_hz + 25e-6)
    assert bench.get(1) & 0x8000


def test_comparator_bits_and_thresholds_are_kept():
    bench = Bench()
    bench.set(1, 0x0583 | 0x001C)
    bench.set(2, 0x1234)
    bench.set(3, 0x2345)
    assert (bench.get(1) & 0x001F, bench.get(2), bench.get(3)) == (0x001F, 0x1234, 0x2345)


def test_the_conversion_register_cannot_be_written():
    bench = Bench()
    bench.set(0, 0x1234)
    assert bench.get(0) == 0


def test_the_pointer_stays_for_the_next_read():
    bench = Bench()
    bench.chip.write(b"\x01")
    assert bench.chip.read(2) == bench.chip.read(2) == b"\x85\x83"


def test_after_a_brown_out_it_is_as_new():
    bench = Bench()
    bench.set(1, A0)
    bench.set(2, 5)
    bench.chip.brown_out()
    bench.clock.advance(1.0)
    assert [bench.get(register) for register in range(4)] == [0, 0x8583, 0x8000, 0x7FFF]


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
