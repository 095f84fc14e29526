"""Screen, tones and controls of a run: who sounds the cues, and what a held button ends in."""

import contextlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from display.sound import Silence
from mat import running
from mat.choices import settings_with
from mat.core.preferences import Preferences
from mat.core.snapshot import Snapshot
from mat.edge import Edge, Kind
from mat.settings import Settings
from mat.store.database import FILE

NO_SPEAKER = "No sound: the sound device does not open"


@contextlib.contextmanager
def edge(**told: dict[str, object]) -> Iterator[Edge]:
    hardware = {"gpio": True, **told.pop("hardware", {})}
    settings = Settings.model_validate({**told, "hardware": hardware})
    with ExitStack() as stack:
        yield Edge(settings, True, "emulated", stack)


class Heard(Silence):
    """A device that keeps what is said."""

    def __init__(self, said: list[tuple[str, str]]) -> None:
        self._said = said

    def say(self, words: str, language: str) -> None:
        self._said.append((words, language))


def wanted(**chosen: object) -> Settings:
    """What a person may have set on the screen of a station with the settings of `edge`."""
    return settings_with(Settings.model_validate({"hardware": {"gpio": True}}), Preferences(**chosen))


def buzzed(one: Edge) -> bool:
    one.sound("go")
    return bool(one.controls.factory.pin(18).state)


@pytest.fixture
def no_speaker(monkeypatch: pytest.MonkeyPatch) -> None:
    """SDL has no such device, and says so."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "none-of-these")


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch) -> None:
    """SDL's device that takes every tone and sounds none."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")


def test_without_a_speaker_the_buzzer_sounds_the_cues_and_that_is_told(no_speaker: None) -> None:
    with edge() as one:
        assert one.notes[-2].startswith(NO_SPEAKER)
        assert one.notes[-1] == "The buzzer plays the cues."
        assert buzzed(one)


def test_beside_a_speaker_the_buzzer_is_silent(speaker: None) -> None:
    with edge() as one:
        assert not buzzed(one)


def test_a_buzzer_that_shall_always_sound_does(speaker: None) -> None:
    with edge(hardware={"buzzer": "always"}) as one:
        assert buzzed(one)


@pytest.mark.parametrize("sound", [{"tones": False}, {"volume": 0}])
def test_who_switched_the_tones_off_hears_no_buzzer_either(sound: dict[str, object]) -> None:
    with edge(sound=sound) as one:
        assert not buzzed(one)
    with edge(sound=sound, hardware={"buzzer": "always"}) as one:
        assert buzzed(one)


def test_what_the_screen_asks_is_said_once_and_again_when_it_is_prompted(speaker: None,
                                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    with edge() as one:
        said: list[tuple[str, str]] = []
        one._sounds = Heard(said)
        shown = Snapshot("lift", side="left")
        one.sound("go")
        for _ in range(3):
            one.speak(shown)
        assert said == [("Left knee up", "en")]
        one.sound("prompt")
        one.speak(shown)
        one.speak(shown)
        assert said == [("Left knee up", "en")] * 2


def test_preferences_change_voice_volume_and_language_at_once(speaker: None) -> None:
    with edge() as one:
        said: list[tuple[str, str]] = []
        one._sounds = Heard(said)
        one.adjust(wanted(volume=3, speech_wpm=120, count_aloud=True, language="de"))
        one.speak(Snapshot("hold", hold_s=0.0))
        one.speak(Snapshot("hold", hold_s=1.0))
        assert said == [("Halten und atmen", "de"), ("4", "de")]


def test_who_turns_the_volume_down_hears_no_buzzer_until_it_is_up_again(no_speaker: None) -> None:
    with edge() as one:
        one.adjust(wanted(volume=0))
        assert not buzzed(one)
        one.adjust(wanted(volume=5))
        assert buzzed(one)


def test_why_there_is_no_voice_is_told_once(speaker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with edge(sound={"speech": False}) as one:
        assert [note for note in one.notes if "voice" in note] == ["No voice: sound.speech is off."]
    monkeypatch.setenv("PATH", "")
    with edge() as one:
        assert [note for note in one.notes if "voice" in note] == [
            "No voice: espeak-ng is not installed. Install it with: sudo apt install espeak-ng"]


def test_without_a_buzzer_nobody_promises_one(no_speaker: None) -> None:
    with edge(hardware={"buzzer_pin": "none"}) as one:
        one.sound("go")
        assert one.notes[-1].startswith(NO_SPEAKER)


def test_a_press_comes_out_as_an_intent_of_the_edge(speaker: None) -> None:
    with edge() as one:
        one.controls.factory.pin(17).drive_low()
        assert one.intents() == ["stop"]
        assert one.intents() == []


class HeldDown(Edge):
    """An edge whose button has just been held for five seconds."""

    def intents(self) -> list[str]:
        return [*super().intents(), "stop", "shutdown"]


def run(folder: Path, kind: Kind, asked: Path) -> None:
    stored_and_closed = f"test -s '{folder / FILE}' && test ! -e '{folder / FILE}-wal'"
    settings = Settings.model_validate({"hardware": {
        "shutdown_command": ("sh", "-c", f"{stored_and_closed} && echo off >> '{asked}'")}})
    running.run_kiosk(settings, folder, kind=kind, recording=None, speed=1.0, headless=True, min_hold_s=None,
                   open_edge=HeldDown)


def test_a_held_button_closes_the_kiosk_and_switches_the_pi_off(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    run(tmp_path / "data", "pi", asked)
    assert asked.read_text() == "off\n"


def test_on_emulated_hardware_a_held_button_only_ends_the_program(tmp_path: Path,
                                                                  caplog: pytest.LogCaptureFixture) -> None:
    asked = tmp_path / "asked"
    run(tmp_path / "data", "emulated", asked)
    assert not asked.exists()
    assert "would shut down" in caplog.text
