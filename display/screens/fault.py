"""Fault: names the part that fails and says what to do."""

from display.parts import MatMap, Part
from display.parts.matmap import has_zone
from display.screens.page import CHECK, HELP, RETRY, Ask, foot, headline, page, side_text
from display.texts import has_text, text
from display.theme import Theme
from mat.core.snapshot import FaultNote, Snapshot

STAFF = Ask("staff_button", "staff", 1.25, small=True)
"""A fault is when the staff want to look at the zones and the bus."""


def fault(snapshot: Snapshot, theme: Theme) -> list[Part]:
    note = snapshot.fault or FaultNote("fault_sampler", "")
    key, part = _key(note), _part(note)
    at = page(theme, (RETRY, CHECK, HELP), theme.title_px, (2, 3), more=(STAFF,))
    told: list[Part] = []
    if has_zone(note.part):
        told = [MatMap(at.info, note.part)]
    elif part:
        told = [side_text(theme, at.info, text("fault_part", part=part), theme.small_px)]
    return [
        headline(theme, at.head, text(key, part=part), theme.title_px),
        side_text(theme, at.body, remedy_of(note), round(theme.body_px * 1.1)),
        *foot(snapshot, theme, at, told),
    ]


def headline_of(note: FaultNote) -> str:
    """What fails, in one sentence."""
    return text(_key(note), part=_part(note))


def remedy_of(note: FaultNote) -> str:
    """What to do about it."""
    return text(_do_key(_key(note)))


def _key(note: FaultNote) -> str:
    """A zone's fault has a text for each kind of trouble; an unknown kind falls back to the common one."""
    exact = f"{note.key}_{note.detail}"
    return exact if note.detail and has_text(exact) else note.key


def _do_key(key: str) -> str:
    return "sensorfail" if key == "fault_zone" else f"{key}_do"


def _part(note: FaultNote) -> str:
    """A zone in words a person knows; another part by its own name."""
    return text(f"zone_{note.part}") if has_text(f"zone_{note.part}") else note.part
