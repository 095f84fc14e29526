"""Summary: the session in facts, then what the pain scale advises."""

from display.boxes import Box
from display.parts import Label, Part
from display.parts.words import Align
from display.screens.page import HELP, Ask, beside, foot, headline, page, side_text
from display.texts import text
from display.theme import INK, QUIET, Theme
from mat.core.snapshot import Snapshot
from mat.core.summary import SessionSummary

AGAIN = Ask("again_button", "again", 1.5)
HOME = Ask("home_button", "home", 1.5)
EASE_FROM, STOP_FROM = 4, 6
"""UK traffic light: 0 to 3 go on, 4 and 5 ease, 6 and above stop."""

TOWEL_BELOW = 0.5
"""Share of repetitions with a pelvic lift under which the folded towel is proposed (a decision of ours)."""


def summary(snapshot: Snapshot, theme: Theme) -> list[Part]:
    """After a stop for pain no further session is offered."""
    advice = _advice(snapshot)
    asks = (HOME, HELP) if advice == "red" else (AGAIN, HOME, HELP)
    at = page(theme, asks, theme.title_px)
    count = snapshot.reps_left + snapshot.reps_right + snapshot.reps_double
    facts, told = beside(theme, at.body, 0.5)
    return [
        headline(theme, at.head, _title(count), theme.title_px),
        *_facts(theme, facts, _lines(snapshot)),
        side_text(theme, told, _told(snapshot, advice), round(theme.body_px * (1.0 if advice == "green" else 0.86))),
        *foot(snapshot, theme, at, []),
    ]


def _title(count: int) -> str:
    if count == 0:
        return text("summary_none")
    return text("summary_title_one") if count == 1 else text("summary_title", count=count)


def _advice(snapshot: Snapshot) -> str:
    if snapshot.stopped_for_pain or (snapshot.pain or 0) >= STOP_FROM:
        return "red"
    return "amber" if (snapshot.pain or 0) >= EASE_FROM else "green"


def _told(snapshot: Snapshot, advice: str) -> str:
    """The advice; after a comfortable session with few pelvic lifts, also what helps them to begin."""
    last = snapshot.day.last_session if snapshot.day else None
    share = last.pelvic_lift_share if last else None
    if advice == "green" and share is not None and share < TOWEL_BELOW:
        return f"{text(advice)}\n{text('towel')}"
    return text(advice)


def _lines(snapshot: Snapshot) -> list[str]:
    """What is known, and nothing else."""
    done = snapshot.reps_double
    lines = [text("summary_sides", left=snapshot.reps_left + done, right=snapshot.reps_right + done)]
    if snapshot.partial:
        lines.append(text("summary_partial", count=snapshot.partial))
    last = snapshot.day.last_session if snapshot.day else None
    if last and last.hold_s_mean is not None:
        lines.append(text("summary_hold", seconds=f"{last.hold_s_mean:.1f}"))
    if last and last.pelvic_lift_share is not None:
        lines.append(text("summary_pelvis", share=round(100 * last.pelvic_lift_share)))
    return lines + _pain_line(last, snapshot.pain)


def _pain_line(last: SessionSummary | None, now: int | None) -> list[str]:
    if now is None:
        return []
    if last is None or last.pain_before is None:
        return [text("summary_pain_after", after=now)]
    return [text("summary_pain", before=last.pain_before, after=now)]


def _facts(theme: Theme, box: Box, lines: list[str]) -> list[Part]:
    """One line each, the sides first and brightest."""
    rows = box.rows(5, 0)
    align: Align = "centre" if theme.portrait else "left"
    return [Label(row, line, round(theme.small_px * 1.1), QUIET if i else INK, "regular" if i else "semibold", align)
            for i, (row, line) in enumerate(zip(rows, lines, strict=False))]
