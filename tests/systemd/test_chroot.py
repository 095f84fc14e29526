"""The installer for real, in a Debian made for it: from a bundle without a network, again, with one, and off."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.systemd.conftest import Installed
from tests.systemd.debian import Root

pytestmark = pytest.mark.slow

OURS = ("etc", "opt", "usr/local", "home", "root", "srv", "media", "boot", "var/lib", "var/cache", "var/tmp", "tmp",
        "usr/lib/systemd", "usr/lib/sysusers.d", "usr/lib/tmpfiles.d", "usr/lib/udev")
"""Where an installer of ours could leave something."""
DEBIANS = re.compile(r"var/lib/(dpkg|apt|systemd|polkit-1|dbus|python|ucf|pam|xml-core|sgml-base)\b"
                     r"|var/cache/(apt|debconf|ldconfig|fontconfig)\b|usr/local/(share/(xml|sgml|fonts)|lib/python3)"
                     r"|etc/(alternatives|ld\.so\.cache|rc.\.d|xml|sgml|inputrc|python3)\b|\.pyc$|__pycache__$")
"""What Debian's own packages make when they are installed, without owning it."""


def listing(root: Root, *places: str) -> dict[str, str]:
    """Every file with its mode, owner, time and content."""
    found = {}
    for place in places:
        for path in root.at(place).rglob("*"):
            state = path.lstat()
            content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            target = str(path.readlink()) if path.is_symlink() else ""
            changed = "" if path.is_dir() else str(state.st_mtime_ns)
            found[str(path.relative_to(root.path))] = " ".join([oct(state.st_mode), str(state.st_uid), changed, target,
                                                                hashlib.sha256(content).hexdigest()])
    return found


def owned_by_packages(root: Root) -> set[str]:
    lists = root.at("/var/lib/dpkg/info").glob("*.list")
    named = {line.lstrip("/") for path in lists for line in path.read_text("utf-8").splitlines()}
    return named | {f"usr/{name}" for name in named if name.startswith("lib/")}  # older packages say where it was


def test_a_bundle_installs_without_a_network_and_leaves_apts_own_lists_alone(installed: Installed) -> None:
    assert installed.done.code == 0, installed.done.said
    assert "Everything comes from /bundle" in installed.done.said
    assert "Installed, but the mat is not fit for use yet" in installed.done.said  # there is no converter here
    assert installed.apt_after == installed.apt_before


def test_a_second_run_changes_nothing(machine: Root) -> None:
    places = ("etc", "opt", "usr/local", "var/lib")
    settings = machine.at("/etc/mat-kiosk/mat.toml")
    assert settings.stat().st_mode & 0o777 == 0o640  # it holds the PIN
    settings.write_text('[hardware]\nkind = "pi"\n[station]\nname = "mine"\n', "utf-8")
    # the source folder has a newer date and lies elsewhere: only what is in it counts
    for script in machine.at("/src/systemd").iterdir():
        script.chmod(0o644)  # as copied from Windows
    first = machine.run("bash", "/src/systemd/install")
    before = listing(machine, *places)
    again = machine.run("bash", "/src/systemd/install")
    assert (first.code, again.code) == (0, 0), first.said + again.said
    assert listing(machine, *places) == before
    assert 'name = "mine"' in settings.read_text("utf-8")
    for made in ("/usr/local/bin/mat", "/opt/mat-kiosk/share/trial", "/opt/mat-kiosk/share/uninstall",
                 "/opt/mat-kiosk/share/python-check"):
        assert machine.at(made).stat().st_mode & 0o777 == 0o755, made
    dry = machine.run("bash", "/src/systemd/install", "--dry-run")
    assert (dry.code, listing(machine, *places)) == (0, before)
    [would] = re.findall(r"Would .*", dry.said)
    assert "mat doctor" in would


def test_the_network_brings_what_is_missing_and_half_a_version_is_made_anew(machine: Root) -> None:
    """As after a plug pulled in the middle: a Debian package is gone, and the version's folder is not complete."""
    gone = machine.run("dpkg", "--force-depends", "--purge", "espeak-ng")
    assert gone.code == 0, gone.said
    [release] = machine.at("/opt/mat-kiosk/releases").iterdir()
    (release / "complete").unlink()
    (release / "bin/mat").write_text("", "utf-8")
    source = listing(machine, "src")
    done = machine.run("/src/systemd/install")
    assert done.code == 0, done.said
    assert "Install: espeak-ng" in done.said
    assert machine.run("espeak-ng", "--version").code == 0
    assert machine.run("mat", "--version").said.startswith("mat ")
    assert listing(machine, "src") == source


def test_pygame_numpy_and_lgpio_come_from_debian_and_not_from_pip(machine: Root) -> None:
    [release] = machine.at("/opt/mat-kiosk/releases").iterdir()
    for library in ("pygame", "numpy", "lgpio"):
        done = machine.run("/opt/mat-kiosk/current/bin/python", "-c",
                           f"from importlib.util import find_spec; f = find_spec('{library}')\n"
                           "print(f.origin if f else 'none')")
        if library == "lgpio" and machine.run("dpkg", "-s", "python3-lgpio").code:
            assert done.said.strip() == "none"  # only Raspberry Pi OS has it
        else:
            assert done.said.startswith("/usr/lib/python3/dist-packages/"), done.said
        assert not list(release.glob(f"lib/python3*/site-packages/{library}*"))


