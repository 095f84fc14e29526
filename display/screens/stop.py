"""Stop: what to do now that the session has stopped. Never a failure."""

from display.parts import Part, StopSign
from display.screens.page import HELP, beside, feet, foot, headline, page, side_text
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def stop(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (HELP,), theme.cue_px)
    picture, words = beside(theme, at.body, 0.36 if theme.portrait else at.body.h / at.body.w)
    told = text("red" if snapshot.stopped_for_pain else "stop_do")
    px = theme.body_px if snapshot.stopped_for_pain else theme.title_px
    return [
        headline(theme, at.head, text("stop_cue"), theme.cue_px),
        StopSign(picture.fit(1.0)),
        side_text(theme, words, told, px),
        *foot(snapshot, theme, at, feet(snapshot, theme, at.info)),
    ]
