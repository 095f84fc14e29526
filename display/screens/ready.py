"""Ready: the mat learns how this person lies at rest."""

from display.parts import Part
from display.screens.movement import figure
from display.screens.page import beside, cue_page, side_text
from display.screens.persons import ONE_KNEE
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot


def ready(snapshot: Snapshot, theme: Theme) -> list[Part]:
    more = (ONE_KNEE,) if snapshot.plan.stage == "both" else ()
    at, parts = cue_page(snapshot, theme, text("ready_cue"), 2, more=more)
    picture, words = beside(theme, at.body, 0.54)
    return [*parts, figure(snapshot, theme, picture), side_text(theme, words, text("breathe"), theme.title_px)]
