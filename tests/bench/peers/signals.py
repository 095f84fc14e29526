"""What every peer is given: 20 Hz conductance without odd samples, as a share of the foot's resting level.

Conductance is g = V/(3.3 − V), in units of the divider's resistor. Nothing here looks ahead, except `shares`
for those methods that want the whole recording anyway.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hardware.recording import Recording
from mat.core.zones import SIDES, SUPPLY_V

STEP_S = 0.05
LYING_G = 0.6
"""Sacral conductance of somebody lying, for finding the resting level; the lightest of train/ has 0.9."""
LEARN_S = 10.0
"""A live method fixes the resting level after so long of lying. Tried on train/: 3, 5, 10 and 15 s."""
MOST = 1.5
"""Shares are cut off here: a foot that somebody stands on weighs more, and no method should learn from it."""
HIGH_V = 3.25
"""Conductance is cut off here: at the supply it would be infinite."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Signals:
    """`t_s` (n,): when each 20 Hz step was complete; `feet` (n, 2) left, right; `sacrum` and `total` (n,)."""

    t_s: Floats
    feet: Floats
    sacrum: Floats
    total: Floats

    @property
    def lying(self) -> Bools:
        return self.sacrum > LYING_G


def prepare(recording: Recording) -> Signals:
    volts = np.minimum(without_odd_samples(recording.volts), HIGH_V)
    t_s, g = resampled(recording.t_s, volts / (SUPPLY_V - volts))
    names = recording.layout.names
    feet = [names.index(f"foot_{side}") for side in SIDES]
    return Signals(t_s, g[:, feet], g[:, recording.layout.indices("sacrum")].sum(axis=1), g.sum(axis=1))


def without_odd_samples(volts: Floats) -> Floats:
    """The middle one of each value and the two before it, so that it is known with that value."""
    padded = np.concatenate([volts[:1], volts[:1], volts])
    return np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)


def resampled(t_s: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Means of 50 ms steps; a step without a sample repeats the one before."""
    step = ((t_s - t_s[0]) / STEP_S + 1e-9).astype(int)
    count = np.bincount(step)
    sums = np.stack([np.bincount(step, weights=column) for column in values.T], axis=1)
    filled = np.maximum.accumulate(np.where(count > 0, np.arange(len(count)), 0))
    return t_s[0] + (np.arange(len(count)) + 1) * STEP_S, sums[filled] / count[filled, None]


def shares(foot: Floats, lying: Bools) -> Floats | None:
    """The foot's load as a share of its resting level; None if nobody lay. For methods that see the whole.

    The level is the 70th percentile while lying: in a double set the feet are in the air for half of the time, so
    the median could be that of a foot in the air.
    """
    if lying.sum() * STEP_S < LEARN_S:
        return None
    return np.minimum(foot / np.quantile(foot[lying], 0.7), MOST)


def live_shares(foot: Floats, lying: Bools) -> Floats | None:
    """The same for a live method: the level is the median of the first seconds of lying. Until then: resting, 1."""
    known = np.flatnonzero(lying)[:round(LEARN_S / STEP_S)]
    if len(known) * STEP_S < LEARN_S:
        return None
    share = np.minimum(foot / np.median(foot[known]), MOST)
    share[:known[-1] + 1] = 1.0
    return share
