"""What a session asks to be kept: opened, one rep, ended, pain told. In order, one session at a time."""

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


Record = SessionOpened | RepDone | SessionEnded | PainTold
