"""The same rules for every peer: from "this foot is off" at 20 Hz to what `mat replay --json` would say."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mat.core.zones import SIDES
from tests.bench.peers.signals import STEP_S, Bools, Floats, Signals

TOGETHER_S = 1.0
AT_ONCE_S = 0.25
MIN_HOLD_S = 2.0
MIN_OFF_S = 1.0
PRESENCE_G, PRESENCE_S, ABSENCE_S = 1.2, 1.0, 1.0
"""The plain presence rule: all zones together above the first second's by so much, for so long. tune.py found both."""

Span = tuple[float, float]
Said = list[dict[str, Any]]


@dataclass(frozen=True)
class Rules:
    """What is tuned for each peer besides its own parameters.

    `gate_g`: the sacral zones carry at least this conductance; `bridge_s`: touch-downs shorter than this are
    none; `travel_s`: time in the air that is not hold.
    """

    gate_g: float
    bridge_s: float
    travel_s: float


GRID: dict[str, tuple[float, ...]] = {
    "gate_g": (0.3, 0.5, 0.7, 0.9),
    "bridge_s": (0.0, 0.3, 0.8),
    "travel_s": (1.6, 1.8, 2.0, 2.2, 2.4, 2.6, 2.8),
}


def tell(signals: Signals, off: Bools, rules: Rules, live: bool) -> Said:
    """Events in order of `t`. `off` (n, 2). A method that needs the whole recording knows all of it at its end."""
    gated = off & (signals.sacrum > rules.gate_g)[:, None]
    spans = [spans_of(signals.t_s, gated[:, foot], rules.bridge_s) for foot in range(2)]
    said = arrivals(signals)
    if live:
        said += [{"event": "lift", "t": start, "side": side, "at": start}
                 for side, found in zip(SIDES, spans, strict=True) for start, _ in found]
    left, right = ([span for span in found if span[1] - span[0] >= MIN_OFF_S] for found in spans)
    end_s = float(signals.t_s[-1])
    for rep in reps_of(left, right, rules.travel_s):
        said.append({"event": "rep", "t": min(end_s, rep["end"] + rules.bridge_s) if live else end_s, **rep})
    return sorted(said, key=lambda event: event["t"])


def spans_of(t_s: Floats, off: Bools, bridge_s: float) -> list[Span]:
    """Start and end of each stretch that is True, those closer together than `bridge_s` made one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], off.astype(int), [0]])))
    spans: list[Span] = []
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        start, end = float(t_s[first]), float(t_s[min(after, len(t_s) - 1)])
        if spans and start - spans[-1][1] < bridge_s:
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


def reps_of(left: list[Span], right: list[Span], travel_s: float) -> list[dict[str, Any]]:
    """Both feet off together for a second make one double rep; each other span is a single."""
    reps, rest = [], list(right)
    for span in left:
        other = max(rest, key=lambda other: _together(span, other), default=None)
        if other is None or _together(span, other) < TOGETHER_S:
            reps.append(_rep("single_left", span, span, travel_s))
            continue
        rest.remove(other)
        reps.append(_rep("double", span, other, travel_s))
    return reps + [_rep("single_right", span, span, travel_s) for span in rest]


def _together(one: Span, other: Span) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def _rep(kind: str, one: Span, other: Span, travel_s: float) -> dict[str, Any]:
    hold_s = max(0.0, _together(one, other) - travel_s)
    return {"kind": kind, "start": min(one[0], other[0]), "end": max(one[1], other[1]), "hold_s": hold_s,
            "pelvic_lift": None, "simultaneous": kind == "double" and abs(one[0] - other[0]) <= AT_ONCE_S,
            "valid": hold_s >= MIN_HOLD_S}


def arrivals(signals: Signals, rise_g: float = PRESENCE_G, after_s: float = PRESENCE_S) -> Said:
    """Loaded for `after_s`: somebody came. Not loaded for a second: the mat is empty again."""
    empty = np.median(signals.total[:round(1.0 / STEP_S)])
    loaded = signals.total > empty + rise_g
    said: Said = []
    for start, end in spans_of(signals.t_s, loaded, ABSENCE_S):
        if end - start >= after_s:
            said.append({"event": "arrived", "t": start + after_s})
            said.append({"event": "departed", "t": min(end + ABSENCE_S, float(signals.t_s[-1]))})
    return said
