"""Which drawing library this is."""

import pygame


def versions() -> dict[str, str]:
    """By name: pygame's and SDL's."""
    return {"pygame": pygame.version.ver, "SDL": ".".join(map(str, pygame.get_sdl_version()))}
