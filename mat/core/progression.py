"""How a plan grows and eases: one thing at a time, with its reason, and only if the person agrees.

+1 repetition after three clean sessions up to 15, then the hold 5, 10, 15, 30 s (NHS inform); less after pain of 4 and
more. Both legs are offered after three different days of single-leg sessions with pain of at most 3 before and after.
A stop for pain leads back to one leg without asking.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mat.core.exercise import Plan, Stage
from mat.core.safety import EASE_FROM, NOTICEABLE, stopped_for_pain

FIRST_REPS = 3
MOST_REPS = 15
HOLDS_S = (5.0, 10.0, 15.0, 30.0)
CLEAN_SESSIONS = 3
GATE_DAYS = 3
GATE_PAIN = 3
FEWER = 2
"""Repetitions a side that an easing takes away (a decision of ours): one more would come back after three sessions."""

Change = Literal["more_reps", "longer_hold", "both_legs", "fewer_reps", "shorter_hold", "one_leg", "own_choice"]
Reason = Literal["clean", "pain_free_days", "pain", "stopped_for_pain", "person"]


@dataclass(frozen=True)
class PastSession:
    """What progress looks at. `at_s` orders sessions and decisions, by whatever counts both; `day` is the ordinal of
    its local day."""

    at_s: float
    day: int
    stage: Stage
    reps_per_side: int
    hold_s: float
    ended_because: str | None
    pain_before: int | None = None
    pain_after: int | None = None

    @property
    def for_pain(self) -> bool:
        return stopped_for_pain(self.ended_because, self.pain_after)


@dataclass(frozen=True)
class Offer:
    """A change of plan: what, why, and the plan it leads to."""

    change: Change
    reason: Reason
    plan: Plan


@dataclass(frozen=True)
class Decision:
    """An entry of a person's plan history: what was offered or chosen, and whether it was accepted."""

    at_s: float
    change: Change
    reason: Reason
    plan: Plan
    accepted: bool = True


@dataclass(frozen=True)
class Outlook:
    """The next step of a plan: `done` of `needed` clean sessions, or of pain-free days, are behind."""

    change: Change
    done: int
    needed: int


def first_plan(usual: Plan) -> Plan:
    """The plan of somebody's first session ever: one leg, three repetitions a side."""
    return replace(usual, stage="single", reps_per_side=min(FIRST_REPS, usual.reps_per_side))


def plan_in_force(usual: Plan, decisions: Sequence[Decision]) -> Plan:
    """The newest accepted plan, or the first one; the pause between repetitions is the station's."""
    taken = [one for one in sorted(decisions, key=lambda one: one.at_s) if one.accepted]
    return replace(taken[-1].plan, rest_s=usual.rest_s) if taken else first_plan(usual)


def gate_days(sessions: Sequence[PastSession]) -> int:
    """Different days towards both legs, since the last stop for pain; at most GATE_DAYS."""
    since = max((one.at_s for one in sessions if one.for_pain), default=float("-inf"))
    days = {one.day for one in sessions if one.at_s > since and one.stage == "single" and one.ended_because == "done"
            and _known_low(one.pain_before) and _known_low(one.pain_after)}
    # a day with a session of more pain is no pain-free day, whatever its other sessions were
    sore = {one.day for one in sessions for pain in (one.pain_before, one.pain_after)
            if pain is not None and pain > GATE_PAIN}
    return min(GATE_DAYS, len(days - sore))


def _known_low(pain: int | None) -> bool:
    return pain is not None and pain <= GATE_PAIN


def clean(session: PastSession, plan: Plan) -> bool:
    """Finished as planned, with pain told afterwards, low and not noticeably risen. Unknown is not clean."""
    as_planned = (session.stage, session.reps_per_side, session.hold_s) == (plan.stage, plan.reps_per_side, plan.hold_s)
    if session.ended_because != "done" or not as_planned or not _known_low(session.pain_after):
        return False
    before, after = session.pain_before, session.pain_after
    return before is None or after is None or after - before < NOTICEABLE


