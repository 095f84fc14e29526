"""Home: today's stretches of each side against the goal, the week, the last session; where several people use the mat
and nobody has said who it is, their names."""

from display.boxes import Box
from display.parts import Label, Part, Ring
from display.parts.bars import side_count
from display.screens.page import HELP, Ask, beside, foot, headline, page, side_text
from display.screens.persons import greeting, person_line
from display.screens.week import week_bars
from display.screens.who import tiles_of
from display.texts import text
from display.theme import QUIET, SIDE_COLOUR, Theme
from mat.core.snapshot import Snapshot
from mat.core.summary import DaySummary, SessionSummary
from mat.core.zones import SIDES, Side

PEOPLE = Ask("people_button", "who", 1.25, small=True)
PROGRESS = Ask("progress_button", "progress", 1.4, small=True)


def home(snapshot: Snapshot, theme: Theme) -> list[Part]:
    return _people(snapshot, theme) if snapshot.unknown else _day(snapshot, theme)


def _people(snapshot: Snapshot, theme: Theme) -> list[Part]:
    """Nobody's day is shown until somebody has touched their name."""
    at = page(theme, (HELP,), theme.title_px, (1, 2), info_share=0.4)
    return [
        headline(theme, at.head, text("home_title"), theme.title_px),
        *tiles_of(snapshot, theme, at.body),
        *foot(snapshot, theme, at, [side_text(theme, at.info, text("home_names"), theme.small_px)]),
    ]


def _day(snapshot: Snapshot, theme: Theme) -> list[Part]:
    px = round(theme.title_px * (1.4 if snapshot.person and not theme.portrait else 1.0))
    at = page(theme, (PEOPLE, PROGRESS, HELP), px, (1, 2))
    rings, week = beside(theme, at.body, 0.54 if theme.portrait else 0.58)
    parts = _head(snapshot, theme, at.head)
    for side, box in zip(SIDES, rings.columns(2, 2 * theme.gap), strict=True):
        parts += _ring(snapshot, theme, side, box)
    if snapshot.day and snapshot.day.week:
        parts.append(week_bars(snapshot.day, theme, week))
    return [*parts, *foot(snapshot, theme, at, [side_text(theme, at.info, _last(snapshot.day), theme.small_px)])]


def _head(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    title, hello = text(_title(snapshot.day)), greeting(snapshot)
    if snapshot.person is None or hello is None:
        return [headline(theme, box, title, theme.title_px)]
    return person_line(theme, box, snapshot.person, f"{hello}\n{title}", theme.title_px)


def _title(day: DaySummary | None) -> str:
    return "home_full" if day and len(day.sessions) >= day.goal.sessions else "home_title"


def _ring(snapshot: Snapshot, theme: Theme, side: Side, box: Box) -> list[Part]:
    """A ring with the day's count inside and its side below. A double stretch counts for both sides."""
    count, goal = side_count(snapshot.day.totals, side) if snapshot.day else 0, _goal(snapshot)
    word, round_box = box.cut_bottom(round(1.1 * theme.body_px), theme.gap // 2)
    round_box = round_box.fit(1.0)
    inner = round_box.inset(round(round_box.w * 0.19))
    number, below = inner.cut_top(round(inner.h * 0.62))
    return [
        Ring(round_box, Ring.steps_of(count / goal), SIDE_COLOUR[side]),
        Label(number, str(count), round(theme.cue_px * 0.9), weight="semibold", align="centre", leading=1.0),
        Label(below, text("home_of", goal=goal), theme.small_px, QUIET, align="centre", valign="top"),
        Label(word, text(side), theme.body_px, SIDE_COLOUR[side], "semibold", "centre", leading=1.0),
    ]


def _goal(snapshot: Snapshot) -> int:
    if snapshot.day is None:
        return snapshot.plan.sessions_a_day * snapshot.plan.reps_per_side
    return max(1, snapshot.day.goal.sessions * snapshot.day.goal.reps_per_side)


def _last(day: DaySummary | None) -> str:
    """The last session and the streak; before the first session, the tip for sore knees."""
    if day is None or day.last_session is None:
        return text("knee")
    told = _session(day.last_session)
    return f"{told} {text('home_streak', days=day.streak_days)}" if day.streak_days > 1 else told


def _session(last: SessionSummary) -> str:
    left, right = (side_count(last.reps, side) for side in SIDES)
    if last.hold_s_mean is None:
        return text("home_last", left=left, right=right)
    return text("home_last_hold", left=left, right=right, hold=round(last.hold_s_mean))
