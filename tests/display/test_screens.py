"""Every screen at three panel sizes: inside the panel, nothing clipped, nothing overlapping, large enough."""

from dataclasses import replace

import pygame
import pytest

from display.boxes import Box
from display.parts import (
    Badge,
    Bullets,
    Button,
    Calendar,
    DayRow,
    DoneSign,
    Dots,
    FaceButton,
    Figure,
    FootSign,
    HoldsChart,
    Label,
    MatMap,
    Notice,
    PainChart,
    Part,
    PauseBars,
    PelvicSign,
    PersonTile,
    SideArrow,
    SideBars,
    StopSign,
    Tile,
    Trace,
    ZoneBar,
    ZoneMap,
    intent_at,
)
from display.screens import EXAMPLES, SCREENS
from display.theme import Theme
from mat.core.snapshot import FaultNote, Snapshot
from tests.display.screen_variants import OVERLAYS, SESSION, THEMES, VARIANTS

CASES = [(size, case) for size in THEMES for case in VARIANTS]
WORDED = (Label, Button, FootSign, PelvicSign, Notice, Bullets, Figure, MatMap, ZoneMap, Badge, SideBars, Dots,
          Calendar, DayRow, HoldsChart, PainChart, PauseBars,
          Trace, ZoneBar, SideArrow, DoneSign, StopSign)


def parts_of(size: str, case: str) -> list[Part]:
    name, snapshot = VARIANTS[case]
    return SCREENS[name](snapshot, THEMES[size])


def labels_of(part: Part) -> list[Label]:
    if isinstance(part, Label):
        return [part]
    if isinstance(part, (FootSign, Bullets)):
        return part.labels()
    if isinstance(part, (PersonTile, FaceButton)):
        return part.labels()
    return [part.label()] if isinstance(part, (PelvicSign, Notice)) else []


def ink_of(part: Part, room: int = 40) -> pygame.Rect:
    """Where a part really leaves something, its box's corner being (0, 0); `room` around it shows what sticks out."""
    canvas = pygame.Surface((part.box.w + 2 * room, part.box.h + 2 * room), pygame.SRCALPHA)
    replace(part, box=Box(room, room, part.box.w, part.box.h)).draw(canvas)
    return canvas.get_bounding_rect().move(-room, -room)


def test_ink_that_sticks_out_of_its_box_would_be_seen() -> None:
    narrow = Label(Box(0, 0, 30, 20), "extraordinarily", 30)
    assert ink_of(narrow).w > 34
    assert ink_of(Label(Box(0, 0, 300, 60), "Rest", 30)).w < 300


def test_every_screen_the_core_can_name_is_drawn_here() -> None:
    named = set(Snapshot.__annotations__["screen"].__args__)
    assert set(SCREENS) == named | set(OVERLAYS)
    assert set(EXAMPLES) == set(SCREENS)
    assert all(EXAMPLES[name].screen == name for name in named)


@pytest.mark.parametrize(("size", "case"), CASES)
def test_every_part_leaves_its_ink_inside_its_box_and_its_box_on_the_panel(size: str, case: str) -> None:
    theme = THEMES[size]
    for part in parts_of(size, case):
        assert theme.surface.holds(part.box), part
        ink = ink_of(part)
        assert ink.w > 0, part
        assert pygame.Rect(-2, -2, part.box.w + 4, part.box.h + 4).contains(ink), (part, ink)


@pytest.mark.parametrize(("size", "case"), CASES)
def test_texts_fit_their_boxes_and_stay_readable(size: str, case: str) -> None:
    smallest = 0.25 * THEMES[size].cue_px
    for part in parts_of(size, case):
        for label in labels_of(part):
            width, height = label.extent()
            assert width <= label.box.w, label
            assert height <= label.box.h, label
            assert label.fitted()[0] >= smallest, label


@pytest.mark.parametrize(("size", "case"), CASES)
def test_no_two_texts_pictures_or_buttons_overlap(size: str, case: str) -> None:
    boxes = [part.box for part in parts_of(size, case) if isinstance(part, WORDED)]
    clashes = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1:] if a.overlaps(b)]
    assert clashes == []


