"""How long a stretch was held: the time in the air without the knee's way up and down.

While a knee travels, the load under the pelvis moves, and while it is held, that load stands still. The moment the
zones leave their middle level tells how fast this knee comes down, and so where the hold began and ended.
"""

from bisect import bisect_left
from collections import deque
from statistics import median

NEAR = 0.15
"""Within this share of the way to the middle level the zones count as standing still."""
APPROACH_S, APPROACH_POWER = 1.2, 0.7
RELEASE_S, RELEASE_POWER = 0.96, 0.9
"""How long the knee travels before and after the hold, in seconds: powers of the person's pace (the middle one of the
releases seen) and of the release seen in this rep. The way down is seen well, the way up badly, because the last
degrees of a pull move no load; people do both at their own pace. Powers below one, because feet leave and land,
and sheets answer, in times that do not grow with a slow knee's. Fitted on labelled recordings."""
PACE_OF = 9
FEWEST = 8
"""Rows of a trace, below which there is nothing to time."""
RIPPLES = 2.5
"""Loads that stay within this many times the middle's own ripple (breath, tremor) have not left it."""
USUAL_S, SLOWEST_S = 1.1, 5.0
"""The release seen in the middle one of 600 labelled stretches; the slowest one in a hundred took 2.8 s."""
FAINT = 0.03
"""A change of the body's load by less than this share tells nothing: creep and breath do as much."""


class Pace:
    """How fast this person's knee travels, learned from their reps; forgotten when they leave."""

    def __init__(self) -> None:
        self._releases: deque[float] = deque(maxlen=PACE_OF)

    def forget(self) -> None:
        self._releases.clear()

    def learn(self, release_s: float | None) -> None:
        """A real rep showed this release, if any."""
        if release_s is not None:
            self._releases.append(release_s)

    def hold(self, t_s: list[float], rows: list[list[float]], off_s: float,
             on_s: float) -> tuple[float, float, float | None]:
        """First and last second of the hold of a foot that was away from `off_s` to `on_s`, and the release seen.

        `rows` holds the loads of the zones that carry the body meanwhile, a row a time of `t_s`.
        """
        lo, hi = bisect_left(t_s, off_s + 0.12), bisect_left(t_s, on_s - 0.04)
        if hi - lo < FEWEST:
            return off_s, off_s, None
        told_s = release_seen(t_s[lo:hi], rows[lo:hi], on_s)
        known = [*self._releases, told_s] if told_s is not None else self._releases
        pace_s = median(list(known)[-PACE_OF:]) if known else USUAL_S
        seen_s = pace_s if told_s is None else told_s
        middle = (off_s + on_s) / 2
        begin = off_s + APPROACH_S * pace_s ** APPROACH_POWER
        until = on_s - RELEASE_S * seen_s ** RELEASE_POWER
        return min(begin, middle), max(until, middle), told_s


def release_seen(times: list[float], rows: list[list[float]], foot_on_s: float) -> float | None:
    """Seconds from the moment the loads leave their middle level for good to foot on; found from
    the end backwards, so that a breath or a tremor in the hold is not taken for its end.

    `rows` holds the loads of the zones that carry the body, a row a time, while the foot is in the air. None when
    these loads do not move enough to tell.
    """
    n = len(times)
    lo = int(n * 0.4)
    core = rows[lo:max(int(n * 0.6), lo + 3)]
    centre = [median(column) for column in zip(*core, strict=True)]
    away = [sum(abs(v - c) for v, c in zip(row, centre, strict=True)) for row in rows]
    mid = n // 2
    late = sorted(away[mid:])
    ripple = sorted(away[lo:mid + 1])
    most = late[int(len(late) * 0.98)]
    near = max(NEAR * most, RIPPLES * ripple[len(ripple) // 2], FAINT * sum(centre))
    if near > 0.8 * most:
        return None
    j = n - 1
    while j > mid and away[j] >= near:
        j -= 1
    return min(foot_on_s - times[j], SLOWEST_S)
