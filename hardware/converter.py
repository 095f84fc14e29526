"""One ADS1115 through Adafruit's driver: starts, results, and the proofs that a result is what it seems to be."""

from typing import Any, Literal, cast

from adafruit_ads1x15 import ADS1115, AnalogIn
from adafruit_ads1x15.ads1x15 import Mode

from hardware.i2c import ElectronicsError, I2CBus
from mat.ports import Clock

CHANNELS = 4
ADDRESSES = (0x48, 0x49, 0x4A, 0x4B)
DATA_RATE_HZ = 860
OSCILLATOR_ERROR = 0.1
WAKE_UP_S = 25e-6
MARGIN_S = 40e-6
CONVERSION_S = 1 / ((1 - OSCILLATOR_ERROR) * DATA_RATE_HZ) + WAKE_UP_S + MARGIN_S
"""No conversion is taken for ended sooner after its start: the register may still hold the previous channel's value
(data sheet: data rate ±10 %, wake-up 25 µs)."""
HOLDS_S = 1 / ((1 + OSCILLATOR_ERROR) * DATA_RATE_HZ)
"""For so long after a start the register surely still holds the result before it."""
TRIALS, TRIAL_STEP_S = 5, 20e-6

_CONVERSION, _CONFIG, _LOW_THRESHOLD = 0, 1, 2
_OS = 0x8000
_SINGLE_ENDED = 0x4000
_GAIN_BITS = {1: 0x0200, 2: 0x0400}
_SINGLE_SHOT_860_HZ_NO_COMPARATOR = 0x0100 | 0x00E0 | 0x0003
_MARK = 0x2A00
"""Kept in the threshold register, which nothing else uses here: after a dip of the supply it is gone."""

Doubt = Literal["late", "busy", "reset", "ignored"]


class ConverterError(ElectronicsError):
    """A converter is absent, has gone or does not convert; the text names its address and bus."""


class Doubtful(Exception):
    """A scan whose values cannot be proved right; it is thrown away. `why` says what was seen."""

    def __init__(self, address: int, why: Doubt) -> None:
        super().__init__(f"{address:#04x}: {why}")
        self.address = address
        self.why = why


