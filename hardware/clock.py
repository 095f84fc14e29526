"""The one place that asks the time: the system's clock, and one that only moves when told."""

import time


class SystemClock:
    """The computer's clock, `speed` emulated seconds a real one.

    `now_s` is the system-wide monotonic clock times `speed`, so that two processes with the same speed agree.
    Calendar time is never sped up.
    """

    def __init__(self, speed: float = 1.0) -> None:
        if not speed > 0:
            raise ValueError(f"speed ({speed}) must be above 0 emulated seconds a second")
        self.speed = speed

    def now_s(self) -> float:
        return time.monotonic() * self.speed

    def sleep_until_s(self, t_s: float) -> None:
        """Returns at once when `t_s` has passed."""
        left = t_s / self.speed - time.monotonic()
        if left > 0:
            time.sleep(left)

    def utc_epoch_s(self) -> float:
        return time.time()


class FakeClock:
    """A clock that stands still until slept on or advanced. `epoch_s`: the calendar at its start."""

    def __init__(self, start_s: float = 0.0, epoch_s: float = 1_767_225_600.0) -> None:
        self._now_s = start_s
        self._epoch_at_zero_s = epoch_s - start_s

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
