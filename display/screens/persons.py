"""Whose session it is: the name, the greeting, a badge with words, and the buttons that put a wrong guess right."""

from display import fonts
from display.boxes import Box
from display.parts import Badge, Label, Part
from display.screens.page import Ask
from display.texts import text
from display.theme import PROFILE_COLOUR, Theme
from mat.core.people import Profile
from mat.core.snapshot import Snapshot

NOT_ME = Ask("not_me_button", "who", 1.4, small=True)
WHO = Ask("who_button", "who", 1.25, small=True)
ONE_KNEE = Ask("one_knee_button", "one_knee", 1.4, small=True)


def name_of(person: Profile) -> str:
    """The name; somebody without one is called by the symbol."""
    return person.name or text(f"symbol_{person.symbol}")


def greeting(snapshot: Snapshot) -> str | None:
    """A question while the mat only guesses, a hello when it knows, nothing for a guest."""
    if snapshot.person is None:
        return None
    return text("is_it" if snapshot.guessed else "hello", name=name_of(snapshot.person))


def on_the_mat(snapshot: Snapshot) -> tuple[Ask, ...]:
    """What may be put right before a session: who it is, and that one knee is enough today."""
    guess = (NOT_ME,) if snapshot.person and snapshot.guessed else ()
    return (*guess, ONE_KNEE) if snapshot.plan.stage == "both" else guess


def person_line(theme: Theme, box: Box, person: Profile, words: str, px: int) -> list[Part]:
    """The badge and beside it the words, in portrait both in the middle."""
    side = min(box.h, round(1.25 * px))
    gap = max(4, side // 4)
    room = box.w - side - gap
    size, lines = fonts.fit(words, px, "semibold", (room, box.h), 1.05)
    width = fonts.block_size(lines, size, "semibold", 1.05)[0]
    x = box.x + (max(0, (room - width) // 2) if theme.portrait else 0)
    badge = Box(x, box.y + (box.h - side) // 2, side, side)
    beside = Box(badge.right + gap, box.y, box.right - badge.right - gap, box.h)
    return [Badge(badge, person.symbol, PROFILE_COLOUR[person.colour]),
            Label(beside, words, px, weight="semibold", leading=1.05)]
