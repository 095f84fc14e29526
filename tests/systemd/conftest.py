"""One Debian, one bundle and one installation from it for all tests of a run; each test changes a copy of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.systemd.debian import (
    PROJECT,
    Done,
    Missing,
    Root,
    check_machine,
    copy_source,
    entered,
    make,
    over,
    suite,
)


@dataclass(frozen=True)
class Installed:
    """What the installation from the bundle, without a network, changed in the plain Debian, and what it said."""

    plain: Path
    upper: Path
    done: Done
    apt_before: list[str]
    apt_after: list[str]


def or_skip(make_it: Callable[[], Any]) -> Any:
    try:
        return make_it()
    except Missing as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small Debian, without Python. MAT_TEST_DEBIAN names one that is there already (it is not changed)."""
    if ready := os.environ.get("MAT_TEST_DEBIAN"):
        or_skip(check_machine)
        return Path(ready)
    return or_skip(lambda: make(tmp_path_factory.mktemp("debian") / "plain"))


@pytest.fixture(scope="session")
def bundle(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    arch = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()
    done = subprocess.run([PROJECT / "systemd/bundle", sys.executable, suite(), arch, folder], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [made] = folder.iterdir()
    return made


@pytest.fixture(scope="session")
def installed(plain: Path, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    with ExitStack() as stack:
        path = or_skip(lambda: stack.enter_context(over(plain, folder=folder)))
        (path / "bundle").mkdir()
        root = or_skip(lambda: entered(Root(path, network=False, read_only={"/bundle": bundle})))
        before = apt_lists(path)
        done = root.run("sh", "/bundle/install")
        (path / "bundle").rmdir()
        return Installed(plain, folder / "upper", done, before, apt_lists(path))


@pytest.fixture
def machine(installed: Installed, tmp_path: Path) -> Iterator[Root]:
    """A machine with the kiosk on it, and the source in /src."""
    assert installed.done.code == 0, installed.done.said
    with ExitStack() as stack:
        path = stack.enter_context(over(installed.upper, installed.plain, folder=tmp_path))
        copy_source(path / "src")
        yield Root(path)


def apt_lists(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for place in ("etc/apt", "var/lib/apt/lists")
                  for path in (root / place).rglob("*"))
