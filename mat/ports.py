"""What we ask of the world: a clock, a source of samples, a place to keep records, something to show and to sound."""

from typing import Protocol

from mat.core.snapshot import Snapshot
from mat.core.zones import Layout


class MatError(Exception):
    """A fault that a person can understand: its text names the thing, its value and unit, and the way out."""

    exit_code = 1


class UsageError(MatError):
    """The call itself is wrong."""

    exit_code = 2


class Clock(Protocol):
    """Monotonic seconds and a way to wait for them; calendar time only for what a record's day is."""

    def now_s(self) -> float: ...
    def sleep_until_s(self, t_s: float) -> None: ...
    def utc_epoch_s(self) -> float: ...
    def known(self) -> bool:
        """Whether the calendar can be trusted: a machine without a battery clock wakes up with an old time."""


class Source(Protocol):
    """Where samples come from: a converter, or a recording. `read()` returns the zones' volts."""

    layout: Layout

    def read(self) -> tuple[float, ...] | None:
        """One scan in volts, in the layout's order; None for one that cannot be trusted. Raises MatError when the
        hardware does not answer."""

    def close(self) -> None: ...


class Screen(Protocol):
    """A window or nothing. `show` draws; `intents` returns what was touched since the last call."""

    def show(self, snapshot: Snapshot) -> None: ...
    def intents(self) -> list[str]: ...
    def close(self) -> None: ...