@pytest.mark.parametrize(("size", "case"), CASES)
def test_touch_targets_have_twenty_millimetres_on_a_seven_inch_panel(size: str, case: str) -> None:
    theme = THEMES[size]
    buttons = [part for part in parts_of(size, case) if isinstance(part, (Button, Tile))]
    assert buttons or VARIANTS[case][0] in ("starting", "goodbye")
    for button in buttons:
        assert min(button.box.w, button.box.h) / theme.px_per_mm >= 20.0, button


@pytest.mark.parametrize(("size", "case"), CASES)
def test_a_touch_in_the_middle_of_a_button_is_its_intent(size: str, case: str) -> None:
    parts = parts_of(size, case)
    for part in parts:
        if isinstance(part, (Button, Tile)):
            assert intent_at(parts, part.box.centre) == part.intent
    assert intent_at(parts, (0, 0)) is None


@pytest.mark.parametrize("size", THEMES)
@pytest.mark.parametrize("screen", SESSION)
def test_the_cue_of_a_session_screen_is_as_large_as_two_metres_ask(size: str, screen: str) -> None:
    theme = THEMES[size]
    cues = [max(label.fitted()[0] for part in parts_of(size, case) for label in labels_of(part))
            for case, (name, _) in VARIANTS.items() if name == screen]
    assert min(cues, default=0) >= theme.cue_px


@pytest.mark.parametrize("screen", SCREENS)
def test_help_is_on_every_screen_and_stop_on_every_screen_of_a_session(screen: str) -> None:
    intents = {p.intent for p in SCREENS[screen](EXAMPLES[screen], THEMES["800x480"]) if isinstance(p, Button)}
    assert ("emergency" in intents) == (screen not in ("emergency", "starting", "unstarted", "goodbye"))
    assert ("stop" in intents) == (screen in (*SESSION, "emergency"))


@pytest.mark.parametrize("screen", SCREENS)
def test_the_emergency_page_over_a_session_has_a_stop_too(screen: str) -> None:
    parts = SCREENS["emergency"](replace(EXAMPLES["hold"], screen=screen), THEMES["800x480"])
    intents = [part.intent for part in parts if isinstance(part, Button)]
    assert ("stop" in intents) == (screen in SESSION)


def test_the_pain_screen_answers_every_number_and_skip() -> None:
    parts = SCREENS["pain"](EXAMPLES["pain"], THEMES["720x1280"])
    touched = [intent_at(parts, part.box.centre) for part in parts if isinstance(part, Button)]
    assert touched[:-1] == [*(f"pain:{n}" for n in range(11)), "pain:skip"]


def test_after_a_stop_for_pain_no_other_session_is_offered() -> None:
    calm = SCREENS["summary"](Snapshot("summary", pain=3), THEMES["800x480"])
    sore = SCREENS["summary"](Snapshot("summary", pain=6, light="red"), THEMES["800x480"])
    stopped = SCREENS["summary"](Snapshot("summary", stopped_for_pain=True), THEMES["800x480"])
    offered = [any(isinstance(p, Button) and p.intent == "again" for p in parts) for parts in (calm, sore, stopped)]
    assert offered == [True, False, False]


def test_the_fault_screen_names_the_zone_and_offers_to_try_again() -> None:
    parts = SCREENS["fault"](Snapshot("fault", fault=FaultNote("fault_zone", "foot_left", "dead")), THEMES["800x480"])
    said = " ".join(word for part in parts for word in part.words)
    assert "silent: left foot" in said
    assert any(isinstance(part, MatMap) and part.zone == "foot_left" for part in parts)
    assert any(isinstance(part, Button) and part.intent == "retry" for part in parts)


def said_by(case: str) -> list[str]:
    return [word for part in parts_of("800x480", case) for word in part.words]


