"""Large mode: on the screens of a session one number or picture and one word; nothing small beside them."""

import pytest

from display.parts import Button, FootSign, Label, Notice, PauseBars, Ring, SideArrow
from display.screens import EXAMPLES, SCREENS
from display.screens.big import BIG
from display.texts import text
from display.theme import LARGE, Theme
from mat.core.snapshot import Snapshot
from tests.display.screen_variants import SESSION, SIZES, THEMES, VARIANTS

SMALL = THEMES["800x480 large"]
CASES = [case for case, (name, snapshot) in VARIANTS.items()
         if name in BIG and not (name == "stop" and snapshot.stopped_for_pain)]


def test_every_screen_of_a_session_has_a_large_face() -> None:
    assert {*SESSION, "welcome", "stop", "done", "sit"} == set(BIG)


@pytest.mark.parametrize("case", CASES)
def test_there_is_one_word_and_at_most_one_number(case: str) -> None:
    name, snapshot = VARIANTS[case]
    said = [part.text for part in SCREENS[name](snapshot, SMALL) if isinstance(part, Label)]
    numbers = [word for word in said if word.isdigit()]
    words = [word for word in said if not word.isdigit()]
    assert len(numbers) <= 1
    assert len(words) == 1
    greeting = name == "welcome" and snapshot.person is not None
    assert greeting or len(words[0].split()) <= (2 if name == "lie_down" else 1)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_advised_after_a_stop_for_pain_is_told_in_full(size: tuple[int, int]) -> None:
    parts = SCREENS["stop"](Snapshot("stop", stopped_for_pain=True), Theme(size, large=True))
    assert text("red") in {part.text for part in parts if isinstance(part, Label)}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", SIZES)
def test_stop_and_help_are_where_they_were(case: str, size: tuple[int, int]) -> None:
    name, snapshot = VARIANTS[case]
    places = [{part.intent: part.box for part in SCREENS[name](snapshot, Theme(size, large=large))
               if isinstance(part, Button) and part.intent in ("stop", "emergency")} for large in (False, True)]
    assert set(places[0]) == set(places[1])
    if size[0] > size[1]:
        assert places[0] == places[1]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(("screen", "way"), [("lift", "up"), ("lower", "down")])
def test_a_side_is_told_by_word_shape_and_place(side: str, screen: str, way: str) -> None:
    parts = SCREENS[screen](Snapshot(screen, side=side), SMALL)
    [sign] = [part for part in parts if isinstance(part, SideArrow)]
    [word] = [part for part in parts if isinstance(part, Label)]
    assert (sign.side, sign.way, word.text.lower()) == (side, way, side)
    assert (sign.box.x < word.box.x) == (side == "left")


def test_the_word_is_as_large_as_asked_where_it_fits() -> None:
    for screen in ("lift", "hold", "rest", "ready"):
        theme = THEMES["1280x720 large"]
        [word] = [part for part in SCREENS[screen](EXAMPLES[screen], theme)
                  if isinstance(part, Label) and not part.text.isdigit()]
        assert word.fitted()[0] == round(LARGE * theme.cue_px)


def test_a_pause_and_a_warning_are_seen_here_too() -> None:
    paused = SCREENS["hold"](Snapshot("hold", side="left", hold_s=2.0, hold_paused=True), SMALL)
    assert [type(part) for part in paused if isinstance(part, (Ring, PauseBars))] == [Ring, PauseBars]
    warned = SCREENS["lift"](Snapshot("lift", warning="warn_loose"), SMALL)
    assert any(isinstance(part, Notice) for part in warned)
    assert not any(isinstance(part, FootSign) for part in warned)


@pytest.mark.parametrize("screen", ["question", "offer", "blocked", "plan", "settings"])
def test_the_other_screens_keep_their_places_and_grow_their_words(screen: str) -> None:
    plain, large = (SCREENS[screen](EXAMPLES[screen], theme) for theme in (THEMES["800x480"], SMALL))
    assert [part.box for part in plain] == [part.box for part in large]

    def sizes(parts: list[object]) -> list[int]:
        return [part.fitted()[0] for part in parts if isinstance(part, Label)]
    pairs = list(zip(sizes(list(plain)), sizes(list(large)), strict=True))
    assert all(one <= other for one, other in pairs)
    assert any(one < other for one, other in pairs)
