"""Tones and voice: played by pygame's mixer at once; silent, with the reason told, without a device."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pygame

from display.sound.files import cache_folder
from display.sound.mixer import MixerSounds
from display.sound.script import phrases
from display.sound.speech import Library
from display.sound.tones import RATE_HZ, TONES, Tone, known, samples
from mat.settings import SoundSettings

__all__ = ["RATE_HZ", "TONES", "MixerSounds", "Silence", "Sounds", "Tone", "no_device", "open_sound", "samples"]


class Sounds(Protocol):
    """Plays a tone by name, says a phrase; every call returns at once."""

    @property
    def speechless(self) -> str | None:
        """Why there is no voice though there are tones, in words; None if there is one."""

    def play(self, name: str) -> None:
        """Raises MatError for an unknown tone."""

    def say(self, words: str, language: str) -> None:
        """After the tone that sounds now, instead of all words before. Not spoken if it is not rendered yet."""

    def tick(self) -> None:
        """To be called with each frame."""

    def adjust(self, settings: SoundSettings, language: str) -> None:
        """From now on so loud, so fast, in this language."""

    def close(self) -> None: ...


class Silence:
    """Plays nothing, but still refuses an unknown name."""

    speechless: str | None = None

    def play(self, name: str) -> None:
        known(name)

    def say(self, words: str, language: str) -> None:
        pass

    def tick(self) -> None:
        pass

    def adjust(self, settings: SoundSettings, language: str) -> None:
        pass

    def close(self) -> None:
        pass


def no_device(env: Mapping[str, str], devices: Path = Path("/dev/snd")) -> bool:
    """True on a Linux without any device that plays and without a sound server: opening one would only make ALSA
    complain at length. (The folder is there also with nothing but a timer in it.)"""
    told = any(env.get(name) for name in ("SDL_AUDIODRIVER", "PULSE_SERVER", "PIPEWIRE_REMOTE"))
    served = (Path(env.get("XDG_RUNTIME_DIR", "/nonexistent")) / "pulse").exists()
    return sys.platform.startswith("linux") and not told and not served and not any(devices.glob("pcm*p"))


def open_sound(settings: SoundSettings, env: Mapping[str, str] = os.environ,
               language: str = "en") -> tuple[Sounds, str | None]:
    """The sounds, and in plain words why they are silent if they are: for want of a device, or because it was asked
    for. The device is opened all the same then, so that `adjust` can bring the sounds back."""
    if no_device(env):
        return Silence(), "No sound: this machine has no sound device. Connect a speaker."
    library = _library(env)
    try:
        sounds = MixerSounds(settings, language, library, phrases)
    except (ImportError, pygame.error) as fault:
        if library is not None:
            library.close()
        return Silence(), _silent(fault)
    if not settings.volume:
        return sounds, "No sound: sound.volume is 0."
    return sounds, None if settings.tones else "No tones: sound.tones is off."


def _library(env: Mapping[str, str]) -> Library | None:
    program = shutil.which("espeak-ng", path=env.get("PATH", os.defpath))
    return Library(program, cache_folder(env)) if program else None


def _silent(fault: Exception) -> str:
    if isinstance(fault, ImportError):
        return (f"No sound: pygame's mixer does not load ({fault}). Install the library it names, on Debian 12 sudo "
                "apt install libglib2.0-0, on 13 sudo apt install libglib2.0-0t64.")
    return f"No sound: the sound device does not open ({fault}). Check the speaker and its cable."
