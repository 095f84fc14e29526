"""Coaching within a set: the towel, both at once, stop or rest, sitting before standing."""

import random
from collections.abc import Callable

import pytest

from mat.core import events as ev
from mat.core.coaching import Coach
from mat.core.exercise import Plan
from mat.core.pelvis import Pelvis
from mat.core.pipeline import Pipeline
from mat.core.records import RepDone
from mat.core.states import State
from mat.core.view import view
from mat.core.zones import KIT4, Sample
from tests.core.session_run import Run, rep

LONG = Plan(reps_per_side=9, hold_s=5.0, rest_s=3.0)


def test_three_flat_holds_in_a_row_bring_the_towel_once_a_session() -> None:
    run = Run(LONG).lies_ready()
    notes = []
    for _ in range(8):
        run.stretches(f"single_{run.session.next_knee}", lift=False)
        notes.append(run.session.note)
        run.wait(21.0)
    assert notes == [None, None, "note_towel", None, None, None, None, None]


@pytest.mark.parametrize("between", [True, None])
def test_a_lift_in_between_begins_the_count_anew_and_a_hold_nobody_could_judge_does_not(between: bool | None) -> None:
    coach = Coach()
    for lift in (False, False, between, False):
        coach = coach.after(rep(1.0, lift=lift))
    assert coach.towel_told is (between is None)


def test_a_partial_stretch_says_nothing_about_the_pelvis_and_the_pelvis_never_takes_a_stretch_away() -> None:
    assert Coach(2).after(rep(1.0, valid=False, lift=False)) == Coach(2)
    run = Run(LONG).lies_ready().stretches(lift=False)
    assert run.session.left == 1


def test_the_tip_stays_long_enough_to_be_read_and_a_knee_goes_on_at_once() -> None:
    run = Run(LONG).lies_ready()
    for _ in range(3):
        run.stretches(f"single_{run.session.next_knee}", lift=False).wait(3.1)
    assert run.state is State.REST
    assert run.wait(10.0).state is State.REST
    run.take(ev.Lift(run.t_s, "right", run.t_s))
    assert run.state is State.HOLD


def test_after_the_tip_raised_hips_may_have_put_the_towel_in() -> None:
    told = Coach(0, True, True)
    assert told.moved() == Coach(0, True, False)
    assert Coach(2).moved() == Coach(2)


def test_the_pelvic_sign_is_graded_against_the_persons_own_lift() -> None:
    pelvis, rest = Pelvis(KIT4), (0.3, 0.3, 1.0, 1.0)
    now = (0.0, 0.3, 0.7, 1.05)  # a shift of 0.41
    assert [pelvis.sign(rest, now, usual) for usual in (None, 0.45, 1.4)] == ["some", "clear", "none"]
    assert pelvis.sign(rest, rest, 0.45) == "none"


# -- both legs ------------------------------------------------------------------------------------------

BOTH = Plan("both", reps_per_side=3, hold_s=5.0)


def test_both_at_once_is_told_while_it_happens() -> None:
    run = Run(BOTH).lies_ready()
    run.take(ev.Lift(20.0, "left", 19.9), ev.Lift(20.1, "right", 20.0))
    assert (run.state, view(run.session, run.t_s, None).note) == (State.HOLD, "note_both_at_once")
    one_by_one = Run(BOTH).lies_ready()
    one_by_one.take(ev.Lift(20.0, "left", 19.9), ev.Lift(21.1, "right", 21.0))
    assert (one_by_one.state, one_by_one.session.note) == (State.HOLD, None)


def test_both_at_once_is_told_with_one_leg_asked_for_too() -> None:
    run = Run(LONG).lies_ready()
    run.take(ev.Lift(20.0, "left", 19.9), ev.Lift(20.1, "right", 20.0))
    assert (run.state, run.session.note) == (State.HOLD, "note_both_at_once")


def test_the_other_leg_has_four_seconds_and_one_knee_is_held_all_the_same() -> None:
    run = Run(BOTH).lies_ready().take(ev.Lift(20.0, "left", 20.0)).wait(3.9)
    assert run.state is State.LIFT_OTHER
    assert run.wait(0.2).state is State.HOLD


def test_feet_lowered_at_once_are_told_after_the_stretch() -> None:
    run = Run(BOTH).lies_ready()
    run.take(ev.Lift(20.0, "left", 20.0), ev.Lift(21.0, "right", 21.0)).wait(8.0)
    run.take(ev.Lower(30.0, "left", 30.0), ev.Lower(30.1, "right", 30.1), rep(31.0, "double"))
    assert run.session.note == "note_lower_apart"


def test_single_knees_count_for_their_side_in_the_stage_with_both() -> None:
    run = Run(Plan("both", reps_per_side=1)).lies_ready().stretches("single_left").wait(3.1)
    assert run.state is State.LIFT
    assert run.stretches("single_right").state is State.DONE


