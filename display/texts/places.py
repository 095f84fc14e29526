"""Where a zone is wired, in the language of the screen."""

from display.texts import text


def wired(place: str | None) -> str:
    """`A1 of 0x49` as the screen says it; a name that is no input stays as it is, None is nothing."""
    pin, of, chip = (place or "").partition(" of ")
    return text("input_at", pin=pin, chip=chip) if of else pin
