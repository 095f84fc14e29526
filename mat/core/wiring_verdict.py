"""What the presses of a check say of the wires: for each zone which input answered, how far, and what is wrong."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Literal

from mat.core.load import RAIL_SHARE
from mat.core.zones import CHANNELS, SUPPLY_V, Layout

WEAK_G = 0.15
"""A press that raises a zone by less is weak whatever the others do: a foot at rest would hardly show."""
WEAK_SHARE = 0.3
"""Of the middle rise of the others: sheets differ by ±25 %, zones of different size by 2, presses by 1.4."""
CROSSTALK_SHARE = 0.2
"""An input that answers so much less than to its own zone's press only felt it through the sheet (1 to 5 %)."""

Trouble = Literal["swapped", "wrong", "chips", "together", "weak", "saturated", "sticks", "dead", "skipped",
                  "noisy", "unsteady", "rail", "unchecked"]
End = Literal["done", "refused", "ended"]


@dataclass(frozen=True)
class Wait:
    """Why the check does not go on: a key, the zones it names and a number in the key's unit.

    someone: g; noisy, unsteady: mV; rail: V; two, again, let_go: no number; looking, many, silent, idle: no zone.
    """

    key: Literal["looking", "someone", "noisy", "unsteady", "rail", "two", "many", "again", "let_go", "silent", "idle"]
    zone: str = ""
    other: str = ""
    value: float = 0.0


@dataclass(frozen=True)
class Trial:
    """One zone as it was pressed. Places are those of the layout; rises are conductances above the empty mat."""

    zone: int
    answered: int | None = None
    rise: float = 0.0
    volts: float = 0.0
    along: tuple[int, float] | None = None
    """The input that rose most beside the one that answered, and its share of that rise."""
    stuck_at: float | None = None
    """The share of the rise that was still there long after it should have been let go."""
    together: int | None = None
    """Another input that rose as much each time the zone was pressed."""
    skipped: bool = False


@dataclass(frozen=True)
class ZoneVerdict:
    """One zone: the input it belongs to, the zone whose input answered instead or as it should, what is wrong."""

    zone: str
    pin: str
    answered: str | None
    answered_pin: str | None
    rise: float
    noise_mv: float
    crosstalk: tuple[str, float] | None
    left: float | None
    """Share of the rise that was left after it was let go, if it stuck."""
    troubles: tuple[Trouble, ...]

    @property
    def fine(self) -> bool:
        return not self.troubles


@dataclass(frozen=True)
class Wiring:
    """The check's result. `wait` tells why it did not come to its end, if it did not."""

    zones: tuple[ZoneVerdict, ...]
    end: End
    wait: Wait | None
    middle_rise: float

    @property
    def fine(self) -> bool:
        return self.end == "done" and all(zone.fine for zone in self.zones)

    @property
    def chips_swapped(self) -> bool:
        return any("chips" in zone.troubles for zone in self.zones)

    def as_json(self) -> dict[str, Any]:
        return {"fine": self.fine, **asdict(self)}


def usual_inputs(layout: Layout) -> tuple[str, ...]:
    """The zones' inputs of a kit that is wired and addressed as the kit's order says, e.g. "A1 of 0x49"."""
    return tuple(f"A{place % CHANNELS} of {0x48 + place // CHANNELS:#04x}" for place in range(len(layout.zones)))


def judge(layout: Layout, trials: Sequence[Trial], inputs: Sequence[str], noise_v: Sequence[float],
          supply_v: float = SUPPLY_V, end: End = "done", wait: Wait | None = None) -> Wiring:
    """`trials` in the layout's order, perhaps not all of them yet."""
    known = [_without_crosstalk(trial, trials) for trial in trials]
    answers = {trial.zone: trial.answered for trial in known}
    chips = _chips_swapped(answers, len(layout.zones))
    rises = [trial.rise for trial in known if trial.answered is not None]
    zones = []
    for place, name in enumerate(layout.names):
        trial = known[place] if place < len(known) else None
        others = [other.rise for other in known if other.answered is not None and other.zone != place]
        told = () if trial is None else (*_wires(trial, answers, chips), *_quality(trial, others, supply_v))
        troubles = (*told, *_in_the_way(name, wait)) or (() if trial else ("unchecked",))
        zones.append(_verdict(layout, place, trial or Trial(place), inputs, noise_v, troubles))
    return Wiring(tuple(zones), end, wait, round(median(rises), 3) if rises else 0.0)


def _verdict(layout: Layout, place: int, trial: Trial, inputs: Sequence[str], noise_v: Sequence[float],
             troubles: tuple[Trouble, ...]) -> ZoneVerdict:
    names, answered = layout.names, trial.answered
    along = (names[trial.along[0]], round(trial.along[1], 2)) if trial.along else None
    return ZoneVerdict(
        names[place], inputs[place], None if answered is None else names[answered],
        None if answered is None else inputs[answered], round(trial.rise, 3),
        round(1000 * noise_v[place], 1) if noise_v else 0.0, along,
        None if trial.stuck_at is None else round(trial.stuck_at, 2), troubles)


def _without_crosstalk(trial: Trial, trials: Sequence[Trial]) -> Trial:
    """No answer, if all that answered was a neighbour through the sheet."""
    strongest = max((other.rise for other in trials if other.answered == trial.answered), default=0.0)
    if trial.answered in (None, trial.zone) or trial.rise >= CROSSTALK_SHARE * strongest:
        return trial
    return Trial(trial.zone, skipped=trial.skipped)


def _chips_swapped(answers: dict[int, int | None], zones: int) -> bool:
    """All that answered did so in the same order on the other converter, and nearly all answered."""
    if zones != 2 * CHANNELS:
        return False
    crossed = [zone for zone, answer in answers.items() if answer == (zone + CHANNELS) % zones]
    straight = [zone for zone, answer in answers.items() if answer is not None and zone not in crossed]
    return not straight and all(sum(zone // CHANNELS == chip for zone in crossed) >= CHANNELS - 1 for chip in (0, 1))


def _wires(trial: Trial, answers: dict[int, int | None], chips: bool) -> tuple[Trouble, ...]:
    if trial.skipped:
        return ("skipped",)
    if trial.together is not None:
        return ("together",)
    if trial.answered is None:
        return ("dead",)
    if trial.answered == trial.zone:
        return ()
    if chips:
        return ("chips",)
    return ("swapped",) if answers.get(trial.answered) == trial.zone else ("wrong",)


def _quality(trial: Trial, others: Sequence[float], supply_v: float) -> tuple[Trouble, ...]:
    if trial.answered is None:
        return ()
    weak = trial.rise < WEAK_G or (len(others) >= 2 and trial.rise < WEAK_SHARE * median(others))
    found: list[Trouble] = ["weak"] if weak else []
    if trial.volts > RAIL_SHARE * supply_v:
        found.append("saturated")
    if trial.stuck_at is not None:
        found.append("sticks")
    return tuple(found)


def _in_the_way(name: str, wait: Wait | None) -> tuple[Trouble, ...]:
    """The zone for whose sake the check could not go on."""
    if wait is None or wait.zone != name:
        return ()
    troubles: dict[str, Trouble] = {"noisy": "noisy", "unsteady": "unsteady", "rail": "rail"}
    return (troubles[wait.key],) if wait.key in troubles else ()
