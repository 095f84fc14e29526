"""What is to be kept: a session opened, one rep, ended, pain told, in order; and how the zones read."""

from dataclasses import dataclass
from typing import Literal

from mat.core.events import Rep
from mat.core.exercise import Plan

EndReason = Literal["done", "stopped", "left", "gave_up", "fault", "interrupted"]


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """`t_s` is when the person arrived; written with the first thing worth keeping."""

    t_s: float
    plan: Plan


@dataclass(frozen=True, slots=True)
class RepDone:
    t_s: float
    rep: Rep


@dataclass(frozen=True, slots=True)
class SessionEnded:
    t_s: float
    because: EndReason


@dataclass(frozen=True, slots=True)
class PainTold:
    """0–10 after the session; None when the person skipped the question."""

    t_s: float
    pain: int | None


@dataclass(frozen=True, slots=True)
class ZonesRead:
    """What the zones read empty (`zero`) and more under the person at rest (`span`), as conductances."""

    t_s: float
    zones: tuple[str, ...]
    zero: tuple[float, ...]
    span: tuple[float, ...]


Record = SessionOpened | RepDone | SessionEnded | PainTold | ZonesRead
