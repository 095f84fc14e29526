"""What a picture costs in a real window of a virtual screen, beside drawing all of it: `python -m
tests.bench.screen.frames`."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from hardware.clock import SystemClock
from tests.bench.screen.framebuffer import virtual_screen

SIZES = ((800, 480), (1280, 720))
SECONDS, RATE_HZ = 12.0, 60.0


def a_hold(t_s: float):
    """Ring, number, measured figure, pelvis and sign, over and over, as in a session."""
    from display.screens import EXAMPLES
    phase_s = t_s % 6.0
    knee = round(24 * min(1.0, phase_s / 1.2))
    return replace(EXAMPLES["hold"], since_s=t_s, hold_s=round(min(5.0, phase_s), 1), knee_left=knee,
                   pelvis=round(24 * min(1.0, max(0.0, phase_s - 1.0))),
                   pelvic_sign="none" if phase_s < 1.3 else "some" if phase_s < 1.8 else "clear")


def a_lift(t_s: float):
    from display.screens import EXAMPLES
    return replace(EXAMPLES["lift"], since_s=t_s)


def traces(t_s: float):
    """The staff's page with every zone's trace moving."""
    from display.screens import EXAMPLES
    staff = EXAMPLES["staff"].staff
    assert staff is not None
    step = int(t_s * 10)
    zones = tuple(replace(zone, load=(step + 7 * n) % 50, trace=tuple((step + i + 5 * n) % 40 for i in range(120)))
                  for n, zone in enumerate(staff.zones))
    return replace(EXAMPLES["staff"], staff=replace(staff, page="traces", zones=zones))


def a_session(t_s: float):
    """All that a session shows, each screen for two seconds: also the changes from one to the next."""
    from display.screens import EXAMPLES
    names = ("lift", "hold", "lower", "rest")
    snapshot = EXAMPLES[names[int(t_s / 2) % 4]]
    return replace(snapshot, since_s=t_s, seconds_left=float(int(3 - t_s % 2)), reps_left=int(t_s / 8))


SCENES: dict[str, Callable[[float], object]] = {
    "hold": a_hold, "lift": a_lift, "staff, traces": traces, "a session": a_session}


def costs_ms(size: tuple[int, int], scene: Callable[[float], object], whole: bool) -> Iterator[float]:
    """Milliseconds of each frame that differs from the one before; with `whole` everything is drawn each time."""
    from display.window import Window
    from mat.settings import DisplaySettings
    clock = SystemClock()
    window = Window(DisplaySettings(size=size), clock.now_s)
    for warm in (True, False):
        for frame in range(round(SECONDS * RATE_HZ)):
            snapshot = scene(frame / RATE_HZ)
            if whole:
                window._painter.forget()
                window._snapshot = None
            drawn, begin_s = window.redraws, clock.now_s()
            window.show(snapshot)
            cost_s = clock.now_s() - begin_s
            window.intents()
            if not warm and window.redraws > drawn:
                yield 1e3 * cost_s
    window.close()


def measure(size: tuple[int, int]) -> None:
    """In a process of its own: SDL remembers the first screen it met."""
    for name, scene in SCENES.items():
        gc.collect()
        gc.freeze()  # as the kiosk does
        changed, whole = (np.array(list(costs_ms(size, scene, every))) for every in (False, True))
        sys.stdout.write(
            f"{size[0]}×{size[1]}  {name:14} what changed: median {np.median(changed):.2f} ms, "
            f"p99 {np.quantile(changed, 0.99):.2f}, most {changed.max():.2f}; all of it: "
            f"{np.median(whole):.2f}, {np.quantile(whole, 0.99):.2f}, {whole.max():.2f}; "
            f"{np.mean(whole) / np.mean(changed):.1f} times as much\n")


def main() -> None:
    if len(sys.argv) > 2:
        measure((int(sys.argv[1]), int(sys.argv[2])))
        return
    for size in SIZES:
        with virtual_screen(size) as (display, _):
            env = os.environ | {"DISPLAY": display, "SDL_AUDIODRIVER": "dummy"}
            subprocess.run([sys.executable, "-m", "tests.bench.screen.frames", *map(str, size)], env=env, check=True)


if __name__ == "__main__":
    main()
