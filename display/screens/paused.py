"""Paused: the person left the mat; the session waits."""

from display.parts import Part
from display.screens.page import beside, cue_page, side_text
from display.screens.ring import numbered_ring
from display.texts import text
from display.theme import YELLOW, Theme
from mat.core.snapshot import Snapshot

FULL_RING_S = 120.0
"""The usual wait: a ring that is full stands for two minutes."""


def paused(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at, parts = cue_page(snapshot, theme, text("paused_cue"), 2)
    words = text("paused_do")
    if snapshot.seconds_left is None:
        return [*parts, side_text(theme, at.body, words, theme.title_px)]
    picture, beside_it = beside(theme, at.body, 0.6 if theme.portrait else at.body.h / at.body.w)
    left_s = snapshot.seconds_left
    return [*parts, *numbered_ring(theme, picture, left_s / FULL_RING_S, left_s, YELLOW),
            side_text(theme, beside_it, words, theme.title_px)]
