"""One plausible snapshot for each screen: for pictures, for the tests of the layout, for a first look."""

from dataclasses import replace
from datetime import date, timedelta

from mat.core.exercise import Plan
from mat.core.people import Profile
from mat.core.preferences import Preferences
from mat.core.progression import Offer, Outlook
from mat.core.snapshot import FaultNote, Snapshot
from mat.core.staff_view import LOAD_STEPS, TRACE_POINTS, PinView, StaffView, ZoneNow
from mat.core.summary import Counts, DaySummary, Goal, SessionSummary, Week, WeekDay
from mat.core.wiring_verdict import Trial, judge, usual_inputs
from mat.core.wiring_view import CheckView
from mat.core.zones import KIT8

PEOPLE = (Profile("margaret", "Margaret", "sun", "yellow"), Profile("george", "George", "moon", "white"),
          Profile("ruth", "Ruth", "star", "sky"), Profile("leaf", "", "leaf", "green"))
MARGARET = PEOPLE[0]
_PLAN = Plan()
_LAST = SessionSummary(
    id="example", started="2026-11-22T08:05:00+01:00", ended="2026-11-22T08:14:00+01:00", stage="single",
    ended_because="done", reps=Counts(10, 10), partial=1, hold_s_mean=5.3, pelvic_lift_share=0.8,
    pain_before=3, pain_after=2, hold_s_shortest=4.4, partial_reasons=(("held 3.1 s, 4 s are needed", 1),),
    person="margaret",
)
_WEEK = tuple(WeekDay(f"2026-11-{16 + i}", sessions, left + right, Counts(left, right))
              for i, (sessions, left, right) in enumerate(((2, 20, 20), (1, 10, 10), (0, 0, 0), (2, 20, 18),
                                                           (2, 20, 20), (1, 9, 7), (1, 10, 10))))
_WEEKS = tuple(Week(first, days, days + 1, Counts(left, right)) for first, days, left, right in (
    ("2026-08-31", 2, 9, 9), ("2026-09-07", 3, 15, 14), ("2026-09-14", 3, 18, 18), ("2026-09-21", 4, 28, 25),
    ("2026-09-28", 5, 36, 36), ("2026-10-05", 0, 0, 0), ("2026-10-12", 3, 30, 26), ("2026-10-19", 5, 52, 52),
    ("2026-10-26", 6, 70, 66), ("2026-11-02", 6, 84, 80), ("2026-11-09", 7, 92, 92), ("2026-11-16", 6, 90, 85)))
_MOST = date(2026, 11, 22)


