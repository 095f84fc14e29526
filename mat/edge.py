"""Where a run meets the person: screen, tones, voice, lamp and button, opened and closed as one."""

import queue
from contextlib import ExitStack
from typing import TYPE_CHECKING, Literal

from hardware.clock import SystemClock
from mat.core.happenings import Cue
from mat.core.states import State
from mat.settings import Settings

if TYPE_CHECKING:
    from display.sound import Sounds
    from display.window import NoScreen, Window
    from hardware.controls import Controls, LampState, Melody

Kind = Literal["pi", "emulated"]

_MELODIES: "dict[Cue, Melody]" = {
    "go": "go", "release": "release", "rep": "rep_done", "done": "rep_done", "stop": "stop",
}
_TONES: dict[Cue, str] = {"go": "go", "prompt": "go", "release": "release", "rep": "rep", "done": "rep", "stop": "stop"}
_LAMP: "dict[State, LampState]" = {
    State.WAITING: "waiting", State.HOLD: "hold", State.FAULT: "fault",
}


class Edge:
    """Screen, tones and controls of one run, opened together and closed together."""

    def __init__(self, settings: Settings, headless: bool, kind: Kind, stack: ExitStack) -> None:
        """The picture comes first: sound and pins, and what they have to load, wait behind it."""
        from display.window import open_screen
        self.notes: list[str] = []
        self.touches: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.screen: Window | NoScreen
        self.screen, note = open_screen(settings.display, SystemClock().now_s, headless)
        stack.callback(self.screen.close)
        self.screen.page("starting")
        from display.sound import open_sound
        self._sounds: Sounds
        self._sounds, silent = open_sound(settings.sound)
        stack.callback(self._sounds.close)
        self.screen.sounds = self._sounds
        self.silent = silent
        self.headless = note is not None
        self.window = getattr(self.screen, "driver_and_size", None)
        self.notes += [said for said in (note, silent) if said]
        from hardware.controls import open_controls
        mock = kind == "emulated" and settings.hardware.gpio
        self.controls: Controls = open_controls(settings.hardware, mock, self.touches.put, SystemClock())
        stack.callback(self.controls.close)
        chosen = not settings.sound.tones or settings.sound.volume == 0
        self._buzzes = settings.hardware.buzzer == "always" or (silent is not None and not chosen)
        self.notes += self.controls.notes
        if silent and self._buzzes and self.controls.buzzes:
            self.notes.append("The buzzer plays the cues.")

    def adjust(self, settings: Settings) -> None:
        """Screen and sound as they are wanted from now on."""
        self.screen.adjust(settings.display)

    def sound(self, cue: Cue) -> None:
        if cue in _TONES:
            self._sounds.play(_TONES[cue])
        if cue in _MELODIES and self._buzzes:
            self.controls.play(_MELODIES[cue])

    def lamp(self, state: State) -> None:
        self.controls.show(_LAMP.get(state, "ready"))
        self.controls.tick()

    def intents(self) -> list[str]:
        """What was asked for since the last call, at the screen and at the button."""
        self.controls.tick()
        found = self.screen.intents()
        while not self.touches.empty():
            found.append(self.touches.get())
        return found
