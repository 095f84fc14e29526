"""The charts of a person's days, each for any box: on a tile that explains itself, or large on its own page."""

import math
from datetime import date

from display.boxes import Box
from display.parts import Calendar, DayRow, Dots, HoldsChart, Label, PainChart, Part, Ring, Tile
from display.parts.bars import side_count
from display.parts.calendar import FULL_DAY, REST_DAY
from display.screens.numbers import plain
from display.texts import text
from display.texts.formats import decimal, weekday_letter
from display.theme import QUIET, SIDE_COLOUR, Theme
from mat.core.exercise import Plan
from mat.core.progression import Outlook
from mat.core.snapshot import Snapshot
from mat.core.summary import DaySummary, SessionSummary, WeekDay
from mat.core.zones import SIDES, Side

MONDAY_FIRST = tuple(date(2024, 1, day) for day in range(1, 8))


def tile(theme: Theme, box: Box, topic: str, title: str = "", told: str = "") -> tuple[list[Part], Box]:
    """The tile of a topic with its title and what is told at the right, and the room left for its chart. A narrow one
    has room for what is told only."""
    pad = round(0.35 * theme.small_px)
    narrow = box.w < 6.5 * theme.small_px and bool(told)
    parts: list[Part] = [Tile(box, f"explain:{topic}", 0 if narrow else round(0.62 * theme.small_px))]
    inner = box.inset(pad, pad)
    if narrow:
        row, rest = inner.cut_top(round(1.06 * theme.small_px), pad // 2)
        return [*parts, Label(row, told, theme.small_px, weight="semibold", align="centre")], rest
    if not title and not told:
        return parts, inner
    row, rest = inner.cut_top(round(1.06 * theme.small_px), pad // 2)
    row = Box(row.x, row.y, row.w - round(0.9 * theme.small_px), row.h)
    name, value = row.cut_left(round(row.w * (0.44 if told else 1.0)))
    parts.append(Label(name, title, theme.small_px, QUIET))
    if told:
        parts.append(Label(value, told, theme.small_px, weight="semibold"))
    return parts, rest


# -- sides of a day -------------------------------------------------------------------------------------

def goal_of(snapshot: Snapshot) -> int:
    """Stretches a side that make a full day."""
    if snapshot.day is None:
        return snapshot.plan.sessions_a_day * snapshot.plan.reps_per_side
    return max(1, snapshot.day.goal.sessions * snapshot.day.goal.reps_per_side)


def day_rings(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    parts: list[Part] = []
    goal = goal_of(snapshot)
    for side, place in zip(SIDES, box.columns(2, theme.gap), strict=True):
        count = side_count(snapshot.day.totals, side) if snapshot.day else 0
        parts += side_ring(theme, place, side, count, goal)
    return parts


def side_ring(theme: Theme, box: Box, side: Side, count: int, goal: int) -> list[Part]:
    """A ring with the count inside and its side below. A double stretch counts for both sides."""
    word, round_box = box.cut_bottom(min(round(1.1 * theme.body_px), round(0.22 * box.h)), theme.gap // 3)
    round_box = round_box.fit(1.0)
    inner = round_box.inset(round(round_box.w * 0.19))
    number, below = inner.cut_top(round(inner.h * 0.57))
    return [
        Ring(round_box, Ring.steps_of(count / goal), SIDE_COLOUR[side]),
        Label(number, str(count), round(theme.cue_px * 0.9), weight="semibold", align="centre", leading=1.0),
        Label(below, text("home_of", goal=goal), theme.small_px, QUIET, align="centre", valign="top"),
        Label(word, text(side), theme.body_px, SIDE_COLOUR[side], "semibold", "centre", leading=1.0),
    ]


# -- days -----------------------------------------------------------------------------------------------

def mark_of(one: WeekDay, day: DaySummary) -> int:
    """The mark of a day in a calendar, after the share of the day's goal."""
    if one.told_to_rest:
        return REST_DAY
    if one.sessions >= day.goal.sessions:
        return FULL_DAY
    done = sum(side_count(one.counts, side) for side in SIDES)
    if not one.sessions and not done:
        return 0
    goal = 2 * max(1, day.goal.sessions * day.goal.reps_per_side)
    return min(FULL_DAY - 1, max(1, math.ceil(done / goal * (FULL_DAY - 1))))


def calendar(day: DaySummary, box: Box, px: int, named: bool = False) -> Calendar:
    first = date.fromisoformat(day.calendar[0].day).weekday() if day.calendar else 0
    letters = tuple(weekday_letter(one) for one in MONDAY_FIRST) if named else ()
    return Calendar(box, tuple(mark_of(one, day) for one in day.calendar), first, px, letters)


def day_row(day: DaySummary, box: Box, px: int, named: bool = False) -> DayRow:
    letters = tuple(weekday_letter(date.fromisoformat(one.day)) for one in day.week) if named else ()
    return DayRow(box, tuple(mark_of(one, day) for one in day.week), px, letters)


def streak_tile(day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    parts: list[Part]
    parts, inner = [Tile(box, "explain:streak", 0)], box.inset(round(0.35 * theme.small_px))
    words, dots = inner.cut_top(round(0.52 * inner.h))
    told = text("streak_days", days=day.streak_days) if day.streak_days != 1 else text("streak_day")
    return [*parts, Label(words, told, round(1.2 * theme.small_px), weight="semibold"),
            *([day_row(day, dots, theme.small_px)] if day.week else [])]


# -- sessions -------------------------------------------------------------------------------------------

def pain_pairs(sessions: tuple[SessionSummary, ...]) -> tuple[tuple[int | None, int | None], ...]:
    """Before and after of each session in which any was told."""
    told = [(one.pain_before, one.pain_after) for one in sessions]
    return tuple(pair for pair in told if pair != (None, None))


def pain_words(before: int | None, after: int | None) -> str:
    if before is not None and after is not None:
        return text("fact_then", before=before, after=after)
    return "" if before is None and after is None else str(after if after is not None else before)


def holds_chart(sessions: tuple[SessionSummary, ...], plan: Plan, box: Box, px: int) -> HoldsChart:
    tenths = tuple(None if one.hold_s_mean is None else round(10 * one.hold_s_mean) for one in sessions)
    return HoldsChart(box, tenths, round(10 * plan.hold_s), px, text("seconds", value=plain(plan.hold_s)))


def held_words(hold_s: float | None) -> str:
    return "" if hold_s is None else text("seconds", value=decimal(hold_s))


def pain_tile(theme: Theme, box: Box, pairs: tuple[tuple[int | None, int | None], ...], told: str) -> list[Part]:
    parts, inner = tile(theme, box, "pain", text("chart_pain"), told)
    return [*parts, PainChart(inner, pairs, chart_px(theme, inner)) if pairs else _nothing(theme, inner)]


def holds_tile(theme: Theme, box: Box, sessions: tuple[SessionSummary, ...], plan: Plan, told: str) -> list[Part]:
    parts, inner = tile(theme, box, "holds", text("chart_holds"), told)
    known = any(one.hold_s_mean is not None for one in sessions)
    return [*parts, holds_chart(sessions, plan, inner, chart_px(theme, inner)) if known else _nothing(theme, inner)]


def _nothing(theme: Theme, box: Box) -> Label:
    """What will stand here."""
    return Label(box, text("progress_none"), theme.small_px, QUIET)


def chart_px(theme: Theme, box: Box) -> int:
    """The letters on a chart's axis."""
    return max(8, min(round(0.8 * theme.small_px), round(0.34 * box.h)))


# -- the plan's next step -------------------------------------------------------------------------------

def next_words(outlook: Outlook) -> str:
    return text(f"next_{outlook.change}")


def next_tile(outlook: Outlook, theme: Theme, box: Box) -> list[Part]:
    """So many dots of those that are needed, and what comes then."""
    parts, inner = tile(theme, box, "next")
    upper, lower = inner.cut_top(round(0.33 * inner.h), theme.gap // 4)
    side = min(round(0.74 * upper.h), round(0.42 * upper.w / (1.4 * outlook.needed)))
    dots, count = upper.cut_left(math.ceil(1.4 * outlook.needed * side), theme.gap // 2)
    told = text("count_of", count=outlook.done, goal=outlook.needed)
    count = Box(count.x, count.y, count.w - round(0.8 * theme.small_px), count.h)
    return [*parts, Dots(dots.inset(0, (dots.h - side) // 2), outlook.done, outlook.needed),
            Label(count, told, theme.small_px, weight="semibold"),
            Label(lower, next_words(outlook), theme.small_px, QUIET, leading=1.0)]
