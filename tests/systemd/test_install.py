"""The installer's parts that need no Debian of their own: what it refuses, what it would do, the boot settings."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from mat.settings import Settings, read_settings

PROJECT = Path(__file__).parents[2]
SYSTEMD = PROJECT / "systemd"
SCRIPTS = ["install", "uninstall", "trial", "bundle", "mat", "python-check", "lib.sh"]
SET = "dtparam=i2c_arm=on,i2c_arm_baudrate=400000"

needs_debian = pytest.mark.skipif(shutil.which("apt-get") is None, reason="there is no apt-get: this is no Debian")


def bash(script: str, *words: object) -> subprocess.CompletedProcess[str]:
    whole = f'. "{SYSTEMD}/lib.sh"\n{script}'
    return subprocess.run(["bash", "-euo", "pipefail", "-c", whole, "bash", *map(str, words)], capture_output=True,
                          text=True, check=False)


def set_boot(file: Path) -> bool:
    return bash('set_boot "$1"', file).returncode == 0


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not on this machine")
@pytest.mark.parametrize("name", SCRIPTS)
def test_shellcheck_finds_nothing(name: str) -> None:
    done = subprocess.run(["shellcheck", "--external-sources", "--source-path=SCRIPTDIR", SYSTEMD / name],
                          capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@needs_debian
def test_a_dry_run_tells_each_step_and_changes_nothing() -> None:
    places = [Path(place) for place in ("/opt/mat-kiosk", "/etc/mat-kiosk", "/var/lib/mat-kiosk", "/usr/local/bin/mat")]
    before = [place.exists() for place in places]
    source = sorted((str(path), path.stat().st_mtime_ns) for path in SYSTEMD.rglob("*"))
    done = subprocess.run([SYSTEMD / "install", "--dry-run"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"^(\d)\. ", done.stdout, re.MULTILINE) == list("12345678")
    assert "nothing was changed" in done.stdout
    assert [place.exists() for place in places] == before
    assert sorted((str(path), path.stat().st_mtime_ns) for path in SYSTEMD.rglob("*")) == source


@pytest.mark.parametrize(("told", "says"), [
    ("id() { echo 1000; }", "Run it as: sudo"),
    ("os() { echo fedora; }", "only Raspberry Pi OS and Debian"),
    ("dpkg() { echo armhf; }", "Raspberry Pi OS Lite (64-bit)"),
    ("check_python() { die 'Python 3.11 or newer is needed'; }", "Python 3.11 or newer"),
    ("getent() { echo mat:x:1000:1000::/home/mat:/bin/bash; }", "a login called mat"),
])
@needs_debian
def test_an_unknown_system_is_refused_with_the_way_out(told: str, says: str, tmp_path: Path) -> None:
    """The script with one of its answers changed, as another system would give it."""
    folder = tmp_path / "systemd"
    shutil.copytree(SYSTEMD, folder)
    script = (folder / "install").read_text("utf-8").replace('main "$@"', f'{told}\nmain "$@"')
    (folder / "install").write_text(script, "utf-8")
    words = [] if "sudo" in says else ["--dry-run"]
    done = subprocess.run(["bash", folder / "install", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert says in done.stderr


def test_the_boot_settings_get_one_block_and_the_old_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "config.txt"
    before = "# first\n#dtparam=i2c_arm=on\n[pi4]\narm_boost=1\n"
    file.write_text(before, "utf-8")
    assert set_boot(file)
    once = file.read_text("utf-8")
    assert once.startswith(before)
    assert once.splitlines()[-3:-1] == ["[all]", SET]
    assert (tmp_path / "config.txt.before-mat-kiosk").read_text("utf-8") == before
    assert not set_boot(file)
    assert file.read_text("utf-8") == once
    assert bash('unset_boot "$1"', file).returncode == 0
    assert file.read_text("utf-8") == before
    assert bash('unset_boot "$1"', file).returncode == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.txt", "config.txt.before-mat-kiosk"]


@pytest.mark.parametrize(("told", "is_set"), [
    (SET, True),
    (f"[all]\r\n{SET}\r\n", True),
    ("dtparam=i2c=on\ndtparam=i2c_arm_baudrate=400000", True),
    ("dtparam=i2c_arm=on", False),                                   # 100 kHz
    (f"{SET}\ndtparam=i2c_arm_baudrate=100000", False),              # the last word decides
    (f"[pi5]\n{SET}", False),                                        # another Pi's
    (f"# {SET}", False),
    (f"[pi5]\nx=1\n[all]\n{SET}", True),
    (f"{SET}\ndtparam=i2c_arm=off", False),
    ("", False),
])
def test_the_owners_own_line_is_respected_if_it_says_the_same(told: str, is_set: bool, tmp_path: Path) -> None:
    file = tmp_path / "config.txt"
    file.write_bytes(told.encode())
    assert set_boot(file) is not is_set
    assert bash('boot_is_set "$1"', file).returncode == 0
    if is_set:
        assert file.read_bytes() == told.encode()


def test_a_line_the_owner_added_behind_our_block_stays_when_it_is_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "config.txt"
    file.write_text("a=1\n", "utf-8")
    assert set_boot(file)
    file.write_text(file.read_text("utf-8") + "mine=1\n", "utf-8")
    bash('unset_boot "$1"', file)
    assert file.read_text("utf-8") == "a=1\nmine=1\n"


def test_a_file_without_a_last_line_end_stays_readable(tmp_path: Path) -> None:
    file = tmp_path / "config.txt"
    file.write_text("arm_boost=1", "utf-8")
    assert set_boot(file)
    assert file.read_text("utf-8").splitlines()[0] == "arm_boost=1"


@pytest.mark.parametrize("words", ["set_boot", "unset_boot"])
@pytest.mark.parametrize("fault", ["awk() { return 2; }", "awk() { true; }; printf() { true; }",
                                   "sync() { return 1; }"], ids=["awk fails", "nothing is written", "the card is full"])
def test_a_boot_partition_that_takes_nothing_more_keeps_its_settings_whole(words: str, fault: str,
                                                                           tmp_path: Path) -> None:
    """Also where it is part of a condition, as in the scripts."""
    file = tmp_path / "config.txt"
    file.write_text("arm_boost=1\n", "utf-8")
    if words == "unset_boot":
        assert set_boot(file)
    before = file.read_bytes()
    done = bash(f'boot_is_set() {{ false; }}; {fault}\nif {words} "$1"; then exit 0; else exit 1; fi', file)
    assert (done.returncode, file.read_bytes()) == (1, before)
    assert not (tmp_path / "config.txt.mat-new").exists()


def pinned(file: Path) -> set[str]:
    lines = file.read_text("utf-8").splitlines()
    return {line.rstrip(" \\") for line in lines if line and not line.startswith((" ", "#"))}


def test_the_appliances_lock_has_the_same_versions_and_neither_pygame_nor_numpy() -> None:
    ours, all_of_them = pinned(SYSTEMD / "requirements.lock"), pinned(PROJECT / "requirements.lock")
    assert ours <= all_of_them
    names = {Requirement(line).name for line in ours}
    assert not {"pygame", "numpy", "lgpio"} & names
    text = (PROJECT / "pyproject.toml").read_text("utf-8")
    wanted = re.findall(r'^    "([A-Za-z0-9-]+)', text.split("dependencies = [")[1].split("]")[0], re.MULTILINE)
    assert {name.lower() for name in wanted} - {"pygame", "numpy"} <= names


def test_every_hash_is_locked_and_no_address_is_named() -> None:
    text = (SYSTEMD / "requirements.lock").read_text("utf-8")
    assert text.count("--hash=sha256:") >= len(pinned(SYSTEMD / "requirements.lock"))
    assert "://" not in text


def test_everything_that_is_put_in_place_is_there_and_has_one_place() -> None:
    rows = [line.split() for line in bash("placed_files").stdout.splitlines()]
    others = {"README.md", "bundle", "install", "lib.sh", "mat.toml", "python-check", "requirements.lock", "trial",
              "uninstall"}
    assert {name for name, _, _ in rows} == {file.name for file in SYSTEMD.iterdir()} - others
    assert len({where for _, where, _ in rows}) == len(rows)
    assert {mode for _, _, mode in rows} == {"644", "755"}


RELEASES = """
OPT=$1/opt
systemctl() { echo "systemctl $*"; }
systemd_runs() { false; }
put() { cp "$1" "$2"; }
"""
"""What a test says behind lib.sh: places below a folder of its own, and nothing that asks the machine."""


def release(folder: Path, name: str, *files: str) -> Path:
    """One that puts these files into `folder`, each saying whose it is."""
    share = folder / "opt/releases" / name / "share"
    share.mkdir(parents=True)
    for file in files:
        (share / file).write_text(name, "utf-8")
    rows = "".join(f"echo {file} {folder}/{file} 644\n" for file in files)
    (share / "lib.sh").write_text(f"UNITS='{name}.service'\nplaced_files() {{\n{rows}}}\n", "utf-8")
    (share.parent / "complete").touch()
    return share


def test_going_back_brings_the_old_versions_files_and_takes_away_what_only_the_new_one_knows(tmp_path: Path) -> None:
    old, new = release(tmp_path, "old", "both", "dropped"), release(tmp_path, "new", "both", "added")
    done = bash(RELEASES + 'place_files "$2"', tmp_path, new)
    assert (done.returncode, done.stdout) == (0, "systemctl --quiet enable new.service\n"), done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["added", "both", "opt"]
    done = bash(RELEASES + 'place_files "$2"', tmp_path, old)
    assert (done.returncode, done.stdout) == (0, "systemctl --quiet enable old.service\n"), done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["both", "dropped", "opt"]
    assert (tmp_path / "both").read_text("utf-8") == "old"


def trial(folder: Path, fault: str) -> subprocess.CompletedProcess[str]:
    """Of a version `new` that does not get ready, after `old`."""
    for name in ("old", "new"):
        release(folder, name)
    for link, name in (("current", "new"), ("previous", "old")):
        (folder / "opt" / link).symlink_to(f"releases/{name}")
    (folder / "opt/trial").touch()
    stubs = f"""
