"""Runs a job on a virtual Raspberry Pi (the test bed pibed): installs this checkout there and uses it.

    python -m tests.virtual_pi BED [--job appliance] [--arch arm64] [--suite bookworm] [--out DIR]
"""

import argparse
import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from display.parts import Button
from display.screens import EXAMPLES, SCREENS
from display.theme import Theme
from hardware.emulation.person import Person
from hardware.emulation.script import evening
from hardware.emulation.sensors import Sensors, mat_pins
from mat.core.exercise import Plan
from mat.core.zones import LAYOUTS
from mat.settings import DisplaySettings

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
SIZE = (800, 480)
PLAN = Plan("single", 3, 5.0, 2, 3.0)
"""The plan of somebody's first session, which is what a new mat asks for."""
VOLTS_HZ = 40.0
WAITS_S = 4.0
_NAME = re.compile(r"[^a-z0-9]+")


def session(file: Path) -> float:
    """Writes what the four inputs read while somebody does a whole session; returns how long it takes."""
    layout = LAYOUTS["kit4"]
    person = Person(75.0, 3, layout)
    end_s = evening(person, PLAN, WAITS_S) + 3.0
    pins = mat_pins(person, Sensors(layout, 3))
    with file.open("w", newline="", encoding="ascii") as out:
        rows = csv.writer(out)
        for number in range(round(end_s * VOLTS_HZ)):
            t_s = number / VOLTS_HZ
            rows.writerow([f"{t_s:.3f}", *(f"{max(0.0, volts):.4f}" for volts in pins(t_s))])
    return end_s


def places(file: Path) -> None:
    """Writes where the buttons are, as shell variables: SCREEN_intent='x y'."""
    theme = Theme.of(DisplaySettings(), SIZE)
    with file.open("w", encoding="ascii") as out:
        for screen in ("home", "settings", "pin", "staff"):
            for part in SCREENS[screen](EXAMPLES[screen], theme):
                if isinstance(part, Button):
                    x, y = part.box.centre
                    out.write(f"{screen}_{_NAME.sub('_', part.intent)}='{x:.0f} {y:.0f}'\n")


def with_disks(folder: Path) -> str:
    """A folder to put first on the path: its qemu has two more disks, an empty one and an empty USB stick. They stay as
    they are from one power cut to the next."""
    more = []
    for name, megabytes, device in (("data", 512, "virtio-blk-pci"), ("stick", 128, "usb-storage")):
        image = folder / f"{name}.img"
        with image.open("wb") as file:
            file.truncate(megabytes << 20)
        more += ["-drive", f"file={image},if=none,id={name},format=raw", "-device", f"{device},drive={name}"]
    path = folder / "bin"
    path.mkdir()
    for qemu in ("qemu-system-x86_64", "qemu-system-aarch64"):
        real = shutil.which(qemu) or qemu
        wrapper = path / qemu
        words = shlex.join(["-device", "qemu-xhci", *more])
        wrapper.write_text(f'#!/bin/sh\nexec {shlex.quote(real)} "$@" {words}\n', "utf-8")
        wrapper.chmod(0o755)
    return str(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bed", type=Path, help="the test bed's folder")
    parser.add_argument("--job", default="appliance", choices=sorted(p.stem for p in HERE.glob("*.job")))
    parser.add_argument("--arch", default="amd64", choices=["amd64", "arm64"])
    parser.add_argument("--suite", default="trixie", choices=["trixie", "bookworm"])
    parser.add_argument("--out", type=Path, default=Path("build/virtual-pi"))
    parser.add_argument("--timeout", type=int, default=7200)
    parser.add_argument("more", nargs="*", help="more options of run-in-pi, after --")
    told = parser.parse_args()
    out: Path = told.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="virtual-pi-") as made:
        project, given = Path(made) / "project", Path(made) / "given"
        project.mkdir()
        given.mkdir()
        archive = subprocess.run(["git", "-C", str(PROJECT), "archive", "HEAD"], check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", str(project)], input=archive, check=True)
        seconds = session(given / "session.csv")
        places(given / "places.sh")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        (given / "session.sh").write_text(f"session_s={seconds:.0f}\nnow={now}\n", "ascii")
        shutil.copy(HERE / "lib.sh", given / "lib.sh")
        done = subprocess.run(
            [str(told.bed / "run-in-pi"), "--arch", told.arch, "--suite", told.suite, "--copy", f"{project}=project",
             "--copy", f"{given}=given", "--out", str(out), "--timeout", str(told.timeout), "--rtc",
             "2001-01-01T00:00:00", "--boots", "12", *told.more, str(HERE / f"{told.job}.job")],
            check=False, env={**os.environ, "PATH": f"{with_disks(Path(made))}{os.pathsep}{os.environ['PATH']}"})
    for log in sorted(out.glob("boot*.log")):
        sys.stdout.write(f"== {log.stem}\n{log.read_text('utf-8', 'replace')}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