def offer(plan: Plan, sessions: Sequence[PastSession], decisions: Sequence[Decision]) -> Offer | None:
    """What to propose now, if anything: less after pain, both legs when the gate is open, more when all went well.

    `sessions` oldest first. Only what happened since the last decision counts towards the next one.
    """
    decided_s = max((one.at_s for one in decisions), default=float("-inf"))
    since = [one for one in sessions if one.at_s > decided_s]
    if since and _sore(since[-1]):
        return _ease(plan)
    if plan.stage == "single" and gate_days(sessions) >= GATE_DAYS and not _declined_lately(sessions, decisions):
        return Offer("both_legs", "pain_free_days", replace(plan, stage="both"))
    last = since[-CLEAN_SESSIONS:]
    if len(last) == CLEAN_SESSIONS and all(clean(one, plan) for one in last):
        return _more(plan)
    return None


def outlook(plan: Plan, sessions: Sequence[PastSession], decisions: Sequence[Decision]) -> Outlook | None:
    """What the plan grows to next, and how far that is; None at its largest, and as long as the last session hurt: then
    less is advised, and nothing beside it speaks of more."""
    if sessions and _sore(sessions[-1]):
        return None
    decided_s = max((one.at_s for one in decisions), default=float("-inf"))
    more = _more(plan)
    if more is None:
        return Outlook("both_legs", gate_days(sessions), GATE_DAYS) if plan.stage == "single" else None
    in_a_row = 0
    for one in reversed(sessions):
        if one.at_s <= decided_s or not clean(one, plan):
            break
        in_a_row += 1
    return Outlook(more.change, min(in_a_row, CLEAN_SESSIONS), CLEAN_SESSIONS)


def step_back(plan: Plan, session: PastSession) -> Offer | None:
    """What a stop for pain changes at once, without asking."""
    if plan.stage == "both" and session.for_pain:
        return Offer("one_leg", "stopped_for_pain", replace(plan, stage="single"))
    return None


def eased(plan: Plan) -> Plan:
    """One step less: the last thing that was added goes first."""
    shorter = [hold_s for hold_s in HOLDS_S if hold_s < plan.hold_s]
    if shorter:
        return replace(plan, hold_s=shorter[-1])
    return replace(plan, reps_per_side=max(1, plan.reps_per_side - FEWER))


def _sore(session: PastSession) -> bool:
    told = session.pain_after if session.pain_after is not None else session.pain_before
    return told is not None and told >= EASE_FROM


def _ease(plan: Plan) -> Offer | None:
    less = eased(plan)
    if less == plan:
        return None
    return Offer("shorter_hold" if less.hold_s < plan.hold_s else "fewer_reps", "pain", less)


def _more(plan: Plan) -> Offer | None:
    if plan.reps_per_side < MOST_REPS:
        return Offer("more_reps", "clean", replace(plan, reps_per_side=plan.reps_per_side + 1))
    longer = [hold_s for hold_s in HOLDS_S if hold_s > plan.hold_s]
    return Offer("longer_hold", "clean", replace(plan, hold_s=longer[0])) if longer else None


def _declined_lately(sessions: Sequence[PastSession], decisions: Sequence[Decision]) -> bool:
    """Both legs were declined, or given up, and three more good days have not passed since."""
    said = [one.at_s for one in decisions if one.change == "both_legs" and not one.accepted]
    since = max([*said, *_given_up(sessions, decisions)], default=None)
    return since is not None and gate_days([one for one in sessions if one.at_s > since]) < GATE_DAYS


def _given_up(sessions: Sequence[PastSession], decisions: Sequence[Decision]) -> Iterator[float]:
    """When a plan with both legs was changed to one leg; another hold or number chosen with one leg gives nothing up.

    Before the first decision the sessions tell which plan was followed.
    """
    followed: Stage | None = None
    for one in sorted(decisions, key=lambda each: each.at_s):
        if not one.accepted:
            continue
        if followed is None:
            before = [past for past in sessions if past.at_s < one.at_s]
            followed = before[-1].stage if before else "single"
        if one.plan.stage == "single" and (one.change == "one_leg" or followed == "both"):
            yield one.at_s
        followed = one.plan.stage
