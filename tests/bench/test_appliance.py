"""The figures of the appliance are what they say."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.appliance.exposure import MOST, exposures
from tests.bench.appliance.writes import Written, file_system

CHILD = "import os, sys; f = open(sys.argv[1], 'wb'); f.write(bytes(2**20)); f.flush(); os.fsync(f.fileno()); input()"
PARENT = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[2], sys.argv[1]])"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_the_kiosks_unit_is_as_closed_as_it_can_be() -> None:
    assert 0 < exposures()["mat-kiosk.service"] <= MOST


def test_what_a_child_writes_is_counted_and_once(tmp_path: Path) -> None:
    if file_system(tmp_path) in ("tmpfs", "ramfs", "overlay"):
        pytest.skip("the temporary folder is on no disk that counts")
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path / "file"), CHILD], stdin=subprocess.PIPE)
    try:
        written = Written(parent.pid)
        for _ in range(200):
            if written.so_far() >= 2**20:
                break
            subprocess.run(["sleep", "0.05"], check=True)
        assert 2**20 <= written.so_far() < 2**20 + 65_536
    finally:
        parent.communicate(b"\n", timeout=20)
