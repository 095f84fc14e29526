"""What every part is: a box on the surface, a picture in it, perhaps an intent under the finger."""

from collections.abc import Iterable
from dataclasses import dataclass

import pygame

from display.boxes import Box


@dataclass(frozen=True)
class Part:
    """Immutable and comparable: equal lists of parts give equal pictures. All ink stays inside `box`."""

    box: Box

    def draw(self, surface: pygame.Surface) -> None:
        raise NotImplementedError

    def intent_at(self, point: tuple[float, float]) -> str | None:
        """What a touch at `point` asks for; None if nothing."""
        return None

    @property
    def words(self) -> tuple[str, ...]:
        """The text a person reads in this part."""
        return ()


def draw(parts: Iterable[Part], surface: pygame.Surface) -> None:
    for part in parts:
        part.draw(surface)


def intent_at(parts: Iterable[Part], point: tuple[float, float]) -> str | None:
    """The intent of the part under `point`, in pixels of the surface; None beside all of them."""
    return next((intent for part in parts if (intent := part.intent_at(point))), None)
