"""Only what changed is drawn again, and the picture is the same as if all of it had been."""

from dataclasses import replace

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from display.boxes import Box
from display.painter import Painter
from display.parts import Label, Part, Ring, draw
from display.screens import EXAMPLES, SCREENS
from display.theme import GROUND, SKY, Theme

SIZE = (800, 480)
THEME = Theme(SIZE)


def drawn_whole(parts: list[Part]) -> bytes:
    surface = pygame.Surface(SIZE, 0, 32)
    surface.fill(GROUND)
    draw(parts, surface)
    return bytes(surface.get_buffer().raw)


def shown(painter: Painter) -> bytes:
    return bytes(painter.picture.get_buffer().raw)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(SCREENS)), min_size=2, max_size=5))
def test_any_walk_through_the_screens_leaves_the_picture_of_the_last_one(walk: list[str]) -> None:
    painter = Painter(SIZE)
    for name in walk:
        parts = SCREENS[name](EXAMPLES[name], THEME)
        painter.show(parts)
        assert shown(painter) == drawn_whole(parts)


@pytest.mark.parametrize("name", ["hold", "lift", "rest", "home", "pain"])
def test_a_step_within_a_screen_leaves_the_picture_of_the_whole(name: str) -> None:
    painter = Painter(SIZE)
    for step in range(12):
        snapshot = replace(EXAMPLES[name], since_s=0.2 * step, hold_s=0.3 * step, seconds_left=30.0 - step,
                           knee_left=2 * step, pelvis=2 * step, reps_left=step)
        parts = SCREENS[name](snapshot, THEME)
        painter.show(parts)
        assert shown(painter) == drawn_whole(parts)


def test_nothing_is_drawn_when_nothing_changed_and_little_when_little_did() -> None:
    painter = Painter(SIZE)
    first = SCREENS["rest"](EXAMPLES["rest"], THEME)
    assert painter.show(first) == [pygame.Rect(0, 0, *SIZE)]
    assert painter.show(list(first)) == []
    second = SCREENS["rest"](replace(EXAMPLES["rest"], seconds_left=1.2), THEME)
    areas = painter.show(second)
    assert 0 < sum(area.w * area.h for area in areas) < 0.5 * SIZE[0] * SIZE[1]


def test_areas_that_touch_are_drawn_once() -> None:
    painter = Painter(SIZE)
    ring, number = Ring(Box(50, 50, 200, 200), 10, SKY), Label(Box(100, 100, 100, 100), "7", 60)
    far = Label(Box(600, 300, 100, 60), "far", 30)
    painter.show([ring, number, far])
    areas = painter.show([Ring(Box(50, 50, 200, 200), 20, SKY), Label(Box(100, 100, 100, 100), "8", 60),
                          Label(Box(600, 300, 100, 60), "near", 30)])
    assert len(areas) == 2
    assert not areas[0].colliderect(areas[1])


def test_the_same_parts_in_another_order_are_drawn_anew() -> None:
    painter = Painter(SIZE)
    below, above = Ring(Box(50, 50, 200, 200), 240, SKY, 0.5), Label(Box(60, 60, 180, 180), "10", 150)
    painter.show([below, above])
    painter.show([above, below])
    assert shown(painter) == drawn_whole([above, below])


def test_what_is_gone_leaves_the_ground() -> None:
    painter = Painter(SIZE)
    painter.show([Label(Box(0, 0, 300, 100), "gone", 60)])
    painter.show([])
    assert shown(painter) == drawn_whole([])
