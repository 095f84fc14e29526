"""Before a session: who it is, what is asked first, what keeps it waiting; and whose it becomes in the end."""

from dataclasses import replace

import pytest

from mat.core import events as ev
from mat.core.exercise import Plan
from mat.core.happenings import HouseRead, Recognised, Touch
from mat.core.household import Household, Known
from mat.core.identity import Guess
from mat.core.progression import Offer
from mat.core.records import (
    AnswerGiven,
    Assigned,
    PatternSeen,
    PlanDecided,
    RepDone,
    SessionOpened,
    ToldToRest,
)
from mat.core.safety import QUESTIONS
from mat.core.states import State
from mat.core.view import view
from tests.core.session_run import ANNA, BERT, OTHERS, PLAN, SHARES, Run, alone, house, in_mid_session

# -- who it is ------------------------------------------------------------------------------------------


def test_without_names_nobody_is_asked_who_it_is() -> None:
    run = Run(house=alone()).arrives().wait(6.1)
    assert run.state is State.LIE_DOWN
    run.lies_down().wait(2.1)
    assert (run.state, run.session.unknown) == (State.LIFT, False)


def test_with_names_the_screen_asks_and_a_touch_brings_that_persons_plan() -> None:
    run = Run(house=house()).arrives().wait(6.1)
    assert run.state is State.WHO
    run.touch("person:a")
    assert (run.state, run.session.plan.reps_per_side) == (State.LIE_DOWN, 1)
    run.lies_down(Guess("b", True)).wait(2.1).stretches()
    assert run.kept(SessionOpened) == [SessionOpened(0.0, run.session.plan, "a", True, None)]


def test_who_only_lies_down_is_suggested_by_how_they_lie_and_told_so() -> None:
    run = Run(house=house()).arrives().wait(6.1).lies_down(Guess("a", True))
    shown = view(run.session, run.t_s, None)
    assert (run.state, shown.person, shown.guessed, run.session.plan.reps_per_side) == (State.READY, ANNA, True, 1)
    run.wait(2.1).stretches()
    [opened] = run.kept(SessionOpened)
    assert (opened.person, opened.sure) == ("a", False)


def test_from_a_suggestion_nothing_is_learned_and_from_a_name_that_was_touched_it_is() -> None:
    run = Run(house=house()).arrives().wait(6.1).lies_down(Guess("a", True)).wait(2.1)
    run.stretches().wait(3.1).finishes()
    assert run.kept(PatternSeen) == []
    run.touch("pain:1", "who", "person:b")
    assert run.kept(Assigned) == [Assigned(run.t_s, None), Assigned(run.t_s, "b")]
    assert run.kept(PatternSeen) == [PatternSeen(run.t_s, "b", "kit4", SHARES)]


def test_an_unsure_mat_takes_the_most_careful_plan_and_asks_afterwards() -> None:
    run = Run(house=house()).arrives().wait(6.1).lies_down(Guess("a", False)).wait(2.1)
    plan = run.session.plan
    assert (plan.stage, plan.reps_per_side, plan.hold_s) == ("single", 1, 4.0)
    run.stretches().wait(3.1).finishes()
    assert run.kept(SessionOpened)[0].person is None
    run.touch("pain:2")
    assert run.state is State.WHO
    run.touch("person:a")
    assert (run.state, run.kept(Assigned)[0].person) == (State.SUMMARY, "a")


def test_nobody_says_who_it_was_so_it_stays_nobodys() -> None:
    run = Run(house=house()).arrives().wait(6.1).lies_down().wait(2.1).stretches().wait(3.1).finishes()
    run.touch("pain:2").wait(121.0)
    assert (run.state, run.kept(Assigned)) == (State.SUMMARY, [])


def test_a_name_touched_at_home_waits_two_minutes_for_its_person() -> None:
    run = Run(house=house()).touch("who", "person:a")
    assert (run.state, run.session.person) == (State.WAITING, "a")
    assert view(run.session, 0.0, None).person == ANNA
    run.wait(60.0).arrives().wait(6.1)
    assert (run.state, run.session.person) == (State.LIE_DOWN, "a")
    late = Run(house=house()).touch("who", "person:a").wait(121.0)
    assert (late.state, late.session.person) == (State.WAITING, None)


