"""Progress: twelve weeks and seven days as bars, each side apart, and a few numbers that are known."""

from display.boxes import Box
from display.parts import Label, Part, SideBars
from display.parts.words import Align
from display.screens.page import HELP, HOME, Ask, beside, foot, headline, page, side_text
from display.screens.partial import short_and_other
from display.screens.persons import person_line
from display.screens.week import week_bars
from display.texts import text
from display.theme import QUIET, SIDE_COLOUR, Theme
from mat.core.progression import GATE_DAYS
from mat.core.snapshot import Snapshot
from mat.core.summary import DaySummary

PLAN = Ask("plan_button", "plan", 1.25)


def progress(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (PLAN, HOME, HELP), theme.title_px, info_share=0.5)
    head, day = _head(snapshot, theme, at.head), snapshot.day
    if day is None:
        nothing = side_text(theme, at.body, text("progress_none"), theme.title_px)
        return [*head, nothing, *foot(snapshot, theme, at, [])]
    charts, facts = beside(theme, at.body, 0.54)
    known = _known(day, snapshot.plan.stage == "single")
    return [*head, *_charts(day, theme, charts), *_facts(theme, facts, known),
            *foot(snapshot, theme, at, _partial(day, theme, at.info))]


def _head(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    days = snapshot.day.streak_days if snapshot.day else 0
    words = text("progress_streak", days=days) if days > 1 else text("progress_title")
    if snapshot.person is None:
        return [headline(theme, box, words, theme.title_px)]
    return person_line(theme, box, snapshot.person, words, theme.title_px)


def _charts(day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    """The weeks above, the days below; the line between says what is what."""
    line = round(1.1 * theme.small_px)
    upper, lower = box.rows(2, theme.gap)
    parts = _legend(day, theme, upper.cut_top(line, theme.gap // 3)[0])
    if day.weeks:
        counts = tuple(week.counts for week in day.weeks)
        parts.append(SideBars(upper.cut_top(line, theme.gap // 3)[1], counts, theme.small_px))
    if day.week:
        parts.append(week_bars(day, theme, lower))
    return parts


def _legend(day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    shown = [week.counts for week in day.weeks] + [one.counts for one in day.week]
    keys = [("left", SIDE_COLOUR["left"]), ("right", SIDE_COLOUR["right"])]
    if any(counts.double for counts in shown):
        keys.append(("both", SIDE_COLOUR[None]))
    title, rest = box.cut_left(round(box.w * 0.36), theme.gap // 2)
    parts: list[Part] = [Label(title, text("progress_weeks", count=len(day.weeks)), theme.small_px, QUIET)]
    return parts + [Label(cell, text(key), theme.small_px, colour, "semibold")
                    for cell, (key, colour) in zip(rest.columns(len(keys), theme.gap // 2), keys, strict=True)]


def _facts(theme: Theme, box: Box, known: list[tuple[str, str]]) -> list[Part]:
    """Each fact is a number with a word below it; what is not known has no place."""
    cells = [cell for row in box.rows(3, theme.gap // 3) for cell in row.columns(2, theme.gap)]
    return [part for cell, fact in zip(cells, known, strict=False) for part in _fact(theme, cell, *fact)]


def _halves(theme: Theme, box: Box) -> tuple[Box, Box]:
    """Number and word, close together in the middle of the cell."""
    number_h, word_h = round(0.82 * theme.body_px), round(1.12 * theme.small_px)
    spare = max(0, box.h - number_h - word_h) // 2
    return Box(box.x, box.y + spare, box.w, number_h), Box(box.x, box.y + spare + number_h, box.w, word_h)


def _fact(theme: Theme, box: Box, number: str, word: str) -> list[Part]:
    upper, lower = _halves(theme, box)
    align: Align = "centre" if theme.portrait else "left"
    return [Label(upper, number, round(0.8 * theme.body_px), weight="semibold", align=align, leading=1.0),
            Label(lower, word, theme.small_px, QUIET, align=align)]


def _known(day: DaySummary, gate: bool) -> list[tuple[str, str]]:
    """Number and word of each fact."""
    facts = []
    if day.hold_s_mean is not None:
        facts.append((text("seconds", value=f"{day.hold_s_mean:.1f}"), text("fact_hold")))
    if day.hold_s_shortest is not None:
        facts.append((text("seconds", value=f"{day.hold_s_shortest:.1f}"), text("fact_shortest")))
    if day.pelvic_lift_share is not None:
        facts.append((text("percent", share=round(100 * day.pelvic_lift_share)), text("fact_pelvis")))
    if day.pain_before is not None and day.pain_after is not None:
        facts.append((text("fact_then", before=day.pain_before, after=day.pain_after), text("fact_pain")))
    elif day.pain_after is not None:
        facts.append((str(day.pain_after), text("fact_pain_after")))
    if day.partial:
        facts.append((str(day.partial), text("fact_partial")))
    if gate:
        facts.append((text("count_of", count=day.pain_free_days, goal=GATE_DAYS), text("fact_gate")))
    return facts


def _partial(day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    """Why some did not count."""
    short, other = short_and_other(day.partial_reasons)
    if not short + other:
        return []
    which = "both" if short and other else "short" if short else "other"
    return [side_text(theme, box, text(f"progress_partial_{which}", short=short, other=other), theme.small_px)]
