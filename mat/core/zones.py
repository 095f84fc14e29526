"""The zones of the mat: names, the two kits, where they lie, and one sample of their voltages."""

from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")

CHANNELS = 4
"""Inputs of one converter: a zone's place in the layout tells its converter and its input."""

SUPPLY_V = 3.3
"""The sensors hang between this supply and the pin; a resistor goes from the pin to ground."""


@dataclass(frozen=True)
class Zone:
    """One sensing area. x runs from the foot end, y across; lying on the back the left is at negative y."""

    name: str
    x_mm: tuple[float, float]
    y_mm: tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """A kit's zones in the order of the converter's channels (chip 0 first)."""

    name: str
    zones: tuple[Zone, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(zone.name for zone in self.zones)

    def indices(self, prefix: str) -> tuple[int, ...]:
        """The places of all zones whose name begins with `prefix`, e.g. "sacrum_lower"."""
        return tuple(i for i, zone in enumerate(self.zones) if zone.name.startswith(prefix))


MAT_LENGTH_MM, MAT_WIDTH_MM = 1800.0, 600.0

_FEET = (
    Zone("foot_left", (30, 600), (-290, -8)),
    Zone("foot_right", (30, 600), (8, 290)),
)
KIT4 = Layout("kit4", (
    *_FEET,
    Zone("sacrum_lower", (720, 870), (-200, 200)),
    Zone("sacrum_upper", (876, 1020), (-200, 200)),
))
KIT8 = Layout("kit8", (
    *_FEET,
    Zone("sacrum_lower_left", (720, 870), (-200, -4)),
    Zone("sacrum_lower_right", (720, 870), (4, 200)),
    Zone("sacrum_upper_left", (876, 1020), (-200, -4)),
    Zone("sacrum_upper_right", (876, 1020), (4, 200)),
    Zone("back_left", (1080, 1560), (-270, -6)),
    Zone("back_right", (1080, 1560), (6, 270)),
))
LAYOUTS = {layout.name: layout for layout in (KIT4, KIT8)}


@dataclass(frozen=True, slots=True)
class Sample:
    """One scan of all zones: `t_s` monotonic seconds, `volts` at the pins in the layout's order."""

    t_s: float
    volts: tuple[float, ...]
