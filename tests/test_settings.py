"""Settings: all read, all checked, every fault named with its way out."""

from pathlib import Path

import pytest

from mat.settings import SYSTEM_CONFIG, Settings, SettingsError, data_folder, describe, find_config, read_settings


def told(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as fault:
        read_settings(path)
    return str(fault.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mat.toml"


def test_without_a_file_the_defaults_hold() -> None:
    assert read_settings(None) == Settings()
    assert Settings().exercise.plan.hold_s == 5.0


def test_every_fault_is_listed_with_its_value_and_range(file: Path) -> None:
    said = told(file, "[exercise]\nhold_s = 90\nreps_per_side = 0\n[sound]\nvolume = 'loud'\n")
    assert "3 wrong setting(s)" in said
    assert "exercise.hold_s = 90" in said
    assert "60" in said
    assert "exercise.reps_per_side = 0" in said
    assert "sound.volume = 'loud'" in said


def test_an_unknown_setting_is_an_error_with_a_suggestion(file: Path) -> None:
    assert "Did you mean hold_s?" in told(file, "[exercise]\nholds_s = 5\n")
    assert "Did you mean exercise?" in told(file, "[exercises]\n")


def test_a_broken_file_names_its_line(file: Path) -> None:
    assert "line 2" in told(file, "[exercise]\nhold_s = = 5\n")


@pytest.mark.parametrize("text", ['[station]\npin = "4711', "[station]\npin = 4711", "[station]\npin = “4711”",
                                  "[display]\npanel_inch = 7,0", "[hardware]\ngpio = yes"])
def test_a_mistake_of_writing_is_told_in_plain_words_and_without_a_pin(file: Path, text: str) -> None:
    said = told(file, f"{text}\n")
    assert "line 2" in said or "station.pin" in said
    assert 'between two straight quotes (pin = "1234")' in said
    assert "4711" not in said


def test_a_word_without_quotes_and_a_letter_of_another_code_are_named(file: Path) -> None:
    assert 'words stand between two straight quotes: name = "…"' in told(file, "[station]\nname = 7\n")
    file.write_bytes(b'[station]\n# a comment\nname = "M\xfcller"\n')
    with pytest.raises(SettingsError, match="line 3 has a letter that is not UTF-8"):
        read_settings(file)


def test_on_an_appliance_a_missing_file_is_a_fault_and_no_pretended_mat(tmp_path: Path) -> None:
    on_a_pi = {"MAT_DATA": "/var/lib/mat-kiosk"}
    assert find_config(None, on_a_pi) == SYSTEM_CONFIG
    with pytest.raises(SettingsError, match=r"is not there\. `sudo bash systemd/install` writes a new one"):
        read_settings(tmp_path / "none.toml")


@pytest.mark.parametrize(("text", "words"), [
    ('kit = "kit8"\naddresses = [0x48]', "kit8 needs 2"),
    ("addresses = [0x20]", "0x20"),
    ("addresses = [0x48, 0x48]", "address of its own"),
])
def test_converter_addresses_are_checked(file: Path, text: str, words: str) -> None:
    assert words in told(file, f"[hardware]\n{text}\n")


def test_a_file_asked_for_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such settings file"):
        find_config(tmp_path / "none.toml", {})
    with pytest.raises(SettingsError, match="MAT_CONFIG"):
        find_config(None, {"MAT_CONFIG": str(tmp_path / "none.toml")})


def test_the_option_goes_before_the_environment(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text("")
    assert find_config(tmp_path / "a.toml", {"MAT_CONFIG": str(tmp_path / "b.toml")}) == tmp_path / "a.toml"
    assert find_config(None, {"MAT_CONFIG": str(tmp_path / "b.toml")}) == tmp_path / "b.toml"
    assert data_folder(None, {"MAT_DATA": "/somewhere"}) == Path("/somewhere")
    assert data_folder(tmp_path, {"MAT_DATA": "/somewhere"}) == tmp_path


def test_every_setting_has_a_meaning_and_tells_its_source(file: Path) -> None:
    file.write_text("[exercise]\nhold_s = 8\n", "utf-8")
    listed = {one.name: one for one in describe(read_settings(file), file)}
    assert all(one.meaning for one in listed.values())
    assert (listed["exercise.hold_s"].value, listed["exercise.hold_s"].unit) == (8.0, "s")
    assert listed["exercise.hold_s"].source == str(file)
    assert listed["exercise.hold_s"].range == "3 to 60"
    assert listed["sound.volume"].source == "default"
    assert listed["sound.volume"].range == "0 to 1"


def test_a_part_that_is_not_there_is_told_as_none(file: Path) -> None:
    file.write_text('[hardware]\nbutton_pin = "none"\nlamp_pins = "none"\n', "utf-8")
    read = read_settings(file)
    assert (read.hardware.button_pin, read.hardware.lamp_pins, read.hardware.buzzer_pin) == (None, None, 18)
    listed = {one.name: one for one in describe(read, file)}
    assert listed["hardware.button_pin"].value == listed["hardware.lamp_pins"].value == "none"
    assert listed["hardware.button_pin"].range == "0 to 27 | none"


@pytest.mark.parametrize(("text", "first", "second"), [
    ("button_pin = 24", "lamp_pins (blue)", "button_pin"),
    ("lamp_pins = [5, 5, 6]", "lamp_pins (green)", "lamp_pins (red)"),
    ("alert_pin = 18", "alert_pin", "buzzer_pin"),
    ("buzzer_pin = 3", "buzzer_pin", "the I²C bus"),
])
def test_two_parts_on_one_pin_are_refused_and_both_named(file: Path, text: str, first: str, second: str) -> None:
    assert f"{first}: pin" in (said := told(file, f"[hardware]\n{text}\n"))
    assert f"taken by {second}" in said


def test_a_pin_the_header_does_not_have_is_refused(file: Path) -> None:
    said = told(file, '[hardware]\nbutton_pin = 28\nlamp_pins = [22, 23, 99]\nbuzzer_pin = "beeper"\n')
    assert "3 wrong setting(s)" in said
    assert "button_pin = 28" in said