# -- stop or rest ---------------------------------------------------------------------------------------


def mid_set() -> Run:
    return Run(LONG).lies_ready().stretches().wait(3.2)


def test_lying_still_for_eight_seconds_in_the_middle_of_a_set_asks_stop_or_rest() -> None:
    run = mid_set()
    assert run.wait(7.8, still=True).state is State.LIFT
    assert run.wait(0.4, still=True).state is State.ASK_STOP


def test_who_moves_or_has_not_begun_yet_is_not_asked() -> None:
    run = mid_set()
    for _ in range(3):
        assert run.wait(6.0, still=True).wait(0.2).state is State.LIFT
    assert Run(LONG).lies_ready().wait(30.0, still=True).state is State.LIFT


def asked() -> Run:
    return mid_set().wait(8.3, still=True)


def test_a_knee_goes_on() -> None:
    run = asked()
    run.take(ev.Lift(run.t_s, "right", run.t_s))
    assert run.state is State.HOLD


def test_lying_still_on_is_a_stop_without_touching_anything() -> None:
    run = asked().wait(120.1, still=True)
    assert (run.state, run.ended) == (State.STOPPED, ["stopped"])


def test_a_rest_lasts_a_minute_and_the_stop_is_a_stop() -> None:
    run = asked().touch("rest").wait(59.0)
    assert run.state is State.REST
    assert run.wait(1.2).state is State.LIFT
    assert asked().touch("stop").ended == ["stopped"]


# -- getting up -----------------------------------------------------------------------------------------


def test_after_the_set_comes_half_a_minute_of_sitting_and_then_the_question_about_pain() -> None:
    run = Run(Plan(reps_per_side=1, rest_s=3.0)).lies_ready().stretches().wait(3.1).stretches("single_right").wait(5.1)
    assert (run.state, view(run.session, run.t_s, None).seconds_left) == (State.SIT, None)
    run.wait(10.0).take(ev.NotSupine(run.t_s))
    assert view(run.session, run.t_s, None).seconds_left == 30.0
    assert run.wait(29.0).state is State.SIT
    assert run.wait(1.2).state is State.PAIN


def test_who_has_walked_off_is_not_told_how_to_get_up() -> None:
    run = Run(Plan(reps_per_side=1, rest_s=3.0)).lies_ready().stretches().wait(3.1).stretches("single_right")
    run.take(ev.NotSupine(run.t_s), ev.Departed(run.t_s)).wait(5.3)
    assert run.state is State.PAIN


def test_a_stop_on_an_empty_mat_stores_nothing() -> None:
    from mat.core.happenings import FaultBegan
    from mat.core.snapshot import FaultNote
    run = Run().take(FaultBegan(1.0, FaultNote("fault_bus", ""))).touch("stop")
    assert run.records == []


def test_a_stretch_is_never_lost_to_a_question() -> None:
    run = asked().take(rep(300.0, "single_right", 290.0))
    assert len(run.kept(RepDone)) == 2


# -- the towel is in ------------------------------------------------------------------------------------


def lying(*courses: tuple[float, tuple[float, ...]]) -> tuple[Pipeline, Callable[[float, tuple[float, ...]], None]]:
    """Somebody who has stepped on and lies still; and a way to go on with other volts."""
    pipeline, now, noise = Pipeline(KIT4), [0.0], random.Random(1)

    def go_on(seconds: float, volts: tuple[float, ...]) -> None:
        for _ in range(round(seconds * 50)):
            now[0] += 0.02
            pipeline.step(Sample(now[0], tuple(v + noise.gauss(0.0, 0.003) for v in volts)))

    go_on(2.0, (0.05, 0.05, 0.05, 0.05))
    go_on(2.0, (1.4, 1.4, 0.05, 0.05))
    for seconds, volts in courses:
        go_on(seconds, volts)
    return pipeline, go_on


REST, RAISED = (0.5, 0.5, 1.4, 1.2), (0.5, 0.5, 1.36, 1.24)


def test_what_lies_still_after_the_towel_is_the_new_rest_at_once() -> None:
    slow, go_on = lying((6.0, REST))
    go_on(0.9, RAISED)
    fast, go_on = lying((6.0, REST))
    fast.rest_anew()
    go_on(0.9, RAISED)
    now = fast.body.upper
    assert slow.body.baseline is not None
    assert fast.body.baseline is not None
    assert abs(fast.body.baseline[3] - now) < 0.5 * abs(slow.body.baseline[3] - now)


def test_a_usual_lift_is_the_middle_one_of_the_last_and_is_forgotten_with_the_towel_and_the_person() -> None:
    pipeline, _ = lying((6.0, REST))
    assert pipeline.usual_shift is None
    pipeline._shifts.extend((0.9, 0.5, 0.6))
    assert pipeline.usual_shift == 0.6
    pipeline.rest_anew()
    assert pipeline.usual_shift is None
