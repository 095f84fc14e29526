"""Ask to stop: somebody lies with both legs down in a session; a lifted knee goes on, lying still ends it."""

from display.parts import Part
from display.screens.page import HELP, STOP, Ask, beside, beside_info, foot, headline, page, side_text
from display.screens.ring import numbered_ring
from display.texts import text
from display.theme import YELLOW, Theme
from mat.core.snapshot import Snapshot

REST = Ask("rest_button", "rest", 1.5)
FULL_RING_S = 20.0
"""The usual wait: a ring that is full stands for twenty seconds."""


def ask_stop(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = beside_info(theme, page(theme, (STOP, HELP), theme.cue_px, (1, 2)), (REST,))
    words, picture = at.body, list[Part]()
    if snapshot.seconds_left is not None:
        left_s = snapshot.seconds_left
        ring, words = beside(theme, at.body, 0.52 if theme.portrait else at.body.h / at.body.w)
        picture = numbered_ring(theme, ring, left_s / FULL_RING_S, left_s, YELLOW)
    said = f"{text('ask_stop_go_on')}\n{text('ask_stop_end')}"
    return [
        headline(theme, at.head, text("ask_stop_cue"), theme.cue_px),
        *picture,
        side_text(theme, words, said, theme.title_px),
        *foot(snapshot, theme, at, []),
    ]
