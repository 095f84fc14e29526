"""Who carries the leg: tells a knee that was raised from a foot that only slid off its zone.

A raised leg hangs from the pelvis. As the foot leaves and again as it comes back, before and after the pull tips the
pelvis, the sacral zones carry the leg's weight too. A leg stretched out flat with the heel beyond the zone's edge, or
knees that sway to a side, empty a foot zone as well, but the mat goes on carrying the leg and the pelvis feels nothing.
"""

from bisect import bisect_left

EDGE_S = 1.2
"""How long after the foot left, and before it came back, the leg's weight shows: the pull hides it later."""
AFTER_S = 0.25
"""A foot that has just landed presses for so long."""
BEGIN_SHARE = 0.5
FEW = 3
"""Rows of a trace, below which nothing can be said."""


def carried_more(t_s: list[float], sacral: list[tuple[float, float]], rest: tuple[float, float],
                 off_s: float, on_s: float) -> float | None:
    """How much more the sacrum carries at the ends of a lift than at rest, as a share of its load.

    `sacral` has a row a time of (lower zones, all sacral zones); `rest` the same before the lift. Whichever of the two
    shows more is taken. What comes before the landing is compared with the load after it, if the trace goes so far.
    The beginning counts half: a leg that slides away is pushed off first, and who moved before still settles. None
    when rows are missing at an end.
    """
    begin = _peaks(t_s, sacral, off_s, off_s + EDGE_S)
    end = _peaks(t_s, sacral, on_s - EDGE_S, on_s + 0.2)
    if begin is None or end is None:
        return None
    lo = bisect_left(t_s, on_s + AFTER_S)
    after = _middles(sacral[lo:]) if len(sacral) - lo >= FEW else rest
    return BEGIN_SHARE * max(0.0, _most(begin, rest)) + _most(end, after)


def _peaks(t_s: list[float], sacral: list[tuple[float, float]], from_s: float,
           to_s: float) -> tuple[float, float] | None:
    """The load that is passed by one row in twenty only: a peak without a single odd value."""
    rows = sacral[bisect_left(t_s, from_s):bisect_left(t_s, to_s)]
    if len(rows) < FEW:
        return None
    lower, both = (sorted(column)[int(0.95 * (len(rows) - 1))] for column in zip(*rows, strict=True))
    return lower, both


def _middles(rows: list[tuple[float, float]]) -> tuple[float, float]:
    lower, both = (sorted(column)[len(rows) // 2] for column in zip(*rows, strict=True))
    return lower, both


def _most(peak: tuple[float, float], rest: tuple[float, float]) -> float:
    return max(p / r - 1.0 if r > 0 else 0.0 for p, r in zip(peak, rest, strict=True))
