"""When to ask, when to wait, when to stop."""

import pytest

from mat.core.safety import CONFIRMED, QUESTIONS, Answered, change, light, screening, stopped_for_pain


def log(yes: tuple[str, ...] = (), day: int = 100, at_s: float = 10.0) -> list[Answered]:
    return [Answered(at_s + n, day, question, question in yes) for n, question in enumerate(QUESTIONS)]


def test_who_was_never_asked_is_asked() -> None:
    assert screening([], 100, None) == "due"


@pytest.mark.parametrize(("today", "told"), [(100, "fine"), (129, "fine"), (130, "due"), (99, "due")])
def test_the_questions_come_again_after_thirty_days_and_when_the_clock_went_back(today: int, told: str) -> None:
    assert screening(log(), today, None) == told


def test_a_question_that_was_not_answered_brings_all_again() -> None:
    assert screening(log()[:-1], 100, None) == "due"


@pytest.mark.parametrize(("stop_s", "told"), [(5.0, "fine"), (50.0, "due")])
def test_a_stop_for_pain_brings_the_questions_again(stop_s: float, told: str) -> None:
    assert screening(log(), 100, stop_s) == told


@pytest.mark.parametrize("question", QUESTIONS)
def test_only_a_new_hip_and_weak_bones_wait_for_the_confirmation(question: str) -> None:
    expected = "confirm" if question in ("new_hip", "weak_bones") else "fine"
    assert screening(log((question,)), 100, None) == expected


def test_a_confirmation_holds_for_the_answers_before_it_only() -> None:
    yes = Answered(50.0, 100, CONFIRMED, True)
    assert screening([*log(("new_hip",)), yes], 100, None) == "fine"
    assert screening([*log(("new_hip",)), Answered(50.0, 100, CONFIRMED, False)], 100, None) == "confirm"
    assert screening([*log(("new_hip",), at_s=60.0), yes], 100, None) == "confirm"


@pytest.mark.parametrize(("before", "after", "stopped", "colour"), [
    (None, None, False, None), (None, 0, False, "green"), (None, 3, False, "green"), (None, 4, False, "amber"),
    (None, 5, False, "amber"), (None, 6, False, "red"), (None, 10, False, "red"), (2, None, False, "green"),
    (5, None, False, "amber"), (7, None, False, "red"), (7, 2, False, "green"), (None, 4, True, "red"),
    (None, 3, True, "green"), (None, None, True, "amber"), (6, None, True, "red")])
def test_the_traffic_light(before: int | None, after: int | None, stopped: bool, colour: str | None) -> None:
    assert light(before, after, stopped) == colour


@pytest.mark.parametrize(("because", "after", "told"), [
    ("stopped", 4, True), ("stopped", 3, False), ("stopped", None, False), ("done", 6, True), ("done", 5, False),
    (None, None, False)])
def test_a_stop_for_pain(because: str | None, after: int | None, told: bool) -> None:
    assert stopped_for_pain(because, after) is told


@pytest.mark.parametrize(("before", "after", "by"), [
    (3, 3, None), (3, 4, None), (3, 5, 2), (5, 3, -2), (None, 5, None), (5, None, None)])
def test_only_a_change_that_people_notice_is_reported(before: int | None, after: int | None, by: int | None) -> None:
    assert change(before, after) == by
