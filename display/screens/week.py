"""The last seven days as bars, on two screens."""

from datetime import date

from display.boxes import Box
from display.parts import SideBars
from display.texts.formats import weekday_letter
from display.theme import Theme
from mat.core.summary import DaySummary


def week_bars(day: DaySummary, theme: Theme, box: Box) -> SideBars:
    return SideBars(
        box,
        counts=tuple(one.counts for one in day.week),
        px=theme.small_px,
        captions=tuple(weekday_letter(date.fromisoformat(one.day)) for one in day.week),
        full=tuple(one.sessions >= day.goal.sessions for one in day.week),
        goal=day.goal.sessions * day.goal.reps_per_side,
    )
