"""The theme: colours, type scale and spacing, derived from the panel's pixels and inches and the viewing distance."""

import math
from dataclasses import dataclass
from functools import cached_property

from display.boxes import Box
from display.fonts import Colour, cap_share
from mat.core.people import ProfileColour
from mat.core.zones import Side
from mat.settings import DisplaySettings

GROUND: Colour = (11, 16, 20)
"""Behind everything: nearly black, because the screen also lights a dim room."""
SURFACE: Colour = (26, 36, 44)
"""Buttons and tiles."""
PANEL: Colour = (16, 23, 28)
"""The ground of a chart."""
TRACK: Colour = (52, 66, 77)
"""The part of a ring or bar that is not reached yet; never carries meaning alone."""
INK: Colour = (242, 245, 247)
QUIET: Colour = (196, 207, 215)
"""Secondary text."""

# Okabe and Ito (2008), "Color universal design": told apart with every common colour vision.
SKY: Colour = (86, 180, 233)
ORANGE: Colour = (230, 159, 0)
YELLOW: Colour = (240, 228, 66)
GREEN: Colour = (0, 158, 115)
VERMILLION: Colour = (213, 94, 0)
PINK: Colour = (204, 121, 167)
BLUE: Colour = (112, 142, 255)
"""Lighter than Okabe and Ito's, which fails on dark."""

EMBER: Colour = (74, 31, 0)
"""Fill of the stop button: vermillion, darkened until white text on it passes 7:1."""

SKIN: Colour = (222, 190, 164)
HAIR: Colour = (232, 234, 236)
SHIRT: Colour = (120, 140, 156)
SHIRT_FAR: Colour = (88, 104, 118)
LEG: Colour = (166, 178, 188)
LEG_FAR: Colour = (98, 110, 120)
PILLOW: Colour = (92, 110, 124)
"""The person of the figure: grey where nothing is meant, so that a leg in its side's colour stands out."""

TEXT_PAIRS: tuple[tuple[Colour, Colour], ...] = (
    *((ink, ground) for ink in (INK, QUIET) for ground in (GROUND, SURFACE, PANEL)),
    *((ink, ground) for ink in (SKY, ORANGE, YELLOW) for ground in (GROUND, PANEL)),
    (INK, EMBER), (GROUND, SKY), (GROUND, ORANGE), (GROUND, YELLOW),
)
"""Every pair of text on ground that the parts use; a test holds each to 7:1."""

SIDE_COLOUR: dict[Side | None, Colour] = {"left": SKY, "right": ORANGE, None: YELLOW}
"""The left leg, the right leg, both."""

PROFILE_COLOUR: dict[ProfileColour, Colour] = {
    "yellow": YELLOW, "white": INK, "sky": SKY, "green": GREEN, "pink": PINK, "orange": ORANGE,
    "vermillion": VERMILLION, "blue": BLUE,
}

CAP_MM_PER_M = 6.4
"""Height of a capital for each metre of distance: 12.8 mm at 2 m, 22 minutes of arc."""
TOUCH_MM = 20.0
LARGE = 1.75
"""What large mode multiplies text by, as far as it fits."""


def luminance(colour: Colour) -> float:
    """Relative luminance after WCAG 2.2, 0 to 1."""
    r, g, b = (c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio after WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: Colour, ground: Colour, share: float) -> Colour:
    """`share` of the colour on the ground."""
    r, g, b = (round(c * share + d * (1 - share)) for c, d in zip(colour, ground, strict=True))
    return r, g, b


@dataclass(frozen=True)
class Theme:
    """Sizes for one surface. `size` is the picture's, before it is turned for a rotated panel.

    Text has the size that the distance asks for, held between 19 and 24 layout units: below, a near screen would
    look empty; above, nothing else would fit. The layout unit is about 1 mm on a 7 inch panel.
    """

    size: tuple[int, int]
    panel_inch: float = 7.0
    viewing_distance_m: float = 2.0
    reduced_motion: bool = False
    language: str = "en"
    large: bool = False

    @classmethod
    def of(cls, settings: DisplaySettings, panel_px: tuple[int, int]) -> "Theme":
        """The theme for a panel of `panel_px`; a rotation of 90 or 270 degrees swaps its sides."""
        turned = settings.rotation in (90, 270)
        size = (panel_px[1], panel_px[0]) if turned else panel_px
        return cls(size, settings.panel_inch, settings.viewing_distance_m, settings.reduced_motion,
                   settings.language, settings.large)

    @property
    def portrait(self) -> bool:
        return self.size[1] > self.size[0]

    @property
    def surface(self) -> Box:
        return Box(0, 0, *self.size)

    @property
    def px_per_mm(self) -> float:
        return math.hypot(*self.size) / (self.panel_inch * 25.4)

    @cached_property
    def unit_px(self) -> float:
        return min(min(self.size) / 87, max(self.size) / 150)

    @cached_property
    def cue_px(self) -> int:
        """Em of the words a lying person must read."""
        needed = CAP_MM_PER_M * self.viewing_distance_m * self.px_per_mm / cap_share()
        return math.ceil(min(max(needed, 19 * self.unit_px), 24 * self.unit_px))

    @property
    def title_px(self) -> int:
        return round(0.6 * self.cue_px)

    @property
    def body_px(self) -> int:
        return round(0.42 * self.cue_px)

    @property
    def small_px(self) -> int:
        """The smallest text: 6.6 minutes of arc at the viewing distance."""
        return round(0.3 * self.cue_px)

    @property
    def touch_px(self) -> int:
        """Side of a touch target: 20 mm, less on a panel too small for it."""
        return math.ceil(min(max(TOUCH_MM * self.px_per_mm, 15 * self.unit_px), 22 * self.unit_px))

    @property
    def margin(self) -> int:
        return round(4 * self.unit_px)

    @property
    def gap(self) -> int:
        return round(2.4 * self.unit_px)
