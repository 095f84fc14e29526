"""The scorer: how well what was said of recordings agrees with their labels.

A case is the labels of one recording and the events said of it, both as in their public formats. Times in
seconds, rates from 0 to 1. A figure without a case to judge is None.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Event = dict[str, Any]
Figures = dict[str, float | None]

SAME_REP = 0.3
"""Two spans are the same repetition if they share more than this of what they cover together."""
EARLY_S = 1.0
ARRIVAL_S = (-0.2, 3.0)


@dataclass(frozen=True)
class Case:
    labels: Event
    said: Sequence[Event]

    @property
    def negative(self) -> bool:
        return self.labels["exercise"] == "none"

    def true(self, kind: str) -> list[Event]:
        return [event for event in self.labels["events"] if event["type"] == kind]

    def told(self, kind: str) -> list[Event]:
        return [event for event in self.said if event["event"] == kind]

    @property
    def valid(self) -> list[Event]:
        return [rep for rep in self.true("rep") if rep["valid"]]

    @property
    def counted(self) -> list[Event]:
        return [rep for rep in self.told("rep") if rep["valid"]]


def figures_of(cases: Sequence[Case]) -> Figures:
    """All of them. Raises ValueError if there is nothing to judge."""
    if not cases:
        raise ValueError("no labelled recording to judge")
    pairs = [pair for case in cases for pair in paired(case.valid, case.counted)]
    return {**_sets(cases), **_reps(cases, len(pairs)), **_holds(pairs), **_pelvis(pairs), **_at_once(pairs),
            **_lifts(cases), **_arrivals(cases)}


def paired(true: Sequence[Event], told: Sequence[Event]) -> list[tuple[Event, Event]]:
    """Each at most once, those that agree best first."""
    shared = np.array([[_shared(one, other) for other in told] for one in true])
    pairs = []
    while shared.size and shared.max() > SAME_REP:
        row, column = np.unravel_index(shared.argmax(), shared.shape)
        pairs.append((true[row], told[column]))
        shared[row, :] = shared[:, column] = 0.0
    return pairs


def _shared(one: Event, other: Event) -> float:
    both = min(one["end"], other["end"]) - max(one["start"], other["start"])
    either = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return max(0.0, both) / either if either > 0 else 0.0


def _share(answers: Iterable[bool]) -> float | None:
    """The part that is True."""
    known = list(answers)
    return sum(known) / len(known) if known else None


def _middle(values: Sequence[float]) -> float | None:
    return float(np.median(values)) if len(values) else None


def _p95(values: Sequence[float]) -> float | None:
    """Of the values themselves, the nearest: nothing is interpolated."""
    return sorted(values)[round(0.95 * (len(values) - 1))] if len(values) else None


def _sets(cases: Sequence[Case]) -> Figures:
    off_by = [abs(len(case.counted) - len(case.valid)) for case in cases if case.valid and not case.negative]
    return {"sets": len(off_by), "sets_exact": _share(n == 0 for n in off_by),
            "sets_within_1": _share(n <= 1 for n in off_by)}


def _reps(cases: Sequence[Case], found: int) -> Figures:
    valid, counted = (sum(len(getattr(case, what)) for case in cases) for what in ("valid", "counted"))
    return {"reps": valid, "rep_precision": found / counted if counted else None,
            "rep_recall": found / valid if valid else None,
            "rep_f1": 2 * found / (valid + counted) if found else None,
            "false_reps_on_negatives": sum(len(case.counted) for case in cases if case.negative)}


def _holds(pairs: Sequence[tuple[Event, Event]]) -> Figures:
    errors = [abs(true["hold_s"] - told["hold_s"]) for true, told in pairs]
    return {"kind_accuracy": _share(true["kind"] == told["kind"] for true, told in pairs),
            "hold_error_median_s": _middle(errors), "hold_error_p95_s": _p95(errors)}


def _pelvis(pairs: Sequence[tuple[Event, Event]]) -> Figures:
    """Balanced: the mean of how often a lift and how often no lift was told rightly."""
    asked = [(true["pelvic_lift"], told["pelvic_lift"]) for true, told in pairs if true["pelvic_lift"] is not None]
    sides = [_share(told == side for true, told in asked if true == side and told is not None)
             for side in (True, False)]
    known = [side for side in sides if side is not None]
    return {"pelvic_lift_balanced_accuracy": sum(known) / 2 if len(known) == 2 else None,
            "pelvic_lift_unanswered": _share(told is None for _, told in asked)}


def _at_once(pairs: Sequence[tuple[Event, Event]]) -> Figures:
    doubles = [(true["simultaneous"], bool(told["simultaneous"])) for true, told in pairs
               if true["kind"] == told["kind"] == "double"]
    return {"simultaneous_recall": _share(told for true, told in doubles if true),
            "simultaneous_specificity": _share(not told for true, told in doubles if not true)}


def _lifts(cases: Sequence[Case]) -> Figures:
    """From the foot's leaving the mat to being told so, over the lifts of valid reps."""
    delays = [_lift_delay(case, lift) for case in cases for lift in case.true("lift")
              if any(rep["start"] - 0.05 <= lift["foot_off"] <= rep["end"] + 0.05 for rep in case.valid)]
    told = [delay for delay in delays if delay is not None]
    return {"lift_delay_median_s": _middle(told), "lift_delay_p95_s": _p95(told),
            "lift_missed": _share(delay is None for delay in delays)}


def _lift_delay(case: Case, lift: Event) -> float | None:
    off_s = lift["foot_off"]
    return min((told["t"] - off_s for told in case.told("lift") if told["side"] == lift["side"]
                and off_s - EARLY_S <= told["t"] <= lift["foot_on"]), key=abs, default=None)


def _arrivals(cases: Sequence[Case]) -> Figures:
    """The first step onto the mat by somebody who then exercises; and arrivals told before anybody came."""
    false, delays = 0, []
    for case in cases:
        came = min((event["t"] for event in case.true("step_on")), default=float("inf"))
        told = [event["t"] - came for event in case.told("arrived")]
        false += sum(delay < ARRIVAL_S[0] for delay in told)
        if not case.negative and came < float("inf"):
            near = [delay for delay in told if ARRIVAL_S[0] <= delay <= ARRIVAL_S[1]]
            delays.append(min(near, key=abs, default=None))
    known = [delay for delay in delays if delay is not None]
    return {"arrive_missed": delays.count(None), "arrive_false": false, "arrive_delay_p95_s": _p95(known)}
