"""The session's table and what it does: every way through it, and what must hold for any order of events."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mat.core import events as ev
from mat.core.actions import ACTIONS
from mat.core.drawing import mermaid
from mat.core.exercise import Plan, next_side
from mat.core.happenings import FaultBegan, FaultOver, Happening, HouseRead, Recognised, Tick, Touch
from mat.core.household import Household, Known
from mat.core.identity import Guess, Pattern
from mat.core.ignored import IGNORED
from mat.core.machine import step
from mat.core.people import Profile
from mat.core.pipeline import Pipeline
from mat.core.progression import Offer
from mat.core.records import PainTold, RepDone, SessionEnded, SessionOpened
from mat.core.session import Session
from mat.core.snapshot import FaultNote
from mat.core.states import Input, State
from mat.core.table import TABLE
from mat.core.view import view
from mat.core.zones import KIT4, Sample
from tests.core.session_run import PLAN, Run, rep

# -- the table ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_every_state_answers_or_ignores_every_input_and_never_both(state: State) -> None:
    answered = set(TABLE[state])
    assert answered | IGNORED[state] == set(Input)
    assert not answered & IGNORED[state]


def test_every_action_of_the_table_exists_and_every_action_is_used() -> None:
    used = {action for row in TABLE.values() for _, action in row.values()}
    assert used == set(ACTIONS)


def test_every_state_can_be_reached_and_left() -> None:
    reached = {following for state, row in TABLE.items() for following, _ in row.values() if following is not state}
    assert reached == set(State)
    for state, row in TABLE.items():
        assert any(following is not state for following, _ in row.values()), state


@pytest.mark.parametrize("state", State)
def test_a_repetition_is_counted_in_whatever_state_it_is_seen(state: State) -> None:
    session = Session(PLAN, state=state)
    result = step(session, rep(9.0, start_s=1.0))
    assert [record.rep for record in result.records if isinstance(record, RepDone)] == [rep(9.0, start_s=1.0)]
    assert result.session.left == 1


def test_the_drawing_shows_every_state() -> None:
    assert all(str(state) in mermaid() for state in State)


# -- ways through it ------------------------------------------------------------------------------------


def test_a_whole_session_goes_from_waiting_to_waiting() -> None:
    run = Run().lies_ready()
    seen = [run.state]
    for kind in ("single_left", "single_right", "single_left", "single_right"):
        assert run.session.side == kind.removeprefix("single_")
        run.stretches(kind)
        seen.append(run.state)
        run.wait(3.1)
    assert seen == [State.LIFT, State.REST, State.REST, State.REST, State.DONE]
    run.wait(2.5)
    assert run.state is State.SIT
    run.sits_up()
    assert run.state is State.PAIN
    run.take(Touch(run.t_s, "pain:2"), ev.NotSupine(run.t_s + 1), ev.Departed(run.t_s + 2))
    assert run.state is State.SUMMARY
    assert run.wait(46.0).state is State.WAITING
    assert [type(record) for record in run.records] == [SessionOpened, *[RepDone] * 4, SessionEnded, PainTold]
    assert run.ended == ["done"]
    assert run.records[-1] == PainTold(run.records[-1].t_s, 2)


def test_the_hold_ends_by_itself_when_its_time_is_reached() -> None:
    run = Run().lies_ready()
    run.take(ev.Lift(run.t_s, "left", run.t_s)).wait(1.2 + 4.8)
    assert run.state is State.HOLD
    assert run.wait(0.4).state is State.LOWER
    assert run.cues[-1] == "release"


def test_a_foot_that_touches_down_pauses_the_hold_and_does_not_end_it() -> None:
    run = Run().lies_ready()
    run.take(ev.Lift(run.t_s, "left", run.t_s)).wait(3.2)
    held = run.session.held_s
    run.take(ev.Lower(run.t_s, "left", run.t_s)).wait(0.6)
    assert run.session.hold_paused
    assert run.session.held_s == held
    run.take(ev.Lift(run.t_s, "left", run.t_s)).wait(1.0)
    assert not run.session.hold_paused
    assert run.session.held_s == pytest.approx(held + 1.0, abs=0.11)


def test_a_short_hold_is_noted_kindly_and_the_same_knee_comes_again() -> None:
    run = Run().lies_ready().stretches("single_left", valid=False, hold_s=1.0)
    assert (run.session.left, run.session.partial, run.session.note) == (0, 1, "note_short")
    assert run.session.side == "left"
    assert run.cues[-1] == "partial"


def test_both_legs_come_one_after_the_other() -> None:
    run = Run(Plan("both", reps_per_side=1)).lies_ready()
    run.take(ev.Lift(run.t_s, "right", run.t_s))
    assert (run.state, run.session.side) == (State.LIFT_OTHER, "left")
    run.wait(1.0).take(ev.Lift(run.t_s, "left", run.t_s))
    assert (run.state, run.session.side) == (State.HOLD, None)
    run.wait(8.0).take(ev.Lower(run.t_s, "left", run.t_s), ev.Lower(run.t_s + 1, "right", run.t_s + 1))
    run.take(rep(run.t_s + 1, "double"))
    assert run.state is State.DONE


def test_stepping_off_pauses_and_coming_back_goes_on_with_the_same_session() -> None:
    run = Run().lies_ready().stretches("single_left")
    run.take(ev.NotSupine(run.t_s), ev.Departed(run.t_s + 2))
    assert run.state is State.PAUSED
    run.wait(100.0).take(ev.Arrived(run.t_s), ev.Supine(run.t_s + 9))
    assert run.state is State.READY
    assert run.session.left == 1
    assert run.ended == []
    assert run.session.side == "right"


def test_two_minutes_away_store_the_session_as_it_is() -> None:
    run = Run().lies_ready().stretches("single_left")
    run.take(ev.Departed(run.t_s)).wait(121.0)
    assert run.ended == ["left"]
    assert run.wait(46.0).state is State.WAITING


def test_somebody_who_only_walks_across_leaves_no_session() -> None:
    run = Run().take(ev.Arrived(1.0), ev.Departed(3.0))
    assert run.state is State.WAITING
    assert run.records == []


def test_a_stop_asks_for_the_pain_and_is_kept_even_without_a_repetition() -> None:
    run = Run().lies_ready().take(Touch(20.0, "stop"))
    assert run.state is State.STOPPED
    assert run.wait(8.1).sits_up().state is State.PAIN
    run.take(Touch(run.t_s, "pain:skip"))
    assert run.ended == ["stopped"]
    assert run.records[-1] == PainTold(run.t_s, None)


def test_a_question_nobody_answers_ends_after_two_minutes() -> None:
    run = Run().lies_ready().stretches("single_left")
    run.take(Touch(run.t_s, "stop")).wait(8.1).sits_up()
    assert run.wait(121.0).state is State.SUMMARY


def test_no_lift_for_two_minutes_stores_what_there_was() -> None:
    run = Run().lies_ready().stretches("single_left").wait(3.1).wait(121.0)
    assert run.ended == ["gave_up"]


def test_a_prompt_is_said_again_after_twenty_seconds() -> None:
    run = Run().lies_ready()
    before = run.cues.count("prompt")
    run.wait(41.0)
    assert run.cues.count("prompt") == before + 2


def test_a_screen_that_asks_nothing_prompts_nobody() -> None:
    run = Run().take(ev.Arrived(0.0)).wait(127.0)
    assert run.state is State.SUMMARY
    before = run.cues.count("prompt")
    run.wait(40.0)
    assert run.cues.count("prompt") == before


@pytest.mark.parametrize(("leads", "state"), [(True, State.READY), (False, State.LIE_DOWN)])
def test_a_fault_in_mid_session_pauses_it_and_it_goes_on_afterwards(leads: bool, state: State) -> None:
    run = Run().lies_ready().stretches("single_left").take(ev.ZoneFault(60.0, "foot_left", "stuck"))
    assert (run.state, run.session.fault) == (State.FAULT, FaultNote("fault_zone", "foot_left", "stuck"))
    if not leads:
        run.take(ev.NotSupine(61.0))
    run.take(FaultOver(62.0))
    assert (run.state, run.session.left, run.session.fault) == (state, 1, None)


def test_a_fault_while_nobody_is_there_goes_back_to_waiting() -> None:
    run = Run().take(FaultBegan(1.0, FaultNote("fault_no_chip", "")), FaultOver(9.0))
    assert run.state is State.WAITING
    assert run.cues == ["fault"]


def test_a_stop_during_a_fault_is_a_stop() -> None:
    run = Run().lies_ready().stretches("single_left").take(ev.ZoneFault(60.0, "foot_left", "stuck"))
    run.take(Touch(61.0, "stop"))
    assert (run.state, run.ended) == (State.STOPPED, ["stopped"])


@pytest.mark.parametrize("happening", [ev.ZoneFault(900.0, "foot_left", "dead"), FaultOver(900.0)])
def test_a_fault_does_not_take_the_question_about_pain_away(happening: Happening) -> None:
    run = Run().lies_ready().take(Touch(20.0, "stop")).wait(8.1).sits_up()
    run.take(happening)
    assert run.state is State.PAIN


def test_the_next_person_does_not_wait_for_the_last_ones_answer() -> None:
    run = Run().lies_ready().stretches("single_left").take(Touch(30.0, "stop")).wait(8.1)
    run.take(ev.Departed(run.t_s), ev.Arrived(run.t_s + 5))
    assert (run.state, run.session.left, run.session.opened) == (State.ARRIVED, 0, False)


def test_a_tap_that_looked_like_a_lift_asks_for_the_lift_again() -> None:
    run = Run().lies_ready()
    run.take(ev.Lift(run.t_s, "left", run.t_s)).wait(0.6).take(ev.Lower(run.t_s, "left", run.t_s)).wait(1.3)
    assert run.state is State.LIFT


def test_the_other_knee_after_a_tap_is_a_hold_of_its_own() -> None:
    run = Run().lies_ready()
    run.take(ev.Lift(run.t_s, "left", run.t_s)).wait(0.6).take(ev.Lower(run.t_s, "left", run.t_s)).wait(0.5)
    run.take(ev.Lift(run.t_s, "right", run.t_s)).wait(1.2)
    assert (run.state, run.session.side) == (State.HOLD, "right")
    assert run.session.held_s == pytest.approx(0.0, abs=0.11)


def test_feet_that_were_up_when_a_fault_began_are_forgotten() -> None:
    run = Run(Plan("both", 2)).lies_ready().take(ev.Lift(20.0, "left", 20.0), ev.ZoneFault(21.0, "foot_left", "dead"))
    run.take(FaultOver(25.0)).wait(2.1).take(ev.Lift(run.t_s, "right", run.t_s))
    assert run.state is State.LIFT_OTHER


def test_feet_being_settled_before_the_first_cue_are_no_hold() -> None:
    run = Run().take(ev.Arrived(0.0)).wait(5.0).take(ev.Supine(5.0)).wait(0.5)
    for side in ("left", "right"):
        run.take(ev.Lift(run.t_s, side, run.t_s)).wait(0.7).take(ev.Lower(run.t_s, side, run.t_s)).wait(0.3)
        assert run.state is State.READY
    assert run.wait(2.1).state is State.LIFT


def test_a_knee_that_stays_up_before_the_first_cue_is_a_hold() -> None:
    run = Run().take(ev.Arrived(0.0)).wait(5.0).take(ev.Supine(5.0)).wait(0.5)
    run.take(ev.Lift(run.t_s, "left", run.t_s)).wait(2.2)
    assert (run.state, run.session.side) == (State.HOLD, "left")


def test_what_was_no_stretch_begins_no_session() -> None:
    run = Run().take(rep(9.0, valid=False))
    assert (run.state, run.records) == (State.WAITING, [])


def test_a_lower_that_does_not_come_is_asked_for_again_with_its_own_tone() -> None:
    run = Run().lies_ready()
    run.take(ev.Lift(run.t_s, "left", run.t_s)).wait(6.5)
    before = run.cues.count("release")
    assert run.state is State.LOWER
    run.wait(20.5)
    assert run.cues.count("release") > before


def test_a_long_fault_closes_the_session_once() -> None:
    run = Run().lies_ready().stretches("single_left")
    run.take(FaultBegan(run.t_s, FaultNote("fault_bus", ""))).wait(130.0)
    assert run.ended == ["fault"]


@pytest.mark.parametrize(("lying", "state"), [(True, State.READY), (False, State.LIE_DOWN)])
def test_again_begins_a_new_session_where_the_person_is(lying: bool, state: State) -> None:
    run = Run().lies_ready().stretches("single_left").take(Touch(30.0, "stop"))
    run.wait(8.1).sits_up().take(Touch(run.t_s, "pain:0"))
    if not lying:
        run.take(ev.NotSupine(run.t_s))
    run.take(Touch(run.t_s, "again"))
    assert (run.state, run.session.left, run.session.opened) == (state, 0, False)


def test_the_view_names_a_screen_for_every_state() -> None:
    for state in State:
        assert view(Session(PLAN, state=state), 0.0, None).screen


@pytest.mark.parametrize(("left", "right", "side"), [
    (0, 0, "left"), (1, 0, "right"), (1, 1, "left"), (0, 1, "left"), (2, 1, "right"), (1, 2, "left"), (2, 2, None),
    (3, 0, "right")])
def test_the_side_that_has_fewer_comes_next(left: int, right: int, side: str | None) -> None:
    assert next_side(PLAN, left, right) == side


# -- for any order of events ----------------------------------------------------------------------------

_SIDES = st.sampled_from(["left", "right"])
_ANY = st.one_of(
    st.just("tick"), st.just("tick"), st.just("wait"),
    st.sampled_from(["arrived", "departed", "supine", "not_supine", "stop", "home", "again", "pain:3", "pain:skip",
                     "fault", "over", "zone", "bridge", "like a", "like nobody", "still", "offered"]),
    st.sampled_from(["yes", "no", "who", "person:a", "person:b", "person:guest", "person:gone", "plan", "progress",
                     "plan:reps:+", "plan:stage:both", "one_knee", "rest", "next", "offer:yes", "offer:no", "pain:7",
                     "pain:0", "change", "person:new"]),
    st.tuples(st.just("lift"), _SIDES), st.tuples(st.just("lower"), _SIDES),
    st.tuples(st.just("rep"), st.sampled_from(["single_left", "single_right", "double"]), st.booleans()))


def happening_of(word: object, t_s: float) -> Happening:
    match word:
        case "arrived":
            return ev.Arrived(t_s)
        case "departed":
            return ev.Departed(t_s)
        case "supine":
            return ev.Supine(t_s)
        case "not_supine":
            return ev.NotSupine(t_s)
        case "fault":
            return FaultBegan(t_s, FaultNote("fault_bus", ""))
        case "zone":
            return ev.ZoneFault(t_s, "foot_left", "dead")
        case "over":
            return FaultOver(t_s)
        case ("lift", side):
            return ev.Lift(t_s, side, t_s)
        case ("lower", side):
            return ev.Lower(t_s, side, t_s)
        case ("rep", kind, valid):
            return rep(t_s, kind, t_s - 5, valid)
        case "bridge":
            return ev.Bridge(t_s, t_s - 1, t_s)
        case "like a":
            return Recognised(t_s, "kit4", (0.2, 0.2, 0.3, 0.3), Guess("a", True))
        case "like nobody":
            return Recognised(t_s, "kit4", (0.5, 0.3, 0.1, 0.1), Guess())
        case "offered":
            return HouseRead(t_s, _house("named", Offer("more_reps", "clean", Plan(reps_per_side=3))))
        case str() if word not in ("tick", "wait", "still"):
            return Touch(t_s, word)
    return Tick(t_s, still=word == "still")


def _house(kind: str, offer: Offer | None = None) -> Household | None:
    """Nobody asks anything; a home without names whose questions are due; two people with names."""
    plan = Plan(reps_per_side=2)
    if kind == "silent":
        return None
    if kind == "alone":
        return Household(Known(plan, screening="due"), asks_pain=True)
    people = (Known(Plan("both", 1), Profile("a", "", "sun", "yellow"), "confirm", offer),
              Known(plan, Profile("b", "", "moon", "white"), both_open=True))
    return Household(Known(plan), people, {"a": Pattern((0.2, 0.2, 0.3, 0.3), 3)}, asks_pain=True)


@settings(max_examples=600, deadline=None)
@given(words=st.lists(_ANY, max_size=60), stage=st.sampled_from(["single", "both"]),
       house=st.sampled_from(["silent", "alone", "named"]))
def test_in_any_order_no_rep_is_lost_or_doubled_and_an_empty_mat_leads_back_to_waiting(
        words: list[object], stage: str, house: str) -> None:
    run = Run(Plan(stage, reps_per_side=2), _house(house))
    told = 0
    for word in words:
        happening = happening_of(word, run.t_s + (50.0 if word == "wait" else 0.3))
        if isinstance(happening, ev.Rep):  # what was no stretch begins no session, everything else is kept
            told += happening.valid or run.state not in (State.WAITING, State.PLAN, State.PROGRESS)
        run.take(happening)
        assert view(run.session, run.t_s, None).screen
    assert sum(isinstance(record, RepDone) for record in run.records) == told
    opened = sum(isinstance(record, SessionOpened) for record in run.records)
    run.take(ev.Departed(run.t_s + 0.1), FaultOver(run.t_s + 0.2))
    for _ in range(20):
        run.take(Tick(run.t_s + 200.0))
    assert run.state is State.WAITING
    assert len(run.ended) == opened
    assert not run.session.opened


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0.4, 6.0), st.lists(st.floats(0.0, 3.0), min_size=4, max_size=4)),
                min_size=4, max_size=25))
def test_whatever_the_zones_do_there_are_never_more_reps_than_lifts(held: list[tuple[float, list[float]]]) -> None:
    """Steps between arbitrary volts, after somebody has lain down."""
    pipeline = Pipeline(KIT4)
    lying = [0.05] * 4, [1.4, 1.4, 0.05, 0.05], [0.5, 0.5, 1.4, 1.2]
    course = [(2.0, volts) for volts in lying] + [(4.0, lying[-1])] + held + [(2.0, lying[-1]), (3.0, lying[0])]
    t_s, lifts, reps = 0.0, {"left": 0, "right": 0}, {"left": 0, "right": 0}
    for seconds, volts in course:
        for _ in range(int(seconds * 50)):
            t_s += 0.02
            for event in pipeline.step(Sample(t_s, tuple(volts))):
                if isinstance(event, ev.Lift):
                    lifts[event.side] += 1
                elif isinstance(event, ev.Rep):
                    for side in reps:
                        reps[side] += event.kind in ("double", f"single_{side}")
                    assert all(reps[side] <= lifts[side] for side in reps), event
