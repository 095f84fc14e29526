"""The session's machine as one table: every state, every input, what it leads to and what is done.

Every state answers every input here or ignores it in IGNORED; a test demands it, and the README's drawing is
printed from here.
"""

from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    PLAN = "plan"
    PROGRESS = "progress"
    ARRIVED = "arrived"
    WHO = "who"
    QUESTION = "question"
    CONFIRM = "confirm"
    BLOCKED = "blocked"
    PAIN_BEFORE = "pain_before"
    LIE_DOWN = "lie_down"
    READY = "ready"
    LIFT = "lift"
    LIFT_OTHER = "lift_other"
    HOLD = "hold"
    LOWER = "lower"
    REST = "rest"
    ASK_STOP = "ask_stop"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    SIT = "sit"
    PAIN = "pain"
    OFFER = "offer"
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
    STILL = "still"
    STRANGER = "stranger"
    STOP = "stop"
    REST = "rest"
    NEXT = "next"
    SHOW_PLAN = "show_plan"
    SHOW_PROGRESS = "show_progress"
    ASK_WHO = "ask_who"
    ASK_QUESTION = "ask_question"
    ASK_CONFIRM = "ask_confirm"
    BLOCK = "block"
    ASK_PAIN = "ask_pain"
    GO_LYING = "go_lying"
    GO_UPRIGHT = "go_upright"
    GO_AWAY = "go_away"
    GO_ENDED = "go_ended"
    ANSWER = "answer"
    OFFERED = "offered"
    ACCEPT = "accept"
    DECLINE = "decline"
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
_TO_ASK: dict[Input, tuple[State, str]] = {
    I.ASK_WHO:      (S.WHO,         "show"),
    I.ASK_QUESTION: (S.QUESTION,    "show"),
    I.ASK_CONFIRM:  (S.CONFIRM,     "show"),
    I.ASK_PAIN:     (S.PAIN_BEFORE, "show"),
    I.BLOCK:        (S.BLOCKED,     "show"),
}
_PRELUDE: dict[Input, tuple[State, str]] = {
    **_TO_ASK,
    I.GO_LYING:     (S.READY,       "ready"),
    I.GO_UPRIGHT:   (S.LIE_DOWN,    "ask"),
    I.GO_AWAY:      (S.WAITING,     "await"),
    I.FAULT:        (S.FAULT,       "fault"),
}
TABLE: dict[State, dict[Input, tuple[State, str]]] = {
    S.WAITING: {
        **_PRELUDE,
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.SUPINE:       (S.ARRIVED,    "welcome"),
        I.SHOW_PLAN:    (S.PLAN,       "draft"),
        I.SHOW_PROGRESS: (S.PROGRESS,  "show"),
        I.TIME_UP:      (S.WAITING,    "forget"),
        I.REP:          (S.REST,       "count_anew"),
        I.LAST_REP:     (S.REST,       "count_anew"),
    },
    S.PLAN: {
        I.ARRIVED:      (S.ARRIVED,    "keep_plan_welcome"),
        I.SUPINE:       (S.ARRIVED,    "keep_plan_welcome"),
        I.HOME:         (S.WAITING,    "keep_plan"),
        I.TIME_UP:      (S.WAITING,    "keep_plan"),
        I.REP:          (S.REST,       "count_anew"),
        I.LAST_REP:     (S.REST,       "count_anew"),
        I.FAULT:        (S.FAULT,      "fault"),
    },
    S.PROGRESS: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.SUPINE:       (S.ARRIVED,    "welcome"),
        I.ASK_WHO:      (S.WHO,        "show"),
        I.SHOW_PLAN:    (S.PLAN,       "draft"),
        I.HOME:         (S.WAITING,    "await"),
        I.TIME_UP:      (S.WAITING,    "await"),
        I.REP:          (S.REST,       "count_anew"),
        I.LAST_REP:     (S.REST,       "count_anew"),
        I.FAULT:        (S.FAULT,      "fault"),
    },
    S.ARRIVED: {
        **_COUNTING,
        **_PRELUDE,
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.WHO: {
        **_PRELUDE,
        I.ASK_WHO:      (S.WHO,        "remind"),
        I.GO_ENDED:     (S.SUMMARY,    "show"),
        I.HOME:         (S.WAITING,    "forget"),
        I.LIFT:         (S.HOLD,       "hold"),
        I.LIFT_FIRST:   (S.LIFT_OTHER, "first_leg"),
        I.REP:          (S.WHO,        "count"),
        I.LAST_REP:     (S.WHO,        "count"),
    },
    S.QUESTION: {
        **_PRELUDE,
        I.TIME_UP:      (S.WAITING,    "forget"),
        I.REP:          (S.QUESTION,   "count"),
        I.LAST_REP:     (S.QUESTION,   "count"),
    },
    S.CONFIRM: {
        **_PRELUDE,
        I.TIME_UP:      (S.WAITING,    "forget"),
        I.REP:          (S.CONFIRM,    "count"),
        I.LAST_REP:     (S.CONFIRM,    "count"),
    },
    S.BLOCKED: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.HOME:         (S.WAITING,    "forget"),
        I.LEFT:         (S.WAITING,    "forget"),
        I.LEFT_UNUSED:  (S.WAITING,    "forget"),
        I.TIME_UP:      (S.WAITING,    "forget"),
        I.REP:          (S.BLOCKED,    "count"),
        I.LAST_REP:     (S.BLOCKED,    "count"),
        I.FAULT:        (S.FAULT,      "fault"),
    },
    S.PAIN_BEFORE: {
        **_PRELUDE,
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.LIE_DOWN: {
        **_COUNTING,
        I.STRANGER:     (S.WHO,        "stranger"),
        I.ASK_WHO:      (S.WHO,        "show"),
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
        I.STILL:        (S.ASK_STOP,   "ask_stop"),
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
    S.ASK_STOP: {
        **_COUNTING,
        I.LIFT:         (S.HOLD,       "hold"),
        I.LIFT_FIRST:   (S.LIFT_OTHER, "first_leg"),
        I.REST:         (S.REST,       "rest_long"),
        I.TIME_UP:      (S.STOPPED,    "stop"),
        I.REP:          (S.REST,       "count"),
        I.LAST_REP:     (S.DONE,       "complete"),
    },
    S.PAUSED: {
        I.ARRIVED:      (S.LIE_DOWN,   "come_back"),
        I.SUPINE:       (S.READY,      "ready"),
        I.STRANGER:     (S.WHO,        "stranger"),
        I.TIME_UP:      (S.SUMMARY,    "left_for_good"),
        I.STOP:         (S.STOPPED,    "stop"),
        I.REP:          (S.PAUSED,     "count"),
        I.LAST_REP:     (S.PAUSED,     "count"),
        I.FAULT:        (S.FAULT,      "fault"),
    },
    S.STOPPED: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.TIME_UP:      (S.SIT,        "sit"),
        I.REP:          (S.STOPPED,    "count"),
        I.LAST_REP:     (S.STOPPED,    "count"),
    },
    S.DONE: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.TIME_UP:      (S.SIT,        "sit"),
        I.STOP:         (S.STOPPED,    "stop"),
        I.REP:          (S.DONE,       "count"),
        I.LAST_REP:     (S.DONE,       "count"),
    },
    S.SIT: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.NOT_SUPINE:   (S.SIT,        "sat"),
        I.LEFT_UNUSED:  (S.PAIN,       "ask_pain"),
        I.NEXT:         (S.PAIN,       "ask_pain"),
        I.TIME_UP:      (S.PAIN,       "ask_pain"),
        I.REP:          (S.SIT,        "count"),
        I.LAST_REP:     (S.SIT,        "count"),
    },
    S.PAIN: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.REP:          (S.PAIN,       "count"),
        I.LAST_REP:     (S.PAIN,       "count"),
        I.ANSWER:       (S.SUMMARY,    "answer"),
        I.ASK_WHO:      (S.WHO,        "answer"),
        I.HOME:         (S.SUMMARY,    "show"),
        I.TIME_UP:      (S.SUMMARY,    "show"),
    },
    S.OFFER: {
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.REP:          (S.OFFER,      "count"),
        I.LAST_REP:     (S.OFFER,      "count"),
        I.ACCEPT:       (S.SUMMARY,    "accept"),
        I.DECLINE:      (S.SUMMARY,    "decline"),
        I.TIME_UP:      (S.SUMMARY,    "show"),
    },
    S.SUMMARY: {
        I.REP:          (S.SUMMARY,    "count"),
        I.LAST_REP:     (S.SUMMARY,    "count"),
        I.ARRIVED:      (S.ARRIVED,    "welcome"),
        I.OFFERED:      (S.OFFER,      "show"),
        I.ASK_WHO:      (S.WHO,        "show"),
        I.AGAIN:        (S.LIE_DOWN,   "again"),
        I.AGAIN_LYING:  (S.READY,      "again_lying"),
        I.HOME:         (S.WAITING,    "forget"),
        I.TIME_UP:      (S.WAITING,    "forget"),
        I.FAULT:        (S.FAULT,      "fault"),
    },
    S.FAULT: {
        **_TO_ASK,
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

_UNASKED = frozenset(_TOUCHES | _WELL | _BODY | _LEAVING | {I.STOP, I.GO_ENDED, I.ARRIVED})
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
    S.WHO:         frozenset((_UNASKED | {I.TIME_UP}) - {I.LIFT, I.LIFT_FIRST, I.HOME, I.GO_ENDED}),
    S.QUESTION:    _UNASKED,
    S.CONFIRM:     _UNASKED,
    S.PAIN_BEFORE: _UNASKED | {I.TIME_UP},
    S.BLOCKED:     frozenset((_TOUCHES - {I.HOME}) | _WELL | _BODY | _SETTLED | {I.STOP}),
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
    S.FAULT:       frozenset(_TOUCHES | _BODY | _GOES | _LEAVING | {I.ARRIVED}),
}
