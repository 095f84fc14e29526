"""The exact words of `mat replay --json` over every committed recording, byte for byte."""

import json
from pathlib import Path

import pytest

from mat.core.events import as_public
from mat.replay import replay
from tests.conftest import RECORDINGS, names
from tests.test_cli import mat

GOLDEN = Path(__file__).parents[1] / "golden"
"""Made by `mat replay tests/recordings/NAME.csv.gz --json > tests/golden/NAME.jsonl`; look at every line that
changes."""


def said_of(name: str) -> str:
    events = replay(RECORDINGS / f"{name}.csv.gz").events
    return "".join(json.dumps({"recording": name, **as_public(event)}) + "\n" for event in events)


@pytest.mark.parametrize("name", names())
def test_a_recording_says_exactly_what_it_said_before(name: str) -> None:
    assert said_of(name) == (GOLDEN / f"{name}.jsonl").read_text("utf-8")


def test_there_is_no_word_kept_of_a_recording_that_is_gone() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.jsonl")) == names()


def test_the_command_writes_the_same_bytes_as_the_detection_says() -> None:
    name = "train_037_single_early_release"
    done = mat("replay", RECORDINGS / f"{name}.csv.gz", "--json")
    assert done.stdout == (GOLDEN / f"{name}.jsonl").read_text("utf-8")
