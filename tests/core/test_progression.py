"""How a plan grows and eases: the published table, one thing at a time."""

from dataclasses import replace

import pytest

from mat.core.draft import adjusted
from mat.core.exercise import Plan
from mat.core.progression import (
    Decision,
    Offer,
    Outlook,
    PastSession,
    clean,
    eased,
    first_plan,
    gate_days,
    offer,
    outlook,
    plan_in_force,
    step_back,
)

USUAL = Plan("single", 10, 5.0, 2, 4.0)
SIX = replace(USUAL, reps_per_side=6)


def past(day: int, plan: Plan = SIX, because: str = "done", before: int | None = 1,
         after: int | None = 1) -> PastSession:
    return PastSession(day * 100.0, day, plan.stage, plan.reps_per_side, plan.hold_s, because, before, after)


def days(count: int, plan: Plan = SIX, first: int = 1) -> list[PastSession]:
    """Sessions of one and the same day do not open the gate, so `day` stays `first`."""
    return [replace(past(first, plan), at_s=first * 100.0 + n) for n in range(count)]


def test_the_first_session_ever_asks_for_three_on_each_side_with_one_leg() -> None:
    assert first_plan(replace(USUAL, stage="both")) == Plan("single", 3, 5.0, 2, 4.0)
    assert first_plan(replace(USUAL, reps_per_side=2)).reps_per_side == 2
    assert plan_in_force(USUAL, []) == first_plan(USUAL)


def test_the_newest_accepted_decision_is_the_plan_and_the_pause_is_the_stations() -> None:
    taken = Decision(1.0, "more_reps", "clean", replace(SIX, rest_s=9.0))
    declined = Decision(2.0, "longer_hold", "clean", replace(SIX, hold_s=10.0), accepted=False)
    assert plan_in_force(USUAL, [declined, taken]) == replace(SIX, rest_s=4.0)


@pytest.mark.parametrize(("plan", "change", "reps", "hold_s"), [
    (SIX, "more_reps", 7, 5.0),
    (replace(SIX, reps_per_side=14), "more_reps", 15, 5.0),
    (replace(SIX, reps_per_side=15), "longer_hold", 15, 10.0),
    (replace(SIX, reps_per_side=15, hold_s=10.0), "longer_hold", 15, 15.0),
    (replace(SIX, reps_per_side=15, hold_s=15.0), "longer_hold", 15, 30.0),
    (replace(SIX, reps_per_side=15, hold_s=7.0), "longer_hold", 15, 10.0),
])
def test_three_clean_sessions_add_one_thing_by_one_step(plan: Plan, change: str, reps: int, hold_s: float) -> None:
    expected = Offer(change, "clean", replace(plan, reps_per_side=reps, hold_s=hold_s))
    assert offer(plan, days(3, plan), []) == expected


def test_two_clean_sessions_add_nothing_and_the_largest_plan_stays() -> None:
    assert offer(SIX, days(2), []) is None
    most = replace(SIX, reps_per_side=15, hold_s=30.0)
    assert offer(most, days(3, most), []) is None


def test_the_next_step_tells_how_many_clean_sessions_are_behind_and_then_it_is_offered() -> None:
    assert [outlook(SIX, days(n), []) for n in (0, 1, 2, 3)] == [
        Outlook("more_reps", n, 3) for n in (0, 1, 2, 3)]
    longest = replace(SIX, reps_per_side=15)
    assert outlook(longest, days(2, longest), []) == Outlook("longer_hold", 2, 3)


def test_a_spoilt_session_or_a_decision_begins_the_way_to_the_next_step_anew() -> None:
    sore = replace(past(1, after=5), at_s=150.0)
    assert outlook(SIX, [*days(2), sore], []) is None  # no word of more beside the advice to do less
    eased_now = Decision(160.0, "fewer_reps", "pain", SIX, accepted=False)
    assert outlook(SIX, [*days(2), sore], [eased_now]) is None
    assert outlook(SIX, [*days(2), sore, replace(past(2), at_s=200.0)], []) == Outlook("more_reps", 1, 3)
    assert outlook(SIX, days(3), [Decision(101.5, "more_reps", "clean", SIX)]) == Outlook("more_reps", 1, 3)


