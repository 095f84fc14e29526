"""What the body does: away, on the mat, upright, supine or bridging; and what it weighs on while lying still.

Supine here is hook-lying: both sacral zones carry load, the feet too, and nothing moves much. The person's
baseline (the load of every zone while lying still with both feet down) is learned then, and learned on.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from mat.core.events import Arrived, Bridge, Departed, Event, NotSupine, Supine
from mat.core.load import Frame, Loads
from mat.core.presence import Presence
from mat.core.zones import Layout

Posture = Literal["empty", "upright", "supine", "bridge"]

STANDING = 2.4
"""Feet of a standing person carry this much more than lying (2.2–7.5 measured), of a bridging one 1.7–1.8."""
SITTING = 1.1
"""Feet carry 1.15 times as much and more sitting as lying (48 times measured), 0.9–1.05 after sliding down the mat."""
LYING_LOAD, FOOT_LOAD = 0.07, 0.05
"""What the sacral and foot zones of a light person on an aged sheet still carry (0.25 of 0.3–1.2, of 0.2)."""
UPPER_SHARE = 0.14
"""Upper against lower sacral load: 0.24 and more lying, 0.04 sitting, 0.09 sitting on zones that leak into another."""
RECLINED, RECLINED_S = 0.72, 2.0
"""Lying, the seat carries less than this share of what it carried while sitting down on it; who only props on the hands
does not keep still for so long."""
STILL_S = 0.8
LOOK_BACK_S, LOOK_STEP_S = (0.9, 1.7), 0.2
"""Before a foot leaves its load goes over to the pelvis, in up to a second with slow people: what the zones carried
at rest is read earlier than that."""
PRESSED_S = 6.0
"""Who sat up and still presses the feet more than when lying sits on, unless it lasts for so long."""
DOUBT_S, UNLIKE = 30.0, 0.25
"""For so long after a fault a foot with less than this share of the other one's load is taken to be in the air: flat
feet differ by a factor of 2.9 at most."""
RISING_UPPER = 0.85
"""Who sits up slowly leaves the upper zones while the feet press: for PRESSED_S that is not learned as lying."""
SETTLES_S = 0.4
"""After a foot has come down the pelvis is where it was within so long."""
LOST_S = 0.8
"""Sitting or standing for so long; a landing foot presses its zone hard for half a second."""


@dataclass
class Groups:
    """Places of the zones by what lies on them."""

    layout: Layout
    feet: tuple[int, ...] = field(init=False)
    lower: tuple[int, ...] = field(init=False)
    upper: tuple[int, ...] = field(init=False)
    back: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.feet = self.layout.indices("foot_left") + self.layout.indices("foot_right")
        self.lower = self.layout.indices("sacrum_lower")
        self.upper = self.layout.indices("sacrum_upper")
        self.back = self.layout.indices("back")


class Body:
    """Posture from frames. `step` returns the events; the fields are for the detectors that follow."""

    def __init__(self, layout: Layout) -> None:
        self.groups = Groups(layout)
        n = len(layout.zones)
        self.posture: Posture = "empty"
        self.baseline: list[float] | None = None
        self.lower = self.upper = self.feet = 0.0
        self.motion = 1.0
        self._slow = [0.0] * n
        self._seat = 0.0
        self._presence = Presence(n, self.groups.feet)
        self._past: deque[tuple[float, list[float]]] = deque(maxlen=12)
        self._still_s = self._lost_s = 0.0
        self._bridge_at_s = 0.0
        self._doubted_at_s = -math.inf
        self._anew = False
        self._rising_s = 0.0
        self._lay_feet: float | None = None

    @property
    def still(self) -> bool:
        """Nothing has moved for a moment, so what the zones read is how the person rests."""
        return self._still_s > 0.3

    def rest_before(self, t_s: float, moved_until_s: float) -> list[float] | None:
        """What the zones carried just before a foot left at `t_s`, at rest since `moved_until_s`; None if the person
        has hardly come to rest."""
        near, far = LOOK_BACK_S
        begin_s = max(t_s - far, moved_until_s + SETTLES_S)
        rows = [slow for past_s, slow in self._past if begin_s <= past_s <= t_s - near]
        return [median(column) for column in zip(*rows, strict=True)] if rows else None

    def rest_anew(self) -> None:
        """What lies still next is how the person rests, whatever was known before."""
        self._anew = True
        self._still_s = 0.0

    def doubt(self, t_s: float) -> list[Event]:
        """A zone lies: nobody knows how the person lies until they do so again on zones that are well."""
        self._doubted_at_s = t_s
        return self._no_longer_supine(t_s) if self.posture in ("supine", "bridge") else []

    def step(self, frame: Frame, loads: Loads, feet_down: bool) -> list[Event]:
        """The events of this frame. `feet_down`: neither foot is up, so the baseline may be learned."""
        x, dt = frame.loads, min(frame.dt_s, 0.2)
        total = sum(load for load in x if load > 0)
        groups = self.groups
        self.feet = sum(x[i] for i in groups.feet)
        self.lower = sum(x[i] for i in groups.lower)
        self.upper = sum(x[i] for i in groups.upper)
        if self.posture == "empty":
            return self._arrive(frame) if self._presence.arrives(frame, loads, total) else []
        self._measure_motion(x, dt, total)
        if not self._past or frame.t_s - self._past[-1][0] >= LOOK_STEP_S:
            self._past.append((frame.t_s, list(self._slow)))
        if self._presence.leaves(frame, loads, self._slow):
            return self._depart(frame.t_s)
        if self.posture == "upright":
            return self._upright(frame, dt, x)
        return self._lying(frame, dt, x, feet_down)

    def _arrive(self, frame: Frame) -> list[Event]:
        self.posture = "upright"
        self.baseline = None
        self._seat = self._still_s = 0.0
        self._lay_feet = None
        self._slow = list(frame.loads)
        return [Arrived(frame.t_s)]

    def _measure_motion(self, x: tuple[float, ...], dt: float, total: float) -> None:
        """`motion`: how far the zones are from their own last half second, as a share of all load."""
        pace = min(1.0, dt / 0.5)
        moved = 0.0
        for i, load in enumerate(x):
            away = load - self._slow[i]
            moved += away if away > 0 else -away
            self._slow[i] += away * pace
        self.motion = moved / (total + 0.05)
        self._still_s = self._still_s + dt if self.motion < 0.10 else 0.0

    def _depart(self, t_s: float) -> list[Event]:
        said: list[Event] = [NotSupine(t_s)] if self.posture in ("supine", "bridge") else []
        self.posture = "empty"
        self.baseline = None
        return [*said, Departed(t_s)]

    def _upright(self, frame: Frame, dt: float, x: tuple[float, ...]) -> list[Event]:
        sacrum = self.lower + self.upper
        self._seat = max(self._seat, sum(self._slow[i] for i in self.groups.lower))
        # who lies far down the mat loads the upper zone as little as a sitting person does, but the seat far less
        far_down = self.upper <= UPPER_SHARE * self.lower
        off_seat = self.lower < RECLINED * self._seat and all(x[i] > LYING_LOAD for i in self.groups.back)
        lying = (self.upper > LYING_LOAD and self.lower > LYING_LOAD and (off_seat or not far_down)
                 and self.feet < 2.2 * sacrum and self._feet_rest(frame.t_s, *(x[i] for i in self.groups.feet)))
        if not lying:
            self._still_s = 0.0
        pressed = self._lay_feet is not None and self.feet > SITTING * self._lay_feet
        if self._still_s < (PRESSED_S if pressed else RECLINED_S if far_down else STILL_S):
            return []
        self.posture = "supine"
        self.baseline = list(self._slow)
        self._anew = False
        self._lost_s = 0.0
        return [Supine(frame.t_s)]

    def _feet_rest(self, t_s: float, left: float, right: float) -> bool:
        """Both feet are down. Just after a fault one may still be in the air, on a sheet that keeps some load."""
        least, most = min(left, right), max(left, right)
        return least > FOOT_LOAD and (t_s - self._doubted_at_s > DOUBT_S or least > UNLIKE * most)

    def _lying(self, frame: Frame, dt: float, x: tuple[float, ...], feet_down: bool) -> list[Event]:
        base = self.baseline
        assert base is not None
        groups = self.groups
        lower0 = sum(base[i] for i in groups.lower)
        upper0 = sum(base[i] for i in groups.upper)
        feet0 = sum(base[i] for i in groups.feet)
        sacrum, sacrum0 = self.lower + self.upper, lower0 + upper0
        raised = sacrum < 0.4 * sacrum0 and self.feet > 1.3 * feet0
        # a person who slid towards the feet leaves the upper zone too, but only one who sits presses the feet
        sat_up = (self.lower > 0.5 * lower0 and self.upper < 0.35 * upper0 and upper0 > UPPER_SHARE * lower0
                  and self.feet > SITTING * feet0)
        stood_up = sacrum < 0.4 * sacrum0 and self.feet > STANDING * feet0
        if self.posture == "bridge":
            return self._bridging(frame, sacrum > 0.6 * sacrum0, dt, sat_up or stood_up)
        self._lost_s = self._lost_s + dt if sat_up or stood_up else 0.0
        if self._lost_s >= LOST_S:
            self._lay_feet = feet0
            return self._no_longer_supine(frame.t_s)
        if raised:
            self.posture = "bridge"
            self._bridge_at_s = frame.t_s
            return []
        rising = self.upper < RISING_UPPER * upper0 and self.feet > SITTING * feet0
        self._rising_s = self._rising_s + dt if rising else 0.0
        if self._anew:
            if feet_down and self._still_s >= STILL_S:
                self._anew = False
                base[:] = self._slow
        elif feet_down and self.still and not 0.0 < self._rising_s < PRESSED_S:
            pace = min(1.0, dt / (1.5 if self._still_s > 2.0 else 4.0))
            for i, load in enumerate(x):
                base[i] += (load - base[i]) * pace
        return []

    def _bridging(self, frame: Frame, back_down: bool, dt: float, upright: bool) -> list[Event]:
        self._lost_s = self._lost_s + dt if upright else 0.0
        if self._lost_s >= LOST_S or frame.t_s - self._bridge_at_s > 60.0:
            return self._no_longer_supine(frame.t_s)
        if not back_down:
            return []
        self.posture = "supine"
        self._still_s = 0.0
        return [Bridge(frame.t_s, self._bridge_at_s, frame.t_s)] if frame.t_s - self._bridge_at_s > 0.5 else []

    def _no_longer_supine(self, t_s: float) -> list[Event]:
        self.posture = "upright"
        self._seat = self._still_s = self._lost_s = 0.0
        return [NotSupine(t_s)]
