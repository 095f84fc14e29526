"""From a load at the emulated chip's pin to the changed pixel and the tone, whole kiosk, all processes real:
`python -m tests.bench.screen.latency [RECORDING…]`.

The sample that made the detector sure carries the time at which the pin had that voltage; what comes after it is
measured, so the detector's own delay (it wants to be sure) is not in these numbers. The pixel is the one in the virtual
screen's memory; the tone is what SDL hands to its sound device, here a file that is written in real time.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from hardware.clock import SystemClock
from tests.bench.screen.framebuffer import Framebuffer, virtual_screen

RECORDINGS = Path(__file__).parents[2] / "recordings"
SETTINGS = """
[display]
fullscreen = true
reduced_motion = true
frame_rate_hz = 60
[sound]
speech = false
"""
CHANGED = 0.03
"""Share of the looked-at pixels that another screen changes; a ring that fills changes less."""
WITHIN_S = 1.0
STEP = re.compile(r"DEBUG (\w+) → (\w+) at ([\d.]+) s")
LOADS = {("lift", "hold"), ("rest", "hold"), ("hold", "rest"), ("lower", "rest"), ("hold", "done"), ("lower", "done")}
"""Changes of the screen that a change of load brings about, and nothing else."""
RUNG = {("hold", "rest"), ("lower", "rest"), ("hold", "done"), ("lower", "done")}


@dataclass
class Watched:
    """When the picture changed and when silence ended, in the clock's seconds."""

    pictures: list[float] = field(default_factory=list)
    tones: list[float] = field(default_factory=list)


def watch(kiosk: "subprocess.Popen[str]", pixels: Framebuffer, sound: Path) -> Watched:
    """Looks a thousand times a second until the kiosk ends."""
    clock, found = SystemClock(), Watched()
    before = np.frombuffer(pixels.look(8), np.uint8)
    heard, silent_for = 0, 10_000
    while kiosk.poll() is None:
        now_s = clock.now_s()
        looks = np.frombuffer(pixels.look(8), np.uint8)
        if np.count_nonzero(looks != before) > CHANGED * looks.size:
            found.pictures.append(now_s)
        before = looks
        size = sound.stat().st_size if sound.exists() else 0
        if size >= heard + 1024:
            with sound.open("rb") as file:
                file.seek(heard)
                new = file.read(size - heard)
            loud = np.flatnonzero(np.abs(np.frombuffer(new[:len(new) // 2 * 2], np.int16)) > 200)
            if loud.size and silent_for > 4000:
                found.tones.append(now_s)
            silent_for = (len(new) // 2 - loud[-1]) if loud.size else silent_for + len(new) // 2
            heard = size
        clock.sleep_until_s(now_s + 0.001)
    return found


def run_once(recording: Path, size: tuple[int, int]) -> tuple[list[float], list[float], list[float]]:
    """Delays to the picture, to the tone, and by how much the picture comes after the tone; seconds."""
    with TemporaryDirectory() as folder, virtual_screen(size) as (display, pixels):
        config, sound, told = (Path(folder) / name for name in ("mat.toml", "sound.raw", "told.txt"))
        config.write_text(SETTINGS)
        env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_"))}
        env |= {"DISPLAY": display, "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(sound),
                "MAT_DATA": str(Path(folder) / "data"), "MAT_CONFIG": str(config)}
        with told.open("w") as err:
            kiosk = subprocess.Popen([sys.executable, "-m", "mat", "run", "--hardware", "emulated", "--recording",
                                      str(recording), "--verbose"], env=env, stderr=err, text=True)
            try:
                seen = watch(kiosk, pixels, sound)
            finally:
                kiosk.kill()
                kiosk.wait()
        steps = [((was, now), float(at_s)) for was, now, at_s in STEP.findall(told.read_text())]
    pictures, tones, apart = [], [], []
    for step, at_s in steps:
        if step not in LOADS:
            continue
        picture = next((t_s for t_s in seen.pictures if t_s >= at_s), None)
        if picture is None or picture - at_s > WITHIN_S:
            raise SystemExit(f"{recording.name}: no picture within {WITHIN_S} s of {step} at {at_s}")
        pictures.append(picture - at_s)
        if step in RUNG:
            tone = next((t_s for t_s in seen.tones if t_s >= at_s), None)
            if tone is None or tone - at_s > WITHIN_S:
                raise SystemExit(f"{recording.name}: no tone within {WITHIN_S} s of {step} at {at_s}")
            tones.append(tone - at_s)
            apart.append(picture - tone)
    return pictures, tones, apart


def line(name: str, delays_s: list[float]) -> str:
    ms = sorted(1e3 * delay for delay in delays_s)
    return f"{name}: median {median(ms):.0f} ms, p95 {np.quantile(ms, 0.95):.0f}, most {ms[-1]:.0f} ({len(ms)} times)"


def main(words: list[str]) -> None:
    recordings = [Path(word) for word in words] or sorted(RECORDINGS.glob("*.csv*"))[:2]
    for size in ((800, 480), (1280, 720)):
        found: tuple[list[float], list[float], list[float]] = ([], [], [])
        for recording in recordings:
            for column, more in zip(found, run_once(recording, size), strict=True):
                column.extend(more)
        sys.stdout.write(f"{size[0]}×{size[1]}  " + "\n          ".join(
            line(name, column) for name, column in
            zip(("pin to pixel", "pin to tone", "picture after tone"), found, strict=True)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
