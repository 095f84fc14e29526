"""The guided check on made-up readings: what is told of wires, and what is never guessed."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mat.core.wiring import ASK_S, IDLE_S, PATIENCE_S, WiringCheck
from mat.core.wiring_verdict import Trial, Wait, judge
from mat.core.wiring_view import CheckView
from mat.core.zones import KIT4, KIT8, LAYOUTS, SUPPLY_V, Layout, Sample
from tests.core.checking import REST_G, Readings, hand, run

STRAIGHT = {"kit4": (0, 1, 2, 3), "kit8": (0, 1, 2, 3, 4, 5, 6, 7)}
PINS4 = ("A0 of 0x48", "A1 of 0x48", "A2 of 0x48", "A3 of 0x48")


def troubles(view: CheckView) -> dict[str, tuple[str, ...]]:
    assert view.wiring is not None
    return {zone.zone: zone.troubles for zone in view.wiring.zones if zone.troubles}


def answers(view: CheckView) -> list[str | None]:
    assert view.wiring is not None
    return [zone.answered for zone in view.wiring.zones]


def checked(layout: Layout, order: tuple[int, ...], rises: list[float] | None = None) -> CheckView:
    check = WiringCheck(layout)
    return run(check, hand(check, order, rises))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_mat_that_is_wired_right_is_fine(layout: Layout) -> None:
    view = checked(layout, STRAIGHT[layout.name])
    assert view.wiring is not None
    assert (view.phase, view.wiring.fine, troubles(view)) == ("done", True, {})
    assert [zone.rise for zone in view.wiring.zones] == pytest.approx([1.5] * len(layout.zones), abs=0.01)
    assert json.loads(json.dumps(view.wiring.as_json()))["fine"] is True


def test_the_input_of_a_zone_is_named_by_its_place() -> None:
    view = checked(KIT8, STRAIGHT["kit8"])
    assert view.wiring is not None
    assert [zone.pin for zone in view.wiring.zones] == [*PINS4, *(pin.replace("48", "49") for pin in PINS4)]


@settings(max_examples=25, deadline=None)
@given(data=st.data(), layout=st.sampled_from([KIT4, KIT8]))
def test_any_permutation_of_the_wires_is_named_exactly(data: st.DataObject, layout: Layout) -> None:
    order = tuple(data.draw(st.permutations(range(len(layout.zones)))))
    view = checked(layout, order)
    names = layout.names
    assert answers(view) == [names[order.index(zone)] for zone in range(len(names))]
    crossed = {names[zone] for zone, wire in enumerate(order) if order.index(zone) != zone}
    assert set(troubles(view)) == crossed
    for name, told in troubles(view).items():
        zone = names.index(name)
        mutual = order.index(order.index(zone)) == zone
        chips = order == (4, 5, 6, 7, 0, 1, 2, 3)
        assert told == (("chips",) if chips else ("swapped",) if mutual else ("wrong",))


def test_two_swapped_wires_are_told_as_a_pair() -> None:
    assert troubles(checked(KIT4, (1, 0, 2, 3))) == {"foot_left": ("swapped",), "foot_right": ("swapped",)}


def test_swapped_converters_are_told_as_such() -> None:
    view = checked(KIT8, (4, 5, 6, 7, 0, 1, 2, 3))
    assert view.wiring is not None
    assert view.wiring.chips_swapped
    assert set(troubles(view).values()) == {("chips",)}


def test_swapped_converters_are_told_with_one_dead_zone_on_each() -> None:
    view = checked(KIT8, (4, 5, 6, 7, 0, 1, 2, 3), [0, 1, 1, 1, 1, 1, 1, 0])
    assert view.wiring is not None
    assert view.wiring.chips_swapped
    assert troubles(view)["foot_left"] == troubles(view)["back_right"] == ("dead",)


def test_a_single_wire_across_the_converters_is_not_a_swap_of_them() -> None:
    view = checked(KIT8, (4, 1, 2, 3, 0, 5, 6, 7))
    assert view.wiring is not None
    assert not view.wiring.chips_swapped


def test_two_converters_are_not_called_swapped_while_a_zone_answers_on_its_own() -> None:
    view = checked(KIT8, (0, 5, 6, 7, 4, 1, 2, 3))
    assert set(troubles(view).values()) == {("swapped",)}
    assert set(troubles(view)) == set(KIT8.names) - {"foot_left", "sacrum_upper_left"}


def test_two_converters_are_not_called_swapped_for_a_single_pair() -> None:
    told = troubles(checked(KIT8, (4, 5, 6, 7, 0, 1, 2, 3), [1, 0, 0, 0, 1, 0, 0, 0]))
    assert told["foot_left"] == told["sacrum_upper_left"] == ("swapped",)


def test_a_zone_that_does_not_answer_is_dead_and_the_others_are_still_asked_for() -> None:
    assert troubles(checked(KIT4, STRAIGHT["kit4"], [1.5, 1.5, 0.0, 1.5])) == {"sacrum_lower": ("dead",)}


@pytest.mark.parametrize(("rise", "told"), [(0.19, ("weak",)), (0.44, ("weak",)), (0.46, ())])
def test_a_zone_far_below_the_middle_of_the_others_is_weak(rise: float, told: tuple[str, ...]) -> None:
    assert troubles(checked(KIT4, STRAIGHT["kit4"], [1.5, 1.5, 1.5, rise])).get("sacrum_upper", ()) == told


def test_a_whole_mat_that_hardly_answers_is_weak_too() -> None:
    assert set(troubles(checked(KIT4, STRAIGHT["kit4"], [0.13] * 4)).values()) == {("weak",)}


def test_a_press_that_hits_the_rail_is_told() -> None:
    assert troubles(checked(KIT4, STRAIGHT["kit4"], [60.0, 1.5, 1.5, 1.5])) == {"foot_left": ("saturated",)}


def test_a_neighbour_that_only_feels_the_press_is_no_answer() -> None:
    check = WiringCheck(KIT4)
    whole = hand(check, STRAIGHT["kit4"], [3.0, 0.0, 3.0, 3.0])

    def readings(view: CheckView, since_s: float) -> list[float]:
        loads = list(whole(view, since_s))
        if view.phase == "press" and view.zone == "foot_right" and 0.5 < since_s < 2.0:
            loads[0] += 0.12
        return loads

    assert troubles(run(check, readings)) == {"foot_right": ("dead",)}


# -- what is in the way ---------------------------------------------------------------------------------


def resting(**loads: float) -> Readings:
    return lambda view, since_s: [loads.get(name, REST_G) for name in view.layout.names]


def test_with_somebody_on_the_mat_it_says_so_and_never_begins() -> None:
    view = run(WiringCheck(KIT4), resting(sacrum_lower=0.62))
    assert (view.phase, view.zone) == ("refused", None)
    assert view.wait == Wait("someone", "sacrum_lower", value=0.62)
    assert set(troubles(view).values()) == {("unchecked",)}


def test_a_zone_at_the_supply_is_named_as_a_short() -> None:
    view = run(WiringCheck(KIT4), resting(foot_left=300.0))
    assert view.wait is not None
    assert (view.phase, view.wait.key, view.wait.zone, view.wait.value) == ("refused", "rail", "foot_left", 3.29)
    assert troubles(view)["foot_left"] == ("rail",)


def test_a_noisy_zone_is_named_and_nothing_is_asked_for() -> None:
    flip = [1]

    def readings(view: CheckView, since_s: float) -> list[float]:
        flip[0] = -flip[0]
        return [REST_G + (0.03 * (1 + flip[0]) if name == "foot_right" else 0.0) for name in view.layout.names]

    view = run(WiringCheck(KIT4), readings)
    assert view.wait is not None
    assert (view.phase, view.wait.key, view.wait.zone) == ("refused", "noisy", "foot_right")
    assert view.wait.value > 30
    assert troubles(view)["foot_right"] == ("noisy",)


def test_a_zone_that_slowly_goes_up_and_down_is_no_measure() -> None:
    def readings(view: CheckView, since_s: float) -> list[float]:
        return [0.1 + (0.05 * math.sin(3 * since_s) if name == "sacrum_lower" else 0.0) for name in view.layout.names]

    view = run(WiringCheck(KIT4), readings)
    assert view.wait is not None
    assert (view.phase, view.wait.key, view.wait.zone) == ("refused", "unsteady", "sacrum_lower")
    assert troubles(view)["sacrum_lower"] == ("unsteady",)


def test_who_does_as_asked_is_told_of_nothing_in_the_way() -> None:
    check = WiringCheck(KIT4)
    press = hand(check, STRAIGHT["kit4"])
    waits = set()

    def readings(view: CheckView, since_s: float) -> list[float]:
        waits.add(view.wait and view.wait.key)
        return list(press(view, since_s))

    run(check, readings)
    assert waits == {None, "looking"}


def test_who_leaves_the_mat_in_time_is_not_refused() -> None:
    check = WiringCheck(KIT4)
    press = hand(check, STRAIGHT["kit4"])

    def readings(view: CheckView, since_s: float) -> list[float]:
        return [1.0] * 4 if view.phase == "empty" and since_s < PATIENCE_S - 5 else list(press(view, since_s))

    assert run(check, readings).phase == "done"


def test_two_zones_at_once_are_asked_for_again() -> None:
    check = WiringCheck(KIT4)
    waits: set[str] = set()

    def readings(view: CheckView, since_s: float) -> list[float]:
        if view.wait:
            waits.add(view.wait.key)
        loads = [REST_G] * 4
        if view.phase == "press" and view.zone:
            zone = KIT4.names.index(view.zone)
            loads[zone] += 1.0 if 0.5 < since_s < 2 or 4 < since_s < 6 else 0
            loads[(zone + 1) % 4] += 0.9 if 0.5 < since_s < 2 else 0
        return loads

    view = run(check, readings)
    assert (view.phase, troubles(view)) == ("done", {})
    assert "two" in waits


def test_time_in_which_something_is_in_the_way_does_not_count() -> None:
    check = WiringCheck(KIT4)

    def readings(view: CheckView, since_s: float) -> list[float]:
        loads = [REST_G] * 4
        if view.phase == "press" and view.zone:
            in_the_way = view.zone == "foot_right" and since_s < ASK_S + 8
            loads[KIT4.names.index(view.zone)] += 1.0 if in_the_way or since_s % 3 > 1.5 else 0
            loads[3] += 1.0 if in_the_way else 0
        return loads

    assert troubles(run(check, readings)) == {}


def test_two_zones_that_always_answer_together_are_told_as_joined() -> None:
    check = WiringCheck(KIT4)

    def readings(view: CheckView, since_s: float) -> list[float]:
        loads = [REST_G] * 4
        if view.phase == "press" and view.zone and since_s % 3 > 1.5:
            zone = KIT4.names.index(view.zone)
            loads[zone] += 1.0
            if zone in (2, 3):
                loads[5 - zone] += 0.8
        return loads

    assert troubles(run(check, readings)) == {"sacrum_lower": ("together",), "sacrum_upper": ("together",)}


def test_who_steps_onto_the_mat_and_stays_ends_the_check_without_a_verdict() -> None:
    check = WiringCheck(KIT4)
    view = run(check, lambda view, since_s: [REST_G if view.phase == "empty" else 1.0] * 4)
    assert (view.phase, view.wait) == ("refused", Wait("many"))
    assert set(troubles(view).values()) == {("unchecked",)}


def test_a_wrong_answer_is_believed_only_when_it_comes_twice() -> None:
    check = WiringCheck(KIT4)
    slips = []

    def readings(view: CheckView, since_s: float) -> list[float]:
        loads = [REST_G] * 4
        if view.phase == "press" and view.zone and 0.5 < since_s < 2.0:
            slip = view.zone == "foot_right" and view.answers == 1
            slips.append(view.wait)
            loads[0 if slip else KIT4.names.index(view.zone)] += 1.5
        return loads

    assert troubles(run(check, readings)) == {}
    assert Wait("again", "foot_left", "foot_right") in slips


def test_a_zone_that_keeps_its_load_is_told_and_the_check_goes_on() -> None:
    check = WiringCheck(KIT4)
    press = hand(check, STRAIGHT["kit4"])

    def readings(view: CheckView, since_s: float) -> list[float]:
        loads = list(press(view, since_s))
        if view.answers >= 2:
            loads[1] = REST_G + max(0.7, loads[1])
        return loads

    view = run(check, readings)
    assert (view.phase, troubles(view)) == ("done", {"foot_right": ("sticks",)})
    assert view.wiring is not None
    assert view.wiring.zones[1].left == pytest.approx(0.7 / 1.5, abs=0.02)


def test_a_sheet_that_lets_go_slowly_is_waited_for() -> None:
    check = WiringCheck(KIT4)
    press = hand(check, STRAIGHT["kit4"])
    kept = [0.0] * 4

    def readings(view: CheckView, since_s: float) -> list[float]:
        loads = list(press(view, since_s))
        for place, load in enumerate(loads):
            kept[place] = max(load - REST_G, kept[place] * 0.985)
        return [REST_G + k for k in kept]

    assert troubles(run(check, readings)) == {}


# -- never guessed --------------------------------------------------------------------------------------


def test_nobody_who_presses_ends_the_check_after_two_minutes() -> None:
    check = WiringCheck(KIT8)
    view = run(check, resting())
    assert (view.phase, view.wait) == ("ended", Wait("idle"))
    assert list(troubles(view).values()) == [("dead",)] * 4 + [("unchecked",)] * 4
    assert ASK_S * 4 < IDLE_S


def test_a_skipped_zone_is_not_fine() -> None:
    check = WiringCheck(KIT4)
    press = hand(check, STRAIGHT["kit4"])

    def readings(view: CheckView, since_s: float) -> list[float]:
        if view.zone == "foot_right" and view.phase == "press":
            check.skip()
        return list(press(view, since_s))

    view = run(check, readings)
    assert troubles(view) == {"foot_right": ("skipped",)}
    assert view.wiring is not None
    assert not view.wiring.fine


def test_a_gap_in_the_samples_is_told_and_costs_nobody_time() -> None:
    check = WiringCheck(KIT4)
    rest = tuple(SUPPLY_V * REST_G / (1 + REST_G) for _ in range(4))
    for n in range(200):
        check.step(Sample(n * 0.02, rest))
    assert check.view().zone == "foot_left"
    check.pass_time(30.0)
    assert check.view().wait == Wait("silent")
    for n in range(200):
        check.step(Sample(34.0 + n * 0.02, rest))
    view = check.view()
    assert (view.phase, view.zone, view.wait) == ("press", "foot_left", None)


def test_samples_that_never_come_back_end_the_check() -> None:
    check = WiringCheck(KIT4)
    check.pass_time(PATIENCE_S + 1)
    view = check.view()
    assert (view.phase, view.wait) == ("ended", Wait("silent"))
    assert set(troubles(view).values()) == {("unchecked",)}


def test_an_end_by_hand_keeps_what_was_found() -> None:
    check = WiringCheck(KIT4)
    view = run(check, hand(check, STRAIGHT["kit4"]), seconds=8.0)
    check.end()
    view = check.view()
    assert view.wiring is not None
    assert (view.phase, view.wiring.fine) == ("ended", False)
    assert view.wiring.zones[0].fine
    assert view.wiring.zones[3].troubles == ("unchecked",)


def test_single_drop_outs_and_spikes_are_no_press_and_no_noise() -> None:
    check = WiringCheck(KIT4)
    press = hand(check, STRAIGHT["kit4"])
    count = [0]

    def readings(view: CheckView, since_s: float) -> list[float]:
        loads = list(press(view, since_s))
        count[0] += 1
        if count[0] % 50 < 2:
            loads[count[0] // 50 % 4] = 0.0
        if count[0] % 50 == 25:
            loads[count[0] // 50 % 4] = 3.0
        return loads

    assert troubles(run(check, readings)) == {}


def test_a_verdict_of_nothing_is_not_fine() -> None:
    assert not judge(KIT4, [], ("A0", "A1", "A2", "A3"), ()).fine
    assert not judge(KIT4, [Trial(0, 0, 1.0)], ("A0", "A1", "A2", "A3"), ()).fine


def test_only_a_check_that_came_to_its_end_is_fine() -> None:
    trials = [Trial(place, place, 1.0) for place in range(4)]
    ends = ("done", "refused", "ended")
    assert [judge(KIT4, trials, ("A0", "A1", "A2", "A3"), (), end=end).fine for end in ends] == [True, False, False]
