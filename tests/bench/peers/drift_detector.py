"""Peer: river's PageHinkley, live; at each drift it tells, the foot is off if its load is low just then."""

import numpy as np
from river.drift import PageHinkley

from tests.bench.peers.peer import Peer
from tests.bench.peers.rules import Rules
from tests.bench.peers.signals import Bools, Floats


def off(share: Floats, delta: float, threshold: float, below: float) -> Bools:
    detector = PageHinkley(min_instances=5, delta=delta, threshold=threshold, alpha=0.95, mode="both")
    answer, is_off = np.zeros(len(share), dtype=bool), False
    for step, value in enumerate(share.tolist()):
        detector.update(value)
        if detector.drift_detected:
            is_off = value < below
        answer[step] = is_off
    return answer


PEER = Peer(
    "PageHinkley", True, off,
    grid={"delta": (0.001, 0.005, 0.01), "threshold": (0.02, 0.05, 0.1, 0.2), "below": (0.4, 0.5, 0.6)},
    chosen={"delta": 0.005, "threshold": 0.05, "below": 0.5},
    rules=Rules(gate_g=0.7, bridge_s=0.0, travel_s=2.0))
