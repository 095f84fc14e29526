"""What moves a session beside the detection's events: time, touches, faults, and what is known of the people."""

from dataclasses import dataclass
from typing import Literal

from mat.core import events as ev
from mat.core.household import Household
from mat.core.identity import Guess
from mat.core.snapshot import FaultNote


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed. `still`: somebody lies there and nothing moves."""

    t_s: float
    still: bool = False


@dataclass(frozen=True, slots=True)
class Touch:
    """Something was touched or pressed: "stop", "home", "again", "pain:3", "person:<id>", "plan:reps:+"."""

    t_s: float
    intent: str


@dataclass(frozen=True, slots=True)
class FaultBegan:
    """A part of the machine fails; detection pauses until FaultOver."""

    t_s: float
    note: FaultNote


@dataclass(frozen=True, slots=True)
class FaultOver:
    t_s: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """How the one who has just lain down spreads their load, and whom that suggests; comes just before Supine."""

    t_s: float
    kit: str
    shares: tuple[float, ...]
    guess: Guess


@dataclass(frozen=True, slots=True)
class HouseRead:
    """What is kept of the people was read anew."""

    t_s: float
    house: Household


Happening = ev.Event | Tick | Touch | FaultBegan | FaultOver | Recognised | HouseRead
Cue = Literal["welcome", "go", "release", "rep", "partial", "stop", "done", "prompt", "fault"]
