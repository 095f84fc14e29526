"""The running kiosk: a process, its sampler, the emulated converter, a real file, real signals."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.clock import SystemClock
from mat.replay import replay
from mat.store.database import FILE
from tests.test_cli import RECORDING, mat

FAST = "6"
PATIENCE_S = 90.0


@contextmanager
def kiosk(data: Path, *words: object, **environment: str) -> Iterator[subprocess.Popen[str]]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("MAT_")} | {"MAT_DATA": str(data), **environment}
    process = subprocess.Popen([sys.executable, "-m", "mat", "run", "--headless", "--hardware", "emulated",
                                *map(str, words)], stderr=subprocess.PIPE, text=True, env=env)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def stored(data: Path) -> list[tuple[str, int]]:
    """Kind and validity of every rep on the disk."""
    if not (data / FILE).exists():
        return []
    connection = sqlite3.connect(data / FILE)
    try:
        return connection.execute("SELECT kind, valid FROM rep ORDER BY number").fetchall()
    except sqlite3.OperationalError:
        return []  # the tables are not made yet
    finally:
        connection.close()


def wait_for_reps(data: Path, count: int) -> list[tuple[str, int]]:
    clock = SystemClock()
    end_s = clock.now_s() + PATIENCE_S
    while len(found := stored(data)) < count:
        assert clock.now_s() < end_s, f"only {found} after {PATIENCE_S} s"
        clock.sleep_until_s(clock.now_s() + 0.05)
    return found


@pytest.mark.slow
def test_a_recording_through_chip_and_driver_stores_what_a_replay_counts(tmp_path: Path) -> None:
    with kiosk(tmp_path, "--recording", RECORDING, "--speed", FAST) as process:
        assert process.wait(PATIENCE_S) == 0
    expected = [(rep.kind, int(rep.valid)) for rep in replay(RECORDING).reps]
    assert stored(tmp_path) == expected
    [session] = json.loads(mat("summary", "--json", data=tmp_path).stdout)["sessions"]
    assert session["reps"] == {"left": 8, "right": 7, "double": 0}
    assert session["ended_because"] == "interrupted"  # the recording ends with the person on the mat


@pytest.mark.slow
def test_kill_9_loses_no_finished_rep_and_the_next_start_marks_the_session(tmp_path: Path) -> None:
    with kiosk(tmp_path, "--recording", RECORDING, "--speed", FAST) as process:
        before = wait_for_reps(tmp_path, 3)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    after = stored(tmp_path)
    assert after[:len(before)] == before
    running = json.loads(mat("summary", "--json", data=tmp_path).stdout)["sessions"][0]
    assert running["ended_because"] is None
    with kiosk(tmp_path, "--recording", RECORDING, "--speed", FAST) as process:
        wait_for_reps(tmp_path, len(after) + 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    first, *_ = json.loads(mat("summary", "--json", data=tmp_path).stdout)["sessions"]
    assert first["ended_because"] == "interrupted"
    assert sum(first["reps"].values()) + first["partial"] == len(after)
    connection = sqlite3.connect(tmp_path / FILE)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_second_kiosk_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with kiosk(tmp_path, "--verbose"):
        clock = SystemClock()
        end_s = clock.now_s() + 20
        while not (tmp_path / "kiosk.lock").exists() and clock.now_s() < end_s:
            clock.sleep_until_s(clock.now_s() + 0.05)
        clock.sleep_until_s(clock.now_s() + 0.3)
        done = mat("run", "--headless", data=tmp_path)
    assert done.returncode == 1
    assert "another mat kiosk" in " ".join(done.stderr.split())


@pytest.mark.skipif(Path("/dev/i2c-1").exists(), reason="this machine has an I2C bus")
def test_without_a_converter_the_kiosk_runs_on_and_tells_the_fault_once(tmp_path: Path) -> None:
    env = {**os.environ, "MAT_DATA": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-m", "mat", "run", "--headless", "--hardware", "pi"],
                               stderr=subprocess.PIPE, text=True, env=env)
    assert process.stderr
    lines = []
    for line in process.stderr:
        lines.append(line)
        if "fault begins" in line:
            break
    clock = SystemClock()
    clock.sleep_until_s(clock.now_s() + 1.5)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=15)
    said = "".join(lines) + rest
    assert process.returncode == 0
    assert said.count("fault begins") == 1
    assert "/dev/i2c-1" in said
    assert "Traceback" not in said


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has loaded")
def test_the_samplers_process_has_neither_the_screens_nor_the_databases_libraries(tmp_path: Path) -> None:
    clock = SystemClock()
    with kiosk(tmp_path) as process:
        end_s = clock.now_s() + PATIENCE_S
        children: list[str] = []
        while not any("numpy" in loaded for loaded in children):  # its recordings need that
            assert clock.now_s() < end_s
            clock.sleep_until_s(clock.now_s() + 0.1)
            pids = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
            children = [_files_of(pid) for pid in pids if "spawn_main" in _files_of(pid, "cmdline")]
        for library in ("pygame", "SDL", "sqlite", "sqlalchemy", "gpiozero"):
            assert not any(library in loaded for loaded in children), library


def _files_of(pid: str, what: str = "maps") -> str:
    try:
        return Path(f"/proc/{pid}/{what}").read_text("utf-8", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