class Converter:
    """The chip at `address`, its first `channels` inputs in use. Construction writes its registers and reads one back.

    Raises OSError or ValueError (the driver's) when nothing answers, ConverterError when what answers is no ADS1115.
    """

    def __init__(self, i2c: I2CBus, address: int, channels: int, gain: int, clock: Clock) -> None:
        self.address = address
        self.channels = channels
        self.conversion_s = CONVERSION_S
        self.ready_s = 0.0
        """No start has an effect, and no result is there, before this time."""
        self._clock = clock
        self._holds_until_s = 0.0
        self._mark = _MARK | address
        self._wanted = 0
        base = _SINGLE_ENDED | _GAIN_BITS[gain] | _SINGLE_SHOT_860_HZ_NO_COMPARATOR
        self._configs = [base | channel << 12 for channel in range(CHANNELS)]
        self._starts = [bytes((_CONFIG, (config | _OS) >> 8, config & 0xFF)) for config in self._configs]
        self._word = bytearray(2)
        self._driver = ADS1115(cast(Any, i2c), gain=gain, data_rate=DATA_RATE_HZ, mode=Mode.SINGLE,
                               comparator_low_threshold=self._mark, address=address)
        self._device = self._driver.i2c_device
        self.volts_a_count: float = AnalogIn(self._driver, 0).convert_to_voltage(1)
        self.ready_s = clock.now_s() + CONVERSION_S
        if self._register(_LOW_THRESHOLD) != self._mark:
            raise ConverterError(
                f"What answers at {address:#04x} is no ADS1115: it does not keep what is written to it. Set "
                "hardware.addresses to the converter's address, or take the other part off the bus.",
                "fault_not_ads", f"{address:#04x}")

    def start(self, channel: int) -> None:
        """Begins a conversion. The register keeps the one before for `HOLDS_S`."""
        begun_s = self._clock.now_s()
        try:
            with self._device as device:
                device.write(self._starts[channel])
        finally:  # a refused write may yet have begun it
            self.ready_s = self._clock.now_s() + self.conversion_s
            self._holds_until_s = begun_s + HOLDS_S
        self._wanted = self._configs[channel]

    def result_v(self) -> float:
        """Volts of the conversion that ended last, while no other runs."""
        counts = self._driver.get_last_result()
        return (counts - 0x10000 if counts > 0x7FFF else counts) * self.volts_a_count

    def earlier_result_v(self) -> float:
        """The same while a newer conversion runs. Raises Doubtful if that one may have ended."""
        volts = self.result_v()
        if self._clock.now_s() > self._holds_until_s:
            raise Doubtful(self.address, "late")
        return volts

    def prove_idle(self) -> None:
        """After a scan: the last conversion has ended, and with our settings. Raises Doubtful."""
        config = self._register(_CONFIG)
        if not config & _OS:
            raise Doubtful(self.address, "busy")
        if config & ~_OS != self._wanted:
            raise Doubtful(self.address, "reset")

    def prove_kept(self) -> None:
        """The supply has not dipped since the registers were written. Raises Doubtful."""
        if self._register(_LOW_THRESHOLD) != self._mark:
            raise Doubtful(self.address, "reset")

    def prove_started(self) -> None:
        """In the middle of a conversion: it runs, so its start was not ignored. Raises Doubtful.

        An ignored start means that the conversion before it had not ended. By the data sheet that would have ended
        within 0.22 ms, and the transactions since the start have taken longer.
        """
        if self._register(_CONFIG) != self._wanted:
            late = self._clock.now_s() > self._holds_until_s  # it may have ended meanwhile
            raise Doubtful(self.address, "late" if late else "ignored")

    def restore(self) -> None:
        """Writes the registers anew after a dip of the supply. Raises OSError."""
        with self._device as device:
            device.write(bytes((_LOW_THRESHOLD, self._mark >> 8, self._mark & 0xFF)))
        self.ready_s = max(self.ready_s, self._clock.now_s() + CONVERSION_S)

    def measure_conversion_s(self) -> float:
        """How long this chip's conversions take, from the end of a start to the beginning of the next transaction.

        Looks at the OS bit ever later after a start, until it is set `TRIALS` times in a row. The result, with a margin
        for one step and jitter, is at most CONVERSION_S. Raises ConverterError for a chip that needs longer than the
        data sheet allows: its results would be those of the channel before.
        """
        wait_s = HOLDS_S
        good = 0
        while good < TRIALS and wait_s < CONVERSION_S:
            self._clock.sleep_until_s(self.ready_s)
            self.start(0)
            ended_s = self._clock.now_s()
            self._clock.sleep_until_s(ended_s + wait_s)
            if self._register(_CONFIG) & _OS:
                good += 1
            else:
                good, wait_s = 0, wait_s + TRIAL_STEP_S
        self._clock.sleep_until_s(self.ready_s)
        if good < TRIALS and not self._in_time():
            raise ConverterError(
                f"The converter at {self.address:#04x} does not end a conversion within {CONVERSION_S * 1e3:.2f} ms, "
                "as the data sheet promises. Turn the box off and on; if it stays, change the converter.",
                "fault_converter", f"{self.address:#04x}")
        return min(CONVERSION_S, wait_s + TRIAL_STEP_S + MARGIN_S)

    def _in_time(self) -> bool:
        """One conversion, looked at when the slowest that is allowed must have ended."""
        self.start(0)
        self._clock.sleep_until_s(self._clock.now_s() + CONVERSION_S)
        return bool(self._register(_CONFIG) & _OS)

    def _register(self, number: int) -> int:
        with self._device as device:
            device.write_then_readinto(bytes((number,)), self._word)
        return self._word[0] << 8 | self._word[1]
