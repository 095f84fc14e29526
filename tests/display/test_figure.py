"""The figure: it leads while the mat waits, follows the body, and tells left from right by shape and letter."""

from dataclasses import replace
from itertools import pairwise

import pygame
import pytest

from display.boxes import Box
from display.parts import Figure, PauseBars
from display.parts.figure import ASPECT, KEPT, _picture
from display.screens import EXAMPLES, SCREENS
from display.screens.movement import CYCLE_S, leading
from display.theme import GROUND, ORANGE, SKY, Theme
from mat.core.pose import STEPS
from mat.core.snapshot import Snapshot
from tests.display.screen_variants import BOTH, THEMES
from tests.display.test_parts import near

SMALL = THEMES["800x480"]
STILL = Theme((800, 480), reduced_motion=True)
BOX = Box(0, 0, round(200 * ASPECT), 200)


def largest(theme: Theme) -> int:
    """Bytes of the largest picture of the movement, its empty rim cut away."""
    box = figure_of(Snapshot("lift", side="right"), theme).box.fit(ASPECT)
    found = [_picture(box.w, box.h, 0, knee, 0, "right", "up")[0] for knee in range(STEPS + 1)]
    return max(4 * image.get_width() * image.get_height() for image in found)


def figure_of(snapshot: Snapshot, theme: Theme = SMALL) -> Figure:
    [figure] = [part for part in SCREENS[snapshot.screen](snapshot, theme) if isinstance(part, Figure)]
    return figure


def pixels(figure: Figure) -> pygame.Surface:
    surface = pygame.Surface((BOX.w, BOX.h), 0, 32)
    surface.fill(GROUND)
    figure.draw(surface)
    return surface


def area(figure: Figure, colour: tuple[int, int, int]) -> int:
    shown = pixels(figure)
    return sum(near(tuple(shown.get_at((x, y)))[:3], colour) for x in range(BOX.w) for y in range(BOX.h))


def test_the_leading_knee_goes_up_and_down_again_without_a_jump() -> None:
    knees = [leading(i * CYCLE_S / 400)[0] for i in range(801)]
    assert (min(knees), max(knees)) == (0, STEPS)
    assert max(abs(b - a) for a, b in pairwise(knees)) <= 1


def test_the_pelvis_lifts_only_when_the_knee_is_at_the_chest() -> None:
    moments = [leading(i * CYCLE_S / 200) for i in range(200)]
    assert all(knee == STEPS for knee, pelvis in moments if pelvis)
    assert {pelvis for _, pelvis in moments} >= {0, STEPS}


@pytest.mark.parametrize("side", ["left", "right"])
def test_it_leads_until_the_knee_has_left_the_mat_then_it_follows(side: str) -> None:
    waiting = Snapshot("lift", side=side, since_s=1.6)
    begun = replace(waiting, **{f"knee_{side}": 5})
    assert getattr(figure_of(waiting), side) == leading(1.6)[0] > 5
    assert getattr(figure_of(begun), side) == 5
    assert figure_of(begun) == figure_of(replace(begun, since_s=2.0))


def test_the_knee_that_was_not_meant_is_shown_where_it_is() -> None:
    wrong = figure_of(Snapshot("lift", side="left", knee_right=9))
    assert (wrong.right, wrong.active) == (9, "left")


def test_in_a_hold_the_figure_is_the_body() -> None:
    held = figure_of(Snapshot("hold", side="right", knee_right=23, pelvis=14, pelvic_sign="some"))
    assert (held.left, held.right, held.pelvis, held.arrow) == (0, 23, 14, None)


def test_a_foot_that_is_up_is_led_down_and_followed_once_it_lands() -> None:
    up = Snapshot("lower", side="left", foot_left_up=True, knee_left=STEPS)
    assert figure_of(replace(up, since_s=1.4)).left < figure_of(up).left == STEPS
    assert figure_of(replace(up, foot_left_up=False, knee_left=7, since_s=1.4)).left == 7


def test_of_two_feet_that_are_up_one_is_led_down_at_a_time() -> None:
    up = Snapshot("lower", plan=BOTH, foot_left_up=True, foot_right_up=True, since_s=1.4)
    shown = figure_of(up)
    assert shown.left == STEPS > shown.right
    landed = figure_of(replace(up, foot_right_up=False))
    assert landed.left < STEPS
    assert landed.right == 0


@pytest.mark.parametrize("screen", ["lie_down", "ready", "rest"])
def test_where_nothing_is_asked_the_figure_lies_as_the_body_does(screen: str) -> None:
    calm = figure_of(replace(EXAMPLES[screen], knee_left=4, pelvis=2))
    assert (calm.left, calm.right, calm.pelvis, calm.active, calm.words) == (4, 0, 2, None, ())


def test_with_reduced_motion_only_the_end_of_a_movement_is_shown() -> None:
    up = figure_of(Snapshot("lift", side="left", since_s=0.7), STILL)
    down = figure_of(Snapshot("lower", side="left", foot_left_up=True, since_s=0.7), STILL)
    assert (up.left, down.left) == (STEPS, 0)


def test_the_meant_leg_has_its_letter_and_its_shape() -> None:
    left, right = (Figure(BOX, 0, 0, active=side, letters=("L", "R")) for side in ("left", "right"))
    assert (left.words, right.words) == (("L",), ("R",))
    assert Figure(BOX, active="both", letters=("L", "R")).words == ("L", "R")
    ink = [area(one, GROUND) for one in (left, right)]
    assert ink[0] != ink[1]


def test_only_the_meant_leg_is_coloured() -> None:
    assert area(Figure(BOX, active="left"), SKY) > 400 > 0 == area(Figure(BOX, active="left"), ORANGE)
    assert area(Figure(BOX), SKY) == area(Figure(BOX), ORANGE) == 0


def test_a_lifted_pelvis_leaves_a_gap_to_the_mat() -> None:
    flat, lifted = (pixels(Figure(BOX, right=STEPS, pelvis=pelvis)) for pelvis in (0, STEPS))
    column = round(1.05 / 1.96 * BOX.w)
    assert [shown.get_at((column, 178))[:3] == flat.get_at((column, 178))[:3] for shown in (flat, lifted)] == [
        True, False]


def test_a_touch_down_shows_that_the_clock_pauses_without_colour() -> None:
    def shown(paused: bool) -> list[PauseBars]:
        parts = SCREENS["hold"](Snapshot("hold", side="left", hold_s=2.0, hold_paused=paused), SMALL)
        return [part for part in parts if isinstance(part, PauseBars)]
    assert [len(shown(paused)) for paused in (False, True)] == [0, 1]
    said = [word for part in SCREENS["hold"](Snapshot("hold", hold_paused=True), SMALL) for word in part.words]
    assert "Keep holding" in said


def test_the_pictures_of_a_movement_are_kept_and_small() -> None:
    _picture.cache_clear()
    theme = THEMES["1280x720"]
    surface = pygame.Surface(theme.size)
    for _ in range(2):
        for side in ("left", "right"):
            for i in range(400):
                figure_of(Snapshot("lift", side=side, since_s=i * CYCLE_S / 400), theme).draw(surface)
    kept = _picture.cache_info()
    assert kept.misses == kept.currsize <= KEPT
    assert largest(theme) * KEPT < 50e6
