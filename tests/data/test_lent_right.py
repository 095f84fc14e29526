"""On an appliance `mat` runs as the kiosk's user and reads its caller's files by a right that it is lent."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.keeping import rows
from tests.test_cli import ROOT

NOBODY = 65534
RIGHTS = "+dac_override,+dac_read_search"


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root can lend a right")
def test_a_copy_that_only_its_owner_may_read_is_put_back_by_a_lent_right(data: Path, tmp_path: Path) -> None:
    def mat(*words: object) -> None:
        done = subprocess.run(
            ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", f"--inh-caps={RIGHTS}",
             f"--ambient-caps={RIGHTS}", "--", sys.executable, "-m", "mat", *map(str, words), "--data", str(data)],
            cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    copy = tmp_path / "copy.sqlite3"
    mat("backup", copy)
    os.chown(copy, 0, 0)
    assert copy.stat().st_mode & 0o777 == 0o600
    before = rows(data, "SELECT count(*) FROM rep")
    mat("restore", copy)
    assert rows(data, "SELECT count(*) FROM rep") == before
    mat("export", tmp_path / "out", "--format", "csv")
    os.chown(tmp_path / "out" / "reps.csv", 0, 0)
    os.chmod(tmp_path / "out" / "reps.csv", 0o600)
    os.chmod(tmp_path / "out", 0o700)
    os.chown(tmp_path / "out", 0, 0)
    mat("import", tmp_path / "out")
