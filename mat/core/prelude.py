"""What is settled before a session: whose it is, the first-run questions, the pain before; and what is still to ask."""

from dataclasses import dataclass, replace
from typing import Literal

from mat.core.exercise import Plan
from mat.core.household import Household, Known
from mat.core.people import Profile
from mat.core.progression import eased
from mat.core.safety import EASE_FROM, QUESTIONS, STOP_FROM, blocks

Need = Literal["who", "question", "confirm", "blocked", "pain"]


@dataclass(frozen=True)
class Prelude:
    """`said`: somebody touched their name, or Guest. `guessed`: the mat suggests `person`, surely enough to go on.

    `question` counts the answers given, `yeses` those with yes; `screened`: nothing is left to ask; `refused`: a doctor
    or therapist has not been asked yet. `pain_asked`: the question was answered, skipped or passed over.
    """

    person: str | None = None
    said: bool = False
    guessed: bool = False
    question: int = 0
    yeses: frozenset[str] = frozenset()
    screened: bool = False
    refused: bool = False
    pain: int | None = None
    pain_asked: bool = False
    one_knee: bool = False
    """One knee at a time was asked for today."""
    denied: frozenset[str] = frozenset()
    """Whom the mat has suggested and who said "not me"."""
    resumes: tuple[str, Plan] | None = None
    """Whose session was cut off when somebody lay down so differently, and what was left of it."""

    def unknown(self, house: Household) -> bool:
        """There are names, but nobody knows whose this session is."""
        return bool(house.people) and not self.said and not self.guessed

    def chosen(self, person: str | None) -> "Prelude":
        """Somebody said who it is; another person's answers do not count for them."""
        if self.said and person == self.person:
            return self
        return Prelude(person, said=True, pain=self.pain, pain_asked=self.pain_asked, one_knee=self.one_knee,
                       resumes=self.resumes)

    def not_me(self) -> "Prelude":
        """The one the mat suggested says that it is somebody else."""
        if self.said or self.person is None:
            return self
        return Prelude(pain=self.pain, pain_asked=self.pain_asked, one_knee=self.one_knee, resumes=self.resumes,
                       denied=self.denied | {self.person})

    def suggested(self, person: str) -> "Prelude":
        return replace(self, person=person, guessed=True)

    def known(self, house: Household) -> Known:
        """What is known of the one it is; of somebody unknown the most careful plan of all."""
        if not self.unknown(house):
            return house.of(self.person)
        plans = [one.plan for one in house.people]
        careful = replace(house.guest.plan, stage="single", reps_per_side=min(p.reps_per_side for p in plans),
                          hold_s=min(p.hold_s for p in plans))
        return Known(careful)

    def plan(self, house: Household) -> Plan:
        """Today's plan: eased by a step when it hurts more than a little before."""
        if self.resumes is not None and self.said and self.resumes[0] == self.person:
            return self.resumes[1]
        plan = self.known(house).plan
        if self.one_knee:
            plan = replace(plan, stage="single")
        return eased(plan) if self.pain is not None and self.pain >= EASE_FROM else plan

    def profile(self, house: Household) -> Profile | None:
        return house.of(self.person).profile

    def need(self, house: Household, lying: bool) -> Need | None:
        """What must be asked or told before the exercise; None when it may begin.

        Pain is asked only while somebody can still reach the screen: who lies down has passed the question over.
        """
        if (self.pain or 0) >= STOP_FROM:
            return "blocked"
        if self.unknown(house):
            return "who" if any(map(_waits, house.people)) else self._pain_need(house, lying)
        known = house.of(self.person)
        if self.guessed and not self.said and _waits(known):
            return "who"  # nobody's answers are filed under a guess
        if self.refused or known.told_to_rest:
            return "blocked"
        if not self.screened:
            if known.screening == "due":
                return "question" if self.question < len(QUESTIONS) else "confirm"
            if known.screening == "confirm":
                return "confirm"
        return self._pain_need(house, lying)

    def _pain_need(self, house: Household, lying: bool) -> Need | None:
        return "pain" if house.asks_pain and not self.pain_asked and not lying else None

    def answered(self, yes: bool) -> "Prelude":
        """The next question has its answer; with the last one and no yes all is settled."""
        yeses = self.yeses | {QUESTIONS[self.question]} if yes else self.yeses
        number = self.question + 1
        return replace(self, question=number, yeses=yeses, screened=number == len(QUESTIONS) and not yeses)

    def taken_back(self) -> "Prelude":
        """The last answer was a slip: its question is asked again. The first question has none before it."""
        if not self.question:
            return self
        number = self.question - 1
        return replace(self, question=number, yeses=self.yeses - {QUESTIONS[number]}, screened=False)

    def confirmed(self, yes: bool) -> "Prelude":
        """"Not yet" blocks after a new hip or weak bones, and wherever only the confirmation was missing."""
        must = blocks(self.yeses) or not self.yeses
        return replace(self, screened=yes or not must, refused=not yes and must)


def _waits(known: Known) -> bool:
    """Something keeps this person's exercise waiting."""
    return known.screening != "fine" or known.told_to_rest
