"""The theme: contrast, the size of letters at a distance, the size of targets."""

import pytest

from display.fonts import cap_share
from display.theme import GROUND, INK, SIDE_COLOUR, TEXT_PAIRS, TRACK, Theme, contrast, mixed
from mat.settings import DisplaySettings


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert contrast((0, 114, 178), (0, 0, 0)) < 7, "Okabe and Ito's blue is no text colour on black"


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_every_text_colour_has_a_contrast_of_seven(text: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    assert contrast(text, ground) >= 7.0


def test_the_sides_are_told_apart_from_each_other_and_from_the_empty_ring() -> None:
    assert len(set(SIDE_COLOUR.values())) == 3
    assert all(contrast(colour, TRACK) >= 3.0 for colour in SIDE_COLOUR.values())


def test_mixing_keeps_the_ends() -> None:
    assert (mixed(INK, GROUND, 1.0), mixed(INK, GROUND, 0.0)) == (INK, GROUND)


@pytest.mark.parametrize("size", [(800, 480), (1280, 720), (720, 1280)])
def test_capitals_of_a_cue_are_readable_from_two_metres(size: tuple[int, int]) -> None:
    theme = Theme(size)
    assert theme.cue_px * cap_share() / theme.px_per_mm >= 12.8
    assert theme.touch_px / theme.px_per_mm >= 20.0


def test_the_cue_grows_with_the_distance_until_the_panel_is_full() -> None:
    sizes = [Theme((800, 480), viewing_distance_m=m).cue_px for m in (1.0, 2.2, 2.4, 4.0)]
    assert sizes[0] < sizes[1] < sizes[2] <= sizes[3] <= 24 * Theme((800, 480)).unit_px + 1


def test_a_quarter_turn_swaps_the_sides_of_the_panel() -> None:
    upright, turned, upside = (Theme.of(DisplaySettings(rotation=r), (720, 1280)) for r in (0, 90, 180))
    assert (upright.size, turned.size, upside.size) == ((720, 1280), (1280, 720), (720, 1280))
    assert upright.portrait
    assert not turned.portrait
