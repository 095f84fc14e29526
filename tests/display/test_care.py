"""Screens that ask, offer and tell: questions, pain, a change of plan, progress; nothing is decided here."""

from dataclasses import replace

import pygame
import pytest

from display.boxes import Box
from display.parts import Button, Dots, Ring, SideBars
from display.parts.bars import side_count
from display.screens import EXAMPLES, SCREENS
from display.screens.examples import DAY
from display.screens.partial import short_and_other
from display.theme import ORANGE, SKY, YELLOW
from mat.core.exercise import Plan
from mat.core.progression import Change, Offer, Reason
from mat.core.safety import QUESTIONS
from mat.core.snapshot import Snapshot
from mat.core.summary import Counts
from tests.display.screen_variants import BOTH, VARIANTS
from tests.display.test_parts import near
from tests.display.test_persons import SMALL, offered, said


def text_of(snapshot: Snapshot) -> str:
    return " | ".join(said(snapshot))


# -- questions ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("key", QUESTIONS)
def test_every_question_is_asked_alone_with_yes_and_no(key: str) -> None:
    asked = Snapshot("question", question=key, question_number=3, question_total=7)
    assert offered(asked) == ["question:back", "yes", "no", "emergency"]
    assert offered(replace(asked, question_number=1)) == ["yes", "no", "emergency"]
    assert sum(line.endswith("?") for line in said(asked)) == 1
    assert "3 of 7" in said(asked)


def test_the_sentence_that_is_confirmed_is_shown() -> None:
    assert "I have checked with my doctor or therapist." in said(EXAMPLES["confirm"])
    assert offered(EXAMPLES["confirm"]) == ["yes", "no", "emergency"]


def test_a_red_light_says_rest_and_another_wait_says_whom_to_ask() -> None:
    assert "Rest today" in said(Snapshot("blocked", light="red"))
    assert "Please ask first" in said(Snapshot("blocked"))
    assert offered(Snapshot("blocked")) == ["home", "emergency"]
    assert offered(Snapshot("blocked", light="red", pain_before=7)) == ["change", "home", "emergency"]


def test_before_a_session_pain_is_asked_as_after_it_and_lying_down_answers_too() -> None:
    assert offered(EXAMPLES["pain_before"]) == offered(EXAMPLES["pain"])
    assert "Or just lie down to begin." in said(EXAMPLES["pain_before"])
    assert "Or just lie down to begin." not in said(EXAMPLES["pain"])


def test_stop_or_rest_can_be_answered_by_a_finger_too() -> None:
    assert sorted(offered(EXAMPLES["ask_stop"])) == ["emergency", "rest", "stop"]
    assert {"Stop or rest?", "Lift a knee to go on.", "Lie still to stop.", "17"} <= set(said(EXAMPLES["ask_stop"]))


def test_sitting_counts_the_half_minute_and_only_then() -> None:
    assert "24" in said(Snapshot("sit", seconds_left=24.0))
    assert not any(line.isdigit() for line in said(Snapshot("sit")))
    assert offered(Snapshot("sit")) == ["next", "emergency"]
    rings = [part for part in SCREENS["sit"](Snapshot("sit", seconds_left=15.0), SMALL) if isinstance(part, Ring)]
    assert [ring.steps for ring in rings] == [Ring.steps_of(0.5)]


# -- offers and the plan --------------------------------------------------------------------------------

@pytest.mark.parametrize(("change", "reason", "now", "then", "told"), [
    ("more_reps", "clean", Plan(reps_per_side=5), Plan(reps_per_side=6), "From 5 to 6 on each side"),
    ("longer_hold", "clean", Plan(hold_s=5.0), Plan(hold_s=10.0), "From 5 to 10 seconds"),
    ("both_legs", "pain_free_days", Plan(), BOTH, "3 of 3 days with little pain. It is up to you."),
    ("fewer_reps", "pain", Plan(reps_per_side=8), Plan(reps_per_side=6), "From 8 to 6 on each side"),
    ("shorter_hold", "pain", Plan(hold_s=30.0), Plan(hold_s=15.0), "From 30 to 15 seconds"),
])
def test_an_offer_tells_from_what_to_what_and_can_be_declined(change: Change, reason: Reason, now: Plan, then: Plan,
                                                              told: str) -> None:
    made = Snapshot("offer", plan=now, offer=Offer(change, reason, then))
    assert told in said(made)
    assert offered(made) == ["offer:yes", "offer:no", "emergency"]


