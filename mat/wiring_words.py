"""The guided check in words for a terminal: what to do now, what was found, and the remedy for each finding."""

from collections.abc import Callable

from mat.core.wiring import ASK_S, PATIENCE_S, STICKS_S
from mat.core.wiring_verdict import Trouble, Wait, Wiring, ZoneVerdict
from mat.core.wiring_view import CheckView


def now_in_words(view: CheckView) -> str:
    """The step the check is at, as one or two sentences."""
    wait = view.wait
    if view.wiring is not None:
        return end_in_words(view.wiring)
    asked = f"[{view.number} of {len(view.layout.zones)}] "
    if view.phase == "press":
        hint = waiting_in_words(wait) + " " if wait else ""
        return f"{asked}{hint}Press zone {view.zone}, firmly, with one hand, until you hear the tone."
    if view.phase == "release":
        return asked + ("Let go." if wait is None else waiting_in_words(wait))
    return waiting_in_words(wait or Wait("looking"))


def waiting_in_words(wait: Wait) -> str:
    """Why the check does not go on, with the zone, its number and the way out."""
    zone, other, value = wait.zone, wait.other, wait.value
    return {
        "looking": "Looking at the empty mat: nobody and nothing on it for two seconds.",
        "someone": f"Someone or something is on the mat: zone {zone} reads {value:g} (conductance; an empty one stays "
                   "below 0.35). Step off and clear the mat.",
        "noisy": f"Zone {zone} is noisy: {value:g} mV (a sensor stays below 3). Push its plug in firmly; check the "
                 "resistor from its input to ground.",
        "unsteady": f"Zone {zone} does not come to rest yet: it moves by {value:g} mV. Do not touch the mat.",
        "rail": f"Zone {zone} reads {value:g} V: a short to the supply. Unplug its sensor; if the voltage stays, look "
                "at the input.",
        "two": f"Zones {zone} and {other} answer at once. Step off the mat and press one zone only.",
        "many": "Several zones answer at once: someone is on the mat. Step off, then press one zone only.",
        "again": f"That was zone {zone}, not {other}: once more, to be sure.",
        "let_go": f"Let go: zone {zone} is still pressed.",
        "silent": "The mat does not answer. The check waits for it.",
        "idle": "Nobody pressed a zone for two minutes.",
    }[wait.key]


def end_in_words(wiring: Wiring) -> str:
    """The verdict in a sentence."""
    if wiring.fine:
        return f"All {len(wiring.zones)} zones are fine: each answered on its own input."
    if wiring.end == "done":
        count = sum(not zone.fine for zone in wiring.zones)
        return f"{count} of {len(wiring.zones)} zones are not fine."
    why = f" {waiting_in_words(wiring.wait)}" if wiring.wait else ""
    refused = f"The check was given up after {PATIENCE_S:g} s: not finished."
    return (refused if wiring.end == "refused" else "The check is not finished.") + why


def remedies(wiring: Wiring, addresses: tuple[int, ...]) -> list[str]:
    """One sentence or two for each thing found; a pair that is swapped is told once."""
    said = []
    if wiring.chips_swapped:
        first, second = addresses[:2]
        said.append(f"The two converters are swapped: set hardware.addresses = [{second:#04x}, {first:#04x}], "
                    "or exchange their ADDR pins.")
    answering = [zone for zone in wiring.zones if zone.answered]
    if not answering and wiring.end == "done":
        said.append("No zone answered at all. If each was pressed, look at what they share: the supply of the sensors, "
                    "the converter's 3.3 V and ground.")
    told: set[str | None] = set()
    for zone in wiring.zones:
        for trouble in zone.troubles:
            if trouble in ("chips", "unchecked") or (trouble == "swapped" and zone.answered in told):
                continue
            said.append(f"{zone.zone}: {_SAYS[trouble](zone, wiring)}")
        told.add(zone.zone)
    unchecked = [zone.zone for zone in wiring.zones if "unchecked" in zone.troubles]
    if unchecked:
        said.append(f"Not checked: {', '.join(unchecked)}. Run `mat check` again.")
    return said


def _wrong(zone: ZoneVerdict, wiring: Wiring) -> str:
    also = [other.zone for other in wiring.zones if other.answered == zone.answered and other.zone != zone.zone]
    if also:
        return (f"{zone.answered} ({zone.answered_pin}) answered, as it did for {', '.join(also)}. If the right zone "
                f"was pressed, its wire touches that one: it belongs to {zone.pin} alone.")
    return f"its wire is on {zone.answered_pin}, the input of {zone.answered}. Move it to {zone.pin}."


_SAYS: dict[Trouble, Callable[[ZoneVerdict, Wiring], str]] = {
    "swapped": lambda zone, wiring:
        f"swapped with {zone.answered}. Exchange the wires on {zone.pin} and {zone.answered_pin}, "
        "or tell their order in hardware.inputs.",
    "wrong": _wrong,
    "together": lambda zone, wiring:
        "another zone answers to each of its presses as much. Look for wires or sheets that touch, beginning at "
        f"{zone.pin}.",
    "weak": lambda zone, wiring:
        f"weak: a press raised it by {zone.rise:.2f}, the middle of all is {wiring.middle_rise:.2f}. Press it as "
        "firmly as the others and check again; if it stays, look at its sheet, its contacts and the resistor at "
        f"{zone.pin}.",
    "saturated": lambda zone, wiring:
        f"a press takes it to the supply. The resistor from {zone.pin} to ground is too large, or its two layers "
        "touch.",
    "sticks": lambda zone, wiring:
        f"it kept {100 * (zone.left or 0):.0f} % of the press {STICKS_S:g} s after the hand should have been off. Look "
        "for a fold, or a puck that is jammed.",
    "dead": lambda zone, wiring:
        f"no answer within {ASK_S:g} s. If it was pressed, check its sensor and its wires to {zone.pin}, and the "
        "sensor's 3.3 V.",
    "skipped": lambda zone, wiring: "skipped. Run `mat check` again to have it checked.",
    "noisy": lambda zone, wiring:
        f"noisy. Its input floats, or its plug is loose: check the resistor from {zone.pin} to ground and the sensor's "
        "wires.",
    "unsteady": lambda zone, wiring:
        f"it never came to rest. Take everything off the mat and look at its wires to {zone.pin}.",
    "rail": lambda zone, wiring:
        f"it reads the supply. Unplug its sensor; if the voltage stays, look at {zone.pin} for a short to 3.3 V.",
}