def test_the_largest_plan_with_one_leg_leads_to_both_and_with_both_to_nothing_more() -> None:
    most = replace(SIX, reps_per_side=15, hold_s=30.0)
    two_days = [past(1, most), past(2, most)]
    assert outlook(most, two_days, []) == Outlook("both_legs", 2, 3)
    assert outlook(replace(most, stage="both"), two_days, []) is None


@pytest.mark.parametrize("spoilt", [
    past(2, because="stopped", after=1), past(2, because="left", after=1), past(2, after=None),
    past(2, before=0, after=2),
    past(2, replace(SIX, reps_per_side=5)), past(2, replace(SIX, hold_s=3.0)), past(2, replace(SIX, stage="both"))])
def test_a_session_that_was_not_as_planned_or_not_easy_is_not_clean(spoilt: PastSession) -> None:
    assert not clean(spoilt, SIX)
    before, after = (replace(past(2), at_s=at_s) for at_s in (199.0, 201.0))
    assert offer(SIX, [before, spoilt, after], []) is None


def test_a_decision_taken_or_declined_begins_the_count_anew() -> None:
    sessions = days(3)
    for accepted in (True, False):
        decided = Decision(101.5, "more_reps", "clean", SIX, accepted)
        assert offer(SIX, sessions, [decided]) is None
        assert offer(SIX, [*sessions, *days(2, first=2)], [decided]) is not None


@pytest.mark.parametrize(("plan", "change", "reps", "hold_s"), [
    (SIX, "fewer_reps", 4, 5.0), (replace(SIX, reps_per_side=2), "fewer_reps", 1, 5.0),
    (replace(SIX, hold_s=10.0), "shorter_hold", 6, 5.0), (replace(SIX, hold_s=30.0), "shorter_hold", 6, 15.0)])
@pytest.mark.parametrize("pain", [4, 5, 6, 10])
def test_pain_of_four_and_more_offers_less(plan: Plan, change: str, reps: int, hold_s: float, pain: int) -> None:
    told = offer(plan, [*days(3, plan), past(9, plan, after=pain)], [])
    assert told == Offer(change, "pain", replace(plan, reps_per_side=reps, hold_s=hold_s))


def test_the_least_plan_cannot_be_eased() -> None:
    least = replace(SIX, reps_per_side=1)
    assert eased(least) == least
    assert offer(least, [past(1, least, after=5)], []) is None


# -- both legs ------------------------------------------------------------------------------------------


def test_both_legs_are_offered_after_three_different_good_days_before_anything_else() -> None:
    sessions = [past(1), past(1), past(2), past(3)]
    assert [gate_days(sessions[:n]) for n in (1, 2, 3, 4)] == [1, 1, 2, 3]
    assert offer(SIX, sessions[:3], []) != offer(SIX, sessions, [])
    assert offer(SIX, sessions, []) == Offer("both_legs", "pain_free_days", replace(SIX, stage="both"))


@pytest.mark.parametrize("worse", [
    past(3, before=4), past(3, after=4), past(3, before=None), past(3, after=None), past(3, because="stopped"),
    past(3, replace(SIX, stage="both"))])
def test_a_day_that_was_not_pain_free_or_not_finished_with_one_leg_does_not_open_the_gate(worse: PastSession) -> None:
    assert gate_days([past(1), past(2), worse]) == 2


def test_a_good_session_does_not_make_up_for_a_sore_one_on_the_same_day() -> None:
    assert gate_days([past(1), past(2), past(3), past(3, after=5)]) == 2