def test_a_name_touched_on_the_home_screen_itself_is_enough() -> None:
    run = Run(house=house(screening="confirm")).touch("person:b")
    assert (run.state, run.session.person) == (State.WAITING, "b")
    assert run.wait(121.0).session.person is None
    assert run.touch("person:a").state is State.CONFIRM, "who is at the screen answers there"


def test_the_next_person_is_not_the_last_one() -> None:
    run = Run(house=house()).arrives().wait(6.1).touch("person:a").lies_down().wait(2.1).stretches().wait(3.1)
    run.finishes().touch("pain:0").take(ev.Departed(run.t_s), ev.Arrived(run.t_s + 1)).wait(6.1)
    assert (run.state, run.session.person) == (State.WHO, None)


def test_who_gave_up_before_the_first_stretch_leaves_their_name_to_nobody() -> None:
    run = Run(house=house()).touch("person:a").arrives().wait(6.1).wait(121.0)
    assert run.state is State.SUMMARY
    run.take(ev.Departed(run.t_s)).arrives()
    assert (run.state, run.session.person) == (State.ARRIVED, None)


def test_once_more_is_the_same_person() -> None:
    run = Run(house=house()).arrives().wait(6.1).touch("person:a").lies_down().wait(2.1).stretches().wait(3.1)
    run.finishes().touch("pain:0", "again")
    assert (run.state, run.session.person, run.session.left) == (State.READY, "a", 0)


def test_a_guest_is_nobody_and_a_name_that_is_not_known_is_no_name() -> None:
    run = Run(house=house()).arrives().wait(6.1).touch("person:zzz")
    assert (run.state, run.session.unknown) == (State.WHO, True)
    run.touch("person:guest")
    assert (run.state, run.session.person, run.session.unknown) == (State.LIE_DOWN, None, False)


def test_who_comes_back_and_lies_as_before_goes_on() -> None:
    run = in_mid_session().lies_down(shares=SHARES)
    assert (run.state, run.session.left, run.ended) == (State.READY, 1, [])


def test_somebody_else_who_lies_down_in_mid_session_is_asked_and_gets_nothing_of_it() -> None:
    run = in_mid_session().lies_down(shares=OTHERS)
    assert (run.state, run.session.left, run.session.unknown, run.ended) == (State.WHO, 0, True, ["left"])
    run.wait(20.1)
    assert run.state is State.READY
    run.wait(2.1).stretches()
    assert [(one.person, one.sure) for one in run.kept(SessionOpened)] == [("b", True), (None, False)]


def test_the_same_person_after_all_does_what_was_left() -> None:
    run = in_mid_session().lies_down(shares=OTHERS).touch("person:b")
    assert (run.state, run.session.person, run.session.plan.reps_per_side) == (State.READY, "b", 2)
    more = in_mid_session()
    more.lies_down(shares=SHARES).wait(2.1).stretches("single_right").wait(1.0)
    more.take(ev.NotSupine(more.t_s), ev.Departed(more.t_s + 1)).arrives().lies_down(shares=OTHERS).touch("person:b")
    assert more.session.plan.reps_per_side == 1


def test_a_knee_that_goes_up_while_the_screen_asks_who_it_is_is_a_hold() -> None:
    run = in_mid_session().lies_down(shares=OTHERS).take(ev.Lift(50.0, "left", 50.0))
    assert run.state is State.HOLD


# -- the questions --------------------------------------------------------------------------------------


def asked(**known: object) -> Run:
    return Run(house=alone(screening="due", **known)).arrives().wait(6.1)


def test_seven_questions_come_one_by_one_and_are_logged() -> None:
    run = asked()
    shown = []
    for number in range(1, 8):
        picture = view(run.session, run.t_s, None)
        assert (run.state, picture.question_number, picture.question_total) == (State.QUESTION, number, 7)
        shown.append(picture.question)
        run.touch("no")
    assert tuple(shown) == QUESTIONS
    assert run.state is State.LIE_DOWN
    assert [(one.question, one.yes) for one in run.kept(AnswerGiven)] == [(q, False) for q in QUESTIONS]


