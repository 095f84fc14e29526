"""Sit: how to get up, and the half minute of sitting counted down."""

from display.boxes import Box
from display.parts import Part
from display.screens.page import HELP, Ask, beside, foot, page, side_text
from display.screens.ring import numbered_ring
from display.texts import text
from display.theme import SKY, Theme
from mat.core.snapshot import Snapshot

NEXT = Ask("next_button", "next", 1.6)
SIT_S = 30.0


def sit(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (NEXT, HELP), 0, info_share=0.62)
    whole = Box(at.head.x, at.head.y, at.body.w, at.body.bottom - at.head.y)
    words, ring = whole, list[Part]()
    if snapshot.seconds_left is not None:
        left_s = snapshot.seconds_left
        picture, words = beside(theme, whole, 0.42 if theme.portrait else 0.36)
        ring = numbered_ring(theme, picture, left_s / SIT_S, left_s, SKY)
    return [*ring, side_text(theme, words, text("up"), theme.title_px), *foot(snapshot, theme, at, [])]