def _past(ago: int) -> WeekDay:
    """A day of the twelve weeks: a slow beginning, a free week, a day on which rest was advised."""
    day = (_MOST - timedelta(ago)).isoformat()
    sessions = 0 if 42 <= ago < 49 or (ago * 5 + ago // 7) % 7 in (1, *((3, 5) if ago > 50 else ())) else 1 + ago % 2
    reps = sessions * (10 if ago < 40 else 6)
    return WeekDay(day, sessions, 2 * reps, Counts(reps, reps), told_to_rest=ago in (16, 45))


_CALENDAR = (*(_past(ago) for ago in range(83, 6, -1)), *_WEEK)
_PAIN = ((5, 4), (4, 4), (5, 3), (4, 2), (3, 4), (4, 3), (3, 2), (None, 3), (3, 2), (2, 2), (3, 1), (3, 2))
_HELD = (3.6, 4.1, 4.4, 4.2, 4.9, 5.1, 4.7, 5.2, 5.0, 5.4, 5.2, 5.3)
_RECENT = tuple(replace(_LAST, id=f"recent {i}", pain_before=before, pain_after=after, hold_s_mean=held)
                for i, ((before, after), held) in enumerate(zip(_PAIN, _HELD, strict=True)))
_NEXT = Outlook("more_reps", 2, 3)
DAY = DaySummary(day="2026-11-22", goal=Goal(2, 10), sessions=(_LAST,), totals=Counts(10, 10), streak_days=4,
                 week=_WEEK, last_session=_LAST, person=MARGARET, partial=3,
                 partial_reasons=(("held 3.1 s, 4 s are needed", 2), ("the feet were away for 95 s", 1)),
                 hold_s_mean=5.3, hold_s_shortest=4.4, pelvic_lift_share=0.8, pain_before=3, pain_after=2,
                 weeks=_WEEKS, pain_free_days=2, calendar=_CALENDAR, recent=_RECENT)

CHECK = CheckView(KIT8, "press", "sacrum_lower_right", 4, None, 12, (0, 0, 1, 13, 0, 0, 0, 0),
                  (True, False, True, None, None, None, None, None), 3)
_PRESSES = (Trial(0, 1, 1.9), Trial(1, 0, 1.7), Trial(2, 2, 1.2), Trial(3, 3, 1.3), Trial(4, 4, 1.2), Trial(5),
            Trial(6, 6, 0.9), Trial(7, 7, 1.0))
CHECK_DONE = CheckView(KIT8, "done", None, 8, None, 0, (0,) * 8,
                       (False, False, True, True, True, False, True, True), 7,
                       judge(KIT8, _PRESSES, usual_inputs(KIT8), ()))

_NAMES = KIT8.names
STAFF = StaffView(
    "zones", KIT8, rate_hz=99.8, jitter_ms=0.21, worst_ms=1.4, missed=2, doubtful=1, refused=1, bus_khz=400,
    real_time=True, zones=tuple(
        ZoneNow(name, f"A{place % 4} of 0x4{8 + place // 4}", load, 3.3 * load / LOAD_STEPS,
                tuple(round(load * 0.7 + (6 if (i + 9 * place) % 40 < 14 else 1)) for i in range(TRACE_POINTS)),
                "noisy" if place == 5 else None)
        for place, (name, load) in enumerate(zip(_NAMES, (9, 8, 24, 26, 17, 18, 31, 29), strict=True))))

EXAMPLES: dict[str, Snapshot] = {
    "home": Snapshot("home", day=DAY, people=PEOPLE, person=MARGARET, outlook=_NEXT),
    "who": Snapshot("who", people=PEOPLE),
    "progress": Snapshot("progress", day=DAY, people=PEOPLE, person=MARGARET, gate_days=2, outlook=_NEXT),
    "plan": Snapshot("plan", plan=_PLAN, people=PEOPLE, person=MARGARET, gate_days=2),
    "question": Snapshot("question", question="new_hip", question_number=1, question_total=7),
    "confirm": Snapshot("confirm"),
    "blocked": Snapshot("blocked"),
    "pain_before": Snapshot("pain_before"),
    "offer": Snapshot("offer", plan=Plan(reps_per_side=5), offer=Offer("more_reps", "clean", Plan(reps_per_side=6))),
    "welcome": Snapshot("welcome", people=PEOPLE, person=MARGARET, guessed=True),
    "lie_down": Snapshot("lie_down", plan=_PLAN),
    "ready": Snapshot("ready", plan=_PLAN),
    "lift": Snapshot("lift", since_s=2.2, side="left", reps_left=3, reps_right=3),
    "hold": Snapshot("hold", side="left", hold_s=2.1, pelvic_sign="some", reps_left=3, reps_right=3,
                     foot_left_up=True, knee_left=24, pelvis=12),
    "lower": Snapshot("lower", since_s=0.9, side="right", reps_left=4, reps_right=3, foot_right_up=True,
                      knee_right=24),
    "rest": Snapshot("rest", side="right", reps_left=4, reps_right=3, seconds_left=2.4),
    "ask_stop": Snapshot("ask_stop", reps_left=4, reps_right=3, seconds_left=17.0),
    "paused": Snapshot("paused", side="right", reps_left=4, reps_right=3, seconds_left=84.0),
    "stop": Snapshot("stop", reps_left=4, reps_right=4, stopped_for_pain=True),
    "done": Snapshot("done", reps_left=10, reps_right=10),
    "sit": Snapshot("sit", reps_left=10, reps_right=10, seconds_left=24.0),
    "pain": Snapshot("pain", reps_left=10, reps_right=10, seconds_left=97.0),
    "summary": Snapshot("summary", reps_left=10, reps_right=10, partial=1, pain=2, day=DAY, light="green",
                        people=PEOPLE, person=MARGARET, gate_days=2, pain_before=3, outlook=_NEXT),
    "fault": Snapshot("fault", fault=FaultNote("fault_zone", "sacrum_lower", "stuck")),
    "check": Snapshot("check", check=CHECK),
    "check_done": Snapshot("check_done", check=CHECK_DONE),
    "emergency": Snapshot("hold", side="left", hold_s=2.1, reps_left=3, reps_right=3, foot_left_up=True),
    "settings": Snapshot("settings", preferences=Preferences(), people=PEOPLE, person=MARGARET),
    "pin": Snapshot("pin", pin=PinView(entered=2)),
    "staff": Snapshot("staff", staff=STAFF),
    "starting": Snapshot("home"),
    "unstarted": Snapshot("fault", fault=FaultNote("fault_start_storage", "")),
    "goodbye": Snapshot("home"),
    "explain": Snapshot("progress", day=DAY, people=PEOPLE, person=MARGARET, outlook=_NEXT, explain="calendar"),
}
