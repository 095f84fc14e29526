"""A Debian of one's own to install in: made once; every test that changes it has a fresh copy (an overlay)."""

import os
import shutil
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hardware.clock import SystemClock

PROJECT = Path(__file__).parents[2]
INCLUDE = "ca-certificates,systemd,systemd-sysv,udev,dbus"
"""What every Debian and Raspberry Pi OS has that was not made by hand; the rest is the installer's work."""
PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT")


class Missing(Exception):
    """Why a Debian cannot be made or entered on this machine."""


@dataclass
class Done:
    code: int
    said: str


PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENTER = 'mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" || exit 99; cd /; exec chroot "$@"'
BIND = 'mount --bind "{}" "{}" && mount -o remount,bind,ro "{}" || exit 99; '


@dataclass
class Root:
    """A root folder that can be entered, with /proc and /dev.

    They are mounted for the command alone, in a name space of its own: nothing is left mounted, whatever happens.
    """

    path: Path
    network: bool = True
    read_only: dict[str, Path] = field(default_factory=dict)
    """Folders of this machine to be seen inside."""

    def run(self, *words: object, timeout_s: float = 300, **environment: str) -> Done:
        given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        env = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", **given, **environment}
        binds = "".join(BIND.format(folder, self.at(place), self.at(place)) for place, folder in self.read_only.items())
        alone = [] if self.network else ["--net"]
        done = subprocess.run(["unshare", "--mount", *alone, "sh", "-c", binds + ENTER, "sh", str(self.path),
                               "env", "-i", *(f"{k}={v}" for k, v in env.items()), *map(str, words)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout_s,
                              check=False)
        return Done(done.returncode, done.stdout)

    def shell(self, script: str, **environment: str) -> Done:
        return self.run("sh", "-c", script, **environment)

    def at(self, place: str) -> Path:
        return self.path / place.lstrip("/")


def suite() -> str:
    told = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text("utf-8").splitlines() if "=" in line)
    name = told.get("VERSION_CODENAME", "").strip('"')
    return name if name in ("bookworm", "trixie") else "bookworm"


def mirror() -> str:
    """The Debian mirror this machine's apt uses."""
    if shutil.which("apt-get") is None:
        raise Missing("there is no apt-get on this machine, whose mirror would be used")
    listed = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
                            capture_output=True, text=True, check=True).stdout.split()
    found = [uri for uri in listed if uri.rstrip("/").endswith("/debian")]
    if not found:
        raise Missing("this machine's apt knows no Debian mirror")
    return found[0]


def check_machine() -> None:
    if os.geteuid() != 0:
        raise Missing("a Debian root can only be made and entered by root")
    for command, package in (("mmdebstrap", "mmdebstrap"), ("chroot", "coreutils"), ("unshare", "util-linux")):
        if shutil.which(command) is None:
            raise Missing(f"{command} is not on this machine (Debian's package {package})")
    try:
        urllib.request.urlopen(f"{mirror().rstrip('/')}/dists/{suite()}/Release", timeout=20).close()
    except (urllib.error.URLError, OSError) as fault:
        raise Missing(f"Debian's mirror does not answer: {fault}") from fault


def make(folder: Path) -> Path:
    """A small Debian of this machine's suite: half a minute. Raises Missing; a failure of another kind is one."""
    check_machine()
    subprocess.run(["mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", f"--include={INCLUDE}",
                    "--aptopt=Acquire::Languages none", "--dpkgopt=force-unsafe-io",
                    "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-exclude=/usr/share/man/*",
                    "--dpkgopt=path-exclude=/usr/share/locale/*", suite(), str(folder), mirror()],
                   check=True, timeout=600)
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    if certificates.exists():
        shutil.copy(certificates, folder / "etc/ssl/certs/ca-certificates.crt")
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    return folder


