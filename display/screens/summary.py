"""Summary: the session in facts, each side apart, then what the traffic light of pain advises."""

from display.boxes import Box
from display.parts import Dots, Label, Part, Ring
from display.parts.bars import side_count
from display.screens.charts import held_words, holds_tile, next_words, pain_tile, pain_words, tile
from display.screens.page import HELP, Ask, Page, beside, beside_info, foot, headline, page, side_text
from display.screens.partial import short_and_other
from display.screens.persons import NOT_ME, WHO, name_of, person_line
from display.texts import text
from display.texts.formats import percent
from display.theme import QUIET, SIDE_COLOUR, Theme
from mat.core import safety
from mat.core.progression import GATE_DAYS
from mat.core.snapshot import Snapshot
from mat.core.summary import Counts, SessionSummary
from mat.core.zones import SIDES, Side

AGAIN = Ask("again_button", "again", 1.5)
FINISH = Ask("home_button", "home", 1.5)

TOWEL_BELOW = 0.5
"""Share of repetitions with a pelvic lift under which the folded towel is proposed (a decision of ours)."""
ROWS = 4


def summary(snapshot: Snapshot, theme: Theme) -> list[Part]:
    """After a stop for pain no further session is offered."""
    advice = _advice(snapshot)
    asks = (FINISH, HELP) if advice == "red" else (AGAIN, FINISH, HELP)
    at = _page(theme, asks, _who(snapshot))
    facts, told = beside(theme, at.body, 0.5)
    charts, lines = facts.cut_top(max(theme.touch_px, round(0.5 * facts.h)), theme.gap // 3)
    px = round(theme.body_px * (1.0 if advice == "green" else 0.86))
    return [
        headline(theme, at.head, _title(snapshot), theme.title_px),
        *_charts(snapshot, theme, charts),
        *_facts(snapshot, theme, lines),
        side_text(theme, told, _told(snapshot, advice), px),
        *foot(snapshot, theme, at, _name(snapshot, theme, at.info)),
    ]


def _charts(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    """Each side's ring, the holds against the plan, pain from before to after; what is not known has no place."""
    last = snapshot.day.last_session if snapshot.day else None
    rings, holds, pain = _thirds(box, theme.gap // 2)
    parts, inner = tile(theme, rings, "rings")
    done = Counts(snapshot.reps_left, snapshot.reps_right, snapshot.reps_double)
    for side, place in zip(SIDES, inner.columns(2, theme.gap // 4), strict=True):
        parts += _ring(theme, place, side, side_count(done, side), snapshot.plan.reps_per_side)
    if last and last.hold_s_mean is not None:
        parts += holds_tile(theme, holds, (last,), snapshot.plan, held_words(last.hold_s_mean))
    before, now = _before(snapshot, last), snapshot.pain
    if now is not None:
        parts += pain_tile(theme, pain, ((before, now),), pain_words(before, now))
    return parts


def _thirds(box: Box, gap: int) -> tuple[Box, Box, Box]:
    """The last one is for three words."""
    first, rest = box.cut_left(round(0.3 * box.w), gap)
    second, third = rest.cut_left(round(0.44 * rest.w), gap)
    return first, second, third


def _ring(theme: Theme, box: Box, side: Side, count: int, goal: int) -> list[Part]:
    round_box = box.fit(1.0)
    ring = Ring(round_box, Ring.steps_of(count / max(1, goal)), SIDE_COLOUR[side], 0.16)
    inner = round_box.inset(round(0.17 * round_box.w))
    letter = Box(box.x, round_box.bottom, box.w, box.bottom - round_box.bottom)
    letter = letter.cut_top(min(letter.h, round(1.05 * theme.small_px)))[0]
    parts: list[Part] = [ring, Label(inner, str(count), theme.body_px, weight="semibold", align="centre", leading=1.0)]
    if letter.h >= theme.small_px:
        parts.append(Label(letter, text(f"letter_{side}"), theme.small_px, SIDE_COLOUR[side], "semibold", "centre"))
    return parts


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
    lines += _pain(snapshot, last)
    if snapshot.plan.stage == "single" and snapshot.gate_days < GATE_DAYS:
        lines.append(text("gate_days", days=snapshot.gate_days, goal=GATE_DAYS))
    if last and last.pelvic_lift_share is not None:
        lines.append(text("summary_pelvis", share=percent(last.pelvic_lift_share)))
    return lines


def _partial(count: int, last: SessionSummary | None) -> str:
    """How many did not count, and why most of them did not."""
    short, other = short_and_other(last.partial_reasons if last else ())
    if short and short >= other:
        return text("summary_partial_most_short" if other else "summary_partial_short", count=count)
    return text("summary_partial", count=count)


def _before(snapshot: Snapshot, last: SessionSummary | None) -> int | None:
    return last.pain_before if snapshot.pain_before is None and last is not None else snapshot.pain_before


def _pain(snapshot: Snapshot, last: SessionSummary | None) -> list[str]:
    """The change of pain if it is one that people notice."""
    before, now = _before(snapshot, last), snapshot.pain
    change = None if before is None or now is None else safety.change(before, now)
    if change is None:
        return []
    return [text("summary_pain_up" if change > 0 else "summary_pain_down", points=abs(change))]


def _facts(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    """One line each; the last one is the plan's next step, with a dot for each session that it takes."""
    count = max(1, min(ROWS, int(box.h / (0.87 * theme.small_px))))
    rows, lines = box.rows(count, 0), _lines(snapshot)
    step = snapshot.outlook if snapshot.outlook and snapshot.outlook.change != "both_legs" else None
    lines = lines[:count - (step is not None)]
    parts: list[Part] = [Label(row, line, theme.small_px, QUIET, align="centre" if theme.portrait else "left")
                         for row, line in zip(rows, lines, strict=False)]
    if step is None:
        return parts
    row = rows[len(lines)]
    side = round(0.6 * row.h)
    dots, words = row.cut_left(round(1.4 * step.needed * side), theme.gap // 3)
    return [*parts, Dots(dots.inset(0, (row.h - side) // 2), step.done, step.needed),
            Label(words, next_words(step), theme.small_px, QUIET)]
