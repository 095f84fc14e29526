"""Numbers and dates as the language of the screen writes them (Babel's data)."""

from datetime import date

from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal, format_percent

from display.texts import language


def decimal(value: float, digits: int = 1) -> str:
    """With exactly so many digits behind the separator."""
    return format_decimal(value, format="0." + "0" * digits if digits else "0", locale=language())


def percent(share: float) -> str:
    """A share from 0 to 1 in whole percent."""
    return format_percent(share, format=None, locale=language())


def weekday_letter(day: date) -> str:
    return str(get_day_names("narrow", context="stand-alone", locale=language())[day.weekday()])


def short_date(day: date) -> str:
    """Day and month."""
    return format_date(day, format="d MMM", locale=language())
