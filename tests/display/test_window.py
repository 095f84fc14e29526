"""The window: real SDL events on a dummy display become intents, once each; without a display it says so."""

from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from display.screens import EXAMPLES, SCREENS
from display.theme import Theme
from display.touches import KEYS, Taps, place, tapped
from display.window import MOVING, DisplayError, NoScreen, Window, no_display, open_screen
from mat.core.snapshot import Snapshot
from mat.settings import DisplaySettings
from tests.display.at_the_window import SMALL, SMALL_THEME, HandClock, Heard, button, finger, key, mouse, seen


def test_a_finger_on_stop_is_a_stop(window: Window) -> None:
    window.show(EXAMPLES["hold"])
    finger(button(window, "hold", "stop").centre)
    assert window.intents() == ["stop"]
    assert window.intents() == []


def test_a_touch_that_sdl_repeats_as_a_mouse_event_counts_once(window: Window, clock: HandClock) -> None:
    window.show(EXAMPLES["pain"])
    at = button(window, "pain", "pain:7").centre
    finger(at)
    assert window.intents() == ["pain:7"]
    clock.t_s += 10
    mouse(at, touch=True)
    assert window.intents() == []
    mouse(at)
    assert window.intents() == ["pain:7"]


def test_only_the_left_mouse_button_counts(window: Window) -> None:
    window.show(EXAMPLES["hold"])
    mouse(button(window, "hold", "stop").centre, which=3)
    assert window.intents() == []


def test_a_contact_at_exactly_zero_is_not_a_place(window: Window) -> None:
    window.show(EXAMPLES["hold"])
    finger((0.0, 0.0))
    finger(button(window, "hold", "stop").centre)
    assert window.intents() == ["stop"]
    contacts = [pygame.event.Event(pygame.FINGERDOWN, x=x, y=y) for x, y in ((0.0, 0.5), (0.5, 0.0), (0.5, 0.5))]
    assert [tapped(contact) for contact in contacts] == [False, False, True]


def test_a_bouncing_finger_counts_once_and_a_later_one_again(window: Window, clock: HandClock) -> None:
    window.show(EXAMPLES["summary"])
    at = button(window, "summary", "again").centre
    finger(at)
    finger(at)
    first = window.intents()
    clock.t_s += 0.49
    finger(at)
    second = window.intents()
    clock.t_s += 0.02
    finger(at)
    assert (first, second, window.intents()) == (["again"], [], ["again"])


def test_a_touch_is_answered_by_a_tick() -> None:
    heard = Heard()
    window = Window(SMALL, HandClock(), heard)
    window.show(EXAMPLES["hold"])
    finger(button(window, "hold", "stop").centre)
    finger((1.0, 1.0))
    window.intents()
    window.close()
    assert heard.names == ["tick"]


@pytest.mark.parametrize(("screen", "code", "intents"), [
    ("hold", pygame.K_ESCAPE, ["quit"]),
    ("hold", pygame.K_SPACE, ["stop"]),
    ("hold", pygame.K_s, ["stop"]),
    ("home", pygame.K_s, []),
    ("pain", pygame.K_7, ["pain:7"]),
    ("pain", pygame.K_KP0, ["pain:0"]),
    ("pain", pygame.K_MINUS, ["pain:skip"]),
    ("hold", pygame.K_7, []),
    ("summary", pygame.K_RETURN, ["home"]),
    ("fault", pygame.K_RETURN, ["retry"]),
    ("hold", pygame.K_RETURN, []),
    ("sit", pygame.K_RETURN, ["next"]),
    ("question", pygame.K_y, ["yes"]),
    ("question", pygame.K_n, ["no"]),
    ("confirm", pygame.K_y, ["yes"]),
    ("offer", pygame.K_y, ["offer:yes"]),
    ("offer", pygame.K_n, ["offer:no"]),
    ("blocked", pygame.K_RETURN, ["home"]),
    ("pain_before", pygame.K_3, ["pain:3"]),
    ("ask_stop", pygame.K_s, ["stop"]),
    ("home", pygame.K_y, []),
    ("hold", pygame.K_q, []),
])
def test_a_key_does_what_a_button_on_the_screen_does(window: Window, screen: str, code: int,
                                                     intents: list[str]) -> None:
    window.show(EXAMPLES[screen])
    key(code)
    assert window.intents() == intents


def test_closing_the_window_quits(window: Window) -> None:
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert window.intents() == ["quit"]


def test_it_draws_only_when_something_visible_changed(window: Window) -> None:
    for t_s in (0.0, 0.1, 0.2):
        window.show(Snapshot("home", t_s=t_s))
    assert window.redraws == 1
    window.show(Snapshot("home", warning="warn_storage"))
    assert window.redraws == 2


@pytest.mark.parametrize(("rotation", "panel"), [(0, (800, 480)), (90, (480, 800)), (180, (800, 480)),
                                                 (270, (480, 800))])
