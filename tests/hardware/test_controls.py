"""Button, lamp and buzzer on gpiozero's emulated pins."""

from importlib.util import find_spec

import pytest

from hardware.clock import FakeClock
from hardware.controls import COLOURS, open_controls
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


def test_a_press_posts_stop_once(parts):
    controls, _, posted = parts
    controls.factory.pin(17).drive_low()
    assert posted == ["stop"]


def test_a_bouncing_contact_is_one_press(parts):
    controls, clock, posted = parts
    pin = controls.factory.pin(17)
    for _ in range(5):
        pin.drive_low()
        clock.advance(0.004)
        pin.drive_high()
        clock.advance(0.003)
    assert posted == ["stop"]


def test_a_second_press_counts_after_the_contact_was_quiet(parts):
    controls, clock, posted = parts
    pin = controls.factory.pin(17)
    for _ in range(2):
        pin.drive_low()
        clock.advance(0.5)
        pin.drive_high()
        clock.advance(0.5)
    assert posted == ["stop", "stop"]


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


def test_two_parts_on_one_pin_are_refused_and_the_pins_are_free_again():
    with pytest.raises(MatError, match=r"Check hardware\.button_pin"):
        open_controls(HardwareSettings(button_pin=22), True, lambda intent: None, FakeClock())
    open_controls(HardwareSettings(), True, lambda intent: None, FakeClock()).close()


@pytest.mark.skipif(find_spec("lgpio") is not None, reason="this computer has lgpio")
def test_a_computer_without_pins_says_so():
    with pytest.raises(MatError, match=r"hardware\.gpio = false"):
        open_controls(HardwareSettings(gpio=True), False, lambda intent: None, FakeClock())
