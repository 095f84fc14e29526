"""Coaching of the pelvic lift: three flat holds in a row bring the towel tip, once a session. It never vetoes a rep."""

from dataclasses import dataclass, replace

from mat.core.events import Rep

FLAT_IN_A_ROW = 3


@dataclass(frozen=True)
class Coach:
    """`flat`: counted holds in a row without a lift. `towel_told`: the tip was given in this session.
    `towel_awaited`: it was given and nobody has moved to put a towel in since."""

    flat: int = 0
    towel_told: bool = False
    towel_awaited: bool = False

    def after(self, rep: Rep) -> "Coach":
        """A hold that could not be judged, or did not count, changes nothing."""
        if not rep.valid or rep.pelvic_lift is None:
            return self
        flat = 0 if rep.pelvic_lift else self.flat + 1
        if flat >= FLAT_IN_A_ROW and not self.towel_told:
            return Coach(0, True, True)
        return replace(self, flat=flat)

    def moved(self) -> "Coach":
        """The person raised the hips or lay down anew: the towel may be in, so counting begins again."""
        return replace(self, flat=0, towel_awaited=False) if self.towel_awaited else self
