"""The build guide's figures are what its formulas give, and it names every setting of the controls."""

import math
import re
from pathlib import Path

import pytest

from hardware.drawings.wiring import DIVIDER, FILTER_C, FILTER_R
from mat.settings import HardwareSettings

GUIDE = (Path(__file__).parents[2] / "hardware" / "README.md").read_text("utf-8")
SUPPLY_V, SERIES_OHM, FARAD = 3.3, 1000.0, 100e-9


def node_v(divider_ohm: float, sensor_ohm: float) -> float:
    return SUPPLY_V * divider_ohm / (divider_ohm + sensor_ohm)


def corner_hz(source_ohm: float) -> float:
    return 1 / (2 * math.pi * (SERIES_OHM + source_ohm) * FARAD)


def passed(hz: float, source_ohm: float) -> float:
    return 1 / math.hypot(1, hz / corner_hz(source_ohm))


ROWS = re.findall(r"^\| ([\d.]+) (k?)Ω \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", GUIDE, re.MULTILINE)


def test_the_divider_table_is_there() -> None:
    assert len(ROWS) == 6


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}{row[1]}")
def test_the_divider_table_follows_from_its_formula(row: tuple[str, ...]) -> None:
    sensor_ohm = float(row[0]) * (1000 if row[1] else 1)
    for divider_ohm, volts, step_mv in ((3300.0, row[2], row[3]), (10000.0, row[4], row[5])):
        v = node_v(divider_ohm, sensor_ohm)
        assert float(volts) == pytest.approx(v, abs=0.0051)
        assert float(step_mv) == pytest.approx(1000 * 0.01 * v * (1 - v / SUPPLY_V), abs=0.051)


@pytest.mark.parametrize(("said", "value"), [
    ("= 1.6 kHz", corner_hz(0) / 1000),
    ("the corner is 0.6 kHz", corner_hz(1650) / 1000),
    ("never below 0.37 kHz", corner_hz(3300) / 1000),
    ("(0.14 kHz", corner_hz(10000) / 1000),
    ("after 0.7 ms", 1000 * math.log(1000) * SERIES_OHM * FARAD),
    ("takes 3.0 ms", 1000 * math.log(1000) * 4300 * FARAD),
    ("7.6 ms", 1000 * math.log(1000) * 11000 * FARAD),
    ("85 %", 100 * passed(1000, 0)),
    ("35 %", 100 * passed(1000, 3300)),
    ("1.6 %", 100 * passed(100_000, 0)),
    ("99 %", 100 * passed(50, 3300)),
    ("0.07 %", 100 * 4300 / 6e6),
    ("1.3 kΩ", 1 / (1 / 1.8 + 2 / 10)),
    ("2.5 mA", 3.3 * (1 / 1.8 + 2 / 10)),
])
def test_the_filters_figures_follow_from_its_values(said: str, value: float) -> None:
    plain = " ".join(GUIDE.split())
    assert said in plain
    figure = re.search(r"[\d.]*\d", said)
    assert figure
    decimals = len(figure[0].partition(".")[2])
    assert round(value, decimals) == pytest.approx(float(figure[0]), abs=1e-9)


def test_the_drawing_shows_the_values_that_were_reckoned_with() -> None:
    assert (DIVIDER, FILTER_R, FILTER_C) == ("3.3 kΩ", "1 kΩ", "100 nF")


def test_the_price_columns_add_up() -> None:
    table = GUIDE[GUIDE.index("| part | kit4"):GUIDE.index("| **together**")]
    sums = [sum(map(int, column)) for column in zip(*re.findall(r"\| (\d+) \| (\d+) \|", table), strict=True)]
    told = re.search(r"\*\*about (\d+)\*\* \| \*\*about (\d+)\*\*", GUIDE)
    assert told
    assert sums == [pytest.approx(int(figure), abs=5) for figure in told.groups()]


@pytest.mark.parametrize("name", [name for name in HardwareSettings.model_fields
                                  if name.endswith("_pin") or name in ("gpio", "buzzer", "shutdown_command")])
def test_the_guide_names_every_setting_of_the_controls(name: str) -> None:
    assert re.search(rf"\b{name}\b", GUIDE)
