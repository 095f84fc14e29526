"""Peer: scipy's find_peaks over the smoothed fall of the load."""

import numpy as np
from scipy.signal import find_peaks, savgol_filter

from tests.bench.peers.peer import Peer
from tests.bench.peers.rules import Rules
from tests.bench.peers.signals import Bools, Floats


def off(share: Floats, height: float, prominence: float, window: float, at: float) -> Bools:
    """`at`: the part of the peak's height, from its top, where its width is measured. Steps of 50 ms."""
    fall = savgol_filter(np.maximum(1.0 - share, 0.0), int(window), 2)
    _, found = find_peaks(fall, height=height, prominence=prominence, width=16, distance=40, rel_height=at)
    answer = np.zeros(len(share), dtype=bool)
    for left, right in zip(found["left_ips"], found["right_ips"], strict=True):
        answer[round(left):round(right)] = True
    return answer


PEER = Peer(
    "find_peaks", False, off,
    grid={"height": (0.3, 0.4, 0.5), "prominence": (0.2, 0.3, 0.4), "window": (7, 11, 21), "at": (0.3, 0.4, 0.5, 0.6)},
    chosen={"height": 0.3, "prominence": 0.4, "window": 21, "at": 0.4},
    rules=Rules(gate_g=0.3, bridge_s=0.0, travel_s=2.2))
