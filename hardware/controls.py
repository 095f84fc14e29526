"""Button, lamp and buzzer on the Pi's pins, through gpiozero; each of them may be missing."""

import importlib
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Literal

import gpiozero
from gpiozero.exc import GPIOZeroError
from gpiozero.pins import mock as mock_pins
from gpiozero.tones import Tone

from hardware.button import Asked, Contact
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


class Controls:
    """The parts that are there. Call `tick` at least every 20 ms while a melody plays; nothing here waits."""

    def __init__(self, button: Any = None, lamp: Any = None, buzzer: Any = None, *, clock: Clock,
                 post: Callable[[str], None], factory: Any = None) -> None:
        self.factory = factory
        self.lamp_state: LampState = "off"
        self.notes: list[str] = []
        self.hold_left_s: float | None = None
        """Seconds until a held button shuts down; None while nobody holds it for long."""
        self._button, self._lamp, self._buzzer = button, lamp, buzzer
        self._clock = clock
        self._post = post
        self._edges: SimpleQueue[tuple[float, bool]] = SimpleQueue()
        self._contact = Contact(closed=button is not None and bool(button.is_active))
        self._melody: list[tuple[float | None, float]] = []
        self._next_note_s = 0.0
        if button is not None:
            button.when_activated = self._closed
            button.when_deactivated = self._opened
        if self._contact.stuck:
            self.notes.append(f"The button on {button.pin.info.name} is down from the start and is not heeded until it "
                              "is let go. If nobody presses it, look for a short to ground, or a contact that opens "
                              "when pressed.")

    @property
    def buzzes(self) -> bool:
        return self._buzzer is not None

    def _closed(self) -> None:
        """Comes on gpiozero's thread, like `_opened`, so it only notes when it came."""
        self._edges.put((self._clock.now_s(), True))

    def _opened(self) -> None:
        self._edges.put((self._clock.now_s(), False))

    def show(self, state: LampState) -> None:
        if state != self.lamp_state and self._lamp is not None:
            self._lamp.color = COLOURS[state]
        self.lamp_state = state

    def play(self, melody: Melody) -> None:
        """Begins at once, in place of what was playing."""
        self._melody = list(MELODIES[melody])
        self._next_note_s = self._clock.now_s()
        self._play_on()

    def tick(self) -> None:
        """Posts what the button asked for since the last tick, and goes on to the note that is due."""
        self._judge_button()
        self._play_on()

    def _judge_button(self) -> None:
        if self._button is None:
            return
        while not self._edges.empty():
            self._ask(self._contact.edge(*self._edges.get()))
        now_s = self._clock.now_s()
        # An edge that was lost on its way must not become a hold that never ends: the contact itself has the last word.
        self._ask(self._contact.edge(now_s, bool(self._button.is_active)))
        self._ask(self._contact.held(now_s))
        self.hold_left_s = self._contact.left_s(now_s)

    def _ask(self, asked: Asked | None) -> None:
        if asked is not None:
            self._post(asked)

    def _play_on(self) -> None:
        while self._melody and self._clock.now_s() >= self._next_note_s:
            frequency_hz, seconds = self._melody.pop(0)
            self._next_note_s += seconds
            self._sound(frequency_hz)
            if not self._melody and frequency_hz is not None:
                self._melody = [(None, 0.0)]

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

    `post` is called in `tick` with "stop" for a press and "shutdown" for a long hold. Raises MatError when the pins
    cannot be had.
    """
    if not mock and not settings.gpio:
        return Controls(clock=clock, post=post)
    factory = _mock.MockFactory(pin_class=_mock.MockPWMPin) if mock else _real_factory()
    button = lamp = buzzer = None
    try:
        if settings.button_pin is not None:
            button = _parts.DigitalInputDevice(settings.button_pin, pull_up=True, pin_factory=factory)
        if settings.lamp_pins is not None:
            lamp = _parts.RGBLED(*settings.lamp_pins, pin_factory=factory)
        if settings.buzzer_pin is not None:
            buzzer = _parts.TonalBuzzer(settings.buzzer_pin, mid_tone=_tone(1000), octaves=2, pin_factory=factory)
    except (GPIOZeroError, OSError, ValueError) as fault:
        for part in (button, lamp, factory):
            if part is not None:
                part.close()
        raise MatError(f"The button, lamp or buzzer cannot be used: {fault}. Check hardware.button_pin, lamp_pins "
                       "and buzzer_pin (\"none\" for a part that is not there), or set hardware.gpio = false."
                       ) from fault
    return Controls(button, lamp, buzzer, clock=clock, post=post, factory=factory)


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
