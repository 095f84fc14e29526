"""What a peer is: a name, how it tells that a foot is off, what was tuned; and a run of it over one recording."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tests.bench.peers.rules import Rules, Said, tell
from tests.bench.peers.signals import Bools, Signals, live_shares, shares

Params = Mapping[str, float]


@dataclass(frozen=True)
class Peer:
    """`off(share, **params)` takes a foot's load as a share of its resting level, (n,), and says where it is off.

    `grid` holds what was searched on train/, `chosen` and `rules` what was best there (tune.py).
    """

    name: str
    live: bool
    off: Callable[..., Bools]
    grid: Mapping[str, tuple[float, ...]]
    chosen: Params
    rules: Rules


def feet_off(peer: Peer, signals: Signals, params: Params) -> Bools:
    """(n, 2). Where nobody lay there is no resting level and nothing to look for."""
    lying = signals.lying
    off = np.zeros(signals.feet.shape, dtype=bool)
    for foot in range(2):
        share = (live_shares if peer.live else shares)(signals.feet[:, foot], lying)
        if share is not None:
            off[:, foot] = peer.off(share, **params)
    return off


def run(peer: Peer, signals: Signals) -> Said:
    return tell(signals, feet_off(peer, signals, peer.chosen), peer.rules, peer.live)
