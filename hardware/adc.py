"""Scanning the zones: one or two ADS1115 through Adafruit's driver, paced by the clock, never by polling."""

from typing import Any, NoReturn, cast

from adafruit_ads1x15 import ADS1115, AnalogIn
from adafruit_ads1x15.ads1x15 import Mode

from hardware.i2c import I2CBus
from mat.core.zones import Layout
from mat.ports import Clock, MatError
from mat.settings import HardwareSettings

CHANNELS = 4
DATA_RATE_HZ = 860
SLOWEST_OSCILLATOR = 0.9
WAKE_UP_S = 25e-6
MARGIN_S = 40e-6
CONVERSION_S = 1 / (SLOWEST_OSCILLATOR * DATA_RATE_HZ) + WAKE_UP_S + MARGIN_S
"""No result is read earlier after its start: sooner, the register still holds the previous channel's value
(data sheet: data rate ±10 %, wake-up 25 µs)."""

_CONFIG_REGISTER = 1
_START = 0x8000
_SINGLE_ENDED = 0x4000
_GAIN_BITS = {1: 0x0200, 2: 0x0400}
_SINGLE_SHOT_860_HZ_NO_COMPARATOR = 0x0100 | 0x00E0 | 0x0003


class ConverterError(MatError):
    """A converter does not answer; the text names its address and bus."""


class _Chip:
    """One converter and the zones on its channels 0…3."""

    def __init__(self, i2c: I2CBus, settings: HardwareSettings, address: int, zones: int) -> None:
        self.address = address
        self.zones = zones
        self.ready_s = 0.0
        self._driver = ADS1115(cast(Any, i2c), gain=settings.gain, data_rate=DATA_RATE_HZ, mode=Mode.SINGLE,
                               address=address)
        self._device = self._driver.i2c_device
        self.volts_a_count: float = AnalogIn(self._driver, 0).convert_to_voltage(1)
        base = _START | _SINGLE_ENDED | _GAIN_BITS[settings.gain] | _SINGLE_SHOT_860_HZ_NO_COMPARATOR
        self._starts = [bytes((_CONFIG_REGISTER, (base | channel << 12) >> 8, base & 0xFF))
                        for channel in range(CHANNELS)]

    def start(self, channel: int, clock: Clock) -> None:
        with self._device as device:
            device.write(self._starts[channel])
        self.ready_s = clock.now_s() + CONVERSION_S

    def result_v(self) -> float:
        counts = self._driver.get_last_result()
        return (counts - 0x10000 if counts > 0x7FFF else counts) * self.volts_a_count


class ZoneScanner:
    """All zones in one scan (ports.Source). Two chips convert at the same time, a little apart.

    A channel takes a conversion (at most 1.36 ms) and two transactions: about 7 ms a scan on a 400 kHz bus,
    with one chip or two. Construction raises ConverterError when a chip is absent. After a failed `read`,
    `reopen` looks for the chips anew; a chip that lost its supply for a moment heals by itself, as every
    start rewrites its configuration.
    """

    def __init__(self, i2c: I2CBus, settings: HardwareSettings, clock: Clock,
                 layout: Layout | None = None) -> None:
        self.layout = settings.layout if layout is None else layout
        self._i2c = i2c
        self._settings = settings
        self._clock = clock
        self._chips: list[_Chip] = []
        self.reopen()

    def reopen(self) -> None:
        """Finds every chip again and throws one scan away: the first after power-on may be garbage."""
        zones = len(self.layout.zones)
        needed = -(-zones // CHANNELS)
        self._chips = [self._find(address, min(CHANNELS, zones - CHANNELS * n))
                       for n, address in enumerate(self._settings.addresses[:needed])]
        self.read()

    def _find(self, address: int, zones: int) -> _Chip:
        try:
            return _Chip(self._i2c, self._settings, address, zones)
        except (ValueError, OSError) as fault:
            raise ConverterError(
                f"No converter answers at {address:#04x} on I²C bus {self._settings.i2c_bus} ({fault}). "
                "Check its 3.3 V, ground, SDA and SCL wires, and its ADDR pin "
                "(ground is 0x48, 3.3 V is 0x49).") from fault

    def read(self) -> tuple[float, ...]:
        clock, chips = self._clock, self._chips
        volts: list[list[float]] = [[] for _ in chips]
        chip = chips[0]
        try:
            for chip in chips:
                chip.start(0, clock)
            for channel in range(CHANNELS):
                for chip, found in zip(chips, volts, strict=True):
                    if channel < chip.zones:
                        clock.sleep_until_s(chip.ready_s)
                        found.append(chip.result_v())
                    if channel + 1 < chip.zones:
                        chip.start(channel + 1, clock)
        except OSError as fault:
            self._lost(chip, fault)
        return tuple(value for found in volts for value in found)

    def _lost(self, chip: _Chip, fault: OSError) -> NoReturn:
        raise ConverterError(
            f"The converter at {chip.address:#04x} on I²C bus {self._settings.i2c_bus} stopped "
            f"answering (error {fault.errno}, {fault.strerror}). Check its 3.3 V, ground, SDA, SCL.") from fault

    def close(self) -> None:
        self._i2c.close()
