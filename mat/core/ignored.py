"""What each state leaves alone. Together with `table` every state names every input, so that none is forgotten."""

from mat.core.states import Input, State

S, I = State, Input  # noqa: E741 - two letters keep the columns readable

_AGAIN = {I.AGAIN, I.AGAIN_LYING}
_ANSWERS = {I.ANSWER, I.ACCEPT, I.DECLINE, I.REST, I.NEXT}
_SHOWS = {I.SHOW_PLAN, I.SHOW_PROGRESS}
_TOUCHES = _AGAIN | _ANSWERS | _SHOWS | {I.HOME, I.OFFERED}
_ASKS = {I.ASK_WHO, I.ASK_QUESTION, I.ASK_CONFIRM, I.BLOCK, I.ASK_PAIN}
_GOES = {I.GO_LYING, I.GO_UPRIGHT, I.GO_AWAY, I.GO_ENDED}
_SETTLED = _ASKS | _GOES
_WELL = {I.WELL_LYING, I.WELL_UPRIGHT, I.WELL_AWAY, I.WELL_EMPTY}
_FEET = {I.LIFT, I.LIFT_FIRST, I.LOWER}
_LEAVING = {I.LEFT, I.LEFT_UNUSED}
_POSTURE = {I.SUPINE, I.NOT_SUPINE, I.STRANGER}
_HOLDING = {I.HELD, I.LET_GO, I.STAYS_UP, I.STILL}
_BODY = _FEET | _POSTURE | _HOLDING

_UNASKED = frozenset(_TOUCHES | _WELL | _BODY | _LEAVING | {I.GO_ENDED, I.ARRIVED})
"""What a screen that asks before a session leaves alone: who walks up to it to touch it has left the mat."""

IGNORED: dict[State, frozenset[Input]] = {
    S.WAITING:     frozenset((_TOUCHES - _SHOWS) | _WELL | _FEET | _LEAVING | _HOLDING
                             | {I.GO_ENDED, I.NOT_SUPINE, I.STRANGER, I.STOP}),
    S.PLAN:        frozenset((_TOUCHES - {I.HOME}) | _WELL | _FEET | _LEAVING | _HOLDING | _SETTLED
                             | {I.NOT_SUPINE, I.STRANGER, I.STOP}),
    S.PROGRESS:    frozenset((_TOUCHES - {I.HOME, I.SHOW_PLAN}) | _WELL | _FEET | _LEAVING | _HOLDING | _GOES
                             | (_ASKS - {I.ASK_WHO}) | {I.NOT_SUPINE, I.STRANGER, I.STOP}),
    S.ARRIVED:     frozenset(_TOUCHES | _WELL | _FEET | _HOLDING
                             | {I.ARRIVED, I.SUPINE, I.STRANGER, I.GO_ENDED, I.TIME_UP}),
    S.WHO:         frozenset(_UNASKED - {I.LIFT, I.LIFT_FIRST, I.HOME, I.GO_ENDED}),
    S.QUESTION:    _UNASKED,
    S.CONFIRM:     _UNASKED,
    S.PAIN_BEFORE: _UNASKED | {I.TIME_UP},
    S.BLOCKED:     frozenset((_TOUCHES - {I.HOME}) | _WELL | _BODY | (_SETTLED - {I.ASK_PAIN})),
    S.LIE_DOWN:    frozenset(_TOUCHES | _WELL | _FEET | _HOLDING | (_SETTLED - {I.ASK_WHO}) | {I.ARRIVED}),
    S.READY:       frozenset(_TOUCHES | _WELL | _SETTLED | {I.HELD, I.LET_GO, I.STILL, I.STRANGER, I.ARRIVED, I.SUPINE,
                                                            I.LOWER}),
    S.LIFT:        frozenset(_TOUCHES | _WELL | _SETTLED | (_HOLDING - {I.STILL})
                             | {I.STRANGER, I.ARRIVED, I.SUPINE, I.LOWER}),
    S.LIFT_OTHER:  frozenset(_TOUCHES | _WELL | _SETTLED | _HOLDING | {I.STRANGER, I.ARRIVED, I.SUPINE}),
    S.HOLD:        frozenset(_TOUCHES | _WELL | _SETTLED | {I.STRANGER, I.ARRIVED, I.SUPINE, I.STAYS_UP, I.STILL}),
    S.LOWER:       frozenset(_TOUCHES | _WELL | _SETTLED | _FEET | _HOLDING | {I.STRANGER, I.ARRIVED, I.SUPINE}),
    S.REST:        frozenset(_TOUCHES | _WELL | _SETTLED | _HOLDING | {I.STRANGER, I.ARRIVED, I.SUPINE, I.LOWER}),
    S.ASK_STOP:    frozenset((_TOUCHES - {I.REST}) | _WELL | _SETTLED | _HOLDING
                             | {I.STRANGER, I.ARRIVED, I.SUPINE, I.LOWER}),
    S.PAUSED:      frozenset(_TOUCHES | _WELL | _SETTLED | _FEET | _LEAVING | _HOLDING | {I.NOT_SUPINE}),
    S.STOPPED:     frozenset(_TOUCHES | _WELL | _SETTLED | _BODY | _LEAVING | {I.STOP, I.FAULT}),
    S.DONE:        frozenset(_TOUCHES | _WELL | _SETTLED | _BODY | _LEAVING | {I.FAULT}),
    S.SIT:         frozenset((_TOUCHES - {I.NEXT}) | _WELL | _SETTLED | _FEET | _HOLDING
                             | {I.SUPINE, I.STRANGER, I.LEFT, I.STOP, I.FAULT}),
    S.PAIN:        frozenset((_TOUCHES - {I.ANSWER, I.HOME}) | _WELL | (_SETTLED - {I.ASK_WHO}) | _BODY | _LEAVING
                             | {I.STOP, I.FAULT}),
    S.OFFER:       frozenset((_TOUCHES - {I.ACCEPT, I.DECLINE}) | _WELL | _SETTLED | _BODY | _LEAVING
                             | {I.STOP, I.FAULT}),
    S.SUMMARY:     frozenset(_ANSWERS | _SHOWS | _WELL | (_SETTLED - {I.ASK_WHO}) | _BODY | _LEAVING | {I.STOP}),
    S.FAULT:       frozenset(_TOUCHES | (_BODY - {I.STRANGER}) | _GOES | _LEAVING | {I.ARRIVED}),
}
