"""How open each unit is to whoever breaks in, as systemd itself judges it: 0 is closed, 10 is everything."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

UNITS = Path(__file__).parents[3] / "systemd"
MOST = 1.5
"""For mat-kiosk.service, the one that runs all day and is touched by people."""
_SAID = re.compile(r"Overall exposure level for (\S+): ([\d.]+)")


def exposures(folder: Path = UNITS) -> dict[str, float]:
    """By unit. Raises FileNotFoundError without systemd-analyze, ValueError when it says nothing of a unit."""
    found = {}
    for unit in sorted(folder.glob("*.service")):
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)],
                              capture_output=True, text=True, check=False, timeout=60)
        said = _SAID.search(done.stdout)
        if said is None:
            raise ValueError(f"{unit.name}: systemd-analyze says nothing of it ({done.stderr.strip()})")
        found[unit.name] = float(said[2])
    return found


def table() -> Iterator[str]:
    if shutil.which("systemd-analyze") is None:
        yield "exposure: not told, systemd-analyze is not on this machine"
        return
    for name, level in exposures().items():
        wanted = f" (at most {MOST})" if name == "mat-kiosk.service" else ""
        yield f"exposure of {name}: {level:.1f}{wanted}"
