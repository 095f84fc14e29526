"""The day in facts: sessions, repetitions per side, holds, pelvic lifts, pain, streak and the last seven days.

Days are ISO dates ("2026-11-22"), moments ISO 8601 with zone: the core does no calendar arithmetic.
"""

from dataclasses import dataclass

from mat.core.people import Profile


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
    hold_s_shortest: float | None = None
    partial_reasons: tuple[tuple[str, int], ...] = ()
    """Why repetitions did not count, in plain words, each with how often; the most frequent first."""
    person: str | None = None
    sure: bool = True
    """False while the mat only guesses whose session it is."""


@dataclass(frozen=True)
class WeekDay:
    """`reps` are all counted ones, for a bar's height; `counts` tells them apart."""

    day: str
    sessions: int
    reps: int
    counts: Counts = Counts()
    told_to_rest: bool = False


@dataclass(frozen=True)
class Week:
    """Seven days from `first_day`; `days` of them had a session."""

    first_day: str
    days: int
    sessions: int
    counts: Counts


@dataclass(frozen=True)
class DaySummary:
    """The day of one person, or of whoever has no profile. `week` holds seven days and `weeks` twelve weeks of seven
    days, each ending with the day itself. `partial`, holds, pelvis and pain are over the day's sessions: pain before
    its first and after its last one, as far as they were told."""

    day: str
    goal: Goal
    sessions: tuple[SessionSummary, ...]
    totals: Counts
    streak_days: int
    week: tuple[WeekDay, ...]
    last_session: SessionSummary | None = None
    person: Profile | None = None
    partial: int = 0
    partial_reasons: tuple[tuple[str, int], ...] = ()
    hold_s_mean: float | None = None
    hold_s_shortest: float | None = None
    pelvic_lift_share: float | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    told_to_rest: bool = False
    weeks: tuple[Week, ...] = ()
    calendar: tuple[WeekDay, ...] = ()
    """Each day of the twelve weeks, the day itself last."""
    recent: tuple[SessionSummary, ...] = ()
    """The last sessions that have ended, at most twelve, the newest last."""
    pain_free_days: int = 0
    """Days towards both legs, at most 3 (`progression.GATE_DAYS`)."""
