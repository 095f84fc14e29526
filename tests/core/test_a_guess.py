"""What the mat only suggests has no consequences, and nothing that must be asked can be passed."""

from dataclasses import replace

import pytest

from mat.core import events as ev
from mat.core.happenings import FaultOver
from mat.core.household import Household, Known
from mat.core.identity import Guess
from mat.core.records import Assigned, PatternSeen, PlanDecided, RepDone, ToldToRest
from mat.core.states import State
from tests.core.session_run import ANNA, BERT, OTHERS, PLAN, SHARES, Run, alone, house, in_mid_session

# -- what a suggestion may not do -----------------------------------------------------------------------


def guessed(**of_anna: object) -> Run:
    return Run(house=house(**of_anna)).arrives().wait(6.1).lies_down(Guess("a", True))


def test_not_me_takes_the_session_from_the_one_the_mat_suggested() -> None:
    run = Run(house=house()).arrives().lies_down(Guess("a", True))
    run.wait(2.1).stretches().wait(3.1).finishes().touch("pain:1", "who").wait(121.0)
    assert (run.state, run.session.person, run.kept(Assigned)[-1].person) == (State.SUMMARY, None, None)


def test_whom_somebody_denied_to_be_is_not_suggested_again() -> None:
    run = guessed().take(ev.NotSupine(20.0)).touch("who")
    assert (run.state, run.session.unknown) == (State.WHO, True)
    run.lies_down(Guess("a", True))
    assert (run.session.person, run.session.unknown) == (None, True)


def test_nobodys_questions_are_answered_under_a_guess() -> None:
    run = guessed(screening="due")
    assert run.state is State.WHO
    run.touch("person:a")
    assert run.state is State.QUESTION


def test_strong_pain_under_a_guess_asks_for_the_name_first_and_stands_if_nobody_says_it() -> None:
    run = guessed(plan=replace(PLAN, stage="both", reps_per_side=1)).wait(2.1)
    run.stretches("double").wait(8.1).sits_up().touch("pain:8")
    assert (run.state, run.kept(ToldToRest), run.kept(PlanDecided)) == (State.WHO, [], [])
    run.wait(121.0)
    assert run.kept(ToldToRest)[0].person == "a"
    assert run.kept(PlanDecided)[0].change == "one_leg"


def test_red_pain_told_before_the_name_has_its_consequences_for_that_person() -> None:
    both = Household(Known(PLAN), (Known(replace(PLAN, stage="both"), ANNA), Known(PLAN, BERT)))
    run = Run(house=both).arrives().wait(6.1).lies_down().wait(2.1).stretches().wait(3.1).finishes().touch("pain:8")
    assert (run.state, run.kept(ToldToRest)) == (State.WHO, [])
    run.touch("person:a")
    assert run.kept(ToldToRest)[0].person == "a"
    assert [(one.person, one.change, one.plan.stage) for one in run.kept(PlanDecided)] == [("a", "one_leg", "single")]


def test_the_load_of_a_stranger_is_not_learned_as_the_first_persons() -> None:
    run = in_mid_session().lies_down(shares=OTHERS)
    assert run.kept(PatternSeen) == []


def test_a_stranger_after_a_fault_is_asked_too() -> None:
    run = Run(house=house()).touch("person:b").arrives().wait(6.1).lies_down(shares=SHARES).wait(2.1).stretches()
    run.take(ev.NotSupine(run.t_s), ev.Departed(run.t_s + 1)).take(ev.ZoneFault(run.t_s + 2, "foot_left", "dead"))
    run.arrives().lies_down(shares=OTHERS)
    assert run.state is State.FAULT
    run.take(FaultOver(run.t_s + 1))
    assert (run.state, run.ended) == (State.WHO, ["left"])


# -- no way round what must be asked --------------------------------------------------------------------


def test_a_knee_does_not_pass_the_name_while_somebodys_questions_are_due() -> None:
    run = Run(house=house(screening="due")).arrives().wait(6.1).lies_down().stretches()
    assert (run.state, len(run.kept(RepDone))) == (State.WHO, 1)


@pytest.mark.parametrize("known", [{"screening": "due"}, {"screening": "confirm"}, {"told_to_rest": True}])
def test_lying_on_for_two_minutes_does_not_pass_it_either(known: dict[str, object]) -> None:
    run = Run(house=alone(**known)).arrives().wait(6.1).lies_down()
    asked_for = run.state
    run.wait(121.0).stretches().wait(7.0)
    assert run.state is asked_for
    assert len(run.kept(RepDone)) == 1
    run.take(ev.Departed(run.t_s)).wait(130.0)
    assert (run.state, len(run.ended)) == (State.WAITING, 1)


def test_somebody_unknown_must_say_who_it_is_while_anybody_was_told_to_rest() -> None:
    assert Run(house=house(told_to_rest=True)).arrives().wait(6.1).lies_down().state is State.WHO


def test_a_question_who_it_is_that_nobody_answers_ends_after_two_minutes_and_keeps_what_was_counted() -> None:
    run = Run(house=house(screening="due")).arrives().wait(6.1).lies_down().stretches().wait(121.0)
    assert (run.state, run.ended) == (State.WAITING, ["left"])


@pytest.mark.parametrize("known", [{"screening": "due"}, {"screening": "confirm"}, {"told_to_rest": True}])
def test_stop_is_a_stop_wherever_something_is_asked(known: dict[str, object]) -> None:
    run = Run(house=alone(**known)).arrives().wait(6.1).lies_down().stretches().touch("stop")
    assert (run.state, run.ended) == (State.STOPPED, ["stopped"])


def test_who_was_told_to_rest_can_still_look_at_their_progress() -> None:
    run = Run(house=house(told_to_rest=True)).touch("person:a")
    assert run.state is State.WAITING
    assert run.touch("progress").state is State.PROGRESS


def test_one_knee_outlasts_the_question_about_pain() -> None:
    asks = replace(alone(plan=replace(PLAN, stage="both")), asks_pain=True)
    run = Run(house=asks).arrives().touch("one_knee").wait(6.1).touch("pain:2")
    assert (run.state, run.session.plan.stage) == (State.LIE_DOWN, "single")


@pytest.mark.parametrize("intent", ["who", "plan", "progress"])
def test_another_page_does_not_answer_the_question_about_pain(intent: str) -> None:
    run = Run(house=house()).arrives().wait(6.1).lies_down().wait(2.1).stretches().wait(3.1).finishes()
    assert run.touch(intent).state is State.PAIN
