"""The whole state of the kiosk's one session, as one immutable value; `machine.step` moves it."""

from dataclasses import dataclass, field

from mat.core.coaching import Coach
from mat.core.exercise import Plan, next_side
from mat.core.happenings import Cue
from mat.core.household import Household, Known
from mat.core.people import Profile
from mat.core.prelude import Prelude
from mat.core.progression import Offer
from mat.core.records import Record
from mat.core.safety import Light, light
from mat.core.snapshot import FaultNote
from mat.core.states import State
from mat.core.zones import Side


@dataclass(frozen=True)
class Timing:
    """How long states last, seconds. `approach_s`: from the foot leaving to the knee held (1.2 s in the median)."""

    welcome_s: float = 6.0
    greet_s: float = 2.5
    """The welcome when something is to be asked: it must come while the person still stands at the screen."""
    ready_s: float = 2.0
    approach_s: float = 1.2
    other_leg_s: float = 4.0
    answer_s: float = 120.0
    come_back_s: float = 120.0
    prompt_s: float = 20.0
    done_s: float = 5.0
    stopped_s: float = 8.0
    summary_s: float = 45.0
    who_s: float = 20.0
    pain_before_s: float = 20.0
    still_s: float = 8.0
    """Both feet down and still for so long in the middle of a set asks whether to stop or to rest."""
    long_rest_s: float = 60.0
    tip_s: float = 20.0
    sit_s: float = 30.0
    """Sitting before standing up (a hospital leaflet's half minute)."""
    plan_s: float = 120.0


@dataclass(frozen=True)
class Session:
    """Times are the samples' seconds. Without a `house` the plan is that of whoever comes, and nothing is asked."""

    plan: Plan
    timing: Timing = Timing()
    house: Household | None = None
    prelude: Prelude = field(default_factory=Prelude)
    state: State = State.WAITING
    since_s: float = 0.0
    deadline_s: float | None = None
    prompt_at_s: float | None = None
    arrived_s: float = 0.0
    on_mat: bool = False
    lying: bool = False
    away: bool = True
    """Nobody has lain down since somebody last stepped on."""
    opened: bool = False
    ended: bool = False
    left: int = 0
    right: int = 0
    double: int = 0
    partial: int = 0
    side: Side | None = None
    feet_up: frozenset[Side] = frozenset()
    last_lift: tuple[Side, float] | None = None
    last_lower: tuple[Side, float] | None = None
    together: bool = False
    """Both feet left at once in the lift that is under way."""
    lowered_together: bool = False
    held_s: float = 0.0
    held_until_s: float | None = None
    """The time up to which `held_s` has been counted; None while the hold's clock stands."""
    paused_at_s: float | None = None
    """When a foot touched down in the hold; None otherwise."""
    still_since_s: float | None = None
    resting: bool = False
    note: str | None = None
    pain: int | None = None
    stopped: bool = False
    coach: Coach = field(default_factory=Coach)
    kit: str = ""
    shares: tuple[float, ...] = ()
    """How the load was spread when this session's person first lay down."""
    stranger: bool = False
    """Whoever has just come back lies so differently that it is hardly the same person."""
    draft: Plan | None = None
    offer: Offer | None = None
    offer_done: bool = False
    fault: FaultNote | None = None

    @property
    def hold_paused(self) -> bool:
        return self.state is State.HOLD and self.held_until_s is None

    @property
    def home(self) -> Household:
        return self.house if self.house is not None else Household(Known(self.plan))

    @property
    def person(self) -> str | None:
        return self.prelude.person

    @property
    def profile(self) -> Profile | None:
        return self.prelude.profile(self.home)

    @property
    def unknown(self) -> bool:
        return self.prelude.unknown(self.home)

    @property
    def counted(self) -> int:
        return self.left + self.right + self.double

    @property
    def light(self) -> Light | None:
        if not self.ended and not self.opened and self.home.of(self.person).told_to_rest:
            return "red"
        return light(self.prelude.pain, self.pain, self.stopped)

    @property
    def complete(self) -> bool:
        """Both sides have what the plan asks for; a double repetition counts for both."""
        return next_side(self.plan, self.left + self.double, self.right + self.double) is None

    @property
    def next_knee(self) -> Side | None:
        if self.plan.stage == "both":
            return "left"
        return next_side(self.plan, self.left + self.double, self.right + self.double) or "left"


@dataclass(frozen=True)
class Step:
    """What one happening led to."""

    session: Session
    cues: tuple[Cue, ...] = ()
    records: tuple[Record, ...] = ()
