"""What the pages behind the PIN show: the mat's zones as they are read now, and how the reading itself does."""

from dataclasses import dataclass
from typing import Literal

from mat.core.zones import Layout

LOAD_STEPS, TRACE_STEPS, TRACE_POINTS = 50, 40, 120
TRACE_S = 12.0
StaffPage = Literal["zones", "traces", "machine", "shutdown"]


@dataclass(frozen=True)
class PinView:
    """`entered` digits so far; `wrong`: the last PIN was not the one; `wait_s` until another may be tried."""

    entered: int = 0
    wrong: bool = False
    wait_s: int = 0


@dataclass(frozen=True)
class ZoneNow:
    """One zone. `load` 0 to LOAD_STEPS of the full range, `volts` rounded to hundredths, `trace` the last TRACE_S
    seconds as up to TRACE_POINTS values from 0 to TRACE_STEPS, the newest last; `trouble` a zone fault's kind."""

    name: str
    input: str
    load: int
    volts: float
    trace: tuple[int, ...] = ()
    trouble: str | None = None


@dataclass(frozen=True)
class StaffView:
    """`rate_hz` and `jitter_ms` (standard deviation of the samples' distances) over the last seconds; counts since the
    sampler's start: `missed` ticks, scans thrown away as `doubtful`, of these `refused` by the bus and `resets` of a
    chip; `bus_khz` 0 while unknown. `fault`: the machine's fault as the log words it, or ""."""

    page: StaffPage
    layout: Layout
    zones: tuple[ZoneNow, ...]
    rate_hz: float | None = None
    wanted_hz: float = 100.0
    jitter_ms: float | None = None
    worst_ms: float = 0.0
    missed: int = 0
    doubtful: int = 0
    refused: int = 0
    resets: int = 0
    bus_khz: int = 0
    real_time: bool = False
    fault: str = ""
