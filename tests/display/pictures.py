"""Draw the pictures of display/README.md anew: python -m tests.display.pictures"""

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from display.screens import EXAMPLES, SCREENS
from display.screenshot import USUAL, picture
from display.theme import Theme

FOLDER = Path(__file__).parents[2] / "display" / "pictures"
LARGE = ("lift", "hold", "lower", "home")
"""Screens that are shown in large mode too."""
PLAIN_THEME, LARGE_THEME = Theme(USUAL.size), Theme(USUAL.size, large=True)


def wanted() -> dict[Path, tuple[str, Theme]]:
    """Each picture's file, its screen and its theme."""
    return ({FOLDER / f"{name}.png": (name, PLAIN_THEME) for name in SCREENS}
            | {FOLDER / "large" / f"{name}.png": (name, LARGE_THEME) for name in LARGE})


def fresh(name: str, theme: Theme) -> pygame.Surface:
    return picture(name, EXAMPLES[name], theme)


if __name__ == "__main__":
    for path, (name, theme) in wanted().items():
        path.parent.mkdir(exist_ok=True)
        pygame.image.save(fresh(name, theme), str(path))
