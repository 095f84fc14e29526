"""The installed kiosk under a systemd of its own: ready, killed, hung, stopped; new versions, good and broken."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hardware.clock import SystemClock
from tests.systemd.conftest import Installed, or_skip
from tests.systemd.debian import PROJECT, Booted, copy_source, over

pytestmark = pytest.mark.slow

IN_A_CONTAINER = """\
# A container has no panel, no loudspeaker and no converter. All else is as on a Pi.
[Service]
Environment=SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy
"""
SETTINGS = '[hardware]\nkind = "emulated"\n[station]\nname = "under test"\n'
SHORTER = """\
# A minute on a Pi; the tests wait for it.
[Service]
Environment=MAT_TRIAL_S=8
"""


STICK = """\
# A container has no sticks; all else of a mounted one is as on a Pi.
[Mount]
What=tmpfs
Type=tmpfs
Options=uid=mat,gid=mat,mode=700
"""


@pytest.fixture(scope="module")
def kiosk(installed: Installed, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booted]:
    assert installed.done.code == 0, installed.done.said
    folder = tmp_path_factory.mktemp("booted")
    with ExitStack() as stack:
        root = or_skip(lambda: stack.enter_context(over(installed.upper, installed.plain, folder=folder)))
        for name, words in (("mat-kiosk.service", IN_A_CONTAINER), ("mat-trial.service", SHORTER),
                            ("media-matbackup.mount", STICK)):
            drop_in = root / f"etc/systemd/system/{name}.d/test.conf"
            drop_in.parent.mkdir()
            drop_in.write_text(words, "utf-8")
        (root / "etc/mat-kiosk/mat.toml").write_text(SETTINGS, "utf-8")
        copy_source(root / "src")
        (root / "bundle").mkdir()
        booted = or_skip(lambda: Booted(root, folder / "console", {"/bundle": bundle}))
        stack.callback(booted.off)
        yield booted


def state(kiosk: Booted) -> dict[str, str]:
    shown = kiosk.run("systemctl", "show", "mat-kiosk", "-p", "ActiveState,SubState,MainPID,InvocationID,Result")
    return dict(line.split("=", 1) for line in shown.said.splitlines() if "=" in line)


def wait_ready(kiosk: Booted, not_the_one: str = "", patience_s: float = 60) -> dict[str, str]:
    """Until the service has reported ready; `not_the_one`: the invocation that must not be it any more."""
    clock = SystemClock()
    end_s = clock.now_s() + patience_s
    while (now := state(kiosk)).get("ActiveState") != "active" or now["InvocationID"] == not_the_one:
        assert clock.now_s() < end_s, f"{now}\n{journal(kiosk)}"
        clock.sleep_until_s(clock.now_s() + 0.1)
    return now


def wait_until(kiosk: Booted, so: Callable[[], object], unit: str = "mat-kiosk", patience_s: float = 60) -> None:
    clock = SystemClock()
    end_s = clock.now_s() + patience_s
    while not so():
        assert clock.now_s() < end_s, journal(kiosk, unit)
        clock.sleep_until_s(clock.now_s() + 0.2)


def send(kiosk: Booted, what: str, pid: str) -> None:
    done = kiosk.shell(f"kill {what} {pid}")
    assert done.code == 0, done.said


def journal(kiosk: Booted, unit: str = "mat-kiosk") -> str:
    return kiosk.run("journalctl", "--no-pager", "-n", "60", "-u", unit).said


def sampler_of(kiosk: Booted, main: str) -> str:
    """The process that reads the converter, "" while there is none."""
    found = kiosk.shell(f"for p in $(cat /proc/{main}/task/*/children); do "
                        "tr '\\0' ' ' </proc/$p/cmdline | grep -q spawn_main && echo $p; done; true").said.split()
    return found[0] if len(found) == 1 else ""


def wait_for_a_sampler(kiosk: Booted, main: str, not_the_one: str = "", patience_s: float = 40) -> str:
    clock = SystemClock()
    end_s = clock.now_s() + patience_s
    while (found := sampler_of(kiosk, main)) in ("", not_the_one):
        assert clock.now_s() < end_s, journal(kiosk)
        clock.sleep_until_s(clock.now_s() + 0.2)
    return found


def note_start(kiosk: Booted) -> None:
    """How long it took, for whoever wants to know: no test judges it."""
    told = kiosk.run("systemctl", "show", "mat-kiosk", "-p",
                     "ExecMainStartTimestampMonotonic,ActiveEnterTimestampMonotonic").said
    first, second = sorted(int(number) for number in re.findall(r"=(\d+)", told))
    file = PROJECT / ".benchmarks" / "start-to-ready.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{(second - first) / 1e6:.2f} s from the service's start to ready, in a container\n", "utf-8")


def release(kiosk: Booted, link: str = "current") -> str:
    return kiosk.run("readlink", f"/opt/mat-kiosk/{link}").said.strip()


def sessions(kiosk: Booted) -> int:
    told = kiosk.run("mat", "summary", "--json")
    assert told.code == 0, told.said
    return len(json.loads(told.said)["sessions"])


def keep_a_session(kiosk: Booted) -> int:
    """One more, and how many there are now; the kiosk runs on."""
    done = kiosk.shell("systemctl stop mat-kiosk && mat demo --headless --reps 1 --data /var/lib/mat-kiosk; "
                       "systemctl start mat-kiosk")
    wait_ready(kiosk)
    kept = sessions(kiosk)
    assert kept > 0, done.said
    return kept


def version(kiosk: Booted, name: str, changes: dict[str, tuple[str, str]]) -> str:
    """A copy of the source with a word changed in some files, made beside the one in /src: its folder."""
    folder = kiosk.path / name
    shutil.copytree(kiosk.path / "src", folder)
    for file, (old, new) in changes.items():
        text = (folder / file).read_text("utf-8")
        assert old in text, file
        (folder / file).write_text(text.replace(old, new), "utf-8")
    return f"/{name}"


def test_the_service_starts_with_the_machine_and_reports_ready(kiosk: Booted) -> None:
    now = wait_ready(kiosk)
    assert kiosk.run("systemctl", "show", "mat-kiosk", "-p", "Type,WatchdogUSec").said.split() == ["Type=notify",
                                                                                                "WatchdogUSec=10s"]
    assert kiosk.run("stat", "-c", "%U", f"/proc/{now['MainPID']}").said.strip() == "mat"
    note_start(kiosk)
    failed = kiosk.run("systemctl", "list-units", "--failed", "--plain", "--no-legend").said
    assert "mat-" not in failed
    assert "active" in kiosk.run("systemctl", "is-active", "mat-backup.timer").said


def test_after_kill_9_it_is_back_and_ready(kiosk: Booted) -> None:
    before = wait_ready(kiosk)
    send(kiosk, "-9", before["MainPID"])
    now = wait_ready(kiosk, before["InvocationID"])
    assert now["MainPID"] != before["MainPID"]


def test_a_sampler_that_hangs_is_replaced_and_the_kiosk_goes_on(kiosk: Booted) -> None:
    before = wait_ready(kiosk)
    hung = wait_for_a_sampler(kiosk, before["MainPID"])
    send(kiosk, "-STOP", hung)
    wait_for_a_sampler(kiosk, before["MainPID"], hung)
    assert state(kiosk)["InvocationID"] == before["InvocationID"]


def test_a_screen_that_hangs_is_noticed_and_the_service_started_again(kiosk: Booted) -> None:
    before = wait_ready(kiosk)
    send(kiosk, "-STOP", before["MainPID"])
    now = wait_ready(kiosk, before["InvocationID"])
    assert now["MainPID"] != before["MainPID"]
    assert "watchdog" in journal(kiosk).lower()


def test_it_stops_by_itself_when_told_to(kiosk: Booted) -> None:
    wait_ready(kiosk)
    kiosk.run("systemctl", "stop", "mat-kiosk")
    after = state(kiosk)
    assert (after["ActiveState"], after["Result"]) == ("inactive", "success")  # "timeout" if it had to be killed
    kiosk.run("systemctl", "start", "mat-kiosk")
    wait_ready(kiosk)


def test_the_doctor_has_the_mat_for_itself_and_the_kiosk_comes_back(kiosk: Booted) -> None:
    before = wait_ready(kiosk)
    done = kiosk.run("mat", "doctor", "--seconds", "1")
    assert "The kiosk is stopped for this" in done.said
    assert "another mat kiosk" not in done.said
    wait_ready(kiosk, before["InvocationID"])


def test_a_missing_partition_for_the_data_keeps_no_kiosk_from_starting_and_is_found_later(kiosk: Booted) -> None:
    """In use, but not there: the kiosk says so, and takes it when it is mounted."""
    wait_ready(kiosk)
    done = kiosk.shell("systemctl stop mat-kiosk && mv /var/lib/mat-kiosk /var/lib/kept && "
                       "mkdir -m 555 /var/lib/mat-kiosk && systemctl enable 'var-lib-mat\\x2dkiosk.mount' && "
                       "systemctl start --no-block mat-kiosk")
    assert done.code == 0, done.said
    wait_until(kiosk, lambda: "cannot start: /var/lib/mat-kiosk: the data folder cannot be used" in journal(kiosk))
    done = kiosk.shell("mount -t tmpfs -o uid=mat,gid=mat,mode=700 tmpfs /var/lib/mat-kiosk")
    assert done.code == 0, done.said
    wait_until(kiosk, lambda: kiosk.run("test", "-e", "/var/lib/mat-kiosk/mat.sqlite3").code == 0)
    wait_ready(kiosk)
    done = kiosk.shell("systemctl stop mat-kiosk; umount /var/lib/mat-kiosk && rmdir /var/lib/mat-kiosk && "
                       "mv /var/lib/kept /var/lib/mat-kiosk && systemctl disable 'var-lib-mat\\x2dkiosk.mount' && "
                       "systemctl start mat-kiosk")
    assert done.code == 0, done.said
    wait_ready(kiosk)


def test_a_copy_of_the_sessions_is_kept_and_one_on_each_stick_that_is_plugged_in(kiosk: Booted) -> None:
    """On a stick that may have been in other mats: below this one's name and id."""
    keep_a_session(kiosk)
    for _ in range(2):  # with nothing new since, no second copy is made
        done = kiosk.run("systemctl", "start", "mat-backup")
        assert done.code == 0, journal(kiosk, "mat-backup")
    assert len(list((kiosk.path / "var/lib/mat-kiosk/backups").iterdir())) == 1
    own = kiosk.shell("echo mat-$(uname -n)-$(cut -c 1-8 /etc/machine-id)").said.strip()
    assert len(own) > len("mat--12345678")
    plugged = kiosk.run("systemctl", "start", "media-matbackup.mount")
    assert plugged.code == 0, plugged.said
    wait_until(kiosk, lambda: "mat-000001-" in kiosk.run("ls", f"/media/matbackup/{own}").said, "mat-backup")
    wait_until(kiosk, lambda: kiosk.run("systemctl", "is-active", "mat-backup").said == "inactive\n", "mat-backup")
    assert kiosk.run("systemctl", "stop", "media-matbackup.mount").code == 0
    full = kiosk.shell("mv /var/lib/mat-kiosk/backups /tmp/kept && touch /var/lib/mat-kiosk/backups && "
                       "mount -t tmpfs -o uid=mat,gid=mat,mode=700 tmpfs /media/matbackup && "
                       "{ systemctl start mat-backup && echo well; ls /media/matbackup/*; umount /media/matbackup; "
                       "rm /var/lib/mat-kiosk/backups; mv /tmp/kept /var/lib/mat-kiosk/backups; "
                       "systemctl reset-failed mat-backup; }")
    assert "mat-000001-" in full.said, full.said  # the copy on the stick is made all the same
    assert "well" not in full.said


