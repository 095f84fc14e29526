"""The computer itself: its clock, its supply, its disk, as far as they tell."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hardware.clock import TIMESYNC
from mat.ports import Clock

SYNCHRONIZED = TIMESYNC / "synchronized"
THROTTLED = (Path("/sys/devices/platform/soc/soc:firmware/get_throttled"),
             Path("/sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled"))
VCGENCMD = "vcgencmd"
UNDER_VOLTAGE_NOW, SLOWED_NOW, UNDER_VOLTAGE_BEFORE, SLOWED_BEFORE = 1 << 0, 0b1110, 1 << 16, 0b1110 << 16
"""Bits of the firmware's answer: supply too low now; clock capped, throttled or too warm now; both since the start."""
WRITES, WRITE_BYTES = 8, 4096
MOUNTS = Path("/proc/self/mountinfo")
_MEMORY = ("tmpfs", "ramfs")


@dataclass(frozen=True)
class Supply:
    """What the firmware tells of the Pi's own supply; all False is well."""

    low_now: bool
    slowed_now: bool
    low_before: bool
    slowed_before: bool


def clock_trust(synchronized: Path = SYNCHRONIZED, folder: Path = TIMESYNC) -> Literal["trusted", "unset", "untold"]:
    """Whether the time of day has come from the network since the start; "untold" where no time service of systemd's
    runs."""
    if synchronized.exists():
        return "trusted"
    return "unset" if folder.exists() else "untold"


def supply(files: tuple[Path, ...] = THROTTLED, command: str = VCGENCMD) -> Supply | None:
    """None where no firmware tells (this is no Pi, or the user may not ask)."""
    told = _throttled(files, command)
    if told is None:
        return None
    return Supply(bool(told & UNDER_VOLTAGE_NOW), bool(told & SLOWED_NOW), bool(told & UNDER_VOLTAGE_BEFORE),
                  bool(told & SLOWED_BEFORE))


def _throttled(files: tuple[Path, ...], command: str) -> int | None:
    for file in files:
        try:
            return int(file.read_text("ascii").strip(), 16)
        except (OSError, ValueError):
            continue  # another kernel keeps it elsewhere
    try:
        said = subprocess.run([command, "get_throttled"], capture_output=True, text=True, timeout=5, check=True).stdout
        return int(said.strip().removeprefix("throttled="), 16)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def in_memory(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether what is written to `folder` is gone when the power goes: on a file system in memory, or on an overlay
    whose upper folder is on one, as a read-only system has. False where the system does not tell."""
    try:
        lines = [line.split() for line in mounts.read_text("utf-8").splitlines()]
    except OSError:
        return False
    found = _mounted(folder.resolve(), lines)
    if found is None:
        return False
    kind, options = found
    if kind != "overlay":
        return kind in _MEMORY
    upper = next((one.removeprefix("upperdir=") for one in options.split(",") if one.startswith("upperdir=")), "")
    under = _mounted(Path(upper), lines) if upper else None
    return under is not None and under[0] in _MEMORY


def _mounted(folder: Path, lines: list[list[str]]) -> tuple[str, str] | None:
    """The kind and the options of the file system on which `folder` is: the one mounted nearest to it, the last of
    those that lie on one another."""
    best: tuple[int, str, str] | None = None
    for line in lines:
        place = Path(line[4].encode().decode("unicode_escape"))  # a space is \040 there
        if folder.is_relative_to(place) and (best is None or len(place.parts) >= best[0]):
            after = line[line.index("-") + 1:]
            best = len(place.parts), after[0], after[2]
    return best[1:] if best else None


def synced_write_s(folder: Path, clock: Clock) -> float:
    """How long the disk takes for a small write until it is safe, the slowest of `WRITES`. Raises OSError."""
    file = folder / ".doctor"
    slowest_s = 0.0
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        for _ in range(WRITES):
            begun_s = clock.now_s()
            os.write(descriptor, bytes(WRITE_BYTES))
            os.fsync(descriptor)
            slowest_s = max(slowest_s, clock.now_s() - begun_s)
    finally:
        os.close(descriptor)
        file.unlink(missing_ok=True)
    return slowest_s
