"""From a finger to the first changed pixel on an idle home screen, the slowest it ever is: `python -m
tests.bench.screen.touch`. The click is xdotool's, whose own start is in the number."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from display.screens import EXAMPLES, SCREENS
from display.theme import Theme
from hardware.clock import SystemClock
from tests.bench.screen.framebuffer import virtual_screen
from tests.bench.screen.idle import empty_mat
from tests.bench.screen.latency import line

SIZE, TIMES = (800, 480), 40


def place(screen: str, intent: str) -> list[str]:
    for part in SCREENS[screen](EXAMPLES[screen], Theme(SIZE)):
        if part.intent_at(part.box.centre) == intent:
            return [str(int(number)) for number in part.box.centre]
    raise ValueError(f"{screen} has no button for {intent}")


def touches(folder: Path) -> list[float]:
    """Seconds each."""
    clock, delays = SystemClock(), []
    empty_mat(folder / "empty.csv", 90.0)
    with virtual_screen(SIZE) as (display, pixels):
        env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_"))}
        env |= {"DISPLAY": display, "SDL_AUDIODRIVER": "dummy", "MAT_DATA": str(folder / "data")}
        kiosk = subprocess.Popen([sys.executable, "-m", "mat", "run", "--hardware", "emulated", "--recording",
                                  str(folder / "empty.csv")], env=env, stderr=subprocess.DEVNULL)
        try:
            clock.sleep_until_s(clock.now_s() + 5.0)
            for n in range(TIMES):
                at = place("emergency", "back") if n % 2 else place("home", "emergency")
                subprocess.run(["xdotool", "mousemove", *at], env=env, check=True)
                looks, begin_s = pixels.look(), clock.now_s()
                finger = subprocess.Popen(["xdotool", "click", "1"], env=env)
                while pixels.look() == looks:
                    if clock.now_s() - begin_s > 5.0:
                        raise SystemExit(f"touch {n} changed nothing within 5 s")
                delays.append(clock.now_s() - begin_s)
                finger.wait()
                clock.sleep_until_s(clock.now_s() + 0.7 + 0.013 * n)
        finally:
            kiosk.terminate()
            kiosk.wait(20)
    return delays


def main() -> None:
    with TemporaryDirectory() as folder:
        sys.stdout.write(line("touch to pixel", touches(Path(folder))) + "\n")


if __name__ == "__main__":
    main()