@contextmanager
def over(*lower: Path, folder: Path, upper: Path | None = None) -> Iterator[Path]:
    """A copy of the roots below, uppermost first, that costs nothing; `upper` keeps what is changed in it."""
    upper = upper or folder / "upper"
    root, work = folder / "root", folder / "work"
    for each in (upper, work, root):
        each.mkdir(parents=True, exist_ok=True)
    options = f"lowerdir={':'.join(map(str, lower))},upperdir={upper},workdir={work}"
    done = subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, str(root)], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        raise Missing(f"this machine mounts no overlay: {done.stderr.strip()}")
    try:
        yield root
    finally:
        subprocess.run(["umount", "--lazy", str(root)], check=False)


def entered(root: Root) -> Root:
    """The same, if it can be entered at all."""
    done = root.run("true")
    if done.code:
        raise Missing(f"a chroot with /proc and /dev cannot be made here: {done.said.strip()}")
    return root


class Booted:
    """A root with its own systemd, started in a container. Raises Missing where that cannot be."""

    def __init__(self, path: Path, log: Path, read_only: dict[str, Path]) -> None:
        if shutil.which("systemd-nspawn") is None:
            raise Missing("systemd-nspawn is not on this machine (Debian's package systemd-container)")
        self.path, self._log, self._read_only = path, log, read_only
        self._start()

    def _start(self) -> None:
        with self._log.open("ab") as log:
            self._nspawn = subprocess.Popen(
                ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", f"--machine=mat-test-{os.getpid()}",
                 f"--directory={self.path}", "--resolv-conf=copy-host", "--boot",
                 *(f"--bind-ro={folder}:{place}" for place, folder in self._read_only.items())],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        clock = SystemClock()
        end_s = clock.now_s() + 60
        while self.run("systemctl", "is-system-running").said.strip() not in ("running", "degraded", "starting"):
            if self._nspawn.poll() is not None or clock.now_s() > end_s:
                said = self._log.read_text("utf-8", "replace")[-400:]
                self.off()
                raise Missing(f"systemd-nspawn cannot boot a container here: {said}")
            clock.sleep_until_s(clock.now_s() + 0.1)

    def run(self, *words: object, timeout_s: float = 300) -> Done:
        first = self._first()
        if not first:
            return Done(255, "the container is not there yet")
        done = subprocess.run(["nsenter", f"--target={first}", "--mount", "--uts", "--ipc", "--net", "--pid", "--root",
                               "env", "-i", "--chdir=/", f"PATH={PATH}", "HOME=/root", "LANG=C.UTF-8",
                               *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=timeout_s, check=False)
        return Done(done.returncode, done.stdout)

    def _first(self) -> str:
        """The container's first process, "" without one."""
        pid = self._nspawn.pid
        try:
            return Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").partition(" ")[0]
        except OSError:
            return ""

    def shell(self, script: str, *, timeout_s: float = 300) -> Done:
        return self.run("bash", "-c", script, timeout_s=timeout_s)

    def unplug(self) -> None:
        """Everything in it is gone at once: with its first process, which outlives nspawn, and may go on for ever."""
        if first := self._first():
            os.kill(int(first), signal.SIGKILL)
        self._nspawn.kill()
        self._nspawn.wait()

    def boot_again(self) -> None:
        self._start()

    def off(self) -> None:
        if self._nspawn.poll() is None:
            self._nspawn.terminate()
            try:
                self._nspawn.wait(30)
            except subprocess.TimeoutExpired:
                self.unplug()


def copy_source(to: Path) -> Path:
    """What is in git, as it lies here now, new files included; like an unpacked archive it has no .git."""
    names = subprocess.run(["git", "-C", str(PROJECT), "ls-files", "-co", "--exclude-standard", "-z"],
                           capture_output=True, check=True).stdout.decode().split("\0")
    for name in names:
        if name and (PROJECT / name).is_file() and not name.startswith(("tests/", ".ci/")):
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, to / name)
    return to
