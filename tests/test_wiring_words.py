"""What the terminal says of a check: every finding has its zone, its input and a remedy."""

import io
from dataclasses import replace
from typing import get_args

import pytest
from rich.console import Console

from mat.check import picture, print_wiring
from mat.core.wiring import WiringCheck
from mat.core.wiring_verdict import Trial, Trouble, Wait, Wiring, judge, usual_inputs
from mat.core.zones import KIT4, KIT8, Layout
from mat.wiring_words import end_in_words, now_in_words, remedies, waiting_in_words

ADDRESSES = (0x48, 0x49)
FINE = [Trial(n, n, 1.0, 1.6, (1, 0.02)) for n in range(8)]


def verdict(trials: list[Trial], layout: Layout = KIT4) -> Wiring:
    return judge(layout, trials, usual_inputs(layout), (0.001,) * 8)


def printed(wiring: Wiring) -> str:
    console = Console(file=io.StringIO(), width=80)
    print_wiring(console, wiring, ADDRESSES)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(("trials", "layout", "said"), [
    (FINE[:4], KIT4, []),
    ([Trial(0, 1, 1.0), Trial(1, 0, 1.0), *FINE[2:4]], KIT4,
     ["foot_left: swapped with foot_right. Exchange the wires on A0 of 0x48 and A1 of 0x48, "
      "or tell their order in hardware.inputs."]),
    ([Trial(n, (n + 4) % 8, 1.0) for n in range(8)], KIT8,
     ["The two converters are swapped: set hardware.addresses = [0x49, 0x48], or exchange their ADDR pins."]),
    ([Trial(0, 1, 1.0), Trial(1, 2, 1.0), Trial(2, 0, 1.0), FINE[3]], KIT4,
     ["foot_left: its wire is on A1 of 0x48, the input of foot_right. Move it to A0 of 0x48.",
      "foot_right: its wire is on A2 of 0x48, the input of sacrum_lower. Move it to A1 of 0x48.",
      "sacrum_lower: its wire is on A0 of 0x48, the input of foot_left. Move it to A2 of 0x48."]),
    ([Trial(0, 1, 1.0), *FINE[1:4]], KIT4,
     ["foot_left: foot_right (A1 of 0x48) answered, as it did for foot_right. If the right zone was pressed, its wire "
      "touches that one: it belongs to A0 of 0x48 alone."]),
])
def test_wires_are_told_with_their_inputs_and_where_they_belong(trials: list[Trial], layout: Layout,
                                                                said: list[str]) -> None:
    assert remedies(verdict(trials, layout), ADDRESSES) == said


def test_no_answer_at_all_points_at_what_the_zones_share() -> None:
    said = remedies(verdict([Trial(n) for n in range(4)]), ADDRESSES)
    assert said[0].startswith("No zone answered at all.")
    assert len(said) == 5


@pytest.mark.parametrize("trouble", get_args(Trouble))
def test_every_trouble_has_a_sentence_with_a_remedy(trouble: Trouble) -> None:
    wiring = verdict(FINE[:4])
    zones = (replace(wiring.zones[0], troubles=(trouble,), left=0.5), *wiring.zones[1:])
    said = remedies(replace(wiring, zones=zones), ADDRESSES)
    assert len(said) == 1
    assert len(said[0].split()) > 4


@pytest.mark.parametrize("key", get_args(Wait.__annotations__["key"]))
def test_every_reason_to_wait_has_words(key: str) -> None:
    said = waiting_in_words(Wait(key, "foot_left", "foot_right", 31))
    assert said.endswith(".")


def test_the_reason_names_zone_and_number() -> None:
    assert "zone sacrum_lower reads 0.62" in waiting_in_words(Wait("someone", "sacrum_lower", value=0.62))
    assert "back_left is noisy: 31 mV" in waiting_in_words(Wait("noisy", "back_left", value=31))
    assert "foot_left reads 3.29 V: a short" in waiting_in_words(Wait("rail", "foot_left", value=3.29))


def test_the_verdict_fits_eighty_columns_and_says_what_is_fine() -> None:
    said = printed(verdict(FINE, KIT8))
    assert "All 8 zones are fine" in said
    assert "…" not in said
    assert max(map(len, said.splitlines())) <= 80


def test_an_unfinished_check_is_never_called_fine() -> None:
    check = WiringCheck(KIT4)
    check.end()
    assert end_in_words(check.wiring) == "The check is not finished."
    assert now_in_words(check.view()) == end_in_words(check.wiring)


def test_the_moving_picture_shows_the_step_and_a_bar_for_each_zone() -> None:
    view = replace(WiringCheck(KIT4).view(), phase="press", zone="foot_left", wait=None, shares=(20, 0, 0, 0))
    console = Console(file=io.StringIO(), width=100)
    console.print(picture(view, "The cable is off."))
    assert isinstance(console.file, io.StringIO)
    said = console.file.getvalue()
    assert "[1 of 4] Press zone foot_left" in said
    assert "The cable is off." in said
    assert "▶" in said
    assert said.count("█") == 30
