"""What is known of the people of a station when a session begins: plans, questions that are due, what is on offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mat.core.exercise import Plan
from mat.core.identity import Pattern
from mat.core.people import Profile
from mat.core.progression import Offer
from mat.core.safety import Screening


@dataclass(frozen=True)
class Known:
    """One person, or (without a profile) whoever uses a station that has no profiles, or a guest.

    `gate_days`: pain-free days towards both legs. `told_to_rest`: rest was advised today. `both_open`: the gate has
    been passed, so the person may choose the stage.
    """

    plan: Plan = field(default_factory=Plan)
    profile: Profile | None = None
    screening: Screening = "fine"
    offer: Offer | None = None
    gate_days: int = 0
    both_open: bool = False
    told_to_rest: bool = False


@dataclass(frozen=True)
class Household:
    """`people` in the order they were made; `patterns` by profile id, for this station's kit. `asks_pain`: pain is
    asked before a session too."""

    guest: Known = field(default_factory=Known)
    people: tuple[Known, ...] = ()
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    asks_pain: bool = False

    def of(self, person: str | None) -> Known:
        """What is known of the profile with this id; the guest for None and for a profile that is gone."""
        return next((one for one in self.people if one.profile and one.profile.id == person), self.guest)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        return tuple(one.profile for one in self.people if one.profile)
