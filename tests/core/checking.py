"""A check on made-up readings: what each input reads is told in conductance, sample by sample, without a clock."""

from collections.abc import Callable, Sequence

from mat.core.wiring import WiringCheck
from mat.core.wiring_view import CheckView
from mat.core.zones import SUPPLY_V, Sample

STEP_S = 0.02
REST_G = 0.05

Readings = Callable[[CheckView, float], Sequence[float]]
"""From what the check shows and the seconds since its phase or zone changed, the conductance of each input."""


def run(check: WiringCheck, readings: Readings, seconds: float = 600.0, start_s: float = 50.0) -> CheckView:
    """Feeds the check until it is over or the time is up; returns its last view."""
    t_s, view, since_s, seen = start_s, check.view(), start_s, None
    while not check.over and t_s < start_s + seconds:
        now = (view.phase, view.zone, view.answers)
        if now != seen:
            seen, since_s = now, t_s
        volts = tuple(SUPPLY_V * g / (1 + g) for g in readings(view, t_s - since_s))
        check.step(Sample(t_s, volts))
        view = check.view()
        t_s += STEP_S
    return check.view()


def hand(check: WiringCheck, order: Sequence[int], rises: Sequence[float] | None = None) -> Readings:
    """A hand that presses what is asked for; zone `order[n]` is wired to input n. `rises`: per zone, 0 is dead."""
    names = check.layout.names
    how_far = [1.5] * len(names) if rises is None else rises

    def readings(view: CheckView, since_s: float) -> list[float]:
        loads = [REST_G] * len(names)
        if view.phase == "press" and view.zone is not None and 0.5 < since_s < 2.0:
            zone = names.index(view.zone)
            loads[order.index(zone)] += how_far[zone]
        return loads

    return readings
