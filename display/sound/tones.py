"""The tones: what each one is, and its wave.

All energy lies between 500 and 2500 Hz, where ageing ears and small speakers still serve; two harmonics make a tone
easy to place in a noisy room.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mat.ports import MatError

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


def pcm(tone: Tone) -> bytes:
    """The wave in signed 16 bit, as the mixer is opened."""
    return (samples(tone) * 32_000).astype(np.int16).tobytes()


def known(name: str) -> None:
    """Raises MatError for a tone that there is not."""
    if name not in TONES:
        raise MatError(f"{name}: no such tone. There are: {', '.join(TONES)}.")
