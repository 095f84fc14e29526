"""Feet in the air together: when each went and came, and what the other zones carried meanwhile."""

from bisect import bisect_left
from dataclasses import dataclass, field

from mat.core.events import RepKind
from mat.core.zones import SIDES, Side

TOGETHER_S = 0.25
"""Both feet within this time is "both at once"."""
LANDED_S = 0.2
"""A landing foot belongs to its own lift for so long."""
BOTH_UP_S = 1.0
"""Both feet in the air together for less is a touch of the other foot, not a double."""


@dataclass
class Flight:
    """A rep in the making. `loads`: a row of all zones a time of `t_s`; `base`: what they carried just before the first
    foot left, `settled`: what they carried when last nothing moved; `spoiled`: why it cannot count any more."""

    start_s: float
    off: dict[Side, list[float]] = field(default_factory=lambda: {"left": [], "right": []})
    on: dict[Side, list[float]] = field(default_factory=lambda: {"left": [], "right": []})
    t_s: list[float] = field(default_factory=list)
    loads: list[tuple[float, ...]] = field(default_factory=list)
    base: tuple[float, ...] = ()
    settled: tuple[float, ...] = ()
    spoiled: str | None = None

    def last_on(self, side: Side) -> float:
        return self.on[side][-1]

    def remember(self, t_s: float, loads: tuple[float, ...], longest_s: float) -> None:
        """Keep this row, and of a foot that hangs in the air for ever no more than the last `longest_s`."""
        self.t_s.append(t_s)
        self.loads.append(loads)
        if t_s - self.t_s[0] > longest_s:
            del self.t_s[0], self.loads[0]

    def forget_after(self, t_s: float) -> None:
        """What comes later belongs to the next lift."""
        i = bisect_left(self.t_s, max(t_s, self.end_s + LANDED_S))
        del self.t_s[i:], self.loads[i:]

    def leave_out(self, side: Side) -> None:
        """Forget this foot: it has no part in the rep, which begins with the other one."""
        self.off[side], self.on[side] = [], []
        self.start_s = min((self.off[s][0] for s in SIDES if self.off[s]), default=self.start_s)

    def since(self, t_s: float, side: Side) -> "Flight":
        """A flight of its own of the foot that left at `t_s`."""
        i = bisect_left(self.t_s, t_s)
        flight = Flight(t_s, t_s=self.t_s[i:], loads=self.loads[i:], base=self.base, settled=self.settled)
        flight.off[side].append(t_s)
        return flight

    def both_up_s(self) -> float:
        if not (self.off["left"] and self.off["right"]):
            return 0.0
        return (min(self.last_on(s) for s in SIDES) - max(self.off[s][0] for s in SIDES))

    @property
    def end_s(self) -> float:
        """When the last foot came down."""
        return max(self.last_on(side) for side in SIDES if self.on[side])

    @property
    def kind(self) -> RepKind:
        if self.both_up_s() >= BOTH_UP_S:
            return "double"
        longest = max(SIDES, key=lambda s: sum(self.on[s]) - sum(self.off[s]))
        return "single_left" if longest == "left" else "single_right"

    @property
    def together(self) -> bool:
        """Both feet left at once."""
        return self.kind == "double" and abs(self.off["left"][0] - self.off["right"][0]) <= TOGETHER_S
