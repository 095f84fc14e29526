"""Peer: neurokit2's events_find, below a threshold for at least 0.8 s."""

import warnings

import numpy as np
from neurokit2 import events_find

from tests.bench.peers.peer import Peer
from tests.bench.peers.rules import Rules
from tests.bench.peers.signals import Bools, Floats


def off(share: Floats, threshold: float, shortest: float) -> Bools:
    """`shortest` in steps of 50 ms."""
    answer = np.zeros(len(share), dtype=bool)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of every recording in which it finds no event
        found = events_find(share, threshold=threshold, threshold_keep="below", duration_min=int(shortest))
    for onset, duration in zip(found["onset"], found["duration"], strict=True):
        answer[int(onset):int(onset + duration)] = True
    return answer


PEER = Peer(
    "events_find", False, off,
    grid={"threshold": (0.3, 0.35, 0.4, 0.45, 0.5, 0.6), "shortest": (8, 16)},
    chosen={"threshold": 0.45, "shortest": 8},
    rules=Rules(gate_g=0.7, bridge_s=0.0, travel_s=2.2))
