"""Welcome: somebody is on the mat but not lying yet."""

from display.boxes import Box
from display.parts import Part
from display.screens.page import HELP, foot, headline, page, side_text
from display.screens.persons import greeting, on_the_mat, person_line
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def welcome(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (*on_the_mat(snapshot), HELP), theme.cue_px)
    do, small = at.body.cut_top(round((2.4 if theme.portrait else 1.15) * theme.title_px), theme.gap)
    return [
        *_head(snapshot, theme, at.head),
        side_text(theme, do, text("welcome_do"), round(theme.title_px * 0.84)),
        side_text(theme, small, text("notdevice"), theme.small_px),
        *foot(snapshot, theme, at, [side_text(theme, at.info, text("leg"), theme.small_px)]),
    ]


def _head(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    hello = greeting(snapshot)
    if snapshot.person is None or hello is None:
        return [headline(theme, box, text("welcome_title"), theme.cue_px)]
    return person_line(theme, box, snapshot.person, hello, round(0.8 * theme.cue_px))
