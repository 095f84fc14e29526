"""What systemd is told, at the other end of a real datagram socket."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.clock import SystemClock
from mat.notify import Notifier
from tests.systemd.listening import Systemd


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    found = Systemd(str(tmp_path / "notify"))
    yield found
    found.close()


@pytest.fixture
def kiosk(systemd: Systemd, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A kiosk without a window on an emulated mat, with a watchdog of two seconds."""
    env = {**os.environ, **systemd.env(WATCHDOG_USEC="2000000"), "MAT_DATA": str(tmp_path / "data")}
    env.pop("WATCHDOG_PID", None)
    process = subprocess.Popen([sys.executable, "-m", "mat", "run", "--headless", "--hardware", "emulated",
                                "--arrives-after", "3600"], stderr=subprocess.PIPE, text=True, env=env)
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)
        process.kill()
    process.communicate()


def test_without_systemd_nobody_is_told_and_nothing_fails() -> None:
    quiet = Notifier({})
    quiet.ready()
    quiet.alive(1.0)
    quiet.stopping()
    assert not quiet.listens


def test_ready_is_told_once_and_a_status_only_when_it_is_new(systemd: Systemd) -> None:
    notifier = Notifier(systemd.env())
    for words in ("home", "home", "hold"):
        notifier.ready()
        notifier.status(words)
    assert systemd.listen() == ["READY=1", "STATUS=home", "STATUS=hold"]


def test_an_address_in_the_kernels_own_name_space_is_reached() -> None:
    systemd = Systemd(f"@mat-test-{os.getpid()}")
    try:
        Notifier(systemd.env()).ready()
        assert systemd.listen() == ["READY=1"]
    finally:
        systemd.close()


def test_signs_of_life_come_four_times_in_the_watchdogs_time(systemd: Systemd) -> None:
    notifier = Notifier(systemd.env(WATCHDOG_USEC="8000000", WATCHDOG_PID="7"), pid=7)
    for tenth in range(101):
        notifier.alive(tenth / 10)
    assert systemd.listen().count("WATCHDOG=1") == 6  # at 0, 2, 4 ... 10 s


@pytest.mark.parametrize("env", [{}, {"WATCHDOG_USEC": "soon"}, {"WATCHDOG_USEC": "8000000", "WATCHDOG_PID": "8"}])
def test_where_no_watchdog_is_meant_for_this_process_no_sign_is_given(systemd: Systemd, env: dict[str, str]) -> None:
    Notifier(systemd.env(**env), pid=7).alive(1.0)
    assert systemd.listen() == []


def test_a_systemd_that_does_not_hear_costs_a_line_in_the_log_and_is_told_again(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place = str(tmp_path / "notify")
    notifier = Notifier({"NOTIFY_SOCKET": place})
    for _ in range(3):
        notifier.ready()
    assert caplog.text.count("cannot be told READY=1") == 1
    systemd = Systemd(place)
    notifier.ready()
    notifier.ready()
    assert systemd.listen() == ["READY=1"]
    systemd.close()


@pytest.mark.slow
def test_a_kiosk_is_ready_then_gives_signs_of_life_and_tells_that_it_stops(
        systemd: Systemd, kiosk: subprocess.Popen[str]) -> None:
    systemd.wait_for("READY=1")
    systemd.wait_for("WATCHDOG=1", 4)
    assert "STATUS=home" in systemd.listen()
    kiosk.send_signal(signal.SIGTERM)
    assert kiosk.wait(10) == 0
    assert systemd.listen()[-1] == "STOPPING=1"
    assert systemd.listen().count("READY=1") == 1


@pytest.mark.slow
def test_a_screen_that_hangs_gives_no_sign_of_life(systemd: Systemd, kiosk: subprocess.Popen[str]) -> None:
    systemd.wait_for("WATCHDOG=1", 2)
    kiosk.send_signal(signal.SIGSTOP)
    clock = SystemClock()
    clock.sleep_until_s(clock.now_s() + 0.2)
    before = len(systemd.listen())
    clock.sleep_until_s(clock.now_s() + 2.5)
    assert len(systemd.listen()) == before


@pytest.mark.slow
@pytest.mark.parametrize("after_s", [0.5, 0.8, 1.1])
def test_asked_to_end_while_it_starts_a_kiosk_ends_in_order(systemd: Systemd, kiosk: subprocess.Popen[str],
                                                           after_s: float) -> None:
    clock = SystemClock()
    clock.sleep_until_s(clock.now_s() + after_s)
    kiosk.send_signal(signal.SIGTERM)
    assert kiosk.wait(10) in (0, -signal.SIGTERM)  # the interpreter itself may just have begun
    assert kiosk.stderr
    assert "Traceback" not in kiosk.stderr.read()
