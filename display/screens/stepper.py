"""A value with a button at either side, as the plan and the settings have it."""

from display.boxes import Box
from display.parts import Button, Label, Part
from display.texts import text
from display.theme import QUIET, Theme


def stepper(theme: Theme, box: Box, intent: str, value: str, caption: str) -> list[Part]:
    """The buttons send `intent` with ":-" or ":+"."""
    less, rest = box.cut_left(theme.touch_px, theme.gap // 2)
    more = Box(box.right - theme.touch_px, box.y, theme.touch_px, box.h)
    middle = Box(rest.x, rest.y, more.x - theme.gap // 2 - rest.x, rest.h)
    number, below = middle.cut_top(round(middle.h * 0.62))
    return [
        Button(less, text("less_button"), f"{intent}:-", theme.title_px),
        Label(number, value, theme.title_px, weight="semibold", align="centre", leading=1.0),
        Label(below, caption, theme.small_px, QUIET, align="centre", valign="top"),
        Button(more, text("more_button"), f"{intent}:+", theme.title_px),
    ]


def rows_of(theme: Theme, box: Box, count: int) -> list[Box]:
    """Rows as high as a finger needs, spread over the box."""
    gap = max(theme.gap // 3, min(3 * theme.gap, (box.h - count * theme.touch_px) // count))
    return [Box(box.x, box.y + i * (theme.touch_px + gap), box.w, theme.touch_px) for i in range(count)]
