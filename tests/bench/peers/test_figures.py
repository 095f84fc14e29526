"""The scorer on a made-up case whose figures were worked out by hand; and that it sees what is wrong."""

from copy import deepcopy
from pathlib import Path

import pytest

from tests.bench.peers.cases import labelled
from tests.bench.peers.figures import Case, Event, Figures, figures_of
from tests.bench.peers.roster import NAMES, present


def true_rep(kind: str, start: float, end: float, hold_s: float, pelvic_lift: bool, at_once: bool = False) -> Event:
    return {"type": "rep", "kind": kind, "start": start, "end": end, "hold_s": hold_s, "pelvic_lift": pelvic_lift,
            "simultaneous": at_once, "valid": hold_s >= 2}


def told_rep(kind: str, start: float, end: float, hold_s: float, pelvic_lift: bool | None = None) -> Event:
    return {"event": "rep", "t": end, "kind": kind, "start": start, "end": end, "hold_s": hold_s,
            "pelvic_lift": pelvic_lift, "simultaneous": False, "valid": hold_s >= 2}


def lift(side: str, off: float, on: float) -> Event:
    return {"type": "lift", "side": side, "foot_off": off, "foot_on": on}


def told_lift(side: str, t: float) -> Event:
    return {"event": "lift", "t": t, "side": side, "at": t}


SET = {"exercise": "double", "events": [
    {"type": "step_on", "t": 1.0},
    lift("left", 10.0, 20.0), true_rep("single_left", 10.0, 20.0, 5.0, True),
    lift("left", 30.0, 40.0), lift("right", 30.1, 40.0), true_rep("double", 30.0, 40.0, 6.0, False, at_once=True),
    lift("right", 50.0, 56.0), true_rep("single_right", 50.0, 56.0, 1.0, True)]}
SAID = [
    {"event": "arrived", "t": 1.5},
    told_lift("left", 10.2), told_rep("single_left", 10.5, 20.5, 5.4, True),
    told_lift("left", 30.4), told_rep("double", 31.0, 41.0, 5.8),
    told_rep("single_right", 50.0, 56.0, 1.0), told_rep("single_right", 60.0, 66.0, 3.0)]
PET = {"exercise": "none", "events": []}
PET_SAID = [{"event": "arrived", "t": 3.0}, told_rep("single_left", 5.0, 9.0, 2.5)]

BY_HAND: Figures = {
    "sets": 1, "sets_exact": 0.0, "sets_within_1": 1.0,
    "reps": 2, "rep_precision": 2 / 4, "rep_recall": 1.0, "rep_f1": 2 / 3, "false_reps_on_negatives": 1,
    "kind_accuracy": 1.0, "hold_error_median_s": 0.3, "hold_error_p95_s": 0.4,
    "pelvic_lift_balanced_accuracy": None, "pelvic_lift_unanswered": 0.5,
    "simultaneous_recall": 0.0, "simultaneous_specificity": None,
    "lift_delay_median_s": 0.3, "lift_delay_p95_s": 0.4, "lift_missed": 1 / 3,
    "arrive_missed": 0, "arrive_false": 1, "arrive_delay_p95_s": 0.5}


def judged(said: list[Event]) -> Figures:
    return figures_of([Case(SET, said), Case(PET, PET_SAID)])


def changed(place: int, **values: object) -> list[Event]:
    said = deepcopy(SAID)
    said[place].update(values)
    return said


def test_the_figures_are_those_worked_out_by_hand() -> None:
    assert judged(SAID) == pytest.approx(BY_HAND)


@pytest.mark.parametrize(("said", "figure", "value"), [
    (changed(2, start=16.0, end=26.0), "rep_recall", 1 / 2),        # 4 s of 16 shared: another repetition
    (changed(2, valid=False), "rep_recall", 1 / 2),
    ([*SAID, SAID[2]], "rep_precision", 2 / 5),                     # said twice is found once
    (changed(2, kind="single_right"), "kind_accuracy", 1 / 2),
    (changed(4, kind="single_left"), "simultaneous_recall", None),
    (changed(4, simultaneous=True), "simultaneous_recall", 1.0),
    (changed(4, hold_s=9.0), "hold_error_p95_s", 3.0),
    (changed(4, pelvic_lift=True), "pelvic_lift_balanced_accuracy", 1 / 2),
    (changed(4, pelvic_lift=False), "pelvic_lift_balanced_accuracy", 1.0),
    (changed(1, t=20.1), "lift_missed", 2 / 3),                     # the foot was down again
    (changed(1, side="right"), "lift_missed", 2 / 3),
    (changed(0, t=0.5), "arrive_false", 2),
    (changed(0, t=4.1), "arrive_missed", 1),
    (SAID[:-1], "sets_exact", 1.0),
    ([], "rep_recall", 0.0),
    ([], "rep_f1", None),
])
def test_what_is_said_otherwise_changes_its_figure(said: list[Event], figure: str, value: float | None) -> None:
    assert judged(said)[figure] == pytest.approx(value)


def test_nothing_to_judge_is_an_error_and_no_perfect_score(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no labelled recording"):
        figures_of([])
    with pytest.raises(ValueError, match=str(tmp_path)):
        labelled(tmp_path)


def test_a_peer_that_is_not_installed_is_named_with_the_reason() -> None:
    found, missing = present()
    assert [*found, *missing] != []
    assert sorted([*found, *missing]) == sorted(NAMES)
    assert "fixed" in found
    assert all(missing.values())