def test_the_way_back_to_one_leg_is_a_notice() -> None:
    back = Snapshot("offer", plan=BOTH, offer=Offer("one_leg", "stopped_for_pain", Plan()))
    assert offered(back) == ["offer:yes", "emergency"]
    assert "OK" in said(back)


STEPS = ["plan:reps:-", "plan:reps:+", "plan:hold:-", "plan:hold:+", "plan:sessions:-", "plan:sessions:+"]


def test_both_legs_can_be_chosen_only_while_they_are_open() -> None:
    closed, opened = Snapshot("plan", gate_days=2), Snapshot("plan", gate_days=3, both_open=True)
    assert offered(closed) == ["plan:stage:single", *STEPS, "check", "home", "emergency"]
    assert offered(opened) == ["plan:stage:single", "plan:stage:both", *STEPS, "check", "home", "emergency"]
    assert "2 of 3 days with little pain" in said(closed)
    assert [(part.done, part.total) for part in SCREENS["plan"](closed, SMALL) if isinstance(part, Dots)] == [(2, 3)]
    assert "little pain" not in text_of(opened)


@pytest.mark.parametrize(("plan", "chosen"), [(Plan(), "plan:stage:single"), (BOTH, "plan:stage:both")])
def test_the_stage_in_force_is_marked_and_the_values_are_the_plans(plan: Plan, chosen: str) -> None:
    parts = SCREENS["plan"](Snapshot("plan", plan=plan, both_open=True), SMALL)
    assert [part.intent for part in parts if isinstance(part, Button) and part.kind == "chosen"] == [chosen]
    words = said(Snapshot("plan", plan=plan))
    assert {str(plan.reps_per_side), f"{plan.hold_s:g}", str(plan.sessions_a_day)} <= set(words)


# -- sides apart ----------------------------------------------------------------------------------------

def columns_of(counts: Counts, colour: tuple[int, int, int]) -> list[int]:
    """The columns in which a pair of bars shows this colour."""
    surface = pygame.Surface((100, 100), pygame.SRCALPHA)
    SideBars(Box(0, 0, 100, 100), (counts,), 16, goal=10).draw(surface)
    return [x for x in range(100) if any(near(tuple(surface.get_at((x, y)))[:3], colour) for y in range(100))]


def height_of(counts: Counts, x: int) -> int:
    surface = pygame.Surface((100, 100), pygame.SRCALPHA)
    SideBars(Box(0, 0, 100, 100), (counts,), 16, goal=10).draw(surface)
    return sum(surface.get_at((x, y))[3] > 200 for y in range(100))


def test_a_pair_of_bars_has_the_left_side_at_the_left_and_the_right_one_at_the_right() -> None:
    both = Counts(8, 4)
    assert max(columns_of(both, SKY)) < 50 < min(columns_of(both, ORANGE))
    assert columns_of(Counts(8, 0), ORANGE) == []
    assert columns_of(Counts(0, 8), SKY) == []
    assert height_of(both, 32) == pytest.approx(80, abs=5)
    assert height_of(both, 68) == pytest.approx(40, abs=5)


def test_a_double_stretch_raises_both_bars_in_its_own_colour() -> None:
    assert columns_of(Counts(4, 4), YELLOW) == []
    doubled = columns_of(Counts(4, 4, 3), YELLOW)
    assert min(doubled) < 40 < 60 < max(doubled)
    assert height_of(Counts(4, 4, 3), 32) == pytest.approx(70, abs=6)
    assert side_count(Counts(4, 5, 3), "left") == 7


def bars_of(snapshot: Snapshot) -> list[SideBars]:
    return [part for part in SCREENS[snapshot.screen](snapshot, SMALL) if isinstance(part, SideBars)]


def test_home_and_the_page_of_the_week_hand_each_side_to_its_bar() -> None:
    [week] = bars_of(EXAMPLES["home"])
    assert week.counts == tuple(one.counts for one in DAY.week)
    assert (week.goal, week.full) == (20, (True, False, False, True, True, False, False))
    days, weeks = (part for part in SCREENS["explain"](replace(EXAMPLES["progress"], explain="week"), SMALL)
                   if isinstance(part, SideBars))
    assert weeks.counts == tuple(one.counts for one in DAY.weeks)
    assert (len(weeks.counts), days.counts) == (12, week.counts)


