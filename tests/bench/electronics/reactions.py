"""How soon a fault is on the screen, and how soon gone after it was mended: a whole station on a virtual clock."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hardware.emulation.faults import PlannedFault
from hardware.sampler import SamplerConfig
from mat.core.zones import LAYOUTS
from mat.settings import HardwareSettings
from tests.hardware.station import Station, exercising

BEGINS_S, LASTS_S = 22.3, 6.2
KINDS = (("absent", 1), ("nack", 1), ("os_stuck", 0), ("weak_supply", 0), ("held", 0), ("swapped", 0), ("stuck", 2),
         ("high", 5), ("saturated", 5), ("ground", 5), ("open", 2), ("noisy", 2))


def reaction(kind: str, place: int) -> tuple[float | None, float | None]:
    """Seconds to the screen, and from the end to a screen without a fault; somebody lies on the mat."""
    person, _ = exercising(LAYOUTS["kit8"], 30.0)
    fault = PlannedFault(BEGINS_S, LASTS_S, kind, place)
    with tempfile.TemporaryDirectory() as folder:
        station = Station(Path(folder), SamplerConfig(HardwareSettings(kit="kit8"), faults=(fault,)))
        station.run(40.0, person)
        shown = station.shown
        station.close()
    key = "fault_swapped" if kind == "swapped" else None
    begins = [t_s for t_s, _, fault, _, _ in shown if fault and (key is None or fault == key)]
    ends = [t_s for t_s, _, fault, _, _ in shown if fault is None and t_s > BEGINS_S + LASTS_S]
    back_s = 0.6 if kind == "swapped" else 0.0  # the plugs are in the wrong way from then on
    return (begins[0] - BEGINS_S - back_s if begins else None, ends[0] - BEGINS_S - LASTS_S if ends else None)


def table() -> Iterator[str]:
    logging.getLogger("mat").setLevel(logging.CRITICAL)
    yield "a fault of 6.2 s while somebody lies on the mat: seconds to the screen, and from its end to a clean screen"
    for kind, place in KINDS:
        to_screen, gone = reaction(kind, place)
        yield f"  {kind:12s} {_told(to_screen)}   {_told(gone)}"
    logging.getLogger("mat").setLevel(logging.NOTSET)


def _told(seconds: float | None) -> str:
    return "   –" if seconds is None else f"{seconds:4.2f}"
