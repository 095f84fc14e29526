"""The day in facts: sessions, repetitions per side, holds, pelvic lifts, pain, streak and the last seven days.

Days are ISO dates ("2026-11-22"), moments ISO 8601 with zone: the core does no calendar arithmetic.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    left: int = 0
    right: int = 0
    double: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.left + other.left, self.right + other.right, self.double + other.double)

    @property
    def total(self) -> int:
        return self.left + self.right + self.double


@dataclass(frozen=True)
class Goal:
    sessions: int
    reps_per_side: int


@dataclass(frozen=True)
class SessionSummary:
    """One session as it is stored. Unknown is None; `ended` is None while it runs."""

    id: str
    started: str
    ended: str | None
    stage: str
    ended_because: str | None
    reps: Counts
    partial: int
    hold_s_mean: float | None
    pelvic_lift_share: float | None
    pain_before: int | None
    pain_after: int | None


@dataclass(frozen=True)
class WeekDay:
    day: str
    sessions: int
    reps: int


@dataclass(frozen=True)
class DaySummary:
    """`week` holds seven days, the day itself last."""

    day: str
    goal: Goal
    sessions: tuple[SessionSummary, ...]
    totals: Counts
    streak_days: int
    week: tuple[WeekDay, ...]
    last_session: SessionSummary | None = None
