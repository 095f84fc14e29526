"""What is known of the people of a station when a session begins: plans, questions that are due, what is on offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mat.core.exercise import Plan
from mat.core.identity import Pattern
from mat.core.people import Profile
from mat.core.progression import Offer, Outlook, first_plan
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
    outlook: Outlook | None = None


@dataclass(frozen=True)
class Household:
    """`people` in the order they were made; `patterns` by profile id, for this station's kit. `asks_pain`: pain is
    asked before a session too; `asks_questions`: the first-run questions are asked here."""

    guest: Known = field(default_factory=Known)
    people: tuple[Known, ...] = ()
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    asks_pain: bool = False
    asks_questions: bool = False

    def of(self, person: str | None) -> Known:
        """What is known of the profile with this id; the guest for None and for a profile that is gone."""
        return next((one for one in self.people if one.profile and one.profile.id == person), self.guest)

    def with_new(self, profile: Profile) -> "Household":
        """With somebody who has just been made known: the first plan, and the questions if they are asked here."""
        known = Known(first_plan(self.guest.plan), profile, "due" if self.asks_questions else "fine")
        return replace(self, people=(*self.people, known))

    def with_plan(self, person: str | None, plan: Plan) -> "Household":
        """With somebody's plan changed, until it is read anew."""
        if person is None:
            return replace(self, guest=replace(self.guest, plan=plan))
        return replace(self, people=tuple(replace(one, plan=plan) if one.profile and one.profile.id == person else one
                                          for one in self.people))

    @property
    def profiles(self) -> tuple[Profile, ...]:
        return tuple(one.profile for one in self.people if one.profile)
