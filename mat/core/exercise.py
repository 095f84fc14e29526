"""The exercise plan: how many stretches, how long, which legs. Ranges from the exercise's published dosage."""

from dataclasses import dataclass
from typing import Literal

from mat.core.zones import Side

Stage = Literal["single", "both"]


@dataclass(frozen=True)
class Plan:
    """What a session asks for. `reps_per_side` counts double lifts when both legs go."""

    stage: Stage = "single"
    reps_per_side: int = 10
    hold_s: float = 5.0
    sessions_a_day: int = 2
    rest_s: float = 3.0

    @property
    def reps_goal(self) -> int:
        """Repetitions of a full session: both sides, or both legs together."""
        return self.reps_per_side if self.stage == "both" else 2 * self.reps_per_side


MIN_HOLD_S = 2.0
"""What a repetition must be held to count where no plan is known, as in a recording."""
HOLD_SHARE = 0.8
"""A repetition counts when its hold reached this share of the target (a decision of ours)."""


def next_side(plan: Plan, left: int, right: int) -> Side | None:
    """The knee to raise next when legs alternate, the left one first; None when both sides are complete.

    The side that has fewer repetitions comes first, so an extra one on the wrong side is caught up.
    """
    if left >= plan.reps_per_side and right >= plan.reps_per_side:
        return None
    return "left" if (left <= right and left < plan.reps_per_side) or right >= plan.reps_per_side else "right"
