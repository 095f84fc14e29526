"""The log of a running kiosk: priorities for the journal, a limit for what repeats, a line when a fault begins and one
when it ends."""

import io
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.clock import FakeClock, SystemClock
from hardware.emulation.faults import PlannedFault
from hardware.sampler import SamplerConfig
from mat.logbook import ForJournal, Ration, Rationed, priority, to_journal
from mat.settings import HardwareSettings
from tests.hardware.station import Station
from tests.test_cli import mat


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """A logger that nobody else listens to."""
    made = logging.getLogger("tests.logbook")
    made.propagate = False
    made.setLevel(logging.DEBUG)
    yield made
    for handler in [one for one in made.handlers if isinstance(one, Rationed)]:
        made.removeHandler(handler)


def listening(log: logging.Logger, clock: FakeClock, most: int = 3) -> io.StringIO:
    out = io.StringIO()
    handler = Rationed(out, clock, Ration(most, 60.0))
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    log.addHandler(handler)
    return out


def test_what_repeats_is_let_through_so_often_and_then_counted_and_told_once(log: logging.Logger) -> None:
    clock = FakeClock()
    out = listening(log, clock)
    for number in range(10):
        log.warning("fault begins: %d", number)
    log.error("another thing")
    assert out.getvalue().splitlines() == [*(f"WARNING fault begins: {n}" for n in range(3)), "ERROR another thing"]
    clock.advance(60.0)
    log.info("later")
    log.info("still later")
    assert out.getvalue().splitlines()[4:] == [
        "WARNING 7 more line(s) like this were held back: fault begins: 9", "INFO later", "INFO still later"]
    log.warning("fault begins: %d", 10)
    assert out.getvalue().endswith("fault begins: 10\n")


def test_what_is_held_back_when_the_program_ends_is_told_then(log: logging.Logger) -> None:
    out = listening(log, FakeClock(), most=1)
    log.warning("again")
    log.warning("again")
    [rationed] = [handler for handler in log.handlers if isinstance(handler, Rationed)]
    rationed.close()
    assert out.getvalue().splitlines()[1:] == ["WARNING 1 more line(s) like this were held back: again"]


def test_the_same_words_at_another_level_or_of_another_part_have_a_ration_of_their_own() -> None:
    ration = Ration(1, 60.0)

    def lets(name: str, level: int) -> bool:
        return ration.lets(logging.LogRecord(name, level, "", 0, "said %d", (1,), None), 0.0)
    assert [lets("a", 30), lets("b", 30), lets("a", 40), lets("a", 30)] == [True, True, True, False]


@pytest.mark.parametrize(("level", "number"), [
    ("DEBUG", 7), ("INFO", 6), ("WARNING", 4), ("ERROR", 3), ("CRITICAL", 2)])
def test_each_line_for_the_journal_carries_its_priority_and_no_word_of_it(level: str, number: int) -> None:
    record = logging.LogRecord("x", logging.getLevelName(level), "", 0, "one\ntwo", (), None)
    assert ForJournal().format(record) == f"<{number}>one\n<{number}>two"
    assert priority(record.levelno) == number


