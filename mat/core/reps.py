"""Repetitions: which lifts belong together, and whether they count.

A rep runs from the first foot off to the last foot on; `hold` times the stretch inside it, `carry` and `pelvis` say
whether a knee was raised at all.
"""

import math
from bisect import bisect_left
from statistics import median

from mat.core.carry import carried_more
from mat.core.events import Lift, Lower, Rep
from mat.core.flight import BOTH_UP_S, Flight
from mat.core.hold import FEWEST, Pace
from mat.core.pelvis import Pelvis
from mat.core.zones import SIDES, Layout, Side

GRACE_S = 0.8
"""A foot may touch down for this long without ending the hold (a decision of ours)."""
TAP_S = 1.6
"""A foot off for less is a tap or a shuffle, not an attempt."""
ATTEMPT_S = 1.5
"""Shorter, and something else went on (getting up, a bridge): it was no attempt at a stretch, nothing is said."""
LONGEST_S = 120.0
"""Longer in the air than the longest prescribed hold with its way up and down: not this exercise."""
BOUNCE_S = 0.3
"""A foot that leaves again for less has bounced in landing: it came down when it first touched."""
APART_S = 2.0
"""A foot that rests for longer between two lifts has ended the first one's rep."""
UNLOADS_S = 0.6
"""A foot's load goes over to the pelvis for so long before it leaves."""
LATELY_S = 2.0
"""What the zones carried before the last lift is still their rest for so long after it."""
TRACE_STEP_S = 0.04
RAISED = 0.12
"""Below this share of its resting load the sacrum does not lie on its zones any more."""
CARRIED = 0.04
"""Below this share more at the ends of a lift the pelvis did not carry the leg. Two of 105 legs stretched out flat in a
simulation of our own reached it; of 2055 raised knees there and in the labelled recordings three stayed below, none
of them a labelled one."""


