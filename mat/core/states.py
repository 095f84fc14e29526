"""The session's machine as one table: every state, every input, what it leads to and what is done.

Every state answers every input here or ignores it in IGNORED; a test demands it, and the README's drawing is
printed from here.
"""

from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    ARRIVED = "arrived"
    LIE_DOWN = "lie_down"
    READY = "ready"
    LIFT = "lift"
    LIFT_OTHER = "lift_other"
    HOLD = "hold"
    LOWER = "lower"
    REST = "rest"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    PAIN = "pain"
    SUMMARY = "summary"
    FAULT = "fault"


class Input(StrEnum):
    ARRIVED = "arrived"
    LEFT_UNUSED = "left_unused"
    LEFT = "left"
    SUPINE = "supine"
    NOT_SUPINE = "not_supine"
    LIFT = "lift"
    LIFT_FIRST = "lift_first"
    LOWER = "lower"
    STAYS_UP = "stays_up"
    REP = "rep"
    LAST_REP = "last_rep"
    HELD = "held"
    LET_GO = "let_go"
    TIME_UP = "time_up"
    STOP = "stop"
    ANSWER = "answer"
    HOME = "home"
    AGAIN = "again"
    AGAIN_LYING = "again_lying"
    FAULT = "fault"
    WELL_LYING = "well_lying"
    WELL_UPRIGHT = "well_upright"
    WELL_AWAY = "well_away"
    WELL_EMPTY = "well_empty"


S, I = State, Input  # noqa: E741 - two letters keep the table's columns readable

