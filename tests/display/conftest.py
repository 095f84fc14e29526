"""The display's tests run without a panel and without a speaker: SDL's own dummies stand in for both."""

import os
from collections.abc import Iterator

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame
import pytest

from display.window import Window
from tests.display.at_the_window import SMALL, HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def window(clock: HandClock) -> Iterator[Window]:
    opened = Window(SMALL, now_s=clock)
    pygame.event.clear()
    yield opened
    opened.close()