OPT={folder}/opt DATA={folder}/data CHANGING={folder}/lock
systemctl() {{ echo "systemctl $*"; }}
journalctl() {{ true; }}
wait_ready() {{ false; }}
{fault}
"""
    sourced = '. "$HERE/lib.sh"\n'
    script = (SYSTEMD / "trial").read_text("utf-8").replace(sourced, sourced + stubs)
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, cwd=SYSTEMD)


def test_files_that_cannot_be_put_back_keep_the_old_kiosk_from_nothing(tmp_path: Path) -> None:
    done = trial(tmp_path, "place_files() { return 1; }")
    assert done.returncode == 1, done.stderr
    assert "Not every unit and rule of version old could be put back" in done.stdout
    assert "systemctl start --no-block mat-kiosk.service" in done.stdout
    assert (tmp_path / "opt/current").readlink() == Path("releases/old")
    assert sorted(path.name for path in (tmp_path / "opt").iterdir()) == ["current", "failed.log", "releases"]


def test_going_back_takes_the_newest_copy_that_the_old_version_can_open(tmp_path: Path) -> None:
    """Between an installation with --no-start and the first start of what it brought days may lie."""
    copies = tmp_path / "data/backups"
    copies.mkdir(parents=True)
    (tmp_path / "data/mat.sqlite3").touch()
    before = tmp_path / "data/before-update.sqlite3"
    made = [copies / f"mat-00000{number}-2026-01-01.sqlite3" for number in (1, 2, 3)]
    for age, file in enumerate([made[0], before, made[1], made[2]]):
        file.touch()
        os.utime(file, (1000.0 + age, 1000.0 + age))
    done = trial(tmp_path, f"""BEFORE_UPDATE={before}
