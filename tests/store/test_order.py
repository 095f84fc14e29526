"""Plans, questions and offers follow the order of writing; the calendar may jump in between."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mat.core.exercise import Plan
from mat.core.household import Known
from mat.core.records import AnswerGiven, PlanDecided, Record, Stamp
from mat.core.safety import CONFIRMED, QUESTIONS
from mat.store import exporting, importing
from mat.store.store import Store
from tests.store.keeping import DAY, DAY_S, NOON, PLAN, a_rep, hand_over, keep

ONE, BOTH = Plan("single", 5, 5.0), Plan("both", 5, 5.0)
JUMPS = pytest.mark.parametrize("jump_s", [5 * DAY_S, -5 * DAY_S, 1200.0, -1200.0])


def user(store: Store, days_on: int = 0, screens: bool = False) -> Known:
    return store.household(DAY + timedelta(days=days_on), PLAN, "kit4", screens, False).guest


def tell(store: Store, *records: Record, at_s: float = NOON) -> None:
    hand_over(store, records, Stamp(at_s, 3600))


def decided(change: str, reason: str, plan: Plan) -> PlanDecided:
    return PlanDecided(0.0, None, change, reason, plan, True)


def answers(**yes: bool) -> list[Record]:
    return [AnswerGiven(0.0, None, question, yes.get(question, False)) for question in QUESTIONS]


@JUMPS
def test_the_plan_decided_last_is_in_force(store: Store, jump_s: float) -> None:
    tell(store, decided("both_legs", "pain_free_days", BOTH), at_s=NOON + jump_s)
    tell(store, decided("one_leg", "stopped_for_pain", ONE))
    assert user(store).plan == replace(ONE, rest_s=PLAN.rest_s)
    assert [one.at_s for one in store.decisions(None, PLAN)] == [NOON + jump_s, NOON]


@JUMPS
def test_a_sore_session_after_a_decision_offers_less_and_a_decision_after_it_ends_the_offer(
        store: Store, jump_s: float) -> None:
    tell(store, decided("own_choice", "person", ONE), at_s=NOON + jump_s)
    keep(store, a_rep(), pain=5, plan=ONE)
    offered = user(store).offer
    assert offered is not None
    assert offered.change == "fewer_reps"
    tell(store, decided("fewer_reps", "pain", offered.plan), at_s=NOON + jump_s)
    assert user(store).offer is None


@JUMPS
def test_a_stop_for_pain_closes_the_gate_and_good_days_after_it_open_it(store: Store, jump_s: float) -> None:
    for day in range(3):
        keep(store, a_rep(), at_s=NOON + day * DAY_S, before=1, pain=1)
    keep(store, a_rep(), at_s=NOON + jump_s, because="stopped", pain=8)
    assert user(store, days_on=9).gate_days == 0
    keep(store, a_rep(), at_s=NOON - 9 * DAY_S, before=1, pain=1)
    assert user(store, days_on=9).gate_days == 1


@JUMPS
def test_a_stop_for_pain_asks_again_and_answers_after_it_end_that(store: Store, jump_s: float) -> None:
    tell(store, *answers())
    assert user(store, screens=True).screening == "fine"
    keep(store, a_rep(), at_s=NOON + jump_s, because="stopped", pain=8)
    assert user(store, screens=True).screening == "due"
    tell(store, *answers())
    assert user(store, screens=True).screening == "fine"


@JUMPS
def test_the_newest_answer_counts(store: Store, jump_s: float) -> None:
    tell(store, *answers(), at_s=NOON + jump_s)
    tell(store, *answers(new_hip=True))
    assert user(store, screens=True).screening == "confirm"
    tell(store, AnswerGiven(0.0, None, CONFIRMED, True), at_s=NOON + jump_s)
    assert user(store, screens=True).screening == "fine"


def test_answers_dated_ahead_do_not_ask_at_every_session(store: Store) -> None:
    tell(store, *answers(), at_s=NOON + 5 * DAY_S)
    assert [user(store, day, screens=True).screening for day in (0, 5, 34, 35)] == ["fine", "fine", "fine", "due"]


@JUMPS
def test_an_export_taken_back_keeps_the_order_also_among_what_is_there(
        store: Store, tmp_path: Path, jump_s: float) -> None:
    tell(store, decided("both_legs", "pain_free_days", BOTH), at_s=NOON + jump_s)
    tell(store, decided("one_leg", "stopped_for_pain", ONE))
    exporting.export(store, tmp_path / "out", "csv", person=None, everybody=True, program="1", force=False)
    for name, earlier in (("empty", False), ("there", True)):
        other = Store.open(tmp_path / name, "there", "boot")
        if earlier:
            tell(other, decided("own_choice", "person", replace(ONE, hold_s=9.0)), at_s=NOON - 9 * DAY_S)
        importing.take_back(other, importing.read(tmp_path / "out"))
        assert user(other).plan.stage == "single"
        assert user(other).plan.hold_s == 5.0
        assert len(other.decisions(None, PLAN)) == 2 + earlier
        other.close()


def test_what_is_taken_back_from_before_the_plan_in_force_does_not_replace_it(store: Store, tmp_path: Path) -> None:
    tell(store, decided("both_legs", "pain_free_days", BOTH))
    exporting.export(store, tmp_path / "out", "json", person=None, everybody=True, program="1", force=False)
    other = Store.open(tmp_path / "other", "there", "boot")
    tell(other, decided("own_choice", "person", ONE), at_s=NOON + DAY_S)
    importing.take_back(other, importing.read(tmp_path / "out"))
    assert user(other).plan.stage == "single"
    other.close()


def test_both_legs_close_with_a_stop_for_pain_until_they_are_agreed_upon_again(store: Store) -> None:
    tell(store, decided("both_legs", "pain_free_days", BOTH))
    tell(store, decided("own_choice", "person", ONE))
    assert user(store).both_open
    tell(store, decided("both_legs", "person", BOTH))
    keep(store, a_rep("double"), because="stopped", pain=8, plan=BOTH)
    tell(store, decided("one_leg", "stopped_for_pain", ONE))
    assert (user(store).plan.stage, user(store).both_open) == ("single", False)
    tell(store, decided("both_legs", "pain_free_days", BOTH))
    assert user(store).both_open
