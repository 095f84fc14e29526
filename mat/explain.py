"""Why a repetition counted or did not, in words and numbers: `mat explain`.

Loads are the detection's own: the conductance of a zone in units of its resistor, minus what it reads empty. They
tell more from less, not kilograms.
"""

import math
from collections.abc import Iterator

from mat.core.events import Arrived, Bridge, Departed, Event, NotSupine, Rep, Supine, ZoneFault, ZoneOk
from mat.core.flight import BOTH_UP_S, TOGETHER_S
from mat.core.lifts import CONFIRM_S, OFF_SHARE, ON_SHARE
from mat.core.pelvis import HEAVY, LIGHT, ROLLED_LOWER, ROLLED_UPPER, SHIFT
from mat.core.reps import CARRIED
from mat.core.zones import SIDES, Side
from mat.ports import UsageError
from mat.trace import Crossing, Dip, Flown, Trace, hold_of


def kind_of(rep: Rep) -> str:
    """As `mat replay` names it."""
    return rep.kind.replace("_", " ") + (" (at once)" if rep.simultaneous else "")


def answer_of(flown: Flown) -> str:
    """Counted, or why not."""
    if flown.rep is None:
        return f"off for {flown.end_s - flown.start_s:.1f} s: {flown.why}"
    return f"not counted: {flown.why}" if flown.why else "counted"


def the_rep(trace: Trace, number: int) -> Flown:
    """Repetition `number`, as `mat replay` numbers them. Raises UsageError if there is none of that number."""
    reps = trace.reps
    if not reps:
        raise UsageError(f"--rep {number}: there is no repetition in {trace.name}. "
                         "Without --rep the command lists what there is.")
    if not 1 <= number <= len(reps):
        raise UsageError(f"--rep {number}: {trace.name} has {len(reps)} repetition(s). "
                         f"Name one from 1 to {len(reps)}; without --rep they are listed.")
    return reps[number - 1]


# -- the whole recording ----------------------------------------------------------------------------------


def list_of(trace: Trace) -> str:
    """All that was in the air and what happened around it, by time, a line each."""
    counted = sum(not one.why for one in trace.reps)
    others = len(trace.flights) - len(trace.reps)
    lines = [f"{trace.name} · {trace.seconds:.0f} s · {trace.layout.name}"]
    if trace.reps:
        lines.append(f"{len(trace.reps)} repetition(s): {counted} counted, {len(trace.reps) - counted} not counted; "
                     f"{others} other lift(s), marked with letters.")
    else:
        lines.append(f"There is no repetition in this recording; {others} other lift(s) of a foot.")
    lines += ["", f"{'':>4}  {'from':>7}  {'to':>7}  what"]
    rows = [*_flights(trace), *_events(trace), *map(_dip, trace.dips())]
    if not rows:
        lines.append(f"{'':>24}nothing: nobody was noticed on the mat")
    for start_s, end_s, mark, words in sorted(rows, key=lambda row: row[0]):
        to = f"{end_s:7.1f}" if end_s is not None else " " * 7
        lines.append(f"{mark:>4}  {start_s:7.1f}  {to}  {words}")
    if trace.reps:
        lines += ["", "More of one: add --rep and its number. A picture: add --plot and a file's name in .png."]
    return "\n".join(lines) + "\n"


Row = tuple[float, float | None, str, str]


def _flights(trace: Trace) -> Iterator[Row]:
    for one in trace.flights:
        rep = one.rep
        if rep:
            lifted = {True: "pelvis lifted", False: "pelvis not lifted", None: "pelvis: cannot tell"}[rep.pelvic_lift]
            held = f", held {rep.hold_s:.1f} s, {lifted}" if rep.valid else ""
            words = f"{kind_of(rep)}{held}: {answer_of(one)}"
        else:
            feet = [side for side in SIDES if any(crossing.side == side for crossing in one.crossings)]
            words = f"{' and '.join(feet)} foot {answer_of(one)}"
        yield one.start_s, one.end_s, one.mark, words


