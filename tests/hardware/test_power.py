"""Asking the system to switch off, with commands that do not."""

import sys
from pathlib import Path

import pytest

from hardware.power import power_off
from mat.ports import MatError


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_the_command_is_run_once(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    power_off(python(f"open({str(asked)!r}, 'a').write('off')"))
    assert asked.read_text() == "off"


def test_a_refusal_is_told_with_what_the_system_said_and_the_rule_that_allows_it() -> None:
    with pytest.raises(MatError, match=r"Access denied.*systemd/mat-kiosk\.rules"):
        power_off(python("import sys; sys.exit('Call to PowerOff failed: Access denied')"))


def test_a_command_that_is_not_there_names_the_setting() -> None:
    with pytest.raises(MatError, match=r"no-such-command.*hardware\.shutdown_command"):
        power_off(["no-such-command", "poweroff"])


def test_a_command_without_an_answer_does_not_hang_the_kiosk_for_ever() -> None:
    with pytest.raises(MatError, match=r"no answer within 0\.2 s"):
        power_off(python("import signal; signal.pause()"), patience_s=0.2)
