"""The voice: rendered ahead by the real espeak-ng, kept, mended, and without it only tones; words after tones."""

import logging
import os
import shutil
import stat
import tempfile
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

from display.sound import MixerSounds, Silence, open_sound
from display.sound.files import cache_folder, whole
from display.sound.mixer import Turns
from display.sound.script import phrases
from display.sound.speech import FAILURES, Library, Phrase
from mat.core.preferences import LANGUAGES
from mat.settings import SoundSettings

ESPEAK = shutil.which("espeak-ng") or ""
LONG_S = 30.0
REST = Phrase("Rest", "en")

spoken = pytest.mark.skipif(not ESPEAK, reason="espeak-ng is not installed: sudo apt install espeak-ng")


@pytest.fixture
def open_library() -> Iterator[Callable[..., Library]]:
    """Opens libraries and closes them after the test."""
    libraries: list[Library] = []

    def opened(folder: Path, program: str = ESPEAK, **told: float) -> Library:
        libraries.append(Library(program, folder, **told))
        return libraries[-1]
    yield opened
    for library in libraries:
        library.close()


def rendered(library: Library, *wanted: Phrase) -> list[Path | None]:
    library.want(wanted)
    assert library.settle(LONG_S)
    return [library.find(phrase) for phrase in wanted]


def program(folder: Path, does: str) -> str:
    """A program that stands in for espeak-ng."""
    path = folder / "espeak-ng"
    path.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


# -- the library ----------------------------------------------------------------------------------------


@spoken
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_becomes_a_sound_in_every_language(language: str, tmp_path: Path, open_library) -> None:
    [path] = rendered(open_library(tmp_path), Phrase("Hola, hello, hallo", language))
    assert path is not None
    with wave.open(str(path)) as file:
        assert 0.5 < file.getnframes() / file.getframerate() < 5.0


@spoken
def test_a_slower_voice_takes_longer(tmp_path: Path, open_library) -> None:
    slow, fast = rendered(open_library(tmp_path), Phrase("Lie on your back, knees bent.", "en", 120),
                          Phrase("Lie on your back, knees bent.", "en", 180))
    assert slow is not None
    assert fast is not None
    assert slow.stat().st_size > 1.2 * fast.stat().st_size


@spoken
def test_what_is_not_rendered_yet_is_not_there_but_comes_next(tmp_path: Path, open_library) -> None:
    library = open_library(tmp_path)
    assert library.find(REST) is None
    assert library.settle(LONG_S)
    assert library.find(REST) is not None


@spoken
def test_a_kept_sound_is_used_again_and_no_name_tells_what_it_says(tmp_path: Path, open_library) -> None:
    [first] = rendered(open_library(tmp_path), REST)
    assert first is not None
    os.utime(first, (1.0, 1.0))
    assert rendered(open_library(tmp_path), REST) == [first]
    assert first.stat().st_mtime == 1.0
    assert [path.name for path in tmp_path.iterdir()] == [first.name]
    assert "rest" not in first.name.lower()


@spoken
@pytest.mark.parametrize("broken", [b"", b"RIFF", b"no sound at all" * 1000])
def test_a_broken_sound_is_rendered_anew(broken: bytes, tmp_path: Path, open_library) -> None:
    [path] = rendered(open_library(tmp_path), REST)
    assert path is not None
    for bad in (broken, path.read_bytes()[:-2000]):
        path.write_bytes(bad)
        assert not whole(path)
        assert rendered(open_library(tmp_path), REST) == [path]
        assert whole(path)


@spoken
def test_a_sound_that_vanished_is_rendered_anew(tmp_path: Path, open_library) -> None:
    library = open_library(tmp_path)
    [path] = rendered(library, REST)
    assert path is not None
    path.unlink()
    library.lose(REST)
    assert library.settle(LONG_S)
    assert library.find(REST) == path
    assert whole(path)


