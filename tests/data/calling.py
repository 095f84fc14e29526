"""What the tests of the kept data share: how a command is called, and what is in a file or a folder."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

Call = Callable[..., str]


def sessions_in(file: Path) -> object:
    with closing(sqlite3.connect(file)) as raw:
        return raw.execute("SELECT count(*) FROM session").fetchone()[0]


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