def _events(trace: Trace) -> Iterator[Row]:
    for event in trace.events:
        words = _words(event)
        if isinstance(event, Bridge):
            yield event.start_s, event.end_s, "", words
        elif words:
            yield event.t_s, None, "", words


def _words(event: Event) -> str:
    match event:
        case Arrived():
            return "somebody is on the mat"
        case Departed():
            return "the mat is empty"
        case Supine():
            return "lies on the back: from here on lifts are looked for"
        case NotSupine():
            return "no longer on the back (sat up, turned, slid, left, or the mat is in doubt): no lift is looked for"
        case Bridge():
            return "the hips were raised off the mat"
        case ZoneFault(zone=zone, fault=fault):
            return f"zone {zone} is {fault}: nothing is counted until it reads well again"
        case ZoneOk(zone=zone):
            return f"zone {zone} reads well again"
        case _:
            return ""


def _dip(dip: Dip) -> Row:
    lowest, needed = _ratio(dip.lowest, dip.flat), _ratio(dip.off_below, dip.flat)
    return dip.start_s, dip.end_s, "–", (f"{dip.side} foot got light ({lowest:.0%} of its rest), not taken for a "
                                         f"lift: less than {needed:.0%} for {CONFIRM_S:g} s would have been one")


# -- one repetition ---------------------------------------------------------------------------------------


