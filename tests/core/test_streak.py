"""Days in a row: rest days and advised rest do not break them, and ten years cost no more than a week."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mat.core.streak import Chain, days_at, extended


def chain_of(days: list[int], told: frozenset[int] = frozenset()) -> Chain | None:
    chain: Chain | None = None
    for day in days:
        chain = extended(chain, day, told)
    return chain


@pytest.mark.parametrize(("days", "today", "streak"), [
    ([], 10, 0), ([10], 10, 1), ([9], 10, 1), ([8], 10, 1), ([7], 10, 0), ([8, 9, 10], 10, 3),
    ([7, 9], 10, 2),        # one rest day
    ([5, 7, 9], 10, 1),     # two within a week: the second one breaks
    ([1, 2, 4, 5, 6, 7, 8, 9, 10, 12], 12, 10),  # rest days a week and more apart
    ([8, 9, 11], 10, 0),    # looked at on an earlier day than the last session: told by the row of that day
])
def test_one_rest_day_in_seven_is_free(days: list[int], today: int, streak: int) -> None:
    assert days_at(chain_of(days), today) == streak


def test_a_day_on_which_rest_was_advised_and_the_next_one_do_not_break_it() -> None:
    told = frozenset({10})
    assert days_at(chain_of([8, 9, 10]), 14) == 0
    assert days_at(chain_of([8, 9, 10], told), 13, told) == 3
    assert extended(chain_of([8, 9, 10], told), 13, told) == Chain(13, 4, 12)
    assert days_at(chain_of([8, 9]), 12, frozenset({10})) == 2, "told to rest without a session that day"


def test_today_may_still_come() -> None:
    assert [days_at(chain_of([9]), today) for today in (9, 10, 11, 12)] == [1, 1, 1, 0]


def test_a_second_session_on_a_day_changes_nothing() -> None:
    assert chain_of([3, 3, 4, 4]) == Chain(4, 2)


@given(st.sets(st.integers(1, 80)), st.frozensets(st.integers(1, 80), max_size=5))
def test_a_streak_never_exceeds_the_days_with_a_session_and_advice_to_rest_never_shortens_it(
        days: set[int], told: frozenset[int]) -> None:
    ordered = sorted(days)
    plain, excused = days_at(chain_of(ordered), 81), days_at(chain_of(ordered, told), 81, told)
    assert 0 <= plain <= len(days)
    assert excused >= plain
