"""The emulated person and sensors: loads and levels as in the exercise's fact sheet and the labelled recordings."""

import numpy as np
import pytest

from hardware.clock import FakeClock
from hardware.emulation.person import Person
from hardware.emulation.script import Visitor, evening
from hardware.emulation.sensors import Sensors, mat_pins
from mat.core.exercise import Plan
from mat.core.snapshot import Snapshot
from mat.core.zones import KIT4, KIT8

SEEDS = (1, 2, 3, 4)


def timeline(person, until_s, rate_hz=50):
    times = np.arange(0, until_s, 1 / rate_hz)
    return times, np.array([person.loads_n(float(t)) for t in times])


def lying(seed=1, layout=KIT4, **how):
    person = Person(80.0, seed, layout, **how)
    person.step_on(1.0)
    person.sit(6.0)
    person.lie_down(10.0)
    return person


def between(times, loads, begin_s, end_s):
    return loads[(times >= begin_s) & (times < end_s)].mean(axis=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_standing_puts_the_whole_weight_on_the_feet(seed):
    person = Person(80.0, seed)
    person.step_on(1.0)
    times, loads = timeline(person, 6.0)
    assert between(times, loads, 0.0, 1.0) == pytest.approx((0, 0, 0, 0))
    left, right, *pelvis = between(times, loads, 3.0, 6.0)
    assert left + right == pytest.approx(80 * 9.81, rel=0.01)
    assert min(left, right) > 0.35 * 80 * 9.81
    assert pelvis == [0, 0]


@pytest.mark.parametrize("seed", SEEDS)
def test_lying_has_the_shares_of_the_fact_sheet(seed):
    times, loads = timeline(lying(seed), 30.0)
    share = between(times, loads, 18.0, 30.0) / (80 * 9.81)
    assert share[0] + share[1] == pytest.approx(0.135, abs=0.01)
    assert share[2] + share[3] == pytest.approx(0.40, abs=0.02)


@pytest.mark.parametrize("side", [0, 1])
def test_a_lifted_knee_bares_its_foot_and_loads_the_pelvis(side):
    person = lying()
    person.lift(("left", "right")[side], 20.0)
    times, loads = timeline(person, 26.0)
    rest, held = between(times, loads, 16.0, 20.0), between(times, loads, 22.5, 26.0)
    assert held[side] == 0
    assert held[1 - side] == pytest.approx(rest[1 - side], rel=0.05)
    assert held[3] / rest[3] > 1.5
    assert held[2] / rest[2] < 0.75


def test_without_a_pelvic_lift_both_parts_of_the_pelvis_gain_alike():
    person = lying(pelvic_lift=0.0)
    person.lift("left", 20.0)
    times, loads = timeline(person, 26.0)
    rest, held = between(times, loads, 16.0, 20.0), between(times, loads, 22.5, 26.0)
    assert (held[2:] / rest[2:]) == pytest.approx((1.3, 1.3), abs=0.12)


def test_a_lift_takes_its_time_and_the_foot_leaves_early_in_it():
    person = lying()
    done_s = person.lift("left", 20.0)
    times, loads = timeline(person, 24.0)
    bare = times[(times > 20.0) & (loads[:, 0] == 0)][0]
    assert 20.2 < bare < 21.2 < done_s < 22.0


def test_the_same_seed_gives_the_same_loads_and_another_one_others():
    first, again, other = (timeline(lying(seed), 20.0)[1] for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_eight_zones_share_the_same_body():
    four, eight = timeline(lying(layout=KIT4), 30.0)[1][-1], timeline(lying(layout=KIT8), 30.0)[1][-1]
    assert eight[2] + eight[3] == pytest.approx(four[2])
    assert eight[4] + eight[5] == pytest.approx(four[3])
    assert eight[6] + eight[7] == pytest.approx(0.35 * 80 * 9.81, rel=0.05)


def conductances(seed, until_s, person):
    pins = mat_pins(person, Sensors(KIT4, seed))
    times = np.arange(0, until_s, 0.01)
    volts = np.array([pins(float(t)) for t in times])
    return times, volts, volts / (3.3 - volts)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_levels_are_those_of_the_labelled_recordings(seed):
    person = lying(seed)
    person.lift("left", 25.0)
    times, volts, g = conductances(seed, 31.0, person)
    empty, standing = between(times, g, 0.2, 1.0), between(times, g, 3.5, 6.0)
    rest, held = between(times, g, 20.0, 25.0), between(times, g, 29.0, 31.0)
    assert all(0.01 < level < 0.2 for level in empty)
    assert all(1.7 < level < 5.5 for level in standing[:2])
    assert all(0.45 < level < 1.1 for level in rest[:2])
    assert all(0.5 < level < 1.6 for level in rest[2:])
    assert empty[0] < held[0] < 0.35 * rest[0]
    noise_v = volts[times < 1.0].std(axis=0)
    assert all(0.0003 < noise < 0.003 for noise in noise_v)


def pressed(seed, *loads_of_foot):
    """Conductance of a foot zone sampled at 100 Hz under (newtons, seconds) one after the other."""
    sensors, volts = Sensors(KIT4, seed), []
    for newtons, seconds in loads_of_foot:
        for _ in range(int(seconds * 100)):
            volts.append(sensors.volts(len(volts) / 100, (newtons, 0.0, 0.0, 0.0))[0])
    return np.array(volts) / (3.3 - np.array(volts))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_released_zone_falls_late_and_remembers_its_load_for_some_seconds(seed):
    g = pressed(seed, (0.0, 1), (400.0, 20), (0.0, 10))
    empty, released = g[:100].mean(), g[2100:]
    assert released[5] > 0.3 * g[2000:2100].mean()
    assert empty + 0.1 < released[90:110].mean() < 0.2 * g[2000:2100].mean()
    assert empty < released[900:].mean() < empty + 0.08


@pytest.mark.parametrize("seed", SEEDS)
def test_a_load_that_stays_creeps_upward(seed):
    g = pressed(seed, (0.0, 1), (200.0, 120))
    assert 1.007 < g[11000:].mean() / g[200:300].mean() < 1.05


def test_an_evening_has_all_its_lifts_and_ends_empty():
    person = Person(80.0, 3)
    plan = Plan("single", reps_per_side=3, hold_s=5.0)
    end_s = evening(person, plan, 2.0)
    times, loads = timeline(person, end_s + 2.0)
    lies = (times > 20) & (times < end_s - 22)
    lifts = [int(np.sum(np.diff((loads[lies][:, foot] == 0).astype(int)) == 1)) for foot in (0, 1)]
    assert lifts == [3, 3]
    assert loads[-1] == pytest.approx((0, 0, 0, 0))


class Stage:
    """Shows screens to a visitor in turn and watches the loads."""

    def __init__(self, plan):
        self.clock = FakeClock()
        self.person = Person(75.0, 2)
        self.visitor = Visitor(self.person, plan, seed=2)
        self.intents = []

    def show(self, screen, seconds, **more):
        for _ in range(int(seconds * 20)):
            self.clock.advance(0.05)
            snapshot = Snapshot(screen, self.clock.now_s(), **more)
            self.visitor.obey(snapshot)
            answer = self.visitor.answer(snapshot)
            if answer:
                self.intents.append(answer)
            self.loads = self.person.loads_n(self.clock.now_s())
        return [load > 1 for load in self.loads[:2]], self.loads[2] > 50

    def lies_down(self):
        assert self.show("home", 1.5) == ([False, False], False)
        return self.show("lie_down", 16)


def test_a_visitor_comes_lies_down_lifts_holds_lowers_answers_and_leaves():
    stage = Stage(Plan("single"))
    assert stage.lies_down() == ([True, True], True)
    assert stage.show("lift", 0.5, side="right")[0] == [True, True]
    assert stage.show("lift", 3, side="right")[0] == [True, False]
    assert stage.show("hold", 5, side="right")[0] == [True, False]
    assert stage.show("lower", 3.5, side="right")[0] == [True, True]
    assert stage.show("pain", 6) == ([True, True], True)
    assert stage.intents == ["pain:1"]
    assert stage.show("summary", 30) == ([False, False], False)


def test_a_visitor_brings_up_the_second_leg_after_the_first_and_lowers_one_at_a_time():
    stage = Stage(Plan("both"))
    stage.lies_down()
    assert stage.show("lift", 3, side="left")[0] == [False, True]
    assert stage.show("lift", 3.5, side="right", second_leg=True)[0] == [False, False]
    assert stage.show("hold", 4)[0] == [False, False]
    feet = [tuple(stage.show("lower", 0.1)[0]) for _ in range(60)]
    assert list(dict.fromkeys(feet)) == [(False, False), (True, False), (True, True)]


def test_a_visitor_who_is_asked_again_puts_the_leg_down_and_tries_once_more():
    stage = Stage(Plan("single"))
    stage.lies_down()
    feet = [tuple(stage.show("lift", 0.1, side="left")[0]) for _ in range(160)]
    assert [up for n, up in enumerate(feet) if n == 0 or up != feet[n - 1]] == [
        (True, True), (False, True), (True, True), (False, True)]


def test_a_visitor_stays_when_the_screen_has_not_begun_yet():
    stage = Stage(Plan("single"))
    assert stage.show("home", 40) == ([True, True], True)


@pytest.mark.parametrize("screen", ["stop", "paused", "fault", "done"])
def test_a_visitor_lowers_the_leg_when_the_session_stops(screen):
    stage = Stage(Plan("single"))
    stage.lies_down()
    stage.show("lift", 4, side="left")
    assert stage.show(screen, 4)[0] == [True, True]
