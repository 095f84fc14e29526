"""One plausible snapshot for each screen: for pictures, for the tests of the layout, for a first look."""

from mat.core.exercise import Plan
from mat.core.snapshot import FaultNote, Snapshot
from mat.core.summary import Counts, DaySummary, Goal, SessionSummary, WeekDay
from mat.core.wiring_verdict import Trial, judge, usual_inputs
from mat.core.wiring_view import CheckView
from mat.core.zones import KIT8

_PLAN = Plan()
_LAST = SessionSummary(
    id="example", started="2026-11-22T08:05:00+01:00", ended="2026-11-22T08:14:00+01:00", stage="single",
    ended_because="complete", reps=Counts(10, 10), partial=1, hold_s_mean=5.3, pelvic_lift_share=0.8,
    pain_before=3, pain_after=2,
)
_WEEK = tuple(WeekDay(f"2026-11-{16 + i}", sessions, reps)
              for i, (sessions, reps) in enumerate(((2, 40), (1, 20), (0, 0), (2, 38), (2, 40), (1, 16), (1, 20))))
DAY = DaySummary(day="2026-11-22", goal=Goal(2, 10), sessions=(_LAST,), totals=Counts(10, 10), streak_days=4,
                 week=_WEEK, last_session=_LAST)

CHECK = CheckView(KIT8, "press", "sacrum_lower_right", 4, None, 12, (0, 0, 1, 13, 0, 0, 0, 0),
                  (True, False, True, None, None, None, None, None), 3)
_PRESSES = (Trial(0, 1, 1.9), Trial(1, 0, 1.7), Trial(2, 2, 1.2), Trial(3, 3, 1.3), Trial(4, 4, 1.2), Trial(5),
            Trial(6, 6, 0.9), Trial(7, 7, 1.0))
CHECK_DONE = CheckView(KIT8, "done", None, 8, None, 0, (0,) * 8,
                       (False, False, True, True, True, False, True, True), 7,
                       judge(KIT8, _PRESSES, usual_inputs(KIT8), ()))

EXAMPLES: dict[str, Snapshot] = {
    "home": Snapshot("home", day=DAY),
    "welcome": Snapshot("welcome"),
    "lie_down": Snapshot("lie_down", plan=_PLAN),
    "ready": Snapshot("ready", plan=_PLAN),
    "lift": Snapshot("lift", t_s=2.2, side="left", reps_left=3, reps_right=3),
    "hold": Snapshot("hold", side="left", hold_s=2.1, pelvic_sign="some", reps_left=3, reps_right=3,
                     foot_left_up=True),
    "lower": Snapshot("lower", t_s=0.9, side="right", reps_left=4, reps_right=3, foot_right_up=True),
    "rest": Snapshot("rest", side="right", reps_left=4, reps_right=3, seconds_left=2.4),
    "paused": Snapshot("paused", side="right", reps_left=4, reps_right=3, seconds_left=84.0),
    "stop": Snapshot("stop", reps_left=4, reps_right=4, stopped_for_pain=True),
    "done": Snapshot("done", reps_left=10, reps_right=10),
    "pain": Snapshot("pain", reps_left=10, reps_right=10, seconds_left=97.0),
    "summary": Snapshot("summary", reps_left=10, reps_right=10, partial=1, pain=2, day=DAY),
    "fault": Snapshot("fault", fault=FaultNote("fault_zone", "sacrum_lower", "stuck")),
    "check": Snapshot("check", check=CHECK),
    "check_done": Snapshot("check_done", check=CHECK_DONE),
    "emergency": Snapshot("hold", side="left", hold_s=2.1, reps_left=3, reps_right=3, foot_left_up=True),
}
