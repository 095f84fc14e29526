"""The first and the last thing that a screen shows: the mat wakes up, cannot, shuts down."""

from display.parts import Figure, Label, Part
from display.parts.figure import ASPECT
from display.screens.fault import headline_of, remedy_of
from display.screens.page import RETRY, headline, page, side_text
from display.texts import text
from display.theme import QUIET, Theme
from mat.core.snapshot import FaultNote, Snapshot


def starting(snapshot: Snapshot, theme: Theme) -> list[Part]:
    return _calm(theme, text("app_name"), text("starting_do"))


def unstarted(snapshot: Snapshot, theme: Theme) -> list[Part]:
    """What keeps the mat from starting. It tries again by itself; a touch tries at once. Nothing else works yet."""
    note = snapshot.fault or FaultNote("fault_start", "")
    at = page(theme, (RETRY,), theme.title_px, (2, 3))
    return [headline(theme, at.head, headline_of(note), theme.title_px),
            side_text(theme, at.body, remedy_of(note), round(theme.body_px * 1.1)), *at.buttons]


def goodbye(snapshot: Snapshot, theme: Theme) -> list[Part]:
    return _calm(theme, text("goodbye_title"), text("goodbye_do"))


def _calm(theme: Theme, title: str, words: str) -> list[Part]:
    """The figure at rest, a title and a sentence, one below the other."""
    box = theme.surface.inset(theme.margin)
    picture, rest = box.cut_top(round(0.44 * box.h), theme.gap)
    upper, lower = rest.cut_top(round(0.42 * rest.h), theme.gap)
    return [
        Figure(picture.fit(ASPECT)),
        Label(upper, title, theme.cue_px, weight="semibold", align="centre", leading=1.0),
        Label(lower, words, theme.body_px, QUIET, align="centre", valign="top"),
    ]
