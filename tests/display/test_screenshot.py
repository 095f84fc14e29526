"""Pictures of screens: saved without a window, of any size; a wrong name or path is told."""

from pathlib import Path

import pygame
import pytest

from display.screens import SCREENS
from display.screenshot import take
from mat.ports import MatError
from mat.settings import DisplaySettings

PICTURES = Path(__file__).parents[2] / "display" / "pictures"


@pytest.mark.parametrize("size", [(800, 480), (720, 1280)])
def test_a_picture_has_the_size_asked_for_and_is_not_empty(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "hold.png"
    take("hold", path, DisplaySettings(size=size))
    image = pygame.image.load(str(path))
    assert image.get_size() == size
    assert len({tuple(image.get_at((x, y))) for x in range(0, size[0], 7) for y in range(0, size[1], 7)}) > 20


def test_an_unknown_screen_is_answered_with_the_list_and_a_guess(tmp_path: Path) -> None:
    with pytest.raises(MatError, match=r"holt: no such screen. Did you mean hold\? There are: home, who"):
        take("holt", tmp_path / "x.png")


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(MatError, match=r"no_folder.*cannot be written"):
        take("hold", tmp_path / "no_folder" / "x.png")


def test_the_room_shows_every_screen_in_a_picture() -> None:
    assert {path.stem for path in PICTURES.glob("*.png")} == set(SCREENS)
    readme = (PICTURES.parent / "README.md").read_text("utf-8")
    assert all(f"pictures/{name}.png" in readme for name in SCREENS)