as_mat() {{
    if [ "$2" = summary ]; then return 1; fi
    echo "$2 ${{3##*/}}"
    case $3 in *000003*) return 1 ;; esac
}}
place_files() {{ true; }}""")
    tried = [line for line in done.stdout.splitlines() if line.startswith("restore")]
    assert tried == ["restore mat-000003-2026-01-01.sqlite3", "restore mat-000002-2026-01-01.sqlite3"], done.stderr
    assert "sessions are those from before the update" in done.stdout


@pytest.mark.parametrize(("ready", "code", "fault"), [
    ("true", 0, 'rm() { case "$*" in */trial) return 1 ;; esac; command rm "$@"; }'),
    ("false", 1, 'rm() { case "$*" in */trial) return 1 ;; esac; command rm "$@"; }'),
    ("false", 1, "ln() { return 1; }"),
], ids=["ready", "not ready", "no link can be turned"])
def test_a_machine_gone_read_only_is_told_that_the_trial_is_repeated_and_what_to_do(ready: str, code: int, fault: str,
                                                                                    tmp_path: Path) -> None:
    done = trial(tmp_path, f"place_files() {{ true; }}\nwait_ready() {{ {ready}; }}\n{fault}")
    assert (done.returncode, (tmp_path / "opt/trial").exists()) == (code, True), done.stderr
    assert "repeated at each start" in done.stdout
    assert "sudo mount -o remount,rw /" in done.stdout
    assert done.stdout.splitlines()[-1] == "systemctl start --no-block mat-kiosk.service"


def test_an_old_version_that_still_runs_is_not_taken_for_the_new_one(tmp_path: Path) -> None:
    """With --no-start it runs on: that it is ready says nothing of the other one."""
    done = trial(tmp_path, f"""wait_ready() {{ true; }}