def test_the_journal_is_known_by_the_very_stream_and_not_by_the_variable_alone(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as out:
        found = os.fstat(out.fileno())
        assert to_journal(out, {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino}"})
        assert not to_journal(out, {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino + 1}"})
        assert not to_journal(out, {})
    assert not to_journal(io.StringIO(), {"JOURNAL_STREAM": "1:2"})


def said_to_a_journal(tmp_path: Path, *words: str, ends_at: str = "") -> list[str]:
    """What the command says on a stream that is told to be the journal's, up to SIGTERM after the words `ends_at`."""
    with (tmp_path / "journal").open("wb") as out:
        found = os.fstat(out.fileno())
        env = {**os.environ, "JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino}", "MAT_DATA": str(tmp_path / "data")}
        process = subprocess.Popen([sys.executable, "-m", "mat", *words], stderr=out, stdout=out, env=env)
        clock = SystemClock()
        end_s = clock.now_s() + 60.0
        while process.poll() is None and clock.now_s() < end_s:
            clock.sleep_until_s(clock.now_s() + 0.1)
            if ends_at and ends_at in (tmp_path / "journal").read_text("utf-8"):
                process.send_signal(signal.SIGTERM)
                ends_at = ""
        process.kill()
        process.wait(10)
    return (tmp_path / "journal").read_text("utf-8").splitlines()


@pytest.mark.skipif(Path("/dev/i2c-1").exists(), reason="this machine has an I2C bus")
def test_a_kiosk_under_systemd_gives_each_line_its_priority(tmp_path: Path) -> None:
    lines = said_to_a_journal(tmp_path, "run", "--headless", "--hardware", "pi", ends_at="fault begins")
    assert lines
    assert all(line[:3] in ("<3>", "<4>", "<6>") for line in lines), lines
    assert [line for line in lines if line.startswith("<3>fault begins: fault_bus /dev/i2c-1")]
    assert not any("ERROR" in line or "INFO" in line for line in lines)


def test_what_ends_a_kiosk_is_a_fault_in_the_journal_too(tmp_path: Path) -> None:
    (tmp_path / "mat.toml").write_text("[exercise]\nhold_s = 1\nreps_per_side = 99\n")
    lines = said_to_a_journal(tmp_path, "run", "--headless", "--config", str(tmp_path / "mat.toml"))
    assert lines[0].startswith("<3>mat: ")
    assert len(lines) == 3
    assert all(line.startswith("<3>") for line in lines)


def test_on_a_terminal_a_line_has_its_level_in_words(tmp_path: Path) -> None:
    done = mat("run", "--headless", "--recording", tmp_path / "none.csv", data=tmp_path)
    assert done.stderr.startswith("mat: ")
    assert "<" not in done.stderr


# -- a whole kiosk --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fault", "begins", "ends"), [
    (PlannedFault(5.0, 4.0, "absent", 1), "fault begins: fault_no_chip 0x49 ", "fault ends: fault_no_chip 0x49"),
    (PlannedFault(5.0, 4.0, "held"), "fault begins: fault_bus  ", "fault ends: fault_bus "),
    (PlannedFault(5.0, 6.0, "high", 2), "fault begins: zone ", "fault ends: zone "),
    (PlannedFault(5.0, 0.1, "brown_out"), "trouble begins: ", "trouble ends: ")])
def test_a_fault_is_one_line_when_it_begins_and_one_when_it_ends(
        tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: PlannedFault, begins: str, ends: str) -> None:
    caplog.set_level(logging.INFO)
    station = Station(tmp_path, SamplerConfig(HardwareSettings(kit="kit8"), faults=(fault,)))
    try:
        station.run(24.0)
    finally:
        station.close()
    told = [line for line in caplog.messages if line.startswith(begins.split(" ")[0])]
    assert len(told) == 2, told
    assert told[0].startswith(begins)
    assert told[1].startswith(ends)


def test_a_fault_that_becomes_another_ends_before_the_other_begins(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    faults = (PlannedFault(5.0, 3.0, "absent", 0), PlannedFault(7.0, 4.0, "held"))
    station = Station(tmp_path, SamplerConfig(HardwareSettings(kit="kit8"), faults=faults))
    try:
        station.run(20.0)
    finally:
        station.close()
    told = [line for line in caplog.messages if line.startswith("fault ")]
    assert [line.split(":")[0] for line in told] == ["fault begins", "fault ends"] * (len(told) // 2)
    assert len(told) >= 4


def test_a_quiet_mat_writes_nothing_at_all(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    station = Station(tmp_path, SamplerConfig(HardwareSettings(kit="kit8")))
    try:
        station.run(20.0)
        assert caplog.messages == []
    finally:
        station.close()


def test_a_disk_that_takes_long_is_told_when_it_begins_and_when_it_ends(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    station = Station(tmp_path, SamplerConfig(HardwareSettings(kit="kit8")))
    try:
        writer = station.memory.writer
        for since_s in (0.0, 0.0, None):
            writer._busy_since_s = since_s
            for _ in range(3):
                station.kiosk.show()
    finally:
        station.close()
    assert [line for line in caplog.messages if "disk" in line] == [
        "trouble begins: the disk takes long to write", "trouble ends: the disk takes long to write"]


def test_who_asked_for_every_step_gets_every_step(log: logging.Logger) -> None:
    out = listening(log, FakeClock())
    for number in range(30):
        log.debug("rest → lift: %d", number)
    assert len(out.getvalue().splitlines()) == 30
