"""The ALERT/RDY line on gpiozero's emulated pins."""

import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.alert import ReadyLine
from hardware.clock import FakeClock
from mat.ports import MatError


@pytest.fixture
def wired():
    clock, factory = FakeClock(), MockFactory(pin_class=MockPWMPin)
    line = ReadyLine(4, clock, factory)
    yield line, clock, factory.pin(4)
    line.close()
    factory.close()


def pulse(pin, clock, times, period_s):
    """Low for 8 µs at the end of each conversion, as the data sheet has it."""
    for _ in range(times):
        pin.drive_low()
        clock.advance(8e-6)
        pin.drive_high()
        clock.advance(period_s - 8e-6)


@pytest.mark.parametrize("rate_hz", [774.0, 860.0, 946.0])
def test_the_line_tells_the_chips_own_data_rate(wired, rate_hz):
    line, clock, pin = wired
    pulse(pin, clock, 500, 1 / rate_hz)
    assert line.count() == 500
    assert line.rate_hz() == pytest.approx(rate_hz, rel=1e-9)


def test_one_pulse_is_no_rate_and_none_is_none(wired):
    line, clock, pin = wired
    assert (line.count(), line.rate_hz()) == (0, None)
    pulse(pin, clock, 1, 0.001)
    assert (line.count(), line.rate_hz()) == (1, None)


def test_the_falling_edge_is_the_end_of_a_conversion(wired):
    """After a single conversion the line stays low until the next one starts."""
    line, _, pin = wired
    pin.drive_low()
    assert line.count() == 1
    pin.drive_high()
    assert line.count() == 1


def test_what_was_before_can_be_forgotten(wired):
    line, clock, pin = wired
    pulse(pin, clock, 10, 0.010)
    line.forget()
    pulse(pin, clock, 101, 0.001)
    assert line.count() == 101
    assert line.rate_hz() == pytest.approx(1000)


def test_a_pin_in_use_is_told_with_the_setting_to_check(wired):
    line, clock, _ = wired
    with pytest.raises(MatError, match=r"hardware\.alert_pin"):
        ReadyLine(4, clock, line._line.pin_factory)
