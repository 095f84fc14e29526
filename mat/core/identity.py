"""Who lies there: the mat suggests a person by how their load is spread, and is unsure rather than wrong.

A pattern is each zone's share of the whole load at rest, never a weight. Sheets, clothes and where somebody lies change
it from day to day, so a suggestion needs a clear lead over everybody else.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

LEARNED_SESSIONS = 2
"""A pattern is used for suggestions after so many sessions."""
LATEST = 8
"""A new session weighs at least one in so many: bodies and sheets change."""
LIKE = 0.15
"""Distance (root mean square of ln ratios of shares) within which two rests may be one person's."""
LEAD = 0.12
"""By so much the next person must be further away."""
OTHER = 0.35
"""Beyond this distance somebody else lies there."""
LEAST_SHARE = 0.01


@dataclass(frozen=True)
class Pattern:
    """Mean shares of the zones over `sessions` sessions, in the layout's order."""

    shares: tuple[float, ...]
    sessions: int = 1


@dataclass(frozen=True)
class Guess:
    """`person` is the most likely one, None when nobody fits; `sure` when it may be taken without asking."""

    person: str | None = None
    sure: bool = False


def shares_of(loads: Sequence[float]) -> tuple[float, ...]:
    """Each zone's share of all load; a zone that carries nothing has LEAST_SHARE, so that ratios stay finite."""
    total = sum(max(load, 0.0) for load in loads)
    return tuple(max(LEAST_SHARE, load / total) if total > 0 else LEAST_SHARE for load in loads)


def learned(pattern: Pattern | None, shares: Sequence[float]) -> Pattern:
    """The pattern with one more session; another kit's pattern begins anew."""
    if pattern is None or len(pattern.shares) != len(shares):
        return Pattern(tuple(shares))
    weight = 1.0 / min(pattern.sessions + 1, LATEST)
    return Pattern(tuple(old + (new - old) * weight for old, new in zip(pattern.shares, shares, strict=True)),
                   pattern.sessions + 1)


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """Root mean square of the ln ratios of shares, a zone each."""
    ratios = [math.log(a / b) for a, b in zip(one, other, strict=True)]
    return math.sqrt(sum(ratio * ratio for ratio in ratios) / len(ratios))


def guess(shares: Sequence[float], patterns: Mapping[str, Pattern], people: Collection[str] = ()) -> Guess:
    """The one whose pattern is nearest; sure only if it is near, everybody else's is clearly further away, and none of
    `people` is still unlearned."""
    known = {who: one for who, one in patterns.items() if len(one.shares) == len(shares)}
    if not known:
        return Guess()
    ranked = sorted((distance(shares, one.shares), who) for who, one in known.items())
    nearest, who = ranked[0]
    if nearest > OTHER:
        return Guess()
    lead = ranked[1][0] - nearest if len(ranked) > 1 else math.inf
    learnt = set(people) <= set(known) and all(one.sessions >= LEARNED_SESSIONS for one in known.values())
    return Guess(who, learnt and nearest <= LIKE and lead >= LEAD)


def somebody_else(before: Sequence[float], now: Sequence[float]) -> bool:
    """True when the one who came back lies so differently that it is hardly the same person."""
    return len(before) == len(now) and distance(before, now) > OTHER