LOPSIDED = replace(DAY, totals=Counts(17, 14), last_session=replace(DAY.sessions[0], reps=Counts(17, 14)))


@pytest.mark.parametrize("screen", ["home", "progress", "summary"])
def test_no_screen_adds_left_and_right(screen: str) -> None:
    shown = replace(EXAMPLES[screen], day=LOPSIDED, reps_left=17, reps_right=14)
    assert "31" not in " ".join(said(shown)).replace(",", " ").split()
    if screen != "progress":
        assert any("17" in line for line in said(shown))
        assert any("14" in line for line in said(shown))


# -- progress and summary -------------------------------------------------------------------------------

def test_progress_shows_what_is_known_and_leads_to_the_plan() -> None:
    assert offered(EXAMPLES["progress"]) == ["plan", "home", "emergency"]
    assert {"4 days in a row", "5.3 s", "3, then 2", "2 of 3", "12 weeks"} <= set(said(EXAMPLES["progress"]))
    unknown = replace(DAY, hold_s_mean=None, pain_after=None, pain_before=None)
    assert not any(word in text_of(Snapshot("progress", day=unknown)) for word in ("5.3 s", "then"))


def test_progress_without_a_day_says_so_kindly() -> None:
    assert "Your stretches will show here." in said(Snapshot("progress"))


def test_the_cores_reasons_are_not_shown_raw() -> None:
    for case, (name, snapshot) in VARIANTS.items():
        words = " ".join(word for part in SCREENS[name](snapshot, SMALL) for word in part.words)
        assert "are needed" not in words, case
        assert "were raised" not in words, case
    reasons = (("held 3.1 s, 4 s are needed", 2), ("held 0.5 s, 4 s are needed", 1), ("the feet were away for 90 s", 4))
    assert short_and_other(reasons) == (3, 4)


@pytest.mark.parametrize(("light", "again", "lead"), [("green", True, "You can go on"), ("amber", True, "Go easy."),
                                                      ("red", False, "Stop here"), (None, True, "You can go on")])
def test_the_light_alone_decides_the_advice(light: str | None, again: bool, lead: str) -> None:
    shown = Snapshot("summary", pain=9, light=light)
    assert ("again" in offered(shown)) == again
    assert lead in text_of(shown)


@pytest.mark.parametrize(("before", "now", "told"), [(2, 4, "Pain is up by 2"), (5, 2, "Pain is down by 3"),
                                                     (2, 3, None), (None, 8, None)])
def test_a_change_of_pain_is_told_when_people_notice_it(before: int | None, now: int, told: str | None) -> None:
    lines = [line for line in said(Snapshot("summary", pain_before=before, pain=now)) if line.startswith("Pain is")]
    assert lines == ([told] if told else [])


def test_the_main_reason_of_what_did_not_count_is_told() -> None:
    def line(*reasons: tuple[str, int]) -> str:
        day = replace(DAY, last_session=replace(DAY.sessions[0], partial_reasons=reasons))
        return next(word for word in said(Snapshot("summary", partial=5, day=day)) if "not counted" in word)
    short, other = "held 1.0 s, 4 s are needed", "the feet were away for 90 s"
    assert line((short, 5)) == "5 too short, not counted"
    assert line((short, 3), (other, 2)) == "5 not counted, most too short"
    assert line((other, 5)) == line() == "5 not counted"


def test_pain_free_days_are_told_while_they_are_still_needed() -> None:
    assert "2 of 3 days with little pain" in said(Snapshot("summary", gate_days=2))
    assert "little pain" not in text_of(Snapshot("summary", gate_days=3))
    assert "little pain" not in text_of(Snapshot("summary", gate_days=2, plan=BOTH))


def test_a_kind_remark_is_told_at_once() -> None:
    assert "Bring up one knee, then the other." in said(Snapshot("hold", note="note_both_at_once"))
    for screen in ("lower", "rest"):
        assert "Next time lower one foot, then the other." in said(
            Snapshot(screen, note="note_lower_apart"))
    assert "A folded towel under your pelvis can help it lift." in said(Snapshot("rest", note="note_towel"))
