"""An unused screen grows dim, then dark; what wakes it does nothing else; no edge of the picture burns in."""

from dataclasses import replace

import pygame
import pytest

from display.backlight import Backlight, find_backlight
from display.screens import EXAMPLES
from display.sleep import SHIFTS, Sleeper, shift_at
from display.theme import contrast
from display.window import Window
from mat.core.snapshot import Snapshot
from mat.settings import DisplaySettings
from tests.display.at_the_window import HandClock, button, finger, key, seen

SETTINGS = DisplaySettings(fullscreen=False, size=(800, 480))


def test_it_dims_after_two_minutes_and_is_dark_after_fifteen() -> None:
    sleeper = Sleeper(SETTINGS.dim_after_s, SETTINGS.off_after_s)
    lights = [sleeper.step(t_s) for t_s in (100.0, 219.9, 220.0, 999.9, 1000.0, 5000.0)]
    assert lights == ["awake", "awake", "dim", "dim", "dark", "dark"]
    assert sleeper.live(5001.0)
    assert not sleeper.live(5002.0)
    assert sleeper.step(5002.0) == "awake"


def test_the_picture_walks_around_slowly_and_never_far() -> None:
    places = [shift_at(60.0 * minute) for minute in range(len(SHIFTS))]
    assert len(set(places)) == len(SHIFTS)
    assert shift_at(59.9) == shift_at(0.0) != shift_at(60.1)
    steps = [max(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in zip(places, [*places[1:], places[0]], strict=True)]
    assert max(steps) <= 3
    assert max(abs(number) for place in places for number in place) <= 3


def sleep(window: Window, clock: HandClock, seconds: float, snapshot: Snapshot = EXAMPLES["home"]) -> None:
    window.show(snapshot)
    clock.t_s += seconds
    window.show(snapshot)


def brightest() -> int:
    return max(seen())


def test_an_empty_home_screen_dims_and_goes_dark(window: Window, clock: HandClock) -> None:
    window.show(EXAMPLES["home"])
    awake = brightest()
    sleep(window, clock, 121.0)
    assert 0 < brightest() < awake / 2
    sleep(window, clock, 800.0)
    assert brightest() <= 11


@pytest.mark.parametrize("asleep_s", [121.0, 1000.0])
def test_the_touch_that_wakes_the_screen_does_nothing_else(window: Window, clock: HandClock, asleep_s: float) -> None:
    sleep(window, clock, asleep_s)
    people = button(window, "home", "who").centre
    finger(people)
    assert window.intents() == []
    clock.t_s += 0.3
    finger(people)
    assert window.intents() == []  # who taps twice to wake it does not choose blindly either
    clock.t_s += 1.0
    window.show(EXAMPLES["home"])
    assert brightest() > 200
    finger(people)
    assert window.intents() == ["who"]


def test_the_key_that_wakes_the_screen_does_nothing_else_but_escape_always_quits(window: Window,
                                                                               clock: HandClock) -> None:
    sleep(window, clock, 121.0, EXAMPLES["fault"])
    key(pygame.K_RETURN)
    assert window.intents() == []
    key(pygame.K_RETURN)
    assert window.intents() == ["retry"]
    sleep(window, clock, 121.0, EXAMPLES["fault"])
    key(pygame.K_ESCAPE)
    assert window.intents() == ["quit"]


def test_a_load_wakes_the_screen_and_a_bag_left_behind_lets_it_sleep_again(window: Window, clock: HandClock) -> None:
    sleep(window, clock, 1000.0)
    bag = Snapshot("home", day=EXAMPLES["home"].day, loaded=True)
    window.show(bag)
    assert brightest() > 200
    sleep(window, clock, 121.0, bag)
    assert brightest() < 130


def test_a_session_never_sleeps_and_begins_on_a_dark_screen(window: Window, clock: HandClock) -> None:
    sleep(window, clock, 1000.0)
    window.show(EXAMPLES["welcome"])
    assert brightest() > 200
    sleep(window, clock, 1000.0, EXAMPLES["hold"])
    assert brightest() > 200


def test_a_picture_that_has_walked_is_touched_where_it_is_seen(clock: HandClock) -> None:
    clock.t_s = 60.0 * SHIFTS.index((-3, 0))
    window = Window(SETTINGS, clock)
    window.show(EXAMPLES["hold"])
    stop = button(window, "hold", "stop")
    finger((stop.right - 2.5, stop.centre[1]))  # where its last columns would be, had it not walked
    assert window.intents() == []
    finger((stop.x - 2.5, stop.centre[1]))
    assert window.intents() == ["stop"]
    window.close()


def light(folder, most: str = "200"):
    panel = folder / "panel0"
    panel.mkdir(parents=True)
    (panel / "max_brightness").write_text(most)
    (panel / "brightness").write_text("200")
    return panel


def test_the_panels_own_light_is_used_where_there_is_one(tmp_path, clock: HandClock) -> None:
    panel = light(tmp_path)
    window = Window(SETTINGS.model_copy(update={"brightness": 0.5}), clock, backlight=find_backlight(tmp_path))
    window.show(EXAMPLES["home"])
    assert (panel / "brightness").read_text() == "100"
    assert brightest() > 200  # the picture is left as it is
    sleep(window, clock, 121.0)
    assert (panel / "brightness").read_text() == "25"
    sleep(window, clock, 1000.0)
    assert (panel / "brightness").read_text() == "0"
    window.close()
    assert (panel / "brightness").read_text() == "100"


def test_a_light_that_refuses_is_told_once_and_the_picture_is_darkened(tmp_path, clock: HandClock, caplog) -> None:
    missing = Backlight(tmp_path / "gone", 200)
    window = Window(SETTINGS.model_copy(update={"brightness": 0.5}), clock, backlight=missing)
    window.show(EXAMPLES["home"])
    window.show(EXAMPLES["hold"])
    window.show(EXAMPLES["home"])
    assert brightest() < 200
    assert len([record for record in caplog.records if "cannot be set" in record.message]) == 1
    window.close()


@pytest.mark.parametrize("brightness", [0.1, 0.2, 0.5])
def test_a_darkened_picture_can_still_be_read_and_is_darker_than_a_bright_one(brightness: float,
                                                                           clock: HandClock) -> None:
    window = Window(SETTINGS.model_copy(update={"brightness": brightness}), clock)
    window.show(EXAMPLES["settings"])
    values = sorted(seen())
    ground, ink = tuple([values[len(values) // 2]] * 3), tuple([values[-1]] * 3)
    assert contrast(ink, ground) > 3.5
    assert brightest() < 230
    window.close()


@pytest.mark.parametrize("lying", [True, False])
def test_a_fault_wakes_a_dark_screen_and_stays_while_somebody_is_on_the_mat(window: Window, clock: HandClock,
                                                                          lying: bool) -> None:
    sleep(window, clock, 1000.0)
    fault = replace(EXAMPLES["fault"], loaded=lying)
    window.show(fault)
    assert brightest() > 200
    sleep(window, clock, 200.0, fault)
    assert (brightest() > 200) is lying


def test_a_session_under_the_staffs_page_keeps_the_screen_awake(window: Window, clock: HandClock) -> None:
    sleep(window, clock, 200.0, replace(EXAMPLES["staff"], under="hold"))
    assert brightest() > 200
    sleep(window, clock, 200.0, replace(EXAMPLES["staff"], under="home"))
    assert brightest() < 200


def test_a_light_without_a_range_is_told_and_passed_over(tmp_path, caplog) -> None:
    light(tmp_path / "a", "bright")
    assert find_backlight(tmp_path / "a") is None
    assert "no light that can be set" in caplog.text
    assert find_backlight(tmp_path / "none") is None
