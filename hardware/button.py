"""The large button's contact: which of its edges is a press, and when it was held long enough to shut down."""

from typing import Literal

Asked = Literal["stop", "shutdown"]

BOUNCE_S = 0.05
"""An edge this soon after another is the contact bouncing: keys settle within 5 ms, worn ones within 20 ms."""
HOLD_S = 5.0
TELL_HOLD_S = 1.0
"""From here on a held button is on its way to a shutdown, no longer a slow press."""


class Contact:
    """Judges edges by their own time-stamps, so that it does not matter when it gets to see them.

    A press is told at its first edge: who is in pain must not wait until the contact has settled. A contact that is
    closed from the start was not pressed by anybody we saw: it is `stuck` and asks for nothing until it has opened.
    """

    def __init__(self, closed: bool) -> None:
        self.stuck = closed
        self._closed = closed
        self._edge_s: float | None = None
        self._pressed_s: float | None = None
        """When the newest press began; bounces neither end it nor begin another."""
        self._asked = False

    def edge(self, t_s: float, closed: bool) -> Asked | None:
        """The contact closed or opened at `t_s`; an edge that changes nothing is none."""
        if closed == self._closed:
            return None
        steady = self._steady(t_s)
        self._closed = closed
        self._edge_s = t_s
        if not closed:
            self.stuck = False
        if not (closed and steady):
            return None
        self._pressed_s = t_s
        self._asked = False
        return "stop"

    def held(self, now_s: float) -> Asked | None:
        """Time has passed: "shutdown", once, when the contact has been held long enough and still is."""
        if self._asked or not self._closed or self._pressed_s is None or now_s - self._pressed_s < HOLD_S:
            return None
        self._asked = True
        return "shutdown"

    def left_s(self, now_s: float) -> float | None:
        """Seconds to go until the shutdown, once the hold is plain; None when nobody holds it or it was asked for."""
        if self._asked or not self._closed or self._pressed_s is None or now_s - self._pressed_s < TELL_HOLD_S:
            return None
        return max(0.0, HOLD_S - (now_s - self._pressed_s))

    def _steady(self, t_s: float) -> bool:
        return self._edge_s is None or t_s - self._edge_s >= BOUNCE_S
