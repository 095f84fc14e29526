"""A person at a real window: a virtual screen whose pixels can be read, a finger (xdotool), and the kiosk's own log."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pygame

from display.screens import EXAMPLES, SCREENS
from display.screenshot import picture
from display.sleep import shift_at
from display.theme import Theme
from display.touches import DEBOUNCE_S
from hardware.clock import SystemClock
from mat.core.snapshot import Snapshot
from tests.bench.screen.framebuffer import Framebuffer, virtual_screen

SIZE = (800, 480)
NEEDED = ("Xvfb", "xdotool")


class Desktop:
    """One kiosk on one virtual screen."""

    def __init__(self, display: str, pixels: Framebuffer, log: Path, theme: Theme) -> None:
        self.pixels, self.log, self.theme = pixels, log, theme
        self.env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_"))}
        self.env |= {"DISPLAY": display, "SDL_AUDIODRIVER": "dummy", "XDG_CACHE_HOME": str(log.parent / "cache")}
        self.clock = SystemClock()
        self._touched_s = 0.0

    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def wait(self, true: Callable[[], bool], what: str, patience_s: float = 60.0) -> None:
        end_s = self.clock.now_s() + patience_s
        while not true():
            assert self.clock.now_s() < end_s, f"{what}\n{self.said()[-2000:]}"
            self.clock.sleep_until_s(self.clock.now_s() + 0.05)

    def wait_for(self, *words: str, patience_s: float = 60.0) -> None:
        """Until each of these has been logged."""
        self.wait(lambda: all(word in self.said() for word in words), f"{words} never came", patience_s)

    def touch(self, screen: str, intent: str, snapshot: Snapshot | None = None) -> None:
        """Where the screen's example, or this snapshot, has the button; late enough to be a touch of its own."""
        self.clock.sleep_until_s(self._touched_s + DEBOUNCE_S + 0.1)
        for part in SCREENS[screen](snapshot or EXAMPLES[screen], self.theme):
            if part.intent_at(part.box.centre) == intent:
                x, y = part.box.centre
                subprocess.run(["xdotool", "mousemove", str(int(x)), str(int(y)), "click", "1"], env=self.env,
                               check=True)
                self._touched_s = self.clock.now_s()
                return
        raise AssertionError(f"{screen} has no button for {intent}")

    def touch_until(self, logged: str, screen: str, intent: str, snapshot: Snapshot | None = None,
                    patience_s: float = 20.0) -> None:
        """A person touches again when nothing happens for long: sooner, on a slow machine, a second touch would meet
        the next screen."""
        count, end_s = self.said().count(logged), self.clock.now_s() + patience_s
        while self.said().count(logged) == count:
            assert self.clock.now_s() < end_s, f"{intent} on {screen} did not lead to {logged!r}\n{self.said()[-2000:]}"
            self.touch(screen, intent, snapshot)
            until_s = self.clock.now_s() + 4.0
            while self.said().count(logged) == count and self.clock.now_s() < until_s:
                self.clock.sleep_until_s(self.clock.now_s() + 0.03)

    def shows(self, screen: str, snapshot: Snapshot, theme: Theme | None = None) -> bool:
        """The panel has exactly the picture that belongs to these facts, wherever it has walked to."""
        panel = pygame.Surface(SIZE, 0, 32)
        panel.blit(picture(screen, snapshot, theme or self.theme), shift_at(self.clock.now_s()))
        wanted = pygame.surfarray.array3d(panel).transpose(1, 0, 2)
        seen = self.pixels.pixels[:, :, 2::-1]
        return bool(np.array_equal(seen, wanted))


@contextmanager
def kiosk(folder: Path, *words: object, settings: str = "") -> Iterator[Desktop]:
    """`mat run --verbose` with these settings and words, its data in `folder`/data; ended at the end, without a
    traceback in its log."""
    config, log = folder / "mat.toml", folder / "told.txt"
    config.write_text(settings)
    with virtual_screen(SIZE) as (display, pixels), log.open("w") as err:
        desktop = Desktop(display, pixels, log, Theme(SIZE))
        command = [sys.executable, "-m", "mat", "run", "--hardware", "emulated", "--verbose", "--config", str(config),
                   "--data", str(folder / "data"), *map(str, words)]
        process = subprocess.Popen(command, env=desktop.env, stderr=err, text=True)
        try:
            yield desktop
            if "shutting down" not in desktop.said().lower():
                subprocess.run(["xdotool", "key", "Escape"], env=desktop.env, check=True)
            assert process.wait(15) == 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        assert "Traceback" not in desktop.said(), desktop.said()
