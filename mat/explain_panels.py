"""The two panels of loads in the picture of `mat explain`: feet with their levels and edges, and the other zones.

The colours are Okabe and Ito's, which people with poor colour vision can tell apart; every line has its name beside
it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from mat.core.zones import SIDES
from mat.trace import Crossing, Flown, Level, Moment, Trace, hold_of

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, RED, PURPLE, GREY = "#0072B2", "#D55E00", "#CC79A7", "#6E6E6E"
FOOT_COLOURS = {"left": BLUE, "right": RED}
BODY_COLOURS = (GREEN, PURPLE, ORANGE, SKY, BLACK, GREY)
SMALL = 9
"""Points of the letters that name things."""
ON_PAPER = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.5}
"""Behind a name, so that lines do not cross it out."""
GAP_S = 0.5
"""Over longer gaps between samples no line is drawn."""


@dataclass(frozen=True)
class View:
    """What is drawn: a stretch of the recording in seconds; `one` is the repetition asked for, or None for all."""

    trace: Trace
    from_s: float
    to_s: float
    one: Flown | None
    moments: tuple[Moment, ...] = field(init=False)

    def __post_init__(self) -> None:
        seen = tuple(moment for moment in self.trace.moments if self.from_s <= moment.t_s <= self.to_s)
        object.__setattr__(self, "moments", seen)

    @property
    def flights(self) -> list[Flown]:
        return [one for one in self.trace.flights if one.end_s >= self.from_s and one.start_s <= self.to_s]


LEVELS: tuple[tuple[str, str, Callable[[Level], float]], ...] = (
    ("rests at", "--", lambda level: level.flat),
    ("on above", "-.", lambda level: level.on_above if level.up else math.nan),
    ("off below", "-", lambda level: math.nan if level.up else level.off_below),
    ("floor", ":", lambda level: level.floor),
)


@dataclass(frozen=True)
class _Named:
    """A line, its name, and the load at which the name is to stand."""

    line: Line2D
    words: str
    load: float


def draw_feet(axes: Axes, view: View) -> None:
    """Both feet's loads with their levels, and the edges the detection found."""
    axes.set_ylabel("load of the feet")
    axes.tick_params(labelbottom=False)
    named: list[_Named] = []
    for place, side in enumerate(SIDES):
        colour = FOOT_COLOURS[side]
        zone = view.trace.layout.names.index(f"foot_{side}")
        named += _line(axes, view, _load(zone), f"{side} foot", colour)
        for word, style, level in LEVELS:
            named += _line(axes, view, _level(place, level), f"{side} {word}", colour, style)
    _limit(axes, view, view.trace.layout.indices("foot_"), 1.3)
    for one in view.flights:
        for crossing in one.crossings:
            _edge(axes, crossing, told=one is view.one and crossing in _outer(one))
    for dip in view.trace.dips():
        if view.from_s <= dip.start_s <= view.to_s:
            axes.text(dip.start_s, 1.2 * dip.flat, f"{dip.side} foot\nnearly off", color=FOOT_COLOURS[dip.side],
                      fontsize=SMALL, ha="center", va="bottom", bbox=ON_PAPER)
    _holds(axes, view, named=True)
    _names_of_lines(axes, named)


def draw_body(axes: Axes, view: View) -> None:
    """The other zones' loads; dashed what each carries lying still."""
    axes.set_ylabel("load of the other zones")
    axes.set_xlabel("seconds of the recording")
    names = view.trace.layout.names
    zones = [i for i, name in enumerate(names) if not name.startswith("foot_")]
    named: list[_Named] = []
    for zone, colour in zip(zones, BODY_COLOURS, strict=False):
        name = names[zone].replace("_", " ")
        named += _line(axes, view, _load(zone), name, colour)
        named += _line(axes, view, _baseline(zone), f"{name} at rest", colour, "--")
    _limit(axes, view, tuple(zones), 1.05)
    _holds(axes, view, named=False)
    _names_of_lines(axes, named)


def _load(zone: int) -> Callable[[Moment], float]:
    return lambda moment: moment.loads[zone]


def _baseline(zone: int) -> Callable[[Moment], float]:
    return lambda moment: moment.baseline[zone] if moment.baseline else math.nan


def _level(place: int, level: Callable[[Level], float]) -> Callable[[Moment], float]:
    return lambda moment: level(moment.feet[place]) if moment.baseline else math.nan


