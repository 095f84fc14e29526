"""How the figure on the screen stands to the measured body: knees and pelvis move towards what the mat feels.

The mat knows when a foot leaves and when it lands, not where the knee is in between; a knee takes its usual time.
"""

from collections.abc import Collection
from dataclasses import dataclass

from mat.core.snapshot import PelvicSign
from mat.core.zones import Side

STEPS = 24
"""A whole movement has so many pictures: a still body gives a still picture."""
KNEE_S, PELVIS_S = 1.2, 0.8
"""From the mat to the chest (the median of the labelled recordings); the pelvis follows the pull."""
_LIFTED: dict[PelvicSign | None, float] = {None: 0.0, "none": 0.0, "some": 0.5, "clear": 1.0}


@dataclass(frozen=True)
class Pose:
    """Knees from the mat (0) to the chest (STEPS), pelvis from flat (0) to clearly lifted (STEPS)."""

    left: int = 0
    right: int = 0
    pelvis: int = 0


REST = Pose()


class Mover:
    """Follows the body, one moment after the other."""

    def __init__(self) -> None:
        self._t_s: float | None = None
        self._left = self._right = self._pelvis = 0.0

    def step(self, t_s: float, feet_up: Collection[Side], sign: PelvicSign | None) -> Pose:
        """The pose at `t_s` seconds; times must not fall."""
        passed_s = 0.0 if self._t_s is None else max(0.0, t_s - self._t_s)
        self._t_s = t_s
        self._left = _towards(self._left, float("left" in feet_up), passed_s / KNEE_S)
        self._right = _towards(self._right, float("right" in feet_up), passed_s / KNEE_S)
        self._pelvis = _towards(self._pelvis, _LIFTED[sign], passed_s / PELVIS_S)
        return Pose(_eased(self._left), _eased(self._right), _eased(self._pelvis))


def _towards(now: float, there: float, most: float) -> float:
    return min(there, now + most) if there > now else max(there, now - most)


def _eased(share: float) -> int:
    """Slow at both ends, as limbs move."""
    return round(STEPS * share * share * (3 - 2 * share))