_COUNTING: dict[Input, tuple[State, str]] = {
    I.STOP:         (S.STOPPED,  "stop"),
    I.FAULT:        (S.FAULT,    "fault"),
    I.LEFT:         (S.PAUSED,   "pause"),
    I.LEFT_UNUSED:  (S.WAITING,  "forget"),
    I.NOT_SUPINE:   (S.LIE_DOWN, "sat_up"),
}
TABLE: dict[State, dict[Input, tuple[State, str]]] = {
    S.WAITING: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.SUPINE:       (S.READY,      "begin_lying"),
        I.REP:          (S.REST,       "count_anew"),
        I.LAST_REP:     (S.REST,       "count_anew"),
        I.FAULT:        (S.FAULT,      "fault"),
    },
    S.ARRIVED: {
        **_COUNTING,
        I.SUPINE:       (S.READY,      "ready"),
        I.TIME_UP:      (S.LIE_DOWN,   "ask"),
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.LIE_DOWN: {
        **_COUNTING,
        I.SUPINE:       (S.READY,      "ready"),
        I.TIME_UP:      (S.SUMMARY,    "give_up"),
        I.REP:          (S.LIE_DOWN,   "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.READY: {
        **_COUNTING,
        I.TIME_UP:      (S.LIFT,       "ask_lift"),
        I.LIFT:         (S.READY,      "settle"),
        I.LIFT_FIRST:   (S.READY,      "settle"),
        I.STAYS_UP:     (S.HOLD,       "hold_late"),
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.LIFT: {
        **_COUNTING,
        I.LIFT:         (S.HOLD,       "hold"),
        I.LIFT_FIRST:   (S.LIFT_OTHER, "first_leg"),
        I.TIME_UP:      (S.PAIN,       "give_up"),
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.LIFT_OTHER: {
        **_COUNTING,
        I.LIFT:         (S.HOLD,       "hold"),
        I.LIFT_FIRST:   (S.HOLD,       "hold"),
        I.LOWER:        (S.LIFT,       "ask_again"),
        I.TIME_UP:      (S.HOLD,       "hold"),
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.HOLD: {
        **_COUNTING,
        I.LOWER:        (S.HOLD,       "touch_down"),
        I.LIFT:         (S.HOLD,       "hold_on"),
        I.LIFT_FIRST:   (S.HOLD,       "hold_on"),
        I.HELD:         (S.LOWER,      "release"),
        I.LET_GO:       (S.LIFT,       "ask_again"),
        I.TIME_UP:      (S.LOWER,      "release"),
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.LOWER: {
        **_COUNTING,
        I.TIME_UP:      (S.PAIN,       "give_up"),
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.REST: {
        **_COUNTING,
        I.TIME_UP:      (S.LIFT,       "ask_lift"),
        I.LIFT:         (S.HOLD,       "hold"),
        I.LIFT_FIRST:   (S.LIFT_OTHER, "first_leg"),
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.PAUSED: {
        I.ARRIVED:      (S.LIE_DOWN,   "come_back"),
        I.SUPINE:       (S.READY,      "ready"),
        I.TIME_UP:      (S.SUMMARY,    "left_for_good"),
        I.STOP:         (S.STOPPED,    "stop"),
        I.REP:          (S.PAUSED,     "count"),
        I.LAST_REP:     (S.PAUSED,     "count"),
        I.FAULT:        (S.FAULT,      "fault"),
    },
    S.STOPPED: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.TIME_UP:      (S.PAIN,       "ask_pain"),
        I.REP:          (S.STOPPED,    "count"),
        I.LAST_REP:     (S.STOPPED,    "count"),
    },
    S.DONE: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.TIME_UP:      (S.PAIN,       "ask_pain"),
        I.STOP:         (S.STOPPED,    "stop"),
        I.REP:          (S.DONE,       "count"),
        I.LAST_REP:     (S.DONE,       "count"),
    },
    S.PAIN: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.REP:          (S.PAIN,       "count"),
        I.LAST_REP:     (S.PAIN,       "count"),
        I.ANSWER:       (S.SUMMARY,    "answer"),
        I.HOME:         (S.SUMMARY,    "show"),
        I.TIME_UP:      (S.SUMMARY,    "show"),
    },
    S.SUMMARY: {
        I.REP:          (S.SUMMARY,    "count"),
        I.LAST_REP:     (S.SUMMARY,    "count"),
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.AGAIN:        (S.LIE_DOWN,   "again"),
        I.AGAIN_LYING:  (S.READY,      "begin_lying"),
        I.HOME:         (S.WAITING,    "forget"),
        I.TIME_UP:      (S.WAITING,    "forget"),
        I.FAULT:        (S.FAULT,      "fault"),
    },
    S.FAULT: {
        I.FAULT:        (S.FAULT,      "fault"),
        I.WELL_LYING:   (S.READY,      "ready"),
        I.WELL_UPRIGHT: (S.LIE_DOWN,   "ask"),
        I.WELL_AWAY:    (S.PAUSED,     "pause"),
        I.WELL_EMPTY:   (S.WAITING,    "forget"),
        I.TIME_UP:      (S.FAULT,      "close_in_fault"),
        I.REP:          (S.FAULT,      "count"),
        I.LAST_REP:     (S.FAULT,      "count"),
        I.STOP:         (S.STOPPED,    "stop"),
    },
}

_TOUCHES = {I.ANSWER, I.HOME, I.AGAIN, I.AGAIN_LYING}
_WELL = {I.WELL_LYING, I.WELL_UPRIGHT, I.WELL_AWAY, I.WELL_EMPTY}
_FEET = {I.LIFT, I.LIFT_FIRST, I.LOWER}
_LEAVING = {I.LEFT, I.LEFT_UNUSED}
_POSTURE = {I.SUPINE, I.NOT_SUPINE}
_HOLDING = {I.HELD, I.LET_GO, I.STAYS_UP}

IGNORED: dict[State, frozenset[Input]] = {
    S.WAITING:    frozenset(_TOUCHES | _WELL | _FEET | _LEAVING | _HOLDING | {I.NOT_SUPINE, I.TIME_UP, I.STOP}),
    S.ARRIVED:    frozenset(_TOUCHES | _WELL | _FEET | _HOLDING | {I.ARRIVED}),
    S.LIE_DOWN:   frozenset(_TOUCHES | _WELL | _FEET | _HOLDING | {I.ARRIVED}),
    S.READY:      frozenset(_TOUCHES | _WELL | {I.HELD, I.LET_GO, I.ARRIVED, I.SUPINE, I.LOWER}),
    S.LIFT:       frozenset(_TOUCHES | _WELL | _HOLDING | {I.ARRIVED, I.SUPINE, I.LOWER}),
    S.LIFT_OTHER: frozenset(_TOUCHES | _WELL | _HOLDING | {I.ARRIVED, I.SUPINE}),
    S.HOLD:       frozenset(_TOUCHES | _WELL | {I.ARRIVED, I.SUPINE, I.STAYS_UP}),
    S.LOWER:      frozenset(_TOUCHES | _WELL | _FEET | _HOLDING | {I.ARRIVED, I.SUPINE}),
    S.REST:       frozenset(_TOUCHES | _WELL | _HOLDING | {I.ARRIVED, I.SUPINE, I.LOWER}),
    S.PAUSED:     frozenset(_TOUCHES | _WELL | _FEET | _LEAVING | _HOLDING | {I.NOT_SUPINE}),
    S.STOPPED:    frozenset(_TOUCHES | _WELL | _FEET | _LEAVING | _POSTURE | _HOLDING | {I.STOP, I.FAULT}),
    S.DONE:       frozenset(_TOUCHES | _WELL | _FEET | _LEAVING | _POSTURE | _HOLDING | {I.FAULT}),
    S.PAIN:       frozenset(_WELL | _FEET | _LEAVING | _POSTURE | _HOLDING
                            | {I.AGAIN, I.AGAIN_LYING, I.STOP, I.FAULT}),
    S.SUMMARY:    frozenset({I.ANSWER} | _WELL | _FEET | _LEAVING | _POSTURE | _HOLDING | {I.STOP}),
    S.FAULT:      frozenset(_TOUCHES | _FEET | _LEAVING | _POSTURE | _HOLDING | {I.ARRIVED}),
}
