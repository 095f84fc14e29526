"""The ADS1115 converter at register level, after its data sheet (Texas Instruments SBAS444D).

The comparator and its pin ALERT/RDY are not emulated: nothing here listens to them."""

from collections.abc import Callable, Sequence

from mat.ports import Clock

Pins = Callable[[float], Sequence[float]]
"""Volts at A0…A3 (at least those in use) at a time in seconds; asked with times that hardly ever go back."""

CONVERSION, CONFIG, LO_THRESH, HI_THRESH = range(4)
POWER_UP = {CONVERSION: 0x0000, CONFIG: 0x8583, LO_THRESH: 0x8000, HI_THRESH: 0x7FFF}
OS = 0x8000
SINGLE_SHOT = 0x0100
FULL_SCALE_V = (6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256)
DATA_RATE_HZ = (8, 16, 32, 64, 128, 250, 475, 860)
INPUTS = ((0, 1), (0, 3), (1, 3), (2, 3), (0, None), (1, None), (2, None), (3, None))
WAKE_UP_S = 25e-6


class EmulatedADS1115:
    """One chip. `oscillator_error` is relative; the data sheet allows ±0.1.

    Faults to set: `absent` (no acknowledge at all), `nack` (the next n transactions are refused), `os_stuck`
    (always busy, nothing is ever converted), `value_stuck` (counts, or None), and `brown_out()`.
    """

    def __init__(self, clock: Clock, pins: Pins, oscillator_error: float = 0.0) -> None:
        self._clock = clock
        self._pins = pins
        self._oscillator_error = oscillator_error
        self.absent = False
        self.nack = 0
        self.os_stuck = False
        self.value_stuck: int | None = None
        self.brown_out()

    def brown_out(self) -> None:
        """The supply dips: all registers as at power-up, no conversion runs."""
        self.registers = dict(POWER_UP)
        self.pointer = CONVERSION
        self._running = 0
        """The configuration the running conversion began with; it keeps it to its end."""
        self._start_s = 0.0
        self._end_s: float | None = None

    def general_call(self, data: bytes) -> None:
        """Sent to address 0; 06h resets every chip on the bus (data sheet 7.5.1.2)."""
        if data == b"\x06":
            self.brown_out()

    def acknowledges(self) -> bool:
        if self.absent:
            return False
        if self.nack:
            self.nack -= 1
            return False
        return True

    def write(self, data: bytes) -> None:
        """First byte: the pointer. Two more: the new value; the conversion register is read-only."""
        if not data:
            return
        self.pointer = data[0] & 0x03
        if len(data) >= 3 and self.pointer != CONVERSION:
            value = data[1] << 8 | data[2]
            if self.pointer == CONFIG:
                self._configure(value)
            else:
                self.registers[self.pointer] = value

    def read(self, count: int) -> bytes:
        """The register under the pointer, high byte first; nothing follows it but ones."""
        self._settle(self._clock.now_s())
        value = self.registers[self.pointer]
        if self.pointer == CONFIG:
            busy = self._end_s is not None or self.os_stuck
            value = value & ~OS if busy else value | OS
        return value.to_bytes(2, "big").ljust(count, b"\xff")[:count]

    def _configure(self, value: int) -> None:
        """Writing OS starts a conversion from power-down only; while one runs it has no effect."""
        now_s = self._clock.now_s()
        self._settle(now_s)
        self.registers[CONFIG] = value & ~OS
        wanted = value & OS or not value & SINGLE_SHOT
        if wanted and self._end_s is None and not self.os_stuck:
            self._start(now_s + WAKE_UP_S)

    def _start(self, start_s: float) -> None:
        self._running = self.registers[CONFIG]
        rate_hz = DATA_RATE_HZ[self._running >> 5 & 7] * (1 + self._oscillator_error)
        self._start_s = start_s
        self._end_s = start_s + 1 / rate_hz

    def _settle(self, now_s: float) -> None:
        """Ends what has ended by now; in continuous mode the next conversion follows without a gap."""
        while self._end_s is not None and now_s >= self._end_s:
            end_s, start_s = self._end_s, self._start_s
            continuous = not self.registers[CONFIG] & SINGLE_SHOT
            if continuous and self._running == self.registers[CONFIG]:
                whole = int((now_s - end_s) / (end_s - start_s)) * (end_s - start_s)
                start_s, end_s = start_s + whole, end_s + whole
            self._convert(self._running, (start_s + end_s) / 2)
            self._end_s = None
            if continuous:
                self._start(end_s)

    def _convert(self, config: int, t_s: float) -> None:
        if self.value_stuck is not None:
            counts = self.value_stuck
        else:
            volts = self._pins(t_s)
            plus, minus = INPUTS[config >> 12 & 7]
            difference = volts[plus] - (volts[minus] if minus is not None else 0.0)
            counts = round(difference * 32768 / FULL_SCALE_V[config >> 9 & 7])
        self.registers[CONVERSION] = max(-32768, min(32767, counts)) & 0xFFFF
