"""What the voice says, from one snapshot to the next. Pure: no sound is made here.

A cue is said as the screen shows it, so that ear and eye agree; where the screen has more than six words there is a
short text of its own (`say_…`). Nothing is said twice, nothing while nobody is being led, and no names: others may be
in the room.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from display.texts import speaking, text
from mat.core.snapshot import Snapshot
from mat.core.zones import LAYOUTS

LONGEST_COUNT = 60
CUES = (
    "say_welcome", "pain_title", "say_lie_down", "say_ready", "lift_cue_left", "lift_cue_right", "hold_cue",
    "lower_cue_left", "lower_cue_right", "rest_cue", "hold_paused_cue", "say_done", "say_sit", "say_sit_still",
    "say_stop", "say_stop_lower", "ask_stop_go_on", "say_paused", "say_fault", "lift_cue_any", "lift_cue_second_left",
    "lift_cue_second_right", "lower_cue_any", "say_note_short", "say_note_both_at_once", "say_note_lower_apart",
    "say_note_not_counted", "say_note_stepped_off", "say_note_towel", "who_title", "say_answer", "blocked_red",
    "say_blocked", "say_red",
)
"""Every text that may be said, apart from a check's; those of every session first."""
CHECK_CUES = (
    "check_let_go", "check_looking", "check_someone", "check_noisy", "check_unsteady", "check_rail", "check_two",
    "check_many", "check_silent", "check_fine", "say_look",
)


@dataclass(frozen=True)
class Moment:
    """What is being asked of the person. An equal moment is the same one: what it says has been said."""

    screen: str
    detail: tuple[object, ...] = ()
    key: str | None = field(default=None, compare=False)
    """The text that tells it, None for a moment without words."""
    zone: str | None = field(default=None, compare=False)

    def words(self) -> str | None:
        if self.key is None:
            return None
        return text(self.key, zone=text(f"zone_{self.zone}")) if self.zone else text(self.key)


class Script:
    """Follows the snapshots. Texts come in the language that is active (`display.texts.speaking`)."""

    def __init__(self, count_aloud: bool = False) -> None:
        self.count_aloud = count_aloud
        self._moment = Moment("")
        self._number: int | None = None
        self._again = False
        self._checked: set[Moment] = set()

    def prompt(self) -> None:
        """What the present moment asks is asked again with the next snapshot."""
        self._again = True

    def next(self, snapshot: Snapshot) -> str | None:
        """The words for this snapshot, None where there is nothing new to say."""
        again, self._again = self._again, False
        before, self._moment = self._moment, moment(snapshot)
        counted = self._count(snapshot)
        if self._moment == before:
            return self._moment.words() if again else counted
        if self._told_in_check(before) or _goes_on(before, self._moment):
            return None
        return self._moment.words()

    def _count(self, snapshot: Snapshot) -> str | None:
        """The number in the ring when it has just changed. What is heard is what is seen, so it counts down."""
        before, self._number = self._number, None
        if snapshot.screen != "hold":
            return None
        self._number = math.ceil(snapshot.plan.hold_s - snapshot.hold_s - 1e-6)
        new = before is not None and 0 < self._number < before
        return str(self._number) if new and self.count_aloud else None

    def _told_in_check(self, before: Moment) -> bool:
        """What a check waits for comes and goes with every movement: it is said once for each zone."""
        now = self._moment
        if now.screen != "check" or before.screen != "check" or before.detail[:1] != now.detail[:1]:
            self._checked.clear()
        told = now in self._checked
        self._checked.add(now)
        return told


def phrases(language: str, counting: bool = False) -> list[str]:
    """All that may be said, in the order in which it is needed; `counting`: with the numbers of a hold."""
    with speaking(language):
        zones = [text(f"zone_{zone}") for zone in sorted({zone for kit in LAYOUTS.values() for zone in kit.names})]
        return [
            *(text(key) for key in CUES),
            *(str(number) for number in range(1, LONGEST_COUNT + 1 if counting else 1)),
            *(text(key) for key in CHECK_CUES),
            *(text(key, zone=zone) for key in ("check_press", "check_again") for zone in zones),
        ]


