"""The last lines of the log: from the journal, or from where they were told to be."""

import subprocess
import sys
from pathlib import Path

LINES = 2000
UNITS = ("mat-kiosk", "mat-trial", "mat-backup")
JOURNAL = ("journalctl", *(word for unit in UNITS for word in ("-u", unit)), "-n", str(LINES), "-o", "short-iso",
           "--no-pager")
PATIENCE_S = 30.0


class NoLog(Exception):
    """There is none; why."""


def last_lines(told: str | None, command: tuple[str, ...] = JOURNAL) -> str:
    """The last LINES lines of the file `told`, of standard input for "-", or of the journal. Raises NoLog."""
    if told is None:
        return _cut(_journal(command))
    try:
        whole = sys.stdin.buffer.read() if told == "-" else Path(told).read_bytes()
    except OSError as fault:
        raise NoLog(f"{told}: cannot be read ({fault.strerror})") from fault
    return _cut(whole.decode("utf-8", "replace"))


def _journal(command: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
    except FileNotFoundError as fault:
        raise NoLog(f"there is no {command[0]} on this system; --log FILE takes the lines from a file") from fault
    except (OSError, subprocess.SubprocessError) as fault:
        raise NoLog(f"{command[0]} does not answer ({fault})") from fault
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode or not any(line and not line.startswith("-- ") for line in said.splitlines()):
        why = " ".join(done.stderr.decode("utf-8", "replace").split()) or " ".join(said.split()) or "it is empty"
        raise NoLog(f"the journal tells nothing of {', '.join(UNITS)} ({why}); "
                    "as root: journalctl -u mat-kiosk | mat report FILE.zip --log -")
    return said


def _cut(whole: str) -> str:
    return "\n".join(whole.splitlines()[-LINES:]) + "\n"
