"""An I²C bus with emulated devices: same interface as the real one, and every transaction takes its time."""

import errno
from collections.abc import Callable
from typing import Protocol

from mat.ports import Clock

BITS_A_BYTE = 9  # eight bits and the acknowledge
START_AND_STOP_BITS = 2
GENERAL_CALL = 0x00
MOST_OVERSLEPT_S = 150e-6
"""A computer's sleep is some 60 µs too long, as long as a third of a transaction: the next one is shorter by that."""
HUNG_TRANSFER_S = 1.0  # how long the kernel waits for a bus that hangs (seen on a Pi 5)


class Device(Protocol):
    """A device at an address. `acknowledges` is asked once per transaction, before anything is moved."""

    def acknowledges(self) -> bool: ...
    def write(self, data: bytes) -> None: ...
    def read(self, count: int) -> bytes: ...
    def general_call(self, data: bytes) -> None: ...
    def brown_out(self) -> None: ...


class EmulatedI2C:
    """`hz` is the bus clock, `overhead_s` what the kernel and Python add to a transaction (100 µs measured).

    With `sleeps` False bus time is only added to `busy_s`: for clocks that run faster than the host can.
    `hung` is a fault to set: every transfer then blocks for `hangs_s` (the kernel's patience) and fails. `before` is
    called with the time before every transaction.
    """

    def __init__(self, clock: Clock, hz: float = 400_000, overhead_s: float = 100e-6,
                 sleeps: bool = True) -> None:
        self.busy_s = 0.0
        self.transactions = 0
        self.hung = False
        self.hangs_s = HUNG_TRANSFER_S
        self.sleeps = sleeps
        self.before: Callable[[float], None] = lambda t_s: None
        self._clock = clock
        self._overhead_s = overhead_s
        self.hz = hz
        self._exchanged = False
        self._overslept_s = 0.0
        self._devices: dict[int, Device] = {}
        self._locked = False

    @property
    def hz(self) -> float:
        return self._hz

    @hz.setter
    def hz(self, hz: float) -> None:
        self._hz = hz
        self._byte_s = BITS_A_BYTE / hz
        self._frame_s = self._overhead_s + START_AND_STOP_BITS / hz

    def add(self, address: int, device: Device) -> None:
        self._devices[address] = device

    def exchange(self, exchanged: bool) -> None:
        """All devices in the opposite order of their addresses (or back again): somebody mixed up the plugs."""
        if exchanged is not self._exchanged:
            self._exchanged = exchanged
            self._devices = dict(zip(self._devices, reversed(self._devices.values()), strict=True))
            for device in self._devices.values():
                device.brown_out()  # nobody changes plugs under power

    def try_lock(self) -> bool:
        if self._locked:
            raise OSError(errno.EBUSY, "the bus's lock is held")
        self._locked = True
        return True

    def unlock(self) -> None:
        self._locked = False

    def writeto(self, address: int, buffer: bytes | bytearray, *,
                start: int = 0, end: int | None = None) -> None:
        data = bytes(buffer[start:end])
        if address == GENERAL_CALL:
            self._call_all(data)
            return
        device = self._begin(address, 1 + len(data))
        if data:
            device.write(data)

    def readfrom_into(self, address: int, buffer: bytearray, *,
                      start: int = 0, end: int | None = None) -> None:
        end = len(buffer) if end is None else end
        device = self._begin(address, 1)
        buffer[start:end] = device.read(end - start)
        self._spend((end - start) * self._byte_s)

    def writeto_then_readfrom(self, address: int, out_buffer: bytes | bytearray, in_buffer: bytearray, *,
                              out_start: int = 0, out_end: int | None = None,
                              in_start: int = 0, in_end: int | None = None) -> None:
        in_end = len(in_buffer) if in_end is None else in_end
        data = bytes(out_buffer[out_start:out_end])
        device = self._begin(address, 2 + len(data))
        device.write(data)
        in_buffer[in_start:in_end] = device.read(in_end - in_start)
        self._spend((in_end - in_start) * self._byte_s)

    def close(self) -> None:
        self._locked = False

    def _call_all(self, data: bytes) -> None:
        """All devices hear it, and those that are there acknowledge together."""
        heard = [device for device in self._devices.values() if device.acknowledges()]
        self._spend(self._frame_s + (1 + len(data)) * self._byte_s)
        if not heard:
            raise OSError(errno.EREMOTEIO, "Remote I/O error")
        for device in heard:
            device.general_call(data)

    def _begin(self, address: int, bytes_out: int) -> Device:
        """The device at `address` after the bytes that go out to it. Raises OSError as the kernel does."""
        if not self._locked:
            raise RuntimeError("the bus is used without try_lock()")
        self.transactions += 1
        self.before(self._clock.now_s())
        if self.hung:
            self._spend(self.hangs_s, must_sleep=True)
            raise OSError(errno.ETIMEDOUT, "Connection timed out")
        self._spend(self._frame_s + bytes_out * self._byte_s)
        device = self._devices.get(address)
        if device is None or not device.acknowledges():
            raise OSError(errno.EREMOTEIO, "Remote I/O error")
        return device

    def _spend(self, seconds: float, must_sleep: bool = False) -> None:
        self.busy_s += seconds
        if self.sleeps or must_sleep:
            wake_s = self._clock.now_s() + seconds - self._overslept_s
            self._clock.sleep_until_s(wake_s)
            self._overslept_s = min(MOST_OVERSLEPT_S, max(0.0, self._clock.now_s() - wake_s))
