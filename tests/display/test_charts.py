"""Charts: what they draw is what was measured, told by shape; each explains itself at a touch."""

from dataclasses import replace

import pygame
import pytest

from display.boxes import Box
from display.parts import Calendar, Dots, HoldsChart, Label, PainChart, Part, Ring, Tile
from display.parts.calendar import FULL_DAY, REST_DAY
from display.screens import EXAMPLES, SCREENS
from display.screens.charts import mark_of
from display.screens.examples import DAY
from display.screens.explain import TOPICS
from display.screens.numbers import plain
from display.texts import text
from display.theme import GREEN, INK, PANEL, YELLOW
from mat.core.exercise import Plan
from mat.core.progression import Outlook
from mat.core.snapshot import Snapshot
from mat.core.summary import Counts, WeekDay
from tests.display.screen_variants import THEMES
from tests.display.test_parts import near
from tests.display.test_persons import SMALL, offered


def drawn(part: Part) -> pygame.Surface:
    surface = pygame.Surface((part.box.right, part.box.bottom), 0, 32)
    surface.fill(PANEL)
    part.draw(surface)
    return surface


def lit(part: Part, colour: tuple[int, int, int], within: Box | None = None) -> int:
    shown, box = drawn(part), within or part.box
    return sum(near(tuple(shown.get_at((x, y)))[:3], colour)
               for x in range(box.x, box.right) for y in range(box.y, box.bottom))


def topics(snapshot: Snapshot, size: str = "800x480") -> set[str]:
    return {part.intent.removeprefix("explain:") for part in SCREENS[snapshot.screen](snapshot, THEMES[size])
            if isinstance(part, Tile)}


# -- the calendar ---------------------------------------------------------------------------------------

@pytest.mark.parametrize(("sessions", "reps", "rest", "mark"), [
    (0, 0, False, 0), (1, 1, False, 1), (1, 8, False, 2), (1, 20, False, 3), (2, 20, False, FULL_DAY),
    (0, 0, True, REST_DAY), (1, 4, True, REST_DAY),
])
def test_a_days_mark_grows_with_its_share_of_the_goal(sessions: int, reps: int, rest: bool, mark: int) -> None:
    day = WeekDay("2026-11-20", sessions, 2 * reps, Counts(reps, reps), told_to_rest=rest)
    assert mark_of(day, DAY) == mark


def test_more_done_is_more_ink_and_a_full_day_is_a_square() -> None:
    box = Box(0, 0, 210, 210)
    ink = [lit(Calendar(box, (mark, 0), 0, 10), GREEN) for mark in range(FULL_DAY + 1)]
    assert ink == sorted(ink)
    assert len(set(ink)) == len(ink)
    corner = Box(96, 6, 2, 2)
    assert [lit(Calendar(box, (mark, 0), 0, 10), GREEN, corner) > 0 for mark in (FULL_DAY - 1, FULL_DAY)] == [
        False, True]
    assert lit(Calendar(box, (REST_DAY, 0), 0, 10), GREEN) == 0 < lit(Calendar(box, (REST_DAY, 0), 0, 10), YELLOW)


def test_weeks_are_columns_that_begin_on_monday_and_today_is_ringed() -> None:
    [shown] = [part for part in SCREENS["progress"](EXAMPLES["progress"], SMALL) if isinstance(part, Calendar)]
    assert (len(shown.marks), shown.first_row) == (84, 0), "the 31st of August and the 22nd of November 2026"
    ringed = Calendar(Box(0, 0, 210, 70), (0,) * 20, 1, 10)
    assert lit(ringed, INK, Box(140, 60, 70, 10)) > 0
    assert lit(ringed, INK, Box(0, 0, 210, 55)) == 0


# -- pain and holds -------------------------------------------------------------------------------------

def test_pain_that_falls_points_down_and_pain_that_rises_points_up() -> None:
    def widths(before: int, after: int) -> list[int]:
        shown = drawn(PainChart(Box(0, 0, 200, 200), ((before, after),), 10))
        return [sum(near(tuple(shown.get_at((x, y)))[:3], INK) for x in range(200)) for y in range(200)]
    falling, rising = widths(5, 1), widths(1, 5)
    tip_down = max(y for y in range(200) if falling[y])
    tip_up = min(y for y in range(200) if rising[y])
    assert falling[tip_down] < falling[tip_down - 12]
    assert rising[tip_up] < rising[tip_up + 12]
    assert tip_down > 100 > tip_up


def test_the_scale_of_pain_ends_at_five_until_a_number_is_above_it() -> None:
    assert PainChart(Box(0, 0, 9, 9), ((5, 0), (None, 2)), 10).words == ("0", "5")
    assert PainChart(Box(0, 0, 9, 9), ((6, None),), 10).words == ("0", "10")


def test_a_hold_below_the_plan_is_hollow() -> None:
    box = Box(0, 0, 300, 200)
    reached, short = (lit(HoldsChart(box, (tenths,), 100, 10), GREEN) for tenths in (100, 90))
    assert short < 0.5 * reached
    assert lit(HoldsChart(box, (None,), 100, 10), GREEN) == 0