def _line(axes: Axes, view: View, value: Callable[[Moment], float], words: str, colour: str,
          style: str | None = None) -> list[_Named]:
    """Draws a load over time, thick, or in a `style` thin; its name's height, if there is anything to see."""
    xs: list[float] = []
    ys: list[float] = []
    for moment in view.moments:
        if xs and moment.t_s - xs[-1] > GAP_S:
            xs.append(moment.t_s)
            ys.append(math.nan)
        xs.append(moment.t_s)
        ys.append(value(moment))
    [line] = axes.plot(xs, ys, color=colour, linewidth=0.8 if style else 1.6, linestyle=style or "-")
    # when nobody lies there the loads tell nothing: the end of a whole recording is an empty mat
    lying = [value(moment) for moment in view.moments if moment.baseline]
    seen = [load for load in lying or ys if not math.isnan(load)]
    if view.one is not None:
        seen = seen[-20:]
    if not seen:
        return []
    load = median(seen)
    return [_Named(line, f"{words} {load:.2f}" if style else words, load)]


def _limit(axes: Axes, view: View, zones: tuple[int, ...], room: float) -> None:
    """Heights for a lying person's loads: those of a standing one are cut off, else nothing could be told apart."""
    moments = [moment for moment in view.moments if moment.baseline] or view.moments
    highest = max((max(moment.loads[i] for i in zones) for moment in moments), default=1.0)
    lowest = min((min(moment.loads[i] for i in zones) for moment in moments), default=0.0)
    axes.set_ylim(min(0.0, lowest), max(highest, 0.1) * room)


def _outer(one: Flown) -> list[Crossing]:
    """Each foot's first and last edge: a foot that bounces at touch-down has more, too close together for names."""
    by_side = [[crossing for crossing in one.crossings if crossing.side == side] for side in SIDES]
    return [crossing for crossings in by_side for crossing in (*crossings[:1], *crossings[-1:])]


def _edge(axes: Axes, crossing: Crossing, told: bool) -> None:
    """A mark where a foot left (down) or touched (up); `told`: with its name and time."""
    colour = FOOT_COLOURS[crossing.side]
    axes.axvline(crossing.at_s, color=colour, linewidth=0.7, alpha=0.7)
    load = crossing.level.off_below if crossing.off else crossing.level.on_above
    axes.plot(crossing.at_s, load, marker="v" if crossing.off else "^", color=colour, markersize=7)
    if told:
        words = f"{crossing.side} {'off' if crossing.off else 'on'} {crossing.at_s:.2f} s"
        axes.text(crossing.at_s, 0.985 if crossing.side == "left" else 0.925, f" {words} ", color=colour,
                  fontsize=SMALL, ha="right" if crossing.off else "left", va="top",
                  transform=axes.get_xaxis_transform(), bbox=ON_PAPER)


def _holds(axes: Axes, view: View, named: bool) -> None:
    """The holds, shaded; `named`: with the parts of the way of the repetition asked for."""
    for one in view.flights:
        if one.rep is None:
            continue
        begin_s, until_s = hold_of(one.rep)
        axes.axvspan(begin_s, until_s, color=GREY, alpha=0.15, linewidth=0)
        if named and one is view.one:
            for start_s, end_s, word in ((one.start_s, begin_s, "way up"), (begin_s, until_s, "hold"),
                                         (until_s, one.end_s, "way down")):
                fitting(axes, start_s, end_s, 0.81, f"{word}\n{end_s - start_s:.2f} s")


def _names_of_lines(axes: Axes, named: list[_Named]) -> None:
    """To the right of the panel, each at its line's height, pushed apart where they would touch."""
    low, high = axes.get_ylim()
    rising = sorted(named, key=lambda one: one.load)
    heights = [min(1.0, max(0.0, (one.load - low) / (high - low))) for one in rising]
    least = 13.0 / axes.get_window_extent().height
    for one, at, y in zip(rising, heights, _apart(heights, least), strict=True):
        colour = str(one.line.get_color())
        axes.plot((1.0, 1.01, 1.03), (at, y, y), transform=axes.transAxes, clip_on=False, color=colour,
                  linewidth=one.line.get_linewidth(), linestyle=one.line.get_linestyle())
        axes.text(1.034, y, one.words, transform=axes.transAxes, va="center", fontsize=SMALL, color=colour)


def _apart(heights: list[float], least: float) -> list[float]:
    """Rising heights from 0 to 1, each at least `least` above the one before."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + least if placed else 0.0))
    ceiling = 1.0
    for i in reversed(range(len(placed))):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - least
    return placed


def fitting(axes: Axes, start_s: float, end_s: float, y: float, word: str) -> None:
    """`word` in the middle between the two times, at `y` of the height, if there is room for it."""
    text = axes.text((start_s + end_s) / 2, y, word, ha="center", va="center", fontsize=SMALL,
                     transform=axes.get_xaxis_transform())
    if room_px(axes, start_s, end_s) < text.get_window_extent().width + 2:
        text.remove()


def room_px(axes: Axes, start_s: float, end_s: float) -> float:
    low, high = axes.get_xlim()
    return (end_s - start_s) / (high - low) * axes.get_window_extent().width
