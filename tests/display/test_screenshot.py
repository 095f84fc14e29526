"""Pictures of screens: saved without a window, of any size; a wrong name or path is told."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame
import pytest

from display.screens import EXAMPLES, SCREENS
from display.screenshot import picture, take
from mat.ports import MatError
from mat.settings import DisplaySettings
from tests.display.pictures import FOLDER, PLAIN_THEME, fresh, wanted


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
    with pytest.raises(MatError, match=r"x.jpg: the picture is a PNG"):
        take("hold", tmp_path / "x.jpg")


def test_the_room_shows_every_screen_in_a_picture() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == set(SCREENS)
    readme = (FOLDER.parent / "README.md").read_text("utf-8")
    assert all(f"pictures/{path.relative_to(FOLDER).as_posix()}" in readme for path in wanted())


# -- are the committed pictures still those of the screens? ----------------------------------------------

ALIKE = 3.0
"""Most difference of a tenth by a tenth of the picture, in levels of 0 to 255 after scaling down eight times: another
renderer of fonts moves edges by less than that, another word or number by more."""


def difference(one: pygame.Surface, other: pygame.Surface) -> float:
    """The largest mean difference of any of the 100 tiles of two pictures of DEFAULT_SIZE."""
    small = [pygame.transform.smoothscale(image.convert(32), (100, 60)) for image in (one, other)]
    levels = [pygame.surfarray.array3d(image).astype(float) for image in small]
    tiles = np.abs(levels[0] - levels[1]).reshape(10, 10, 10, 6, 3)
    return float(tiles.mean(axis=(1, 3, 4)).max())


@pytest.fixture(autouse=True, scope="module")
def _panel() -> Iterator[None]:
    """Pictures are converted to a display's format."""
    pygame.display.init()
    pygame.display.set_mode((8, 8))
    yield
    pygame.display.quit()


@pytest.mark.parametrize("path", wanted(), ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_picture_of_the_room_is_the_screen_as_it_is_drawn_now(path: Path) -> None:
    told = "python -m tests.display.pictures draws them anew"
    assert difference(pygame.image.load(str(path)), fresh(*wanted()[path])) < ALIKE, told
    assert path.stat().st_size < 80_000


@pytest.mark.parametrize(("screen", "changed"), [
    ("hold", {"hold_s": 3.1}), ("lift", {"side": "right"}), ("question", {"question_number": 2}),
    ("rest", {"seconds_left": 1.0}), ("plan", {"both_open": True}),
])
def test_a_picture_that_no_longer_fits_would_be_noticed(screen: str, changed: dict[str, object]) -> None:
    snapshot = replace(EXAMPLES[screen], **changed)
    assert difference(fresh(screen, PLAIN_THEME), picture(screen, snapshot, PLAIN_THEME)) > ALIKE


def test_a_picture_that_is_drawn_twice_is_the_same() -> None:
    assert difference(fresh("home", PLAIN_THEME), fresh("home", PLAIN_THEME)) == 0.0
