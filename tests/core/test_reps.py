"""Which feet in the air make a repetition: from made-up loads with sacral zones that answer as a body does."""

import itertools
from collections.abc import Sequence

import pytest

from mat.core import events as ev
from mat.core.pipeline import Pipeline
from mat.core.zones import KIT4, Sample
from tests.core.test_body import kinds

RATE_HZ = 50
FLAT = (0.6, 0.5)
SACRUM = (1.0, 0.7)
Move = tuple[str, float, float]
"""Side, second the foot leaves, second it comes back."""


def lying_with(moves: Sequence[Move], seconds: float, *, carries: bool = True, flat: tuple[float, float] = FLAT,
               lies_from_s: float = 3.0) -> list[ev.Event]:
    """Somebody lies down at 3 s; a foot takes 0.6 s to leave its zone. The pelvis `carries` a raised leg, or not."""
    pipeline = Pipeline(KIT4)
    said: list[ev.Event] = []
    for n in range(int(seconds * RATE_HZ)):
        t = n / RATE_HZ
        up = {"left": 0.0, "right": 0.0}
        for side, off_s, on_s in moves:
            up[side] = max(up[side], min(1.0, max(0.0, (t - off_s + 0.3) / 0.6), max(0.0, (on_s + 0.3 - t) / 0.6)))
        more = 0.12 * (up["left"] + up["right"]) if carries else 0.0
        loads = (flat[0] * (1 - up["left"]), flat[1] * (1 - up["right"]), SACRUM[0] * (1 + more), SACRUM[1])
        there = min(1.0, max(0.0, (t - lies_from_s) / 0.5))
        ripple = 0.0005 * (n % 3)
        g = [0.08 + load * there for load in loads]
        said += pipeline.step(Sample(t, tuple(3.3 * x / (1 + x) + ripple for x in g)))
    return said + pipeline.finish()


def reps(events: list[ev.Event]) -> list[ev.Rep]:
    return [event for event in events if isinstance(event, ev.Rep)]


def test_a_raised_knee_counts() -> None:
    [rep] = reps(lying_with([("left", 10, 17)], 20))
    assert (rep.kind, rep.valid) == ("single_left", True)


@pytest.mark.parametrize("feet", [["left"], ["left", "right"]])
def test_legs_stretched_out_flat_do_not_count_and_it_says_why(feet: list[str]) -> None:
    """Heels beyond the zone's edge empty it for long, but the mat goes on carrying the legs."""
    told = reps(lying_with([(foot, 10, 22) for foot in feet], 26, carries=False))
    assert [rep.reason for rep in told] == ["the foot moved, but the knee was not raised"]


def test_stretching_the_legs_between_two_reps_loses_neither() -> None:
    moves = [("left", 10, 16), ("right", 40, 46)]
    said = lying_with(moves, 50)
    assert [rep.valid for rep in reps(said)] == [True, True]


def test_a_foot_that_bounces_in_landing_came_down_when_it_first_touched() -> None:
    [calm] = reps(lying_with([("left", 10, 17)], 20))
    [bounced] = reps(lying_with([("left", 10, 17), ("left", 17.35, 17.75)], 20))
    assert bounced.end_s == pytest.approx(calm.end_s, abs=0.1)
    assert bounced.hold_s == pytest.approx(calm.hold_s, abs=0.1)


def test_the_next_knee_that_rises_while_the_first_comes_down_makes_two_reps() -> None:
    told = reps(lying_with([("left", 10, 17), ("right", 16.5, 23)], 27))
    assert [(rep.kind, rep.valid) for rep in told] == [("single_left", True), ("single_right", True)]
    assert told[0].end_s < told[1].end_s


def test_both_knees_up_together_make_one_double() -> None:
    told = reps(lying_with([("left", 10, 19), ("right", 11.5, 18)], 22))
    assert [(rep.kind, rep.valid, rep.simultaneous) for rep in told] == [("double", True, False)]


def test_a_foot_that_seems_to_hang_in_the_air_for_ever_does_not_swallow_the_other_ones_reps() -> None:
    """It slid off the mat's side: its zone stays empty while the other knee goes on."""
    hanging = ("right", 9.0, 200.0)
    turns = [("left", 12.0 + 10 * n, 18.0 + 10 * n) for n in range(4)]
    told = [rep for rep in reps(lying_with([hanging, *turns], 60)) if rep.valid]
    assert len(told) >= 3
    assert all(rep.hold_s < 7 for rep in told)


def test_a_sheet_that_still_lets_go_of_the_standing_load_is_no_lift() -> None:
    """Somebody leans back slowly; the feet grow light at once and their zones, stood on before, go on falling."""
    pipeline = Pipeline(KIT4)
    said: list[ev.Event] = []
    leaning, reclined = (0.95, 0.75, 1.6, 0.3), (0.40, 0.38, 0.9, 0.52)
    for n in range(60 * RATE_HZ):
        t = n / RATE_HZ
        back = min(1.0, max(0.0, (t - 12) / 1.5))
        loads = [(a + (b - a) * back) * (t > 3) for a, b in zip(leaning, reclined, strict=True)]
        for foot in (0, 1):
            loads[foot] -= 0.14 * (1 - 0.5 ** (max(0.0, t - 13.5) / 5))
        said += pipeline.step(Sample(t, tuple(3.3 * (g + 0.08) / (1.08 + g) + 0.0005 * (n % 3) for g in loads)))
    assert kinds(said) == ["arrived", "supine"]


def test_a_pelvis_far_off_its_zones_cannot_tell_whether_it_lifted() -> None:
    from mat.core.pelvis import Pelvis
    pelvis = Pelvis(KIT4)
    assert pelvis.judge((0.6, 0.5, 0.6, 0.4), (0.0, 0.5, 1.2, 0.9)) is None
    assert pelvis.judge((0.6, 0.5, 1.0, 0.7), (0.0, 0.5, 0.5, 0.9)) is True
    assert pelvis.judge((0.6, 0.5, 1.0, 0.7), (0.0, 0.5, 1.1, 0.75)) is False


def test_a_slow_person_is_timed_with_a_slow_persons_way() -> None:
    from mat.core.hold import Pace
    rows = [[1.0 + 0.3 * min(1.0, t / 3, (15 - t) / 3)] for t in (0.04 * k for k in range(375))]
    times = [0.04 * k for k in range(375)]
    begin, until, _ = Pace().hold(times, rows, 0.0, 15.0)
    assert until == pytest.approx(12.5, abs=0.6)
    assert 1.5 < begin < 4.5


def test_the_pace_is_forgotten_when_the_person_leaves() -> None:
    from mat.core.hold import Pace
    pace = Pace()
    times = [0.04 * k for k in range(375)]
    slow = [[1.0 + 0.3 * min(1.0, t / 3, (15 - t) / 3)] for t in times]
    quick = [[1.0 + 0.3 * min(1.0, t / 0.6, (15 - t) / 0.6)] for t in times]
    pace.learn(pace.hold(times, slow, 0.0, 15.0)[2])
    remembered = pace.hold(times, quick, 0.0, 15.0)
    pace.forget()
    assert pace.hold(times, quick, 0.0, 15.0)[0] < remembered[0]


@pytest.mark.parametrize("sides", list(itertools.product(("left", "right"), repeat=2)))
def test_every_order_of_two_reps_counts_two(sides: tuple[str, str]) -> None:
    told = reps(lying_with([(sides[0], 10, 16), (sides[1], 18.5, 25)], 29))
    assert [(rep.kind, rep.valid) for rep in told] == [(f"single_{side}", True) for side in sides]
