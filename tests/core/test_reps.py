"""Which feet in the air make a repetition: from made-up loads with sacral zones that answer as a body does."""

import itertools
import math
from collections.abc import Callable, Sequence

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


Tamper = Callable[[float, list[float]], list[float] | None]
"""What a mishap makes of a sample's volts at a time; None loses it."""


def lying_with(moves: Sequence[Move], seconds: float, *, carries: bool = True, flat: tuple[float, float] = FLAT,
               rest: float = 0.08, keeps: float = 0.0, tilts: Sequence[str] = (),
               tamper: Tamper | None = None) -> list[ev.Event]:
    """Somebody lies down at 4 s; a foot takes 0.6 s to leave its zone. The pelvis `carries` a raised leg, or not, and
    lifts when a knee of `tilts` is up. Zones read the conductance `rest` without a load, and a foot's zone `keeps` this
    share of its load when the foot is in the air."""
    pipeline = Pipeline(KIT4)
    said: list[ev.Event] = []
    for n in range(int(seconds * RATE_HZ)):
        t = n / RATE_HZ
        up = {"left": 0.0, "right": 0.0}
        for side, off_s, on_s in moves:
            up[side] = max(up[side], min(1.0, max(0.0, (t - off_s + 0.3) / 0.6), max(0.0, (on_s + 0.3 - t) / 0.6)))
        more = 0.12 * (up["left"] + up["right"]) if carries else 0.0
        tilt = max((max(0.0, up[side] - 0.7) / 0.3 for side in tilts), default=0.0)
        breath = 1 + 0.01 * math.sin(math.tau * 0.25 * t)
        left, right = (1 - (1 - keeps) * up[side] for side in ("left", "right"))
        loads = (flat[0] * left, flat[1] * right, SACRUM[0] * (1 + more - 0.4 * tilt) * breath,
                 SACRUM[1] * (1 + 0.5 * tilt) / breath)
        there = min(1.0, max(0.0, (t - 4.0) / 0.5))
        g = [rest + load * there for load in loads]
        volts: list[float] | None = [3.3 * x / (1 + x) + 0.0005 * (n % 3) * (x > 0) for x in g]
        if tamper:
            volts = tamper(t, volts or [])
        if volts is not None:
            said += pipeline.step(Sample(t, tuple(volts)))
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


def test_fsrs_that_read_nothing_without_a_load_count_like_sheets() -> None:
    """A lifted foot's zone reads exactly 0 V for the whole hold, and nobody calls it dead."""
    said = lying_with([("left", 10, 17), ("right", 20, 27)], 30, rest=0.0)
    assert [rep.valid for rep in reps(said)] == [True, True]
    assert not [event for event in said if isinstance(event, ev.ZoneFault)]


def test_what_is_left_of_a_hold_after_a_fault_is_not_counted() -> None:
    """A zone is noisy from 12 to 14 s while the knee is up from 10 to 30."""
    def noisy(t: float, volts: list[float]) -> list[float]:
        if 12 < t < 14:
            volts[2] = 0.4 if int(t * RATE_HZ) % 2 else 1.9
        return volts

    said = lying_with([("left", 10, 30), ("right", 36, 42)], 46, tamper=noisy)
    assert [rep.kind for rep in reps(said) if rep.valid] == ["single_right"]


@pytest.mark.parametrize("stuck_v", [0.4, 1.234, 2.6])
def test_after_a_stuck_zone_is_well_counting_goes_on_whatever_it_read(stuck_v: float) -> None:
    def stuck(t: float, volts: list[float]) -> list[float]:
        return [stuck_v, *volts[1:]] if 10 < t < 18 else volts

    said = lying_with([("left", 30, 36), ("right", 40, 46)], 50, tamper=stuck)
    assert [rep.kind for rep in reps(said) if rep.valid] == ["single_left", "single_right"]
    assert [event.side for event in said if isinstance(event, ev.Lift) and event.t_s > 14] == ["left", "right"]


@pytest.mark.parametrize("from_s", [10.02, 10.10, 13.0])
def test_what_was_not_seen_is_not_counted(from_s: float) -> None:
    """Five seconds are missing, beginning as the foot leaves or later; the rest of that hold counts no more."""
    def gap(t: float, volts: list[float]) -> list[float] | None:
        return None if from_s < t < from_s + 5 else volts

    said = lying_with([("left", 10, 26), ("right", 30, 36)], 40, tamper=gap)
    assert [rep.kind for rep in reps(said) if rep.valid][-1] == "single_right"
    assert all(rep.start_s > from_s - 1 and rep.hold_s <= 26 - from_s - 5 for rep in reps(said) if rep.valid)
    assert len([event for event in said if isinstance(event, ev.Lift)]) <= 3


