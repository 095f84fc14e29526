"""Every language: complete, within the rules of its wording, and on the panel at every size; also 40 % longer."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pygame
import pytest

from display.boxes import Box
from display.fonts import text_image, text_width
from display.parts import Button, Part
from display.screens import SCREENS
from display.sound.script import CHECK_CUES, CUES, phrases
from display.texts import CATALOGUES, speaking, text
from display.texts.formats import decimal, percent, short_date, weekday_letter
from display.theme import INK, Theme
from mat.core.preferences import LANGUAGES
from mat.core.zones import LAYOUTS
from tests.display.screen_variants import SESSION, THEMES, VARIANTS
from tests.display.test_screens import WORDED, ink_of, labels_of
from tests.display.test_wording import FORBIDDEN, filled, sentences

LONGER = "en_GB"
"""A language of this test: every English text 40 % longer, with numbers and dates of a locale that Babel knows."""
CLAIMS = {
    "en": FORBIDDEN,
    "es": (r"trat(a|an|ar|amos|amiento)", r"san(a|ar|amos)", r"cur(a|an|ar|as|ación)", r"arregl\w*", r"alivi\w*",
           r"diagn\w*", r"detect\w* lesi\w*", r"prev(enir|iene\w*)", r"segur[oa] para usted",
           r"(forma|postura) correcta",
           r"clínicamente", r"vigila\w*", r"esfuércese", r"aguante el dolor"),
    "de": (r"behand\w*", r"heil\w*", r"kurier\w*", r"reparier\w*", r"linder\w*", r"diagnos\w*", r"\w*verletzung\w*",
           r"(verhinder|vorbeug)\w*", r"für sie sicher", r"sicher für sie", r"richtige (form|haltung)", r"klinisch\w*",
           r"überwach\w*", r"strengen sie sich", r"durchhalten", r"zähne zusammen\w*"),
}
ALLOWED = {
    "en": ("find or treat any illness", "cannot tell if a stretch is safe for you"),
    "es": ("No encuentra ni trata ninguna enfermedad", "No puede saber si un estiramiento es seguro para usted"),
    "de": ("Sie findet oder behandelt keine Krankheit", "kann nicht sagen, ob eine Dehnung für Sie sicher ist"),
}
"""The one negation of a claim word, in *notdevice*."""
FAMILIAR = {"es": r"\b(tú|tu|tus|ti|te|túmbate|acuéstate)\b", "de": r"\b(du|dein\w*|dir|dich)\b",
            "en": r"\b(thou|thy)\b"}
"""A kiosk does not call its people by the familiar form."""


def claims(language: str, said: str) -> list[str]:
    for phrase in ALLOWED[language]:
        said = said.replace(phrase, "")
    return [found.group() for pattern in CLAIMS[language]
            if (found := re.search(rf"\b{pattern}\b", said, re.IGNORECASE))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_values(language: str) -> None:
    def shape(catalogue: dict[str, str]) -> dict[str, list[str]]:
        return {key: sorted(set(re.findall(r"\{(\w+)\}", said))) for key, said in catalogue.items()}
    assert shape(dict(CATALOGUES[language])) == shape(dict(CATALOGUES["en"]))
    assert list(CATALOGUES[language]) == list(CATALOGUES["en"])
    assert all(said.strip() == said != "" for said in CATALOGUES[language].values())


def test_there_is_a_catalogue_for_every_language_that_can_be_set_and_no_other() -> None:
    assert set(CATALOGUES) == set(LANGUAGES)


@pytest.mark.parametrize("language", ["es", "de"])
def test_nothing_is_left_in_english(language: str) -> None:
    same = {key for key, said in CATALOGUES["en"].items()
            if CATALOGUES[language][key] == said and len(said.split()) > 2 and "{" not in said}
    assert same == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_claims_medicine_in_any_language_and_the_exception_is_one(language: str) -> None:
    catalogue = CATALOGUES[language]
    assert {key: found for key, said in catalogue.items() if (found := claims(language, said))} == {}
    assert all(phrase in catalogue["notdevice"] for phrase in ALLOWED[language])


@pytest.mark.parametrize(("language", "said"), [
    ("es", "Alivia el dolor, cura y es seguro para usted."), ("de", "Lindert Schmerzen, heilt und verhindert Unfälle."),
    ("en", "It relieves pain, heals and prevents falls.")])
def test_a_claim_would_be_noticed(language: str, said: str) -> None:
    assert len(claims(language, said)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_are_spoken_to_with_respect(language: str) -> None:
    found = {key: said for key, said in CATALOGUES[language].items()
             if re.search(FAMILIAR[language], said, re.IGNORECASE)}
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_cues_are_short_in_every_language(language: str) -> None:
    cues = {key: said for key, said in CATALOGUES[language].items() if re.search(r"_cue(_|$)", key)}
    assert len(cues) > 15
    assert {key: said for key, said in cues.items() if len(said.split()) > 5} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", [case for case, (name, _) in VARIANTS.items() if name in SESSION])
def test_sentences_of_a_session_are_short_in_every_language(language: str, case: str) -> None:
    name, snapshot = VARIANTS[case]
    for part in SCREENS[name](snapshot, Theme((800, 480), language=language)):
        assert all(len(sentence) <= 10 for sentence in sentences(" ".join(part.words))), part.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_said_has_more_than_six_words(language: str) -> None:
    said = phrases(language, counting=True)
    assert [words for words in said if len(words.split()) > 6] == []
    assert len(said) == len(CUES) + 60 + len(CHECK_CUES) + 2 * len({z for kit in LAYOUTS.values() for z in kit.names})
    assert not any("{" in words for words in said)


@pytest.mark.parametrize(("language", "number", "share", "day", "letter"), [
    ("en", "2.5", "62%", "24 Nov", "T"), ("es", "2,5", "62\xa0%", "24 nov", "M"),
    ("de", "2,5", "62\xa0%", "24 Nov.", "D")])
def test_numbers_and_dates_are_those_of_the_language(language: str, number: str, share: str, day: str,
                                                     letter: str) -> None:
    with speaking(language):
        tuesday = date(2026, 11, 24)
        assert (decimal(2.5), percent(0.62), short_date(tuesday), weekday_letter(tuesday)) == (
            number, share, day, letter)


def test_a_language_without_a_catalogue_is_refused_and_the_language_ends_with_its_block() -> None:
    with pytest.raises(KeyError, match=r"no catalogue for 'fr'"), speaking("fr"):
        pass
    with speaking("de"):
        assert text("stop_button") == "Stopp"
    assert text("stop_button") == "Stop"


# -- on the panel ---------------------------------------------------------------------------------------


def longer(said: str, share: float = 1.4) -> str:
    """At least `share` times as long, with words as long as its own; a value counts as one digit, a lone letter or
    unit stays."""
    length = len(filled(said))
    words: list[str] = re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", said))
    added, place, wanted = "", 0, math.ceil((share - 1) * length) if words else 0
    while len(added) < wanted:
        room = wanted - len(added)
        word = words[place % len(words)].lower()
        added += word[:room] if room < 4 or length < 8 else " " + word[:room - 1]
        place += 1
    return said + added


def test_a_longer_text_is_forty_percent_longer_and_keeps_its_values() -> None:
    for said in CATALOGUES["en"].values():
        grown = longer(said)
        assert grown.startswith(said)
        assert len(filled(grown)) < 1.4 * len(filled(said)) + 1
        assert len(filled(grown)) >= 1.4 * len(filled(said)) or not re.search(r"[^\W\d_]{2,}", filled(said))


GROWN = {key: longer(said) for key, said in CATALOGUES["en"].items()}


@pytest.fixture
def of_language(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], list[Part]]:
    """The parts of a case in a language, the longer one included, on a panel of THEMES."""
    monkeypatch.setitem(CATALOGUES, LONGER, GROWN)

    def drawn(language: str, size: str, case: str) -> list[Part]:
        name, snapshot = VARIANTS[case]
        return SCREENS[name](snapshot, replace(THEMES[size], language=language))
    return drawn


@cache
def ink_at_origin(part: Part) -> pygame.Rect:
    """Most parts are the same in every language: each is drawn once."""
    return ink_of(part)


SMALLEST = {"es": 0.225, "de": 0.225, LONGER: 0.25 / 1.4}
"""Of the cue: English has a quarter at least. A translation may be a tenth smaller; a line that is 40 % longer is as
much smaller where it cannot be wrapped."""
TRANSLATED = [*(one for one in LANGUAGES if one != "en"), LONGER]


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("size", THEMES)
@pytest.mark.parametrize("case", VARIANTS)
def test_every_language_stays_on_the_panel_fits_and_overlaps_nothing(of_language, language, size, case) -> None:
    theme, parts = THEMES[size], of_language(language, size, case)
    room = max(2, round(0.04 * theme.cue_px))  # an accent stands a little out of a line that is set solid
    worded = [part.box for part in parts if isinstance(part, WORDED)]
    assert [(a, b) for i, a in enumerate(worded) for b in worded[i + 1:] if a.overlaps(b)] == []
    for part in parts:
        assert theme.surface.holds(part.box), part
        ink = ink_at_origin(replace(part, box=Box(0, 0, part.box.w, part.box.h)))
        assert pygame.Rect(-2, -room, part.box.w + 4, part.box.h + room + 2).contains(ink), (part.words, ink)
        for label in labels_of(part):
            width, height = label.extent()
            assert width <= label.box.w, label
            assert height <= label.box.h, label
            assert label.fitted()[0] >= math.floor(SMALLEST[language] * theme.cue_px), (label.fitted()[0], label)


@pytest.mark.parametrize("language", TRANSLATED[:-1])
@pytest.mark.parametrize("size", THEMES)
@pytest.mark.parametrize("screen", SESSION)
def test_the_cue_is_read_from_two_metres_in_every_language(of_language, language, size, screen) -> None:
    """At most a tenth smaller than in English: capitals of 11.5 mm are still 20 minutes of arc."""
    cues = [max(label.fitted()[0] for part in of_language(language, size, case) for label in labels_of(part))
            for case, (name, _) in VARIANTS.items() if name == screen]
    assert min(cues, default=0) >= 0.9 * THEMES[size].cue_px


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_button_are_no_wider_than_the_button(of_language, language: str) -> None:
    """A word that is broken in the middle cannot be read at a glance."""
    for case in VARIANTS:
        for part in of_language(language, "800x480", case):
            if isinstance(part, Button):
                for label in part.labels():
                    px = label.fitted()[0]
                    widest = max(text_width(word, px, label.weight) for word in label.text.split())
                    assert widest <= label.box.w, (case, label)


def test_the_font_has_the_letters_of_every_language() -> None:
    """A letter that is missing is drawn as an empty frame; those that exist differ from it and from each other."""
    letters = sorted({letter for catalogue in CATALOGUES.values() for said in catalogue.values() for letter in said
                      if letter.isalpha() or letter in "¿¡„“"})
    drawn = {letter: pygame.image.tobytes(text_image(letter, 40, INK, "regular"), "RGBA")
             for letter in [*letters, "\uffff"]}
    assert len(set(drawn.values())) == len(drawn)
