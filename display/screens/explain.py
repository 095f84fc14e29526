"""Explain: one chart, large, and in two or three sentences what it shows, with the person's own numbers."""

from collections.abc import Callable

from display.boxes import Box
from display.parts import Bullets, Dots, Label, PainChart, Part, SideBars
from display.screens.charts import (
    calendar,
    chart_px,
    day_rings,
    day_row,
    goal_of,
    held_words,
    holds_chart,
    next_words,
    pain_pairs,
)
from display.screens.home import last_words
from display.screens.page import HELP, Ask, beside, foot, headline, page, side_text
from display.screens.partial import short_and_other
from display.screens.week import week_bars
from display.texts import text
from display.theme import SIDE_COLOUR, Theme
from mat.core.snapshot import Snapshot
from mat.core.summary import DaySummary

BACK = Ask("back_button", "back", 1.9)
MOST = 3
"""So many sentences beside a chart; a further one stands below."""
Topic = Callable[[Snapshot, DaySummary, Theme, Box], list[Part]]


def explain(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (BACK, HELP), theme.title_px, (1, 2), info_share=0.4)
    topic = snapshot.explain if snapshot.explain in TOPICS else "rings"
    title = headline(theme, at.head, text(f"explain_{topic}"), theme.title_px)
    if snapshot.day is None:
        return [title, side_text(theme, at.body, text("progress_none"), theme.title_px), *foot(snapshot, theme, at, [])]
    chart, words = beside(theme, at.body, 0.5)
    draw, tell = TOPICS[topic]
    lines = tuple(text(f"explain_{topic}_{n}") for n in (1, 2)) + tell(snapshot, snapshot.day)
    more: list[Part] = [side_text(theme, at.info, one, theme.small_px) for one in lines[MOST:]]
    return [title, *draw(snapshot, snapshot.day, theme, chart),
            Bullets(words, lines[:MOST], round(0.9 * theme.body_px)), *foot(snapshot, theme, at, more)]


def _rings(snapshot: Snapshot, day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    return day_rings(snapshot, theme, box)


def _rings_told(snapshot: Snapshot, day: DaySummary) -> tuple[str, ...]:
    return (last_words(day.last_session),) if day.last_session else ()


def _week(snapshot: Snapshot, day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    """The week above, the weeks below."""
    if not day.weeks:
        return [week_bars(day, theme, box)] if day.week else []
    upper, lower = box.rows(2, theme.gap)
    line, bars = lower.cut_top(round(1.1 * theme.small_px), theme.gap // 3)
    return [*([week_bars(day, theme, upper)] if day.week else []),
            *_legend(day, theme, line),
            SideBars(bars, tuple(week.counts for week in day.weeks), theme.small_px)]


def _legend(day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    """What the bars below are, and the words of their colours."""
    keys = [("left", SIDE_COLOUR["left"]), ("right", SIDE_COLOUR["right"])]
    if any(week.counts.double for week in day.weeks):
        keys.append(("both", SIDE_COLOUR[None]))
    title, rest = box.cut_left(round(box.w * 0.38), theme.gap // 2)
    parts: list[Part] = [Label(title, text("progress_weeks", count=len(day.weeks)), theme.small_px)]
    return parts + [Label(cell, text(key), theme.small_px, colour, "semibold")
                    for cell, (key, colour) in zip(rest.columns(len(keys), theme.gap // 2), keys, strict=True)]


def _week_told(snapshot: Snapshot, day: DaySummary) -> tuple[str, ...]:
    return (text("explain_week_goal", goal=goal_of(snapshot)),)


def _calendar(snapshot: Snapshot, day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    return [calendar(day, box, theme.small_px, named=True)] if day.calendar else []


def _calendar_told(snapshot: Snapshot, day: DaySummary) -> tuple[str, ...]:
    done = sum(one.sessions > 0 for one in day.calendar)
    return (text("explain_calendar_days", days=done, total=len(day.calendar)),)


def _pain(snapshot: Snapshot, day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    pairs = pain_pairs(day.recent)
    return [PainChart(box, pairs, chart_px(theme, box))] if pairs else []


def _pain_told(snapshot: Snapshot, day: DaySummary) -> tuple[str, ...]:
    known = [pair for pair in pain_pairs(day.recent) if None not in pair]
    if not known:
        return ()
    lower = sum(after < before for before, after in known if before is not None and after is not None)
    last = text("explain_pain_last", before=known[-1][0], after=known[-1][1])
    return last, text("explain_pain_down", count=lower, total=len(known))


def _holds(snapshot: Snapshot, day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    return [holds_chart(day.recent, snapshot.plan, box, chart_px(theme, box))] if day.recent else []


def _holds_told(snapshot: Snapshot, day: DaySummary) -> tuple[str, ...]:
    lines = []
    if day.hold_s_mean is not None:
        mean, short = held_words(day.hold_s_mean), held_words(day.hold_s_shortest)
        lines.append(text("explain_holds_today", mean=mean, short=short) if short
                     else text("explain_holds_mean", mean=mean))
    return (*lines[:1], *_partial(day))


def _partial(day: DaySummary) -> tuple[str, ...]:
    """Why some did not count."""
    short, other = short_and_other(day.partial_reasons)
    if not short + other:
        return ()
    which = "both" if short and other else "short" if short else "other"
    return (text(f"progress_partial_{which}", short=short, other=other),)


def _streak(snapshot: Snapshot, day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    row, _ = box.cut_top(min(box.h, round(box.w / 7 + 1.3 * theme.small_px)))
    row = row._replace(y=box.y + (box.h - row.h) // 2)
    return [day_row(day, row, theme.small_px, named=True)] if day.week else []


def _streak_told(snapshot: Snapshot, day: DaySummary) -> tuple[str, ...]:
    return (text("home_streak", days=day.streak_days),) if day.streak_days > 1 else ()


def _next(snapshot: Snapshot, day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    outlook = snapshot.outlook
    if outlook is None:
        return []
    dots, words = box.cut_top(box.h // 2, theme.gap)
    told = text("count_of", count=outlook.done, goal=outlook.needed)
    return [Dots(dots.inset(dots.w // 10, dots.h // 5), outlook.done, outlook.needed, centred=True),
            Label(words, told, theme.title_px, weight="semibold", align="centre", valign="top")]


def _next_told(snapshot: Snapshot, day: DaySummary) -> tuple[str, ...]:
    if snapshot.outlook is None:
        return (text("explain_next_none"),)
    return (next_words(snapshot.outlook),)


TOPICS: dict[str, tuple[Topic, Callable[[Snapshot, DaySummary], tuple[str, ...]]]] = {
    "rings": (_rings, _rings_told), "week": (_week, _week_told), "calendar": (_calendar, _calendar_told),
    "pain": (_pain, _pain_told), "holds": (_holds, _holds_told), "streak": (_streak, _streak_told),
    "next": (_next, _next_told),
}
"""How each is drawn and what is told of it."""
