"""Peer: a fixed threshold at half of the foot's resting level, without adaptation."""

from tests.bench.peers.peer import Peer
from tests.bench.peers.rules import Rules
from tests.bench.peers.signals import Bools, Floats


def off(share: Floats) -> Bools:
    return share < 0.5


PEER = Peer("fixed 50 %", True, off, grid={}, chosen={}, rules=Rules(gate_g=0.7, bridge_s=0.3, travel_s=2.2))
