"""Emergency: when to call for help. One touch away on every screen; in a session it can be stopped from here."""

from display.parts import Bullets, Label, Part
from display.screens.page import STOP, Ask, foot, headline, page
from display.texts import text
from display.theme import YELLOW, Theme
from mat.core.snapshot import Snapshot

BACK = Ask("back_button", "back", 1.9)
SIGNS = ("emergency_bottom", "emergency_pee", "emergency_legs", "emergency_chest", "emergency_fall")
SESSION_SCREENS = ("lie_down", "ready", "lift", "hold", "lower", "rest", "paused", "ask_stop")


def emergency(snapshot: Snapshot, theme: Theme) -> list[Part]:
    asks = (STOP, BACK) if (snapshot.under or snapshot.screen) in SESSION_SCREENS else (BACK,)
    at = page(theme, asks, theme.title_px)
    share = 0.2 if theme.portrait else 0.17
    lead, signs = at.body.cut_top(round(at.body.h * share), theme.gap // 2)
    return [
        headline(theme, at.head, text("emergency_title"), theme.title_px),
        Label(lead, text("emergency_lead"), theme.small_px, YELLOW, "semibold"),
        Bullets(signs, tuple(text(key) for key in SIGNS), theme.body_px),
        *foot(snapshot, theme, at, []),
    ]
