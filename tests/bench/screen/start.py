"""From the command to the first picture, and to a home screen that works: `python -m tests.bench.screen.start`."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from hardware.clock import SystemClock
from tests.bench.screen.framebuffer import virtual_screen

SIZE = (800, 480)
PATIENCE_S = 15.0


def start_once(data: Path) -> tuple[float, float]:
    """Seconds to the first picture and to the one after it, which is home."""
    with virtual_screen(SIZE) as (display, pixels):
        env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_"))}
        env |= {"DISPLAY": display, "SDL_AUDIODRIVER": "dummy", "MAT_DATA": str(data)}
        clock, seen, looks = SystemClock(), list[float](), pixels.look()
        begin_s = clock.now_s()
        kiosk = subprocess.Popen([str(Path(sys.executable).parent / "mat"), "run", "--hardware", "emulated"], env=env,
                                 stderr=subprocess.DEVNULL)
        try:
            while len(seen) < 2 and clock.now_s() - begin_s < PATIENCE_S:
                now = pixels.look()
                if now != looks:
                    clock.sleep_until_s(clock.now_s() + 0.002)  # a picture that is half copied is no picture yet
                    looks = pixels.look()
                    seen.append(clock.now_s() - begin_s)
                clock.sleep_until_s(clock.now_s() + 0.002)
        finally:
            kiosk.terminate()
            kiosk.wait(10)
        return seen[0], seen[1]


def main(times: int = 5) -> None:
    with TemporaryDirectory() as folder:
        start_once(Path(folder))  # the first start makes the database
        found = [start_once(Path(folder)) for _ in range(times)]
    first, home = (sorted(column) for column in zip(*found, strict=True))
    sys.stdout.write(f"start to first picture: median {median(first):.2f} s, worst {first[-1]:.2f} s; "
                     f"to home: median {median(home):.2f} s, worst {home[-1]:.2f} s ({times} starts)\n")


if __name__ == "__main__":
    main()
