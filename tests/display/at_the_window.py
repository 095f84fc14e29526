"""A finger, a key and a clock for the tests that sit before a window."""

import pygame

from display.boxes import Box
from display.parts import Button
from display.screens import EXAMPLES, SCREENS
from display.sound import Silence
from display.theme import Theme
from display.window import Window
from mat.settings import DisplaySettings

SMALL = DisplaySettings(fullscreen=False, size=(800, 480))
SMALL_THEME = Theme((800, 480))


class HandClock:
    """Seconds that only the test moves."""

    def __init__(self) -> None:
        self.t_s = 100.0

    def __call__(self) -> float:
        return self.t_s


class Heard(Silence):
    """Keeps the names of the tones."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def play(self, name: str) -> None:
        self.names.append(name)


def button(window: Window, screen: str, intent: str) -> Box:
    parts = SCREENS[screen](EXAMPLES[screen], window.theme)
    return next(part.box for part in parts if isinstance(part, Button) and part.intent == intent)


def tile(window: Window, screen: str, intent: str) -> tuple[int, int]:
    """The middle of a chart that explains itself."""
    parts = SCREENS[screen](EXAMPLES[screen], window.theme)
    return next(part.box.centre for part in parts if part.intent_at(part.box.centre) == intent)


def finger(at: tuple[float, float], size: tuple[int, int] = (800, 480)) -> None:
    pygame.event.post(pygame.event.Event(pygame.FINGERDOWN, x=at[0] / size[0], y=at[1] / size[1], finger_id=0,
                                         touch_id=0, dx=0.0, dy=0.0))


def mouse(at: tuple[int, int], touch: bool = False, which: int = 1) -> None:
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=which, touch=touch))


def key(code: int) -> None:
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode="", scancode=0))


def seen() -> bytes:
    return bytes(pygame.display.get_surface().get_buffer().raw)