def test_a_stop_for_pain_closes_the_gate_and_leads_back_to_one_leg() -> None:
    both = replace(SIX, stage="both")
    stop = past(4, both, "stopped", after=5)
    assert gate_days([past(1), past(2), past(3), stop]) == 0
    assert step_back(both, stop) == Offer("one_leg", "stopped_for_pain", SIX)
    assert step_back(both, past(4, both, "stopped", after=2)) is None
    assert step_back(both, past(4, both, "stopped", after=None)) is None
    assert step_back(SIX, past(4, SIX, "stopped", after=8)) is None


def test_both_legs_once_declined_come_again_after_three_more_good_days() -> None:
    sessions = [past(day) for day in (1, 2, 3)]
    no = Decision(301.0, "both_legs", "pain_free_days", replace(SIX, stage="both"), accepted=False)
    more = [past(day) for day in (4, 5, 6)]
    told = [offer(SIX, sessions + more[:n], [no]) for n in (0, 1, 2)]
    assert [one.change if one else None for one in told] == [None, None, None]
    again = offer(SIX, sessions + more, [no])
    assert again is not None
    assert again.change == "both_legs"


@pytest.mark.parametrize(("before", "choice", "offers"), [
    ((), replace(SIX, hold_s=7.0), True),
    ((Decision(50.0, "own_choice", "person", SIX),), replace(SIX, hold_s=7.0), True),
    ((Decision(50.0, "own_choice", "person", replace(SIX, stage="both")),), SIX, False),
    ((Decision(50.0, "own_choice", "person", replace(SIX, stage="both")),
      Decision(60.0, "one_leg", "stopped_for_pain", SIX)), replace(SIX, hold_s=7.0), True),
    ((Decision(50.0, "both_legs", "pain_free_days", replace(SIX, stage="both"), accepted=False),),
     replace(SIX, hold_s=7.0), True),
])
def test_a_choice_gives_up_both_legs_only_if_the_plan_before_it_had_them(
        before: tuple[Decision, ...], choice: Plan, offers: bool) -> None:
    told = offer(choice, [past(day) for day in (1, 2, 3)], [Decision(350.0, "own_choice", "person", choice), *before])
    assert (told is not None and told.change == "both_legs") == offers


def test_who_followed_both_legs_without_a_decision_gives_them_up_by_choosing_one() -> None:
    sessions = [*(past(day) for day in (1, 2, 3)), past(4, replace(SIX, stage="both"))]
    assert offer(SIX, sessions, [Decision(450.0, "own_choice", "person", SIX)]) is None


# -- the plan's screen ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("told", "expected"), [
    ("reps:+", replace(SIX, reps_per_side=7)), ("reps:-", replace(SIX, reps_per_side=5)),
    ("hold:+", replace(SIX, hold_s=7.0)), ("hold:-", replace(SIX, hold_s=3.0)),
    ("sessions:+", replace(SIX, sessions_a_day=3)), ("sessions:-", replace(SIX, sessions_a_day=1)),
    ("stage:both", SIX), ("stage:single", SIX), ("nonsense", SIX)])
def test_a_touch_changes_one_thing_by_one_step(told: str, expected: Plan) -> None:
    assert adjusted(SIX, told, both_open=False) == expected


def test_both_legs_can_be_chosen_only_when_they_are_open_and_one_leg_always() -> None:
    both = replace(SIX, stage="both")
    assert adjusted(SIX, "stage:both", both_open=True) == both
    assert adjusted(both, "stage:single", both_open=False) == SIX


def test_no_touch_leaves_the_ranges() -> None:
    for way in "+-":
        plan = replace(SIX, hold_s=60.0) if way == "-" else SIX
        for what in ("reps", "hold", "sessions"):
            for _ in range(20):
                plan = adjusted(plan, f"{what}:{way}", both_open=True)
        assert (plan.reps_per_side, plan.hold_s, plan.sessions_a_day) == ((15, 30.0, 3) if way == "+" else (1, 3.0, 1))