(exec -a "{tmp_path}/opt/releases/old/bin/python" sleep 20) >/dev/null 2>&1 &
found=$!
until grep -qs "^{tmp_path}" "/proc/$found/cmdline"; do sleep 0.1; done
trap 'kill $found' EXIT
systemctl() {{
    case "$*" in
        *MainPID*) echo $found ;;
        *Job*) ;;
        *) echo "systemctl $*" ;;
    esac
}}""")
    assert (done.returncode, (tmp_path / "opt/trial").exists()) == (0, True), done.stderr
    assert done.stdout == "   Version old still runs: version new is tried when the kiosk is started anew.\n"


def test_a_trial_that_breaks_off_leaves_a_kiosk_that_runs_and_is_taken_up_at_the_next_start(tmp_path: Path) -> None:
    done = trial(tmp_path, "place_files() { exit 7; }")
    assert done.returncode == 7
    assert done.stdout.splitlines()[-1] == "systemctl start --no-block mat-kiosk.service"
    assert (tmp_path / "opt/trial").exists()


def test_a_file_that_is_not_there_keeps_the_others_from_nothing_and_is_told(tmp_path: Path) -> None:
    share = release(tmp_path, "old", "first", "last")
    (share / "first").unlink()
    done = bash(RELEASES + 'place_files "$2" || echo "not all"', tmp_path, share)
    assert done.stdout.endswith("not all\n")
    assert (tmp_path / "last").exists()


def test_no_link_is_turned_to_a_version_that_is_not_there_or_not_whole(tmp_path: Path) -> None:
    release(tmp_path, "whole")
    (release(tmp_path, "half").parent / "complete").unlink()
    assert bash(RELEASES + "point_to current whole", tmp_path).returncode == 0
    for name in ("half", "nowhere", ""):
        done = bash(RELEASES + f"point_to current '{name}'", tmp_path)
        assert (done.returncode, "stays as it is" in done.stdout) == (1, True)
    assert (tmp_path / "opt/current").readlink() == Path("releases/whole")


def test_the_installer_and_the_trial_wait_for_each_other_and_say_so(tmp_path: Path) -> None:
    done = bash("""
CHANGING=$1/lock
(alone_with_versions; echo first; sleep 1; echo first ends) &
sleep 0.3
alone_with_versions
echo second
""", tmp_path)
    first, waits, ends, second = done.stdout.splitlines()
    assert (first, ends, second) == ("first", "first ends", "second")
    assert "waiting" in waits


def test_a_clock_that_is_set_meanwhile_ends_no_wait() -> None:
    """bash counts its SECONDS by the clock: here they jump by months, as when the time comes from the network."""
    done = bash("""
tries=0
systemctl() { SECONDS=9999999; [ "$2" = -p ] && echo same || [ -e "$ready" ]; }
sleep() { tries=$((tries + 1)); [ "$tries" -lt 3 ] || ready=/; }
ready=/nothing
wait_ready 30 && echo "ready after $tries"
""")
    assert done.stdout == "ready after 4\n", done.stderr


@pytest.mark.parametrize(("trial", "unit"), [(True, "mat-trial.service"), (False, "mat-kiosk.service")])
def test_an_installer_that_ends_early_starts_a_new_version_only_on_trial(trial: bool, unit: str,
                                                                         tmp_path: Path) -> None:
    if trial:
        (tmp_path / "trial").touch()
    script = (SYSTEMD / "install").read_text("utf-8").replace(
        'main "$@"', f"OPT={tmp_path} STOPPED=1\nsystemctl() {{ echo \"systemctl $*\"; }}\nfalse || tidy_up")
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, cwd=SYSTEMD)
    assert done.stdout.splitlines()[-1:] == [f"systemctl start --no-block {unit}"], done.stderr


def install(script: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Its functions, with others of the test's own."""
    whole = (SYSTEMD / "install").read_text("utf-8").replace('main "$@"', script)
    return subprocess.run(["bash", "-c", whole, "bash", *map(str, words)], capture_output=True, text=True, check=False,
                          cwd=SYSTEMD)