@pytest.mark.parametrize("hangs_s", [30, 150])
def test_a_rep_beside_a_hanging_foot_begins_when_its_own_foot_left(hangs_s: float) -> None:
    begin = 9 + hangs_s
    turns = [("left", begin + 10 * n, begin + 6 + 10 * n) for n in range(3)]
    told = [rep for rep in reps(lying_with([("right", 9, 1e4), *turns], begin + 40)) if rep.valid]
    assert len(told) >= 2
    for rep in told:
        assert rep.end_s - rep.start_s == pytest.approx(6, abs=1)
        assert rep.hold_s < 6


@pytest.mark.parametrize("pause_s", [0.4, 0.7, 1.0, 1.6])
def test_knees_that_alternate_without_a_rest_are_each_judged_against_lying(pause_s: float) -> None:
    begin = 16 + pause_s
    told = reps(lying_with([("left", 10, 16), ("right", begin, begin + 6)], 32, tilts=["left", "right"]))
    assert [(rep.kind, rep.valid, rep.pelvic_lift) for rep in told] == [
        ("single_left", True, True), ("single_right", True, True)]
    told = reps(lying_with([("left", 10, 16), ("right", begin, begin + 6)], 32, tilts=["left"]))
    assert [(rep.kind, rep.valid, rep.pelvic_lift) for rep in told] == [
        ("single_left", True, True), ("single_right", True, False)]


def test_nobody_is_told_to_have_held_what_was_needed() -> None:
    from mat.core.reps import _too_short
    assert _too_short(1.98, 2.0) == "held 1.9 s, 2 s are needed"
    assert _too_short(2.0, 2.0) is None


def test_zones_that_are_stuck_are_not_called_well_when_others_get_stuck_too() -> None:
    def freezing(t: float, volts: list[float]) -> list[float]:
        return [1.1 if t > 10 * (zone + 1) and zone < 3 else v for zone, v in enumerate(volts)]

    said = lying_with([], 60, tamper=freezing)
    assert [(type(event).__name__, event.zone) for event in said if isinstance(event, ev.ZoneFault | ev.ZoneOk)][:2] \
        == [("ZoneFault", "foot_left"), ("ZoneFault", "foot_right")]
    assert not [event for event in said if isinstance(event, ev.ZoneOk)]


def test_a_converter_that_repeats_its_last_values_for_ever_is_stuck() -> None:
    last: list[float] = []

    def hung(t: float, volts: list[float]) -> list[float]:
        if t < 13 or not last:
            last[:] = volts
        return list(last)

    said = lying_with([("left", 10, 30)], 25, tamper=hung)
    assert {event.zone for event in said if isinstance(event, ev.ZoneFault)} >= {"sacrum_lower", "sacrum_upper"}
    assert not [rep for rep in reps(said) if rep.valid]


def test_how_a_foot_rests_is_not_learned_while_it_hangs_in_the_air_after_a_fault() -> None:
    """A sheet that keeps 15 % of its load looks like a light foot at rest."""
    def noisy(t: float, volts: list[float]) -> list[float]:
        if 12 < t < 14:
            volts[2] = 0.4 if int(t * RATE_HZ) % 2 else 1.9
        return volts

    said = lying_with([("left", 10, 25), ("left", 29, 35)], 40, keeps=0.15, tamper=noisy)
    assert [rep.valid for rep in reps(said) if rep.start_s > 27] == [True]
    assert [event.t_s > 25 for event in said if isinstance(event, ev.Supine)] == [False, True]


def test_the_ringing_of_a_landing_foot_is_no_fault_at_20_hz() -> None:
    from mat.core.health import Health
    health = Health(KIT4.names)
    told = []
    for n in range(200):
        ringing = 0.15 * (-1) ** n if 60 < n < 90 else 0.0
        others = [0.5 + 0.001 * (n % 2)] * 3
        told += health.step(Sample(n / 20, (1.2 + ringing + 0.001 * (n % 3), *others)))
    assert told == []


def test_a_shuffle_teaches_no_floor() -> None:
    """A foot that is off for half a second keeps a quarter of its load on the sheet; the level for off stays."""
    from mat.core.lifts import Foot
    foot = Foot("left")
    foot.rest(1.0)
    before = foot.off_below
    for n in range(100):
        foot.step(n * 0.02, 0.25 if 20 <= n < 45 else 1.0)
    assert foot.off_below == before
    for n in range(100, 300):
        foot.step(n * 0.02, 0.02 if 120 <= n < 220 else 1.0)
    assert foot.off_below < before
