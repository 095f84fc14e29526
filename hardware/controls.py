"""Button, lamp and buzzer on the Pi's pins, through gpiozero; all of them may be missing."""

import importlib
from collections.abc import Callable
from typing import Any, Literal

import gpiozero
from gpiozero.exc import GPIOZeroError
from gpiozero.pins import mock as mock_pins
from gpiozero.tones import Tone

from mat.ports import Clock, MatError
from mat.settings import HardwareSettings

_parts: Any = gpiozero
_mock: Any = mock_pins
_tone: Any = Tone.from_frequency

LampState = Literal["off", "waiting", "ready", "hold", "fault"]
Melody = Literal["go", "release", "rep_done", "stop"]

COLOURS: dict[LampState, tuple[float, float, float]] = {
    "off": (0.0, 0.0, 0.0),
    "waiting": (0.1, 0.1, 0.1),
    "ready": (0.0, 0.45, 0.7),
    "hold": (0.0, 0.62, 0.25),
    "fault": (0.84, 0.25, 0.0),
}
"""Colour-blind safe, dim enough for a bedroom; the screen says the same in words."""

MELODIES: dict[Melody, tuple[tuple[float | None, float], ...]] = {
    "go": ((660.0, 0.12), (880.0, 0.18)),
    "release": ((880.0, 0.12), (660.0, 0.18)),
    "rep_done": ((880.0, 0.10), (None, 0.08), (880.0, 0.10)),
    "stop": ((520.0, 0.7),),
}
"""(frequency in Hz or None for silence, seconds): rising is go, falling release, double done, low and long stop."""

DEBOUNCE_S = 0.25
"""A second press within this time of the last edge is the contact bouncing."""


class Controls:
    """The parts that are there. Call `tick` at least every 20 ms while a melody plays; nothing here waits."""

    def __init__(self, button: Any = None, lamp: Any = None, buzzer: Any = None, *, clock: Clock,
                 post: Callable[[str], None], factory: Any = None) -> None:
        self.factory = factory
        self.lamp_state: LampState = "off"
        self._button, self._lamp, self._buzzer = button, lamp, buzzer
        self._clock = clock
        self._post = post
        self._last_edge_s: float | None = None
        self._notes: list[tuple[float | None, float]] = []
        self._next_note_s = 0.0
        if button is not None:
            button.when_pressed = self._pressed
            button.when_released = self._edge

    def _pressed(self) -> None:
        """Comes on gpiozero's thread, so it only posts."""
        if self._edge():
            self._post("stop")

    def _edge(self) -> bool:
        """Notes an edge's time; tells whether the contact had been quiet before it."""
        now_s, before_s = self._clock.now_s(), self._last_edge_s
        self._last_edge_s = now_s
        return before_s is None or now_s - before_s >= DEBOUNCE_S

    def show(self, state: LampState) -> None:
        if state != self.lamp_state and self._lamp is not None:
            self._lamp.color = COLOURS[state]
        self.lamp_state = state

    def play(self, melody: Melody) -> None:
        """Begins at once, in place of what was playing."""
        self._notes = list(MELODIES[melody])
        self._next_note_s = self._clock.now_s()
        self.tick()

    def tick(self) -> None:
        """Goes on to the note that is due."""
        while self._notes and self._clock.now_s() >= self._next_note_s:
            frequency_hz, seconds = self._notes.pop(0)
            self._next_note_s += seconds
            self._sound(frequency_hz)
            if not self._notes and frequency_hz is not None:
                self._notes = [(None, 0.0)]

    def _sound(self, frequency_hz: float | None) -> None:
        if self._buzzer is None:
            return
        if frequency_hz is None:
            self._buzzer.stop()
        else:
            self._buzzer.play(_tone(frequency_hz))

    def close(self) -> None:
        """Lamp and buzzer go silent; the pins are free again."""
        for part in (self._button, self._lamp, self._buzzer, self.factory):
            if part is not None:
                part.close()
        self._button = self._lamp = self._buzzer = self.factory = None


def open_controls(settings: HardwareSettings, mock: bool, post: Callable[[str], None], clock: Clock) -> Controls:
    """The controls of the settings: real pins with `hardware.gpio`, emulated ones with `mock`, else none.

    `post("stop")` is called on another thread when the button goes down. Raises MatError when the pins cannot
    be had.
    """
    if not mock and not settings.gpio:
        return Controls(clock=clock, post=post)
    factory = _mock.MockFactory(pin_class=_mock.MockPWMPin) if mock else _real_factory()
    opened: list[Any] = []
    try:
        opened.append(_parts.Button(settings.button_pin, pull_up=True, bounce_time=None, pin_factory=factory))
        opened.append(_parts.RGBLED(*settings.lamp_pins, pin_factory=factory))
        opened.append(_parts.TonalBuzzer(settings.buzzer_pin, mid_tone=_tone(1000), octaves=2,
                                         pin_factory=factory))
    except (GPIOZeroError, OSError, ValueError) as fault:
        for part in (*opened, factory):
            part.close()
        raise MatError(f"The button, lamp or buzzer cannot be used: {fault}. Check hardware.button_pin, lamp_pins "
                       "and buzzer_pin (each pin once), or set hardware.gpio = false.") from fault
    return Controls(*opened, clock=clock, post=post, factory=factory)


def _real_factory() -> Any:
    """lgpio by name, so that a failure is loud instead of a silent fall-back to another library."""
    folder = ("Add the user to the group gpio and start in a folder that may be written to, "
              "or set hardware.gpio = false.")
    try:
        pins: Any = importlib.import_module("gpiozero.pins.lgpio")
    except ImportError as fault:
        raise MatError("The library lgpio is missing, without it there are no button, lamp and buzzer. Install "
                       "python3-lgpio with apt, or set hardware.gpio = false.") from fault
    except OSError as fault:
        raise MatError(f"The library lgpio cannot start ({fault}). {folder}") from fault
    try:
        return pins.LGPIOFactory()
    except (GPIOZeroError, OSError, pins.lgpio.error) as fault:
        raise MatError(f"The Pi's pins cannot be opened ({fault}). {folder}") from fault
