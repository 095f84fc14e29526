"""Feet that leave the mat and come back: one detector per foot, with levels learned from the foot itself.

A lifted foot does not read zero: a released sheet keeps some of its load and lets it go over seconds. So the
foot is off below a share of the way from that floor to its resting level, and on again above a larger share.
"""

from dataclasses import dataclass

from mat.core.events import Lift, Lower
from mat.core.zones import Side

OFF_SHARE, ON_SHARE = 0.30, 0.42
"""Of the way from floor to resting load. The gap keeps one lift from counting as many."""
FLOOR_GUESS = 0.12
"""A sheet just released keeps about this share of the load it had (hysteresis 4–8 %, fast creep)."""
CONFIRM_S = 0.03
LEARN_S = 1.0
"""A shuffle or a bounce is over before the sheet has let go: it teaches no floor."""


@dataclass
class Foot:
    """One foot. `flat` is its load while it rests, `floor` what its zone reads just after it left."""

    side: Side
    flat: float = 0.0
    floor: float = 0.0
    up: bool = False
    off_at_s: float = 0.0
    _below_since_s: float | None = None
    _lowest: float = 0.0

    @property
    def off_below(self) -> float:
        """The load below which this foot, now on the mat, is off."""
        return self.floor + OFF_SHARE * (self.flat - self.floor)

    @property
    def on_above(self) -> float:
        """The load above which this foot, now in the air, is on the mat again."""
        floor = min(self._lowest, self.floor)
        return floor + ON_SHARE * (self.flat - floor)

    def rest(self, flat: float) -> None:
        """The person lies still: `flat` is what this foot weighs on its zone."""
        self.flat = flat
        self.floor = FLOOR_GUESS * flat
        self.up = False
        self._below_since_s = None

    def unseen(self) -> None:
        """Samples are missing: what had just begun is not known to have gone on."""
        self._below_since_s = None

    def follow(self, load: float, dt_s: float, still: bool) -> None:
        """The foot rests: follow creep and small shifts of its load; large ones only while the body is `still`,
        as when a sheet lets go of the weight of somebody who stood on it a moment ago."""
        if still or load > 0.6 * self.flat:
            self.flat += (load - self.flat) * min(1.0, dt_s / 3.0)
            self.floor = min(self.floor, 0.3 * self.flat)

    def step(self, t_s: float, load: float) -> Lift | Lower | None:
        if self.up:
            return self._airborne(t_s, load)
        if load >= self.off_below:
            self._below_since_s = None
            return None
        if self._below_since_s is None:
            self._below_since_s = t_s
        if t_s - self._below_since_s < CONFIRM_S:
            return None
        self.up = True
        self.off_at_s, self._below_since_s = self._below_since_s, None
        self._lowest = load
        return Lift(t_s, self.side, self.off_at_s)

    def _airborne(self, t_s: float, load: float) -> Lower | None:
        if load < self._lowest:
            self._lowest = load
        if load <= self.on_above:
            return None
        self.up = False
        if t_s - self.off_at_s >= LEARN_S:
            self.floor += (max(0.0, min(self._lowest, 0.3 * self.flat)) - self.floor) * 0.5
        return Lower(t_s, self.side, t_s)
