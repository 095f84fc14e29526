"""Is anybody there: who arrives, who leaves, and what the empty mat reads.

A person is told from bags, pets and children by what stepping feet weigh; a thing left behind is known by the life it
lacks; and what a released sheet still reads, by the fact that it only falls.
"""

from mat.core.life import Life
from mat.core.load import Frame, Loads

STEP_LOAD, STEP_S = 1.4, 0.06
"""A foot that steps on presses a zone this far (1.4–8.7 for 45–120 kg on sheets of ±25 %), at least so long.
Bags, pets and small children reach 0.6–1.2 on one zone."""
PAIR_LOAD, PAIR_S = 0.15, 1.8
"""Or both foot zones carry this much for so long: somebody on a sheet that has lost most of its span. A dog that walks
over both does it for 1.6 s."""
BROAD_LOAD, BROAD_S = 1.8, 0.3
"""Or the whole mat carries this much for so long."""
SPREAD_LOAD, SPREAD_S = 0.10, 2.0
"""Or three zones carry a little for long: somebody light lies down, or lay there at power-on."""
LEAVE_S = 1.0
LEFT_LOAD, LEFT_SHARE = 0.08, 0.22
"""What a sheet still reads just after somebody left: so much, and this share of what it carried lately."""
SETTLE_AFTER_LEAVING_S = 20.0
PEAK_FADES_S = 20.0
SURELY_LOADED = 0.45
"""Conductance that no unloaded zone has (0.01–0.2 seen): somebody is on the mat at power-on."""
FIRST_S = 0.2


class Presence:
    """Watches frames for arrivals and departures, and keeps the zones' zeros while nobody is there."""

    def __init__(self, zones: int, feet: tuple[int, ...]) -> None:
        self._feet = feet
        self._peak = [0.0] * zones
        self._last: tuple[float, ...] = (0.0,) * zones
        self._left_in = [0.0] * zones
        self._life = Life(zones)
        self._step_s = self._pair_s = self._broad_s = self._spread_s = 0.0
        self._away_s = self._first_s = 0.0
        self._left_at_s: float | None = None

    def arrives(self, frame: Frame, loads: Loads, total: float) -> bool:
        """True when somebody has stepped on; else the empty mat's zeros are learned."""
        if not loads.zero_known:
            self._first_zero(frame, loads)
            return False
        x, dt = frame.loads, min(frame.dt_s, 0.2)
        loaded = self._newly_loaded(x)
        left_foot, right_foot = (x[i] - self._left_in[i] for i in self._feet)
        self._step_s = self._step_s + dt if max(left_foot, right_foot) > STEP_LOAD else 0.0
        self._pair_s = self._pair_s + dt if min(left_foot, right_foot) > PAIR_LOAD else 0.0
        self._broad_s = self._broad_s + dt if total - sum(self._left_in) > BROAD_LOAD else 0.0
        self._spread_s = self._spread_s + dt if loaded >= 3 else 0.0
        if (self._step_s >= STEP_S or self._pair_s >= PAIR_S or self._broad_s >= BROAD_S
                or self._spread_s >= SPREAD_S):
            self._begin(x)
            return True
        self._learn_zero(frame.t_s, dt, loads, total, loaded)
        return False

    def leaves(self, frame: Frame, loads: Loads, slow: list[float]) -> bool:
        """True when everybody is off, or what is on the mat turns out to be a thing. `slow`: half-second averages."""
        x, dt = frame.loads, min(frame.dt_s, 0.2)
        fade = dt / PEAK_FADES_S
        away = True
        for i, load in enumerate(x):
            peak = self._peak[i]
            # what lasted: a disturbance of a frame or two must not make all that follows look like nothing
            lasted = min(load, self._last[i], slow[i])
            peak = self._peak[i] = lasted if lasted > peak else peak - peak * fade
            away = away and load <= LEFT_LOAD + LEFT_SHARE * peak
        self._last = x
        self._away_s = self._away_s + dt if away else 0.0
        if self._away_s >= LEAVE_S:
            self._left_in = [max(0.0, load) for load in x]
        elif self._life.lifeless(dt, slow):
            # from now on it belongs to the empty mat
            loads.set_zero(loads.conductance)
            self._left_in = [0.0] * len(x)
        else:
            return False
        self._left_at_s = frame.t_s
        return True

    def _begin(self, x: tuple[float, ...]) -> None:
        self._life.begin()
        self._peak = [max(0.0, load) for load in x]
        self._last = x
        self._step_s = self._pair_s = self._broad_s = self._spread_s = self._away_s = 0.0

    def _newly_loaded(self, x: tuple[float, ...]) -> int:
        """Zones that carry more than the last person left in them, which only falls."""
        loaded = 0
        for i, load in enumerate(x):
            left = self._left_in[i]
            if load < left:
                left = self._left_in[i] = load if load > 0 else 0.0
            loaded += load - left > SPREAD_LOAD
        return loaded

    def _learn_zero(self, t_s: float, dt: float, loads: Loads, total: float, loaded: int) -> None:
        if total < 0.25:
            # a released sheet falls for many seconds: until it is calm what it still reads is not its zero
            fresh = self._left_at_s is not None and t_s - self._left_at_s < SETTLE_AFTER_LEAVING_S
            loads.learn_zero(dt, 600.0 if fresh else 10.0)
        elif total < 2.0 and loaded <= 2:
            loads.learn_zero(dt, 300.0)

    def _first_zero(self, frame: Frame, loads: Loads) -> None:
        """At power-on: what the zones read is their zero, unless somebody is plainly on the mat already."""
        self._first_s += frame.dt_s
        if self._first_s < FIRST_S:
            return
        if max(loads.conductance) < SURELY_LOADED:
            loads.set_zero(loads.conductance)
        else:
            loads.zero_known = True
