"""The answer to a finger: the button under it lights up at once, whatever comes of it."""

from dataclasses import dataclass
from functools import lru_cache

import pygame

from display.parts.base import Part

LIGHTER = (46, 46, 46)
"""Added to each colour: seen on every fill, and no new colour."""


@dataclass(frozen=True)
class Pressed(Part):
    """Lies over a button's box."""

    def draw(self, surface: pygame.Surface) -> None:
        surface.blit(_glow(self.box.w, self.box.h), self.box[:2], special_flags=pygame.BLEND_RGB_ADD)


@lru_cache(maxsize=8)
def _glow(w: int, h: int) -> pygame.Surface:
    glow = pygame.Surface((w, h), 0, 32)
    pygame.draw.rect(glow, LIGHTER, glow.get_rect(), border_radius=round(min(w, h) * 0.2))
    return glow
