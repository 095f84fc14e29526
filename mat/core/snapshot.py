"""What a screen may know: one immutable picture of the session, the day and the mat's health."""

from dataclasses import dataclass, field
from typing import Literal

from mat.core.exercise import Plan
from mat.core.people import Profile
from mat.core.preferences import Preferences
from mat.core.progression import Offer, Outlook
from mat.core.safety import Light
from mat.core.staff_view import PinView, StaffView
from mat.core.summary import DaySummary
from mat.core.wiring_view import CheckView
from mat.core.zones import Side

ScreenName = Literal[
    "home", "welcome", "lie_down", "ready", "lift", "hold", "lower", "rest", "paused",
    "stop", "done", "pain", "summary", "fault", "check", "check_done",
    "who", "question", "confirm", "blocked", "pain_before", "ask_stop", "sit", "offer", "plan", "progress",
    "settings", "pin", "staff",
]
PelvicSign = Literal["none", "some", "clear"]


@dataclass(frozen=True)
class FaultNote:
    """A fault as a person reads it: `key` of the text catalogue, the zone or part it names."""

    key: str
    part: str
    detail: str = ""


@dataclass(frozen=True)
class Snapshot:
    """Everything a screen shows. Times in seconds; `None` is unknown or not applicable."""

    screen: ScreenName
    t_s: float = 0.0
    since_s: float = 0.0
    """How long this screen has been shown: what moves by itself begins with it."""
    plan: Plan = field(default_factory=Plan)
    side: Side | None = None
    """The knee that is meant: to raise, being held, to lower. None with both legs."""
    second_leg: bool = False
    """Both-legs stage: one knee is up, `side` is the one to bring up next."""
    hold_s: float = 0.0
    hold_paused: bool = False
    pelvic_sign: PelvicSign | None = None
    reps_left: int = 0
    reps_right: int = 0
    reps_double: int = 0
    partial: int = 0
    note: str | None = None
    """Key of a kind remark on the last rep (`note_short`, `note_both_at_once`), or None."""
    seconds_left: float | None = None
    """Until the screen moves on by itself (coming back, resting, answering)."""
    stopped_for_pain: bool = False
    pain: int | None = None
    foot_left_up: bool = False
    foot_right_up: bool = False
    day: DaySummary | None = None
    fault: FaultNote | None = None
    warning: str | None = None
    """Key of a text shown small on any screen (`warn_storage`, `warn_clock`), or None."""
    check: CheckView | None = None
    """The guided check of the wires, on its two screens."""
    people: tuple[Profile, ...] = ()
    person: Profile | None = None
    """Whose session it is; None for a guest, for nobody yet, and at a station without profiles."""
    guessed: bool = False
    """The mat suggests `person` by how the load is spread; nobody has said so."""
    unknown: bool = False
    """There are profiles, but whose session this is is not known yet."""
    question: str | None = None
    """A key of `safety.QUESTIONS`; number and total count from 1."""
    question_number: int = 0
    question_total: int = 0
    offer: Offer | None = None
    gate_days: int = 0
    """Pain-free days towards both legs, of `progression.GATE_DAYS`."""
    both_open: bool = False
    """The person may choose both legs."""
    pain_before: int | None = None
    light: Light | None = None
    """Traffic light of the pain that was told (before: the blocked screen; after: the summary)."""
    lying: bool = False
    loaded: bool = False
    """Something weighs on the mat, be it a person or not: it wakes a sleeping screen."""
    knee_left: int = 0
    """How far the knee has come up and the pelvis has lifted, 0 to `pose.STEPS`: the figure moves with the body."""
    knee_right: int = 0
    pelvis: int = 0
    outlook: Outlook | None = None
    """The next step of the plan and how far it is."""
    preferences: Preferences | None = None
    pin: PinView | None = None
    staff: StaffView | None = None
    under: ScreenName | None = None
    """The session's own screen while a page of settings or staff covers it."""
    settings_page: int = 1
    explain: str = ""
    """What the page "explain" explains: `rings`, `week`, `calendar`, `pain`, `holds`, `streak` or `next`. The window
    sets it."""
