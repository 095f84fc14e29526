"""What a screen or a terminal may know of a running check of the wires."""

from dataclasses import dataclass
from typing import Literal

from mat.core.wiring_verdict import Wait, Wiring
from mat.core.zones import Layout

Phase = Literal["empty", "press", "release", "done", "refused", "ended"]
STEPS = 20
"""Shares are told in twentieths, so that a still hand gives a still picture."""


@dataclass(frozen=True)
class CheckView:
    """One moment of a check. Equal views give equal pictures."""

    layout: Layout
    phase: Phase
    zone: str | None
    """The zone to press now."""
    number: int
    wait: Wait | None
    held: int
    """How much of the needed time the zone has been held, 0 to STEPS."""
    shares: tuple[int, ...]
    """How far each zone is pressed, 0 to STEPS."""
    told: tuple[bool | None, ...]
    """Each zone so far: fine, not fine, not known yet."""
    answers: int
    """Presses understood up to now: a tone is due when this grows."""
    wiring: Wiring | None = None
    """The result, once there is one."""

    @property
    def over(self) -> bool:
        return self.phase in ("done", "refused", "ended")


def steps_of(rise: float) -> int:
    """0 to STEPS: half-way at a rise of 0.5, and never quite full, so that every press moves it."""
    return round(STEPS * rise / (rise + 0.5)) if rise > 0.01 else 0
