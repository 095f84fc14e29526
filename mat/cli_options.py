"""What the modules of the command line share: options, the two consoles, a line of JSON."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mat.ports import UsageError
from mat.settings import Settings, find_config, read_settings

out = Console()
err = Console(stderr=True)

# readable=False, here and with every file: the check asks the kernel as the user alone, and on an appliance the command
# reads its caller's files by a right of its own. Opening the file tells what is wrong.
ConfigOption = Annotated[Path | None, typer.Option("--config", readable=False, help="Settings file (else MAT_CONFIG, "
                         "/etc/mat-kiosk/mat.toml, the user's config folder).", show_default=False)]
DataOption = Annotated[Path | None, typer.Option("--data", readable=False,
                                                 help="Folder that keeps sessions (else MAT_DATA, "
                       "the platform's data folder).", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable, on standard output.")]
PersonOption = Annotated[str | None, typer.Option("--person", help="A name, an id or its beginning, or guest for what "
                         "has no profile.", show_default=False)]


def settings_and_file(config: Path | None) -> tuple[Settings, Path | None]:
    path = find_config(config)
    return read_settings(path), path


def day_of(told: str | None) -> date | None:
    """`--day` as a date. Raises UsageError."""
    try:
        wanted = date.fromisoformat(told) if told else None
        if wanted and not 2000 <= wanted.year < 2200:
            raise ValueError(told)
    except ValueError as fault:
        raise UsageError(f"--day {told!r}: is no day. Write it as YYYY-MM-DD, for example 2026-11-22.") from fault
    return wanted


def print_line(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def say(words: str) -> None:
    err.print(words, highlight=False, markup=False, soft_wrap=True)
