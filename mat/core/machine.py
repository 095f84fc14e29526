"""The session as a machine you can see: the table of states.py, and what each step does.

`step(session, happening)` is pure: it returns the next session, the cues to show and sound, and the records to
keep. Detection events, touches, faults and the passing of time all come in here; nothing else moves a session.
Repetitions are counted in every state: a rep that was seen is never lost to the state it came in.
"""

from collections.abc import Callable
from dataclasses import replace

from mat.core.actions import ACTIONS
from mat.core.facts import noted
from mat.core.happenings import Cue, Happening, Tick
from mat.core.inputs import input_of
from mat.core.prelude import Prelude
from mat.core.session import Session, Step
from mat.core.states import Input, State
from mat.core.states import State as S
from mat.core.table import TABLE

_LASTS: dict[State, Callable[[Session], float | None]] = {
    S.WAITING: lambda s: None if s.prelude == Prelude() else s.timing.answer_s,
    S.PLAN: lambda s: s.timing.plan_s,
    S.PROGRESS: lambda s: s.timing.plan_s,
    S.ARRIVED: lambda s: s.timing.welcome_s,
    S.WHO: lambda s: s.timing.answer_s if s.ended else s.timing.who_s,
    S.QUESTION: lambda s: s.timing.answer_s,
    S.CONFIRM: lambda s: s.timing.answer_s,
    S.BLOCKED: lambda s: s.timing.answer_s,
    S.PAIN_BEFORE: lambda s: s.timing.pain_before_s,
    S.LIE_DOWN: lambda s: s.timing.answer_s,
    S.READY: lambda s: s.timing.ready_s,
    S.LIFT: lambda s: s.timing.answer_s,
    S.LIFT_OTHER: lambda s: s.timing.other_leg_s,
    S.HOLD: lambda s: s.plan.hold_s + 60.0,
    S.LOWER: lambda s: s.timing.answer_s,
    S.REST: lambda s: (s.timing.long_rest_s if s.resting else s.timing.tip_s if s.note == "note_towel"
                       else s.plan.rest_s),
    S.ASK_STOP: lambda s: s.timing.answer_s,
    S.PAUSED: lambda s: s.timing.come_back_s,
    S.STOPPED: lambda s: s.timing.stopped_s,
    S.DONE: lambda s: s.timing.done_s,
    S.SIT: lambda s: s.timing.answer_s if s.lying else s.timing.sit_s if s.on_mat else 0.0,
    S.PAIN: lambda s: s.timing.answer_s,
    S.OFFER: lambda s: s.timing.answer_s,
    S.SUMMARY: lambda s: s.timing.summary_s,
    S.FAULT: lambda s: s.timing.come_back_s if s.opened and not s.ended else None,
}
_PROMPTED = {S.WHO, S.QUESTION, S.CONFIRM, S.LIE_DOWN, S.LIFT, S.LOWER, S.ASK_STOP, S.SIT, S.PAIN, S.OFFER, S.PAUSED}
_RENEWS = {Input.ASK_WHO, Input.ASK_QUESTION, Input.ASK_CONFIRM}


def step(session: Session, happening: Happening) -> Step:
    """One happening, one step. An input the table ignores changes only the plain facts (who lies, which feet)."""
    now, kept = noted(session, happening)
    word = input_of(now, happening)
    entry = TABLE[now.state].get(word) if word is not None else None
    if word is None and isinstance(happening, Tick):
        return _prompted(now, happening.t_s)
    if word is None or entry is None:
        return Step(now, (), kept)
    following, action = entry
    done = ACTIONS[action](now, happening)
    entered = _enter(done.session, following, happening.t_s, word in _RENEWS)
    return Step(entered, done.cues, (*kept, *done.records))


def _enter(session: Session, following: State, t_s: float, renew: bool) -> Session:
    """Into a state: its clock starts anew, except where an input leads back into the same state and asks nothing."""
    if following is session.state and not renew:
        return session
    lasts = _LASTS[following](session)
    since_s = session.since_s if following is session.state else t_s
    return replace(session, state=following, since_s=since_s, paused_at_s=None,
                   deadline_s=None if lasts is None else t_s + lasts,
                   prompt_at_s=t_s + session.timing.prompt_s if following in _PROMPTED else None)


def _prompted(session: Session, t_s: float) -> Step:
    """What the state wants is said again when its time has come, and then once every prompt's time."""
    if session.prompt_at_s is None or t_s < session.prompt_at_s:
        return Step(session)
    said: Cue = "release" if session.state is State.LOWER else "prompt"
    return Step(replace(session, prompt_at_s=t_s + session.timing.prompt_s), (said,))