@pytest.mark.parametrize(("question", "waits"), [(q, q in ("new_hip", "weak_bones")) for q in QUESTIONS])
def test_a_yes_asks_for_the_doctor_and_two_of_them_wait_for_it(question: str, waits: bool) -> None:
    run = asked().touch(*("yes" if q == question else "no" for q in QUESTIONS))
    assert run.state is State.CONFIRM
    run.touch("no")
    assert run.state is (State.BLOCKED if waits else State.LIE_DOWN)
    checked = asked().touch(*("yes" if q == question else "no" for q in QUESTIONS), "yes")
    assert checked.state is State.LIE_DOWN
    assert checked.kept(AnswerGiven)[-1].question == "confirmed"


def test_a_slip_of_the_finger_is_taken_back_and_the_newer_answer_counts() -> None:
    run = asked().touch("yes", "question:back")
    shown = view(run.session, run.t_s, None)
    assert (run.state, shown.question, shown.question_number) == (State.QUESTION, QUESTIONS[0], 1)
    run.touch("question:back")
    assert view(run.session, run.t_s, None).question_number == 1
    run.touch(*["no"] * 7)
    assert run.state is State.LIE_DOWN  # nothing is left of the yes: nobody is sent to a doctor
    said = [(one.question, one.yes) for one in run.kept(AnswerGiven)]
    assert said[:2] == [(QUESTIONS[0], True), (QUESTIONS[0], False)]


def test_the_last_answer_can_be_taken_back_from_the_confirmation_too() -> None:
    run = asked().touch(*["no"] * 6, "yes")
    assert run.state is State.CONFIRM
    run.touch("question:back", "no")
    assert run.state is State.LIE_DOWN


def test_a_missing_confirmation_is_asked_alone_and_waits() -> None:
    run = Run(house=alone(screening="confirm")).arrives().wait(6.1)
    assert run.state is State.CONFIRM
    run.touch("no")
    assert run.state is State.BLOCKED
    run.touch("home")
    assert run.state is State.WAITING
    assert Run(house=alone(screening="confirm")).arrives().wait(6.1).touch("yes").state is State.LIE_DOWN


def test_who_lies_down_without_answering_is_still_asked_and_every_stretch_is_counted() -> None:
    run = asked().lies_down()
    assert run.state is State.QUESTION
    run.stretches()
    assert (run.state, len(run.kept(RepDone))) == (State.QUESTION, 1)


def test_who_steps_off_to_reach_the_screen_can_answer_and_come_back() -> None:
    run = asked().take(ev.Departed(9.0)).touch(*["no"] * 7)
    assert run.state is State.WAITING
    run.wait(20.0).arrives().wait(6.1)
    assert (run.state, len(run.kept(AnswerGiven))) == (State.LIE_DOWN, 7)


def test_a_session_begins_when_its_person_arrives_also_while_they_are_being_asked() -> None:
    run = Run(house=alone(screening="due")).wait(5000.0).touch("who", "person:guest", "no").wait(3.0)
    arrived_s = run.t_s
    run.arrives().touch(*["no"] * 6).lies_down().wait(2.1).stretches()
    assert run.kept(SessionOpened)[0].t_s == arrived_s


def test_another_persons_answers_do_not_count() -> None:
    both = Household(Known(PLAN), (Known(PLAN, ANNA, "due"), Known(PLAN, BERT, "due")))
    run = Run(house=both).arrives().wait(6.1).touch("person:a", *["no"] * 3)
    assert run.session.prelude.question == 3
    run.take(ev.Departed(run.t_s)).wait(121.0).touch("who", "person:b").arrives().wait(6.1)
    assert (run.state, run.session.prelude.question, run.kept(AnswerGiven)[-1].person) == (State.QUESTION, 0, "a")


