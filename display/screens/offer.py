"""Offer: a change of the plan, why, and from what to what. A question; saying no costs nothing."""

from display.boxes import Box
from display.parts import Label, Part
from display.screens.numbers import plain
from display.screens.page import HELP, Ask, foot, headline, page
from display.texts import text
from display.theme import QUIET, Theme
from mat.core.progression import GATE_DAYS, Offer
from mat.core.snapshot import Snapshot

YES = Ask("yes_button", "offer:yes", 1.5)
NOT_NOW = Ask("not_now_button", "offer:no", 2.0)
FINE = Ask("fine_button", "offer:yes", 1.5)
WHY = {"clean": "why_clean", "pain_free_days": "why_pain_free_days", "pain": "why_pain",
       "stopped_for_pain": "why_stopped_for_pain"}


def offer(snapshot: Snapshot, theme: Theme) -> list[Part]:
    made = snapshot.offer
    assert made is not None
    asks = (FINE, HELP) if made.change == "one_leg" else (YES, NOT_NOW, HELP)
    at = page(theme, asks, theme.title_px, (1, 2), info_share=0.62)
    step, why = at.body.cut_top(round(at.body.h * 0.55), theme.gap)
    return [
        headline(theme, at.head, text(f"offer_{made.change}"), theme.title_px),
        headline(theme, step, _step(snapshot, made), theme.title_px),
        *_why(theme, why, made),
        *foot(snapshot, theme, at, []),
    ]


def _step(snapshot: Snapshot, made: Offer) -> str:
    """From what to what, in the one thing that changes."""
    now, then = snapshot.plan, made.plan
    if made.change in ("both_legs", "one_leg"):
        return text(f"step_{made.change}")
    if made.change in ("longer_hold", "shorter_hold"):
        return text("step_hold", now=plain(now.hold_s), then=plain(then.hold_s))
    return text("step_reps", now=now.reps_per_side, then=then.reps_per_side)


def _why(theme: Theme, box: Box, made: Offer) -> list[Part]:
    if made.reason not in WHY:
        return []
    words = text(WHY[made.reason], days=GATE_DAYS, goal=GATE_DAYS)
    return [Label(box, words, theme.body_px, QUIET, align="centre" if theme.portrait else "left")]