def test_a_pygame_that_cannot_draw_on_a_pi_is_refused_with_the_way_out(machine: Root) -> None:
    """pip's, put there by somebody with sudo, comes before Debian's: the screen would stay black."""
    [python] = machine.at("/usr/lib").glob("python3.*/")
    other = machine.at(f"/usr/local/lib/{python.name}/dist-packages/pygame")
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("", "utf-8")
    (machine.at("/src/mat/newer.py")).write_text('"""Another version."""\n', "utf-8")
    done = machine.run("/src/systemd/install")
    assert done.code == 1
    assert "pip3 uninstall --break-system-packages pygame" in done.said
    assert len(list(machine.at("/opt/mat-kiosk/releases").iterdir())) == 1


def test_the_doctor_tells_what_is_missing_and_what_to_do(machine: Root) -> None:
    done = machine.run("mat", "doctor", "--seconds", "1")
    said = " ".join(done.said.split())
    assert done.code == 3, done.said
    assert "There is no I²C bus 1" in said
    assert "Traceback" not in said


def test_a_demo_runs_as_the_user_mat_and_what_is_kept_belongs_to_mat(machine: Root) -> None:
    done = machine.run("mat", "demo", "--headless", "--reps", "1", "--data", "/var/lib/mat-kiosk")
    assert done.code == 0, done.said
    database = machine.at("/var/lib/mat-kiosk/mat.sqlite3")
    assert database.stat().st_uid == machine.at("/var/lib/mat-kiosk").stat().st_uid != 0
    assert machine.at("/var/lib/mat-kiosk").stat().st_mode & 0o777 == 0o700
    machine.at("/home/somebody").mkdir(mode=0o700)
    export = machine.shell("cd /home/somebody && mat export mine")  # a relative path, in a folder that is not mat's
    assert export.code == 0, export.said
    assert machine.at("/home/somebody/mine/sessions.csv").exists()
    older = machine.at("/home/somebody/mine").stat()
    (machine.at("/home/somebody/link")).symlink_to("/var/lib/mat-kiosk")
    theirs = machine.shell("cd /home/somebody && mat export theirs && mat backup copy.sqlite3 && "
                           "mat backup link/inside", SUDO_UID="1234", SUDO_GID="1235")
    assert theirs.code == 0, theirs.said
    for name in ("theirs", "theirs/sessions.csv", "copy.sqlite3"):
        made = machine.at(f"/home/somebody/{name}").stat()
        assert (made.st_uid, made.st_gid) == (1234, 1235), name
    assert machine.at("/home/somebody/mine").stat() == older
    assert machine.at("/var/lib/mat-kiosk/inside").stat().st_uid == database.stat().st_uid


@pytest.mark.parametrize("words", [[], ["--purge"]], ids=["keeps data", "purge"])
def test_uninstalling_leaves_nothing_behind_but_data_and_with_purge_nothing(machine: Root, installed: Installed,
                                                                            words: list[str]) -> None:
    assert machine.run("mat", "demo", "--headless", "--reps", "1", "--data", "/var/lib/mat-kiosk").code == 0
    used = machine.run("systemctl", "enable", r"var-lib-mat\x2dkiosk.mount")  # a partition of its own for the sessions
    assert used.said.count("Created symlink") == 2, used.said
    done = machine.run("bash", "/opt/mat-kiosk/share/uninstall", *words)
    assert done.code == 0, done.said
    assert "MATDATA" in done.said
    plain = {str(path.relative_to(installed.plain)) for place in OURS for path in (installed.plain / place).rglob("*")}
    left = {path for path in listing(machine, *OURS) if not DEBIANS.search(path)} - plain - owned_by_packages(machine)
    data = {path for path in left if path.startswith(("etc/mat-kiosk", "var/lib/mat-kiosk"))}
    assert sorted(left - data) == []
    if words:
        assert data == set()
        assert machine.run("id", "mat").code == 1
    else:
        assert {"etc/mat-kiosk/mat.toml", "var/lib/mat-kiosk/mat.sqlite3"} <= data
    again = machine.run("/src/systemd/uninstall", *words)
    assert again.code == 0, again.said


def test_a_bundle_that_is_not_whole_or_for_another_system_is_told_plainly(machine: Root, bundle: Path) -> None:
    stick = machine.at("/stick")
    (stick / "source/systemd").mkdir(parents=True)
    for name in ("bundle.txt", "SHA256SUMS", "source/systemd/requirements.lock"):
        (stick / name).write_bytes((bundle / name).read_bytes())
    broken = machine.run("/src/systemd/install", "--offline", "/stick")
    assert (broken.code, "the bundle is not whole" in broken.said) == (1, True), broken.said
    (stick / "bundle.txt").write_text("version=0\nsuite=sid\narch=riscv64\n", "utf-8")
    other = machine.run("/src/systemd/install", "--offline", "/stick")
    assert (other.code, "this bundle is for sid riscv64" in other.said) == (1, True), other.said
    none = machine.run("/src/systemd/install", "--offline", "/src")
    assert (none.code, "/src is not a bundle" in none.said) == (1, True), none.said