def test_somebody_unknown_must_say_who_it_is_while_anybodys_questions_are_due() -> None:
    run = Run(house=house(screening="due")).arrives().wait(6.1).lies_down()
    assert run.state is State.WHO
    assert run.wait(65.0).state is State.WHO
    assert run.cues.count("prompt") >= 1
    run.take(ev.Departed(run.t_s)).wait(21.0)
    assert run.state is State.WAITING


# -- pain before ----------------------------------------------------------------------------------------


def before(intent: str) -> Run:
    plan = Plan(reps_per_side=6, hold_s=10.0)
    house = replace(alone(plan=plan), asks_pain=True)
    return Run(house=house).arrives().wait(6.1).touch(intent)


@pytest.mark.parametrize(("intent", "state", "hold_s"), [
    ("pain:0", State.LIE_DOWN, 10.0), ("pain:3", State.LIE_DOWN, 10.0), ("pain:4", State.LIE_DOWN, 5.0),
    ("pain:5", State.LIE_DOWN, 5.0), ("pain:6", State.BLOCKED, 5.0), ("pain:skip", State.LIE_DOWN, 10.0)])
def test_the_pain_before_decides_about_today(intent: str, state: State, hold_s: float) -> None:
    run = before(intent)
    assert (run.state, run.session.plan.hold_s) == (state, hold_s)
    assert run.records == []
    run.touch("home")
    assert [type(record) for record in run.records] == ([ToldToRest] if state is State.BLOCKED else [])


def test_a_number_touched_by_mistake_can_be_changed_before_rest_is_advised() -> None:
    run = before("pain:9").touch("change")
    assert run.state is State.PAIN_BEFORE
    run.touch("pain:0")
    assert (run.state, run.records) == (State.LIE_DOWN, [])


def test_the_pain_before_is_kept_with_the_session() -> None:
    run = before("pain:2").lies_down().wait(2.1).stretches()
    assert run.kept(SessionOpened)[0].pain_before == 2


def test_who_lies_down_or_waits_has_passed_the_question_over() -> None:
    asking = Run(house=replace(alone(), asks_pain=True)).arrives().wait(6.1)
    assert asking.state is State.PAIN_BEFORE
    assert asking.lies_down().state is State.READY
    waiting = Run(house=replace(alone(), asks_pain=True)).arrives().wait(6.1 + 20.1)
    assert (waiting.state, waiting.session.prelude.pain) == (State.LIE_DOWN, None)


def test_who_was_told_to_rest_today_is_told_again() -> None:
    run = Run(house=alone(told_to_rest=True)).arrives().wait(6.1)
    assert (run.state, view(run.session, run.t_s, None).light) == (State.BLOCKED, "red")
    run.lies_down().stretches()
    assert len(run.kept(RepDone)) == 1
    run.take(ev.Departed(run.t_s))
    assert (run.state, run.ended) == (State.WAITING, ["left"])


# -- what is on offer afterwards ------------------------------------------------------------------------

MORE = Offer("more_reps", "clean", replace(PLAN, reps_per_side=3))


@pytest.mark.parametrize(("answer", "accepted"), [("offer:yes", True), ("offer:no", False)])
def test_a_change_of_plan_is_shown_after_the_pain_and_accepted_or_declined(answer: str, accepted: bool) -> None:
    run = Run(house=alone()).lies_ready().finishes().touch("pain:1")
    run.take(HouseRead(run.t_s, alone(offer=MORE))).wait(0.2)
    assert (run.state, view(run.session, run.t_s, None).offer) == (State.OFFER, MORE)
    run.touch(answer)
    [decided] = run.kept(PlanDecided)
    assert (run.state, decided.plan, decided.accepted) == (State.SUMMARY, MORE.plan, accepted)
    run.take(HouseRead(run.t_s, alone(offer=MORE))).wait(1.0)
    assert run.state is State.SUMMARY


def test_a_change_nobody_answers_is_neither_taken_nor_declined_and_the_kiosk_goes_home() -> None:
    run = Run(house=alone()).lies_ready().finishes().touch("pain:1")
    run.take(HouseRead(run.t_s, alone(offer=MORE))).wait(121.0)
    assert (run.state, run.kept(PlanDecided)) == (State.SUMMARY, [])
    run.take(HouseRead(run.t_s, alone(offer=MORE))).wait(46.0)
    assert run.state is State.WAITING


