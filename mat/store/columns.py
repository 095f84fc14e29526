"""The export's files and columns: names, units, what they mean, and how a value is written and read back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

from mat.core.events import RepKind
from mat.core.exercise import Stage
from mat.core.people import COLOURS, SYMBOLS
from mat.core.progression import Change, Reason
from mat.core.records import EndReason
from mat.core.safety import CONFIRMED, QUESTIONS

FORMAT, VERSION = "mat-export", 1
KINDS = ("answer", "plan_decision", "told_to_rest", "reassigned", "deleted", "redated", "imported", "erased")


@dataclass(frozen=True)
class Column:
    """`read` turns what was written (text in CSV, any value in JSON) into the value; raises ValueError in words."""

    name: str
    unit: str
    meaning: str
    read: Callable[[Any], Any]
    optional: bool = False

    def value(self, told: Any) -> Any:
        if told is None or told == "":
            if self.optional:
                return None
            raise ValueError("is empty")
        return self.read(told)


def _uuid(told: Any) -> UUID:
    try:
        return UUID(str(told))
    except ValueError as fault:
        raise ValueError(f"{told!r} is no id") from fault


def _int(low: int, high: int) -> Callable[[Any], int]:
    def read(told: Any) -> int:
        try:
            number = int(str(told))
        except ValueError as fault:
            raise ValueError(f"{told!r} is no whole number") from fault
        if not low <= number <= high:
            raise ValueError(f"{number} is not from {low} to {high}")
        return number
    return read


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(told: Any) -> float:
        try:
            number = float(str(told))
        except ValueError as fault:
            raise ValueError(f"{told!r} is no number") from fault
        if not low <= number <= high:
            raise ValueError(f"{number:g} is not from {low:g} to {high:g}")
        return number
    return read


def _yes(told: Any) -> bool:
    if str(told).lower() not in ("true", "false"):
        raise ValueError(f"{told!r} is neither true nor false")
    return str(told).lower() == "true"


def _day(told: Any) -> str:
    try:
        return date.fromisoformat(str(told)).isoformat()
    except ValueError as fault:
        raise ValueError(f"{told!r} is no day; write 2026-11-22") from fault


def _time(told: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError as fault:
        raise ValueError(f"{told!r} is no time; write 2026-11-22T07:30:00+01:00") from fault
    offset = moment.utcoffset()
    if offset is None or offset % timedelta(seconds=1):
        raise ValueError(f"{told!r} has no offset from UTC; write 2026-11-22T07:30:00+01:00")
    return moment


def _one_of(*words: str) -> Callable[[Any], str]:
    def read(told: Any) -> str:
        if told not in words:
            raise ValueError(f"{told!r} is none of {', '.join(words)}")
        return str(told)
    return read


def _text(most: int) -> Callable[[Any], str]:
    def read(told: Any) -> str:
        if len(str(told)) > most:
            raise ValueError(f"is longer than {most} characters")
        return str(told)
    return read


_pain, _seconds, _count = _int(0, 10), _number(0, 1e6), _int(0, 1_000_000)
_monotonic = _number(-1e12, 1e12)
_SERIAL = "its place in the order of writing, counted over sessions, answers and plans"

PEOPLE = (
    Column("id", "", "the profile's id", _uuid),
    Column("name", "", "what the person is called; may be empty", _text(60), True),
    Column("symbol", "", "the symbol on the screen", _one_of(*SYMBOLS)),
    Column("colour", "", "its colour", _one_of(*COLOURS)),
    Column("made", "ISO 8601", "when the profile was made", _time),
)
SESSIONS = (
    Column("id", "", "the session's id", _uuid),
    Column("station", "", "the station's name", _text(40)),
    Column("person", "", "the profile's id; empty without one", _uuid, True),
    Column("sure", "true/false", "the person said so; false: the mat guessed", _yes),
    Column("day", "ISO 8601", "local calendar day of the start", _day),
    Column("started", "ISO 8601", "the person arrived", _time),
    Column("ended", "ISO 8601", "empty while it runs", _time, True),
    Column("ended_because", "", "why it ended; empty while it runs", _one_of(*get_args(EndReason)), True),
    Column("stage", "", "single: one leg at a time; both: both legs", _one_of(*get_args(Stage))),
    Column("goal_reps_per_side", "repetitions", "planned for each leg", _int(1, 1000)),
    Column("goal_hold_s", "s", "planned hold", _number(0, 3600)),
    Column("goal_sessions", "sessions", "planned for the day", _int(1, 100)),
    Column("pain_before", "0-10", "pain before; empty if not told", _pain, True),
    Column("pain_after", "0-10", "pain afterwards; empty if not told", _pain, True),
    Column("clock_known", "true/false", "the time could be trusted", _yes),
    Column("boot_id", "", "the run of the machine it was kept in", _text(36)),
    Column("started_monotonic_s", "s", "the machine's seconds at the start, in that run", _monotonic, True),
    Column("serial", "", _SERIAL, _int(0, 10**12)),
)
REPS = (
    Column("session", "", "the session's id", _uuid),
    Column("number", "", "its place in the session, from 1", _int(1, 1_000_000)),
    Column("kind", "", "which legs", _one_of(*get_args(RepKind))),
    Column("start_s", "s", "lift, since the session's start", _number(-1e6, 1e6)),
    Column("end_s", "s", "down again, since the session's start", _number(-1e6, 1e6)),
    Column("hold_s", "s", "how long the stretch was held", _seconds),
    Column("pelvic_lift", "true/false", "the pelvis rose; empty if that could not be told", _yes, True),
    Column("simultaneous", "true/false", "both feet left together", _yes),
    Column("counted", "true/false", "false: only a partial repetition", _yes),
    Column("reason", "", "why it did not count", _text(120), True),
)
EVENTS = (
    Column("id", "", "the event's id", _uuid),
    Column("station", "", "the station's name", _text(40)),
    Column("kind", "", "what happened: " + ", ".join(KINDS), _one_of(*KINDS)),
    Column("person", "", "the profile's id; empty without one", _uuid, True),
    Column("day", "ISO 8601", "local calendar day", _day),
    Column("at", "ISO 8601", "when", _time),
    Column("session", "", "the session it is about", _text(36), True),
    Column("from_person", "", "whose it was before a reassignment or deletion", _text(36), True),
    Column("to_person", "", "whose it became", _text(36), True),
    Column("question", "", "of an answer", _one_of(*QUESTIONS, CONFIRMED), True),
    Column("yes", "true/false", "the answer", _yes, True),
    Column("change", "", "of a plan", _one_of(*get_args(Change)), True),
    Column("reason", "", "why the plan was to change", _one_of(*get_args(Reason)), True),
    Column("stage", "", "of the plan", _one_of(*get_args(Stage)), True),
    Column("reps_per_side", "repetitions", "of the plan", _int(1, 1000), True),
    Column("hold_s", "s", "of the plan", _number(0, 3600), True),
    Column("sessions_a_day", "sessions", "of the plan", _int(1, 100), True),
    Column("accepted", "true/false", "the person agreed to the plan", _yes, True),
    Column("detail", "", "more, in words", _text(200), True),
    Column("clock_known", "true/false", "the time could be trusted", _yes),
    Column("boot_id", "", "the run of the machine it was kept in", _text(36)),
    Column("monotonic_s", "s", "the machine's seconds in that run", _monotonic, True),
    Column("serial", "", _SERIAL, _int(0, 10**12), True),
)
DAYS = (
    Column("person", "", "the profile's id; empty without one", _uuid, True),
    Column("day", "ISO 8601", "local calendar day", _day),
    Column("sessions", "sessions", "begun on that day", _count),
    Column("left", "repetitions", "counted, left leg", _count),
    Column("right", "repetitions", "counted, right leg", _count),
    Column("both", "repetitions", "counted, both legs", _count),
    Column("partial", "repetitions", "that did not count", _count),
    Column("hold_s_mean", "s", "mean hold of the counted ones", _seconds, True),
    Column("hold_s_shortest", "s", "shortest hold of the counted ones", _seconds, True),
    Column("pelvic_lift_share", "0-1", "share of those told in which the pelvis rose", _number(0, 1), True),
    Column("pain_before", "0-10", "before the day's first session that told it", _pain, True),
    Column("pain_after", "0-10", "after the day's last session that told it", _pain, True),
    Column("told_to_rest", "true/false", "rest was advised", _yes),
    Column("streak_days", "days", "in a row up to that day", _count),
)
FILES: dict[str, tuple[Column, ...]] = {
    "people": PEOPLE, "sessions": SESSIONS, "reps": REPS, "events": EVENTS, "days": DAYS}
