"""What the table's actions do: each returns the session before it enters its next state, with cues and records."""

from dataclasses import replace
from typing import Any

from mat.core import events as ev
from mat.core.answers import answer, decide, draft, keep_plan, shelve, stands
from mat.core.beginnings import Action, again, anew, await_arrival, end, fresh, leave_blocked, open_, stranger
from mat.core.happenings import Cue, FaultBegan
from mat.core.inputs import counted
from mat.core.records import EndReason, RepDone
from mat.core.session import Session, Step
from mat.core.snapshot import FaultNote
from mat.core.zones import Side


def _again_lying(session: Session, happening: Any) -> Step:
    begun = again(session, happening)
    return replace(begun, session=_ready(begun.session, happening).session)


def _ready(session: Session, happening: Any) -> Step:
    return Step(replace(session, side=session.next_knee, note=None, fault=None, stranger=False,
                        prelude=replace(session.prelude, pain_asked=True)))


def _ask(session: Session, happening: Any) -> Step:
    return Step(replace(session, fault=None, prelude=replace(session.prelude, pain_asked=True)), ("prompt",))


def _ask_lift(session: Session, happening: Any) -> Step:
    return Step(replace(session, side=session.next_knee, note=None, resting=False), ("go",))


def _ask_again(session: Session, happening: Any) -> Step:
    return Step(replace(session, side=session.next_knee))


def _remind(session: Session, happening: Any) -> Step:
    return Step(session, ("prompt",))


def _rest_long(session: Session, happening: Any) -> Step:
    return Step(replace(session, resting=True, note=None))


def _first_leg(session: Session, happening: Any) -> Step:
    other: Side = "right" if happening.side == "left" else "left"
    return Step(replace(session, side=other, note=None, resting=False, held_s=0.0, held_until_s=None))


def _hold(session: Session, happening: Any) -> Step:
    start = happening.t_s + session.timing.approach_s
    side = next(iter(session.feet_up)) if len(session.feet_up) == 1 else None
    return Step(replace(session, side=side, note=_note_of(session), resting=False, held_s=0.0, held_until_s=start,
                        paused_at_s=None))


def _note_of(session: Session) -> str | None:
    """Both at once asks much of the abdomen: it is said while it happens."""
    return "note_both_at_once" if session.together and len(session.feet_up) == 2 else None


def _settle(session: Session, happening: Any) -> Step:
    """Feet are being put where they shall lie: the wait for the first cue begins anew."""
    return Step(replace(session, deadline_s=happening.t_s + session.timing.ready_s))


def _hold_late(session: Session, happening: Any) -> Step:
    """That was no settling: the knee is up and stays there."""
    held = _hold(session, happening)
    return replace(held, session=replace(held.session, held_until_s=happening.t_s))


def _touch_down(session: Session, happening: Any) -> Step:
    return Step(replace(session, held_until_s=None, paused_at_s=happening.t_s))


def _hold_on(session: Session, happening: Any) -> Step:
    """A foot went up again, or the other one followed: the clock goes on. The other knee alone begins anew."""
    if session.paused_at_s is not None and session.side not in (None, happening.side) and len(session.feet_up) == 1:
        return _hold(session, happening)
    start = session.held_until_s if session.held_until_s is not None else happening.t_s
    side = None if len(session.feet_up) == 2 else session.side
    return Step(replace(session, held_until_s=start, paused_at_s=None, side=side,
                        note=_note_of(session) or session.note))


def _release(session: Session, happening: Any) -> Step:
    return Step(session, ("release",))


def _count(session: Session, happening: Any) -> Step:
    rep: ev.Rep = happening
    session, opened = open_(session)
    coach = session.coach.after(rep)
    now = replace(counted(session, rep), coach=coach, resting=False, together=False)
    now = replace(now, note=_remark(session, rep, coach.towel_told and not session.coach.towel_told),
                  side=now.next_knee)
    return Step(now, ("rep",) if rep.valid else ("partial",), (*opened, RepDone(rep.t_s, rep)))