def test_a_check_names_the_zone_to_press_and_draws_it() -> None:
    parts = parts_of("800x480", "check example")
    assert "Press: lower pelvis, right" in said_by("check example")
    [drawn] = [part for part in parts if isinstance(part, ZoneMap)]
    assert (drawn.layout, drawn.asked, drawn.fills[3]) == ("kit8", "sacrum_lower_right", 13)


def test_before_the_mat_is_empty_there_is_no_zone_to_skip() -> None:
    skips = [any(part.intent_at(part.box.centre) == "check:skip" for part in parts_of("800x480", case))
             for case in ("check example", "check empty")]
    assert skips == [True, False]


def test_a_finding_is_told_once_with_its_inputs_and_all_are_counted() -> None:
    swapped = "Left foot and right foot: the wires are swapped. Exchange A0 of 0x48 and A1 of 0x48."
    assert said_by("check_done example")[:3] == [
        "2 things to look at", swapped, "Upper pelvis, right does not answer. Check its wires to A1 of 0x49."]
    assert said_by("check_done dead")[0] == "8 things to look at"
    assert "6 more: run mat check in a terminal." in said_by("check_done dead")
    assert said_by("check_done chips")[0] == "One thing to look at"
    assert said_by("check_done fine")[0] == "All zones are fine"
    assert "All zones are fine" not in said_by("check_done by hand")


@pytest.mark.parametrize("share", [0, 5, 10, 20])
def test_a_zone_is_filled_as_far_as_it_is_pressed(share: int) -> None:
    box = Box(0, 0, 600, 200)
    empty, pressed = (pygame.Surface((600, 200), pygame.SRCALPHA) for _ in range(2))
    ZoneMap(box, "kit4", "foot_left", (0, 0, 0, 0)).draw(empty)
    ZoneMap(box, "kit4", "foot_left", (share, 0, 0, 0)).draw(pressed)
    column = [pressed.get_at((490, y)) != empty.get_at((490, y)) for y in range(200)]
    assert sum(column) == pytest.approx(share / 20 * 82, abs=3)


def test_a_warning_is_shown_on_every_screen() -> None:
    for case, (name, snapshot) in VARIANTS.items():
        shown = [part for part in parts_of("800x480", case) if isinstance(part, Notice)]
        told = snapshot.warning and name not in ("starting", "unstarted", "goodbye")
        assert len(shown) == (1 if told else 0), case


def test_equal_snapshots_give_equal_parts_and_a_held_second_gives_others() -> None:
    hold, theme = SCREENS["hold"], THEMES["800x480"]
    assert hold(Snapshot("hold", hold_s=2.0), theme) == hold(Snapshot("hold", hold_s=2.0), theme)
    assert hold(Snapshot("hold", hold_s=2.0), theme) != hold(Snapshot("hold", hold_s=3.0), theme)


def test_with_reduced_motion_time_alone_changes_nothing() -> None:
    still = Theme((800, 480), reduced_motion=True)
    for name in ("lift", "lower", "home", "ready"):
        early, late = (SCREENS[name](Snapshot(name, since_s=t_s, side="left"), still) for t_s in (0.0, 1.0))
        assert early == late
    moving = THEMES["800x480"]
    early, late = (SCREENS["lift"](Snapshot("lift", since_s=since_s), moving) for since_s in (0.0, 1.0))
    assert early != late


@pytest.mark.parametrize("size", [(480, 320), (1024, 600), (1920, 1080), (1080, 1920), (640, 640), (480, 800),
                                  (320, 480), (600, 1024)])
def test_other_panels_keep_every_box_on_the_surface(size: tuple[int, int]) -> None:
    for inch, distance_m in ((4.0, 4.0), (5.0, 2.0), (7.0, 2.0), (32.0, 0.5)):
        theme = Theme(size, inch, distance_m)
        for name, snapshot in VARIANTS.values():
            for part in SCREENS[name](snapshot, theme):
                assert theme.surface.holds(part.box), (name, part, theme)
                part.draw(pygame.Surface((1, 1)))
