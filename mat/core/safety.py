"""When to ask, when to wait, when to stop: the first-run questions and the traffic light of pain.

The questions and their consequences are our own; the light follows the UK guidance for exercise with pain (0 to 3 go
on, 4 and 5 ease, 6 and more stop), a change of two points is the smallest that people notice (Ostelo 2008).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Question = Literal["new_hip", "weak_bones", "back_surgery", "leg_pain", "pregnant", "ill", "fall"]
QUESTIONS: tuple[Question, ...] = ("new_hip", "weak_bones", "back_surgery", "leg_pain", "pregnant", "ill", "fall")
BLOCKING: frozenset[str] = frozenset({"new_hip", "weak_bones"})
"""A yes to one of these keeps the exercise waiting until a doctor or therapist has been asked."""
CONFIRMED = "confirmed"
"""The question after a yes: "I have checked with my doctor or therapist"."""
ASK_AGAIN_DAYS = 30

Screening = Literal["fine", "due", "confirm"]
"""Nothing to ask; all questions; only whether a doctor or therapist has been asked by now."""
Light = Literal["green", "amber", "red"]

EASE_FROM, STOP_FROM, NOTICEABLE = 4, 6, 2


@dataclass(frozen=True)
class Answered:
    """One logged answer: `day` is an ordinal; `question` one of QUESTIONS or CONFIRMED; `at_s` orders them."""

    at_s: float
    day: int
    question: str
    yes: bool


def screening(log: Sequence[Answered], today: int, last_pain_stop_s: float | None) -> Screening:
    """What is to be asked today. `log` in any order; `last_pain_stop_s` on the same scale as `at_s`.

    All questions come again after ASK_AGAIN_DAYS, and after every stop for pain.
    """
    newest: dict[str, Answered] = {}
    for one in sorted(log, key=lambda answer: answer.at_s):
        newest[one.question] = one
    told = [newest.get(question) for question in QUESTIONS]
    for answer in told:
        if answer is None or not 0 <= today - answer.day < ASK_AGAIN_DAYS:
            return "due"
        if last_pain_stop_s is not None and answer.at_s < last_pain_stop_s:
            return "due"
    yeses = [answer for answer in told if answer is not None and answer.yes]
    if not blocks(answer.question for answer in yeses):
        return "fine"
    confirmed = newest.get(CONFIRMED)
    fresh = confirmed is not None and confirmed.yes and all(confirmed.at_s >= answer.at_s for answer in yeses)
    return "fine" if fresh else "confirm"


def blocks(yeses: Iterable[str]) -> bool:
    """True when a yes among these keeps the exercise waiting."""
    return not BLOCKING.isdisjoint(yeses)


def light(before: int | None, after: int | None, stopped: bool = False) -> Light | None:
    """The traffic light of a session; None when no pain was told and nothing was stopped.

    A stop without an answer is taken for pain that asks for care, not for more.
    """
    worst = after if after is not None else before
    if stopped and after is None:
        worst = max(worst or 0, EASE_FROM)
        return "red" if worst >= STOP_FROM else "amber"
    if worst is None:
        return None
    if worst >= STOP_FROM or (stopped and worst >= EASE_FROM):
        return "red"
    return "amber" if worst >= EASE_FROM else "green"


def stopped_for_pain(ended_because: str | None, after: int | None) -> bool:
    """A stop with pain of 4 and more, or any end with pain of 6 and more. Pain that was not told is not guessed."""
    if after is None:
        return False
    return after >= STOP_FROM or (ended_because == "stopped" and after >= EASE_FROM)


def change(before: int | None, after: int | None) -> int | None:
    """By how much pain changed, if that is enough to be noticed; else None."""
    if before is None or after is None or abs(after - before) < NOTICEABLE:
        return None
    return after - before
