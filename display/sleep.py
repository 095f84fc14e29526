"""When an unused screen grows dim and dark, what wakes it, and where the picture sits meanwhile. No screen here."""

from typing import Literal

Light = Literal["awake", "dim", "dark"]

SHIFT_EVERY_S = 60.0
SHIFTS = ((0, 0), (2, 0), (3, 2), (2, 3), (0, 3), (-2, 2), (-3, 0), (-2, -2), (0, -3), (2, -2))
"""The picture walks around its place, a step a minute, so that no edge burns in; no step is large enough to be seen."""


class Sleeper:
    """Told of every sign of life; tells how bright the screen is to be. Times are monotonic seconds."""

    def __init__(self, dim_after_s: float, off_after_s: float) -> None:
        self._dim_after_s, self._off_after_s = dim_after_s, max(off_after_s, dim_after_s)
        self._alive_s: float | None = None
        self.light: Light = "awake"

    def live(self, now_s: float) -> bool:
        """Somebody is there: a touch, a load, a screen in use. True if that has woken the screen."""
        woke = self.light != "awake"
        self._alive_s, self.light = now_s, "awake"
        return woke

    def step(self, now_s: float) -> Light:
        """How bright it is to be now."""
        if self._alive_s is None:
            self._alive_s = now_s
        idle_s = now_s - self._alive_s
        self.light = "dark" if idle_s >= self._off_after_s else "dim" if idle_s >= self._dim_after_s else "awake"
        return self.light


def shift_at(now_s: float) -> tuple[int, int]:
    """Pixels by which the picture is moved at this moment."""
    return SHIFTS[int(now_s / SHIFT_EVERY_S) % len(SHIFTS)]
