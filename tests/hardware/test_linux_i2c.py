"""The real bus's class between the real driver and an emulated kernel; and buses that are not there."""

import pytest
from adafruit_ads1x15 import ADS1115, AnalogIn

from hardware.clock import FakeClock
from hardware.emulation.kit import wire
from hardware.i2c import I2CError, LinuxI2C, bus_hz, open_bus
from mat.settings import HardwareSettings


class Kernel:
    """Moves smbus2's messages to an emulated bus, as the ioctl I2C_RDWR does."""

    def __init__(self, bus):
        self._bus = bus
        assert bus.try_lock()

    def i2c_rdwr(self, *messages):
        sent = bytes(messages[0])
        if len(messages) == 2:
            answer = bytearray(len(messages[1]))
            self._bus.writeto_then_readfrom(messages[0].addr, sent, answer)
        elif messages[0].flags & 1:
            answer = bytearray(len(messages[0]))
            self._bus.readfrom_into(messages[0].addr, answer)
        else:
            self._bus.writeto(messages[0].addr, sent)
            return
        for n, value in enumerate(answer):
            messages[-1].buf[n] = value


def linux_bus(patience_s=1.0):
    bus, _ = wire(HardwareSettings(), FakeClock(), lambda t_s: (0.25, 0.5, 1.0, 2.0))
    return LinuxI2C(Kernel(bus), patience_s)


def test_the_real_driver_reads_the_pins_through_the_real_bus_class():
    ads = ADS1115(linux_bus(), gain=1, data_rate=860)
    assert [AnalogIn(ads, pin).voltage for pin in range(4)] == pytest.approx((0.25, 0.5, 1.0, 2.0), abs=2e-4)


def test_an_absent_chip_is_not_found_through_it():
    with pytest.raises(ValueError, match="0x4b"):
        ADS1115(linux_bus(), address=0x4B)


def test_parts_of_buffers_are_moved_alone():
    bus = linux_bus()
    bus.writeto(0x48, b"..\x01..", start=2, end=3)
    answer = bytearray(b"....")
    bus.readfrom_into(0x48, answer, start=1, end=3)
    assert answer == b".\x85\x83."
    bus.writeto_then_readfrom(0x48, b"-\x03-", answer, out_start=1, out_end=2, in_start=2, in_end=4)
    assert answer == b".\x85\x7f\xff"


def test_a_lock_that_was_left_held_is_an_error_and_not_a_wait_for_ever():
    bus = linux_bus(patience_s=0.01)
    assert bus.try_lock()
    with pytest.raises(OSError, match="lock is held"):
        bus.try_lock()
    bus.unlock()
    assert bus.try_lock()


def test_a_bus_that_is_not_there_is_named_with_the_way_out():
    with pytest.raises(I2CError, match=r"/dev/i2c-29.*dtparam=i2c_arm=on,i2c_arm_baudrate=400000 into /boot/firmware"):
        open_bus(29)


def test_the_speed_of_the_bus_is_read_from_the_device_tree(tmp_path):
    node = tmp_path / "i2c-1" / "of_node"
    node.mkdir(parents=True)
    (node / "clock-frequency").write_bytes((100_000).to_bytes(4, "big"))
    assert (bus_hz(1, tmp_path), bus_hz(2, tmp_path)) == (100_000, None)
