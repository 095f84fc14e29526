"""The emulated chip shows the known faults of the driver's versions: with a chip that only answers, they would pass.

The two faulty ways of writing the configuration are told here again, each shown beside the way of the installed driver.
"""

import pytest
from adafruit_ads1x15 import ADS1115, AnalogIn
from adafruit_ads1x15.ads1x15 import Mode

from hardware.clock import FakeClock, SystemClock
from hardware.emulation.ads1115 import EmulatedADS1115
from hardware.emulation.bus import EmulatedI2C

PINS = (0.5, 1.0, 1.5, 2.5)
OS, RATE_860, GAIN_1, NO_COMPARATOR = 0x8000, 0x00E0, 0x0200, 0x0003


class Until304(ADS1115):
    """2.4.0 to 3.0.4: every write of the configuration starts a conversion, also the constructor's and a setter's."""

    def _write_config(self, pin_config=None):
        mux = (self._read_register(1) >> 12) & 7 if pin_config is None else pin_config
        start = OS if self.mode == Mode.SINGLE else 0
        self._write_register(1, start | mux << 12 | GAIN_1 | self.mode | RATE_860 | NO_COMPARATOR)


class Of305(ADS1115):
    """3.0.5: the pin is only heeded in single-shot mode (its issue 112)."""

    def _write_config(self, pin_config=None):
        single = pin_config is not None and self.mode == Mode.SINGLE
        mux = pin_config if single else (self._read_register(1) >> 12) & 7
        self._write_register(1, (OS if single else 0) | mux << 12 | GAIN_1 | self.mode | RATE_860 | NO_COMPARATOR)


def driver(kind, mode=Mode.SINGLE):
    """Single-shot, time moves with the bus alone: a computer that pauses for longer than a conversion hides the fault.
    In continuous mode the driver itself sleeps: that takes a real clock, and a longer pause changes nothing."""
    clock = FakeClock() if mode == Mode.SINGLE else SystemClock()
    bus = EmulatedI2C(clock)
    bus.add(0x48, EmulatedADS1115(clock, lambda t_s: PINS))
    ads = kind(bus, gain=1, data_rate=860, mode=mode)
    return ads, [AnalogIn(ads, pin) for pin in range(4)]


def right(volts, pin):
    return volts == pytest.approx(PINS[pin], abs=2e-4)


def test_until_304_the_first_value_after_the_constructor_and_after_a_setter_is_another_channels():
    ads, inputs = driver(Until304)
    assert [right(inputs[0].voltage, 0), right(inputs[0].voltage, 0)] == [False, True]
    ads.data_rate = 860
    assert [right(inputs[2].voltage, 2), right(inputs[2].voltage, 2)] == [False, True]


@pytest.mark.parametrize("kind", [Of305, ADS1115])
def test_from_305_on_the_first_value_is_right(kind):
    ads, inputs = driver(kind)
    assert right(inputs[0].voltage, 0)
    ads.data_rate = 860
    assert right(inputs[2].voltage, 2)


def test_in_continuous_mode_305_never_changes_the_channel():
    _, inputs = driver(Of305, Mode.CONTINUOUS)
    assert [right(inputs[pin].voltage, pin) for pin in (0, 1, 2, 3)] == [False] * 4


def test_in_continuous_mode_304_did():
    _, inputs = driver(Until304, Mode.CONTINUOUS)
    assert [right(inputs[pin].voltage, pin) for pin in (0, 1, 2, 3)] == [True] * 4


def test_in_single_shot_mode_every_value_of_the_installed_driver_is_right():
    _, inputs = driver(ADS1115)
    assert all(right(inputs[pin].voltage, pin) for _ in range(5) for pin in (3, 1, 0, 2))