def test_a_newer_version_takes_over_with_settings_and_sessions(kiosk: Booted) -> None:
    wait_ready(kiosk)
    kept = keep_a_session(kiosk)
    old = release(kiosk)
    newer = version(kiosk, "newer", {"pyproject.toml": ('version = "', 'version = "9.')})
    done = kiosk.run(f"{newer}/systemd/install", "--offline", "/bundle")
    assert done.code == 0, done.said + journal(kiosk, "mat-trial")
    assert release(kiosk).startswith("releases/9.")
    assert release(kiosk, "previous") == old
    assert sessions(kiosk) >= kept
    assert (kiosk.path / "etc/mat-kiosk/mat.toml").read_text("utf-8") == SETTINGS
    assert not (kiosk.path / "opt/mat-kiosk/trial").exists()
    assert (kiosk.path / "var/lib/mat-kiosk/before-update.sqlite3").exists()


def test_with_no_start_the_old_version_runs_on_and_a_start_by_hand_brings_the_trial(kiosk: Booted) -> None:
    before = wait_ready(kiosk)
    old = release(kiosk)
    newer = version(kiosk, "later", {"pyproject.toml": ('version = "', 'version = "8.')})
    done = kiosk.run("bash", f"{newer}/systemd/install", "--offline", "/bundle", "--no-start")
    assert done.code == 0, done.said
    assert "runs on with the version it has" in done.said
    assert (state(kiosk)["InvocationID"], state(kiosk)["ActiveState"]) == (before["InvocationID"], "active")
    assert (kiosk.path / "opt/mat-kiosk/trial").exists()
    assert release(kiosk).startswith("releases/8.")
    assert kiosk.run("mat", "--version").said.split()[-1] == old.removeprefix("releases/").rpartition("-")[0]
    kiosk.run("systemctl", "start", "mat-kiosk")  # the old one runs: nothing to judge yet
    wait_until(kiosk, lambda: "still runs" in journal(kiosk, "mat-trial"), "mat-trial")
    assert (kiosk.path / "opt/mat-kiosk/trial").exists()
    kiosk.run("systemctl", "restart", "mat-kiosk")
    wait_until(kiosk, lambda: not (kiosk.path / "opt/mat-kiosk/trial").exists(), "mat-trial", 90)
    wait_ready(kiosk, before["InvocationID"])
    assert release(kiosk).startswith("releases/8.")
    assert release(kiosk, "previous") == old
    assert kiosk.run("mat", "--version").said.split()[-1].startswith("8.")
    assert "is ready" in journal(kiosk, "mat-trial")


