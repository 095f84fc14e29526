"""The build guide's drawings: as committed, complete, and with no word over another."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import pairwise

import pytest
from gpiozero.pins.mock import MockFactory
from hypothesis import given
from hypothesis import strategies as st

from hardware.drawings import FOLDER, pictures
from hardware.drawings.header import PHYSICAL
from hardware.drawings.layout import draw_layout, plain, spread
from hardware.drawings.wiring import draw_wiring
from mat.core.zones import LAYOUTS
from mat.settings import HardwareSettings

SVG = "{http://www.w3.org/2000/svg}"
WIDE = 0.62
"""A letter's width as a share of its size: a wide face's average."""

DRAWN = pictures()
OTHERS = {
    "swapped": HardwareSettings(kit="kit8", addresses=(0x4B, 0x4A)),
    "bare": HardwareSettings(button_pin=None, lamp_pins=None, buzzer_pin=None),
    "all": HardwareSettings(kit="kit8", alert_pin=4, button_pin=26, lamp_pins=(5, 6, 13), buzzer_pin=12),
}
ALL = DRAWN | {f"{draw.__name__} {name}": draw(settings)
               for name, settings in OTHERS.items() for draw in (draw_layout, draw_wiring)}


@dataclass(frozen=True)
class Words:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: "Words") -> bool:
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)


def words_of(svg: str) -> list[Words]:
    found = []
    for one in ET.fromstring(svg).iter(f"{SVG}text"):
        size, text = float(one.get("font-size", "0")), one.text or ""
        width = WIDE * size * len(text)
        left = float(one.get("x", "0")) - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[one.get("text-anchor", "")]
        line = float(one.get("y", "0"))
        found.append(Words(text, left, line - 0.75 * size, left + width, line + 0.2 * size))
    return found


def overlaps(svg: str) -> list[tuple[str, str]]:
    words = words_of(svg)
    return [(a.text, b.text) for n, a in enumerate(words) for b in words[n + 1:] if a.over(b)]


@pytest.mark.parametrize("name", list(DRAWN))
def test_the_committed_picture_is_what_the_script_makes(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == DRAWN[name], "python -m hardware.drawings writes it anew"


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*_kit*.svg")} == set(DRAWN)


@pytest.mark.parametrize("kit", list(LAYOUTS))
def test_every_zone_is_drawn_to_scale_with_its_input(kit: str) -> None:
    svg = DRAWN[f"layout_{kit}.svg"]
    texts = [words.text for words in words_of(svg)]
    boxes = {(box.get("width"), box.get("height")) for box in ET.fromstring(svg).iter(f"{SVG}rect")}
    for place, zone in enumerate(LAYOUTS[kit].zones):
        length, width = zone.x_mm[1] - zone.x_mm[0], zone.y_mm[1] - zone.y_mm[0]
        assert plain(zone) in texts
        assert texts.count(f"{('0x48', '0x49')[place // 4]} A{place % 4}") == 2, "in the zone and in the table"
        assert (f"{0.6 * length:g}", f"{0.6 * width:g}") in boxes
        assert f"{zone.x_mm[0]:g} to {zone.x_mm[1]:g}" in texts


def test_the_left_foot_is_drawn_below_the_right_one_and_the_head_at_the_right() -> None:
    """Who lies on the back with the head at the right has the left side below."""
    at = {words.text: words for words in words_of(DRAWN["layout_kit4.svg"])}
    zones = [words for words in words_of(DRAWN["layout_kit4.svg"]) if words.text in ("0x48 A0", "0x48 A1")]
    left, right = zones[0], zones[1]
    assert (left.text, right.text) == ("0x48 A0", "0x48 A1")
    assert left.top > right.top
    assert at["the person's LEFT"].top > left.top > right.top > at["the person's RIGHT"].top
    assert at["head end ▶"].left > at["◀ foot end"].right


@pytest.mark.parametrize("kit", list(LAYOUTS))
def test_the_wiring_names_every_zone_converter_and_pin(kit: str) -> None:
    texts = [words.text for words in words_of(DRAWN[f"wiring_{kit}.svg"])]
    zones = LAYOUTS[kit].zones
    assert all(texts.count(plain(zone)) == 1 for zone in zones)
    assert texts.count("1 kΩ") == texts.count("100 nF") == texts.count("3.3 kΩ") == len(zones)
    assert [text for text in texts if re.fullmatch(r"0x\w\w", text)] == ["0x48", "0x49"][:len(zones) // 4]
    for bcm in (17, 22, 23, 24, 18):
        assert f"GPIO {bcm}" in texts
        assert f"pin {PHYSICAL[bcm]}" in texts


def test_a_part_that_is_not_there_is_not_drawn() -> None:
    texts = " ".join(words.text for words in words_of(draw_wiring(OTHERS["bare"])))
    assert "GPIO 17" not in texts
    assert "buzzer" not in texts


@pytest.mark.parametrize("name", list(ALL))
def test_no_words_lie_over_others_or_leave_the_sheet(name: str) -> None:
    assert overlaps(ALL[name]) == []
    _, _, width, height = map(float, ET.fromstring(ALL[name]).get("viewBox", "").split())
    for words in words_of(ALL[name]):
        assert words.left >= 0, words
        assert words.right <= width, words
        assert words.bottom <= height, words


def test_the_check_for_overlaps_sees_one() -> None:
    svg = DRAWN["layout_kit4.svg"]
    assert overlaps(svg.replace("</svg>", '<text x="30" y="44" font-size="9" text-anchor="start">over</text></svg>'))


def test_places_on_the_header_are_those_gpiozero_knows() -> None:
    with MockFactory() as factory:
        assert {bcm: factory.pin(bcm).info.number for bcm in PHYSICAL} == PHYSICAL


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=12).map(sorted), st.floats(1, 60))
def test_labels_are_spread_in_order_and_stay_near(wanted: list[float], gap: float) -> None:
    found = spread(wanted, gap)
    assert len(found) == len(wanted)
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(found))
    assert all(abs(a - b) <= gap * len(wanted) for a, b in zip(found, wanted, strict=True))
