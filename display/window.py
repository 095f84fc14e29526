"""The window: the only opener of windows and reader of touches; without a display, a screen that shows nothing."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pygame

from display.parts import Part, draw, intent_at
from display.screens import SCREENS
from display.sound import Sounds
from display.texts import speaking, text
from display.theme import GROUND, Theme
from display.touches import KEYS, place, tapped
from mat.core.snapshot import Snapshot
from mat.ports import MatError, Screen
from mat.settings import DisplaySettings

DEBOUNCE_S = 0.3
"""A finger that bounces, or the next screen's button under it, must not count as a second touch."""
NOBODY = ("home", "progress", "plan")
"""Screens of a mat on which nobody is."""
BLIND_DRIVERS = ("offscreen", "dummy", "evdev")
"""What SDL picks, without a word, when it finds no real display."""


class DisplayError(MatError):
    """There is a display, but it cannot be used."""


class NobodySees(DisplayError):
    """SDL found no display that anybody could see, and was not told to use a particular one."""


class Window:
    """Shows snapshots and gathers intents. Opens the panel when it is made; raises DisplayError if that fails.

    The emergency page lies over whatever is shown: the window opens and closes it by itself, so that no part of a
    session can be in its way. `now_s` is a monotonic clock; `sounds` answers a touch with a tick.
    """

    def __init__(self, settings: DisplaySettings, now_s: Callable[[], float], sounds: Sounds | None = None,
                 env: Mapping[str, str] = os.environ) -> None:
        self._panel = _open_panel(settings, env)
        self._rotation = settings.rotation
        self._theme = Theme.of(settings, self._panel.get_size())
        self._picture = pygame.Surface(self._theme.size, 0, 32)
        self._sounds, self._now_s = sounds, now_s
        self._snapshot: Snapshot | None = None
        self._parts: list[Part] | None = None
        self._helping = False
        self._last_tap_s = float("-inf")
        self.redraws = 0

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def driver_and_size(self) -> tuple[str, tuple[int, int]]:
        """What draws the window (SDL's name: kmsdrm on the appliance), and its size in pixels."""
        return pygame.display.get_driver(), self._panel.get_size()

    def show(self, snapshot: Snapshot) -> None:
        """Draw the snapshot's screen, if anything on it differs from what is shown already."""
        if self._snapshot and self._snapshot.screen in NOBODY and snapshot.screen not in NOBODY:
            self._helping = False  # left open by somebody; the next person must see the session
        self._snapshot = snapshot
        parts = SCREENS["emergency" if self._helping else snapshot.screen](snapshot, self._theme)
        if parts == self._parts:
            return
        self._parts = parts
        self._picture.fill(GROUND)
        draw(parts, self._picture)
        turned = pygame.transform.rotate(self._picture, -self._rotation) if self._rotation else self._picture
        self._panel.blit(turned, (0, 0))
        pygame.display.flip()
        self.redraws += 1

    def intents(self) -> list[str]:
        """What was asked for since the last call, oldest first."""
        asked = (self._asked(event) for event in pygame.event.get())
        return [intent for intent in asked if intent and not self._kept(intent)]

    def close(self) -> None:
        pygame.display.quit()

    def _asked(self, event: pygame.event.Event) -> str | None:
        if event.type == pygame.QUIT:
            return "quit"
        if event.type == pygame.KEYDOWN:
            return self._offered(KEYS.get(event.key, ()))
        if tapped(event):
            point = place(event, self._panel.get_size(), self._rotation)
            return self._debounced(intent_at(self._parts or [], point))
        if event.type in (pygame.WINDOWEXPOSED, pygame.VIDEOEXPOSE):
            self._parts = None
        return None

    def _offered(self, wanted: tuple[str, ...]) -> str | None:
        """The first wanted intent that a button on this screen has, so that a key can do no more than a finger."""
        here = {part.intent_at(part.box.centre) for part in self._parts or []} | {"quit"}
        return next((intent for intent in wanted if intent in here), None)

    def _debounced(self, intent: str | None) -> str | None:
        now_s = self._now_s()
        if intent is None or now_s - self._last_tap_s < DEBOUNCE_S:
            return None
        self._last_tap_s = now_s
        if self._sounds:
            self._sounds.play("tick")
        return intent

    def _kept(self, intent: str) -> bool:
        """True for the two intents that are the window's own affair."""
        if intent not in ("emergency", "back"):
            return False
        self._helping = intent == "emergency"
        if self._snapshot:
            self.show(self._snapshot)
        return True


class NoScreen:
    """A screen for a machine without a display: shows nothing, is never touched."""

    def show(self, snapshot: Snapshot) -> None:
        pass

    def intents(self) -> list[str]:
        return []

    def close(self) -> None:
        pass


def open_screen(settings: DisplaySettings, now_s: Callable[[], float], headless: bool = False,
                sounds: Sounds | None = None, env: Mapping[str, str] = os.environ,
                dri: Path = Path("/dev/dri")) -> tuple[Screen, str | None]:
    """A window, or NoScreen and in plain words why. Raises DisplayError if there is a display that does not work."""
    if headless:
        return NoScreen(), "No screen: it runs headless, as asked for."
    if no_display(env, dri):
        return NoScreen(), (f"No screen: neither DISPLAY nor WAYLAND_DISPLAY is set, and there is no {dri}. "
                            "Connect a display, or use --headless to say that this is meant.")
    try:
        return Window(settings, now_s, sounds, env), None
    except NobodySees as why:
        return NoScreen(), f"No screen: {why}"


def no_display(env: Mapping[str, str], dri: Path) -> bool:
    """True on a Linux without a desktop and without a graphics card, unless SDL was told what to use."""
    told = any(env.get(name) for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"))
    return sys.platform.startswith("linux") and not told and not dri.exists()


def _open_panel(settings: DisplaySettings, env: Mapping[str, str]) -> pygame.Surface:
    """The panel's surface. Vertical sync is asked for: without it some Pi panels show torn lines."""
    os.environ.setdefault("SDL_RENDER_VSYNC", "1")
    try:
        pygame.display.init()
        _refuse_blind(env)
        with speaking(settings.language):
            pygame.display.set_caption(text("app_name"))
        panel = (pygame.display.set_mode((0, 0), pygame.FULLSCREEN) if settings.fullscreen
                 else pygame.display.set_mode(settings.size))
    except pygame.error as fault:
        raise DisplayError(f"the display does not open ({fault}). Check its cable and that the user is in the "
                           "groups video and input, or use --headless.") from fault
    pygame.mouse.set_visible(not settings.fullscreen)
    return panel


def _refuse_blind(env: Mapping[str, str]) -> None:
    driver = pygame.display.get_driver()
    if driver in BLIND_DRIVERS and env.get("SDL_VIDEODRIVER") != driver:
        pygame.display.quit()
        raise NobodySees(f"SDL chose the display driver {driver!r}, which nobody can see. Set SDL_VIDEODRIVER=kmsdrm "
                           "on a panel without a desktop, or use --headless.")
