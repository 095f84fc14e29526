"""Two converters that have changed places, told by the pattern of the zones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mat.core.plugs import Plugs, changed_over
from mat.core.zones import Sample

LYING = (0.3, 0.3, 1.2, 1.2, 0.8, 0.8, 1.0, 1.0)
SITTING = (0.4, 0.4, 2.5, 2.5, 0.05, 0.05, 0.05, 0.05)
STANDING = (3.0, 3.0, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05)
EMPTY = (0.073, 0.095, 0.131, 0.036, 0.061, 0.057, 0.028, 0.022)


def exchanged(pattern):
    return (*pattern[4:], *pattern[:4])


def volts(pattern):
    return tuple(3.3 * g / (1 + g) for g in pattern)


@pytest.mark.parametrize("pattern", [LYING, EMPTY])
def test_the_same_pattern_with_its_halves_exchanged_is_a_change_of_places(pattern):
    assert changed_over(pattern, exchanged(pattern))
    assert changed_over(pattern, exchanged([1.1 * g for g in pattern]))


@pytest.mark.parametrize("before", [LYING, SITTING, STANDING, EMPTY])
@pytest.mark.parametrize("after", [LYING, SITTING, STANDING, EMPTY])
def test_a_person_who_moves_or_leaves_is_none(before, after):
    assert not changed_over(before, after)


@pytest.mark.parametrize("before", [SITTING, STANDING])
def test_who_stands_on_one_half_and_then_just_so_on_the_other_is_none(before):
    assert not changed_over(before, exchanged(before))


def test_plugs_that_were_wrong_from_the_start_are_right_once_they_are_corrected():
    plugs = Plugs(range(8), EMPTY)
    passed(plugs, exchanged(EMPTY), 1.0)
    assert plugs.swapped
    assert passed(plugs, EMPTY, 6.0) > 80
    assert not plugs.swapped


def test_a_contact_for_a_moment_before_the_wrong_plugs_does_not_hide_them():
    plugs = Plugs(range(8), EMPTY)
    passed(plugs, EMPTY, 1.0, count=8)
    passed(plugs, exchanged(EMPTY), 3.0)
    assert plugs.swapped


def test_a_false_alarm_ends_by_itself_when_the_straight_pattern_is_back():
    plugs = Plugs(range(8), EMPTY)
    passed(plugs, exchanged(EMPTY), 1.0)
    assert plugs.swapped
    assert passed(plugs, EMPTY, 2.0) > 60


EIGHT = {"min_size": 8, "max_size": 8}


@given(st.lists(st.floats(0.01, 0.2), **EIGHT), st.lists(st.floats(-0.005, 0.005), **EIGHT))
def test_zeros_that_drift_by_what_they_do_in_a_day_are_never_a_change_of_places(zero, drift):
    assert not changed_over(zero, [a + b for a, b in zip(zero, drift, strict=True)])


def passed(plugs, pattern, begin_s, count=100):
    return sum(plugs.lets_through(Sample(begin_s + n / 100, volts(pattern))) for n in range(count))


def test_at_the_start_the_kept_zeros_are_the_pattern():
    right, wrong = Plugs(range(8), EMPTY), Plugs(range(8), EMPTY)
    assert passed(right, EMPTY, 1.0) > 80
    assert not right.swapped
    assert passed(wrong, exchanged(EMPTY), 1.0) == 0
    assert wrong.swapped


def test_without_kept_zeros_nothing_is_held_back():
    assert passed(Plugs(range(8)), EMPTY, 1.0) == 100


def test_a_short_gap_is_no_occasion_and_a_long_one_is():
    plugs = Plugs(range(8))
    passed(plugs, LYING, 1.0)
    assert passed(plugs, exchanged(LYING), 2.2) == 100
    plugs = Plugs(range(8))
    passed(plugs, LYING, 1.0)
    assert passed(plugs, exchanged(LYING), 2.4) == 0


def test_it_is_over_when_the_plugs_are_back():
    plugs = Plugs(range(8))
    passed(plugs, LYING, 1.0)
    passed(plugs, exchanged(LYING), 3.0)
    assert plugs.swapped
    assert passed(plugs, LYING, 6.0) > 80
    assert not plugs.swapped


def test_a_check_that_found_every_zone_in_its_place_ends_the_doubt():
    plugs = Plugs(range(8), EMPTY)
    passed(plugs, exchanged(EMPTY), 1.0)
    assert plugs.swapped
    plugs.accept()
    assert passed(plugs, exchanged(EMPTY), 2.0) == 100


def test_wires_in_another_order_are_followed():
    """Chip 0 carries the zones of the back half here."""
    order = (4, 5, 6, 7, 0, 1, 2, 3)
    plugs = Plugs(order, LYING)
    assert passed(plugs, exchanged(LYING), 1.0) == 0
    mixed = Plugs((0, 4, 1, 5, 2, 6, 3, 7), LYING)
    assert passed(mixed, (0.3, 0.3, 1.2, 1.2, 0.8, 0.8, 1.0, 1.0)[::1], 1.0) > 80


def test_a_kit_with_one_converter_has_nothing_to_change():
    plugs = Plugs(range(4), EMPTY[:4])
    assert not plugs.looking
    assert passed(plugs, EMPTY[:4], 1.0) == 100
