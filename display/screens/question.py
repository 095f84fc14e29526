"""The questions before the first session: one at a time; and whether somebody has been asked after a yes."""

from display.parts import Dots, Part
from display.screens.page import HELP, Ask, Page, foot, headline, page, side_text
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot

YES = Ask("yes_button", "yes", 1.6)
NO = Ask("no_button", "no", 1.6)
CHECKED = Ask("checked_button", "yes", 1.7)
NOT_YET = Ask("not_yet_button", "no", 1.7)
BACK = Ask("back_button", "question:back", 1.25, small=True)
"""A slip of the finger is put right at once: the question before is asked again."""


def question(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = _page(snapshot, theme, (YES, NO, HELP))
    return [
        side_text(theme, at.body, text(f"ask_{snapshot.question}"), round(1.3 * theme.title_px)),
        *_progress(snapshot, theme, at),
        *foot(snapshot, theme, at, []),
    ]


def _page(snapshot: Snapshot, theme: Theme, asks: tuple[Ask, ...], lines: tuple[int, int] = (1, 1)) -> Page:
    """With a way back after the first question; a portrait panel has a row of its own for it."""
    back = (BACK,) if snapshot.question_number > 1 else ()
    if theme.portrait:
        return page(theme, asks, theme.title_px, lines, info_share=0.62, more=back)
    return page(theme, (*back, *asks), theme.title_px, lines, info_share=0.62)


def _progress(snapshot: Snapshot, theme: Theme, at: Page) -> list[Part]:
    """Which question of how many, as words and as dots."""
    number, total = snapshot.question_number, snapshot.question_total
    words, dots = at.head.cut_left(round(2.6 * theme.body_px), theme.gap)
    row = dots.inset(0, round(dots.h * 0.34))
    told = side_text(theme, words, text("count_of", count=number, goal=total), theme.small_px)
    return [told, *([Dots(row, number, total)] if total else [])]


def confirm(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = _page(snapshot, theme, (CHECKED, NOT_YET, HELP), (2, 3))
    return [
        headline(theme, at.head, text("confirm_title"), theme.title_px),
        side_text(theme, at.body, text("confirm_say"), theme.body_px),
        *foot(snapshot, theme, at, []),
    ]
