"""The peers by name, and which of them cannot run here, with the reason."""

from importlib import import_module

from tests.bench.peers.peer import Peer

NAMES = ("fixed", "peaks", "pelt", "hmm", "events", "drift_detector")


def present() -> tuple[dict[str, Peer], dict[str, str]]:
    """Those that can be imported, and for each other one why not."""
    found: dict[str, Peer] = {}
    missing: dict[str, str] = {}
    for name in NAMES:
        try:
            found[name] = import_module(f"tests.bench.peers.{name}").PEER
        except ImportError as fault:
            missing[name] = str(fault)
    return found, missing
