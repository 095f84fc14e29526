"""What is to be kept, in order: sessions and their reps, whose they are, what was answered and decided, how zones read.

`person` is a profile's id, None for a guest or for whoever uses a station without profiles.
"""

from dataclasses import dataclass
from typing import Literal

from mat.core.events import Rep
from mat.core.exercise import Plan
from mat.core.people import Profile
from mat.core.progression import Change, Reason


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a record happened: calendar time with the local offset, and the machine's monotonic seconds, which still
    tell the moment when the calendar turns out to have been wrong. `known`: the calendar could be trusted."""

    epoch_s: float
    utc_offset_s: int
    monotonic_s: float = 0.0
    known: bool = True


EndReason = Literal["done", "stopped", "left", "gave_up", "fault", "interrupted"]


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """`t_s` is when the person arrived; written with the first thing worth keeping. `sure`: the person said who it is,
    or nobody else can be meant; else the mat guessed."""

    t_s: float
    plan: Plan
    person: str | None = None
    sure: bool = True
    pain_before: int | None = None


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
class Assigned:
    """The current session is this person's, told after it was opened."""

    t_s: float
    person: str | None


@dataclass(frozen=True, slots=True)
class ProfileMade:
    t_s: float
    profile: Profile


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """A first-run question, or the confirmation (`safety.CONFIRMED`), was answered."""

    t_s: float
    person: str | None
    question: str
    yes: bool


@dataclass(frozen=True, slots=True)
class PlanDecided:
    """A change of plan was accepted or declined, or made by the person or by a stop for pain."""

    t_s: float
    person: str | None
    change: Change
    reason: Reason
    plan: Plan
    accepted: bool


@dataclass(frozen=True, slots=True)
class ToldToRest:
    """Rest was advised for today: pain of 6 and more, before or after, or a stop for pain."""

    t_s: float
    person: str | None


@dataclass(frozen=True, slots=True)
class PatternSeen:
    """How a person whose name is certain lay at rest: each zone's share of the load. `kit` names the layout."""

    t_s: float
    person: str
    kit: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ZonesRead:
    """What the zones read empty (`zero`) and more under the person at rest (`span`), as conductances."""

    t_s: float
    zones: tuple[str, ...]
    zero: tuple[float, ...]
    span: tuple[float, ...]


Record = (SessionOpened | RepDone | SessionEnded | PainTold | Assigned | ProfileMade | AnswerGiven | PlanDecided
          | ToldToRest | PatternSeen | ZonesRead)
