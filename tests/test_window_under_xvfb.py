"""The kiosk as a person touches it: a real window on a virtual screen, clicks by xdotool, the stored data compared."""

import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from display.screens import EXAMPLES, SCREENS
from display.theme import Theme
from display.touches import DEBOUNCE_S
from hardware.clock import SystemClock
from mat.store.database import FILE
from tests.test_cli import RECORDING
from tests.test_run import wait_for_reps

SIZE = (800, 480)
NEEDED = ("Xvfb", "xdotool")
pytestmark = pytest.mark.skipif(any(shutil.which(tool) is None for tool in NEEDED),
                                reason="Xvfb and xdotool are not installed: sudo apt install xvfb xdotool")


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual screen of the panel's size; gives its DISPLAY."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten",
                               "tcp"], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def button(screen: str, intent: str) -> tuple[int, int]:
    """Where a finger finds it."""
    for part in SCREENS[screen](EXAMPLES[screen], Theme(SIZE)):
        if part.intent_at(part.box.centre) == intent:
            x, y = part.box.centre
            return int(x), int(y)
    raise AssertionError(f"{screen} has no button for {intent}")


def wait_until(true: Callable[[], bool], what: str, patience_s: float = 30.0) -> None:
    clock = SystemClock()
    end_s = clock.now_s() + patience_s
    while not true():
        assert clock.now_s() < end_s, what
        clock.sleep_until_s(clock.now_s() + 0.1)


def session_of(data: Path) -> tuple[str | None, int | None]:
    connection = sqlite3.connect(data / FILE)
    try:
        return connection.execute("SELECT ended_because, pain_after FROM session").fetchone()
    finally:
        connection.close()


@pytest.mark.slow
def test_stop_and_pain_touched_on_the_screen_are_what_is_stored(display: str, tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_"))}
    env |= {"DISPLAY": display, "MAT_DATA": str(tmp_path), "SDL_AUDIODRIVER": "dummy"}
    kiosk = subprocess.Popen([sys.executable, "-m", "mat", "run", "--hardware", "emulated", "--recording",
                              str(RECORDING), "--speed", "4", "--verbose"], stderr=subprocess.PIPE, text=True, env=env)

    def touch(screen: str, intent: str) -> None:
        x, y = button(screen, intent)
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], env=env, check=True)

    def touch_until(true: Callable[[], bool], *buttons: tuple[str, str]) -> None:
        """In turn, and slowly enough for none to be taken for a bounce of the one before."""
        turns, clock = itertools.cycle(buttons), SystemClock()

        def tried() -> bool:
            touch(*next(turns))
            clock.sleep_until_s(clock.now_s() + 1.2 * DEBOUNCE_S)
            return true()
        wait_until(tried, f"none of {buttons} did it")

    try:
        wait_for_reps(tmp_path, 1)
        touch_until(lambda: session_of(tmp_path)[0] == "stopped", ("hold", "stop"))
        touch_until(lambda: session_of(tmp_path)[1] == 3, ("sit", "next"), ("pain", "pain:3"))
        subprocess.run(["xdotool", "key", "Escape"], env=env, check=True)
        assert kiosk.wait(10) == 0
    finally:
        if kiosk.poll() is None:
            kiosk.kill()
        said = kiosk.communicate()[1]
    assert "Traceback" not in said, said


def test_a_check_is_ended_and_closed_on_the_screen(display: str, tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_"))}
    env |= {"DISPLAY": display, "SDL_AUDIODRIVER": "dummy"}
    check = subprocess.Popen([sys.executable, "-m", "mat", "check", "--hardware", "emulated"], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True, env=env)

    def touch(screen: str, intent: str) -> bool:
        x, y = button(screen, intent)
        # closing the window resets the display: a click in that moment finds none, and is not needed any more
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], env=env, check=False,
                       stderr=subprocess.DEVNULL)
        return check.poll() is not None

    try:
        wait_until(lambda: touch("check", "check:end") or touch("check_done", "check:close"), "the check is closed")
        assert check.wait(10) == 3
    finally:
        if check.poll() is None:
            check.kill()
        out, said = check.communicate()
    assert "The check is not finished." in out
    assert "Traceback" not in said, said
