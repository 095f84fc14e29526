"""The I²C bus of the Pi: the busio interface that the converter's driver wants, over /dev/i2c-N."""

import contextlib
import errno
import fcntl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from smbus2 import SMBus, i2c_msg

from mat.ports import MatError

SLOW_BELOW_HZ = 300_000
CONFIG_LINE = "Write dtparam=i2c_arm=on,i2c_arm_baudrate=400000 into /boot/firmware/config.txt and restart the Pi."


I2C_RETRIES, I2C_TIMEOUT = 0x0701, 0x0702
"""Requests of the kernel's i2c-dev interface."""
TIMEOUT_10MS = 10
"""A transfer takes less than a millisecond; the kernel's own patience is a second, for each one."""
LOCK_PATIENCE_S = 1.0
PACE_READS, SHORT_READ, LONG_READ = 5, 2, 30


class ElectronicsError(MatError):
    """A fault of the electronics. `key` names it in the texts of the screen, `part` is an address or a device."""

    def __init__(self, message: str, key: str, part: str) -> None:
        super().__init__(message)
        self.key = key
        self.part = part


class I2CError(ElectronicsError):
    """The bus cannot be used at all."""


class I2CBus(Protocol):
    """What the driver asks of a bus. A transaction that nobody acknowledges raises OSError(121)."""

    def try_lock(self) -> bool: ...
    def unlock(self) -> None: ...
    def writeto(self, address: int, buffer: bytes | bytearray, *,
                start: int = 0, end: int | None = None) -> None: ...
    def readfrom_into(self, address: int, buffer: bytearray, *,
                      start: int = 0, end: int | None = None) -> None: ...
    def writeto_then_readfrom(self, address: int, out_buffer: bytes | bytearray, in_buffer: bytearray, *,
                              out_start: int = 0, out_end: int | None = None,
                              in_start: int = 0, in_end: int | None = None) -> None: ...
    def close(self) -> None: ...


class LinuxI2C:
    """One /dev/i2c-N. One process and one thread per bus: the lock only guards against mistakes.

    The driver asks for the lock again and again until it gets it: a lock that was left held is an OSError here instead.
    """

    def __init__(self, bus: SMBus, patience_s: float = LOCK_PATIENCE_S) -> None:
        self._bus = bus
        self._patience_s = patience_s
        self._lock = threading.Lock()

    def try_lock(self) -> bool:
        if not self._lock.acquire(timeout=self._patience_s):
            raise OSError(errno.EBUSY, "the bus's lock is held")
        return True

    def unlock(self) -> None:
        self._lock.release()

    def writeto(self, address: int, buffer: bytes | bytearray, *,
                start: int = 0, end: int | None = None) -> None:
        self._bus.i2c_rdwr(i2c_msg.write(address, bytes(buffer[start:end])))

    def readfrom_into(self, address: int, buffer: bytearray, *,
                      start: int = 0, end: int | None = None) -> None:
        end = len(buffer) if end is None else end
        message = i2c_msg.read(address, end - start)
        self._bus.i2c_rdwr(message)
        buffer[start:end] = bytes(message)

    def writeto_then_readfrom(self, address: int, out_buffer: bytes | bytearray, in_buffer: bytearray, *,
                              out_start: int = 0, out_end: int | None = None,
                              in_start: int = 0, in_end: int | None = None) -> None:
        """Both in one transaction, with a repeated start between them."""
        in_end = len(in_buffer) if in_end is None else in_end
        answer = i2c_msg.read(address, in_end - in_start)
        self._bus.i2c_rdwr(i2c_msg.write(address, bytes(out_buffer[out_start:out_end])), answer)
        in_buffer[in_start:in_end] = bytes(answer)

    def close(self) -> None:
        self._bus.close()


def open_bus(number: int) -> LinuxI2C:
    """Opens /dev/i2c-`number`. Raises I2CError with the remedy when there is none or it may not be used."""
    device = f"/dev/i2c-{number}"
    try:
        bus = SMBus(number)
        _claim(bus, device)
        return LinuxI2C(_limited(bus))
    except FileNotFoundError as fault:
        raise I2CError(f"There is no I²C bus {number} ({device}). {CONFIG_LINE}", "fault_bus", device) from fault
    except PermissionError as fault:
        raise I2CError(f"{device} may not be opened by this user. Add the user to the group i2c "
                       "(sudo usermod -aG i2c NAME) and log in again.", "fault_bus", device) from fault
    except OSError as fault:
        raise I2CError(f"{device} cannot be opened ({fault.strerror}). {CONFIG_LINE}", "fault_bus", device) from fault


def _claim(bus: SMBus, device: str) -> None:
    """Two programs that start conversions on one chip read each other's channels: the second one is refused."""
    assert bus.fd is not None  # it was opened by its number just now
    try:
        fcntl.flock(bus.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        bus.close()
        raise I2CError(f"{device} is in use by another mat program. Stop the kiosk first "
                       "(sudo systemctl stop mat-kiosk), then try again.", "fault_bus", device) from fault


def _limited(bus: SMBus) -> SMBus:
    """Asks the kernel for no retries, and for 100 ms for a transfer on a bus that hangs; without it works too."""
    assert bus.fd is not None
    with contextlib.suppress(OSError):
        fcntl.ioctl(bus.fd, I2C_RETRIES, 0)
        fcntl.ioctl(bus.fd, I2C_TIMEOUT, TIMEOUT_10MS)
    return bus


def bus_hz(number: int, sysfs: Path = Path("/sys/class/i2c-adapter")) -> int | None:
    """The bus clock that the device tree asks for; None where the system does not tell."""
    told = sysfs / f"i2c-{number}" / "of_node" / "clock-frequency"
    return int.from_bytes(told.read_bytes(), "big") if told.is_file() else None


def answers(bus: I2CBus, address: int) -> bool:
    """Whether anything acknowledges a read of one byte; that works on every Pi, an empty write does not."""
    bus.try_lock()
    try:
        bus.readfrom_into(address, bytearray(1))
    except OSError:
        return False
    finally:
        bus.unlock()
    return True


def measured_hz(bus: I2CBus, address: int, now_s: Callable[[], float]) -> float:
    """The bus clock, from what long reads take more than short ones; 0 where that cannot be told. Raises OSError."""
    quickest_s = {size: min(_read_takes_s(bus, address, size, now_s) for _ in range(PACE_READS))
                  for size in (SHORT_READ, LONG_READ)}
    more_s = quickest_s[LONG_READ] - quickest_s[SHORT_READ]
    return 9 * (LONG_READ - SHORT_READ) / more_s if more_s > 0 else 0.0


def _read_takes_s(bus: I2CBus, address: int, size: int, now_s: Callable[[], float]) -> float:
    bus.try_lock()
    try:
        begun_s = now_s()
        bus.readfrom_into(address, bytearray(size))
        return now_s() - begun_s
    finally:
        bus.unlock()
