"""Why stretches did not count, in the two kinds that matter to a person: too short, or something else."""

from collections.abc import Iterable


def short_and_other(reasons: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """How many were too short and how many had another reason. The core's sentences are for the log, not for here."""
    short = other = 0
    for reason, count in reasons:
        if reason.startswith("held "):
            short += count
        else:
            other += count
    return short, other
