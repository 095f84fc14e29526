"""Peer: hmmlearn's Gaussian hidden Markov model; a foot is off in the state with the lowest mean."""

import logging

import numpy as np
from hmmlearn.hmm import GaussianHMM

from tests.bench.peers.peer import Peer
from tests.bench.peers.rules import Rules
from tests.bench.peers.signals import Bools, Floats

# It warns when the last of its steps made the fit worse by a thousandth, which changes no answer.
logging.getLogger("hmmlearn").setLevel(logging.ERROR)


def off(share: Floats, states: float, at_most: float) -> Bools:
    """`at_most` clips the share: what is plainly a foot on the mat needs no state of its own."""
    seen = np.minimum(share, at_most).reshape(-1, 1)
    model = GaussianHMM(int(states), "diag", n_iter=30, random_state=0).fit(seen)
    return model.predict(seen) == int(np.argmin(model.means_[:, 0]))


PEER = Peer(
    "GaussianHMM", False, off,
    grid={"states": (2, 3), "at_most": (0.8, 1.0, 1.5)},
    chosen={"states": 2, "at_most": 1.5},
    rules=Rules(gate_g=0.7, bridge_s=0.0, travel_s=2.0))
