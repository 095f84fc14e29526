"""What the computer tells of itself, from files as a Pi has them."""

import pytest

from hardware.clock import SystemClock
from hardware.machine import Supply, clock_trust, in_memory, supply, synced_write_s


def test_the_clock_is_trusted_once_the_time_service_says_so(tmp_path):
    folder = tmp_path / "timesync"
    assert clock_trust(folder / "synchronized", folder) == "untold"
    folder.mkdir()
    assert clock_trust(folder / "synchronized", folder) == "unset"
    (folder / "synchronized").touch()
    assert clock_trust(folder / "synchronized", folder) == "trusted"


@pytest.mark.parametrize(("told", "wanted"), [
    ("0", Supply(False, False, False, False)), ("50005", Supply(True, True, True, True)),
    ("50000", Supply(False, False, True, True)), ("0x80008", Supply(False, True, False, True))])
def test_the_firmwares_bits_are_read_from_its_file(tmp_path, told, wanted):
    file = tmp_path / "get_throttled"
    file.write_text(told + "\n")
    assert supply((tmp_path / "missing", file), "no-such-command") == wanted


def test_the_firmwares_command_is_asked_where_there_is_no_file(tmp_path):
    command = tmp_path / "vcgencmd"
    command.write_text("#!/bin/sh\n[ \"$1\" = get_throttled ] && echo throttled=0x50000\n")
    command.chmod(0o755)
    assert supply((), str(command)) == Supply(False, False, True, True)


@pytest.mark.parametrize("says", ["", "error=1", "throttled=what"])
def test_an_answer_that_is_none_is_none(tmp_path, says):
    command = tmp_path / "vcgencmd"
    command.write_text(f"#!/bin/sh\necho '{says}'\n")
    command.chmod(0o755)
    assert supply((), str(command)) is None
    assert supply((), "no-such-command") is None


def test_a_synced_write_takes_time_and_leaves_nothing(tmp_path):
    assert 0 < synced_write_s(tmp_path, SystemClock()) < 30
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        synced_write_s(tmp_path / "missing", SystemClock())


CARD = "24 1 179:2 / / rw,noatime - ext4 /dev/mmcblk0p2 rw"
OVERLAY = ("24 1 0:20 / / rw - overlay overlayroot rw,lowerdir=/media/root-ro,upperdir=/media/root-rw/overlay\n"
           "25 24 0:19 / /media/root-rw rw - tmpfs tmpfs-root rw")
OVER_DATA = ("26 24 0:21 / {data} rw - overlay /media/root-ro{data} rw,lowerdir=/media/root-ro{data},"
             "upperdir=/media/root-rw/overlay{data}")
ON_A_STICK = "27 24 8:1 / {data} rw,noatime - ext4 /dev/sda1 rw"


@pytest.mark.parametrize(("mounts", "gone"), [
    ([CARD], False), ([CARD, "25 24 0:19 / {data} rw - tmpfs tmpfs rw"], True), ([OVERLAY], True),
    ([OVERLAY, OVER_DATA], True), ([OVERLAY, ON_A_STICK], False), ([CARD, OVER_DATA], False),
    ([CARD, "25 24 0:19 / /elsewhere rw - tmpfs tmpfs rw"], False), ([], False)])
def test_a_folder_whose_content_goes_with_the_power_is_known(tmp_path, mounts, gone):
    data = tmp_path / "a folder"
    file = tmp_path / "mountinfo"
    file.write_text("\n".join(mounts).replace("{data}", str(data).replace(" ", "\\040")))
    assert in_memory(data, file) is gone
    assert in_memory(data, tmp_path / "missing") is False
