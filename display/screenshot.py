"""Pictures of screens without a window: any screen's example, drawn off-screen and saved."""

import difflib
from pathlib import Path

import pygame

from display.parts import draw
from display.screens import EXAMPLES, SCREENS
from display.theme import GROUND, Theme
from mat.core.snapshot import Snapshot
from mat.ports import MatError
from mat.settings import DisplaySettings

USUAL = DisplaySettings(size=(800, 480))


def picture(screen_name: str, snapshot: Snapshot, theme: Theme) -> pygame.Surface:
    """The screen as the window would show it."""
    surface = pygame.Surface(theme.size, 0, 32)
    surface.fill(GROUND)
    draw(SCREENS[screen_name](snapshot, theme), surface)
    return surface


def take(screen_name: str, path: Path, wanted: DisplaySettings = USUAL) -> None:
    """Save the example of `screen_name` as PNG, as a panel of `wanted.size` pixels would show it.

    Raises MatError for an unknown screen or a path that cannot be written.
    """
    if screen_name not in SCREENS:
        near = difflib.get_close_matches(screen_name, SCREENS, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise MatError(f"{screen_name}: no such screen.{hint} There are: {', '.join(SCREENS)}.")
    if path.suffix.lower() != ".png":
        raise MatError(f"{path}: the picture is a PNG. End its name in .png.")
    try:
        pygame.image.save(picture(screen_name, EXAMPLES[screen_name], Theme.of(wanted, wanted.size)), str(path))
    except (OSError, pygame.error) as fault:
        raise MatError(f"{path}: the picture cannot be written ({fault}). "
                       "Check that the folder exists and the name ends in .png.") from fault
