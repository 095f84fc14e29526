"""Asks the system to switch the computer off."""

import subprocess
from collections.abc import Sequence

from mat.ports import MatError

PATIENCE_S = 20.0


def power_off(command: Sequence[str], patience_s: float = PATIENCE_S) -> None:
    """Returns when the system has agreed; the end then comes within seconds, as SIGTERM.

    Raises MatError when it does not agree, with what it said and the way out.
    """
    told = " ".join(command)
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=patience_s,
                              check=False, stdin=subprocess.DEVNULL)
    except OSError as fault:
        raise MatError(f"`{told}` cannot be run ({fault.strerror}). Check hardware.shutdown_command.") from fault
    except subprocess.TimeoutExpired as fault:
        raise MatError(f"`{told}` had no answer within {patience_s:g} s. Try it by hand; until it works, shut the Pi "
                       "down from a terminal.") from fault
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).partition("\n")[0] or f"exit code {done.returncode}"
        raise MatError(f"The system does not shut down: `{told}` says: {said}. The kiosk's user needs leave: install "
                       "systemd/mat-kiosk.rules as systemd/README.md tells.")
