"""Tones: their pitch, direction and edges; silence that says why."""

import contextlib
import importlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest

from display.sound import RATE_HZ, TONES, MixerSounds, Silence, no_device, open_sound, samples
from mat.ports import MatError
from mat.settings import SoundSettings


def pitch_hz(wave: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 1 << 17))
    return float(np.argmax(spectrum) * RATE_HZ / (1 << 17))


@pytest.mark.parametrize("name", TONES)
def test_a_tones_energy_lies_where_old_ears_and_small_speakers_serve(name: str) -> None:
    power = np.abs(np.fft.rfft(samples(TONES[name]), 1 << 17)) ** 2
    hertz = np.arange(len(power)) * RATE_HZ / (1 << 17)
    inside = power[(hertz >= 480) & (hertz <= 2520)].sum()
    assert inside / power.sum() > 0.97


@pytest.mark.parametrize("name", TONES)
def test_a_tone_has_two_harmonics_begins_and_ends_silent_and_never_clips(name: str) -> None:
    tone = TONES[name]
    wave = samples(tone)
    assert wave[0] == 0
    assert abs(wave[-1]) < 0.01
    assert 0.5 < np.abs(wave).max() <= 1.0
    steady = samples(type(tone)(600.0, 600.0, 0.5))
    power = np.abs(np.fft.rfft(steady))
    peaks = [power[round(600 * n * len(steady) / RATE_HZ)] / power.max() for n in (1, 2, 3, 4)]
    assert peaks == pytest.approx([1.0, 0.35, 0.15, 0.0], abs=0.03)


def test_go_rises_release_falls_and_stop_is_the_low_long_one() -> None:
    halves = {name: np.array_split(samples(tone), 4) for name, tone in TONES.items()}
    assert pitch_hz(halves["go"][-1]) > 1.2 * pitch_hz(halves["go"][0])
    assert pitch_hz(halves["release"][-1]) < pitch_hz(halves["release"][0]) / 1.2
    lengths = {name: len(samples(tone)) for name, tone in TONES.items()}
    assert max(lengths, key=lambda name: lengths[name]) == "stop"
    assert min(TONES, key=lambda name: TONES[name].from_hz + TONES[name].to_hz) == "stop"


def test_a_done_repetition_sounds_twice() -> None:
    loud = np.convolve(np.abs(samples(TONES["rep"])), np.ones(400) / 400, "same") > 0.05
    assert np.count_nonzero(np.diff(loud.astype(int)) == 1) + int(loud[0]) == 2


def mixer_loads() -> bool:
    try:
        importlib.import_module("pygame.mixer")
    except ImportError:
        return False
    return True


MIXER = pytest.mark.skipif(not mixer_loads(), reason="pygame's mixer does not load here: sudo apt install libglib2.0-0")


@contextlib.contextmanager
def opened(**told: object) -> Iterator[tuple[MixerSounds, str | None]]:
    sounds, note = open_sound(SoundSettings.model_validate(told))
    assert isinstance(sounds, MixerSounds)
    try:
        yield sounds, note
    finally:
        sounds.close()


@MIXER
def test_every_tone_plays_at_once_on_a_device() -> None:
    with opened() as (sounds, note):
        assert note is None
        for name in TONES:
            sounds.play(name)
            assert pygame.mixer.Channel(0).get_busy()


@MIXER
@pytest.mark.parametrize(("told", "why"), [({"tones": False}, "No tones: sound.tones is off."),
                                           ({"volume": 0}, "No sound: sound.volume is 0.")])
def test_what_is_switched_off_says_so_is_silent_and_comes_back_when_it_is_switched_on(told: dict[str, object],
                                                                                     why: str) -> None:
    with opened(**told) as (sounds, note):
        assert note == why
        sounds.play("go")
        assert not pygame.mixer.get_busy()
        sounds.adjust(SoundSettings(), "en")
        sounds.play("go")
        assert pygame.mixer.get_busy()


@MIXER
def test_the_volume_follows_the_setting_at_once() -> None:
    with opened(volume=1.0) as (sounds, _):
        sounds.play("stop")
        heard = pygame.mixer.Channel(0).get_sound()
        assert heard.get_volume() == 1.0
        sounds.adjust(SoundSettings(volume=0.3), "en")
        assert heard.get_volume() == pytest.approx(0.3, abs=0.01)


def test_without_a_device_there_is_silence_and_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "none-of-these")
    sounds, note = open_sound(SoundSettings())
    assert isinstance(sounds, Silence)
    assert note is not None
    assert "sound device does not open" in note
    sounds.play("go")
    sounds.say("Rest", "en")
    sounds.tick()
    sounds.adjust(SoundSettings(volume=1.0), "de")
    sounds.close()


def test_an_unknown_tone_is_named_even_in_silence() -> None:
    with pytest.raises(MatError, match=r"gong: no such tone.*go, release"):
        Silence().play("gong")


def test_a_machine_without_a_sound_device_is_told_so_and_alsa_is_not_asked(tmp_path: Path) -> None:
    assert no_device({}, tmp_path / "snd")
    assert not no_device({"SDL_AUDIODRIVER": "dummy"}, tmp_path / "snd")
    (tmp_path / "timer").touch()
    (tmp_path / "pcmC0D0c").touch()
    assert no_device({}, tmp_path)  # nothing that plays: a microphone
    (tmp_path / "pcmC1D0p").touch()
    assert not no_device({}, tmp_path)
