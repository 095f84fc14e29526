"""Lie down: how to lie, in a picture and six words; and whose session it will be."""

from display.parts import Part
from display.screens.movement import figure
from display.screens.page import HELP, STOP, beside, feet, foot, headline, page, side_text
from display.screens.persons import greeting, on_the_mat, person_line
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def lie_down(snapshot: Snapshot, theme: Theme) -> list[Part]:
    """Nothing is counted yet, so the name may stand where the feet will be."""
    at = page(theme, (STOP, HELP), theme.cue_px, more=on_the_mat(snapshot))
    picture, words = beside(theme, at.body, 0.54)
    hello = greeting(snapshot)
    told = feet(snapshot, theme, at.info)
    if snapshot.person is not None and hello is not None:
        told = person_line(theme, at.info, snapshot.person, hello, theme.body_px)
    return [
        headline(theme, at.head, text("lie_down_cue"), theme.cue_px),
        figure(snapshot, theme, picture),
        side_text(theme, words, text("lie_down_do"), theme.title_px),
        *foot(snapshot, theme, at, told),
    ]
