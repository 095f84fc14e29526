"""Where a run meets the person: screen, tones, voice, lamp and button, opened and closed as one."""

import queue
from contextlib import ExitStack
from typing import Literal

from display.texts import speaking
from hardware.clock import SystemClock
from hardware.controls import Controls, LampState, Melody, open_controls
from mat.core.happenings import Cue
from mat.core.preferences import Preferences
from mat.core.snapshot import Snapshot
from mat.core.states import State
from mat.ports import Screen
from mat.settings import Settings, SoundSettings

Kind = Literal["pi", "emulated"]

_MELODIES: dict[Cue, Melody] = {"go": "go", "release": "release", "rep": "rep_done", "done": "rep_done", "stop": "stop"}
_TONES: dict[Cue, str] = {"go": "go", "prompt": "go", "release": "release", "rep": "rep", "done": "rep", "stop": "stop"}
ASKS_AGAIN: tuple[Cue, ...] = ("prompt", "release")
_LAMP: dict[State, LampState] = {
    State.WAITING: "waiting", State.HOLD: "hold", State.FAULT: "fault",
}


class Edge:
    """Screen, tones and controls of one run, opened together and closed together."""

    def __init__(self, settings: Settings, headless: bool, kind: Kind, stack: ExitStack) -> None:
        from display.sound import Silence, open_sound
        from display.sound.script import Script
        from display.window import open_screen
        self.notes: list[str] = []
        self.touches: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.screen: Screen
        self._settings, self._language = settings, settings.display.language
        self._sounds, silent = open_sound(settings.sound, language=self._language)
        self.silent = silent
        stack.callback(self._sounds.close)
        self.screen, note = open_screen(settings.display, SystemClock().now_s, headless, self._sounds)
        self.headless = note is not None
        self.window = getattr(self.screen, "driver_and_size", None)
        stack.callback(self.screen.close)
        voiceless = f"No voice: {self._sounds.speechless}" if self._sounds.speechless else None
        self.notes += [said for said in (note, silent, voiceless) if said]
        mock = kind == "emulated" and settings.hardware.gpio
        self.controls: Controls = open_controls(settings.hardware, mock, self.touches.put, SystemClock())
        stack.callback(self.controls.close)
        self._deaf = isinstance(self._sounds, Silence)
        self._script = Script(settings.sound.count_aloud)
        self._buzzes = self._asked_to_buzz(settings.sound)
        self.notes += self.controls.notes
        if silent and self._buzzes and self.controls.buzzes:
            self.notes.append("The buzzer plays the cues.")

    def _asked_to_buzz(self, sound: SoundSettings) -> bool:
        """Always, or in place of a speaker; who has switched the tones off wants no buzzer either."""
        return self._settings.hardware.buzzer == "always" or (self._deaf and sound.tones and sound.volume > 0)

    def adjust(self, wanted: Preferences) -> None:
        """Volume, voice and language as the person has set them on the screen, from now on."""
        sound = self._settings.sound.model_copy(update={
            "volume": wanted.volume / 10, "speech": wanted.speech, "speech_wpm": wanted.speech_wpm,
            "count_aloud": wanted.count_aloud})
        self._language = wanted.language
        self._script.count_aloud = wanted.count_aloud
        self._buzzes = self._asked_to_buzz(sound)
        self._sounds.adjust(sound, wanted.language)

    def speak(self, snapshot: Snapshot) -> None:
        """Says what is new in this snapshot, after the tones. To be called with each frame."""
        with speaking(self._language):
            words = self._script.next(snapshot)
        if words:
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
