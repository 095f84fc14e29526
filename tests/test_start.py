"""A kiosk that cannot start says so on its screen, and ends when it is asked to, at any moment."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from display.screens import SCREENS
from hardware.clock import FakeClock
from mat.edge import Edge
from mat.ports import MatError
from mat.running import TOLD_FOR_S, on_the_screen, run_kiosk
from mat.settings import DisplaySettings, Settings, SettingsError, SoundSettings
from mat.start import Leaving
from mat.store.database import FILE
from mat.store.faults import StoreError

SETTINGS = Settings(display=DisplaySettings(fullscreen=False), sound=SoundSettings(tones=False, speech=False))


@pytest.fixture
def edge(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    with ExitStack() as stack:
        opened = Edge(SETTINGS, False, "emulated", stack)
        opened.pages = []
        drawn = opened.screen.page

        def page(name, fault=None):
            opened.pages.append((name, fault.key if fault else None))
            drawn(name, fault)
        opened.screen.page = page
        yield opened


@pytest.mark.parametrize(("fault", "key"), [
    (StoreError("no room"), "fault_start_storage"), (MatError("?"), "fault_start"),
    (SettingsError("?"), "fault_settings"), (ValueError("Annegret"), "fault_start")])
def test_a_fault_at_the_start_stands_on_the_screen_for_a_while_and_then_ends_the_program(edge, fault, key, caplog):
    clock = FakeClock()
    with Leaving() as leaving, pytest.raises(type(fault)), on_the_screen(edge, leaving, clock):
        raise fault
    assert "Annegret" not in caplog.text
    assert edge.pages == [("unstarted", key)]
    assert clock.now_s() == pytest.approx(TOLD_FOR_S, abs=0.1)


@pytest.mark.parametrize("asked", ["touch", "signal"])
def test_try_again_and_a_wish_to_end_do_not_wait(edge, asked):
    clock = FakeClock()
    with Leaving() as leaving:
        if asked == "touch":
            edge.touches.put("retry")
        else:
            os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StoreError), on_the_screen(edge, leaving, clock):
            raise StoreError("no room")
    assert clock.now_s() < 1.0


def test_a_kiosk_whose_folder_cannot_be_written_shows_that_and_ends_with_its_name(tmp_path: Path, edge):
    (tmp_path / FILE).mkdir()
    edge.touches.put("retry")
    with pytest.raises(StoreError, match=FILE):
        run_kiosk(SETTINGS, tmp_path, kind="emulated", recording=None, speed=1.0, headless=False, min_hold_s=None,
                  open_edge=lambda *_: edge)
    assert edge.pages == [("unstarted", "fault_start_storage")]


def test_who_is_asked_to_end_while_it_starts_leaves_between_two_steps():
    before = signal.getsignal(signal.SIGTERM)
    with Leaving() as leaving:
        leaving.leave_if_asked()
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(SystemExit) as left:
            leaving.leave_if_asked()
    assert left.value.code == 0
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_page_of_a_start_that_failed_has_one_button_and_it_works():
    from display.theme import Theme
    from mat.core.snapshot import FaultNote, Snapshot
    theme = Theme.of(DisplaySettings(), (800, 480))
    parts = SCREENS["unstarted"](Snapshot("fault", fault=FaultNote("fault_start_storage", "")), theme)
    assert {part.intent_at(part.box.centre) for part in parts} - {None} == {"retry"}


def test_on_an_appliance_a_mistake_in_the_settings_stands_on_the_panel(tmp_path: Path, systemd_env):
    """The program ends with the sentence for the log only after it was shown."""
    file = tmp_path / "mat.toml"
    file.write_text("[display]\nrotatoin = 90\n")
    words = [sys.executable, "-m", "mat", "run", "--config", str(file)]
    alone = subprocess.run(words, env=systemd_env | {"NOTIFY_SOCKET": ""}, capture_output=True, text=True, timeout=30,
                           check=False)
    assert alone.returncode == 2
    assert "rotation" in alone.stderr
    with subprocess.Popen(words, env=systemd_env, stderr=subprocess.PIPE, text=True) as shown:
        assert shown.stderr
        first = shown.stderr.readline()
        shown.send_signal(signal.SIGTERM)
        rest = shown.stderr.read()
    assert "cannot start" in first
    assert "rotation" in first + rest
    assert shown.returncode == 2


def test_on_an_appliance_a_data_folder_that_takes_nothing_stands_on_the_panel(tmp_path: Path, systemd_env):
    (tmp_path / "data" / "kiosk.lock").mkdir(parents=True)  # as a card that has become read-only: no lock can be had
    with subprocess.Popen([sys.executable, "-m", "mat", "run"], env=systemd_env, stderr=subprocess.PIPE,
                          text=True) as shown:
        assert shown.stderr
        first = shown.stderr.readline()
        shown.send_signal(signal.SIGTERM)
        shown.stderr.read()
    assert "cannot start" in first
    assert shown.returncode == 4


@pytest.fixture
def systemd_env(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "MAT_DATA": str(tmp_path / "data"),
            "NOTIFY_SOCKET": str(tmp_path / "nobody")}
