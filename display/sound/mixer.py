"""Tones and words through pygame's mixer: a tone sounds at once, words wait until no tone does."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pygame

from display.sound.speech import Library, Phrase
from display.sound.tones import RATE_HZ, TONES, known, pcm
from mat.settings import SoundSettings

KEPT_SOUNDS = 24
"""So many phrases stay loaded: those of one stretch come again and again."""


class Channel(Protocol):
    """What is used of a mixer's channel."""

    def play(self, sound: Any, /) -> object: ...
    def stop(self) -> object: ...
    def get_busy(self) -> bool: ...


class Turns:
    """Who may sound. A tone sounds at once and ends the words; words begin when no tone sounds; the newest win."""

    def __init__(self, tones: Channel, words: Channel) -> None:
        self._tones, self._words = tones, words
        self._waiting: Any = None

    def tone(self, sound: Any, cue: bool = True) -> None:
        """A cue makes the words that wait old; the answer to a touch does not."""
        self._words.stop()
        if cue:
            self._waiting = None
        self._tones.play(sound)

    def say(self, sound: Any) -> None:
        self.hush()
        self._waiting = sound
        self.tick()

    def hush(self) -> None:
        self._waiting = None
        self._words.stop()

    def tick(self) -> None:
        """To be called with each frame: what waits begins when the tone is over."""
        if self._waiting is not None and not self._tones.get_busy():
            self._words.play(self._waiting)
            self._waiting = None


class MixerSounds:
    """Tones and words on the default sound device. `speechless` says why there is no voice, None if there is one."""

    def __init__(self, settings: SoundSettings, language: str = "en", library: Library | None = None,
                 phrases: Callable[[str, bool], list[str]] = lambda language, counting: []) -> None:
        """`phrases(language, with numbers)` are rendered ahead, the first first.

        Raises pygame.error without a device, ImportError where a library the mixer needs is missing.
        """
        self._mixer: Any = importlib.import_module("pygame.mixer")
        self._mixer.init(RATE_HZ, -16, 1, 512, allowedchanges=0)
        self._tones = {name: self._mixer.Sound(buffer=pcm(tone)) for name, tone in TONES.items()}
        self._turns = Turns(self._mixer.Channel(0), self._mixer.Channel(1))
        self._library, self._phrases = library, phrases
        self._loaded: dict[Path, Any] = {}
        self._settings = settings
        self.adjust(settings, language)

    @property
    def speechless(self) -> str | None:
        if not self._settings.speech:
            return "sound.speech is off."
        if self._library is None:
            return "espeak-ng is not installed. Install it with: sudo apt install espeak-ng"
        return self._library.trouble

    def play(self, name: str) -> None:
        known(name)
        if self._settings.tones and self._settings.volume:
            self._turns.tone(self._tones[name], cue=name != "tick")

    def say(self, words: str, language: str) -> None:
        self._turns.hush()
        if self._library is None or not self._settings.speech or not self._settings.volume:
            return
        phrase = Phrase(words, language, self._settings.speech_wpm)
        path = self._library.find(phrase)
        if path is None:
            return
        try:
            self._turns.say(self._sound(path))
        except (pygame.error, OSError):
            self._library.lose(phrase)

    def tick(self) -> None:
        self._turns.tick()

    def adjust(self, settings: SoundSettings, language: str) -> None:
        self._settings = settings
        for sound in (*self._tones.values(), *self._loaded.values()):
            sound.set_volume(settings.volume)
        if not settings.volume or not settings.speech:
            self._turns.hush()
        if self._library is not None:
            said = self._phrases(language, settings.count_aloud) if settings.speech else []
            self._library.want(Phrase(words, language, settings.speech_wpm) for words in said)

    def close(self) -> None:
        if self._library is not None:
            self._library.close()
        self._mixer.quit()

    def _sound(self, path: Path) -> Any:
        """Raises pygame.error or OSError for a file that is gone or is none."""
        sound = self._loaded.pop(path, None) or self._mixer.Sound(str(path))
        self._loaded[path] = sound
        if len(self._loaded) > KEPT_SOUNDS:
            del self._loaded[next(iter(self._loaded))]
        sound.set_volume(self._settings.volume)
        return sound
