"""Fonts: the shipped Source Sans Pro, or pygame's own face without it; text measured, wrapped and rendered once."""

import importlib
from functools import lru_cache
from types import ModuleType
from typing import Literal

import pygame

Weight = Literal["regular", "semibold"]
Colour = tuple[int, int, int]

_FACES: dict[Weight, str] = {"regular": "SourceSansPro", "semibold": "SourceSansProSemibold"}
BASELINE = 0.77
"""Where the baseline lies in a line of one em: ink of Latin letters reaches 0.73 em above and 0.21 em below it."""

SMALLEST_PX = 8


def _package(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def font_path(weight: Weight, package: str = "font_source_sans_pro") -> str | None:
    """The file of the shipped face; None if the package or the file is missing: then pygame's own face serves."""
    files = getattr(_package(package), "font_files_ttf", {})
    found = files.get(_FACES[weight])
    return str(found) if found else None


@lru_cache(maxsize=48)
def _font(px: int, weight: Weight) -> pygame.font.Font:
    """A quarter of a megabyte each; a session's screens use some thirty."""
    return pygame.font.Font(font_path(weight), px)


def font(px: int, weight: Weight = "regular") -> pygame.font.Font:
    """A face of `px` pixels an em, kept. Fonts die with pygame.font.quit(), so the kept ones are dropped then."""
    if not pygame.font.get_init():
        _font.cache_clear()
        pygame.font.init()
    return _font(px, weight)


@lru_cache(maxsize=1)
def cap_share() -> float:
    """Height of a capital letter as a share of the em, measured on the face in use (Source Sans: 0.66)."""
    metrics = font(200, "semibold").metrics("H")[0]
    return float(metrics[3] - max(0, metrics[2])) / 200


@lru_cache(maxsize=256)
def text_image(text: str, px: int, colour: Colour, weight: Weight) -> pygame.Surface:
    return font(px, weight).render(text, True, colour)


@lru_cache(maxsize=4096)
def text_width(text: str, px: int, weight: Weight) -> int:
    return int(font(px, weight).size(text)[0])


def broken(text: str, px: int, weight: Weight, width: int) -> tuple[str, ...]:
    """As many lines as `wrap` makes, each as full as it can be: enough to measure a block."""
    return tuple(line for paragraph in text.split("\n") for line in _greedy(paragraph, px, weight, width))


def wrap(text: str, px: int, weight: Weight, width: int) -> tuple[str, ...]:
    """Lines of whole words no wider than `width`, as even as they can be; a longer word has a line alone."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        best = _greedy(paragraph, px, weight, width)
        narrower = width
        while len(best) > 1 and narrower > width // 2:
            narrower -= max(1, width // 40)
            tried = _greedy(paragraph, px, weight, narrower)
            if len(tried) > len(best) or _widest(tried, px, weight) > narrower:
                break
            best = tried
        lines.extend(best)
    return tuple(lines)


def _greedy(text: str, px: int, weight: Weight, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, px, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _widest(lines: list[str], px: int, weight: Weight) -> int:
    return max(text_width(line, px, weight) for line in lines)


@lru_cache(maxsize=512)
def fit(text: str, px: int, weight: Weight, size: tuple[int, int], leading: float) -> tuple[int, tuple[str, ...]]:
    """The largest size up to `px` at which the wrapped text fits `size`, and its lines."""
    while True:
        width, height = block_size(broken(text, px, weight, size[0]), px, weight, leading)
        if px <= SMALLEST_PX or (width <= size[0] and height <= size[1]):
            return px, wrap(text, px, weight, size[0])
        px -= max(1, px // 40)


def block_size(lines: tuple[str, ...], px: int, weight: Weight, leading: float) -> tuple[int, int]:
    """Width and height in pixels of a block of lines, `leading` ems apart; the last line counts one em."""
    widest = max((text_width(line, px, weight) for line in lines), default=0)
    return widest, round(px * (leading * (len(lines) - 1) + 1)) if lines else 0


def blit_line(surface: pygame.Surface, text: str, x: int, y: int, px: int, colour: Colour, weight: Weight) -> None:
    """Draw one line whose em box has its top left corner at (x, y)."""
    top = y + round(BASELINE * px) - font(px, weight).get_ascent()
    surface.blit(text_image(text, px, colour, weight), (x, top))