class Reps:
    """Groups lifts into reps. Feed every lift, lower and frame; each returns the rep that it makes certain, if any."""

    def __init__(self, layout: Layout, pelvis: Pelvis, min_hold_s: float) -> None:
        self.min_hold_s = min_hold_s
        self._pelvis = pelvis
        self._foot = {side: layout.names.index(f"foot_{side}") for side in SIDES}
        self._flight: Flight | None = None
        self._up: set[Side] = set()
        self._down_since_s = 0.0
        self._pace = Pace()
        self._ended_s = -math.inf
        self._rested: tuple[float, ...] = ()

    def forget(self) -> None:
        """The person has left: the next one has a pace of their own."""
        self._pace.forget()
        self._ended_s = -math.inf

    @property
    def in_flight(self) -> bool:
        return self._flight is not None

    @property
    def ended_s(self) -> float:
        """When the feet last came down; infinite while one is up."""
        if self._flight is None:
            return self._ended_s
        return math.inf if self._up else self._down_since_s

    @property
    def flight(self) -> Flight | None:
        """The feet now in the air; who kept it can still read it when the rep has ended."""
        return self._flight

    def lift(self, event: Lift, rest: list[float] | None, settled: list[float]) -> Rep | None:
        """A foot left; the zones carried `rest` just before, and `settled` when last nothing moved.

        Without a `rest` the one before the last lift holds, if that was a moment ago. Returns the rep that this ends,
        when a foot had just come down from its own.
        """
        ended = None
        flight = self._flight
        if flight is not None and (self._own_turn(flight, event) if self._up else not flight.off[event.side]):
            if not self._up:
                flight.forget_after(event.at_s - UNLOADS_S)
            ended = self._close(event.t_s)
            flight = None
        if flight is None:
            lately = self._rested if event.at_s - self._ended_s < LATELY_S else tuple(settled)
            flight = self._flight = Flight(event.at_s, base=tuple(rest or lately), settled=tuple(settled))
        flight.off[event.side].append(event.at_s)
        self._up.add(event.side)
        return ended

    def lower(self, event: Lower) -> Rep | None:
        """A foot came down; returns its rep when the other one is just leaving for the next."""
        flight = self._flight
        if flight is None or not flight.off[event.side]:
            return None
        self._up.discard(event.side)
        self._down_since_s = event.t_s
        if flight.on[event.side] and event.at_s - flight.off[event.side][-1] < BOUNCE_S:
            flight.off[event.side].pop()
            return None
        flight.on[event.side].append(event.at_s)
        return self._hand_over(flight, event)

    def _own_turn(self, flight: Flight, event: Lift) -> bool:
        """True if this foot rises again after a rep of its own while the other never came down: one that
        carries next to nothing seems to be in the air for ever. It is left out until it has been down."""
        side, other = event.side, _other(event.side)
        if not flight.on[side] or event.at_s - flight.on[side][-1] < APART_S:
            return False
        if flight.on[side][-1] - flight.off[side][0] < TAP_S:
            return False
        flight.leave_out(other)
        self._up.discard(other)
        return True

    def _hand_over(self, flight: Flight, event: Lower) -> Rep | None:
        """One foot lands while the other has just left: two reps that touch, not one with both."""
        other = _other(event.side)
        if other not in self._up or len(flight.off[other]) != 1:
            return None
        off_s = flight.off[other][0]
        if event.at_s - off_s >= BOTH_UP_S or off_s - flight.off[event.side][0] < TAP_S:
            return None
        following = flight.since(off_s, other)
        flight.leave_out(other)
        ended = self._close(event.t_s)
        self._flight = following
        return ended

    def spoil(self, reason: str) -> None:
        """Something else happened meanwhile: the rep, if any, will not count, for this reason."""
        if self._flight is not None and self._flight.spoiled is None:
            self._flight.spoiled = reason

    def step(self, t_s: float, loads: tuple[float, ...]) -> Rep | None:
        flight = self._flight
        if flight is None:
            return None
        if not flight.t_s or t_s - flight.t_s[-1] >= TRACE_STEP_S:
            flight.remember(t_s, loads, LONGEST_S)
        if self._up:
            return None
        return self._close(t_s) if t_s - self._down_since_s >= GRACE_S else None

    def finish(self, t_s: float) -> Rep | None:
        """No more samples will come: a rep whose feet are down again is complete."""
        return self._close(t_s) if self._flight is not None and not self._up else None

    def abandon(self, t_s: float, reason: str, doubt: bool = False) -> Rep | None:
        """The person sat up, left or the mat failed: what was in the air ends now and does not count.

        Feet that were down again before have finished their rep, unless the mat itself is in `doubt`.
        """
        if self._flight is None:
            return None
        if not self._up and not doubt:
            return self._close(t_s)
        for side in self._up:
            self._flight.on[side].append(t_s)
        self._up.clear()
        self.spoil(reason)
        return self._close(t_s)

    def _close(self, t_s: float) -> Rep | None:
        flight = self._flight
        assert flight is not None
        self._flight = None
        self._ended_s, self._rested = flight.end_s, flight.base
        if flight.end_s - flight.start_s < TAP_S or len(flight.t_s) < FEWEST:
            return None
        begin, until, release_s = self._hold(flight)
        hold_s = max(0.0, until - begin)
        if flight.spoiled and hold_s < ATTEMPT_S:
            return None
        middle = self._mean(flight, begin, until)
        reason = flight.spoiled or _too_long(flight.end_s - flight.start_s) or self._implausible(flight, middle)
        if reason is None:
            self._pace.learn(release_s)
            reason = _too_short(hold_s, self.min_hold_s)
        lifted = self._pelvis.judge(flight.base, middle) if reason is None else None
        return Rep(t_s, flight.kind, flight.start_s, flight.end_s, hold_s, lifted, flight.together, reason is None,
                   reason, begin, self._pelvis.shift(flight.base, middle))

    def _hold(self, flight: Flight) -> tuple[float, float, float | None]:
        """First and last second of the hold, from the zones that carry the body while the foot is away."""
        kind = flight.kind
        away: set[int] = {self._foot[side] for side in SIDES if kind == "double" or kind == f"single_{side}"}
        start = max((flight.off[s][0] for s in SIDES if flight.off[s]) if kind == "double" else (flight.start_s,))
        stop = min(flight.last_on(s) for s in SIDES) if kind == "double" else flight.end_s
        rows = [[load for i, load in enumerate(row) if i not in away] for row in flight.loads]
        return self._pace.hold(flight.t_s, rows, start, stop)

    def _mean(self, flight: Flight, begin: float, until: float) -> tuple[float, ...]:
        lo, hi = bisect_left(flight.t_s, begin), bisect_left(flight.t_s, until)
        rows = flight.loads[lo:hi] or flight.loads[-1:]
        return tuple(median(column) for column in zip(*rows, strict=True))

    def _implausible(self, flight: Flight, middle: tuple[float, ...]) -> str | None:
        """A pelvis that no longer lies on its zones is not a stretch: rolled to the side, sat up; nor is a leg
        that the mat went on carrying. `middle`: loads in the hold."""
        share = self._pelvis.weight_share(flight.base, middle)
        if share is not None and share < RAISED:
            return "the back was not on the mat"
        if self._pelvis.rolled(flight.base, middle):
            return "you had rolled to the side"
        carried = self.carried(flight)
        if carried is not None and carried < CARRIED:
            return "the foot moved, but the knee was not raised"
        return None

    def carried(self, flight: Flight) -> float | None:
        """How much more the sacrum carried at the ends of this lift than at rest, as a share; see `carry`."""
        sacral = [self._pelvis.sacral(row) for row in flight.loads]
        found = [carried_more(flight.t_s, sacral, self._pelvis.sacral(rest), flight.start_s, flight.end_s)
                 for rest in (flight.base, flight.settled)]
        return max((more for more in found if more is not None), default=None)


def _other(side: Side) -> Side:
    return "right" if side == "left" else "left"


def _too_short(hold_s: float, needed_s: float) -> str | None:
    """Cut, not rounded, so that nobody is told to have held what was needed."""
    if hold_s >= needed_s:
        return None
    return f"held {math.floor(hold_s * 10) / 10:.1f} s, {needed_s:g} s are needed"


def _too_long(air_s: float) -> str | None:
    return f"the feet were away for {air_s:.0f} s" if air_s > LONGEST_S else None
