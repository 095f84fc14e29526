"""The detection's memory does not grow while it waits."""

from tests.bench.memory import traced

UNKNOWN_BYTES = 2048
"""What Python itself keeps now and then; a list that kept every sample would hold a hundred times as much."""


def test_an_idle_half_hour_holds_no_more_than_its_first_ten_minutes() -> None:
    early, late = traced(600.0, 1200.0, rate_hz=10)
    assert late - early < UNKNOWN_BYTES