def test_charts_show_the_persons_own_sessions() -> None:
    parts = SCREENS["progress"](EXAMPLES["progress"], SMALL)
    [pain] = [part for part in parts if isinstance(part, PainChart)]
    [holds] = [part for part in parts if isinstance(part, HoldsChart)]
    assert pain.sessions == tuple((one.pain_before, one.pain_after) for one in DAY.recent)
    assert holds.tenths[-1] == 53
    assert (holds.target, holds.caption) == (50, "5 s")


def test_the_summary_shows_this_session_alone() -> None:
    parts = SCREENS["summary"](replace(EXAMPLES["summary"], reps_left=7, pain_before=6, pain=4), SMALL)
    assert [part.sessions for part in parts if isinstance(part, PainChart)] == [((6, 4),)]
    assert [part.tenths for part in parts if isinstance(part, HoldsChart)] == [(53,)]
    assert [part.steps for part in parts if isinstance(part, Ring)] == [Ring.steps_of(0.7), Ring.steps_of(1.0)]


# -- the next step and the pages that explain -----------------------------------------------------------

@pytest.mark.parametrize(("change", "words"), [("more_reps", "Then one more each side"),
                                               ("longer_hold", "Then a longer hold"), ("both_legs", "Then both legs")])
def test_the_next_step_is_dots_and_what_comes_then(change: str, words: str) -> None:
    shown = replace(EXAMPLES["home"], outlook=Outlook(change, 1, 3))
    parts = SCREENS["home"](shown, SMALL)
    assert [(part.done, part.total) for part in parts if isinstance(part, Dots)] == [(1, 3)]
    assert {words, "1 of 3"} <= {word for part in parts for word in part.words}


@pytest.mark.parametrize("size", THEMES)
def test_charts_on_each_screen_lead_to_their_pages(size: str) -> None:
    assert topics(EXAMPLES["home"], size) == {"rings", "week", "streak", "next"}
    assert topics(EXAMPLES["progress"], size) == {"calendar", "pain", "holds", "next"}
    assert topics(EXAMPLES["summary"], size) == {"rings", "holds", "pain"}
    assert topics(Snapshot("home"), size) == {"rings"}


@pytest.mark.parametrize("topic", TOPICS)
def test_each_page_has_its_own_title_two_sentences_and_a_way_back(topic: str) -> None:
    shown = replace(EXAMPLES["explain"], explain=topic)
    parts = SCREENS["explain"](shown, SMALL)
    titles = {SCREENS["explain"](replace(shown, explain=one), SMALL)[0].words for one in TOPICS}
    assert len(titles) == len(TOPICS)
    sentences = [word for part in parts for word in part.words if word.endswith(".") and " " in word]
    assert len(sentences) >= 2
    assert [part.intent_at(part.box.centre) for part in parts][-2:] == ["back", "emergency"]


def test_the_sentences_have_the_persons_own_numbers() -> None:
    def told(topic: str, **change: object) -> str:
        shown = replace(EXAMPLES["explain"], explain=topic, **change)
        return " ".join(word for part in SCREENS["explain"](shown, SMALL) for word in part.words)
    assert "Last time: 3 before, 2 after." in told("pain")
    assert "Today: 5.3 s each, 4.4 s the shortest." in told("holds")
    assert "4 days in a row." in told("streak")
    assert "20 on each side" in told("week")
    assert f"{sum(one.sessions > 0 for one in DAY.calendar)} of 84 days" in told("calendar")
    assert "10 s" in told("holds", plan=Plan(hold_s=10.0))


@pytest.mark.parametrize(("ends", "each", "full"), [
    (("done", "left"), 8, True), (("done", "interrupted"), 8, False), (("fault", "done"), 8, False),
    (("done", "interrupted"), 20, True), (("done", "interrupted", "done"), 8, True), (("done",), 10, False)])
def test_a_session_the_mat_broke_off_does_not_make_the_day_done(ends: tuple[str, ...], each: int, full: bool) -> None:
    sessions = tuple(replace(DAY.sessions[0], id=str(i), ended_because=end) for i, end in enumerate(ends))
    shown = Snapshot("home", day=replace(DAY, sessions=sessions, totals=Counts(each, each)))
    words = {part.text for part in SCREENS["home"](shown, SMALL) if isinstance(part, Label)}
    assert words & {text("home_full"), text("home_title")} == {text("home_full" if full else "home_title")}


def test_home_has_the_settings_and_a_chart_is_no_button() -> None:
    assert "settings" in offered(EXAMPLES["home"])
    assert not any(intent.startswith("explain") for intent in offered(EXAMPLES["home"]))


@pytest.mark.parametrize(("value", "told"), [(5.0, "5"), (7.5, "7.5"), (12.62, "12.62"), (431, "431"), (0.125, "0.12")])
def test_a_number_has_no_needless_digits(value: float, told: str) -> None:
    assert plain(value) == told
