"""What reaches the card: of an idle kiosk, and of one session.

Counted is what the kernel counts for the kiosk's own processes (`write_bytes` less `cancelled_write_bytes` of
/proc/PID/io): whole pages that go to a block device. What lies in memory (tmpfs) does not count, nor does what the file
system adds for itself.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hardware.clock import SystemClock

SETTLES_S = 15.0
TARGET_MB = 20.0
"""A day of an idle mat: a card of 8 GB takes thousands of times its size."""
DAY_S = 86_400.0
MEMORY = Path("/dev/shm")


def file_system(folder: Path) -> str:
    """The kind of file system that `folder` is on, e.g. "ext4" or "tmpfs"."""
    device = os.stat(folder).st_dev
    mark = f"{os.major(device)}:{os.minor(device)}"
    for line in Path("/proc/self/mountinfo").read_text("utf-8").splitlines():
        fields, _, rest = line.partition(" - ")
        if fields.split()[2] == mark:
            return rest.split()[0]
    return "untold"


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [one for child in task.read_text("ascii").split() for one in family(int(child))]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


class Written:
    """Bytes that a process and those below it have sent to disks; who has ended keeps its last count."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._by: dict[int, int] = {}

    def so_far(self) -> int:
        for pid in family(self._pid):
            try:
                lines = Path(f"/proc/{pid}/io").read_text("ascii").splitlines()
            except (FileNotFoundError, ProcessLookupError):
                continue
            told = {name: int(value) for name, value in (line.split(": ") for line in lines)}
            self._by[pid] = told["write_bytes"] - told["cancelled_write_bytes"]
        return sum(self._by.values())


def environment(folder: Path, memory: Path) -> dict[str, str]:
    """As the unit has it: data and voice on the disk, what waits for the disk in memory."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("MAT_", "SDL_", "DISPLAY"))}
    return env | {"SDL_AUDIODRIVER": "dummy", "PYTHONDONTWRITEBYTECODE": "1", "MAT_DATA": str(folder / "data"),
                  "CACHE_DIRECTORY": str(folder / "cache"), "RUNTIME_DIRECTORY": str(memory)}


def idle(seconds: float, folder: Path, memory: Path) -> tuple[int, int]:
    """Bytes of an empty mat's kiosk in its first SETTLES_S, and in so many seconds after them."""
    clock = SystemClock()
    with (memory / "log").open("w") as log:  # as a journal in memory takes it
        kiosk = subprocess.Popen([sys.executable, "-m", "mat", "run", "--headless", "--hardware", "emulated",
                                  "--arrives-after", "3600"], env=environment(folder, memory), stderr=log)
        try:
            written = Written(kiosk.pid)
            clock.sleep_until_s(clock.now_s() + SETTLES_S)
            start = written.so_far()
            clock.sleep_until_s(clock.now_s() + seconds)
            if kiosk.poll() is not None:
                raise RuntimeError(f"the kiosk ended: {(memory / 'log').read_text('utf-8')}")
            return start, written.so_far() - start
        finally:
            kiosk.terminate()
            kiosk.wait(20)


def session(folder: Path, memory: Path) -> int:
    """Bytes of one session of three stretches a side, the database already there.

    The kernel's count for a process that has ended (its `ru_oublock`, in blocks of 512 bytes).
    """
    command = [sys.executable, "-m", "mat", "demo", "--headless", "--reps", "3", "--data", str(folder / "data")]
    with (memory / "log").open("w") as log:
        subprocess.run([sys.executable, "-m", "mat", "summary"], env=environment(folder, memory), stdout=log,
                       check=True)
        done = subprocess.Popen(command, env=environment(folder, memory), stdout=log, stderr=log)
        _, status, used = os.wait4(done.pid, 0)
        done.returncode = os.waitstatus_to_exitcode(status)
    if done.returncode:
        raise RuntimeError(f"the demonstration failed: {(memory / 'log').read_text('utf-8')}")
    return used.ru_oublock * 512


def table(seconds: float, disk: Path | None = None) -> Iterator[str]:
    with TemporaryDirectory(dir=disk) as place, TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as memory:
        folder = Path(place)
        if file_system(folder) in ("tmpfs", "ramfs"):
            yield f"writes: not told, {folder.parent} is in memory; name a folder on a disk with --disk"
            return
        start, during = idle(seconds, folder, Path(memory))
        a_day = during / seconds * DAY_S / 1e6
        yield (f"written by an idle kiosk: {a_day:.2f} MB a day, at most {TARGET_MB:g} ({during / 1e3:.1f} kB in "
               f"{seconds / 60:g} min); in the {SETTLES_S:.0f} s of its start {start / 1e3:.0f} kB")
        yield f"written by one session of 2 × 3 stretches: {session(folder, Path(memory)) / 1e3:.0f} kB"
