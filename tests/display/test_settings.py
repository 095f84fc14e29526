"""Settings, the PIN and the pages of staff: every button asks for what its word says."""

from dataclasses import replace

import pygame
import pytest

from display.boxes import Box
from display.parts import Button, Dots, Trace, ZoneBar
from display.screens import EXAMPLES, SCREENS
from display.screens.examples import STAFF
from display.theme import SKY
from mat.core.preferences import LANGUAGES, Preferences
from mat.core.snapshot import Snapshot
from mat.core.staff_view import LOAD_STEPS, PinView, StaffPage
from tests.display.screen_variants import THEMES
from tests.display.test_parts import near
from tests.display.test_persons import SMALL, offered, said

SECOND = replace(EXAMPLES["settings"], settings_page=2)


def test_every_preference_can_be_set_on_one_of_two_pages() -> None:
    first, second = offered(EXAMPLES["settings"]), offered(SECOND)
    steps = {f"set:{name}:{way}" for name in ("volume", "speech_wpm", "brightness", "viewing_distance_m")
             for way in "+-"}
    switches = {f"set:{name}" for name in ("speech", "count_aloud", "large", "reduced_motion")}
    languages = {f"set:language:{one}" for one in LANGUAGES}
    ways = {"plan", "staff", "settings:page:1", "settings:page:2", "home", "emergency"}
    assert {*first, *second} == steps | switches | languages | ways
    assert "settings:page:2" in first
    assert "settings:page:1" in second


def chosen(preferences: Preferences, page: Snapshot) -> set[str]:
    parts = SCREENS["settings"](replace(page, preferences=preferences), SMALL)
    return {part.intent for part in parts if isinstance(part, Button) and part.kind == "chosen"}


def test_what_is_on_has_a_tick() -> None:
    quiet, loud = Preferences(speech=False), Preferences(count_aloud=True, large=True, language="es")
    assert chosen(quiet, EXAMPLES["settings"]) == set()
    assert chosen(loud, EXAMPLES["settings"]) == {"set:speech", "set:count_aloud"}
    assert chosen(loud, SECOND) == {"set:large", "set:language:es"}


def test_values_and_languages_are_told_in_words_people_know() -> None:
    now = Preferences(volume=3, speech_wpm=170, viewing_distance_m=2.5, brightness=8)
    assert {"3", "170"} <= set(said(replace(EXAMPLES["settings"], preferences=now)))
    assert {"8", "2.5 m", "English", "Español", "Deutsch"} <= set(said(replace(SECOND, preferences=now)))


@pytest.mark.parametrize("size", THEMES)
def test_the_pin_has_ten_digits_and_a_way_back(size: str) -> None:
    parts = SCREENS["pin"](Snapshot("pin"), THEMES[size])
    keys = {part.intent: part.text for part in parts if isinstance(part, Button)}
    assert keys == {f"pin:{n}": str(n) for n in range(10)} | {"pin:delete": "Delete", "home": "Back",
                                                              "emergency": "Help"}


def test_the_pin_tells_how_many_digits_and_never_which() -> None:
    [dots] = [part for part in SCREENS["pin"](Snapshot("pin", pin=PinView(3)), SMALL) if isinstance(part, Dots)]
    assert (dots.done, dots.total) == (3, 4)
    assert {"Not that one.", "Try again in 30 s."} <= set(said(Snapshot("pin", pin=PinView(0, True, 30))))
    assert not any("Not that" in line for line in said(Snapshot("pin", pin=PinView(4))))


@pytest.mark.parametrize("page", ["zones", "traces", "machine", "shutdown"])
def test_each_page_of_staff_leads_to_the_others_and_only_one_turns_off(page: StaffPage) -> None:
    shown = Snapshot("staff", staff=replace(STAFF, page=page))
    tabs = [f"staff:page:{one}" for one in ("zones", "traces", "machine", "shutdown")]
    assert offered(shown)[:4] == tabs
    assert offered(shown)[-3:] == ["check", "home", "emergency"]
    assert ("staff:shutdown" in offered(shown)) == (page == "shutdown")


def test_zones_are_told_with_name_input_volts_and_trouble() -> None:
    bars = [part for part in SCREENS["staff"](EXAMPLES["staff"], SMALL) if isinstance(part, ZoneBar)]
    assert [bar.load for bar in bars] == [zone.load for zone in STAFF.zones]
    assert bars[0].words == ("left foot (A0 of 0x48)", "0.59 V")
    assert bars[5].words[-1] == "noisy"
    traces = [part for part in SCREENS["staff"](replace(EXAMPLES["staff"], staff=replace(STAFF, page="traces")), SMALL)
              if isinstance(part, Trace)]
    assert [trace.points for trace in traces] == [zone.trace for zone in STAFF.zones]


@pytest.mark.parametrize("load", [0, 10, 25, LOAD_STEPS])
def test_a_bar_is_as_long_as_its_load(load: int) -> None:
    surface = pygame.Surface((300, 60), 0, 32)
    ZoneBar(Box(0, 0, 300, 60), "left foot", "1.00 V", 20, load=load).draw(surface)
    lit = sum(near(tuple(surface.get_at((x, 40)))[:3], SKY) for x in range(300))
    assert lit == pytest.approx(300 * load / LOAD_STEPS, abs=6)


def test_a_trace_draws_the_newest_value_at_the_right() -> None:
    def highest(points: tuple[int, ...]) -> int:
        surface = pygame.Surface((300, 60), 0, 32)
        Trace(Box(0, 0, 300, 60), "left foot", "1.00 V", 20, points=points).draw(surface)
        return min(y for y in range(60) if near(tuple(surface.get_at((297, y)))[:3], SKY))
    assert highest((0,) * 60 + (40,) * 60) < 6
    assert highest((40,) * 60 + (0,) * 60) > 50


def test_how_the_reading_does_is_told() -> None:
    machine = replace(STAFF, page="machine", fault="bus 1: no answer", missed=7)
    words = said(Snapshot("staff", staff=machine))
    assert {"99.8 of 100 Hz", "0.21, 1.4 ms", "7", "400 kHz", "yes", "Fault: bus 1: no answer"} <= set(words)
