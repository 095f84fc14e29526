"""The converter's ALERT/RDY line, if it is wired: counts finished conversions, to measure the chip's true data rate.

No scan waits for this line: scans are paced by the clock, which needs no wire and does not stop with the chip. It
pulses only while the chip's thresholds are set for it (Hi_thresh's top bit 1, Lo_thresh's 0; data sheet, "Conversion
Ready Pin").
"""

from queue import SimpleQueue
from typing import Any

import gpiozero
from gpiozero.exc import GPIOZeroError

from mat.ports import Clock, MatError

_parts: Any = gpiozero


class ReadyLine:
    """Falling edges of one open-drain line, time-stamped by `clock`. `factory` is gpiozero's."""

    def __init__(self, pin: int, clock: Clock, factory: Any) -> None:
        """Raises MatError when the pin cannot be had."""
        self._clock = clock
        self._edges: SimpleQueue[float] = SimpleQueue()
        self._times_s: list[float] = []
        try:
            self._line = _parts.DigitalInputDevice(pin, pull_up=True, pin_factory=factory)
        except (GPIOZeroError, OSError, ValueError) as fault:
            raise MatError(f"The ALERT/RDY line on GPIO {pin} cannot be used: {fault}. Check hardware.alert_pin, or "
                           'write "none".') from fault
        self._line.when_activated = self._fell

    def _fell(self) -> None:
        """Comes on gpiozero's thread."""
        self._edges.put(self._clock.now_s())

    def forget(self) -> None:
        """Counting begins anew."""
        self._read()
        self._times_s.clear()

    def count(self) -> int:
        self._read()
        return len(self._times_s)

    def rate_hz(self) -> float | None:
        """Conversions a second between the first edge and the last; None before there are two."""
        self._read()
        if len(self._times_s) < 2 or self._times_s[-1] <= self._times_s[0]:
            return None
        return (len(self._times_s) - 1) / (self._times_s[-1] - self._times_s[0])

    def close(self) -> None:
        """The pin is free again. The factory stays open: it is not ours."""
        self._line.close()

    def _read(self) -> None:
        while not self._edges.empty():
            self._times_s.append(self._edges.get())
