"""Who lies there: shares of load, never a weight; unsure rather than wrong."""

import pytest

from mat.core.identity import Guess, Pattern, guess, learned, shares_of, somebody_else
from mat.core.people import COLOURS, MOST_PROFILES, SYMBOLS, Profile, free_look

ANNA, BERT = (0.15, 0.15, 0.40, 0.30), (0.22, 0.20, 0.28, 0.30)
KNOWN = {"anna": Pattern(ANNA, 5), "bert": Pattern(BERT, 5)}


def near(shares: tuple[float, ...], by: float = 1.05) -> tuple[float, ...]:
    return shares_of((shares[0] * by, *shares[1:]))


def test_shares_do_not_know_a_weight() -> None:
    assert shares_of([1.0, 1.0, 2.0, 4.0]) == pytest.approx(shares_of([0.3, 0.3, 0.6, 1.2]))
    assert shares_of([0.0, -0.2, 1.0, 1.0]) == (0.01, 0.01, 0.5, 0.5)
    assert shares_of([0.0, 0.0]) == (0.01, 0.01)


def test_a_clear_likeness_is_sure() -> None:
    assert guess(near(ANNA), KNOWN) == Guess("anna", True)
    assert guess(near(BERT), KNOWN) == Guess("bert", True)


def test_between_two_people_the_mat_is_not_sure() -> None:
    middle = shares_of([(a + b) / 2 for a, b in zip(ANNA, BERT, strict=True)])
    assert not guess(middle, KNOWN).sure


def test_nobody_fits_a_stranger_and_nothing_is_known_at_first() -> None:
    assert guess((0.05, 0.05, 0.2, 0.7), KNOWN) == Guess()
    assert guess(ANNA, {}) == Guess()
    assert guess(ANNA, {"anna": Pattern(ANNA[:2], 5)}) == Guess(), "another kit's pattern says nothing"


def test_somebody_who_was_seen_once_only_makes_nobody_sure() -> None:
    assert guess(near(ANNA), {**KNOWN, "new": Pattern((0.4, 0.4, 0.1, 0.1), 1)}) == Guess("anna", False)


def test_a_single_person_is_still_not_taken_for_granted() -> None:
    only = {"anna": KNOWN["anna"]}
    assert guess(near(ANNA), only) == Guess("anna", True)
    assert not guess(BERT, only).sure


def test_while_somebody_of_the_house_is_unlearned_nobody_is_sure() -> None:
    assert guess(near(ANNA), KNOWN, ["anna", "bert"]).sure
    assert guess(near(ANNA), KNOWN, ["anna", "bert", "new"]) == Guess("anna", False)


def test_a_pattern_follows_the_last_sessions() -> None:
    pattern = learned(None, ANNA)
    assert pattern == Pattern(ANNA, 1)
    for _ in range(40):
        pattern = learned(pattern, BERT)
    assert pattern.shares == pytest.approx(BERT, abs=0.01)
    assert learned(pattern, ANNA[:2]) == Pattern(ANNA[:2], 1)


def test_who_comes_back_a_little_shifted_is_the_same_and_who_lies_quite_differently_is_not() -> None:
    assert not somebody_else(ANNA, near(ANNA, 1.3))
    assert somebody_else(ANNA, shares_of((0.3, 0.3, 0.1, 0.3)))


def test_eight_people_get_eight_looks_and_the_ninth_none() -> None:
    people: tuple[Profile, ...] = ()
    while (look := free_look(people)) is not None:
        people = (*people, Profile(str(len(people)), "", *look))
    assert len(people) == MOST_PROFILES == 8
    assert {one.symbol for one in people} == set(SYMBOLS)
    assert {one.colour for one in people} == set(COLOURS)
