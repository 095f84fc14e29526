"""Progress: twelve weeks of days, pain and holds of the last sessions, the plan's next step. Each explains itself."""

from display.boxes import Box
from display.parts import Part
from display.screens.charts import (
    calendar,
    held_words,
    holds_tile,
    next_tile,
    pain_pairs,
    pain_tile,
    pain_words,
    tile,
)
from display.screens.page import HELP, HOME, Ask, beside, foot, headline, page, side_text
from display.screens.persons import person_line
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot
from mat.core.summary import DaySummary

PLAN = Ask("plan_button", "plan", 1.25)


def progress(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (PLAN, HOME, HELP), theme.title_px)
    head, day = _head(snapshot, theme, at.head), snapshot.day
    if day is None or not (day.calendar or day.recent):
        nothing = side_text(theme, at.body, text("progress_none"), theme.title_px)
        return [*head, nothing, *foot(snapshot, theme, at, [])]
    days, sessions = beside(theme, at.body, 0.46)
    upper, lower = sessions.rows(2, theme.gap // 2)
    step = next_tile(snapshot.outlook, theme, at.info) if snapshot.outlook else []
    return [*head, *_days(day, theme, days), *_pain(day, theme, upper),
            *holds_tile(theme, lower, day.recent, snapshot.plan, held_words(day.hold_s_mean)),
            *foot(snapshot, theme, at, step)]


def _head(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    days = snapshot.day.streak_days if snapshot.day else 0
    words = text("progress_streak", days=days) if days > 1 else text("progress_title")
    if snapshot.person is None:
        return [headline(theme, box, words, theme.title_px)]
    return person_line(theme, box, snapshot.person, words, theme.title_px)


def _days(day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    parts, inner = tile(theme, box, "calendar", text("progress_weeks", count=12))
    return [*parts, calendar(day, inner, theme.small_px)] if day.calendar else parts


def _pain(day: DaySummary, theme: Theme, box: Box) -> list[Part]:
    return pain_tile(theme, box, pain_pairs(day.recent), pain_words(day.pain_before, day.pain_after))
