"""Tones: synthesised once, played by pygame's mixer at once; silent, with the reason told, without a device.

All energy lies between 500 and 2500 Hz, where ageing ears and small speakers still serve; two harmonics make a tone
easy to place in a noisy room.
"""

import importlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pygame

from mat.ports import MatError
from mat.settings import SoundSettings

RATE_HZ = 44_100
_HARMONICS = (1.0, 0.35, 0.15)
"""Strengths of the fundamental and its two harmonics."""
_EDGE_S = 0.012
"""Fade in and out: without it a tone clicks."""


@dataclass(frozen=True)
class Tone:
    """A glide between two pitches in Hz, played `times` with 0.09 s between."""

    from_hz: float
    to_hz: float
    seconds: float
    times: int = 1


TONES: Mapping[str, Tone] = {
    "go": Tone(523.0, 784.0, 0.45),
    "release": Tone(784.0, 523.0, 0.45),
    "rep": Tone(740.0, 740.0, 0.13, times=2),
    "stop": Tone(510.0, 510.0, 1.2),
    "tick": Tone(800.0, 800.0, 0.04),
}
"""Rising: go. Falling: let go. Double: one is done. Low and long: stop. The tick answers a touch."""


class Sounds(Protocol):
    """Plays a tone by name and returns at once."""

    def play(self, name: str) -> None: ...
    def close(self) -> None: ...


def samples(tone: Tone, rate_hz: int = RATE_HZ) -> npt.NDArray[np.float64]:
    """The wave between -1 and 1, faded at both ends."""
    t = np.arange(round(tone.seconds * rate_hz)) / rate_hz
    share = t / tone.seconds
    phase = 2 * np.pi * t * (tone.from_hz + (tone.to_hz - tone.from_hz) * share / 2)
    wave = sum(strength * np.sin((n + 1) * phase) for n, strength in enumerate(_HARMONICS))
    fade = np.clip(np.minimum(t, tone.seconds - t) / _EDGE_S, 0.0, 1.0)
    pulse = np.asarray(wave * fade / sum(_HARMONICS))
    pause = np.zeros(round(0.09 * rate_hz))
    return np.concatenate([pulse, *([pause, pulse] * (tone.times - 1))])


class MixerSounds:
    """Tones on the default sound device. A tone that begins cuts the one before it short."""

    def __init__(self, volume: float) -> None:
        """Raises pygame.error without a device, ImportError where a library the mixer needs is missing."""
        self._mixer: Any = importlib.import_module("pygame.mixer")
        self._mixer.init(RATE_HZ, -16, 1, 512, allowedchanges=0)
        self._sounds = {name: self._sound(tone, volume) for name, tone in TONES.items()}
        self._channel = self._mixer.Channel(0)

    def _sound(self, tone: Tone, volume: float) -> Any:
        return self._mixer.Sound(buffer=(samples(tone) * volume * 32_000).astype(np.int16).tobytes())

    def play(self, name: str) -> None:
        _known(name)
        self._channel.play(self._sounds[name])

    def close(self) -> None:
        self._mixer.quit()


class Silence:
    """Plays nothing, but still refuses an unknown name."""

    def play(self, name: str) -> None:
        _known(name)

    def close(self) -> None:
        pass


def _known(name: str) -> None:
    if name not in TONES:
        raise MatError(f"{name}: no such tone. There are: {', '.join(TONES)}.")


def no_device(env: Mapping[str, str], devices: Path = Path("/dev/snd")) -> bool:
    """True on a Linux without any sound device or sound server: opening one would only make ALSA complain at length."""
    told = any(env.get(name) for name in ("SDL_AUDIODRIVER", "PULSE_SERVER", "PIPEWIRE_REMOTE"))
    served = (Path(env.get("XDG_RUNTIME_DIR", "/nonexistent")) / "pulse").exists()
    return sys.platform.startswith("linux") and not told and not served and not devices.exists()


def open_sound(settings: SoundSettings, env: Mapping[str, str] = os.environ) -> tuple[Sounds, str | None]:
    """The tones, and in plain words why they are silent if they are."""
    if not settings.tones:
        return Silence(), "No tones: sound.tones is off."
    if settings.volume == 0:
        return Silence(), "No tones: sound.volume is 0."
    if no_device(env):
        return Silence(), "No tones: this machine has no sound device. Connect a speaker."
    try:
        return MixerSounds(settings.volume), None
    except ImportError as fault:
        return Silence(), (f"No tones: pygame's mixer does not load ({fault}). Install the library it names, on Debian "
                           "12 sudo apt install libglib2.0-0, on 13 sudo apt install libglib2.0-0t64.")
    except pygame.error as fault:
        return Silence(), f"No tones: the sound device does not open ({fault}). Check the speaker and its cable."
