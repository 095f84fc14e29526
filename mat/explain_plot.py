"""The picture of `mat explain --plot`: what the body did, what became of every repetition, and the loads below."""

import re
from itertools import pairwise
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from mat.explain import answer_of, kind_of, the_rep
from mat.explain_panels import GREEN, GREY, ORANGE, RED, View, draw_body, draw_feet, fitting, room_px
from mat.ports import MatError
from mat.trace import Flown, Trace

POSTURES = {"empty": ("#FFFFFF", "empty"), "upright": ("#F6DDA8", "upright"), "supine": ("#BFE3D6", "on the back"),
            "bridge": ("#E9C3D8", "hips up")}
DPI = 100
NAMES = 8
"""Points of the letters of repetitions' names: many stand side by side."""
LEFT_PX, NAMES_PX, BELOW_PX = 75, 255, 50
"""Around the panels: for the scales, and to the right for the longest zone's name."""
PAD_PX, MOST_LINES = 6, 6
"""Between names of repetitions, and how tall one may be."""
AROUND_S, AROUND_SHARE = 3.0, 0.12
"""Shown before and after a repetition: seconds, or this share of it if that is longer."""
STYLE = {"font.size": 10, "font.family": "DejaVu Sans", "axes.spines.top": False, "axes.spines.right": False,
         "axes.xmargin": 0.0, "hatch.linewidth": 0.6}


def save(trace: Trace, number: int | None, path: Path, size: tuple[int, int]) -> None:
    """A PNG of `size` pixels of repetition `number`, or of the whole recording.

    Raises UsageError if there is no such repetition, MatError if the file cannot be written.
    """
    view = _view(trace, number)
    with rc_context(STYLE):  # type: ignore[arg-type]
        figure = _figure(view, size)
        try:
            figure.savefig(path, format="png", dpi=DPI)
        except OSError as fault:
            raise MatError(f"{path}: the picture cannot be written ({fault.strerror}). "
                           "Check that the folder exists, may be written to and has space.") from fault


def _view(trace: Trace, number: int | None) -> View:
    begin_s = trace.moments[0].t_s if trace.moments else 0.0
    if number is None:
        return View(trace, begin_s, max(trace.seconds, begin_s + 1.0), None)
    one = the_rep(trace, number)
    around_s = max(AROUND_S, AROUND_SHARE * (one.end_s - one.start_s))
    return View(trace, max(begin_s, one.start_s - around_s), min(trace.seconds, one.end_s + around_s), one)


def _figure(view: View, size: tuple[int, int]) -> Figure:
    figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    heights = (0.4, 1.1 if view.one is None else 0.5, 4.2, 3.3)
    grid = figure.add_gridspec(4, 1, height_ratios=heights, left=LEFT_PX / size[0], right=1 - NAMES_PX / size[0],
                               bottom=BELOW_PX / size[1], top=0.94, hspace=0.07)
    strip, names, feet, body = (figure.add_subplot(grid[i]) for i in range(4))
    for axes in (strip, names, feet, body):
        axes.set_xlim(view.from_s, view.to_s)
    title = figure.suptitle(_title(view), x=LEFT_PX / size[0], y=0.985, ha="left", fontsize=13)
    title.set_fontsize(13 * min(1.0, 0.97 * (size[0] - LEFT_PX - PAD_PX) / title.get_window_extent().width))
    _strip(strip, view)
    _names(names, view)
    draw_feet(feet, view)
    draw_body(body, view)
    return figure


def _title(view: View) -> str:
    trace, one = view.trace, view.one
    if one is None or one.rep is None:
        counted = sum(not flown.why for flown in trace.reps)
        others = len(trace.reps) - counted
        return f"{trace.name} · {len(trace.reps)} repetition(s): {counted} ✓ counted, {others} ✗ not counted"
    return f"{trace.name} · repetition {one.mark} of {len(trace.reps)} · {kind_of(one.rep)} · {answer_of(one)}"


# -- what the body did, which zones lied, and the names of repetitions ------------------------------------


def _strip(axes: Axes, view: View) -> None:
    """Postures; below them, if there are any, faults of zones."""
    axes.axis("off")
    axes.set_ylim(0, 1)
    faults = list(view.trace.faults())
    for start_s, end_s, posture in view.trace.postures():
        colour, word = POSTURES[posture]
        _band(axes, view, (start_s, end_s), (0.5 if faults else 0.0, 1.0), colour, word)
    for start_s, end_s, zone, fault in faults:
        _band(axes, view, (start_s, end_s), (0.0, 0.5), ORANGE, f"{zone} {fault}")


def _band(axes: Axes, view: View, span_s: tuple[float, float], y: tuple[float, float], colour: str, word: str) -> None:
    start_s, end_s = max(span_s[0], view.from_s), min(span_s[1], view.to_s)
    if end_s <= start_s:
        return
    axes.axvspan(start_s, end_s, *y, facecolor=colour, edgecolor=GREY, linewidth=0.5)
    fitting(axes, start_s, end_s, (y[0] + y[1]) / 2, word)


def _names(axes: Axes, view: View) -> None:
    """A bar for each flight, and below it its number and what became of it, in lines as wide as there is room."""
    axes.axis("off")
    axes.set_ylim(0, 1)
    starts_s = [max(one.start_s, view.from_s) for one in view.flights]
    free_s = view.from_s
    for one, (start_s, next_s) in zip(view.flights, pairwise([*starts_s, view.to_s]), strict=True):
        colour = GREEN if not one.why else RED if one.rep else GREY
        axes.axvspan(start_s, min(one.end_s, view.to_s), 0.86, 0.96, facecolor="white" if one.why else colour,
                     edgecolor=colour, hatch="////" if one.why else "")
        words, start_s = _placed(axes, one, free_s, (start_s, next_s))
        text = axes.text(start_s, 0.82, words, ha="left", va="top", fontsize=NAMES, linespacing=1.05)
        free_s = axes.transData.inverted().transform((text.get_window_extent().x1 + PAD_PX, 0))[0]


def _placed(axes: Axes, one: Flown, free_s: float, place_s: tuple[float, float]) -> tuple[str, float]:
    """The name broken into lines for the room up to the next one, and where it begins: if a word is wider than that
    room, as far to the left as the name before leaves free; if that is too narrow too, only the mark is told."""
    start_s, next_s = place_s
    words = _name_of(one)
    needed_s = (max(_width_px(axes, word) for word in words.split(" ")) + PAD_PX) / room_px(axes, 0.0, 1.0)
    start_s = max(min(start_s, next_s - needed_s), min(start_s, free_s))
    lines = _wrapped(axes, words, room_px(axes, start_s, next_s) - PAD_PX)
    if needed_s > 1.01 * (next_s - start_s) or len(lines) > MOST_LINES:
        return words.split(" ")[0].rstrip(":"), place_s[0]
    return "\n".join(lines), start_s


def _name_of(one: Flown) -> str:
    if one.rep is None:
        said = f"{one.mark}: {answer_of(one)}"
    else:
        said = f"{one.mark}\u00a0✗ {one.why}" if one.why else f"{one.mark}\u00a0✓ counted"
    return re.sub(r"(\d) s\b", "\\1\u00a0s", said)


def _wrapped(axes: Axes, words: str, most_px: float) -> list[str]:
    """Lines of at most `most_px`, if no word is wider."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width_px(axes, longer) <= most_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width_px(axes: Axes, words: str) -> float:
    text = axes.text(0, 0, words, fontsize=NAMES)
    width = text.get_window_extent().width
    text.remove()
    return float(width)