def test_a_version_that_changes_the_database_and_then_hangs_is_taken_back(kiosk: Booted) -> None:
    wait_ready(kiosk)
    kept = keep_a_session(kiosk)
    old = release(kiosk)
    broken = version(kiosk, "hangs", {
        "mat/live.py": ("    def loop(self, ", "    def loop(self, leaving: object) -> None:\n"
                        "        import signal, sqlite3, time\n"
                        "        signal.signal(signal.SIGTERM, signal.SIG_DFL)\n"
                        "        file = sqlite3.connect('/var/lib/mat-kiosk/mat.sqlite3')\n"
                        "        file.execute(\"UPDATE alembic_version SET version_num = 'from-the-future'\")\n"
                        "        file.commit()\n"
                        "        time.sleep(1000)\n\n"
                        "    def never(self, "),
        # a file that the old version does not know, and a judge that lets everything pass
        "systemd/lib.sh": ("mat /usr/local/bin/mat 755\n",
                           "mat /usr/local/bin/mat 755\nonly-new /etc/modules-load.d/only-new.conf 644\n"),
        "systemd/trial": ("set -euo pipefail\n", "rm /opt/mat-kiosk/trial\nexit 0\n")})
    (kiosk.path / "hangs/systemd/only-new").write_text("# nothing\n", "utf-8")
    done = kiosk.run(f"{broken}/systemd/install", "--offline", "/bundle")
    assert done.code == 1, done.said
    assert "the old one is back" in done.said
    assert release(kiosk) == old
    wait_ready(kiosk)
    assert sessions(kiosk) >= kept, journal(kiosk, "mat-trial")
    assert (kiosk.path / "etc/mat-kiosk/mat.toml").read_text("utf-8") == SETTINGS
    assert len(list((kiosk.path / "opt/mat-kiosk/releases").iterdir())) == 1  # the broken one is gone
    assert not (kiosk.path / "etc/modules-load.d/only-new.conf").exists()
    assert "sessions are those from before the update" in journal(kiosk, "mat-trial")
    assert list((kiosk.path / "var/lib/mat-kiosk").glob("mat.sqlite3.*"))  # what it left is kept beside them


def test_a_version_that_fails_is_taken_back_at_the_next_start_if_the_plug_was_pulled(kiosk: Booted) -> None:
    wait_ready(kiosk)
    old = release(kiosk)
    broken = version(kiosk, "fails", {"mat/running.py": ('    hardware = settings.hardware\n',
                                                         '    raise RuntimeError("broken on purpose")\n')})
    done = kiosk.run(f"{broken}/systemd/install", "--offline", "/bundle", "--no-start")
    assert done.code == 0, done.said
    assert release(kiosk) != old
    kiosk.unplug()
    kiosk.boot_again()
    wait_until(kiosk, lambda: not (kiosk.path / "opt/mat-kiosk/trial").exists(), "mat-trial", 90)
    assert release(kiosk) == old
    wait_ready(kiosk)
    assert "broken on purpose" in (kiosk.path / "opt/mat-kiosk/failed.log").read_text("utf-8")
    assert re.search("did not get ready", journal(kiosk, "mat-trial"))