@spoken
def test_a_folder_that_cannot_be_written_is_replaced_by_a_temporary_one_and_told_once(
        tmp_path: Path, open_library, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    library = open_library(tmp_path / "file" / "speech")
    paths = rendered(library, REST, Phrase("Stop", "en"))
    assert all(path is not None and whole(path) for path in paths)
    assert len([one for one in caplog.records if "temporary folder" in one.message]) == 1
    library.close()
    assert not any(path and path.exists() for path in paths)


@spoken
def test_with_no_folder_at_all_there_are_tones_only_told_once(tmp_path: Path, open_library, monkeypatch,
                                                             caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file" / "nowhere"))
    library = open_library(tmp_path / "file" / "speech")
    assert rendered(library, REST, Phrase("Stop", "en")) == [None, None]
    assert library.trouble is not None
    assert len([one for one in caplog.records if one.message.startswith("No voice: there is no place")]) == 1


@pytest.mark.parametrize(("does", "why"), [("sleep 60", "longer than 0.2 s"), ("exit 3", "ended with 3"),
                                           ("exit 0", "no sound")])
def test_an_espeak_that_hangs_or_fails_is_given_up(does: str, why: str, tmp_path: Path, open_library,
                                                   caplog: pytest.LogCaptureFixture) -> None:
    library = open_library(tmp_path / "cache", program(tmp_path, does), patience_s=0.2)
    wanted = [Phrase(str(number), "en") for number in range(FAILURES + 2)]
    assert rendered(library, *wanted) == [None] * len(wanted)
    assert why in (library.trouble or "")
    assert len([one for one in caplog.records if one.levelno == logging.WARNING]) == 1


def test_a_voice_that_fails_and_comes_back_is_told_once_each_time(
        tmp_path: Path, open_library, caplog: pytest.LogCaptureFixture) -> None:
    sound = tmp_path / "sound.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(bytes(8000))
    does = f'[ "$1" = --version ] && exit 0; [ -e "{tmp_path}/well" ] || exit 3; exec cat "{sound}"'
    library = open_library(tmp_path / "cache", program(tmp_path, does))
    for number in range(3):
        rendered(library, *(Phrase(f"{number} {one}", "en") for one in range(FAILURES + 2)))
    (tmp_path / "well").touch()
    rendered(library, *(Phrase(f"well {one}", "en") for one in range(3)))
    told = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
    assert [line.split(" in ")[0] for line in told] == ["No voice", "The voice"]
    assert told[1].endswith("works again.")


def test_what_is_no_sound_at_all_ends_no_thread(tmp_path: Path, open_library) -> None:
    library = open_library(tmp_path / "cache", program(tmp_path, "head -c 5000 /dev/zero"))
    assert rendered(library, REST) == [None]
    wanted = [Phrase(str(number), "en") for number in range(FAILURES)]
    assert rendered(library, *wanted) == [None] * len(wanted)
    assert library.trouble is not None


@spoken
def test_a_language_without_a_voice_silences_no_other_and_is_tried_again_when_it_is_chosen(
        tmp_path: Path, open_library) -> None:
    broken = tmp_path / "broken"
    broken.touch()
    no_spanish = f'case "$*" in *"-v es"*) [ -e "{broken}" ] && exit 1;; esac; exec {ESPEAK} "$@"'
    library = open_library(tmp_path / "cache", program(tmp_path, no_spanish))
    spanish = [Phrase(str(number), "es") for number in range(FAILURES + 1)]
    assert rendered(library, *spanish) == [None] * len(spanish)
    assert "-v es" in (library.trouble or "")
    assert rendered(library, REST) != [None]
    broken.unlink()
    assert None not in rendered(library, *spanish)
    assert library.trouble is None


def test_closing_waits_for_no_rendering(tmp_path: Path, open_library) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    library = open_library(tmp_path / "cache", program(tmp_path, f"echo yes > '{begun}'; exec sleep 600"),
                           patience_s=600.0)
    library.find(REST)
    assert begun.read_text() == "yes\n"
    library.close()
    assert library.find(REST) is None


@spoken
def test_the_oldest_files_go_when_there_are_too_many_but_none_in_use(tmp_path: Path, open_library) -> None:
    for number in range(5):
        (tmp_path / f"{number}.wav").write_bytes(bytes(100_000))
        os.utime(tmp_path / f"{number}.wav", (number, number))
    [path] = rendered(open_library(tmp_path, kept_bytes=300_000), REST)
    assert path is not None
    assert {one.name for one in tmp_path.iterdir()} == {"3.wav", "4.wav", path.name}


@spoken
def test_the_whole_voice_fits_its_bound_twice(tmp_path: Path, open_library) -> None:
    rendered(open_library(tmp_path), *(Phrase(words, "en", 120) for words in phrases("en", counting=True)))
    assert 2 * sum(path.stat().st_size for path in tmp_path.iterdir()) < 20_000_000


def test_systemds_folder_is_used_where_it_is_told() -> None:
    assert cache_folder({"CACHE_DIRECTORY": "/var/cache/mat-kiosk:/other"}) == Path("/var/cache/mat-kiosk/speech")
    assert cache_folder({}).name == "speech"
    assert cache_folder({}).parent.name == "mat-kiosk"


# -- whose turn it is -----------------------------------------------------------------------------------


class Recorded:
    """A channel that sounds until told that it has ended."""

    def __init__(self, name: str, heard: list[str]) -> None:
        self.name, self.heard, self.busy = name, heard, False

    def play(self, sound: str) -> None:
        self.busy = True
        self.heard.append(f"{self.name} {sound}")

    def stop(self) -> None:
        if self.busy:
            self.heard.append(f"{self.name} cut")
        self.busy = False

    def get_busy(self) -> bool:
        return self.busy


class Room:
    """What is heard of a Turns, in order."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.tones, self.words = Recorded("tone", self.heard), Recorded("words", self.heard)
        self.turns = Turns(self.tones, self.words)

    def over(self) -> None:
        self.tones.busy = False
        self.turns.tick()


def test_words_wait_for_the_tone_and_come_once_it_is_over() -> None:
    room = Room()
    room.turns.tone("rep")
    room.turns.say("Rest")
    room.turns.tick()
    assert room.heard == ["tone rep"]
    room.over()
    room.turns.tick()
    assert room.heard == ["tone rep", "words Rest"]


def test_a_tone_ends_the_words_at_once_and_those_that_wait_are_old() -> None:
    room = Room()
    room.turns.say("Hold and breathe")
    room.turns.tone("release")
    room.turns.say("Left foot down")
    room.turns.tone("rep")
    room.over()
    assert room.heard == ["words Hold and breathe", "words cut", "tone release", "tone rep"]


def test_the_newest_words_win() -> None:
    room = Room()
    room.turns.say("Rest")
    room.turns.say("Left knee up")
    assert room.heard == ["words Rest", "words cut", "words Left knee up"]
    room.turns.tone("go")
    room.turns.say("one")
    room.turns.say("two")
    room.over()
    assert room.heard[3:] == ["words cut", "tone go", "words two"]


def test_the_answer_to_a_touch_delays_the_words_and_takes_none_away() -> None:
    room = Room()
    room.turns.tone("go")
    room.turns.say("Left knee up")
    room.turns.tone("tick", cue=False)
    assert room.heard == ["tone go", "tone tick"]
    room.over()
    assert room.heard[2:] == ["words Left knee up"]


# -- through the mixer ----------------------------------------------------------------------------------


@pytest.fixture
def sounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MixerSounds]:
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path))
    found, note = open_sound(SoundSettings())
    if isinstance(found, Silence):
        pytest.skip(str(note))
    yield found
    found.close()


def ready(sounds: MixerSounds) -> None:
    assert sounds._library is not None
    assert sounds._library.settle(LONG_S)


@spoken
def test_rendered_words_are_heard_and_never_with_a_tone(sounds: MixerSounds) -> None:
    ready(sounds)
    sounds.say("Rest", "en")
    tones, words = pygame.mixer.Channel(0), pygame.mixer.Channel(1)
    assert words.get_busy()
    assert words.get_sound().get_length() > 0.2
    sounds.play("stop")
    assert (tones.get_busy(), words.get_busy()) == (True, False)
    sounds.say("Rest", "en")
    sounds.tick()
    assert (tones.get_busy(), words.get_busy()) == (True, False)
    tones.stop()
    sounds.tick()
    assert words.get_busy()


@spoken
def test_mute_ends_the_words_and_louder_brings_them_back(sounds: MixerSounds) -> None:
    ready(sounds)
    sounds.say("Rest", "en")
    sounds.adjust(SoundSettings(volume=0), "en")
    assert not pygame.mixer.get_busy()
    sounds.say("Rest", "en")
    assert not pygame.mixer.get_busy()
    sounds.adjust(SoundSettings(volume=0.5), "en")
    sounds.say("Rest", "en")
    assert pygame.mixer.Channel(1).get_sound().get_volume() == pytest.approx(0.5, abs=0.01)


@spoken
def test_another_speed_is_rendered_at_once_and_an_unreadable_sound_is_no_harm(sounds: MixerSounds) -> None:
    ready(sounds)
    sounds.adjust(SoundSettings(speech_wpm=120), "en")
    ready(sounds)
    path = sounds._library.find(Phrase("Rest", "en", 120))
    path.write_bytes(b"no sound")
    sounds.say("Rest", "en")
    assert not pygame.mixer.get_busy()
    ready(sounds)
    sounds.say("Rest", "en")
    assert pygame.mixer.Channel(1).get_busy()


def test_without_espeak_there_are_tones_and_the_way_to_a_voice_is_told() -> None:
    found, note = open_sound(SoundSettings(), os.environ | {"PATH": ""})
    if isinstance(found, Silence):
        pytest.skip(str(note))
    assert note is None
    assert found.speechless == "espeak-ng is not installed. Install it with: sudo apt install espeak-ng"
    found.say("Rest", "en")
    found.play("go")
    assert pygame.mixer.Channel(0).get_busy()
    assert not pygame.mixer.Channel(1).get_busy()
    found.close()


@spoken
def test_speech_that_is_switched_off_says_so_and_renders_nothing(tmp_path: Path) -> None:
    found, _ = open_sound(SoundSettings(speech=False), os.environ | {"CACHE_DIRECTORY": str(tmp_path)})
    assert found.speechless == "sound.speech is off."
    found.close()
    assert list(tmp_path.rglob("*.wav")) == []
