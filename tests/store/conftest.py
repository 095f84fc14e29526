"""A store on a real file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mat.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path, "here", "boot")
    yield opened
    opened.close()
