"""Parts: wrapping, shrinking, a ring without holes, a figure that moves, a font that may be missing."""

import math

import pygame
import pytest

from display import fonts
from display.boxes import Box
from display.parts import Figure, FootSign, Label, Ring, draw, intent_at
from display.parts.gauges import RING_STEPS
from display.theme import SKY, TRACK
from mat.core.pose import STEPS

BOX = Box(20, 20, 200, 200)


def drawn(*parts: object) -> pygame.Surface:
    surface = pygame.Surface((240, 240), pygame.SRCALPHA)
    draw(parts, surface)
    return surface


def test_a_text_too_long_for_its_box_is_wrapped_then_made_smaller() -> None:
    wide, narrow = Label(Box(0, 0, 600, 50), "Left knee up", 40), Label(Box(0, 0, 100, 75), "Left knee up", 40)
    assert wide.fitted() == (40, ("Left knee up",))
    px, lines = narrow.fitted()
    assert px < 40
    assert len(lines) > 1
    assert " ".join(lines) == "Left knee up"


def test_a_word_is_never_broken() -> None:
    assert fonts.wrap("extraordinarily long", 40, "regular", 50) == ("extraordinarily", "long")


def test_lines_of_a_block_are_about_even() -> None:
    text = "one two three four five six seven"
    widths = [fonts.text_width(line, 20, "regular") for line in fonts.wrap(text, 20, "regular", 250)]
    assert len(widths) == 2
    assert max(widths) < 1.5 * min(widths)


def test_without_the_font_package_pygames_own_face_serves() -> None:
    assert fonts.font_path("regular", package="no_such_package_of_fonts") is None
    assert fonts.font_path("regular") is not None
    assert pygame.font.Font(None, 30).size("Hold")[0] > 0


def test_fonts_survive_a_quit_of_pygames_font_module() -> None:
    fonts.font(31)
    pygame.font.quit()
    assert fonts.font(31).size("Hold")[0] > 0


def test_capitals_of_the_shipped_font_have_the_published_height() -> None:
    assert fonts.cap_share() == pytest.approx(0.66, abs=0.01)


def near(colour: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Scaling down smoothly loses up to three levels a channel."""
    return all(abs(a - b) <= 4 for a, b in zip(colour, other, strict=True))


def at_turn(surface: pygame.Surface, turn: float) -> tuple[int, ...]:
    """The colour in the middle of the ring's band, `turn` of the way round from the top, clockwise."""
    radius = 100 - 11
    return tuple(surface.get_at((round(120 + radius * math.sin(2 * math.pi * turn)),
                                 round(120 - radius * math.cos(2 * math.pi * turn)))))[:3]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.5, 0.77, 1.0])
def test_a_ring_is_filled_to_its_share_and_has_no_holes(share: float) -> None:
    surface = drawn(Ring(BOX, Ring.steps_of(share), SKY))
    for i in range(360):
        turn = i / 360
        if min(abs(turn - share), turn, 1 - turn) > 0.03:
            assert near(at_turn(surface, turn), SKY if turn < share else TRACK), turn


def test_both_ends_of_a_ring_are_round() -> None:
    surface = drawn(Ring(BOX, Ring.steps_of(0.4), SKY))
    assert near(at_turn(surface, 0.99), SKY)
    assert near(at_turn(surface, 0.41), SKY)
    assert near(at_turn(surface, 0.97), TRACK)


def test_a_share_beyond_the_ring_is_held_at_its_ends() -> None:
    assert (Ring.steps_of(-1.0), Ring.steps_of(2.0)) == (0, RING_STEPS)


def test_the_raised_knee_of_the_figure_is_the_coloured_one() -> None:
    wide = Box(0, 0, 240, 94)
    poses = [Figure(wide, left, right, active="left") for left, right in ((0, 0), (STEPS, 0), (0, STEPS))]
    images = [bytes(drawn(pose).get_buffer().raw) for pose in poses]
    assert len(set(images)) == 3
    shown = [drawn(pose) for pose in poses]
    tops = [min(y for x in range(240) for y in range(240) if near(tuple(one.get_at((x, y)))[:3], SKY)) for one in shown]
    assert tops[1] < tops[0] == tops[2]


def test_left_and_right_differ_in_shape_not_only_in_colour() -> None:
    box = Box(20, 20, 200, 90)
    left, right = (drawn(FootSign(box, side, True, "Foot", "1 of 10", 30)) for side in ("left", "right"))
    corner = (26, 26)
    assert left.get_at(corner).a == 0
    assert right.get_at(corner).a > 240


def test_a_touch_beside_all_buttons_asks_for_nothing() -> None:
    assert intent_at([Label(BOX, "Rest", 20)], BOX.centre) is None
    assert intent_at([], (1, 1)) is None
