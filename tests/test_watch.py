"""`mat watch`: the moment as a pure picture, and the command on the emulated mat."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from hardware.recording import read_recording
from hardware.sampler import SamplerHealth
from mat.core.zones import KIT4, Sample
from mat.watch import Watched, Watcher, ZoneNow, picture
from mat.watch import line as in_a_line
from tests.test_cli import RECORDING, mat

HEALTH = SamplerHealth(True, 0.01, 2, 1, None, False, 0.0, True, False)
NOW = Watched(12.3, 99.8, 3, "real-time priority, memory locked", "supine",
              (ZoneNow("foot_left", 1.65, 0.2, 3.3, 0.95, 1.2, "ok"),
               ZoneNow("foot_right", 0.0, 0.0, 0.0, 0.0, 0.0, "dead")),
              ("   4.0 s arrived",), 3.3)


def drawn(now: Watched) -> str:
    console = Console(file=io.StringIO(), width=110)
    console.print(picture(now))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_picture_tells_rate_health_extremes_and_events() -> None:
    said = drawn(NOW)
    for word in ("99.8 scans a second, 3 missed", "real-time priority", "supine", "1.650", "+0.95", "0.200 … 3.300",
                 "1.2 mV", "dead", "4.0 s arrived"):
        assert word in said
    left = next(row for row in said.splitlines() if row.startswith("foot_left"))
    assert (left.count("█"), left.count("│")) == (14, 1)


def test_a_fault_is_told_in_its_place() -> None:
    broken = Watched(0.0, 0.0, 0, "ordinary priority", "empty", (), (), 3.3, "No converter answers at 0x48.")
    assert "No converter answers at 0x48." in drawn(broken)
    assert "No converter answers at 0x48." in in_a_line(broken)


def test_before_the_first_sample_it_says_that_it_waits() -> None:
    assert "waiting" in in_a_line(Watcher(KIT4, 3.3).now(HEALTH))
    assert "waiting" in drawn(Watcher(KIT4, 3.3).now(HEALTH))


def test_a_line_names_every_zone_and_what_is_wrong_with_it() -> None:
    assert in_a_line(NOW) == ("12.3 s  99.8 Hz  3 missed  supine  foot_left 1.650 V +0.95 ±1.2 mV  "
                              "foot_right 0.000 V +0.00 ±0.0 mV DEAD  last: 4.0 s arrived")


def test_a_recording_is_understood_while_it_is_watched() -> None:
    watcher = Watcher(read_recording(RECORDING).layout, 3.3)
    for sample in read_recording(RECORDING):
        watcher.step(sample)
    now = watcher.now(HEALTH)
    assert now.missed == 3
    assert now.rate_hz == pytest.approx(100.0, rel=0.02)
    assert len(now.events) == 5
    assert any("rep" in event and "counted" in event for event in now.events)


def test_lowest_highest_and_noise_are_those_of_the_zone() -> None:
    watcher = Watcher(KIT4, 3.3)
    for n in range(200):
        watcher.step(Sample(n * 0.01, (0.5 + 0.01 * (n % 2), 1.0, 0.2, 3.0 if n == 5 else 0.3)))
    zones = watcher.now(HEALTH).zones
    assert (zones[0].low_v, zones[0].high_v, zones[3].high_v) == (0.5, 0.51, 3.0)
    assert zones[0].noise_mv == pytest.approx(10 / 2.56, abs=0.1)
    assert zones[1].noise_mv == 0.0


def test_the_command_writes_a_line_a_second_for_pipes_and_ends_when_told() -> None:
    done = mat("watch", "--seconds", "2", "--hardware", "emulated")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert 2 <= len(lines) <= 3
    assert "sacrum_upper" in lines[-1]
    assert done.stderr == ""


@pytest.mark.skipif(Path("/dev/i2c-1").exists(), reason="this machine has an I2C bus")
def test_without_a_converter_it_says_so_goes_on_and_ctrl_c_is_a_good_end() -> None:
    process = subprocess.Popen([sys.executable, "-m", "mat", "watch", "--hardware", "pi"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stdout
    said = ""
    try:
        while "/dev/i2c-1" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert "Traceback" not in errors
