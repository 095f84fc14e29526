"""Every visible word, by key: one catalogue a language."""

from collections.abc import Mapping

from display.texts.en import CATALOGUE as ENGLISH

CATALOGUES: dict[str, Mapping[str, str]] = {"en": ENGLISH}


def text(key: str, language: str = "en", **values: object) -> str:
    """The text of `key` with its values set in. Raises KeyError that names the missing key or value."""
    catalogue = CATALOGUES[language]
    if key not in catalogue:
        raise KeyError(f"no text for {key!r} in the catalogue {language!r}: add it to display/texts/{language}.py")
    try:
        return catalogue[key].format(**values)
    except KeyError as missing:
        raise KeyError(f"the text {key!r} needs a value for {missing}") from missing


def has_text(key: str, language: str = "en") -> bool:
    return key in CATALOGUES[language]
