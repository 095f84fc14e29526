"""Who uses the mat: up to eight profiles with a symbol and a colour, and a guest who is nobody."""

from dataclasses import dataclass
from typing import Literal, get_args

Symbol = Literal["sun", "moon", "star", "leaf", "drop", "boat", "house", "bell"]
ProfileColour = Literal["yellow", "white", "sky", "green", "pink", "orange", "vermillion", "blue"]
SYMBOLS: tuple[Symbol, ...] = get_args(Symbol)
COLOURS: tuple[ProfileColour, ...] = get_args(ProfileColour)
MOST_PROFILES = len(SYMBOLS)
"""Each person has a symbol of their own, so a name need not be read from two metres away."""


@dataclass(frozen=True)
class Profile:
    """A person at a station. `id` is a UUID as text; an empty `name` is shown as the symbol's word."""

    id: str
    name: str
    symbol: Symbol
    colour: ProfileColour


def free_look(taken: tuple[Profile, ...]) -> tuple[Symbol, ProfileColour] | None:
    """The next symbol and its colour that nobody has; None when all are taken."""
    used = {one.symbol for one in taken}
    return next(((symbol, colour) for symbol, colour in zip(SYMBOLS, COLOURS, strict=True) if symbol not in used), None)
