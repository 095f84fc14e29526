"""Summary: the session in facts, each side apart, then what the traffic light of pain advises."""

from display.boxes import Box
from display.parts import Label, Part
from display.parts.bars import side_count
from display.screens.page import HELP, Ask, Page, beside, beside_info, foot, headline, page, side_text
from display.screens.partial import short_and_other
from display.screens.persons import NOT_ME, WHO, name_of, person_line
from display.texts import text
from display.theme import QUIET, Theme
from mat.core import safety
from mat.core.progression import GATE_DAYS
from mat.core.snapshot import Snapshot
from mat.core.summary import Counts, SessionSummary
from mat.core.zones import SIDES

AGAIN = Ask("again_button", "again", 1.5)
FINISH = Ask("home_button", "home", 1.5)

TOWEL_BELOW = 0.5
"""Share of repetitions with a pelvic lift under which the folded towel is proposed (a decision of ours)."""
ROWS = 6


def summary(snapshot: Snapshot, theme: Theme) -> list[Part]:
    """After a stop for pain no further session is offered."""
    advice = _advice(snapshot)
    asks = (FINISH, HELP) if advice == "red" else (AGAIN, FINISH, HELP)
    at = _page(theme, asks, _who(snapshot))
    facts, told = beside(theme, at.body, 0.5)
    px = round(theme.body_px * (1.0 if advice == "green" else 0.86))
    return [
        headline(theme, at.head, _title(snapshot), theme.title_px),
        *_facts(theme, facts, _lines(snapshot)),
        side_text(theme, told, _told(snapshot, advice), px),
        *foot(snapshot, theme, at, _name(snapshot, theme, at.info)),
    ]


def _page(theme: Theme, asks: tuple[Ask, ...], who: tuple[Ask, ...]) -> Page:
    """The question whose session it was stands beside the title, in portrait beside the name."""
    if not who:
        return page(theme, asks, theme.title_px, (1, 2), info_share=0.62)
    if theme.portrait:
        return beside_info(theme, page(theme, asks, theme.title_px), who)
    return page(theme, asks, theme.title_px, more=who)


def _who(snapshot: Snapshot) -> tuple[Ask, ...]:
    """The way to put a guess right, or to say who it was."""
    if snapshot.person and snapshot.guessed:
        return (NOT_ME,)
    return (WHO,) if snapshot.unknown else ()


def _name(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    if snapshot.person is None:
        return []
    name = name_of(snapshot.person)
    words = text("is_it", name=name) if snapshot.guessed else name
    return person_line(theme, box, snapshot.person, words, theme.body_px)


def _title(snapshot: Snapshot) -> str:
    """Each side with its own number."""
    counts = Counts(snapshot.reps_left, snapshot.reps_right, snapshot.reps_double)
    if not counts.total:
        return text("summary_none")
    left, right = (side_count(counts, side) for side in SIDES)
    return text("summary_sides", left=left, right=right)


def _advice(snapshot: Snapshot) -> safety.Light:
    if snapshot.stopped_for_pain:
        return "red"
    return snapshot.light or "green"


def _told(snapshot: Snapshot, advice: str) -> str:
    """The advice; after a comfortable session with few pelvic lifts, also what helps them to begin."""
    last = snapshot.day.last_session if snapshot.day else None
    share = last.pelvic_lift_share if last else None
    if advice == "green" and share is not None and share < TOWEL_BELOW:
        return f"{text(advice)}\n{text('towel')}"
    return text(advice)


def _lines(snapshot: Snapshot) -> list[str]:
    """What is known, and nothing else."""
    last = snapshot.day.last_session if snapshot.day else None
    lines = [_partial(snapshot.partial, last)] if snapshot.partial else []
    if last and last.hold_s_mean is not None:
        lines.append(text("summary_hold", seconds=f"{last.hold_s_mean:.1f}"))
    if last and last.pelvic_lift_share is not None:
        lines.append(text("summary_pelvis", share=round(100 * last.pelvic_lift_share)))
    lines += _pain(snapshot, last)
    if snapshot.plan.stage == "single" and snapshot.gate_days < GATE_DAYS:
        lines.append(text("gate_days", days=snapshot.gate_days, goal=GATE_DAYS))
    return lines


def _partial(count: int, last: SessionSummary | None) -> str:
    """How many did not count, and why most of them did not."""
    short, other = short_and_other(last.partial_reasons if last else ())
    if short and short >= other:
        return text("summary_partial_most_short" if other else "summary_partial_short", count=count)
    return text("summary_partial", count=count)


def _pain(snapshot: Snapshot, last: SessionSummary | None) -> list[str]:
    """Before and now, and the change if it is one that people notice."""
    before, now = snapshot.pain_before, snapshot.pain
    if before is None and last is not None:
        before = last.pain_before
    if now is None:
        return []
    if before is None:
        return [text("summary_pain_after", after=now)]
    change = safety.change(before, now)
    told = [text("summary_pain", before=before, after=now)]
    if change is None:
        return told
    return [*told, text("summary_pain_up" if change > 0 else "summary_pain_down", points=abs(change))]


def _facts(theme: Theme, box: Box, lines: list[str]) -> list[Part]:
    """One line each."""
    rows = box.rows(ROWS, 0)
    return [Label(row, line, round(theme.small_px * 1.1), QUIET, align="centre" if theme.portrait else "left")
            for row, line in zip(rows, lines, strict=False)]