def test_a_turned_picture_is_touched_where_it_is_seen(rotation: int, panel: tuple[int, int]) -> None:
    """The spot is found in the turned picture by its colour, not by the arithmetic under test."""
    picture = pygame.Surface((800, 480), 0, 32)
    picture.set_at((600, 100), (255, 0, 0))
    turned = pygame.transform.rotate(picture, -rotation)
    assert turned.get_size() == panel
    x, y = next((x, y) for x in range(panel[0]) for y in range(panel[1]) if turned.get_at((x, y)).r)
    touch = pygame.event.Event(pygame.FINGERDOWN, x=(x + 0.5) / panel[0], y=(y + 0.5) / panel[1])
    click = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1, touch=False)
    assert [place(event, panel, rotation) for event in (touch, click)] == [pytest.approx((600.5, 100.5))] * 2


def test_a_turned_window_draws_the_turned_picture_and_takes_the_turned_touch() -> None:
    window = Window(DisplaySettings(fullscreen=False, size=(480, 800), rotation=90), HandClock())
    assert window.theme == Theme((800, 480))
    window.show(EXAMPLES["hold"])
    stop = button(window, "hold", "stop")
    finger((480 - stop.centre[1], stop.centre[0]), (480, 800))
    assert window.intents() == ["stop"]
    window.close()


def test_fullscreen_hides_the_pointer() -> None:
    window = Window(DisplaySettings(fullscreen=True), HandClock())
    assert not pygame.mouse.get_visible()
    window.close()


def test_a_driver_that_nobody_can_see_is_a_fault_unless_asked_for() -> None:
    with pytest.raises(DisplayError, match=r"'dummy'.*SDL_VIDEODRIVER=kmsdrm"):
        Window(SMALL, HandClock(), env={})


def test_headless_is_told_with_its_reason(tmp_path: Path) -> None:
    asked, note = open_screen(SMALL, HandClock(), headless=True)
    assert isinstance(asked, NoScreen)
    assert note == "No screen: it runs headless, as asked for."
    bare, why = open_screen(SMALL, HandClock(), env={}, dri=tmp_path / "dri")
    assert isinstance(bare, NoScreen)
    assert why is not None
    assert "DISPLAY" in why
    bare.show(Snapshot("home"))
    assert bare.intents() == []


def test_any_sign_of_a_display_is_enough_to_try_it(tmp_path: Path) -> None:
    absent = tmp_path / "dri"
    assert no_display({}, absent)
    assert not no_display({}, tmp_path)
    assert not no_display({"WAYLAND_DISPLAY": "wayland-0"}, absent)
    screen, note = open_screen(SMALL, HandClock(), env={"SDL_VIDEODRIVER": "dummy"}, dri=absent)
    assert isinstance(screen, Window)
    assert note is None
    screen.close()


def test_every_digit_has_two_keys() -> None:
    wanted = {intent for intents in KEYS.values() for intent in intents if intent.startswith("pain:")}
    assert wanted == {*(f"pain:{n}" for n in range(10)), "pain:skip"}


@pytest.mark.parametrize(("intents", "gaps", "counted"), [
    (("set:large", "set:large"), (0.25,), 1),
    (("plan:reps:+",) * 4, (0.15, 0.15, 0.15), 4),
    (("plan:reps:+",) * 3, (0.05, 0.04), 1),
    (("plan:reps:+", "plan:reps:-"), (0.15,), 2),
    (("pin:1", "pin:2", "pin:3"), (0.2, 0.2), 3),
    (("yes", "yes"), (0.4,), 1),
    (("yes", "yes"), (0.6,), 2),
    (("again", "plan:reps:+"), (0.3,), 1),
    (("offer:yes", "stop"), (0.35,), 2),
    (("offer:yes", "stop"), (0.2,), 1),
])
def test_which_touches_in_a_row_are_meant(intents: tuple[str, ...], gaps: tuple[float, ...], counted: int) -> None:
    taps, t_s, found = Taps(), 10.0, 0
    for intent, gap_s in zip(intents, (0.0, *gaps), strict=True):
        t_s += gap_s
        found += taps.counts(intent, t_s)
    assert found == counted


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - set(MOVING)))
def test_time_alone_changes_nothing_on_a_screen_that_does_not_move(name: str) -> None:
    early, late = (SCREENS[name](replace(EXAMPLES[name], t_s=t_s, since_s=t_s), SMALL_THEME) for t_s in (3.0, 4.3))
    assert early == late


def test_another_language_or_brightness_is_seen_at_once(window: Window) -> None:
    window.show(EXAMPLES["hold"])
    before = seen()
    window.adjust(SMALL.model_copy(update={"brightness": 0.4}))
    assert max(seen()) < 0.7 * max(before)
    window.adjust(SMALL)
    assert seen() == before
    window.adjust(SMALL.model_copy(update={"large": True}))
    assert window.theme.large
