"""The command as a person types it: in a process of its own, with its exit code and its words."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mat.cli import app

ROOT = Path(__file__).parents[1]
RECORDING = ROOT / "tests" / "recordings" / "train_019_single_brisk.csv.gz"
COMMANDS = sorted(command.name or command.callback.__name__ for command in app.registered_commands)


def mat(*words: object, data: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_", "DISPLAY"))}
    env |= {"COLUMNS": "120", "SDL_AUDIODRIVER": "dummy", **environment}
    if data:
        env["MAT_DATA"] = str(data)
    return subprocess.run([sys.executable, "-m", "mat", *map(str, words)], capture_output=True, text=True,
                          env=env, check=False, timeout=240)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The one plain sentence of a refused call."""
    assert done.returncode not in (0, 70), done
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("mat: "), done.stderr
    return " ".join(done.stderr.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = mat(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_the_commands_are_the_promised_ones() -> None:
    assert set(COMMANDS) >= {"run", "demo", "replay", "record", "summary", "doctor", "settings", "screenshot"}


# -- the demonstration ----------------------------------------------------------------------------------


def test_the_demonstration_does_a_session_and_ends_with_the_day(tmp_path: Path) -> None:
    done = mat("demo", "--headless", "--reps", "1", "--data", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 of 2 sessions" in done.stdout
    day = json.loads(mat("summary", "--json", data=tmp_path).stdout)
    [session] = day["sessions"]
    assert session["reps"] == {"left": 1, "right": 1, "double": 0}
    assert session["ended_because"] == "done"
    assert session["pain_after"] == 1
    assert session["partial"] == 0


def test_the_demonstration_with_both_legs(tmp_path: Path) -> None:
    assert mat("demo", "--headless", "--reps", "2", "--stage", "both", "--data", tmp_path).returncode == 0
    day = json.loads(mat("summary", "--json", data=tmp_path).stdout)
    assert day["totals"] == {"left": 0, "right": 0, "double": 2}


def test_without_a_display_it_says_so_and_runs() -> None:
    done = mat("demo", "--reps", "1", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 0
    assert "No screen" in done.stderr or Path("/dev/dri").exists()


# -- replay ---------------------------------------------------------------------------------------------


def test_a_replay_answers_in_the_public_format() -> None:
    done = mat("replay", RECORDING, "--json")
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert {event["recording"] for event in events} == {"train_019_single_brisk"}
    assert [event["t"] for event in events] == sorted(event["t"] for event in events)
    reps = [event for event in events if event["event"] == "rep"]
    assert sum(rep["valid"] for rep in reps) == 15
    assert set(reps[0]) == {"recording", "event", "t", "kind", "start", "end", "hold_s", "pelvic_lift", "simultaneous",
                            "valid", "reason"}
    lift = next(event for event in events if event["event"] == "lift")
    assert set(lift) == {"recording", "event", "t", "side", "at"}


def test_a_person_reads_a_table_and_a_total() -> None:
    done = mat("replay", RECORDING, RECORDING)
    assert "30 stretches counted" in done.stdout


def test_the_hold_that_counts_is_an_option() -> None:
    done = mat("replay", RECORDING, "--json", "--min-hold", "30")
    reps = [json.loads(line) for line in done.stdout.splitlines()]
    assert not any(event["valid"] for event in reps if event["event"] == "rep")


# -- bad input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "content", "words"), [
    ("none.csv", None, "none.csv"),
    ("empty.csv", b"", "empty"),
    ("words.csv", b"t,foot_left,foot_right,sacrum_lower,sacrum_upper\n0.0,a,1,1,1\n", "line 2"),
    ("zones.csv", b"t,head,foot_right,sacrum_lower,sacrum_upper\n0.0,1,1,1,1\n", "head"),
    ("cut.csv.gz", b"\x1f\x8b\x08\x00rubbish", "cut.csv.gz"),
])
def test_an_unreadable_recording_is_named(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    said = told(mat("replay", file, "--json"))
    assert words in said
    assert name in said


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "mat.toml").write_text("[exercise]\nholds_s = 5\n")
    assert "Did you mean hold_s?" in told(mat("settings", "--config", tmp_path / "mat.toml"))
    assert "Did you mean hold_s?" in told(mat("run", "--headless", MAT_CONFIG=str(tmp_path / "mat.toml")))


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    import sqlite3
    assert mat("summary", data=tmp_path).returncode == 0
    with sqlite3.connect(tmp_path / "mat.sqlite3") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    assert "newer version" in told(mat("summary", data=tmp_path))
    assert "newer version" in told(mat("run", "--headless", data=tmp_path))


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert str(tmp_path / "file") in told(mat("summary", data=tmp_path / "file"))


def test_a_day_that_is_none_is_named() -> None:
    assert "2026-13-01" in told(mat("summary", "--day", "2026-13-01"))


@pytest.mark.skipif(Path("/dev/i2c-1").exists(), reason="this machine has an I2C bus")
def test_the_doctor_tells_a_missing_bus_and_its_remedy() -> None:
    done = mat("doctor", "--hardware", "pi", "--json")
    assert done.returncode == 3
    found = json.loads(done.stdout)
    assert found["fit"] is False
    bad = [finding for finding in found["findings"] if not finding["ok"]]
    assert any("dtparam=i2c_arm=on" in finding["remedy"] for finding in bad)


def test_the_doctor_finds_the_emulated_mat_fit(tmp_path: Path) -> None:
    done = mat("doctor", "--hardware", "emulated", "--seconds", "2", "--json", data=tmp_path)
    found = json.loads(done.stdout)
    zones = [finding for finding in found["findings"] if finding["part"].startswith("zone ")]
    assert len(zones) == 4
    assert all(finding["ok"] for finding in zones)
    assert (done.returncode == 0) == found["fit"]


# -- the rest -------------------------------------------------------------------------------------------


def test_a_recording_is_written_and_can_be_replayed(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv.gz"
    assert mat("record", file, "--seconds", "1", "--hardware", "emulated").returncode == 0
    assert mat("replay", file).returncode == 0


def test_settings_are_listed_with_range_and_source() -> None:
    listed = {one["name"]: one for one in map(json.loads, mat("settings", "--json").stdout.splitlines())}
    assert listed["exercise.hold_s"]["range"] == "3 to 60"
    assert listed["exercise.hold_s"]["unit"] == "s"


def test_a_picture_of_every_screen_can_be_made(tmp_path: Path) -> None:
    screens = mat("screenshot", "--list").stdout.split()
    assert set(screens) >= {"home", "welcome", "lie_down", "lift", "hold", "lower", "rest", "done", "pain", "summary",
                            "fault"}
    file = tmp_path / "hold.png"
    assert mat("screenshot", "hold", file, "--size", "1280x720").returncode == 0
    assert file.read_bytes().startswith(b"\x89PNG")
    assert "Did you mean hold?" in told(mat("screenshot", "hodl", file))
    assert "240 to 4096" in told(mat("screenshot", "hold", file, "--size", "big"))


def test_output_cut_short_by_its_reader_is_no_error() -> None:
    shell = shutil.which("sh")
    assert shell
    done = subprocess.run([shell, "-c", f"'{sys.executable}' -m mat replay '{RECORDING}' --json | head -n 1"],
                          capture_output=True, text=True, check=False, timeout=120)
    assert json.loads(done.stdout)["event"] == "arrived"
    assert done.stderr == ""
