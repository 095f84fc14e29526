"""What tests of several rooms share: the labelled recordings, and a world without devices."""

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from hardware.recording import Recording, read_recording

RECORDINGS = Path(__file__).with_name("recordings")

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
if "CACHE_DIRECTORY" not in os.environ:  # the voice is rendered once for the whole run, and not into the user's cache
    os.environ["CACHE_DIRECTORY"] = tempfile.mkdtemp(prefix="mat-tests-")
    atexit.register(shutil.rmtree, os.environ["CACHE_DIRECTORY"], ignore_errors=True)


def names() -> list[str]:
    return sorted(path.name.removesuffix(".csv.gz") for path in RECORDINGS.glob("*.csv.gz"))


def labels_of(name: str) -> dict[str, Any]:
    return json.loads((RECORDINGS / f"{name}.labels.json").read_text("utf-8"))


_READ: dict[str, Recording] = {}


def recording_of(name: str) -> Recording:
    """Read once for the whole run of the tests."""
    if name not in _READ:
        _READ[name] = read_recording(RECORDINGS / f"{name}.csv.gz")
    return _READ[name]


@pytest.fixture
def recordings() -> Path:
    return RECORDINGS
