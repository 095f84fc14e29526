"""What the detection knew at every moment of a recording: the live pipeline, watched from outside sample by sample."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median
from string import ascii_lowercase

from hardware.recording import read_recording
from mat.core.body import Posture
from mat.core.events import Event, Lift, Lower, Rep, ZoneFault, ZoneOk, ZoneTrouble
from mat.core.exercise import MIN_HOLD_S
from mat.core.flight import Flight
from mat.core.lifts import Foot
from mat.core.load import FRAME_S
from mat.core.pelvis import Pelvis
from mat.core.pipeline import Pipeline
from mat.core.reps import TAP_S
from mat.core.zones import SIDES, Layout, Sample, Side


@dataclass(frozen=True, slots=True)
class Level:
    """What the detector knew of one foot: loads that decide whether it is off or on."""

    up: bool
    flat: float
    floor: float
    off_below: float
    on_above: float


DIP_SHARE, DIP_S = 0.6, 0.65
"""A foot that weighs less than this share of its rest for so long had nearly left: somebody may miss that lift in the
count. The last of a foot's way down takes 0.6 s at most."""


@dataclass(frozen=True, slots=True)
class Dip:
    """A foot that got light but was not off: its lowest load, the one it had to fall below, and its rest."""

    side: Side
    start_s: float
    end_s: float
    lowest: float
    off_below: float
    flat: float


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame: `loads` and `baseline` in the layout's order, `feet` left and right. Nobody lies: no baseline."""

    t_s: float
    posture: Posture
    loads: tuple[float, ...]
    baseline: tuple[float, ...] | None
    feet: tuple[Level, Level]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A foot left the mat (`off`) or touched it, at `at_s`, known at `t_s`, judged by `level`."""

    side: Side
    off: bool
    at_s: float
    t_s: float
    level: Level


@dataclass(frozen=True)
class Flown:
    """From the first foot off to the last one on. `mark` is the rep's number, or a letter if it was none.

    `rest` and `hold` are loads by zone: lying still before, and the middle ones of the hold (None without a rep).
    """

    mark: str
    start_s: float
    end_s: float
    crossings: tuple[Crossing, ...]
    both_up_s: float
    rest: tuple[float, ...]
    hold: tuple[float, ...] | None
    rep: Rep | None
    why: str
    """Why it does not count; empty if it does."""
    carried: float | None = None
    """How much more the pelvis carried at the ends of the lift than at rest; None without a rep."""


@dataclass(frozen=True)
class Trace:
    """All of one recording. `seconds` is the time of its last sample."""

    name: str
    layout: Layout
    pelvis: Pelvis
    min_hold_s: float
    seconds: float
    events: tuple[Event, ...]
    moments: tuple[Moment, ...]
    flights: tuple[Flown, ...]

    @property
    def reps(self) -> tuple[Flown, ...]:
        """Those that `mat replay` lists, in its order."""
        return tuple(flight for flight in self.flights if flight.rep)

    def dips(self) -> list[Dip]:
        """Feet that nearly left while somebody lay there, by time."""
        found = [dip for side in SIDES for dip in self._dips(side)]
        return sorted(found, key=lambda dip: dip.start_s)

    def _dips(self, side: Side) -> Iterator[Dip]:
        place, foot = self.layout.names.index(f"foot_{side}"), SIDES.index(side)

        def light(moment: Moment) -> bool:
            level = moment.feet[foot]
            return moment.posture == "supine" and not level.up and moment.loads[place] < DIP_SHARE * level.flat

        for is_light, run in groupby(self.moments, light):
            if is_light:
                rows = list(run)
                lowest = min(rows, key=lambda moment: moment.loads[place])
                level = lowest.feet[foot]
                if rows[-1].t_s - rows[0].t_s >= DIP_S:
                    yield Dip(side, rows[0].t_s, rows[-1].t_s, lowest.loads[place], level.off_below, level.flat)

    def postures(self) -> Iterator[tuple[float, float, Posture]]:
        """From, to and what the body did, without gaps."""
        runs = [(posture, next(run).t_s) for posture, run in groupby(self.moments, lambda moment: moment.posture)]
        ends = [start_s for _, start_s in runs[1:]] + [self.seconds]
        return ((start_s, end_s, posture) for (posture, start_s), end_s in zip(runs, ends, strict=True))

    def faults(self) -> Iterator[tuple[float, float, str, ZoneTrouble]]:
        """From, to, zone and trouble; until the end if it did not pass."""
        for event in self.events:
            if isinstance(event, ZoneFault):
                passed = (ok.t_s for ok in self.events
                          if isinstance(ok, ZoneOk) and ok.zone == event.zone and ok.t_s > event.t_s)
                yield event.t_s, next(passed, self.seconds), event.zone, event.fault


def trace(path: Path, min_hold_s: float = MIN_HOLD_S) -> Trace:
    """Raises RecordingError when the file cannot be read, naming file, line and column."""
    recording = read_recording(path)
    pipeline = Pipeline(recording.layout, min_hold_s)
    watcher = _Watcher(pipeline)
    for sample in recording:
        watcher.step(sample)
    watcher.finish()
    return Trace(recording.name, recording.layout, pipeline.pelvis, min_hold_s, watcher.t_s, tuple(watcher.events),
                 tuple(watcher.moments), tuple(watcher.flights))


class _Watcher:
    """Steps a pipeline and writes down its public state; changes nothing in it."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.events: list[Event] = []
        self.moments: list[Moment] = []
        self.flights: list[Flown] = []
        self.t_s = 0.0
        self._pipeline = pipeline
        self._crossings: list[Crossing] = []
        self._letters = 0

    def step(self, sample: Sample) -> None:
        reps, self.t_s = self._pipeline.reps, sample.t_s
        # the levels before the step are those the step decides by
        levels = {side: _level(self._pipeline.feet[side]) for side in SIDES}
        before = reps.flight
        events = self._pipeline.step(sample)
        self.events += events
        for event in events:
            if isinstance(event, Lift | Lower):
                off = isinstance(event, Lift)
                self._crossings.append(Crossing(event.side, off, event.at_s, event.t_s, levels[event.side]))
        if before is not None and reps.flight is not before:
            self._ended(before, events)
        if not self.moments or sample.t_s - self.moments[-1].t_s >= FRAME_S:
            self.moments.append(self._moment(sample.t_s))

    def finish(self) -> None:
        before = self._pipeline.reps.flight
        events = self._pipeline.finish()
        self.events += events
        if before is not None:
            self._ended(before, events)

    def _moment(self, t_s: float) -> Moment:
        loads, body = self._pipeline.loads, self._pipeline.body
        now = tuple(g - zero for g, zero in zip(loads.conductance, loads.zero, strict=True))
        base = None if body.baseline is None or body.posture in ("empty", "upright") else tuple(body.baseline)
        left, right = (_level(self._pipeline.feet[side]) for side in SIDES)
        return Moment(t_s, body.posture, now, base, (left, right))

    def _ended(self, air: Flight, events: list[Event]) -> None:
        rep = next((event for event in events if isinstance(event, Rep)), None)
        times = [(side, t_s) for side in SIDES for t_s in (*air.off[side], *air.on[side])]
        crossings = tuple(one for one in self._crossings if (one.side, one.at_s) in times)
        self._crossings = [one for one in self._crossings if one not in crossings]
        landed = [t_s for side in SIDES for t_s in air.on[side]]
        whole = all(len(air.on[side]) == len(air.off[side]) for side in SIDES)
        end_s = max(landed, default=self.t_s) if whole else self.t_s
        hold = _middle(air, rep) if rep else None
        if rep:
            mark, why = str(len([one for one in self.flights if one.rep]) + 1), rep.reason or ""
        else:
            mark, why = _letter(self._letters), _no_attempt(end_s - air.start_s, air.spoiled, whole)
            self._letters += 1
        both_s = air.both_up_s() if whole else 0.0
        carried = self._pipeline.reps.carried(air) if rep else None
        self.flights.append(Flown(mark, air.start_s, end_s, crossings, both_s, air.base, hold, rep, why, carried))


def _level(foot: Foot) -> Level:
    return Level(foot.up, foot.flat, foot.floor, foot.off_below, foot.on_above)


def _middle(air: Flight, rep: Rep) -> tuple[float, ...]:
    """The middle load of each zone in the hold, as the detection takes it; the last one read if the hold is nothing."""
    begin_s = hold_of(rep)[0]
    lo, hi = bisect_left(air.t_s, begin_s), bisect_left(air.t_s, begin_s + rep.hold_s)
    return tuple(median(column) for column in zip(*(air.loads[lo:hi] or air.loads[-1:]), strict=True))


def hold_of(rep: Rep) -> tuple[float, float]:
    """First and last second of the hold."""
    begin_s = rep.start_s if rep.hold_start_s is None else rep.hold_start_s
    return begin_s, begin_s + rep.hold_s


def _letter(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + ascii_lowercase[number % 26]


def _no_attempt(air_s: float, spoiled: str | None, whole: bool) -> str:
    """Why nothing was said of a lift, in the order in which the detection asks."""
    if not whole:
        return "still in the air when the recording ended"
    if air_s < TAP_S:
        return "a tap or a shuffle, not an attempt"
    return f"not an attempt: {spoiled}" if spoiled else "the mat was read too seldom to tell"
