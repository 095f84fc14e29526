"""Screens about people: who is asked and named, when a guess may be put right, what a badge looks like."""

from dataclasses import replace

import pygame
import pytest

from display.boxes import Box
from display.parts import Badge, Button, PersonTile
from display.parts.symbols import DRAW
from display.screens import EXAMPLES, SCREENS
from display.screens.examples import MARGARET, PEOPLE
from display.theme import GROUND, INK, PROFILE_COLOUR, SURFACE, contrast
from mat.core.exercise import Plan
from mat.core.people import COLOURS, MOST_PROFILES, SYMBOLS
from mat.core.snapshot import Snapshot
from tests.display.screen_variants import BOTH, CROWD, THEMES

SMALL = THEMES["800x480"]


def offered(snapshot: Snapshot) -> list[str]:
    return [part.intent for part in SCREENS[snapshot.screen](snapshot, SMALL) if isinstance(part, Button)]


def said(snapshot: Snapshot) -> list[str]:
    return [line for part in SCREENS[snapshot.screen](snapshot, SMALL) for words in part.words
            for line in words.split("\n")]


def badges(snapshot: Snapshot) -> list[tuple[str, tuple[int, int, int]]]:
    return [(part.symbol, part.colour) for part in SCREENS[snapshot.screen](snapshot, SMALL) if isinstance(part, Badge)]


# -- the badge ------------------------------------------------------------------------------------------

def shape_of(symbol: str) -> frozenset[tuple[int, int]]:
    surface = pygame.Surface((60, 60), pygame.SRCALPHA)
    Badge(Box(0, 0, 60, 60), symbol, INK).draw(surface)
    return frozenset((x, y) for x in range(60) for y in range(60) if surface.get_at((x, y))[0] > 128)


def test_every_symbol_is_told_by_its_shape_alone() -> None:
    shapes = {symbol: shape_of(symbol) for symbol in DRAW}
    assert set(SYMBOLS) < set(DRAW)
    for one in shapes:
        assert len(shapes[one]) > 300, one
        for other in set(shapes) - {one}:
            assert len(shapes[one] ^ shapes[other]) > 360, (one, other)


def test_every_profile_colour_is_seen_on_dark_and_is_nobody_elses() -> None:
    assert set(PROFILE_COLOUR) == set(COLOURS)
    assert len(set(PROFILE_COLOUR.values())) == MOST_PROFILES
    for colour in PROFILE_COLOUR.values():
        assert contrast(colour, GROUND) >= 4.5
        assert contrast(colour, SURFACE) >= 3.0


# -- who is it ------------------------------------------------------------------------------------------

def test_everybody_has_a_tile_and_so_have_a_guest_and_somebody_new() -> None:
    asked = Snapshot("who", people=PEOPLE)
    tiles = [*(f"person:{one.id}" for one in PEOPLE), "person:guest", "person:new"]
    assert offered(asked) == [*tiles, "home", "emergency"]
    assert {"Margaret", "George", "Ruth", "Leaf", "Guest", "New"} <= set(said(asked))


def test_when_all_symbols_are_taken_nobody_new_is_offered() -> None:
    assert "person:new" in offered(Snapshot("who", people=CROWD[:-1]))
    assert "person:new" not in offered(Snapshot("who", people=CROWD))


def test_somebody_who_lies_there_is_not_sent_back() -> None:
    assert "home" not in offered(Snapshot("who", people=PEOPLE, lying=True))


def test_a_tile_has_its_persons_symbol_and_colour() -> None:
    tiles = {part.intent: (part.symbol, part.colour) for part in SCREENS["who"](Snapshot("who", people=CROWD), SMALL)
             if isinstance(part, PersonTile)}
    assert [tiles[f"person:{one.id}"] for one in CROWD] == [(one.symbol, PROFILE_COLOUR[one.colour]) for one in CROWD]


def test_only_the_guessed_person_is_asked_is_it_you() -> None:
    def marked(snapshot: Snapshot) -> list[str]:
        return [part.intent for part in SCREENS["who"](snapshot, SMALL)
                if isinstance(part, PersonTile) and (part.small, part.kind) == ("Is it you?", "meant")]
    assert marked(Snapshot("who", people=PEOPLE, person=PEOPLE[1], guessed=True)) == ["person:george"]
    assert marked(Snapshot("who", people=PEOPLE, person=PEOPLE[1])) == []
    assert marked(Snapshot("who", people=PEOPLE)) == []


# -- named and greeted ----------------------------------------------------------------------------------

@pytest.mark.parametrize("screen", ["home", "welcome", "lie_down"])
def test_a_known_person_is_greeted_and_a_guessed_one_asked(screen: str) -> None:
    plain = replace(EXAMPLES[screen], person=None, guessed=False)
    known, guessed = replace(plain, person=MARGARET), replace(plain, person=MARGARET, guessed=True)
    assert "Hello Margaret." in said(known)
    assert "Is it Margaret?" in said(guessed)
    assert not any("Margaret" in line for line in said(plain))
    assert [badges(one) for one in (plain, known, guessed)] == [[], *[[("sun", PROFILE_COLOUR["yellow"])]] * 2]


@pytest.mark.parametrize("screen", ["welcome", "lie_down", "summary"])
def test_a_guess_can_be_put_right_and_what_is_known_needs_no_button(screen: str) -> None:
    known = replace(EXAMPLES[screen], person=MARGARET, guessed=False)
    assert "who" not in offered(known)
    assert "who" in offered(replace(known, guessed=True))
    assert "Not me" in said(replace(known, guessed=True))


def test_a_nameless_person_is_called_by_the_symbol() -> None:
    assert "Hello Leaf." in said(Snapshot("welcome", person=PEOPLE[3]))


def test_after_a_session_of_nobody_known_it_may_be_said_who_it_was() -> None:
    unknown = replace(EXAMPLES["summary"], person=None, unknown=True)
    assert "who" in offered(unknown)
    assert "Who?" in said(unknown)
    assert "who" not in offered(replace(unknown, unknown=False))


@pytest.mark.parametrize("screen", ["welcome", "lie_down", "ready"])
def test_with_both_legs_planned_one_knee_can_be_chosen_before_the_session(screen: str) -> None:
    assert "one_knee" in offered(Snapshot(screen, plan=BOTH))
    assert "one_knee" not in offered(Snapshot(screen, plan=Plan()))


def test_home_leads_to_people_and_progress_and_the_check_is_with_the_plan() -> None:
    assert offered(EXAMPLES["home"]) == ["settings", "who", "progress", "emergency"]
    assert "check" in offered(EXAMPLES["plan"])
    assert "check" in offered(EXAMPLES["fault"])
