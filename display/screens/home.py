"""Home: today's stretches of each side against the goal, the week, the streak and the plan's next step; where several
people use the mat and nobody has said who it is, their names."""

from display.boxes import Box
from display.parts import Part
from display.parts.bars import side_count
from display.screens.charts import day_rings, next_tile, streak_tile, tile
from display.screens.page import HELP, Ask, beside, foot, headline, page, side_text
from display.screens.persons import greeting, person_line
from display.screens.week import week_bars
from display.screens.who import tiles_of
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot
from mat.core.summary import DaySummary, SessionSummary
from mat.core.zones import SIDES

PEOPLE = Ask("people_button", "who", 1.15, small=True)
PROGRESS = Ask("progress_button", "progress", 1.3, small=True)
SETTINGS = Ask("settings_button", "settings", 1.35, small=True)
BROKEN_OFF = ("interrupted", "fault")
"""Ends that are not the person's doing (`records.EndReason`)."""


def home(snapshot: Snapshot, theme: Theme) -> list[Part]:
    return _people(snapshot, theme) if snapshot.unknown else _day(snapshot, theme)


def _people(snapshot: Snapshot, theme: Theme) -> list[Part]:
    """Nobody's day is shown until somebody has touched their name."""
    at = page(theme, (SETTINGS, HELP), theme.title_px, (1, 2), info_share=0.4)
    return [
        headline(theme, at.head, text("home_title"), theme.title_px),
        *tiles_of(snapshot, theme, at.body),
        *foot(snapshot, theme, at, [side_text(theme, at.info, text("home_names"), theme.small_px)]),
    ]


def _day(snapshot: Snapshot, theme: Theme) -> list[Part]:
    if theme.portrait:
        at = page(theme, (PROGRESS, HELP), theme.title_px, (1, 2), more=(PEOPLE, SETTINGS))
    else:
        at = page(theme, (PEOPLE, PROGRESS, HELP), theme.title_px, more=(SETTINGS,))
    rings, week = beside(theme, at.body, 0.57 if theme.portrait else 0.56)
    if snapshot.day is None or not snapshot.day.week:
        rings = at.body
    ground, inner = tile(theme, rings, "rings")
    parts = [*_head(snapshot, theme, at.head), *ground, *day_rings(snapshot, theme, inner)]
    if snapshot.day and snapshot.day.week:
        ground, inner = tile(theme, week, "week")
        parts += [*ground, week_bars(snapshot.day, theme, inner)]
    return [*parts, *foot(snapshot, theme, at, _told(snapshot, theme, at.info))]


def _head(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    title, hello = text(_title(snapshot.day)), greeting(snapshot)
    if snapshot.person is None or hello is None:
        return [headline(theme, box, title, theme.title_px)]
    return person_line(theme, box, snapshot.person, f"{hello}\n{title}", theme.title_px)


def _title(day: DaySummary | None) -> str:
    return "home_full" if day and _is_full(day) else "home_title"


def _is_full(day: DaySummary) -> bool:
    """The day's stretches are done, or its sessions are: with fewer stretches too; one the mat broke off is none."""
    whole = sum(session.ended_because not in BROKEN_OFF for session in day.sessions)
    return whole >= day.goal.sessions or \
        all(side_count(day.totals, side) >= day.goal.sessions * day.goal.reps_per_side for side in SIDES)


def _told(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    """The streak and the next step; before the first session, the tip for sore knees."""
    day = snapshot.day
    if day is None or day.last_session is None:
        return [side_text(theme, box, text("knee"), theme.small_px)]
    streak, step = box.cut_left(max(theme.touch_px, round(0.4 * box.w)), theme.gap // 2)
    if snapshot.outlook is None:
        return [*streak_tile(day, theme, streak), side_text(theme, step, last_words(day.last_session), theme.small_px)]
    return [*streak_tile(day, theme, streak), *next_tile(snapshot.outlook, theme, step)]


def last_words(last: SessionSummary) -> str:
    """What was done the last time."""
    left, right = (side_count(last.reps, side) for side in SIDES)
    if last.hold_s_mean is None:
        return text("home_last", left=left, right=right)
    return text("home_last_hold", left=left, right=right, hold=round(last.hold_s_mean))
