"""From one sample to what happened: the whole understanding of the mat behind a single `step`."""

from collections import deque
from collections.abc import Sequence
from statistics import median

from mat.core.body import Body
from mat.core.events import Departed, Event, Lift, NotSupine, Rep, Supine
from mat.core.exercise import MIN_HOLD_S
from mat.core.health import Health
from mat.core.lifts import Foot
from mat.core.load import Frame, Loads
from mat.core.pelvis import Pelvis
from mat.core.reps import Reps
from mat.core.snapshot import PelvicSign
from mat.core.zones import SIDES, SUPPLY_V, Layout, Sample, Side

SHIFTS_NEEDED, SHIFTS_KEPT = 3, 8
"""A person's usual pelvic lift is the middle one of their last few."""
LOADED = 0.3
"""All zones together: a hand leaning on the mat, a fifth of one standing foot."""
GAP_S = 1.5
"""Without samples for longer nobody knows what the feet did; gaps of up to a second are bridged."""


class Pipeline:
    """One per run of samples. The same for the kiosk, a replay, the demonstration and the tests."""

    def __init__(self, layout: Layout, min_hold_s: float = MIN_HOLD_S, supply_v: float = SUPPLY_V,
                 zero: Sequence[float] | None = None) -> None:
        """`zero`: the zones' conductances empty as last seen, if that was kept."""
        self.layout = layout
        self.supply_v = supply_v
        self.loads = Loads(len(layout.zones), supply_v, zero)
        self.health = Health(layout.names, supply_v)
        self.body = Body(layout)
        self.pelvis = Pelvis(layout)
        self.reps = Reps(layout, self.pelvis, min_hold_s)
        self.feet = {side: Foot(side) for side in SIDES}
        self._place = {side: layout.names.index(f"foot_{side}") for side in SIDES}
        self._loads_now: tuple[float, ...] = ()
        self._shifts: deque[float] = deque(maxlen=SHIFTS_KEPT)
        self._t_s = 0.0

    def step(self, sample: Sample) -> list[Event]:
        """The events this sample makes known. Samples must come in rising time."""
        gap_s = sample.t_s - self._t_s
        self._t_s = sample.t_s
        events: list[Event] = list(self.health.step(sample, self.body.posture == "empty"))
        if gap_s > GAP_S:
            events += self._unseen(sample.t_s, gap_s)
        frame = self.loads.step(sample)
        if self.health.faulty:
            events += self._doubt(sample.t_s)
        elif frame is not None:
            events += self._frame(frame)
        return events

    def anew(self, empty_g: Sequence[float]) -> "Pipeline":
        """One that has seen nobody yet, with the zones' health as it is and `empty_g` as their zeros."""
        fresh = Pipeline(self.layout, self.min_hold_s, self.supply_v)
        fresh.health = self.health
        fresh.loads.set_zero(empty_g)
        return fresh

    def finish(self) -> list[Event]:
        """The samples end here; what was complete but still waiting for the touch-down grace is told now."""
        rep = self.reps.finish(self._t_s)
        return [rep] if rep else []

    @property
    def feet_up(self) -> frozenset[Side]:
        """The feet that are in the air as far as is known."""
        return frozenset(side for side, foot in self.feet.items() if foot.up)

    @property
    def loaded(self) -> bool:
        """Something weighs on the mat, be it a person or not."""
        return self.body.posture != "empty" or sum(load for load in self._loads_now if load > 0) > LOADED

    @property
    def pelvic_sign(self) -> PelvicSign | None:
        """How far the pelvis has lifted now; None while no knee is up or it cannot be told."""
        base = self.body.baseline
        if base is None or not any(foot.up for foot in self.feet.values()):
            return None
        return self.pelvis.sign(tuple(base), self._loads_now, self.usual_shift)

    @property
    def min_hold_s(self) -> float:
        """Seconds a stretch must be held to count; another person's plan may ask for another hold."""
        return self.reps.min_hold_s

    @min_hold_s.setter
    def min_hold_s(self, seconds: float) -> None:
        self.reps.min_hold_s = seconds

    @property
    def usual_shift(self) -> float | None:
        """The middle one of this person's last pelvic lifts, in ln units; None before there are enough."""
        return median(self._shifts) if len(self._shifts) >= SHIFTS_NEEDED else None

    def rest_anew(self) -> None:
        """Something lies under the sacrum now: how the person rests, and how far the pelvis lifts, is learned anew."""
        self._shifts.clear()
        self.body.rest_anew()

    def _frame(self, frame: Frame) -> list[Event]:
        self._loads_now = frame.loads
        down = not (self.reps.in_flight or any(foot.up for foot in self.feet.values()))
        events = self.body.step(frame, self.loads, down)
        for event in events:
            if isinstance(event, Supine):
                self._rest_feet()
            elif isinstance(event, Departed):
                self.reps.forget()
                self._shifts.clear()
            elif isinstance(event, NotSupine):
                events = [*self._abandon(frame.t_s, "you sat up or turned before the foot was down"), *events]
        if self.body.posture == "bridge":
            self.reps.spoil("the hips were raised off the mat")
        if self.body.posture in ("supine", "bridge"):
            events = [*events, *self._feet(frame, down)]
        return events

    def _rest_feet(self) -> None:
        base = self.body.baseline
        assert base is not None
        for side, foot in self.feet.items():
            foot.rest(base[self._place[side]])

    def _feet(self, frame: Frame, down: bool) -> list[Event]:
        events: list[Event] = []
        for side, foot in self.feet.items():
            load = frame.loads[self._place[side]]
            event = foot.step(frame.t_s, load)
            if event is None:
                if down and not foot.up and self.body.posture == "supine":
                    foot.follow(load, min(frame.dt_s, 0.2), self.body.still)
                continue
            events.append(event)
            if isinstance(event, Lift):
                assert self.body.baseline is not None
                rest = self.body.rest_before(event.at_s, self.reps.ended_s)
                ended = self.reps.lift(event, rest, self.body.baseline)
            else:
                ended = self.reps.lower(event)
            events += [ended] if ended else []
        rep = self.reps.step(frame.t_s, frame.loads)
        events += [rep] if rep else []
        self._shifts.extend(event.pelvic_shift for event in events
                            if isinstance(event, Rep) and event.pelvic_lift and event.pelvic_shift is not None)
        return events

    def _unseen(self, t_s: float, gap_s: float) -> list[Rep]:
        """Too many samples are missing: what was in the air is not counted, and a foot is taken to be where it was."""
        for foot in self.feet.values():
            foot.unseen()
        rep = self.reps.abandon(t_s, f"the mat did not read for {gap_s:.1f} s")
        return [rep] if rep else []

    def _abandon(self, t_s: float, reason: str, doubt: bool = False) -> list[Event]:
        for foot in self.feet.values():
            foot.up = False
        rep = self.reps.abandon(t_s, reason, doubt)
        return [rep] if rep else []

    def _doubt(self, t_s: float) -> list[Event]:
        """A zone lies: nothing is guessed from the others. What was in the air is not counted, and how the person rests
        is learned anew when the zone is well, since it may have been learned from the lie."""
        return [*self._abandon(t_s, "the mat was not reading well", doubt=True), *self.body.doubt(t_s)]
