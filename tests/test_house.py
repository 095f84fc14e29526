"""The house: who imports whom, documents that keep up with the code, a lock file that installs everywhere."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.markers import Marker

from mat.core.drawing import mermaid
from mat.settings import Settings, describe
from tests.test_cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
SOURCES = sorted(path for room in ("mat", "hardware", "display") for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_imports_point_inwards() -> None:
    done = subprocess.run([sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    assert "0 broken" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_clock_asks_the_time_and_nobody_asks_the_board(path: Path) -> None:
    names = imported(path)
    assert "board" not in names
    assert "time" not in names or path == ROOT / "hardware" / "clock.py"


def test_only_the_display_room_knows_pygame() -> None:
    knowing = {path.relative_to(ROOT).parts[0] for path in SOURCES if "pygame" in imported(path)}
    assert knowing == {"display"}


def test_nothing_is_mocked() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        assert "unittest.mock" not in imported(path), path


def test_the_readme_opens_with_what_it_is_and_a_picture_of_the_hold() -> None:
    assert "knees-to-chest" in README[:300]
    assert "display/pictures/hold.png" in README[:1200]


def test_every_document_and_picture_that_is_named_exists() -> None:
    for document in [ROOT / "README.md", *ROOT.glob("*/README.md"), *ROOT.glob("*/*/README.md")]:
        if ".venv" in document.parts:
            continue
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
            if not target.startswith("http"):
                assert (document.parent / target).exists(), f"{document}: {target}"


def test_the_drawing_in_the_readme_is_printed_from_the_table() -> None:
    drawn = re.search(r"<!-- states -->\n```mermaid\n(.*?)```", README, re.DOTALL)
    assert drawn
    assert drawn[1] == mermaid()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"mat {command}" in README


def test_every_setting_has_a_meaning_a_unit_or_a_range() -> None:
    for setting in describe(Settings(), None):
        assert setting.meaning
        assert setting.unit or setting.range or isinstance(setting.value, str | bool | tuple), setting.name


# -- the lock file --------------------------------------------------------------------------------------

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PACKAGES = re.split(r"\n(?=\S)", LOCK.strip())


def test_the_lock_file_names_exact_versions_with_hashes_and_no_registry() -> None:
    assert "http" not in LOCK
    assert "--index" not in LOCK
    for package in PACKAGES:
        assert re.match(r"[a-z0-9-]+==\S+", package), package
        assert "--hash=sha256:" in package, package


@pytest.mark.parametrize("version", ["3.11", "3.13"])
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_lock_file_names_each_package_once_for_each_machine(version: str, machine: str) -> None:
    environment = {"python_version": version, "python_full_version": f"{version}.0", "platform_machine": machine,
                   "sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "extra": "",
                   "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    names = []
    for package in PACKAGES:
        head = package.splitlines()[0].removesuffix("\\").strip()
        pinned, _, marker = head.partition(";")
        if not marker.strip() or Marker(marker.strip()).evaluate(environment):
            names.append(pinned.split("==")[0].strip())
    assert len(names) == len(set(names))
    assert {"gpiozero", "adafruit-circuitpython-ads1x15", "pygame", "numpy", "pytest"} <= set(names)


def test_the_project_depends_on_what_the_lock_holds() -> None:
    import tomllib
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[>=<\[ ]", line)[0].lower() for line in
              [*told["dependencies"], *told["optional-dependencies"]["dev"]]}
    locked = {package.split("==")[0] for package in PACKAGES}
    assert wanted <= locked
