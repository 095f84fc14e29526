"""Touches and keys: from an SDL event to a point on the picture, or to the intents a key stands for. No window here."""

import re

import pygame

ENTER = ("home", "retry", "check:close", "next")
KEYS: dict[int, tuple[str, ...]] = {
    pygame.K_SPACE: ("stop",),
    pygame.K_s: ("stop",),
    pygame.K_RETURN: ENTER,
    pygame.K_KP_ENTER: ENTER,
    pygame.K_y: ("yes", "offer:yes"),
    pygame.K_n: ("no", "offer:no"),
    pygame.K_MINUS: ("pain:skip",),
    pygame.K_KP_MINUS: ("pain:skip",),
    pygame.K_F1: ("emergency", "back"),
    pygame.K_ESCAPE: ("quit",),
    **{getattr(pygame, f"K_{n}"): (f"pain:{n}",) for n in range(10)},
    **{getattr(pygame, f"K_KP{n}"): (f"pain:{n}",) for n in range(10)},
}
"""What a key asks for; of several the first that the screen offers. Only "quit" needs no button on the screen."""


BOUNCE_S, STILL_THERE_S, DEBOUNCE_S = 0.1, 0.3, 0.5
"""A finger that bounces; one that is still there when the next screen comes; one that taps twice, as on a computer."""
REPEATED = re.compile(r"(plan|set):\w+:[+-]|pin:\w+")
"""Buttons that are meant to be touched several times in a row: more, less, a digit. Not a switch, which a second touch
would turn back."""
URGENT = ("stop", "emergency")


class Taps:
    """Which contacts count: one touch is one intent. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._last_s = float("-inf")
        self._last = ""

    def counts(self, intent: str, now_s: float) -> bool:
        """Whether this contact is a touch of its own; if so, the next ones are measured from it."""
        if REPEATED.fullmatch(intent) and REPEATED.fullmatch(self._last):
            pause_s = BOUNCE_S
        else:
            pause_s = STILL_THERE_S if intent in URGENT else DEBOUNCE_S
        if now_s - self._last_s < pause_s:
            return False
        self._last_s, self._last = now_s, intent
        return True

    def woke(self, now_s: float) -> None:
        """A touch woke the screen: a second one just after it was meant to wake it too."""
        self._last_s, self._last = now_s, ""


def tapped(event: pygame.event.Event) -> bool:
    """True for the first contact of a finger or the left button: SDL repeats each touch as a mouse event."""
    if event.type == pygame.FINGERDOWN:
        return not unplaced(event.x, event.y)
    return bool(event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not getattr(event, "touch", False))


def unplaced(u: float, v: float) -> bool:
    """A coordinate of exactly 0.0: some panels report their first contact before they know where it is."""
    return u == 0.0 or v == 0.0


def place(event: pygame.event.Event, panel_px: tuple[int, int], rotation: int,
          shift: tuple[int, int] = (0, 0)) -> tuple[float, float]:
    """Where a tap lies on the picture, in pixels before the picture was turned clockwise by `rotation` degrees and
    moved on the panel by `shift` pixels."""
    w, h = panel_px
    if event.type == pygame.FINGERDOWN:
        u, v = event.x - shift[0] / w, event.y - shift[1] / h
    else:
        u, v = (event.pos[0] + 0.5 - shift[0]) / w, (event.pos[1] + 0.5 - shift[1]) / h
    if rotation == 90:
        return v * h, (1 - u) * w
    if rotation == 180:
        return (1 - u) * w, (1 - v) * h
    if rotation == 270:
        return (1 - v) * h, u * w
    return u * w, v * h
