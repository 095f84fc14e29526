"""Where a run meets the person: screen, tones, voice, lamp and button, opened and closed as one."""

import queue
from contextlib import ExitStack
from typing import TYPE_CHECKING, Literal

from display.texts import speaking
from hardware.clock import SystemClock
from mat.core.happenings import Cue
from mat.core.snapshot import Snapshot
from mat.core.states import State
from mat.settings import Settings, SoundSettings

if TYPE_CHECKING:
    from display.sound import Sounds
    from display.window import NoScreen, Window
    from hardware.controls import Controls, LampState, Melody

Kind = Literal["pi", "emulated"]

_MELODIES: "dict[Cue, Melody]" = {
    "go": "go", "release": "release", "rep": "rep_done", "done": "rep_done", "stop": "stop",
}
_TONES: dict[Cue, str] = {"go": "go", "prompt": "go", "release": "release", "rep": "rep", "done": "rep", "stop": "stop"}
ASKS_AGAIN: tuple[Cue, ...] = ("prompt", "release")
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
        self.headless = note is not None
        self.window = getattr(self.screen, "driver_and_size", None)
        self._settings, self._language = settings, settings.display.language
        silent = self._open_sounds(settings, stack)
        self.voiceless = f"No voice: {self._sounds.speechless}" if self._sounds.speechless else silent
        self.notes += list(dict.fromkeys(said for said in (note, silent, self.voiceless) if said))
        from hardware.controls import open_controls
        mock = kind == "emulated" and settings.hardware.gpio
        self.controls: Controls = open_controls(settings.hardware, mock, self.touches.put, SystemClock())
        stack.callback(self.controls.close)
        self._buzzes = self._asked_to_buzz(settings.sound)
        self.notes += self.controls.notes
        if silent and self._buzzes and self.controls.buzzes:
            self.notes.append("The buzzer plays the cues.")

    def _open_sounds(self, settings: Settings, stack: ExitStack) -> str | None:
        """Why it is silent, if it is."""
        from display.sound import Silence, open_sound
        from display.sound.script import Script
        self._sounds: Sounds
        self._sounds, self.silent = open_sound(settings.sound, language=self._language)
        stack.callback(self._sounds.close)
        self.screen.sounds = self._sounds
        self._deaf = isinstance(self._sounds, Silence)
        self._script = Script(settings.sound.count_aloud)
        return self.silent

    def _asked_to_buzz(self, sound: SoundSettings) -> bool:
        """Always, or in place of a speaker; who has switched the tones off wants no buzzer either."""
        return self._settings.hardware.buzzer == "always" or (self._deaf and sound.tones and sound.volume > 0)

    def adjust(self, settings: Settings) -> None:
        """Screen, volume, voice and language as they are wanted from now on."""
        self._language = settings.display.language
        self._script.count_aloud = settings.sound.count_aloud
        self._buzzes = self._asked_to_buzz(settings.sound)
        self._sounds.adjust(settings.sound, self._language)
        self.screen.adjust(settings.display)

    def speak(self, snapshot: Snapshot) -> None:
        """Says what is new in this snapshot, after the tones. To be called with each frame."""
        with speaking(self._language):
            words = self._script.next(snapshot)
        if words and not self.screen.helping:
            self._sounds.say(words, self._language)
        self._sounds.tick()

    def sound(self, cue: Cue) -> None:
        if cue in ASKS_AGAIN:
            self._script.prompt()
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
