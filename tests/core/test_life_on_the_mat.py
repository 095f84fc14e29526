"""Who is there and who is not: from made-up loads, what is told of people, of things and of what they leave behind."""

import math
from collections.abc import Callable, Iterator

from mat.core import events as ev
from mat.core.pipeline import Pipeline
from mat.core.zones import KIT4, Sample
from tests.core.test_body import EMPTY, LYING, SITTING, STANDING, kinds

Loads = tuple[float, ...]
REST = 0.08


def told(scene: Callable[[float], Loads], seconds: float, rate_hz: float = 50.0) -> list[ev.Event]:
    """What is said of loads that are a function of time, on zones that rest at 0.08."""
    pipeline = Pipeline(KIT4)
    return [event for sample in _samples(scene, seconds, rate_hz) for event in pipeline.step(sample)]


def _samples(scene: Callable[[float], Loads], seconds: float, rate_hz: float) -> Iterator[Sample]:
    for n in range(int(seconds * rate_hz)):
        ripple = 0.0005 * (n % 3)  # a living channel is never quite still
        yield Sample(n / rate_hz, tuple(3.3 * (g + REST) / (1 + REST + g) + ripple for g in scene(n / rate_hz)))


def crept(load: float, since_s: float) -> float:
    """A load that goes on creeping for long: 5 % a decade of time."""
    return load * (1 + 0.05 * math.log10(1 + since_s)) if since_s > 0 else 0.0


def test_a_bag_left_on_the_mat_leaves_no_session_open() -> None:
    said = told(lambda t: (crept(2.0, t - 10), crept(1.8, t - 10), 0.3 * (t > 10), 0.0), 300)
    assert kinds(said) == ["arrived", "departed"]
    assert said[1].t_s - said[0].t_s < 150


def test_after_the_bag_is_gone_a_person_is_noticed_as_ever() -> None:
    def scene(t: float) -> Loads:
        if t < 200:
            return (crept(2.0, t - 10), crept(1.8, t - 10), 0.0, 0.0)
        return EMPTY if t < 220 else STANDING

    assert kinds(told(scene, 230)) == ["arrived", "departed", "arrived"]


def test_somebody_who_lies_still_and_breathes_is_not_a_bag() -> None:
    def scene(t: float) -> Loads:
        breath = 1 + 0.012 * math.sin(math.tau * 0.22 * t)
        left, right, lower, upper = LYING
        return (left, right, lower * breath, upper * breath) if t > 3 else EMPTY

    assert kinds(told(scene, 600)) == ["arrived", "supine"]


def test_a_sheet_that_lets_go_slowly_calls_nobody_back() -> None:
    """A sheet keeps a quarter of a standing person's load and loses it over half a minute."""
    def scene(t: float) -> Loads:
        if t < 3:
            return EMPTY
        if t < 15:
            return STANDING if t < 8 else SITTING
        left = math.exp(-(t - 15) / 9)
        return (0.75 * left, 0.7 * left, 0.4 * left, 0.15 * left)

    assert kinds(told(scene, 120)) == ["arrived", "departed"]


def test_who_comes_back_while_the_sheet_still_lets_go_is_noticed() -> None:
    def scene(t: float) -> Loads:
        left = math.exp(-(t - 10) / 9)
        residue = (0.75 * left, 0.7 * left, 0.0, 0.0)
        return EMPTY if t < 3 else STANDING if t < 10 or t > 16 else residue

    assert kinds(told(scene, 20)) == ["arrived", "departed", "arrived"]


def test_an_old_sheet_with_an_eighth_of_its_span_still_notices_two_feet() -> None:
    assert kinds(told(lambda t: tuple(load / 8 for load in STANDING) if t > 3 else EMPTY, 8)) == ["arrived"]


def test_a_dog_that_walks_over_both_foot_zones_starts_no_session() -> None:
    def scene(t: float) -> Loads:
        return (0.9 * (4.0 < t < 6.2), 0.8 * (5.0 < t < 7.5), 0.3 * (7.0 < t < 8.0), 0.0)

    assert told(scene, 15) == []


def test_sliding_down_the_mat_is_not_sitting_up() -> None:
    """Eleven centimetres towards the feet: the upper zone loses its load, the lower one gains, the feet stay."""
    left, right, lower, upper = LYING
    slid = (left, right * 1.04, lower * 1.5, upper * 0.1)
    said = told(lambda t: EMPTY if t < 3 else LYING if t < 15 else slid, 30)
    assert kinds(said) == ["arrived", "supine"]


def test_sitting_up_presses_the_feet_and_is_told_within_two_seconds() -> None:
    said = told(lambda t: EMPTY if t < 3 else LYING if t < 15 else SITTING, 20)
    assert kinds(said) == ["arrived", "supine", "not_supine"]
    assert said[-1].t_s < 17


def test_who_sat_up_and_leans_back_a_little_is_not_lying_again() -> None:
    leaning = (1.1, 1.0, 1.6, 0.3)
    said = told(lambda t: EMPTY if t < 3 else LYING if t < 15 else SITTING if t < 18 else leaning if t < 22 else LYING,
                28)
    assert kinds(said) == ["arrived", "supine", "not_supine", "supine"]
    assert said[-1].t_s > 22


def test_who_lies_far_down_the_mat_is_seen_lying() -> None:
    """The seat carries far less than while sitting down on it, the upper zone hardly more."""
    sat, lies = (0.8, 0.7, 3.4, 0.13), (0.5, 0.5, 2.3, 0.17)
    said = told(lambda t: EMPTY if t < 3 else STANDING if t < 6 else sat if t < 9 else lies, 16)
    assert kinds(said) == ["arrived", "supine"]
    assert said[-1].t_s > 10
