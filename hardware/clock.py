"""The one place that asks the time: the system's clock, and one that only moves when told."""

import contextlib
import ctypes
import functools
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mat.ports import Clock

RTC = Path("/sys/class/rtc")
TIMESYNC = Path("/run/systemd/timesync")
TIMESYNC_WANTED = Path("/etc/systemd/system/sysinit.target.wants/systemd-timesyncd.service")
"""Whether systemd's time service starts with the machine: its folder alone does not tell, for it comes after the kiosk
and goes for a moment at each of its restarts."""
RELEASED = 1_767_225_600
"""2026-01-01 UTC: no clock that keeps time says it is earlier."""
_TIME_ERROR = 5
_STA_UNSYNC = 0x0040
_TIMEX_BYTES = 512
"""More than the kernel's struct timex has on any machine; `modes` 0, the first word, only asks."""


class SystemClock:
    """The computer's clock, `speed` emulated seconds a real one.

    `now_s` is the system-wide monotonic clock times `speed`, so that two processes with the same speed agree.
    Calendar time is never sped up.
    """

    def __init__(self, speed: float = 1.0, rtc: Path = RTC, timesync: Path = TIMESYNC,
                 asks: Callable[[], bool | None] | None = None, wanted: Path = TIMESYNC_WANTED) -> None:
        """`rtc`, `timesync`, `asks`: where the battery clock, systemd's time service and the kernel tell. `wanted` is
        there where that service is switched on."""
        if not speed > 0:
            raise ValueError(f"speed ({speed}) must be above 0 emulated seconds a second")
        self.speed = speed
        self._rtc, self._timesync, self._wanted = rtc, timesync, wanted
        self._asks = asks or _synchronised

    def now_s(self) -> float:
        return time.monotonic() * self.speed

    def sleep_until_s(self, t_s: float) -> None:
        """Returns at once when `t_s` has passed."""
        left = t_s / self.speed - time.monotonic()
        if left > 0:
            time.sleep(left)

    def utc_epoch_s(self) -> float:
        """Also looks at the time zone anew: local times are told of the zone that was set last."""
        time.tzset()
        return time.time()

    def known(self) -> bool:
        """The kernel keeps time with the network's, or a battery clock set it at the start. Where nobody may be asked:
        that it is not before RELEASED.

        The clock of a Raspberry Pi 5 also sets the time when it has no battery, and then begins with 1970 each time the
        power comes back: a clock that says it is before RELEASED has not kept time, and the time is not known.
        """
        told = self._asks()
        if told is None:
            told = _timesyncd_says(self._timesync, self._wanted)
        if told is None:  # nobody may be asked: at least it must not be earlier than this program
            told = time.time() >= RELEASED
        return told or _battery_set_it(self._rtc)


def _synchronised() -> bool | None:
    """What adjtimex says (its state is not TIME_ERROR, STA_UNSYNC is not set); None where it may not be asked, as in a
    service with ProtectClock=yes, or where there is no such call."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        answer = (ctypes.c_ubyte * _TIMEX_BYTES)()
        state = _libc().adjtimex(ctypes.byref(answer))
    except (OSError, AttributeError):
        return None
    if state < 0:
        return None
    # struct timex: unsigned modes, then longs offset, freq, maxerror, esterror, then int status
    long_ = ctypes.sizeof(ctypes.c_long)
    status = ctypes.c_int.from_buffer(answer, long_ + 4 * long_).value
    return bool(state != _TIME_ERROR and not status & _STA_UNSYNC)


def _timesyncd_says(folder: Path, wanted: Path) -> bool | None:
    """Whether systemd's time service has heard from the network since the start; None where there is none."""
    if (folder / "synchronized").exists():
        return True
    return False if folder.is_dir() or os.path.lexists(wanted) else None


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def _battery_set_it(rtc: Path) -> bool:
    for told in rtc.glob("rtc*/hctosys"):
        with contextlib.suppress(OSError, ValueError):
            if told.read_text("ascii").strip() == "1" and \
                    int(told.with_name("since_epoch").read_text("ascii")) >= RELEASED:
                return True
    return False


class FakeClock:
    """A clock that stands still until slept on or advanced. `epoch_s`: the calendar at its start."""

    def __init__(self, start_s: float = 0.0, epoch_s: float = 1_767_225_600.0, known: bool = True) -> None:
        self._now_s = start_s
        self._epoch_at_zero_s = epoch_s - start_s
        self.is_known = known

    def now_s(self) -> float:
        return self._now_s

    def sleep_until_s(self, t_s: float) -> None:
        """The wait takes no real time; a `t_s` that has passed changes nothing."""
        if t_s > self._now_s:
            self._now_s = t_s

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError(f"cannot advance by {seconds} s: a monotonic clock never goes back")
        self._now_s += seconds

    def utc_epoch_s(self) -> float:
        return self._epoch_at_zero_s + self._now_s

    def set_calendar(self, epoch_s: float) -> None:
        """The calendar jumps; the monotonic seconds do not."""
        self._epoch_at_zero_s = epoch_s - self._now_s

    def known(self) -> bool:
        return self.is_known


_CLOCKS: tuple[type[Clock], ...] = (SystemClock, FakeClock)
