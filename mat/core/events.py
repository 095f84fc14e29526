"""What the detection says of a person on the mat: the events of the recording format, as plain facts.

`t_s` is always the time of the sample at which the thing was known, never back-dated. Best estimates of when
it really happened are fields of their own (`at_s`, `start_s`, `end_s`).
"""

from dataclasses import dataclass
from typing import Any, Literal

from mat.core.zones import Side

RepKind = Literal["single_left", "single_right", "double"]
ZoneTrouble = Literal["stuck", "dead", "saturated", "noisy"]


@dataclass(frozen=True, slots=True)
class Arrived:
    t_s: float


@dataclass(frozen=True, slots=True)
class Departed:
    t_s: float


@dataclass(frozen=True, slots=True)
class Supine:
    t_s: float


@dataclass(frozen=True, slots=True)
class NotSupine:
    t_s: float


@dataclass(frozen=True, slots=True)
class Lift:
    t_s: float
    side: Side
    at_s: float


@dataclass(frozen=True, slots=True)
class Lower:
    t_s: float
    side: Side
    at_s: float


@dataclass(frozen=True, slots=True)
class Rep:
    """A finished repetition: feet off and on again. `reason` says in plain words why it was not counted.

    `hold_start_s` explains the hold's length to whoever asks, `pelvic_shift` how far the sacral load moved (ln units,
    see `pelvis`); the public format does not carry them.
    """

    t_s: float
    kind: RepKind
    start_s: float
    end_s: float
    hold_s: float
    pelvic_lift: bool | None
    simultaneous: bool
    valid: bool
    reason: str | None = None
    hold_start_s: float | None = None
    pelvic_shift: float | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    t_s: float
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class ZoneFault:
    t_s: float
    zone: str
    fault: ZoneTrouble


@dataclass(frozen=True, slots=True)
class ZoneOk:
    t_s: float
    zone: str
    fault: ZoneTrouble


Event = Arrived | Departed | Supine | NotSupine | Lift | Lower | Rep | Bridge | ZoneFault | ZoneOk

_NAMES: dict[type, str] = {
    Arrived: "arrived", Departed: "departed", Supine: "supine", NotSupine: "not_supine", Lift: "lift",
    Lower: "lower", Rep: "rep", Bridge: "bridge", ZoneFault: "zone_fault", ZoneOk: "zone_ok",
}


def name_of(event: Event) -> str:
    return _NAMES[type(event)]


def as_public(event: Event) -> dict[str, Any]:
    """The event as the recording format writes it: seconds with three decimals, `t` first."""
    said: dict[str, Any] = {"event": name_of(event)}
    for field in event.__dataclass_fields__:
        if field in ("hold_start_s", "pelvic_shift"):
            continue
        value = getattr(event, field)
        key = field.removesuffix("_s") if field != "hold_s" else field
        said[key] = round(value, 3) if isinstance(value, float) else value
    return said
