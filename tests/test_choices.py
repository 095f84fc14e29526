"""What is chosen on the screen outlives a start, lies over the settings file, and can harm nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mat.choices import FILE, Choices, settings_with, usual
from mat.settings import Settings
from tests.test_cli import mat

ADMIN = Settings.model_validate({"sound": {"volume": 0.45}, "display": {"language": "es", "viewing_distance_m": 2.3}})


def chosen(folder: Path, **wanted: object) -> Choices:
    choices = Choices(folder, ADMIN)
    choices.choose(replace(choices.now, **wanted))
    choices.save()
    return choices


def test_without_a_choice_the_settings_file_rules(tmp_path: Path) -> None:
    choices = Choices(tmp_path, ADMIN)
    assert choices.now == usual(ADMIN)
    assert settings_with(ADMIN, choices.now) == ADMIN


def test_a_choice_is_there_after_the_next_start(tmp_path: Path) -> None:
    chosen(tmp_path, volume=9, language="de", large=True)
    again = settings_with(ADMIN, Choices(tmp_path, ADMIN).now)
    assert (again.sound.volume, again.display.language, again.display.large) == (0.9, "de", True)


def test_what_was_not_chosen_still_follows_the_settings_file(tmp_path: Path) -> None:
    chosen(tmp_path, speech=False)
    assert json.loads((tmp_path / FILE).read_text()) == {"speech": False}
    louder = ADMIN.model_copy(update={"sound": ADMIN.sound.model_copy(update={"volume": 1.0})})
    now = settings_with(louder, Choices(tmp_path, louder).now)
    assert (now.sound.volume, now.sound.speech) == (1.0, False)


def test_a_volume_between_two_steps_is_kept_as_long_as_nobody_touches_it(tmp_path: Path) -> None:
    assert settings_with(ADMIN, chosen(tmp_path, large=True).now).sound.volume == 0.45


@pytest.mark.parametrize("told", ["{", '{"volume": 11}', '{"tunes": 3}', '{"language": "fr"}', "[]", "\xff"])
def test_a_file_that_makes_no_sense_is_told_and_the_settings_are_used(tmp_path: Path, told: str,
                                                                     caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / FILE).write_text(told, "latin-1")
    assert Choices(tmp_path, ADMIN).now == usual(ADMIN)
    assert FILE in caplog.text


def test_a_folder_that_cannot_be_written_is_told_and_the_choice_holds_until_the_end(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    choices = Choices(tmp_path / "gone", ADMIN)
    choices.choose(replace(choices.now, volume=1))
    choices.save()
    assert choices.now.volume == 1
    assert "could not be kept" in caplog.text


def test_mat_settings_tells_what_the_screen_has_changed_and_where_it_is_kept(tmp_path: Path) -> None:
    chosen(tmp_path, volume=9)
    told = [json.loads(line) for line in mat("settings", "--json", data=tmp_path).stdout.splitlines()]
    by_name = {one["name"]: one for one in told}
    assert (by_name["sound.volume"]["value"], by_name["sound.volume"]["source"]) == (0.9, str(tmp_path / FILE))
    assert by_name["sound.speech_wpm"]["source"] == "default"
