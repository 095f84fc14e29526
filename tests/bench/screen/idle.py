"""What an empty mat costs: processor time of the kiosk's process on the home screen, and whether the sampler keeps its
rate beside sixty pictures a second: `python -m tests.bench.screen.idle`."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hardware.clock import SystemClock
from tests.bench.screen.framebuffer import virtual_screen

SIZE = (800, 480)
IDLE_S, SETTLES_S = 30.0, 6.0
BUSY = Path(__file__).parents[2] / "recordings" / "train_019_single_brisk.csv.gz"
SETTINGS = "[display]\nframe_rate_hz = 60\n"
MISSED = re.compile(r"missed samples: (\d+) so far \(worst ([\d.]+) ms late\)")


def empty_mat(file: Path, seconds: float) -> None:
    """A recording on which nobody is: every zone at its zero, with the converter's noise."""
    noise = random.Random("an empty mat")
    names = ("foot_left", "foot_right", "sacrum_lower", "sacrum_upper")
    rows = [f"t,{','.join(names)}"]
    rows += [f"{n / 100:.4f}," + ",".join(f"{0.2 + noise.gauss(0, 0.0008):.4f}" for _ in names)
             for n in range(round(100 * seconds))]
    file.write_text("\n".join(rows) + "\n")


def cpu_s(pid: int) -> float:
    """Seconds of processor time so far, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(recording: Path, folder: Path, watch: Callable[["subprocess.Popen[str]"], float]) -> tuple[float, str]:
    """What `watch` measures while the kiosk plays the recording, and what the kiosk's log says."""
    config = folder / "mat.toml"
    config.write_text(SETTINGS)
    with virtual_screen(SIZE) as (display, _), (folder / "told.txt").open("w+") as told:
        env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_"))}
        env |= {"DISPLAY": display, "SDL_AUDIODRIVER": "dummy", "MAT_CONFIG": str(config),
                "MAT_DATA": str(folder / recording.stem)}
        kiosk = subprocess.Popen([sys.executable, "-m", "mat", "run", "--hardware", "emulated", "--recording",
                                  str(recording)], env=env, stderr=told, text=True)
        try:
            measured = watch(kiosk)
        finally:
            kiosk.terminate()
            kiosk.wait(20)
        told.seek(0)
        return measured, told.read()


def idle_share(kiosk: "subprocess.Popen[str]") -> float:
    clock = SystemClock()
    clock.sleep_until_s(clock.now_s() + SETTLES_S)
    before_s, begin_s = cpu_s(kiosk.pid), clock.now_s()
    clock.sleep_until_s(begin_s + IDLE_S)
    return (cpu_s(kiosk.pid) - before_s) / (clock.now_s() - begin_s)


def busy_share(kiosk: "subprocess.Popen[str]") -> float:
    """Until the recording ends."""
    clock, begin_s, used_s = SystemClock(), SystemClock().now_s(), 0.0
    while kiosk.poll() is None:
        used_s = cpu_s(kiosk.pid)
        clock.sleep_until_s(clock.now_s() + 0.1)
    return used_s / (clock.now_s() - begin_s)


def main() -> None:
    with TemporaryDirectory() as folder:
        recording = Path(folder) / "empty.csv"
        empty_mat(recording, IDLE_S + SETTLES_S + 20.0)
        share, _ = run(recording, Path(folder), idle_share)
        sys.stdout.write(f"idle, home screen: {100 * share:.1f} % of a core over {IDLE_S:.0f} s\n")
        share, log = run(BUSY, Path(folder), busy_share)
        found = MISSED.findall(log)
        missed = f"{found[-1][0]} missed, worst {found[-1][1]} ms late" if found else "none missed"
        sys.stdout.write(f"a session at 60 pictures a second: {100 * share:.0f} % of a core; samples: {missed}\n")


if __name__ == "__main__":
    main()
