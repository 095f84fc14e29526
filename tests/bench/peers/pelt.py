"""Peer: change points by ruptures' Pelt; a foot is off in the segments whose mean is low."""

import numpy as np
import ruptures

from tests.bench.peers.peer import Peer
from tests.bench.peers.rules import Rules
from tests.bench.peers.signals import Bools, Floats

JUMP = 4
"""Each fourth 20 Hz step is tried as a change: each second was no better on train/ and takes four times as long."""


def off(share: Floats, penalty: float, below: float) -> Bools:
    ends = ruptures.Pelt(model="l2", min_size=8, jump=JUMP).fit(share.reshape(-1, 1)).predict(pen=penalty)
    answer = np.zeros(len(share), dtype=bool)
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        answer[start:end] = share[start:end].mean() < below
    return answer


PEER = Peer(
    "Pelt", False, off,
    grid={"penalty": (0.1, 0.3, 1.0, 3.0), "below": (0.4, 0.5, 0.6)},
    chosen={"penalty": 0.3, "below": 0.5},
    rules=Rules(gate_g=0.7, bridge_s=0.0, travel_s=2.2))
