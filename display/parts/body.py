"""The body of the figure in its joints: where knees, feet, hands and pelvis are at each step of the movement.

Lengths are in body units (the height of the figure's box is `person.HEIGHT` of them); x runs from the head to the
feet, y up from the mat.
"""

import math
from dataclasses import dataclass

from display.canvas import Point
from mat.core.pose import STEPS

SHOULDER: Point = (0.53, 0.165)
THIGH, SHIN = 0.44, 0.435
UPPER_ARM, FOREARM = 0.275, 0.275
PELVIS_RISE = 0.055
_HIP, _ANKLE = (1.05, 0.13), (1.615, 0.085)
_FAR_SHIFT, _FAR_RAISED = 0.085, -19.0
"""The farther leg stands a little nearer to the buttocks, and comes up a little less, so that both are seen."""
_RAISED = (125.0, 7.0, 66.0)
"""Angles above the horizontal of thigh, shin and foot with the knee at the chest, in degrees."""
_PULL = 7.0
"""What the pull adds to the thigh while the pelvis lifts, in degrees."""
_HAND_AT_REST: Point = (1.055, 0.085)
_REACHES, _CLASPS = 0.3, 0.85
"""The hands leave the mat and are at the shin when the knee has come so far."""


@dataclass(frozen=True)
class Leg:
    hip: Point
    knee: Point
    ankle: Point
    foot_turn: float
    """Direction of the sole from heel to toes above the horizontal, in radians."""
    raised: float
    """0 with the foot on the mat, 1 with the knee at the chest."""


def hip_at(pelvis: int) -> Point:
    return _HIP[0] - 0.012 * pelvis / STEPS, _HIP[1] + PELVIS_RISE * pelvis / STEPS


def leg(step: int, pelvis: int, far: bool = False) -> Leg:
    """The leg whose knee has come up `step` of STEPS while the pelvis has lifted `pelvis` of STEPS."""
    (x, y), raised = hip_at(pelvis), step / STEPS
    hip = (x + 0.03, y) if far else (x, y)
    stood = (_ANKLE[0] - (_FAR_SHIFT if far else 0.0), _ANKLE[1] + (0.012 if far else 0.0))
    knee = joint(hip, stood, THIGH, SHIN)
    low = (_turn(hip, knee), _turn(knee, stood), 0.0)
    high = tuple(math.radians(a) for a in (_RAISED[0] + _PULL * pelvis / STEPS + (_FAR_RAISED if far else 0.0),
                                           *_RAISED[1:]))
    thigh, shin, foot = (a + (b - a) * raised for a, b in zip(low, high, strict=True))
    knee = _from(hip, THIGH, thigh)
    return Leg(hip, knee, _from(knee, SHIN, shin), foot, raised)


def hand(held: Leg) -> Point:
    """On the way from the mat to the shin, just under the knee."""
    share = min(1.0, max(0.0, (held.raised - _REACHES) / (_CLASPS - _REACHES)))
    share = share * share * (3 - 2 * share)
    (kx, ky), (ax, ay) = held.knee, held.ankle
    length = math.hypot(ax - kx, ay - ky)
    clasp = (kx + 0.29 * (ax - kx) - 0.035 * (ay - ky) / length, ky + 0.29 * (ay - ky) + 0.035 * (ax - kx) / length)
    return _within_reach(between(_HAND_AT_REST, clasp, share))


def clasping(held: Leg) -> Point | None:
    """Where the other hand is once both hold the shin: beside the first one, away from the knee."""
    if held.raised < _CLASPS:
        return None
    return between(hand(held), held.ankle, 0.15)


def _within_reach(point: Point) -> Point:
    """A knee too far away is held behind the thigh."""
    far = math.hypot(point[0] - SHOULDER[0], point[1] - SHOULDER[1])
    return between(SHOULDER, point, min(1.0, (UPPER_ARM + FOREARM - 0.002) / far))


def elbow(hand_at: Point) -> Point:
    return joint(SHOULDER, hand_at, UPPER_ARM, FOREARM, -1.0)


def between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def joint(start: Point, end: Point, first: float, second: float, side: float = 1.0) -> Point:
    """Where two bones meet between `start` and `end`, bent upwards (side 1) or downwards (side -1)."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = min(math.hypot(dx, dy), first + second)
    bend = math.acos(min(1.0, max(-1.0, (first ** 2 + length ** 2 - second ** 2) / (2 * first * length))))
    return _from(start, first, math.atan2(dy, dx) + side * bend)


def _turn(one: Point, other: Point) -> float:
    return math.atan2(other[1] - one[1], other[0] - one[0])


def _from(start: Point, length: float, turn: float) -> Point:
    return start[0] + length * math.cos(turn), start[1] + length * math.sin(turn)
