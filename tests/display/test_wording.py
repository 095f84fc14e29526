"""Wording: easy to read, short in a session, no claim of medicine, every text from the catalogue."""

import ast
import re
import string
from pathlib import Path

import pytest

import display.screens
from display.screens import SCREENS
from display.texts import CATALOGUES, text
from display.texts.en import CATALOGUE
from mat.core.zones import LAYOUTS
from tests.display.screen_variants import SESSION, THEMES, VARIANTS

FORBIDDEN = (r"treat\w*", r"heal(s|ed|ing)?", r"fix\w*", r"cur(e|es|ed|ing)", r"reliev\w*", r"diagnos\w*",
             r"detect\w* injur\w*", r"prevent\w*", r"safe for you", r"correct form", r"clinically proven",
             r"monitors? your condition", r"push through", r"try harder")
ALLOWED = {"notdevice": ("find or treat any illness", "cannot tell if a stretch is safe for you")}
TESTED = {
    "notdevice": "This mat counts and times your stretch. It is not a medical device. It does not find or treat any "
                 "illness. It cannot tell if a stretch is safe for you.",
    "knee": "Sore knees? Hold behind your thighs, not on your shins. You can use a towel.",
    "green": "You can go on if you feel ready. Stay slow and gentle.",
    "amber": "Go easy. Pull less and hold for less time. If the pain does not settle by tomorrow, do less next time.",
    "red": "Stop here for today. Lower your feet one at a time and rest. If this pain stays, or is new for you, "
           "talk to your doctor or therapist.",
    "leg": "Stop if pain, tingling or numbness moves into your leg or gets worse.",
    "breathe": "Keep breathing. Do not hold your breath.",
    "up": "Take your time. Roll to your side and push up with your hands. Sit for half a minute. Then stand.",
    "sensorfail": "The mat is not reading well. Please stop and rest your feet. We did not count this one.",
}
LETTERS = frozenset("MTWFS")
"""Of the weekdays, which come from Babel's data."""
LANGUAGE_NAMES = ("English", "Español", "Deutsch")
"""Each in its own language, whatever the screen's."""
LONG_WORDS = {"emergency"}


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e at the end: right for nearly every word of a simple text."""
    word = re.sub(r"[^a-z]", "", word.lower())
    silent = (word.endswith("e") and not word.endswith(("le", "ee", "ye"))) or re.search(r"[^td]ed$", word)
    return max(1, len(re.findall(r"[aeiouy]+", word)) - bool(silent))


def sentences(said: str) -> list[list[str]]:
    parts = re.split(r"[.!?:]+(?:\s|$)", said)
    return [part.split() for part in parts if part.strip()]


def grade(said: str) -> float:
    """Flesch–Kincaid grade level."""
    words = [word for sentence in sentences(said) for word in sentence]
    return 0.39 * len(words) / len(sentences(said)) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def claims(key: str, said: str) -> list[str]:
    for phrase in ALLOWED.get(key, ()):
        said = said.replace(phrase, "")
    return [found.group() for pattern in FORBIDDEN if (found := re.search(rf"\b{pattern}\b", said, re.IGNORECASE))]


def filled(said: str) -> str:
    return re.sub(r"\{\w+\}", "3", said)


def test_the_measure_of_reading_is_that_of_flesch_and_kincaid() -> None:
    counted = {"cat": 1, "table": 2, "gentle": 2, "emergency": 4, "raise": 1, "lifted": 2}
    assert {word: syllables(word) for word in counted} == counted
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45, abs=0.01)
    assert grade("Physiotherapeutic interventions necessitate individualised contraindication screening.") > 20


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_text_reads_at_grade_six_or_below(key: str) -> None:
    said = filled(CATALOGUE[key])
    if len(said.split()) >= 6:
        assert grade(said) <= 6.0
    assert [word for word in said.split() if syllables(word) > 3 and word.strip(".,:").lower() not in LONG_WORDS] == []


@pytest.mark.parametrize("key", CATALOGUE)
def test_no_text_claims_medicine(key: str) -> None:
    assert claims(key, CATALOGUE[key]) == []


def test_a_claim_would_be_noticed_and_the_one_exception_is_needed() -> None:
    assert claims("green", "This treats and heals, a proven cure.") == ["treats", "heals", "cure"]
    assert claims("green", CATALOGUE["notdevice"]) == ["treat", "safe for you"]


@pytest.mark.parametrize("key", TESTED)
def test_tested_wordings_are_used_unchanged(key: str) -> None:
    assert text(key) == TESTED[key]


@pytest.mark.parametrize("case", [case for case, (name, _) in VARIANTS.items() if name in SESSION])
def test_a_session_screen_has_few_words_and_short_sentences(case: str) -> None:
    name, snapshot = VARIANTS[case]
    parts = SCREENS[name](snapshot, THEMES["800x480"])
    said = [" ".join(part.words) for part in parts]
    assert all(len(sentence) <= 10 for one in said for sentence in sentences(one))
    cue = next(word for part in parts for word in part.words if not word.isdigit())
    assert 1 <= len(cue.split()) <= 5


def template(said: str) -> str:
    pieces = string.Formatter().parse(said)
    return "".join(re.escape(literal) + (".+" if name is not None else "") for literal, name, _, _ in pieces)


@pytest.mark.parametrize("case", VARIANTS)
def test_every_visible_word_comes_from_the_catalogue(case: str) -> None:
    known = [re.compile(template(said)) for said in CATALOGUE.values() if template(said) != ".+"]
    name, snapshot = VARIANTS[case]
    names = {one.name for one in (*snapshot.people, *([snapshot.person] if snapshot.person else []))}
    names |= {*LETTERS, *LANGUAGE_NAMES}
    for part in SCREENS[name](snapshot, THEMES["800x480"]):
        for word in (line for words in part.words for line in words.split("\n")):
            assert word.isdigit() or word in names or any(pattern.fullmatch(word) for pattern in known), word


def test_every_text_key_written_in_a_screen_exists() -> None:
    folder = Path(display.screens.__file__).parent
    calls = [node for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text"]
    keys = {node.args[0].value for node in calls if isinstance(node.args[0], ast.Constant)}
    assert len(keys) > 20
    assert keys <= set(CATALOGUE)


def test_every_zone_has_a_name_for_people() -> None:
    assert {f"zone_{zone}" for layout in LAYOUTS.values() for zone in layout.names} <= set(CATALOGUE)


def test_every_fault_has_a_title_and_says_what_to_do() -> None:
    kinds = ("no_chip", "bus", "zone", "sampler", "storage", "display",
             "zone_stuck", "zone_dead", "zone_saturated", "zone_noisy")
    needed = {f"fault_{kind}{end}" for kind in kinds for end in ("", "_do")} - {"fault_zone_do"}
    assert needed | {"sensorfail"} <= set(CATALOGUE)


def test_no_text_is_left_that_no_screen_can_show() -> None:
    shown = {word for name, snapshot in VARIANTS.values()
             for size in ("800x480", "800x480 large") for part in SCREENS[name](snapshot, THEMES[size])
             for words in part.words for word in words.split("\n")}
    elsewhere = {"app_name", "warn_storage", "warn_clock"}
    elsewhere |= {key for key in CATALOGUE if key.startswith("zone_")}
    unseen = [key for key, said in CATALOGUE.items()
              if key not in elsewhere and not any(re.fullmatch(template(said), word) for word in shown)]
    assert [key for key in unseen if not key.startswith("say_")] == []  # the voice alone says these


def test_a_missing_text_or_value_is_named() -> None:
    with pytest.raises(KeyError, match="no_such_key"):
        text("no_such_key")
    with pytest.raises(KeyError, match=r"count_of.*goal"):
        text("count_of", count=1)


def test_all_languages_have_the_same_keys_and_values() -> None:
    def shape(catalogue: dict[str, str]) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{(\w+)\}", said)) for key, said in catalogue.items()}
    assert all(shape(dict(catalogue)) == shape(CATALOGUE) for catalogue in CATALOGUES.values())
