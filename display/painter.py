"""A picture kept up to date: only parts that differ from the last ones are drawn again."""

from collections.abc import Sequence

import pygame

from display.parts import Part
from display.theme import GROUND

RIM = 2
"""Smoothed edges may reach so many pixels out of a part's box."""
MOST = 0.7
"""Share of the picture above which all of it is drawn: one large copy is cheaper than many."""


class Painter:
    """Draws parts into `picture`, which keeps what was drawn before."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.picture = pygame.Surface(size, 0, 32)
        self._parts: Sequence[Part] | None = None

    @property
    def parts(self) -> Sequence[Part]:
        """As last shown."""
        return self._parts or ()

    def forget(self) -> None:
        """Everything is drawn at the next `show`."""
        self._parts = None

    def show(self, parts: Sequence[Part]) -> list[pygame.Rect]:
        """Brings the picture up to these parts; returns the areas that were drawn, none if nothing changed."""
        if parts == self._parts:
            return []
        areas = self._changed(parts)
        self._parts = parts
        for area in areas:
            self.picture.set_clip(area)
            self.picture.fill(GROUND)
            for part in parts:
                if area.colliderect(_ink(part)):
                    part.draw(self.picture)
        self.picture.set_clip(None)
        return areas

    def _changed(self, parts: Sequence[Part]) -> list[pygame.Rect]:
        whole = self.picture.get_rect()
        if self._parts is None:
            return [whole]
        before, now = set(self._parts), set(parts)
        areas = _apart([_ink(part).clip(whole) for part in before ^ now])
        kept_before = [part for part in self._parts if part in now]
        if kept_before != [part for part in parts if part in before]:
            return [whole]  # the same parts in another order: what lies above has changed
        return areas if sum(area.w * area.h for area in areas) < MOST * whole.w * whole.h else [whole]


def _ink(part: Part) -> pygame.Rect:
    return pygame.Rect(part.box).inflate(2 * RIM, 2 * RIM)


def _apart(areas: list[pygame.Rect]) -> list[pygame.Rect]:
    """The same areas, those that touch made one, so that nothing is drawn twice."""
    left = [area for area in areas if area.w and area.h]
    found: list[pygame.Rect] = []
    while left:
        area = left.pop()
        touching = area.collidelist(left)
        if touching >= 0:
            left.append(left.pop(touching).union(area))
        elif (met := area.collidelist(found)) >= 0:
            left.append(found.pop(met).union(area))
        else:
            found.append(area)
    return found
