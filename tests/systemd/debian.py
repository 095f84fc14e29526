"""A Debian of one's own to install in: made once; every test that changes it has a fresh copy (an overlay)."""

import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

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


@dataclass
class Root:
    """A root folder that can be entered, with /proc and /dev, and with a network unless told otherwise."""

    path: Path
    network: bool = True
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *words: object, timeout_s: float = 300, **environment: str) -> Done:
        given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        env = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
               "LANG": "C.UTF-8", **given, **environment}
        alone = [] if self.network else ["unshare", "--net"]
        done = subprocess.run([*alone, "chroot", str(self.path), "env", "-i", *(f"{k}={v}" for k, v in env.items()),
                               *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=timeout_s, check=False)
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


@contextmanager
def entered(path: Path, *, network: bool = True) -> Iterator[Root]:
    with ExitStack() as stack:
        for words, where in ((["-t", "proc", "proc"], "proc"), (["--bind", "/dev"], "dev")):
            done = subprocess.run(["mount", *words, str(path / where)], capture_output=True, text=True, check=False)
            if done.returncode:
                raise Missing(f"this machine mounts no /{where} in a chroot: {done.stderr.strip()}")
            stack.callback(subprocess.run, ["umount", "--lazy", str(path / where)], check=False)
        yield Root(path, network)


def copy_source(to: Path) -> Path:
    """What is in git, as it lies here now, new files included; like an unpacked archive it has no .git."""
    names = subprocess.run(["git", "-C", str(PROJECT), "ls-files", "-co", "--exclude-standard", "-z"],
                           capture_output=True, check=True).stdout.decode().split("\0")
    for name in names:
        if name and (PROJECT / name).is_file() and not name.startswith(("tests/", ".ci/")):
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, to / name)
    return to
