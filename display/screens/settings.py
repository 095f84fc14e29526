"""Settings: what is heard on the first page, what is seen on the second one; the way to the plan and to staff."""

from display.boxes import Box
from display.parts import Button, Part
from display.screens.page import HELP, HOME, Ask, foot, headline, page, side_text
from display.screens.stepper import rows_of, stepper
from display.texts import text
from display.texts.formats import decimal
from display.theme import Theme
from mat.core.preferences import LANGUAGES, Language, Preferences
from mat.core.snapshot import Snapshot

NAMES: dict[Language, str] = {"en": "English", "es": "Español", "de": "Deutsch"}
"""Each language in its own words: whoever cannot read the present one finds it."""
SEEN = Ask("settings_seen_button", "settings:page:2", 1.6, small=True)
HEARD = Ask("settings_heard_button", "settings:page:1", 1.6, small=True)


def settings(snapshot: Snapshot, theme: Theme) -> list[Part]:
    second = snapshot.settings_page == 2
    now = snapshot.preferences or Preferences()
    at = page(theme, (HEARD if second else SEEN, HOME, HELP), theme.title_px, info_share=0.3)
    told = side_text(theme, at.info, text("count_of", count=1 + second, goal=2), theme.small_px)
    return [headline(theme, at.head, text("settings_title"), theme.title_px),
            *(_seen if second else _heard)(now, theme, at.body), *foot(snapshot, theme, at, [told])]


def _heard(now: Preferences, theme: Theme, box: Box) -> list[Part]:
    volume, speed, *rest = _places(theme, box, 4)
    plan, staff = (Button(place, text(f"{name}_button"), name, theme.small_px)
                   for name, place in zip(("plan", "staff"), rest[2:], strict=True))
    return [
        *stepper(theme, volume, "set:volume", str(now.volume), text("settings_volume")),
        *stepper(theme, speed, "set:speech_wpm", str(now.speech_wpm), text("settings_speech_wpm")),
        _switch(theme, rest[0], "speech", now.speech), _switch(theme, rest[1], "count_aloud", now.count_aloud),
        plan, staff,
    ]


def _seen(now: Preferences, theme: Theme, box: Box) -> list[Part]:
    light, away, *rest = _places(theme, box, 5)
    metres = text("metres", value=decimal(now.viewing_distance_m))
    languages = [Button(place, NAMES[one], f"set:language:{one}", theme.small_px,
                        "chosen" if now.language == one else "plain")
                 for one, place in zip(LANGUAGES, rest[2:], strict=True)]
    return [
        *stepper(theme, light, "set:brightness", str(now.brightness), text("settings_brightness")),
        *stepper(theme, away, "set:viewing_distance_m", metres, text("settings_viewing_distance_m")),
        _switch(theme, rest[0], "large", now.large), _switch(theme, rest[1], "reduced_motion", now.reduced_motion),
        *languages,
    ]


def _switch(theme: Theme, box: Box, name: str, on: bool) -> Button:
    return Button(box, text(f"settings_{name}"), f"set:{name}", theme.small_px, "chosen" if on else "plain")


def _places(theme: Theme, box: Box, small: int) -> list[Box]:
    """Two for steppers, then `small` ones for buttons: in one row, in portrait two and the rest."""
    gap = theme.gap // 2
    if not theme.portrait:
        upper, lower = rows_of(theme, box, 2)
        return [*upper.columns(2, 2 * theme.gap), *lower.columns(small, gap)]
    first, second, third, fourth = rows_of(theme, box, 4)
    return [first, second, *third.columns(2, gap), *fourth.columns(small - 2, gap)]
