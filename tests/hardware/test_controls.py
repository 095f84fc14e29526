"""Button, lamp and buzzer on gpiozero's emulated pins."""

from importlib.util import find_spec

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin
from hypothesis import given
from hypothesis import strategies as st

from hardware.clock import FakeClock
from hardware.controls import COLOURS, Controls, open_controls
from mat.ports import MatError
from mat.settings import HardwareSettings


@pytest.fixture
def parts():
    clock, posted = FakeClock(), []
    controls = open_controls(HardwareSettings(), True, posted.append, clock)
    yield controls, clock, posted
    controls.close()


def colour_of(controls):
    return tuple(round(controls.factory.pin(number).state, 3) for number in HardwareSettings().lamp_pins)


def test_a_press_posts_stop_at_the_next_tick_once(parts):
    controls, _, posted = parts
    controls.factory.pin(17).drive_low()
    for _ in range(3):
        controls.tick()
    assert posted == ["stop"]


def test_nothing_is_posted_on_another_thread_than_the_applications(parts):
    controls, _, posted = parts
    controls.factory.pin(17).drive_low()
    assert posted == []


def test_a_press_that_is_over_before_anybody_looked_counts(parts):
    controls, clock, posted = parts
    pin = controls.factory.pin(17)
    pin.drive_low()
    clock.advance(0.02)
    pin.drive_high()
    clock.advance(3.0)
    controls.tick()
    assert posted == ["stop"]


@given(flickers=st.lists(st.floats(0.0001, 0.04), max_size=12), looks=st.sets(st.integers(0, 30)))
def test_a_bouncing_contact_is_one_press_whenever_it_is_looked_at(flickers, looks):
    clock, posted = FakeClock(), []
    controls = open_controls(HardwareSettings(), True, posted.append, clock)
    pin = controls.factory.pin(17)
    pin.drive_low()
    for n, seconds in enumerate(flickers):
        clock.advance(seconds)
        (pin.drive_low if n % 2 else pin.drive_high)()
        if n in looks:
            controls.tick()
    clock.advance(0.02)
    pin.drive_high()
    clock.advance(1.0)
    controls.tick()
    controls.close()
    assert posted == ["stop"]


def test_a_second_press_counts_after_the_contact_was_quiet(parts):
    controls, clock, posted = parts
    pin = controls.factory.pin(17)
    for _ in range(2):
        pin.drive_low()
        clock.advance(0.3)
        pin.drive_high()
        clock.advance(0.1)
        controls.tick()
    assert posted == ["stop", "stop"]


def frames(controls, clock, seconds):
    """The application's frames of so many seconds; returns what it saw to be left of a hold."""
    left = []
    for _ in range(round(seconds * 30)):
        clock.advance(1 / 30)
        controls.tick()
        left.append(controls.hold_left_s)
    return left


def test_held_five_seconds_it_asks_for_a_shutdown_and_counts_down_before(parts):
    controls, clock, posted = parts
    controls.factory.pin(17).drive_low()
    assert frames(controls, clock, 0.9) == [None] * 27
    left = frames(controls, clock, 4.0)
    assert posted == ["stop"]
    assert left[-1] == pytest.approx(0.1, abs=0.01)
    frames(controls, clock, 60.0)
    assert posted == ["stop", "shutdown"]
    assert controls.hold_left_s is None


def test_let_go_in_time_it_shuts_nothing_down(parts):
    controls, clock, posted = parts
    pin = controls.factory.pin(17)
    pin.drive_low()
    frames(controls, clock, 4.9)
    pin.drive_high()
    frames(controls, clock, 20.0)
    assert posted == ["stop"]
    assert controls.hold_left_s is None


def test_a_button_that_is_down_from_the_start_is_told_and_shuts_nothing_down():
    clock, posted = FakeClock(), []
    factory = MockFactory(pin_class=MockPWMPin)
    button = gpiozero.DigitalInputDevice(17, pull_up=True, pin_factory=factory)
    factory.pin(17).drive_low()
    controls = Controls(button, clock=clock, post=posted.append, factory=factory)
    assert "GPIO17 is down from the start" in " ".join(controls.notes)
    frames(controls, clock, 60.0)
    assert posted == []
    factory.pin(17).drive_high()
    frames(controls, clock, 1.0)
    factory.pin(17).drive_low()
    frames(controls, clock, 6.0)
    assert posted == ["stop", "shutdown"]
    controls.close()


def test_a_release_whose_edge_was_lost_is_seen_all_the_same(parts):
    controls, clock, posted = parts
    pin = controls.factory.pin(17)
    pin.drive_low()
    frames(controls, clock, 1.0)
    pin.edges = "none"
    pin.drive_high()
    frames(controls, clock, 30.0)
    assert posted == ["stop"]


@pytest.mark.parametrize("state", list(COLOURS))
def test_the_lamp_shows_the_state(parts, state):
    controls, _, _ = parts
    controls.show("fault")
    controls.show(state)
    assert colour_of(controls) == pytest.approx(COLOURS[state], abs=0.001)


def test_a_melody_plays_its_notes_and_ends(parts):
    controls, clock, _ = parts
    pin = controls.factory.pin(18)
    heard = []
    controls.play("rep_done")
    for _ in range(40):
        heard.append(round(pin.frequency) if pin.state else None)
        clock.advance(0.01)
        controls.tick()
    played = [tone for n, tone in enumerate(heard) if n == 0 or tone != heard[n - 1]]
    assert played == [880, None, 880, None]


def test_a_new_melody_takes_the_place_of_the_old(parts):
    controls, clock, _ = parts
    controls.play("stop")
    clock.advance(0.1)
    controls.play("go")
    assert round(controls.factory.pin(18).frequency) == 660


def test_without_pins_everything_is_quietly_absent():
    controls = open_controls(HardwareSettings(gpio=False), False, lambda intent: None, FakeClock())
    controls.show("fault")
    controls.play("stop")
    controls.close()
    assert controls.lamp_state == "fault"


ABSENT = {"button_pin": "none", "lamp_pins": "none", "buzzer_pin": "none"}


@pytest.mark.parametrize("here", list(ABSENT))
def test_each_part_may_be_there_alone(here):
    settings = HardwareSettings(**{name: none for name, none in ABSENT.items() if name != here})
    clock, posted = FakeClock(), []
    controls = open_controls(settings, True, posted.append, clock)
    assert len(controls.factory.pins) == {"button_pin": 1, "lamp_pins": 3, "buzzer_pin": 1}[here]
    assert controls.buzzes == (here == "buzzer_pin")
    controls.show("fault")
    controls.play("stop")
    clock.advance(1.0)
    controls.tick()
    assert posted == []
    controls.close()


def test_pins_that_cannot_be_had_are_refused_and_are_free_again():
    """Settings refuse two parts on one pin; this is what is left if they did not."""
    with pytest.raises(MatError, match=r"Check hardware\.button_pin"):
        open_controls(HardwareSettings.model_construct(button_pin=22), True, lambda intent: None, FakeClock())
    open_controls(HardwareSettings(), True, lambda intent: None, FakeClock()).close()


@pytest.mark.skipif(find_spec("lgpio") is not None, reason="this computer has lgpio")
def test_a_computer_without_pins_says_so():
    with pytest.raises(MatError, match=r"hardware\.gpio = false"):
        open_controls(HardwareSettings(gpio=True), False, lambda intent: None, FakeClock())