def test_what_was_on_offer_before_the_pain_is_not_offered_after_it() -> None:
    run = Run(house=alone(offer=MORE)).lies_ready().finishes()
    run.take(HouseRead(run.t_s, alone(offer=MORE, gate_days=3))).touch("pain:8").wait(0.5)
    assert (run.state, run.session.offer) == (State.SUMMARY, None)
    less = Offer("fewer_reps", "pain", replace(PLAN, reps_per_side=1))
    run.take(HouseRead(run.t_s, alone(offer=less, told_to_rest=True))).wait(0.2)
    assert view(run.session, run.t_s, None).offer == less


def test_a_stop_for_pain_with_both_legs_leads_back_to_one_without_asking() -> None:
    run = Run(house=alone(plan=replace(PLAN, stage="both"))).lies_ready().stretches("double").touch("stop")
    run.wait(8.1).sits_up().touch("pain:5")
    [decided] = run.kept(PlanDecided)
    assert (decided.change, decided.plan.stage, decided.accepted) == ("one_leg", "single", True)
    assert run.kept(ToldToRest) != []
    run.wait(0.2)
    assert run.state is State.OFFER
    run.touch("offer:yes")
    assert len(run.kept(PlanDecided)) == 1


def test_a_stop_without_much_pain_changes_nothing() -> None:
    run = Run(house=alone(plan=replace(PLAN, stage="both"))).lies_ready().stretches("double").touch("stop")
    run.wait(8.1).sits_up().touch("pain:2")
    assert (run.kept(PlanDecided), run.kept(ToldToRest), run.session.light) == ([], [], "green")


# -- the plan's screen ----------------------------------------------------------------------------------


def test_a_plan_set_on_the_screen_is_kept_once_when_it_is_left() -> None:
    run = Run(house=alone()).touch("plan", "plan:reps:+", "plan:reps:+", "plan:hold:+")
    assert (run.state, view(run.session, 0.0, None).plan.reps_per_side) == (State.PLAN, 4)
    run.touch("home")
    [decided] = run.kept(PlanDecided)
    assert (decided.change, decided.plan.reps_per_side, decided.plan.hold_s) == ("own_choice", 4, 7.0)
    assert (run.state, run.session.plan.reps_per_side) == (State.WAITING, 4)


def test_a_plan_that_was_only_looked_at_is_not_decided() -> None:
    run = Run(house=alone()).touch("plan", "plan:reps:+", "plan:reps:-", "home")
    assert run.records == []


def test_who_steps_on_with_the_plan_open_takes_it() -> None:
    run = Run(house=alone()).touch("plan", "plan:reps:+").arrives()
    assert (run.state, run.session.plan.reps_per_side, len(run.kept(PlanDecided))) == (State.ARRIVED, 3, 1)


@pytest.mark.parametrize("page", ["plan", "progress"])
def test_a_page_about_a_person_asks_who_that_is_first(page: str) -> None:
    assert Run(house=house()).touch(page).state is State.WHO
    assert Run(house=house()).touch("who", "person:a", page).state is State(page)
    assert Run(house=house()).touch("who", "person:a", page).wait(121.0).state is State.WAITING


def test_one_knee_is_always_available() -> None:
    run = Run(house=alone(plan=replace(PLAN, stage="both"))).arrives().touch("one_knee").wait(6.1).lies_down()
    assert run.session.plan.stage == "single"
    run.wait(2.1).stretches()
    assert run.kept(SessionOpened)[0].plan.stage == "single"


def test_what_is_read_anew_does_not_change_a_session_that_runs() -> None:
    run = Run(house=alone()).lies_ready().stretches()
    run.take(HouseRead(run.t_s, alone(plan=replace(PLAN, reps_per_side=9))))
    assert run.session.plan == PLAN
    run.take(Touch(run.t_s, "person:a"), Recognised(run.t_s, "kit4", SHARES, Guess("a", True)))
    assert run.session.person is None
