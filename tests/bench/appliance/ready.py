"""From the program's start to the moment it reports ready, and from the wish to end to its end: a whole kiosk with a
(pretended) window, told to a pretended systemd."""

import os
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hardware.clock import SystemClock
from tests.systemd.listening import Systemd

READY_MOST_S, STOP_MOST_S = 5.0, 2.0


def once(folder: Path) -> tuple[float, float]:
    """Seconds to ready, and to the end."""
    systemd, clock = Systemd(str(folder / "notify")), SystemClock()
    env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_"))}
    env |= {"MAT_DATA": str(folder / "data"), "CACHE_DIRECTORY": str(folder / "cache"), "SDL_VIDEODRIVER": "dummy",
            "SDL_AUDIODRIVER": "dummy", **systemd.env(WATCHDOG_USEC="10000000")}
    begun_s = clock.now_s()
    kiosk = subprocess.Popen([sys.executable, "-m", "mat", "run", "--hardware", "emulated", "--arrives-after", "3600"],
                             env=env, stderr=subprocess.DEVNULL)
    try:
        ready_s = systemd.wait_for("READY=1") - begun_s
        clock.sleep_until_s(clock.now_s() + 1.0)
        asked_s = clock.now_s()
        kiosk.send_signal(signal.SIGTERM)
        kiosk.wait(30)
        return ready_s, clock.now_s() - asked_s
    finally:
        kiosk.kill()
        kiosk.wait()
        systemd.close()
        (folder / "notify").unlink()


def table(times: int = 7) -> Iterator[str]:
    """The first start makes the database and is not counted."""
    with TemporaryDirectory() as place:
        once(Path(place))
        found = [once(Path(place)) for _ in range(times)]
    for words, most_s, taken in (("start to ready", READY_MOST_S, [ready for ready, _ in found]),
                                 ("wish to end to the end", STOP_MOST_S, [end for _, end in found])):
        yield (f"{words}: {statistics.median(taken):.2f} s median of {times}, {max(taken):.2f} s worst "
               f"(at most {most_s:g})")
