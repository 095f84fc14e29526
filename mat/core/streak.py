"""Days in a row, kindly: one rest day in seven and days on which rest was advised do not break them.

Days are ordinals (`date.toordinal()`). A chain is carried from one day with a session to the next, so that ten years
cost no more than a week.
"""

from collections.abc import Collection
from dataclasses import dataclass

REST_EVERY = 7
"""One day of so many may be free (a decision of ours)."""


@dataclass(frozen=True)
class Chain:
    """Days in a row up to `day`, the last one with a session, and the last rest day that was taken, if any."""

    day: int
    days: int
    rested: int | None = None


def extended(chain: Chain | None, day: int, told_to_rest: Collection[int] = ()) -> Chain:
    """The chain with a session on `day`, which is not before the chain's. `told_to_rest`: days on which rest was
    advised; that day and the next one are excused."""
    if chain is None:
        return Chain(day, 1)
    if day == chain.day:
        return chain
    bridged, rested = _bridged(chain, day, told_to_rest)
    return Chain(day, chain.days + 1, rested) if bridged else Chain(day, 1)


def days_at(chain: Chain | None, today: int, told_to_rest: Collection[int] = ()) -> int:
    """How long the chain is seen from `today`: a today without a session may still get one."""
    if chain is None or today < chain.day:
        return 0
    return chain.days if _bridged(chain, today, told_to_rest)[0] else 0


def _bridged(chain: Chain, day: int, told: Collection[int]) -> tuple[bool, int | None]:
    """Whether all days between are excused, and the last rest day that was used up."""
    rested = chain.rested
    for free in range(chain.day + 1, day):
        if free in told or free - 1 in told:
            continue
        if rested is not None and free - rested < REST_EVERY:
            return False, rested
        rested = free
    return True, rested
