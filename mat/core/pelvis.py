"""The lift of the pelvis in a hold: load that moves from the tailbone side of the sacrum to the waist side.

Judged against the person's own rest just before: the share of the sacral load that the upper zone carries.
"""

import math
from typing import Literal

from mat.core.zones import Layout

SHIFT = 0.4
"""ln(upper/lower) in the hold minus at rest above which the pelvis has lifted."""
HEAVY = 1.5
"""Sacral load in the hold against rest above which somebody lies far down the mat, with other parts than the sacrum
on its zones: then the shift tells nothing. Ordinary stretches: 0.7–1.2."""
ROLLED_UPPER, ROLLED_LOWER = 0.6, 1.22
"""On the side the upper zone keeps 0.41–0.46 of its load and the lower one carries 1.36–1.48 (three recordings); a
stretch far down the mat reached 0.47 and 1.13, all others 0.72 and more."""
USUAL, MOST_USUAL = 0.9, 1.5
"""The shift of a usual lift before the person's own is known, and the largest that is taken for one: with `CLEAR` of
it a lift is clear, with `SOME` of it there is some."""
CLEAR, SOME = 0.75, 0.3
LIGHT = 0.03
"""A sacral zone with less load than this says nothing."""


class Pelvis:
    """Judges holds from the loads at rest and in the hold, for either kit."""

    def __init__(self, layout: Layout) -> None:
        self._lower = layout.indices("sacrum_lower")
        self._upper = layout.indices("sacrum_upper")

    def shift(self, rest: tuple[float, ...], hold: tuple[float, ...]) -> float | None:
        """How far the sacral load moved up, in ln units; None when a zone carries too little to tell."""
        rest_l, rest_u = (sum(rest[i] for i in zones) for zones in (self._lower, self._upper))
        hold_l, hold_u = (sum(hold[i] for i in zones) for zones in (self._lower, self._upper))
        if min(rest_l, rest_u, hold_u) < LIGHT:
            return None
        return math.log(hold_u / max(hold_l, LIGHT)) - math.log(rest_u / rest_l)

    def sacral(self, loads: tuple[float, ...]) -> tuple[float, float]:
        """Load of the lower sacral zones, and of all of them."""
        lower = sum(loads[i] for i in self._lower)
        return lower, lower + sum(loads[i] for i in self._upper)

    def weight_share(self, rest: tuple[float, ...], hold: tuple[float, ...]) -> float | None:
        """Sacral load in the hold as a share of that at rest."""
        both = self._lower + self._upper
        at_rest = sum(rest[i] for i in both)
        return sum(hold[i] for i in both) / at_rest if at_rest > LIGHT else None

    def rolled(self, rest: tuple[float, ...], hold: tuple[float, ...]) -> bool:
        """On the side the hip presses the lower zone and the waist leaves the upper one; no stretch does that."""
        rest_u, hold_u = (sum(row[i] for i in self._upper) for row in (rest, hold))
        rest_l, hold_l = (sum(row[i] for i in self._lower) for row in (rest, hold))
        return hold_u < ROLLED_UPPER * rest_u and hold_l > ROLLED_LOWER * rest_l

    def judge(self, rest: tuple[float, ...], hold: tuple[float, ...]) -> bool | None:
        shift = self.shift(rest, hold)
        share = self.weight_share(rest, hold)
        return None if shift is None or share is None or share > HEAVY else shift > SHIFT

    def sign(self, rest: tuple[float, ...], now: tuple[float, ...],
             usual: float | None = None) -> Literal["none", "some", "clear"] | None:
        """The lift as the screen shows it while the hold lasts, against the person's `usual` shift if that is known."""
        shift = self.shift(rest, now)
        if shift is None:
            return None
        reach = USUAL if usual is None else min(max(usual, SHIFT), MOST_USUAL)
        return "none" if shift < SOME * reach else "some" if shift < CLEAR * reach else "clear"
