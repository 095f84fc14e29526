"""Tells systemd how the service is: ready, alive, what it does, stopping. Without systemd it tells nobody.

The protocol is one datagram to `$NOTIFY_SOCKET` (sd_notify(3)); `$WATCHDOG_USEC` says within which time a sign of life
is wanted, else the service is ended and started again.
"""

import logging
import os
import socket
from collections.abc import Mapping

log = logging.getLogger(__name__)
SIGNS = 4
"""Signs of life in one watchdog's time: a late one must not end a kiosk that lives."""


class Notifier:
    """One service's line to systemd. Times are monotonic seconds."""

    def __init__(self, env: Mapping[str, str] = os.environ, pid: int | None = None) -> None:
        self._address = env.get("NOTIFY_SOCKET", "")
        self._every_s = _watchdog_s(env, os.getpid() if pid is None else pid) / SIGNS
        self._sign_s: float | None = None
        self._status = ""
        self._ready = self._deaf = False

    @property
    def listens(self) -> bool:
        return bool(self._address)

    def ready(self) -> None:
        """From now on the service counts as started; said once."""
        self._ready = self._ready or self._tell("READY=1")

    def alive(self, now_s: float) -> None:
        """A sign of life, as often as one is wanted. To be called only while everything that must go on goes on."""
        wanted = self._every_s and (self._sign_s is None or now_s - self._sign_s >= self._every_s)
        if wanted and self._tell("WATCHDOG=1"):
            self._sign_s = now_s

    def status(self, words: str) -> None:
        """What `systemctl status` shows."""
        if words != self._status and self._tell(f"STATUS={words}"):
            self._status = words

    def stopping(self) -> None:
        self._tell("STOPPING=1")

    def _tell(self, words: str) -> bool:
        """False if it did not arrive: systemd is busy with many others and is told again with the next picture."""
        if not self._address:
            return True
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.setblocking(False)
                line.sendto(words.encode(), _place(self._address))
        except OSError as fault:
            if not self._deaf:
                log.warning("systemd cannot be told %s (%s); it is told again.", words, fault)
            self._deaf = True
            return False
        self._deaf = False
        return True


def _place(address: str) -> str:
    """An address that begins with @ is in the kernel's own name space."""
    return "\0" + address[1:] if address.startswith("@") else address


def _watchdog_s(env: Mapping[str, str], pid: int) -> float:
    """Within how many seconds a sign of life is wanted of process `pid`; 0 for never."""
    told, whose = env.get("WATCHDOG_USEC", ""), env.get("WATCHDOG_PID", "")
    if not told.isdecimal() or (whose and whose != str(pid)):
        return 0.0
    return int(told) / 1e6
