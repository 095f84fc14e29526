"""A plan in the making, on the plan's screen: each touch changes one thing by one step within its range."""

from dataclasses import replace
from typing import Literal

from mat.core.exercise import Plan
from mat.core.progression import MOST_REPS

HOLD_STEPS_S = (3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0)
"""Up to 30 s for a person; a clinician may set up to 60 s in the settings."""
MOST_SESSIONS = 3


def adjusted(plan: Plan, told: str, both_open: bool) -> Plan:
    """The plan after "reps:+", "hold:-", "sessions:+" or "stage:both"; both legs only when they are open to the person.
    At the end of a range, and for what is not known, it stays as it is."""
    what, _, way = told.partition(":")
    up = way == "+"
    if what == "reps":
        return replace(plan, reps_per_side=_within(plan.reps_per_side, up, MOST_REPS))
    if what == "sessions":
        return replace(plan, sessions_a_day=_within(plan.sessions_a_day, up, MOST_SESSIONS))
    if what == "hold":
        return replace(plan, hold_s=_hold(plan.hold_s, up))
    if told == "stage:single" or (told == "stage:both" and both_open):
        return replace(plan, stage=_stage(way))
    return plan


def _stage(way: str) -> Literal["single", "both"]:
    return "both" if way == "both" else "single"


def _within(value: int, up: bool, most: int) -> int:
    return min(most, value + 1) if up else max(1, value - 1)


def _hold(hold_s: float, up: bool) -> float:
    """The next step; a hold between two steps, or longer than the longest, goes to its neighbour."""
    if up:
        return next((step for step in HOLD_STEPS_S if step > hold_s), hold_s)
    return next((step for step in reversed(HOLD_STEPS_S) if step < hold_s), hold_s)
