"""A ring with one big number inside, as the hold, the rest and the pause show their seconds."""

import math

from display.boxes import Box
from display.fonts import Colour
from display.parts import Label, Part, PauseBars, Ring
from display.theme import INK, LARGE, Theme


def numbered_ring(theme: Theme, box: Box, share: float, seconds: float, colour: Colour,
                  paused: bool = False) -> list[Part]:
    """The largest ring inside `box`, filled to `share`, around the whole seconds that remain; two bars over the number
    while the clock is `paused`."""
    round_box = box.fit(1.0)
    words = str(max(0, math.ceil(seconds - 1e-6)))
    inner = round_box.inset(round(round_box.w * 0.1))
    most = round(2.2 * theme.cue_px * (LARGE if theme.large else 1.0))
    px = min(most, round(0.66 * round_box.w / math.hypot(0.5 * len(words), 0.66)))
    bars = list[Part]()
    if paused:
        upper, inner = inner.inset(inner.w // 5, inner.h // 10).cut_top(round(0.22 * inner.h), inner.h // 40)
        bars, px = [PauseBars(upper)], min(px, inner.h)
    optical = round(0.055 * px)
    number = Label(Box(inner.x, inner.y + optical, inner.w, inner.h), words, px, INK, "semibold", "centre", leading=1.0)
    return [Ring(round_box, Ring.steps_of(share), colour), *bars, number]
