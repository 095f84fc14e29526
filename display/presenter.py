"""The picture onto the panel: turned, moved against burn-in, and as bright as is wanted."""

import pygame

from display.backlight import Backlight
from display.sleep import Light, shift_at

DIM = 0.25
"""Of the light that is set, on a screen that nobody uses."""
READABLE, GAMMA = 0.5, 2.2
"""A picture that is darkened for want of a light keeps half of each value, or nobody would find the way back; values
are no amounts of light, so a tenth of the light is a third of the value."""
_SHARE: dict[Light, float] = {"awake": 1.0, "dim": DIM, "dark": 0.0}


class Presenter:
    """Copies areas of a picture to the panel. `shift`: by how many pixels the picture is moved now."""

    def __init__(self, panel: pygame.Surface, backlight: Backlight | None) -> None:
        self._panel, self._backlight = panel, backlight
        self._rotation, self._brightness = 0, 1.0
        self._light = 1.0
        self.shift = (0, 0)

    def adjust(self, rotation: int, brightness: float) -> None:
        self._rotation, self._brightness = rotation, brightness

    def show(self, picture: pygame.Surface, areas: list[pygame.Rect], light: Light, now_s: float) -> bool:
        """The changed areas, or all of it in another light or at another place. True if anything was copied."""
        wanted, shift = _SHARE[light] * self._brightness, shift_at(now_s)
        moved = (wanted, shift) != (self._light, self.shift)
        if moved:
            self._light, self.shift = wanted, shift
            areas = [picture.get_rect()]
            self._panel.fill((0, 0, 0))
        if not areas:
            return False
        if self._backlight is not None:
            self._backlight.set(wanted)
        placed = [self._place(picture, area) for area in areas]
        if light == "dark" or (wanted < 1.0 and (self._backlight is None or not self._backlight.works)):
            level = round(255 * _value(wanted, light))
            for area in placed:
                self._panel.fill((level, level, level), area, pygame.BLEND_RGB_MULT)
        pygame.display.update([self._panel.get_rect()] if moved else placed)  # the rim it has left is dark now
        return True

    def close(self) -> None:
        """The next program finds the light as it was set."""
        if self._backlight is not None:
            self._backlight.set(self._brightness)

    def _place(self, picture: pygame.Surface, area: pygame.Rect) -> pygame.Rect:
        """Copies one area, turned and moved, and tells where it has come to lie on the panel."""
        piece = picture.subsurface(area)
        turned = pygame.transform.rotate(piece, -self._rotation) if self._rotation else piece
        w, h = picture.get_size()
        x, y = {0: (area.x, area.y), 90: (h - area.bottom, area.x), 180: (w - area.right, h - area.bottom),
                270: (area.y, w - area.right)}[self._rotation]
        return self._panel.blit(turned, (x + self.shift[0], y + self.shift[1]))


def _value(share: float, light: Light) -> float:
    """What a picture's values are multiplied with to look so bright."""
    value = float(share ** (1 / GAMMA))
    return max(READABLE, value) if light == "awake" else 0.7 * value