def moment(snapshot: Snapshot) -> Moment:
    """What this snapshot asks of the person."""
    name = snapshot.screen
    if name in _TELLERS:
        return _TELLERS[name](snapshot)
    return Moment(name, (), _PLAIN.get(name))


_PLAIN: dict[str, str] = {
    "welcome": "say_welcome", "lie_down": "say_lie_down", "ready": "say_ready", "paused": "say_paused",
    "ask_stop": "ask_stop_go_on", "done": "say_done", "pain": "pain_title", "pain_before": "pain_title",
    "who": "who_title", "offer": "say_answer", "fault": "say_fault",
}


def _question(snapshot: Snapshot) -> Moment:
    """One question follows the other on the screen: the voice asks once."""
    return Moment("question", (), "say_answer")


def _blocked(snapshot: Snapshot) -> Moment:
    return Moment("blocked", (), "blocked_red" if snapshot.light == "red" else "say_blocked")


def _lift(snapshot: Snapshot) -> Moment:
    which = f"second_{snapshot.side}" if snapshot.second_leg and snapshot.side else snapshot.side or "any"
    return Moment("lift", (which,), f"lift_cue_{which}")


def _hold(snapshot: Snapshot) -> Moment:
    if snapshot.hold_paused:
        return Moment("hold", ("paused",), "hold_paused_cue")
    return Moment("hold", (snapshot.note,), _remark(snapshot.note) or "hold_cue")


def _lower(snapshot: Snapshot) -> Moment:
    which = snapshot.side or "any"
    return Moment("lower", (which,), f"lower_cue_{which}")


def _rest(snapshot: Snapshot) -> Moment:
    return Moment("rest", (snapshot.note,), _remark(snapshot.note) or "rest_cue")


def _stop(snapshot: Snapshot) -> Moment:
    up = snapshot.foot_left_up or snapshot.foot_right_up
    return Moment("stop", (), "say_stop_lower" if up else "say_stop")


def _sit(snapshot: Snapshot) -> Moment:
    """How to get up; then the half minute, unless nobody is there to wait for it."""
    if snapshot.lying or snapshot.seconds_left is None:
        return Moment("sit", ("lying",), "say_sit")
    return Moment("sit", ("sitting",), "say_sit_still" if snapshot.seconds_left > 1 else None)


def _summary(snapshot: Snapshot) -> Moment:
    return Moment("summary", (), "say_red" if snapshot.stopped_for_pain or snapshot.light == "red" else None)


def _check(snapshot: Snapshot) -> Moment:
    view = snapshot.check
    if view is None:
        return Moment("check")
    if view.wait is None and view.phase in ("press", "release"):
        pressing = view.phase == "press" and view.zone is not None
        return Moment("check", (view.number, view.phase), "check_press" if pressing else "check_let_go",
                      view.zone if pressing else None)
    waits = view.wait.key if view.wait else "looking"
    asks = waits == "again" and view.zone is not None
    return Moment("check", (view.number, waits), f"check_{waits}", view.zone if asks else None)


def _check_done(snapshot: Snapshot) -> Moment:
    fine = snapshot.check is not None and snapshot.check.wiring is not None and snapshot.check.wiring.fine
    return Moment("check_done", (), "check_fine" if fine else "say_look")


_TELLERS: dict[str, Callable[[Snapshot], Moment]] = {
    "question": _question, "confirm": _question, "blocked": _blocked, "lift": _lift, "hold": _hold, "lower": _lower,
    "rest": _rest, "stop": _stop, "sit": _sit, "summary": _summary, "check": _check, "check_done": _check_done,
}


def _remark(note: str | None) -> str | None:
    return f"say_{note}" if note and f"say_{note}" in CUES else None


def _goes_on(before: Moment, now: Moment) -> bool:
    """The knee is up again after a touch-down: the hold needs no second beginning."""
    return before == Moment("hold", ("paused",)) and now.key == "hold_cue"
