"""The kiosk's loop with its pages: what it shows of a silent mat, what it keeps, when it tidies up."""

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.emulation.faults import PlannedFault
from hardware.emulation.person import Person
from hardware.sampler import SamplerConfig
from mat.choices import FILE, Choices
from mat.core.snapshot import Snapshot
from mat.live import Live
from mat.notify import Notifier
from mat.settings import HardwareSettings, Settings
from mat.supervisor import GIVE_UP_S
from tests.hardware.station import Station, exercising
from tests.systemd.listening import Systemd


class Hall:
    """A station whose loop has the pages; `shown` is what is on the screen."""

    def __init__(self, folder: Path, notifier: Notifier | None = None,
                 config: SamplerConfig | None = None) -> None:
        self.folder = folder
        self.station = Station(folder, config or SamplerConfig(HardwareSettings()))
        one, settings = self.station, Settings()
        self.live = Live(one.kiosk, one.supervisor, one.edge, one.memory, settings, False, one.clock, real=True,
                         choices=Choices(folder, settings), notifier=notifier)
        one.clock.application = self.live.once
        self.shown = Snapshot("home")
        one.watched.looked_at = self._look

    def _look(self, snapshot: Snapshot) -> None:
        self.shown = snapshot

    def touch(self, *intents: str) -> "Hall":
        for intent in intents:
            self.station.edge.touches.put(intent)
        return self

    def staff(self) -> "Hall":
        return self.touch("staff", *(f"pin:{digit}" for digit in "2580"))

    def silent(self, seconds: float) -> "Hall":
        """Time passes and no sample comes."""
        self.station.clock.sleep_until_s(self.station.clock.now_s() + seconds)
        return self


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    opened = Hall(tmp_path)
    yield opened
    opened.station.close()
    gc.enable()
    gc.unfreeze()


def test_the_staff_see_what_is_read_and_when_nothing_is_read_any_more(hall: Hall) -> None:
    hall.staff().station.run(4.0)
    assert hall.shown.screen == "staff"
    assert hall.shown.staff.rate_hz == pytest.approx(100.0, abs=1.0)
    assert all(zone.volts > 0 for zone in hall.shown.staff.zones)
    hall.silent(3.0)
    assert hall.shown.staff.rate_hz is None
    assert {zone.trace for zone in hall.shown.staff.zones} == {()}
    assert hall.shown.fault is not None


def test_on_a_mat_that_never_gave_a_sample_the_staffs_page_opens_and_stays(hall: Hall) -> None:
    hall.staff().silent(5.0)
    assert hall.shown.screen == "staff"


def test_settings_are_kept_when_the_program_ends_with_the_page_open(hall: Hall) -> None:
    hall.touch("settings", "set:volume:+", "set:language:de", "quit").live.loop()
    assert json.loads((hall.folder / FILE).read_text()) == {"volume": 8, "language": "de"}


def test_settings_close_when_somebody_steps_on(hall: Hall) -> None:
    person = Person(75.0, 3, HardwareSettings().layout)
    person.step_on(103.0)
    hall.touch("settings").station.run(2.5, person)
    assert hall.shown.screen == "settings"
    hall.station.run(3.0, person)
    assert hall.shown.screen == "welcome"


def test_rubbish_is_collected_always_but_while_somebody_exercises(hall: Hall) -> None:
    person, _ = exercising(HardwareSettings().layout, 45.0)
    found: dict[str, set[bool]] = {}

    def look(snapshot: Snapshot) -> None:
        found.setdefault(snapshot.screen, set()).add(gc.isenabled())
    hall.station.watched.looked_at = look
    hall.station.run(45.0, person)
    assert found["home"] == {True}
    assert found["lie_down"] == {True}
    assert False in found["hold"]
    assert sum(True in found[screen] for screen in ("hold", "lift", "rest")) <= 1


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    found = Systemd(str(tmp_path / "notify"))
    yield found
    found.close()


def test_a_mat_is_ready_when_its_sampler_lives_also_without_a_converter(tmp_path: Path, systemd: Systemd) -> None:
    gone = SamplerConfig(HardwareSettings(), faults=(PlannedFault(0.0, 60.0, "absent"),))
    hall = Hall(tmp_path, Notifier(systemd.env(WATCHDOG_USEC="10000000")), gone)
    try:
        hall.silent(1.0)
        assert "READY=1" not in systemd.listen()
        hall.station.run(5.0)
        assert hall.shown.screen == "fault"
        told = systemd.listen()
        assert told.count("READY=1") == 1
        assert "STATUS=fault, fault_no_chip" in told
        assert told.count("WATCHDOG=1") == 3
        hall.touch("settings").silent(1.0)
        assert systemd.listen()[-1].startswith("STATUS=settings")
    finally:
        hall.station.close()


def test_with_a_sampler_that_is_beyond_mending_no_sign_of_life_is_given(tmp_path: Path, systemd: Systemd) -> None:
    hall = Hall(tmp_path, Notifier(systemd.env(WATCHDOG_USEC="10000000")))
    try:
        hall.station.run(5.0)
        before = systemd.listen().count("WATCHDOG=1")
        for _ in range(int(GIVE_UP_S / 5.0) + 2):
            hall.silent(5.0)
            systemd.listen()
        signs = systemd.listen().count("WATCHDOG=1") - before
        assert GIVE_UP_S / 2.5 - 1 <= signs <= GIVE_UP_S / 2.5 + 1
    finally:
        hall.station.close()


def test_a_database_that_turns_out_to_be_damaged_ends_the_kiosk_for_a_new_start_when_nobody_exercises(
        hall: Hall) -> None:
    person, _ = exercising(HardwareSettings().layout, 45.0)
    hall.station.run(20.0, person)
    hall.station.memory.writer.damaged = True
    hall.station.run(5.0, person)
    assert hall.shown.screen not in ("home", "fault")
    assert not hall.live.ending
    hall.silent(300.0)
    assert hall.live.ending
