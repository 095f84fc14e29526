"""Someone who visits the mat: follows the screen as a person would, or an evening by the clock alone."""

import random

from hardware.emulation.person import Person
from mat.core.exercise import Plan, next_side
from mat.core.snapshot import Snapshot
from mat.core.zones import SIDES, Side

STANDS_S = 3.5
SITS_S = 2.0
LIES_STILL_S = 8.0
SECOND_LEG_S = 1.4
SIT_PAUSE_S = 4.0
ANSWER_AFTER_S = 2.5
PUZZLED_AFTER_S = 6.0
"""Asked so long to raise a knee that is up, a person puts it down and tries again."""


class Visitor:
    """Obeys the screen with human delay: comes, lies down, lifts, holds, lowers, answers, leaves.

    Give `obey` every new snapshot and `answer` its intents a way back. `arrives_after_s` counts from the first
    snapshot. `reaction_s` is the shortest and the longest time to react.
    """

    def __init__(self, person: Person, plan: Plan, *, seed: int = 1, arrives_after_s: float = 2.0,
                 reaction_s: tuple[float, float] = (0.6, 1.5), pain: int = 1) -> None:
        self._person = person
        self._plan = plan
        self._random = random.Random(f"visitor {seed}")
        self._arrives_after_s = arrives_after_s
        self._reaction_s = reaction_s
        self._pain = pain
        self._up: list[Side] = []
        self._came = self._exercised = self._sits = self._left = False
        self._busy_until_s = 0.0
        self._asked_s: float | None = None

    def obey(self, snapshot: Snapshot) -> None:
        if not self._came:
            self._come(snapshot.t_s + self._arrives_after_s)
        screen = snapshot.screen
        if screen == "lift":
            self._lift(snapshot)
        elif screen == "sit":
            self._sit(snapshot.t_s)
        elif screen == "summary" or (screen == "home" and self._exercised):
            self._leave(snapshot.t_s)
        elif screen != "hold" and self._up:
            self._lower_all(snapshot.t_s)

    def answer(self, snapshot: Snapshot) -> str | None:
        """The intent "pain:N", once for each time the question is shown."""
        if snapshot.screen != "pain":
            self._asked_s = None
            return None
        if self._asked_s is None:
            self._asked_s = snapshot.t_s
        if snapshot.t_s - self._asked_s < ANSWER_AFTER_S:
            return None
        self._asked_s = float("inf")
        return f"pain:{self._pain}"

    def _reacts_at(self, now_s: float) -> float:
        """Reaction after the cue, but not before the last movement is done."""
        return max(now_s + self._random.uniform(*self._reaction_s), self._busy_until_s)

    def _come(self, t_s: float) -> None:
        self._came = True
        sits_s = self._person.step_on(t_s) + STANDS_S
        lies_s = self._person.sit(sits_s) + SITS_S
        self._busy_until_s = self._person.lie_down(lies_s)

    def _lift(self, snapshot: Snapshot) -> None:
        wanted: tuple[Side, ...] = SIDES if snapshot.side is None else (snapshot.side,)
        missing = [side for side in wanted if side not in self._up]
        if not missing:
            if snapshot.t_s > self._busy_until_s + PUZZLED_AFTER_S:
                self._lower_all(snapshot.t_s)
            return
        self._exercised = True
        if self._up and snapshot.side and self._plan.stage == "single":
            self._lower_all(snapshot.t_s)
        at_s = self._reacts_at(snapshot.t_s)
        for side in missing:
            self._busy_until_s = self._person.lift(side, at_s)
            self._up.append(side)
            at_s += SECOND_LEG_S

    def _lower_all(self, now_s: float) -> None:
        at_s = self._reacts_at(now_s)
        while self._up:
            self._busy_until_s = self._person.lower(self._up.pop(0), at_s)
            at_s += SECOND_LEG_S

    def _sit(self, now_s: float) -> None:
        """Told to take time: sits up and stays sitting."""
        if self._up:
            self._lower_all(now_s)
        if not self._sits:
            self._sits = True
            self._busy_until_s = self._person.sit_up(self._reacts_at(now_s))

    def _leave(self, now_s: float) -> None:
        if self._left:
            return
        self._left = True
        self._sit(now_s)
        self._busy_until_s = self._person.step_off(self._reacts_at(now_s) + (0.0 if self._sat(now_s) else SIT_PAUSE_S))

    def _sat(self, now_s: float) -> bool:
        return now_s - self._busy_until_s > SIT_PAUSE_S


def evening(person: Person, plan: Plan, start_s: float) -> float:
    """Schedules a whole session without looking at any screen; returns when the person has left."""
    t_s = person.step_on(start_s) + STANDS_S
    t_s = person.sit(t_s) + SITS_S
    t_s = person.lie_down(t_s) + LIES_STILL_S
    left = right = 0
    for _ in range(plan.reps_goal):
        side = next_side(plan, left, right) or "left"
        left, right = left + (side == "left"), right + (side == "right")
        t_s = _one_rep(person, plan, side if plan.stage == "single" else None, t_s)
    t_s = person.sit_up(t_s + LIES_STILL_S)
    return person.step_off(t_s + SIT_PAUSE_S)


def _one_rep(person: Person, plan: Plan, side: Side | None, t_s: float) -> float:
    """One knee, or with `side` None both, one after the other; returns when the next may begin."""
    sides: tuple[Side, ...] = SIDES if side is None else (side,)
    for n, one in enumerate(sides):
        up_s = person.lift(one, t_s + n * SECOND_LEG_S)
    t_s = up_s + plan.hold_s + 1.0
    for n, one in enumerate(sides):
        down_s = person.lower(one, t_s + n * SECOND_LEG_S)
    return down_s + plan.rest_s + 1.0
