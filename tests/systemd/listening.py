"""The other end of sd_notify: a datagram socket as systemd has it."""

import socket

from hardware.clock import SystemClock

PATIENCE_S = 30.0


class Systemd:
    """The receiving end: what was told so far, line by line."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + place[1:] if place.startswith("@") else place)
        self._socket.setblocking(False)
        self.heard: list[tuple[float, str]] = []

    def env(self, **more: str) -> dict[str, str]:
        return {"NOTIFY_SOCKET": self.place, **more}

    def listen(self) -> list[str]:
        while True:
            try:
                told = self._socket.recv(4096).decode()
            except BlockingIOError:
                return [line for _, line in self.heard]
            self.heard += [(SystemClock().now_s(), line) for line in told.splitlines()]

    def wait_for(self, line: str, count: int = 1) -> float:
        """When it was told for the `count`th time."""
        clock = SystemClock()
        end_s = clock.now_s() + PATIENCE_S
        while self.listen().count(line) < count:
            assert clock.now_s() < end_s, f"{line} was not told {count} times: {self.listen()}"
            clock.sleep_until_s(clock.now_s() + 0.02)
        return next(when for when, told in self.heard if told == line)

    def close(self) -> None:
        self._socket.close()
