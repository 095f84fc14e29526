"""Is the mat empty and calm enough to be the measure for a press? And if not, which zone and why."""

from mat.core.levels import Levels
from mat.core.wiring_verdict import Wait
from mat.core.zones import SUPPLY_V

CALM_S = 2.0
"""All zones must rest for so long."""
EMPTY_G = 0.35
"""An empty zone reads less: sheets under a cover 0.01 to 0.2, a foot that lies on one 0.5 and more."""
SHORT_V = 0.05
"""So near to the supply only a short reads."""
NOISY_V, UNSTEADY_V = 0.03, 0.03
"""A sensor's noise stays below 3 mV, hum below 25; an open input wanders with 250 mV."""


def not_empty(levels: Levels, names: tuple[str, ...], supply_v: float = SUPPLY_V) -> Wait | None:
    """What keeps the mat from being a measure for the presses; None if it is one."""
    if not levels.cover(CALM_S):
        return Wait("looking")
    volts, short = max(zip(levels.volts(CALM_S), names, strict=True))
    if volts > supply_v - SHORT_V:
        return Wait("rail", short, value=round(volts, 2))
    noisy = _noisy(levels, names, CALM_S)
    if noisy:
        return noisy
    load, loaded = max(zip(levels.loads(CALM_S), names, strict=True))
    if load > EMPTY_G:
        return Wait("someone", loaded, value=round(load, 2))
    return restless(levels, names, CALM_S)


def restless(levels: Levels, names: tuple[str, ...], seconds: float) -> Wait | None:
    """The zone that is noisy, or moves most."""
    scatter_v, name = max(zip(levels.scatter_v(seconds), names, strict=True))
    moves = Wait("unsteady", name, value=round(1000 * scatter_v)) if scatter_v > UNSTEADY_V else None
    return _noisy(levels, names, seconds) or moves


def _noisy(levels: Levels, names: tuple[str, ...], seconds: float) -> Wait | None:
    noise_v, name = max(zip(levels.noise_v(seconds), names, strict=True))
    return Wait("noisy", name, value=round(1000 * noise_v)) if noise_v > NOISY_V else None
