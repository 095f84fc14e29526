"""A session fed by hand, for the tests of its table; and the people of a house."""

from dataclasses import replace

from mat.core import events as ev
from mat.core.exercise import Plan
from mat.core.happenings import Happening, HouseRead, Recognised, Tick, Touch
from mat.core.household import Household, Known
from mat.core.identity import Guess
from mat.core.machine import step
from mat.core.people import Profile
from mat.core.records import Record, SessionEnded
from mat.core.session import Session
from mat.core.states import State

PLAN = Plan(reps_per_side=2, hold_s=5.0, rest_s=3.0)


def rep(t_s: float, kind: str = "single_left", start_s: float = 0.0, valid: bool = True,
        hold_s: float = 5.0, lift: bool | None = True, together: bool = False) -> ev.Rep:
    reason = None if valid else "held 1.0 s, 4 s are needed"
    return ev.Rep(t_s, kind, start_s, t_s, hold_s, lift, together, valid, reason)


class Run:
    """Remembers every cue and record."""

    def __init__(self, plan: Plan = PLAN, house: Household | None = None) -> None:
        self.session = Session(plan)
        self.cues: list[str] = []
        self.records: list[Record] = []
        self.t_s = 0.0
        if house is not None:
            self.take(HouseRead(0.0, house))

    @property
    def state(self) -> State:
        return self.session.state

    def take(self, *happenings: Happening) -> "Run":
        for happening in happenings:
            result = step(self.session, happening)
            self.session = result.session
            self.cues += result.cues
            self.records += result.records
            self.t_s = happening.t_s
        return self

    def touch(self, *intents: str) -> "Run":
        for intent in intents:
            self.take(Touch(self.t_s, intent))
        return self

    def wait(self, seconds: float, still: bool = False) -> "Run":
        """Time passes in tenths of a second, as samples bring it."""
        end_s = self.t_s + seconds
        while self.t_s < end_s - 1e-9:
            self.take(Tick(self.t_s + 0.1, still))
        return self

    def arrives(self) -> "Run":
        return self.take(ev.Arrived(self.t_s))

    def lies_down(self, guess: Guess | None = None, shares: tuple[float, ...] = (0.2, 0.2, 0.3, 0.3)) -> "Run":
        return self.take(Recognised(self.t_s, "kit4", shares, guess or Guess()), ev.Supine(self.t_s))

    def lies_ready(self) -> "Run":
        return self.arrives().wait(5.0).lies_down().wait(2.1)

    def stretches(self, kind: str = "single_left", valid: bool = True, hold_s: float = 5.2,
                  lift: bool | None = True) -> "Run":
        sides = ("left", "right") if kind == "double" else (kind.removeprefix("single_"),)
        start_s = self.t_s
        for side in sides:
            self.take(ev.Lift(self.t_s, side, self.t_s))
            self.wait(1.0)
        self.wait(7.0)
        for side in sides:
            self.take(ev.Lower(self.t_s, side, self.t_s))
            self.wait(0.9)
        return self.take(rep(self.t_s, kind, start_s, valid, hold_s, lift))

    def finishes(self) -> "Run":
        """Both sides as often as the plan asks, then past the half minute of sitting."""
        while not self.session.complete:
            self.stretches(f"single_{self.session.next_knee}").wait(3.1)
        return self.wait(8.1).sits_up()

    def sits_up(self) -> "Run":
        """Past the half minute of sitting before one stands up."""
        return self.touch("next")

    @property
    def ended(self) -> list[str]:
        return [record.because for record in self.records if isinstance(record, SessionEnded)]

    def kept(self, kind: type) -> list[Record]:
        return [record for record in self.records if isinstance(record, kind)]


ANNA, BERT = Profile("a", "Anna", "sun", "yellow"), Profile("b", "Bert", "moon", "white")
SHARES, OTHERS = (0.2, 0.2, 0.3, 0.3), (0.4, 0.4, 0.1, 0.1)


def house(**of_anna: object) -> Household:
    anna = replace(Known(replace(PLAN, reps_per_side=1), ANNA), **of_anna)
    return Household(Known(PLAN), (anna, Known(replace(PLAN, hold_s=4.0), BERT)))


def alone(**known: object) -> Household:
    """A home without profiles."""
    return Household(replace(Known(PLAN), **known))


def in_mid_session() -> Run:
    run = Run(house=house()).touch("who", "person:b").arrives().wait(6.1).lies_down(shares=SHARES).wait(2.1)
    return run.stretches().wait(1.0).take(ev.NotSupine(run.t_s), ev.Departed(run.t_s + 1)).wait(5.0).arrives()
