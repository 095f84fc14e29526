"""What lies over a screen: help, the explanation of a chart, the light of a pressed button."""

from dataclasses import replace

import pygame
import pytest

from display.boxes import Box
from display.screens import EXAMPLES, SCREENS
from display.theme import Theme
from display.window import Window
from mat.core.snapshot import Snapshot
from tests.display.at_the_window import HandClock, button, finger, key, seen, tile


def test_help_opens_and_closes_inside_the_window_and_stop_works_there(window: Window, clock: HandClock) -> None:
    window.show(EXAMPLES["hold"])
    finger(button(window, "hold", "emergency").centre)
    assert window.intents() == []
    helping = seen()
    window.show(Snapshot("lift", side="right"))
    assert seen() == helping
    clock.t_s += 1
    finger(button(window, "emergency", "stop").centre)
    assert window.intents() == ["stop"]
    clock.t_s += 1
    finger(button(window, "emergency", "back").centre)
    assert window.intents() == []
    assert seen() != helping


def test_f1_opens_and_closes_help(window: Window) -> None:
    window.show(EXAMPLES["home"])
    home = seen()
    key(pygame.K_F1)
    assert window.intents() == []
    assert seen() != home
    key(pygame.K_F1)
    assert window.intents() == []
    assert seen() == home


def test_help_left_open_at_home_closes_when_somebody_comes(window: Window) -> None:
    window.show(EXAMPLES["welcome"])
    welcome = seen()
    window.show(EXAMPLES["home"])
    key(pygame.K_F1)
    window.intents()
    window.show(EXAMPLES["home"])
    assert seen() != welcome
    window.show(EXAMPLES["welcome"])
    assert seen() == welcome


@pytest.mark.parametrize("screen", ["progress", "plan"])
def test_help_left_open_over_the_plan_closes_when_somebody_comes(window: Window, screen: str) -> None:
    window.show(EXAMPLES["welcome"])
    welcome = seen()
    window.show(EXAMPLES[screen])
    key(pygame.K_F1)
    window.intents()
    window.show(EXAMPLES[screen])
    helping = seen()
    window.show(EXAMPLES["home"])
    assert seen() == helping != welcome
    window.show(EXAMPLES[screen])
    assert seen() == helping
    window.show(EXAMPLES["welcome"])
    assert seen() == welcome


def glows(window: Window, box: Box) -> bool:
    """The button looks pressed: its ground is lighter than it is drawn otherwise."""
    x, y = box.x + box.w // 2, box.bottom - max(6, box.h // 12)
    plain = Theme((800, 480))
    bare = pygame.Surface(plain.size, 0, 32)
    bare.fill((11, 16, 20))
    for part in SCREENS["hold"](EXAMPLES["hold"], plain):
        part.draw(bare)
    return sum(pygame.display.get_surface().get_at((x, y))[:3]) > sum(bare.get_at((x, y))[:3])


def test_a_touched_button_looks_pressed_at_the_next_frame_and_not_for_long(window: Window, clock: HandClock) -> None:
    window.show(EXAMPLES["hold"])
    stop = button(window, "hold", "stop")
    assert not glows(window, stop)
    finger(stop.centre)
    window.intents()
    window.show(EXAMPLES["hold"])
    assert glows(window, stop)
    clock.t_s += 0.2
    window.show(EXAMPLES["hold"])
    assert not glows(window, stop)


def test_a_button_that_is_gone_does_not_stay_pressed(window: Window) -> None:
    window.show(EXAMPLES["hold"])
    finger(button(window, "hold", "stop").centre)
    window.intents()
    window.show(EXAMPLES["sit"])
    pressed = seen()
    window.show(EXAMPLES["hold"])
    window.show(EXAMPLES["sit"])
    assert seen() == pressed


def test_an_explanation_closes_with_its_screen_by_a_touch_and_by_itself(window: Window, clock: HandClock) -> None:
    window.show(EXAMPLES["home"])
    home = seen()

    def explained() -> bool:
        clock.t_s += 1.0
        finger(tile(window, "home", "explain:week"))
        assert window.intents() == []
        return seen() != home
    assert explained()
    finger(button(window, "explain", "back").centre)
    clock.t_s += 1.0
    finger(button(window, "explain", "back").centre)
    window.intents()
    clock.t_s += 1.0
    window.show(EXAMPLES["home"])
    assert seen() == home
    assert explained()
    window.show(EXAMPLES["welcome"])
    window.show(EXAMPLES["home"])
    assert seen() == home
    assert explained()
    clock.t_s += 61.0
    window.show(EXAMPLES["home"])
    finger(button(window, "home", "who").centre)
    assert window.intents() == ["who"]


def test_help_closes_when_a_knee_goes_up_or_after_two_minutes_and_hushes_the_voice(window: Window,
                                                                                clock: HandClock) -> None:
    window.show(EXAMPLES["hold"])
    hold = seen()
    window.show(EXAMPLES["lift"])
    key(pygame.K_F1)
    window.intents()
    assert window.helping
    window.show(EXAMPLES["lift"])
    assert window.helping
    window.show(EXAMPLES["hold"])
    assert not window.helping
    assert seen() == hold
    key(pygame.K_F1)
    window.intents()
    window.show(EXAMPLES["hold"])
    assert window.helping
    clock.t_s += 121.0
    window.show(EXAMPLES["hold"])
    assert not window.helping


def test_over_a_session_the_staffs_page_and_its_help_have_a_stop(window: Window) -> None:
    covered = replace(EXAMPLES["staff"], under="hold")
    for page in ("staff", "emergency"):
        offered = [part.intent_at(part.box.centre) for part in SCREENS[page](covered, window.theme)]
        assert "stop" in offered
        assert "stop" not in [part.intent_at(part.box.centre) for part in SCREENS[page](EXAMPLES["staff"],
                                                                                      window.theme)]
