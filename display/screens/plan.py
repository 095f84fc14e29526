"""Plan: which legs, how many, how long, how often. Each has a value in the middle and a button at either side."""

from display.boxes import Box
from display.parts import Button, Dots, Label, Part
from display.screens.numbers import plain
from display.screens.page import CHECK, HELP, HOME, foot, headline, page
from display.screens.stepper import rows_of, stepper
from display.texts import text
from display.theme import QUIET, Theme
from mat.core.exercise import Stage
from mat.core.progression import GATE_DAYS
from mat.core.snapshot import Snapshot


def plan(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (CHECK, HOME, HELP), theme.title_px, info_share=0.4)
    legs, reps, hold, often = _cells(theme, at.body)
    now = snapshot.plan
    return [
        headline(theme, at.head, text("plan_title"), theme.title_px),
        *_legs(snapshot, theme, legs),
        *_stepper(theme, reps, "reps", str(now.reps_per_side)),
        *_stepper(theme, hold, "hold", plain(now.hold_s)),
        *_stepper(theme, often, "sessions", str(now.sessions_a_day)),
        *foot(snapshot, theme, at, []),
    ]


def _cells(theme: Theme, box: Box) -> list[Box]:
    """Two by two; in portrait one below the other. No row is lower than a finger needs."""
    count, columns = (4, 1) if theme.portrait else (2, 2)
    return [cell for row in rows_of(theme, box, count) for cell in row.columns(columns, 2 * theme.gap)]


def _legs(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    """One leg or both; while both are not open yet, how far it is."""
    one, both = box.columns(2, theme.gap)
    single = _choice(snapshot, theme, one, "single")
    if snapshot.both_open:
        return [single, _choice(snapshot, theme, both, "both")]
    dots, words = both.cut_top(round(both.h * 0.26), theme.gap // 2)
    told = text("gate_days", days=snapshot.gate_days, goal=GATE_DAYS)
    return [single, Dots(dots, snapshot.gate_days, GATE_DAYS), Label(words, told, theme.small_px, QUIET, valign="top")]


def _choice(snapshot: Snapshot, theme: Theme, box: Box, stage: Stage) -> Button:
    return Button(box, text(f"plan_{stage}"), f"plan:stage:{stage}", round(theme.small_px * 1.1),
                  "chosen" if snapshot.plan.stage == stage else "plain")


def _stepper(theme: Theme, box: Box, name: str, value: str) -> list[Part]:
    return stepper(theme, box, f"plan:{name}", value, text(f"plan_{name}"))