def test_a_card_that_has_gone_read_only_keeps_the_installer_from_starting_no_kiosk_again(tmp_path: Path) -> None:
    done = install('OPT=$1 STOPPED=1 WORK=$1/work UNFINISHED=$1/half\nsystemctl() { echo "systemctl $*"; }\n'
                   "rm() { return 1; }\nfalse || (exit 7) || tidy_up", tmp_path)
    assert done.stdout == "systemctl start --no-block mat-kiosk.service\n", done.stderr
    assert done.returncode == 7


NOT_NOW = """
OPT=$1/opt DATA=$1/data LOG=$1/log BEFORE_UPDATE=$1/data/before-update.sqlite3 RELEASE=new START=0
systemd_runs() { true; }
systemctl() { [ "$1" != is-active ] || echo "$runs"; echo "systemctl $*" >>"$OPT/asked"; }
place_files() { PLACED=0; }
modprobe() { true; }
as_mat() { echo "mat of $*" >>"$OPT/asked"; }
"""


def two_releases(folder: Path) -> Path:
    """What lies below the folder: `old` is in use, `new` is made."""
    for name in ("old", "new"):
        release(folder, name)
    (folder / "opt/current").symlink_to("releases/old")
    (folder / "data").mkdir()
    return folder / "opt"


def test_with_no_start_a_kiosk_that_runs_runs_on_and_the_new_version_waits_for_its_trial(tmp_path: Path) -> None:
    opt = two_releases(tmp_path)
    done = install(f"runs=active\n{NOT_NOW}\nunits; doctor; start; verdict; echo $STOPPED", tmp_path)
    assert done.returncode == 0, done.stderr
    asked = (opt / "asked").read_text("utf-8")
    assert "systemctl stop" not in asked
    assert "doctor" not in asked
    assert "Not asked: the kiosk runs and is left alone" in done.stdout
    assert "runs on with the version it has" in done.stdout
    assert "Ready:" not in done.stdout
    assert done.stdout.endswith("\n0\n")
    assert (opt / "current").readlink() == Path("releases/new")
    assert (opt / "previous").readlink() == Path("releases/old")
    assert (opt / "trial").exists()


