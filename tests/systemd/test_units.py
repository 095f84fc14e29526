"""The unit: systemd itself finds nothing wrong with it, and it starts what this project installs."""

import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "systemd" / "mat-kiosk.service"


def lines(key: str) -> list[str]:
    return [line.partition("=")[2] for line in UNIT.read_text("utf-8").splitlines() if line.startswith(f"{key}=")]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    """Verified as it is, but for the command: systemd wants its file to exist, so a copy names one that does."""
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text("utf-8").replace("/opt/mat-kiosk/current/bin/mat", "/bin/true"), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(copy)],
                          capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_runs_the_kiosk_as_its_own_user_and_always_again() -> None:
    assert lines("User") == ["mat"]
    assert lines("Restart") == ["always"]
    assert lines("StartLimitIntervalSec") == ["0"]
    [command] = lines("ExecStart")
    assert command == "/opt/mat-kiosk/current/bin/mat run"


def test_the_sandbox_leaves_what_the_driver_reads_at_its_import() -> None:
    """ProcSubset=pid hides /proc/cpuinfo and the device tree, and Blinka then fails to tell the board."""
    assert lines("ProcSubset") == []


@pytest.mark.parametrize("unit", ["mat-kiosk.service", "mat-backup.service"])
def test_a_system_call_that_is_not_allowed_is_refused_and_kills_nobody(unit: str) -> None:
    """One that nobody thought of must not end the kiosk again and again. It did: the clock asks adjtimex, which
    ProtectClock forbids; refused, it asks systemd's time service instead."""
    text = UNIT.with_name(unit).read_text("utf-8")
    assert "\nSystemCallErrorNumber=EPERM\n" in text
    assert "\nProtectClock=yes\n" in text
    assert "adjtimex" not in text


def test_a_missing_partition_for_the_data_keeps_no_kiosk_from_starting() -> None:
    """StateDirectory= would require its mount; the kiosk waits for it, starts without it and says so on its screen."""
    assert lines("StateDirectory") == []
    assert "-/var/lib/mat-kiosk" in lines("ReadWritePaths")
    assert r"var-lib-mat\x2dkiosk.mount" in lines("After")
    tmpfiles = UNIT.with_name("mat-kiosk.tmpfiles").read_text("utf-8")
    assert "d /var/lib/mat-kiosk 0700 mat mat -" in tmpfiles


def test_what_a_killed_kiosk_left_in_memory_is_there_at_its_next_start() -> None:
    assert lines("RuntimeDirectory") == ["mat-kiosk"]
    assert lines("RuntimeDirectoryPreserve") == ["yes"]


def test_the_voice_has_a_folder_of_its_own_for_what_is_rendered() -> None:
    assert lines("CacheDirectory") == ["mat-kiosk"]


def test_the_panels_light_can_be_set_from_within_the_sandbox() -> None:
    """ProtectKernelTunables makes /sys read-only, the panel's brightness included; lights are below the platform."""
    assert "-/sys/devices/platform" in lines("ReadWritePaths")
    rule = UNIT.with_name("99-mat-backlight.rules").read_text("utf-8")
    assert "video" in lines("SupplementaryGroups")[0].split()
    assert 'SUBSYSTEM=="backlight"' in rule
    assert "chgrp video" in rule


def test_nothing_waits_for_a_network_or_the_time() -> None:
    waits = " ".join(lines("After") + lines("Wants") + lines("Requires"))
    assert "network" not in waits
    assert "time-sync" not in waits


def test_a_kiosk_that_is_started_by_hand_brings_the_judge_of_a_new_version() -> None:
    assert "mat-trial.service" in lines("Wants")
    trial = UNIT.with_name("mat-trial.service").read_text("utf-8")
    assert "\nConditionPathExists=/opt/mat-kiosk/trial\n" in trial  # with nothing to try it does not start
    assert "\nAfter=" not in trial
    assert "mat-trial.service" not in lines("After")  # they would wait for each other


def test_the_datas_partition_is_a_unit_that_holds_up_neither_the_machine_nor_a_kiosk_for_long() -> None:
    """No line in /etc/fstab: an overlay on the system rewrites that file, and sessions would be kept in memory."""
    mount = UNIT.with_name("mat-data.mount").read_text("utf-8")
    assert "\nWhat=/dev/disk/by-label/MATDATA\nWhere=/var/lib/mat-kiosk\nType=ext4\n" in mount
    assert "nofail" in mount  # or local-fs.target would wait for it
    assert "WantedBy=mat-kiosk.service dev-disk-by\\x2dlabel-MATDATA.device\n" in mount
    assert "JobRunningTimeoutSec=20s" in UNIT.with_name("mat-data.device").read_text("utf-8")
    readme = UNIT.with_name("README.md").read_text("utf-8")
    assert "LABEL=MATDATA /var/lib" not in readme
    assert r"systemctl enable --now 'var-lib-mat\x2dkiosk.mount'" in readme


def test_a_partition_for_the_data_that_is_not_in_use_keeps_no_copy_from_being_made() -> None:
    """StateDirectory= would require the mount as soon as its unit is known, on every machine that has none."""
    backup = UNIT.with_name("mat-backup.service").read_text("utf-8")
    assert "\nStateDirectory=" not in backup
    assert "\nReadWritePaths=-/var/lib/mat-kiosk -/media/matbackup\n" in backup


def test_a_stick_that_is_plugged_in_gets_its_copy_at_once() -> None:
    assert "\nWants=mat-backup.service\n" in UNIT.with_name("mat-backup.mount").read_text("utf-8")
    [after] = [line for line in UNIT.with_name("mat-backup.service").read_text("utf-8").splitlines()
               if line.startswith("After=")]
    assert "media-matbackup.mount" in after
