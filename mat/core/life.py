"""Whether what lies on the mat lives: a bag, a blanket or a box does not breathe.

Breath and sway make a zone's load turn back again and again. Creep only rises, drift turns once in minutes, and noise
is too small to matter in loads that are averaged over half a second.
"""

from dataclasses import dataclass

LOOK_S = 0.4
"""Breath takes 2 to 5 s: looking so often misses none."""
TURN_LOAD, TURN_SHARE = 0.003, 0.006
"""A load that comes back by this much, and by this share of itself, has turned. A quiet breath moves the sacrum's by
1–3 %; the averaged noise of a zone stays within 0.002."""
SOON_S = 15.0
"""Turns farther apart are drift."""
LIFELESS_S = 120.0
"""Nobody lies for so long without a breath that shows: 27 s was the longest in 3 hours of people."""


@dataclass
class _Zone:
    extreme: float
    rising: bool = True
    turned_at_s: float = -1e9


class Life:
    """Watches slow loads of all zones; constant memory."""

    def __init__(self, zones: int) -> None:
        self._n = zones
        self._now_s = self._looked_s = self._seen_s = 0.0
        self._zones: list[_Zone] = []

    def begin(self) -> None:
        """Somebody or something has arrived."""
        self._now_s = self._looked_s = self._seen_s = 0.0
        self._zones = [_Zone(0.0) for _ in range(self._n)]

    def lifeless(self, dt_s: float, slow: list[float]) -> bool:
        """True when nothing has turned for `LIFELESS_S`. `slow`: loads averaged over half a second."""
        self._now_s += dt_s
        if self._now_s - self._looked_s < LOOK_S:
            return False
        self._looked_s = self._now_s
        for zone, load in zip(self._zones, slow, strict=True):
            if self._turned(zone, load):
                if self._now_s - zone.turned_at_s < SOON_S:
                    self._seen_s = self._now_s
                zone.turned_at_s = self._now_s
        return self._now_s - self._seen_s >= LIFELESS_S

    @staticmethod
    def _turned(zone: _Zone, load: float) -> bool:
        back = zone.extreme - load if zone.rising else load - zone.extreme
        if back <= 0:
            zone.extreme = load
            return False
        if back < TURN_LOAD + TURN_SHARE * abs(load):
            return False
        zone.rising = not zone.rising
        zone.extreme = load
        return True
