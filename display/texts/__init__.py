"""Every visible and spoken word, by key: one catalogue a language.

Which language is meant is said once around the drawing of a screen (`speaking`), as web frameworks activate one around
the making of a page: a hundred functions would otherwise hand it on.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from display.texts.de import CATALOGUE as GERMAN
from display.texts.en import CATALOGUE as ENGLISH
from display.texts.es import CATALOGUE as SPANISH

CATALOGUES: dict[str, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH, "de": GERMAN}
_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts, numbers and dates are in `language` inside. Raises KeyError for one without a catalogue."""
    if language not in CATALOGUES:
        raise KeyError(f"no catalogue for {language!r}. There are: {', '.join(CATALOGUES)}")
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def language() -> str:
    return _LANGUAGE.get()


def text(key: str, **values: object) -> str:
    """The text of `key` with its values set in. Raises KeyError that names the missing key or value."""
    told = _LANGUAGE.get()
    catalogue = CATALOGUES[told]
    if key not in catalogue:
        raise KeyError(f"no text for {key!r} in the catalogue {told!r}: add it to display/texts/{told}.py")
    try:
        return catalogue[key].format(**values)
    except KeyError as missing:
        raise KeyError(f"the text {key!r} needs a value for {missing}") from missing


def has_text(key: str) -> bool:
    return key in CATALOGUES[_LANGUAGE.get()]
