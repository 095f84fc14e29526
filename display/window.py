"""The window: the only drawer on the panel and reader of touches; without a display, a screen that shows nothing."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from display.backlight import Backlight, find_backlight
from display.painter import Painter
from display.panel import DisplayError, NobodySees, no_display, open_panel
from display.parts import Button, Part, intent_at
from display.parts.pressed import Pressed
from display.presenter import Presenter
from display.screens import SCREENS
from display.sleep import Sleeper
from display.theme import Theme
from display.touches import KEYS, Taps, place, tapped
from mat.core.snapshot import FaultNote, Snapshot
from mat.settings import DisplaySettings

if TYPE_CHECKING:
    from display.sound import Sounds

__all__ = ["DisplayError", "NoScreen", "NobodySees", "Window", "no_display", "open_screen"]
NOBODY = ("home", "progress", "plan", "settings", "pin")
"""Screens of a mat on which nobody is."""
MAY_SLEEP = (*NOBODY, "staff", "fault", "check_done")
MOVING = ("lift", "lower")
"""Screens on which time alone moves something."""
PRESSED_S = 0.15
EXPLAINED_S, HELPED_S = 60.0, 120.0


class Window:
    """Shows snapshots and gathers intents. Opens the panel when it is made; raises DisplayError if that fails.

    The emergency page and the explanations of charts lie over whatever is shown: the window opens and closes them by
    itself, so that no part of a session can be in their way. `now_s` is a monotonic clock; `sounds` answers a touch
    with a tick.
    """

    def __init__(self, settings: DisplaySettings, now_s: Callable[[], float], sounds: "Sounds | None" = None,
                 env: Mapping[str, str] = os.environ, backlight: Backlight | None = None) -> None:
        self._panel = open_panel(settings, env)
        self._presenter = Presenter(self._panel, backlight)
        self.sounds, self._now_s = sounds, now_s
        self._sleeper = Sleeper(settings.dim_after_s, settings.off_after_s)
        self._taps = Taps()
        self._snapshot: Snapshot | None = None
        self._loaded = False
        self._over, self._over_since_s = "", 0.0
        self._pressed: tuple[Button, float] | None = None
        self.redraws = 0
        self.adjust(settings)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def driver_and_size(self) -> tuple[str, tuple[int, int]]:
        """What draws the window (SDL's name: kmsdrm on the appliance), and its size in pixels."""
        return pygame.display.get_driver(), self._panel.get_size()

    @property
    def helping(self) -> bool:
        """The emergency page is open: no voice is to tell its reader to exercise."""
        return self._over == "emergency"

    def adjust(self, settings: DisplaySettings) -> None:
        """Another language, distance, brightness…; the panel itself stays as it was opened."""
        self._rotation = settings.rotation
        self._presenter.adjust(settings.rotation, settings.brightness)
        self._theme = Theme.of(settings, self._panel.get_size())
        self._painter = Painter(self._theme.size)
        self._show_again()

    def page(self, name: str, fault: FaultNote | None = None) -> None:
        """Shows a page that no session leads to: `starting`, `goodbye`; with a fault `unstarted`."""
        self._over, self._snapshot = "", None
        self._sleeper.live(self._now_s())
        self._draw(SCREENS[name](Snapshot("fault" if fault else "home", fault=fault), self._theme), self._now_s())

    def show(self, snapshot: Snapshot) -> None:
        """Draws what differs from what is shown already."""
        now_s = self._now_s()
        self._wake_for(snapshot, now_s)
        before, self._snapshot = self._snapshot, snapshot
        if before and not self._keeps_over(before, snapshot, now_s):
            self._over = ""
            before = None
        if before and self._same(before, snapshot) and self._pressed is None:
            self._present([], now_s)
            return
        self._draw(self._parts(snapshot), now_s)

    def intents(self) -> list[str]:
        """What was asked for since the last call, oldest first."""
        asked = (self._asked(event) for event in pygame.event.get())
        return [intent for intent in asked if intent and not self._kept(intent)]

    def close(self) -> None:
        self._presenter.close()
        pygame.display.quit()

    # -- the picture -----------------------------------------------------------------------------------

    def _parts(self, snapshot: Snapshot) -> list[Part]:
        name, _, topic = self._over.partition(":")
        return SCREENS[name or snapshot.screen](replace(snapshot, explain=topic) if topic else snapshot, self._theme)

    def _same(self, before: Snapshot, now: Snapshot) -> bool:
        """No part can have changed: only time has passed, and nothing moves by itself."""
        moves = now.screen in MOVING and not self._theme.reduced_motion and not self._over
        return not moves and replace(before, t_s=now.t_s, since_s=now.since_s) == now

    def _keeps_over(self, before: Snapshot, now: Snapshot, now_s: float) -> bool:
        """An explanation ends with its screen or by itself. Help left open ends when the next person comes, when a knee
        goes up (whoever lies there cannot reach Back), or by itself."""
        open_s = now_s - self._over_since_s
        if self._over.startswith("explain"):
            return now.screen == before.screen and open_s < EXPLAINED_S
        comes = before.screen in NOBODY and now.screen not in NOBODY
        lifts = now.screen == "hold" and before.screen != "hold"
        return not (self._over and (comes or lifts or open_s > HELPED_S))

    def _draw(self, parts: Sequence[Part], now_s: float) -> None:
        if self._pressed is not None:
            button, until_s = self._pressed
            here = any(part.box == button.box and isinstance(part, Button) and part.intent == button.intent
                       for part in parts)
            if here and now_s < until_s:
                parts = [*parts, Pressed(button.box)]
            else:
                self._pressed = None
        self._present(self._painter.show(parts), now_s)

    def _present(self, areas: list[pygame.Rect], now_s: float) -> None:
        if self._presenter.show(self._painter.picture, areas, self._sleeper.step(now_s), now_s):
            self.redraws += 1

    # -- life and touch --------------------------------------------------------------------------------

    def _wake_for(self, snapshot: Snapshot, now_s: float) -> None:
        """A screen in use stays awake, and so does a fault with somebody on the mat; a fault or a load that comes wakes
        it once: what is left on the mat may sleep on."""
        screen, was = snapshot.under or snapshot.screen, self._snapshot and (self._snapshot.under or
                                                                             self._snapshot.screen)
        begins = screen == "fault" and was != "fault"
        if screen not in MAY_SLEEP or begins or (snapshot.loaded and (screen == "fault" or not self._loaded)):
            self._sleeper.live(now_s)
        self._loaded = snapshot.loaded

    def _asked(self, event: pygame.event.Event) -> str | None:
        if event.type == pygame.QUIT:
            return "quit"
        if event.type in (pygame.WINDOWEXPOSED, pygame.VIDEOEXPOSE):
            self._painter.forget()
            self._show_again()
            return None
        if event.type == pygame.KEYDOWN:
            woke, offered = self._sleeper.live(self._now_s()), self._offered(KEYS.get(event.key, ()))
            return offered if not woke or offered == "quit" else None
        if tapped(event):
            return self._touched(place(event, self._panel.get_size(), self._rotation, self._presenter.shift))
        return None

    def _offered(self, wanted: tuple[str, ...]) -> str | None:
        """The first wanted intent that a button on this screen has, so that a key can do no more than a finger."""
        here = {part.intent_at(part.box.centre) for part in self._painter.parts} | {"quit"}
        return next((intent for intent in wanted if intent in here), None)

    def _touched(self, point: tuple[float, float]) -> str | None:
        """What a finger asks for there. One that wakes the screen asks for nothing: who cannot see, cannot mean it."""
        now_s = self._now_s()
        intent = intent_at(self._painter.parts, point)
        if self._sleeper.live(now_s):
            self._taps.woke(now_s)
            return None
        if intent is None or not self._taps.counts(intent, now_s):
            return None
        self._over_since_s = now_s
        self._pressed = next(((part, now_s + PRESSED_S) for part in self._painter.parts
                              if isinstance(part, Button) and part.intent_at(point)), None)
        if self.sounds:
            self.sounds.play("tick")
        return intent

    def _kept(self, intent: str) -> bool:
        """True for the intents that are the window's own affair."""
        if intent not in ("emergency", "back") and not intent.startswith("explain:"):
            return False
        self._over, self._over_since_s = ("" if intent == "back" else intent), self._now_s()
        self._show_again()
        return True

    def _show_again(self) -> None:
        """Draws what is shown anew, though nothing about it has changed."""
        snapshot = self._snapshot
        if snapshot is not None:
            self._snapshot = None
            self.show(snapshot)


class NoScreen:
    """A screen for a machine without a display: shows nothing, is never touched."""

    sounds: "Sounds | None" = None
    helping = False

    def show(self, snapshot: Snapshot) -> None:
        pass

    def page(self, name: str, fault: FaultNote | None = None) -> None:
        pass

    def adjust(self, settings: DisplaySettings) -> None:
        pass

    def intents(self) -> list[str]:
        return []

    def close(self) -> None:
        pass


def open_screen(settings: DisplaySettings, now_s: Callable[[], float], headless: bool = False,
                sounds: "Sounds | None" = None, env: Mapping[str, str] = os.environ,
                dri: Path = Path("/dev/dri")) -> "tuple[Window | NoScreen, str | None]":
    """A window, or NoScreen and in plain words why. Raises DisplayError if there is a display that does not work."""
    if headless:
        return NoScreen(), "No screen: it runs headless, as asked for."
    if no_display(env, dri):
        return NoScreen(), (f"No screen: neither DISPLAY nor WAYLAND_DISPLAY is set, and there is no {dri}. "
                            "Connect a display, or use --headless to say that this is meant.")
    try:
        return Window(settings, now_s, sounds, env, find_backlight()), None
    except NobodySees as why:
        return NoScreen(), f"No screen: {why}"