def test_with_no_start_a_mat_that_is_off_is_asked_how_it_is_and_told_to_stay_off(tmp_path: Path) -> None:
    opt = two_releases(tmp_path)
    done = install(f"runs=inactive\n{NOT_NOW}\ndoctor; start", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "mat of new doctor" in (opt / "asked").read_text("utf-8")
    assert "stays off until the next start of the machine" in done.stdout


@pytest.mark.parametrize(("opens", "kept"), [(0, "of proved"), (1, "weeks ago")],
                         ids=["can still open them", "cannot open them any more"])
def test_a_second_update_before_the_trial_copies_the_sessions_anew_if_the_proved_version_opens_them(
        opens: int, kept: str, tmp_path: Path) -> None:
    """The copy is for the version that would come back: what that one cannot open is of no use to it."""
    release(tmp_path, "proved")
    (tmp_path / "opt/previous").symlink_to("releases/proved")
    (tmp_path / "opt/trial").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/mat.sqlite3").touch()
    (tmp_path / "data/before-update.sqlite3").write_text("weeks ago", "utf-8")
    done = install(NOT_NOW + f"""as_mat() {{
    case $2 in
        summary) return {opens} ;;
        backup) printf 'of %s' "$1" >"$3" ;;
    esac
}}
prepare_going_back unproved""", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data/before-update.sqlite3").read_text("utf-8") == kept
    assert (tmp_path / "opt/previous").readlink() == Path("releases/proved")


@pytest.mark.parametrize("restart", [0, 1])
def test_a_bus_that_comes_with_the_restart_is_told_before_the_doctor_misses_it(restart: int, tmp_path: Path) -> None:
    opt = two_releases(tmp_path)
    done = install(f"runs=inactive RESTART={restart}\n{NOT_NOW}\nas_mat() {{ echo NO; }}\ndoctor", tmp_path)
    assert (opt / "asked").exists(), done.stderr
    expected = ["   The bus comes with the restart: its NO is expected."] * restart
    assert done.stdout.splitlines()[1:] == [*expected, "   NO"]


@pytest.mark.parametrize(("code", "told"), [(2, "sudo nano /etc/mat-kiosk/mat.toml"), (3, "journalctl -u mat-kiosk")])
def test_a_kiosk_that_does_not_get_ready_is_installed_and_the_way_on_is_told(code: int, told: str,
                                                                            tmp_path: Path) -> None:
    two_releases(tmp_path)
    done = install(f"runs=inactive\n{NOT_NOW}\nSTART=1 DOCTOR={code}\nstill_ours() {{ true; }}\n"
                   "wait_ready() { false; }\nstart; verdict", tmp_path)
    assert (done.returncode, "Ready:" in done.stdout) == (1, False)
    assert "\n\nInstalled, but not running: the kiosk did not get ready within" in done.stderr
    assert "Not done" not in done.stderr
    assert told in done.stderr
    assert ("nano" in done.stderr) is (code == 2)


def test_wrong_settings_are_told_with_the_file_also_when_nothing_is_started() -> None:
    done = install("DOCTOR=2 RESTART=1\nverdict")
    assert done.stdout == ("\nInstalled. Restart the Pi now, I2C needs it: sudo reboot\n"
                           "The settings have a mistake, and the lines of step 7 name it. Mend it: sudo nano "
                           "/etc/mat-kiosk/mat.toml\nAfterwards: sudo systemctl restart mat-kiosk\n"), done.stderr


OWNERS = """
CONFIG=$1/etc DATA=$1/data CACHE=$1/cache
id() { echo video input render audio i2c gpio; }
for name in chown chmod systemd-tmpfiles; do eval "$name() { echo $name \\"\\$@\\"; }"; done
"""


@pytest.mark.parametrize("changed", ["", "data", "etc/mat.toml"])
def test_what_somebodys_sudo_made_its_own_is_given_back_and_else_nothing_is_touched(changed: str,
                                                                                    tmp_path: Path) -> None:
    for name in ("etc", "data", "cache"):
        (tmp_path / name).mkdir()
    (tmp_path / "etc/mat.toml").touch()
    stat = f"""stat() {{
    case ${{*: -1}} in
        $1/{changed or "none"}) echo root:root:640 ;;
        *.toml) echo root:mat:640 ;;
        */etc) echo root:root:755 ;;
        *) echo mat:mat:700 ;;
    esac
}}
"""
    done = install(OWNERS + stat.replace("$1", str(tmp_path)) + "user; settings", tmp_path)
    assert done.returncode == 0, done.stderr
    did = [line for line in done.stdout.splitlines() if not line.startswith("   ")]
    assert did == {"": [], "data": ["systemd-tmpfiles --create ./mat-kiosk.tmpfiles"],
                   "etc/mat.toml": [f"chown root:mat {tmp_path}/etc/mat.toml", f"chmod 640 {tmp_path}/etc/mat.toml"],
                   }[changed]
    dry = install(OWNERS + stat.replace("$1", str(tmp_path)) + "DRY=1\nuser; settings", tmp_path)
    assert dry.stdout.count("Would") == bool(changed), dry.stderr
    assert "--create" not in dry.stdout
    assert "chown" not in dry.stdout


def uninstall(script: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Its functions, with others of the test's own."""
    whole = (SYSTEMD / "uninstall").read_text("utf-8").replace('main "$@"', script)
    return subprocess.run(["bash", "-c", whole, "bash", *map(str, words)], capture_output=True, text=True, check=False,
                          cwd=SYSTEMD)


def test_uninstalling_keeps_what_a_killed_kiosk_had_not_yet_written(tmp_path: Path) -> None:
    for name in ("run", "data"):
        (tmp_path / name).mkdir()
    for name in ("mat-1.journal", "mat-1.journal.1", "other"):
        (tmp_path / "run" / name).touch()
    done = uninstall("OPT=$1/opt RUN=$1/run DATA=$1/data CACHE=$1/cache STICK=$1/stick CHANGING=$1/c INSTALLING=$1/i\n"
                     "save_what_is_left; remove_folders; echo done", tmp_path)
    assert done.stdout == "done\n", done.stderr
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == [
        "data", "data/mat-1.journal", "data/mat-1.journal.1"]


def test_uninstalling_removes_nothing_unwritten_that_it_could_not_put_elsewhere(tmp_path: Path) -> None:
    for name in ("run", "data"):
        (tmp_path / name).mkdir()
    (tmp_path / "run/mat-1.journal").touch()
    done = uninstall("OPT=$1/opt RUN=$1/run DATA=$1/data CACHE=$1/cache STICK=$1/stick CHANGING=$1/c INSTALLING=$1/i\n"
                     "cp() { return 1; }\nsave_what_is_left; remove_folders; echo done", tmp_path)
    assert "holds the last stretches" in done.stdout
    assert done.stdout.endswith("done\n")
    assert (tmp_path / "run/mat-1.journal").exists()


@pytest.mark.parametrize("well", [True, False])
def test_what_a_killed_kiosk_had_not_yet_written_leaves_the_memory_only_when_it_is_on_the_card(well: bool,
                                                                                               tmp_path: Path) -> None:
    for name in ("run", "data"):
        (tmp_path / name).mkdir()
    (tmp_path / "run/mat-1.journal").write_text("stretches", "utf-8")
    done = uninstall("OPT=$1/opt RUN=$1/run DATA=$1/data\n"
                     f'sync() {{ ls "$RUN" "$DATA"; echo "$@"; {str(well).lower()}; }}\nsave_what_is_left', tmp_path)
    assert f"{tmp_path}/data/mat-1.journal {tmp_path}/data" in done.stdout, done.stderr
    assert done.stdout.count("mat-1.journal\n") == 2  # while it is written out it is still in both places
    assert ("holds the last stretches" in done.stdout) is not well
    left = {path.parent.name for path in tmp_path.rglob("*.journal")}
    assert left == ({"data"} if well else {"run"})


GETTY = """
OPT=$1/opt
placed_files() { true; }
placed_by_others() { true; }
systemd_runs() { true; }
rmdir() { true; }
udevadm() { true; }
"""


@pytest.mark.parametrize(("known", "starts", "told"), [(0, 0, True), (0, 1, True), (1, 1, False)],
                         ids=["a login", "a login that does not start", "none on this machine"])
def test_uninstalling_brings_the_login_on_the_panel_back_where_there_is_one(known: int, starts: int, told: bool,
                                                                            tmp_path: Path) -> None:
    done = uninstall(GETTY + f"""systemctl() {{
    echo "systemctl $*"
    case "$*" in *is-enabled*) return {known} ;; *getty*) return {starts} ;; esac
}}
remove_files; echo done""", tmp_path)
    said = done.stdout.splitlines()
    assert said[-1] == "done", done.stderr
    assert ("systemctl start --no-block getty@tty1.service" in said) is told


def test_uninstalling_takes_the_trials_mark_first_for_no_start_of_the_kiosk_may_bring_it_back(tmp_path: Path) -> None:
    (tmp_path / "opt").mkdir()
    (tmp_path / "opt/trial").touch()
    done = uninstall(GETTY + 'systemctl() { ls "$OPT"; }\nremove_files; echo done', tmp_path)
    assert (done.stdout.endswith("done\n"), "trial" in done.stdout) == (True, False), done.stderr


def test_a_folder_that_cannot_be_removed_ends_no_uninstalling(tmp_path: Path) -> None:
    done = uninstall("OPT=$1/opt RUN=$1/run CACHE=$1/cache STICK=$1/stick CHANGING=$1/c INSTALLING=$1/i\n"
                     "rm() { [ \"$3\" != \"$CACHE\" ] && command rm \"$@\"; }\nmkdir $RUN\nremove_folders\necho done",
                     tmp_path)
    assert "cache could not be removed whole" in done.stdout
    assert done.stdout.endswith("done\n")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("line", "ours"), [
    ("mat:x:998:998:Smart stretching mat:/var/lib/mat-kiosk:/usr/sbin/nologin", True),
    ("mat:x:1000:1000::/home/mat:/bin/bash", False),
    ("mat:x:1000:1000::/var/lib/mat-kiosk:/bin/bash", False),
    ("mat:x:998:998::/home/mat:/bin/bash", False),
    ("", True),
])
def test_a_person_called_mat_is_not_taken_for_the_kiosks_user_nor_removed(line: str, ours: bool) -> None:
    getent = f"getent() {{ [ -n '{line}' ] && echo '{line}'; }}\n"
    assert (bash(getent + "mat_is_ours").returncode == 0) is ours
    done = uninstall(getent + "id() { true; }; userdel() { echo removed; }\nremove_user")
    assert ("and stays" in done.stdout) is not ours, done.stderr


def test_the_first_settings_are_valid_and_change_nothing_but_the_hardware() -> None:
    settings = read_settings(SYSTEMD / "mat.toml")
    assert settings.hardware.kind == "pi"
    assert settings.model_copy(update={"hardware": Settings().hardware}) == Settings()


def test_every_setting_in_the_comments_of_the_first_settings_exists_with_that_value(tmp_path: Path) -> None:
    file = tmp_path / "mat.toml"
    first = (SYSTEMD / "mat.toml").read_text("utf-8")
    file.write_text(re.sub(r"^# (\w+ = )", r"\1", first, flags=re.MULTILINE), "utf-8")
    assert read_settings(file) == read_settings(SYSTEMD / "mat.toml")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_finds_nothing_wrong_with_the_other_units(tmp_path: Path) -> None:
    """As they are installed, but for the commands, which systemd wants to exist."""
    placed = [line.split() for line in bash("placed_files").stdout.splitlines()]
    copies = []
    for name, where, _ in placed:
        if Path(where).suffix in (".service", ".timer", ".mount"):
            text = (SYSTEMD / name).read_text("utf-8")
            text = re.sub(r"/opt/mat-kiosk/(current/bin/mat|previous/share/trial)", "/bin/true", text)
            (tmp_path / Path(where).name).write_text(text, "utf-8")
            copies.append(tmp_path / Path(where).name)
    assert len(copies) == 6
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *copies],
                          capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_judge_of_a_new_version_is_the_one_before() -> None:
    unit = (SYSTEMD / "mat-trial.service").read_text("utf-8")
    assert "\nExecStart=/opt/mat-kiosk/previous/share/trial\n" in unit
    assert "\nTimeoutStartSec=infinity\n" in unit


def test_the_backup_waits_for_no_date_and_reaches_no_network() -> None:
    timer = (SYSTEMD / "mat-backup.timer").read_text("utf-8")
    assert "OnCalendar" not in timer
    assert "PrivateNetwork=yes" in (SYSTEMD / "mat-backup.service").read_text("utf-8")


def test_no_words_ask_for_a_script_that_a_copy_from_windows_made_no_program() -> None:
    """Such a copy has no execute bits: only `bash` in front of its name runs a script then."""
    for file in SYSTEMD.iterdir():
        if file.name != "requirements.lock":
            assert not re.findall(r"sudo (?:systemd/|/opt/\S+/share/|\$0|\$BUNDLE)", file.read_text("utf-8")), file.name


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_checkout_on_windows_keeps_the_line_ends_that_bash_takes(name: str) -> None:
    done = subprocess.run(["git", "-C", PROJECT, "check-attr", "eol", f"systemd/{name}"], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        pytest.skip(f"this is no git checkout: {done.stderr.strip()}")
    assert done.stdout == f"systemd/{name}: eol: lf\n"


def upgraded(folder: Path, made_for: str) -> Path:
    """A version below the folder, made for that Python, on a system with python3.13."""
    (folder / "python3.13").touch(mode=0o755)
    (folder / "current/bin").mkdir(parents=True)
    (folder / "current/lib" / made_for).mkdir(parents=True)
    (folder / "current/bin/python").symlink_to(folder / "python3.13")
    mat = folder / "current/bin/mat"
    mat.write_text("#!/bin/sh\necho it runs\n", "utf-8")
    mat.chmod(0o755)
    return folder / "current"


@pytest.mark.parametrize(("made_for", "told"), [("python3.11", True), ("python3.13", False)])
def test_after_a_system_upgrade_the_log_and_the_command_say_what_to_do(made_for: str, told: bool,
                                                                       tmp_path: Path) -> None:
    current = upgraded(tmp_path, made_for)
    unit = (SYSTEMD / "mat-kiosk.service").read_text("utf-8")
    [name] = re.findall(r"^ExecStopPost=-/opt/mat-kiosk/share/(\S+)$", unit, re.MULTILINE)
    script = (SYSTEMD / name).read_text("utf-8").replace("/opt/mat-kiosk/current", str(current))
    log = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    wrapper = (SYSTEMD / "mat").read_text("utf-8").replace("/opt/mat-kiosk/current", str(current))
    wrapper = wrapper.replace("is_the_kiosks_user() {", "is_the_kiosks_user() { return 0")
    command = subprocess.run(["sh", "-c", wrapper], capture_output=True, text=True, check=False)
    for said in (log.stdout, command.stderr):
        assert ("sudo bash systemd/install" in said and "python3.13" in said) is told, said
    assert (command.stdout == "it runs\n") is not told, command.stderr
