"""What machine this is and how it does, as far as it tells without being asked for anybody's permission."""

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from display import about
from hardware import machine
from hardware.clock import SystemClock

RELEASES = Path("/opt/mat-kiosk")
_MODELS = (Path("/sys/firmware/devicetree/base/model"), Path("/proc/device-tree/model"))
_LIBRARIES = ("numpy", "SQLAlchemy", "pydantic", "gpiozero", "adafruit-circuitpython-ads1x15", "smbus2")


def facts(data: Path) -> Iterator[tuple[str, str]]:
    """What it is and its value, for people. What cannot be told says so."""
    yield "mat", _version("smart-mat-kiosk")
    yield "installed release", _release()
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()}, {sys.prefix})"
    yield from about.versions().items()
    for name in _LIBRARIES:
        yield name, _version(name)
    yield "SQLite", sqlite3.sqlite_version
    yield "system", _system()
    yield "kernel", f"{platform.system()} {platform.release()}"
    yield "architecture", f"{platform.machine()}, {os.cpu_count()} cores"
    yield "model", _first_line(*_MODELS).rstrip("\0") or "no Raspberry Pi, or it does not tell"
    yield "up for", _up_for()
    yield "memory", _memory()
    yield "disk of the data folder", _disk(data)
    yield "temperature", _temperature()
    trust = {"trusted": "set from the network", "unset": "not set from the network yet",
             "untold": "whether it is set from the network, this system does not tell"}[machine.clock_trust()]
    yield "clock", trust if SystemClock().known() else f"{trust}; the time is not trusted"
    told = machine.supply()
    yield "supply", "this computer does not tell" if told is None else ", ".join(
        name.replace("_", " ") for name, value in vars(told).items() if value) or "steady"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _release() -> str:
    """The folder that `current` names, and whether it is still on trial."""
    try:
        name = Path(os.readlink(RELEASES / "current")).name
    except OSError:
        return "none (not installed as an appliance)"
    return f"{name}, on trial" if (RELEASES / "trial").exists() else name


def _system() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "untold")
    except OSError:
        return "untold"


def _first_line(*files: Path) -> str:
    for file in files:
        try:
            return file.read_text("utf-8", "replace").splitlines()[0]
        except (OSError, IndexError):
            continue
    return ""


def _up_for() -> str:
    told = _first_line(Path("/proc/uptime")).split()
    if not told:
        return "untold"
    minutes = int(float(told[0]) / 60)
    return f"{minutes // 1440} days, {minutes // 60 % 24} h, {minutes % 60} min"


def _memory() -> str:
    """Within the sandbox of a service /proc may be hidden."""
    try:
        lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text("ascii").splitlines())
        whole, free = (int(lines[name].split()[0]) / 1024 for name in ("MemTotal", "MemAvailable"))
    except (OSError, KeyError, ValueError):
        return "untold"
    return f"{whole:.0f} MB, {free:.0f} MB free"


def _disk(folder: Path) -> str:
    there = next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), Path("/"))
    told = shutil.disk_usage(there)
    return f"{told.total / 1e9:.1f} GB, {told.free / 1e9:.1f} GB free"


def _temperature() -> str:
    told = _first_line(Path("/sys/class/thermal/thermal_zone0/temp"))
    return f"{int(told) / 1000:.0f} °C" if told.isdecimal() else "untold"
