"""How the zones grow old: what each reads empty and under a resting person, from day to day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

FIRST_DAYS, LATE_DAYS, LEAST_DAYS = 14, 7, 4
"""The first and the last so many days with a reading are compared; fewer than the least tell nothing."""
APART_DAYS = 21
"""And they lie so far apart: a sheet conditions in its first days, an FSR to half its resistance."""
LOST, MORE_THAN_OTHERS = 0.30, 0.25
"""Such a share of the span must be gone. People differ, and one who weighs less loads every zone less: the zone must
also have lost so much against the middle of all zones."""
DRIFT_DAYS = 14


@dataclass(frozen=True)
class ZoneDay:
    """One zone on one day (counted from any day on): `zero` empty, `span` more under a person at rest, both as
    conductance in units of the divider's resistor; means of `readings`."""

    day: int
    zone: str
    zero: float
    span: float
    readings: int = 1


@dataclass(frozen=True)
class Ageing:
    """One zone's story. `lost`: share of its span since `since` (its first day; negative: it reads more), None while
    too young to tell; `drift_a_day` of the zero; `aged`: worth a look at the sheet."""

    zone: str
    since: int
    zero: float
    span: float
    lost: float | None
    drift_a_day: float | None
    aged: bool

    def words(self, month: str) -> str:
        """For a zone that has aged; `month`: the name of the one with its first day."""
        return f"zone {self.zone} lost {100 * (self.lost or 0.0):.0f} % of its span since {month}: check the sheet"


def ageing(history: Iterable[ZoneDay]) -> list[Ageing]:
    """One for each zone, in the order the zones first appear."""
    by_zone: dict[str, list[ZoneDay]] = {}
    for one in history:
        by_zone.setdefault(one.zone, []).append(one)
    for days in by_zone.values():
        days.sort(key=lambda one: one.day)
    kept = {zone: _kept(days) for zone, days in by_zone.items()}
    told = [share for share in kept.values() if share is not None]
    middle = median(told) if told else 1.0
    return [_story(zone, days, kept[zone], middle) for zone, days in by_zone.items()]


def _story(zone: str, days: Sequence[ZoneDay], kept: float | None, middle: float) -> Ageing:
    aged = kept is not None and kept <= 1 - LOST and kept <= (1 - MORE_THAN_OTHERS) * middle
    return Ageing(zone, days[0].day, days[-1].zero, days[-1].span, None if kept is None else 1 - kept,
                  _drift(days[-DRIFT_DAYS:]), aged)


def _kept(days: Sequence[ZoneDay]) -> float | None:
    """Share of the first span that is left, or None."""
    first, late = days[:FIRST_DAYS], days[-LATE_DAYS:]
    if min(len(first), len(late)) < LEAST_DAYS or late[-1].day - first[0].day < APART_DAYS:
        return None
    before = median(one.span for one in first)
    return median(one.span for one in late) / before if before > 0 else None


def _drift(days: Sequence[ZoneDay]) -> float | None:
    """Conductance a day: the middle of all slopes between two days, which single odd days do not move."""
    slopes = [(b.zero - a.zero) / (b.day - a.day) for n, a in enumerate(days) for b in days[n + 1:]]
    return median(slopes) if len(days) >= LEAST_DAYS else None
