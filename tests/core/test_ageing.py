"""How zones grow old, told from what was kept of them day by day."""

import pytest

from mat.core.ageing import ZoneDay, ageing


def history(days, **spans):
    """`spans`: zone to a function of the day."""
    return [ZoneDay(740_000 + day, zone, 0.05 + 0.001 * day, span(day)) for day in days for zone, span in spans.items()]


def steady(day):
    return 1.0


def fading(day):
    return 1.0 - 0.4 * day / 60


def told(days, **spans):
    return {one.zone: one for one in ageing(history(days, **spans))}


def test_a_zone_that_loses_what_the_others_keep_has_aged():
    found = told(range(61), a=steady, b=fading, c=steady, d=steady)
    assert [zone for zone, one in found.items() if one.aged] == ["b"]
    assert found["b"].lost == pytest.approx(0.35, abs=0.03)
    assert found["b"].words("June 2026") == (
        f"zone b lost {100 * found['b'].lost:.0f} % of its span since June 2026: check the sheet")


def test_where_all_lose_alike_somebody_lighter_may_have_come():
    found = told(range(61), a=fading, b=fading, c=fading, d=fading)
    assert not any(one.aged for one in found.values())
    assert found["a"].lost == pytest.approx(0.35, abs=0.03)


@pytest.mark.parametrize("days", [range(20), range(3), [0, 1, 60]])
def test_too_few_or_too_near_days_tell_nothing(days):
    found = told(days, a=steady, b=lambda day: 0.1 if day else 1.0)
    assert (found["b"].lost, found["b"].aged) == (None, False)


def test_single_odd_days_change_nothing():
    found = told(range(61), a=lambda day: 0.05 if day % 9 == 0 else 1.0, b=steady, c=steady)
    assert found["a"].lost == pytest.approx(0.0)


def test_the_zeros_drift_is_told_a_day_and_of_the_last_days():
    found = told(range(30), a=steady)
    assert found["a"].drift_a_day == pytest.approx(0.001)
    assert found["a"].zero == pytest.approx(0.079)
    assert told([0, 1], a=steady)["a"].drift_a_day is None


def test_a_zone_that_gains_has_not_aged():
    found = told(range(61), a=lambda day: 1.0 + day / 60, b=steady, c=steady)
    assert found["a"].lost < -0.7
    assert not found["a"].aged


def test_nothing_kept_is_no_story():
    assert ageing([]) == []