def _remark(session: Session, rep: ev.Rep, towel: bool) -> str | None:
    """One thing at a time: what asks too much of the body first, then why it did not count, then the tip."""
    if rep.simultaneous:
        return "note_both_at_once"
    if not rep.valid:
        return "note_short" if rep.reason and rep.reason.startswith("held") else "note_not_counted"
    if rep.kind == "double" and session.lowered_together:
        return "note_lower_apart"
    return "note_towel" if towel else None


def _count_anew(session: Session, happening: Any) -> Step:
    """A stretch nobody announced: after the summary had gone, or after a restart with a person on the mat."""
    return _count(fresh(session, happening.start_s), happening)


def _complete_set(session: Session, happening: Any) -> Step:
    done = _count(session, happening)
    ended, records = end(done.session, happening.t_s, "done")
    return Step(ended, (*done.cues, "done"), (*done.records, *records))


def _finish(because: EndReason, *cues: Cue) -> Action:
    def action(session: Session, happening: Any) -> Step:
        ended, records = end(session, happening.t_s, because)
        return Step(ended, cues, records)
    return action


def _stop(session: Session, happening: Any) -> Step:
    """A stop is kept even when nothing was counted yet, unless nobody was there to stop."""
    if not session.opened and not session.on_mat:
        return Step(replace(session, stopped=True), ("stop",))
    opened, first = open_(session)
    ended, last = end(opened, happening.t_s, "stopped")
    return Step(replace(ended, stopped=True), ("stop",), (*first, *last))


def _pause(session: Session, happening: Any) -> Step:
    return Step(replace(session, fault=None, held_until_s=None), ("prompt",))


def _sat_up(session: Session, happening: Any) -> Step:
    return Step(replace(session, held_until_s=None), ("prompt",))


def _sit(session: Session, happening: Any) -> Step:
    """Whoever has stopped may still have to lower a foot; whoever has gone needs no advice on getting up."""
    return Step(session, ("prompt",) if session.on_mat else ())


def _sat(session: Session, happening: Any) -> Step:
    return Step(replace(session, deadline_s=happening.t_s + session.timing.sit_s))


def _show(session: Session, happening: Any) -> Step:
    return Step(session)


def _fault(session: Session, happening: Any) -> Step:
    note = happening.note if isinstance(happening, FaultBegan) else FaultNote("fault_zone", happening.zone,
                                                                              happening.fault)
    return Step(replace(session, fault=note, held_until_s=None), ("fault",) if session.fault is None else ())


ACTIONS: dict[str, Action] = {
    "welcome": anew("welcome"), "await": await_arrival, "ready": _ready, "ask": _ask, "stranger": stranger,
    "ask_lift": _ask_lift, "ask_again": _ask_again, "ask_stop": _remind, "remind": _remind, "rest_long": _rest_long,
    "first_leg": _first_leg, "hold": _hold, "settle": _settle, "hold_late": _hold_late, "touch_down": _touch_down,
    "hold_on": _hold_on, "release": _release, "count": _count, "count_anew": _count_anew,
    "complete": _complete_set, "give_up": _finish("gave_up", "prompt"), "left_for_good": _finish("left"),
    "close_in_fault": _finish("fault"), "stop": _stop, "pause": _pause, "come_back": _ask, "sat_up": _sat_up,
    "sit": _sit, "sat": _sat, "ask_pain": _finish("done", "prompt"), "answer": answer,
    "stands": stands, "shelve": shelve, "leave_blocked": leave_blocked,
    "accept": decide(True), "decline": decide(False), "draft": draft, "keep_plan": keep_plan(),
    "keep_plan_welcome": keep_plan("welcome"), "show": _show, "again": again, "again_lying": _again_lying,
    "forget": anew(forget=True), "next_person": anew("welcome", forget=True), "fault": _fault,
}