def rep_in_words(trace: Trace, number: int) -> str:
    """All that decided about repetition `number`. Raises UsageError if there is none of that number."""
    flown = the_rep(trace, number)
    rep, hold = flown.rep, flown.hold
    assert rep is not None
    assert hold is not None
    answer = answer_of(flown)
    blocks = [
        [f"{trace.name} · repetition {number} of {len(trace.reps)} · {kind_of(rep)} · {answer}"],
        [*_course(flown, rep, trace.min_hold_s), *_kind(flown, rep)],
        *(_foot(trace, flown, side) for side in SIDES if _of(flown, side)),
        _zones(trace, flown, hold),
        _pelvis(trace, flown, rep, hold),
        [answer[0].upper() + answer[1:] + ("." if flown.why else f": held {rep.hold_s:.1f} s, "
                                                                  f"{trace.min_hold_s:g} s are needed.")],
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _of(flown: Flown, side: Side) -> list[Crossing]:
    return [one for one in flown.crossings if one.side == side]


def _course(flown: Flown, rep: Rep, min_hold_s: float) -> list[str]:
    """When feet left and touched, and how the time between divides; seconds of the recording."""
    begin_s, until_s = hold_of(rep)
    moments = [(begin_s, "the hold begins"), (until_s, "the hold ends")]
    for one in flown.crossings:
        does = "leaves" if one.off else "touches"
        moments.append((one.at_s, f"the {one.side} foot {does} the mat (known at {one.t_s:.2f} s)"))
    if flown.end_s not in [one.at_s for one in flown.crossings]:
        moments.append((flown.end_s, "it ends here, with the foot still in the air"))
    up_s, down_s = begin_s - flown.start_s, flown.end_s - until_s
    return ["Course", *(f"  {at_s:8.2f} s  {words}" for at_s, words in sorted(moments)),
            f"  {flown.end_s - flown.start_s:.2f} s = {up_s:.2f} s way up + {rep.hold_s:.2f} s hold + "
            f"{down_s:.2f} s way down; a hold of {min_hold_s:.2f} s is needed"]


def _kind(flown: Flown, rep: Rep) -> list[str]:
    off_s = [one.at_s for side in SIDES for one in _of(flown, side)[:1]]
    if len(off_s) < 2:
        return [f"  {kind_of(rep)}: only this foot was in the air"]
    share = f"both feet in the air together for {max(0.0, flown.both_up_s):.2f} s ({BOTH_UP_S:.2f} s make a double)"
    apart = f"they left {max(off_s) - min(off_s):.2f} s apart (up to {TOGETHER_S:.2f} s is at once)"
    return [f"  {kind_of(rep)}: {share}", f"  {apart}"]


def _foot(trace: Trace, flown: Flown, side: Side) -> list[str]:
    """The loads that decided about this foot: those of its first leaving, and of its last touching."""
    crossings = _of(flown, side)
    off = crossings[0].level
    rows = [("resting load", off.flat, ""), ("floor", off.floor, "what its zone reads just after it left, as expected")]
    rows.append(("off below", off.off_below, f"{OFF_SHARE:.0%} of the way from floor to resting load"))
    rows.append(("lowest in the air", _lowest(trace, flown, side), ""))
    if not crossings[-1].off:
        rows.append(("on above", crossings[-1].level.on_above,
                     f"{ON_SHARE:.0%} of the way from the lower one of floor and lowest"))
    lines = [f"{side.capitalize() + ' foot':<22}{'load':>10}{'of its rest':>13}"]
    lines += [f"  {name:<20}{load:10.3f}{_ratio(load, off.flat):>13.0%}  {words}" for name, load, words in rows]
    return [line.rstrip() for line in lines]


def _lowest(trace: Trace, flown: Flown, side: Side) -> float:
    place, foot = trace.layout.names.index(f"foot_{side}"), SIDES.index(side)
    return min(moment.loads[place] for moment in trace.moments
               if flown.start_s <= moment.t_s <= flown.end_s and moment.feet[foot].up)


def _zones(trace: Trace, flown: Flown, hold: tuple[float, ...]) -> list[str]:
    """Each zone's load lying still before, in the middle of the hold, and how many times as much that is."""
    lines = [f"{'Zone':<22}{'at rest':>10}{'in the hold':>13}{'times':>8}"]
    for name, rest, now in zip(trace.layout.names, flown.rest, hold, strict=True):
        lines.append(f"  {name:<20}{rest:10.3f}{now:13.3f}{_ratio(now, rest):8.2f}")
    return lines


def _pelvis(trace: Trace, flown: Flown, rep: Rep, hold: tuple[float, ...]) -> list[str]:
    """The sacral zones: how far the load moved up, and whether the body still lay on its back."""
    judged = {True: "lifted", False: "not lifted", None: "cannot tell"}[rep.pelvic_lift]
    answer = judged if rep.valid else "not judged, because the repetition does not count"
    return ["Pelvis", f"  {_shift(trace, flown.rest, hold)}", f"  answer: {answer}",
            *_back(trace, flown, hold)]


def _shift(trace: Trace, rest: tuple[float, ...], hold: tuple[float, ...]) -> str:
    """How far the load moved, in ln units, beside what makes a lift."""
    shift, share = trace.pelvis.shift(rest, hold), trace.pelvis.weight_share(rest, hold)
    if share is not None and share > HEAVY:
        return f"cannot tell: the sacral zones carry {share:.0%} of their rest, {HEAVY:.0%} and more is another part"
    if shift is None:
        return f"cannot tell: a sacral zone carries less than {LIGHT:g}"
    return (f"the load moved {'up' if shift >= 0 else 'down'} by {abs(shift):.2f} (ln of upper to lower, hold against "
            f"rest); up by more than {SHIFT:.2f} is a lift")


def _back(trace: Trace, flown: Flown, hold: tuple[float, ...]) -> list[str]:
    """Whether the body lay on its back in the hold."""
    zones = (trace.layout.indices("sacrum_lower"), trace.layout.indices("sacrum_upper"))
    lower, upper = (_ratio(sum(hold[i] for i in group), sum(flown.rest[i] for i in group)) for group in zones)
    share = trace.pelvis.weight_share(flown.rest, hold)
    rolled = "yes" if trace.pelvis.rolled(flown.rest, hold) else "no"
    return [f"  the pelvis weighs {share:.0%} of its rest on the mat" if share is not None else "  no weight at rest",
            f"  rolled to the side: {rolled} (upper {upper:.2f} times its rest, lower {lower:.2f}; yes is upper "
            f"below {ROLLED_UPPER:.2f} and lower above {ROLLED_LOWER:.2f})",
            f"  as the leg left and came back, the pelvis carried more: {flown.carried or 0.0:+.0%} by the measure of "
            f"mat/core/carry.py; a raised knee shows {CARRIED:+.0%} and more"]


def _ratio(load: float, rest: float) -> float:
    return load / rest if rest > 0 else math.nan
