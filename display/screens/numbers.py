"""Numbers as the language writes them, with no more digits than they have."""

from display.texts.formats import decimal


def plain(value: float, most: int = 2) -> str:
    """At most so many digits behind the separator, and none that is a needless nought."""
    rounded = round(value, most)
    return decimal(rounded, next(digits for digits in range(most + 1) if round(rounded, digits) == rounded))
