"""Lie down: how to lie, in a picture and six words."""

from display.parts import Figure, Part
from display.screens.page import beside, cue_page, side_text
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def lie_down(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at, parts = cue_page(snapshot, theme, text("lie_down_cue"))
    picture, words = beside(theme, at.body, 0.54)
    return [*parts, Figure(picture), side_text(theme, words, text("lie_down_do"), theme.title_px)]
