"""Scanning the zones: one or two ADS1115 in step, paced by the clock; a scan that cannot be proved is no scan."""

import errno
import math
from collections import Counter
from typing import NoReturn

from hardware.converter import ADDRESSES, CHANNELS, CONVERSION_S, Converter, ConverterError, Doubtful
from hardware.i2c import I2CBus, I2CError, answers, measured_hz
from mat.core.zones import Layout
from mat.ports import Clock
from mat.settings import HardwareSettings

SHAKY_SCANS = 25
"""So many scans in a row may be refused or doubtful before that is a fault: a quarter of a second at 100 Hz."""
STOPPED_SCANS = 5
"""A chip that is still busy so often when its conversion must have ended converts nothing."""
OLD_PERIODS = 1.5
"""A conversion begun ahead that waited longer for its scan is too old for it."""
_HELD = (errno.ETIMEDOUT, errno.EIO)
"""What the kernels say of a bus that somebody holds down (designware, bcm2835)."""
_CLASH = (errno.EAGAIN, errno.EBUSY)
"""A spark on the wires looks like another master: once is nothing."""
HELD_SCANS = 3
WIRES = "Check its 3.3 V, ground, SDA and SCL wires"


class ZoneScanner:
    """All zones in one scan (ports.Source). Two chips convert at the same time, a little apart.

    A channel takes a conversion of at most 1.36 ms and two transactions, about 7.1 ms a scan on a 400 kHz bus with one
    chip and 7.5 ms with two, proofs included. No haste is needed anywhere: a scan that is delayed is late, never wrong.

    `free_running` is for as many scans a second as there can be: a result is read while the next conversion runs, also
    from one scan to the next, and each chip's measured pace is trusted instead of the slowest that the data sheet
    allows, with a proof in every slot. A scan that the computer delays by 0.6 ms within a slot is then thrown away.

    Construction raises ConverterError when a chip is absent or is none. After a failed `read`, `reopen` looks for the
    chips anew.

    `doubts` counts thrown away scans by cause ("refused", "late", "reset", "busy", "ignored"), `bus_hz` is the bus
    clock as measured.
    """

    def __init__(self, i2c: I2CBus, settings: HardwareSettings, clock: Clock,
                 layout: Layout | None = None, free_running: bool = False) -> None:
        self.layout = settings.layout if layout is None else layout
        self.doubts: Counter[str] = Counter()
        self.bus_hz = 0.0
        self._i2c = i2c
        self._settings = settings
        self._clock = clock
        self._free_running = free_running
        self._ahead = False
        self._chips: list[Converter] = []
        self._in_a_row = 0
        self._busy_in_a_row = 0
        self._late_in_a_row = 0
        self._ahead_s = -math.inf
        self._order = settings.places if layout is None else tuple(range(len(self.layout.zones)))
        self.reopen()

    def reopen(self) -> None:
        """Finds every chip again and throws two scans away: the first after power-on may be garbage."""
        zones = len(self.layout.zones)
        needed = -(-zones // CHANNELS)
        self._ahead = False
        self._in_a_row = self._busy_in_a_row = 0
        self._chips = [self._find(address, min(CHANNELS, zones - CHANNELS * n))
                       for n, address in enumerate(self._settings.addresses[:needed])]
        try:
            self.bus_hz = measured_hz(self._i2c, self._chips[0].address, self._clock.now_s)
            measured = {chip.address: chip.measure_conversion_s() for chip in self._chips}
            if self._free_running:
                for chip in self._chips:
                    chip.conversion_s = measured[chip.address]
        except OSError as fault:
            if fault.errno in (*_HELD, *_CLASH):
                raise self._held(fault) from fault
            self._lost(self._chips[0], fault)
        thrown = 0
        while thrown < 2:
            thrown += self.read() is not None  # raises after so many that cannot be trusted

    def _find(self, address: int, zones: int) -> Converter:
        try:
            return Converter(self._i2c, address, zones, self._settings.gain, self._clock)
        except (ValueError, OSError) as fault:
            refusal = fault if isinstance(fault, OSError) else fault.__context__  # the driver's ValueError hides it
            if isinstance(refusal, OSError) and refusal.errno in (*_HELD, *_CLASH):
                raise self._held(refusal) from fault
            others = [other for other in ADDRESSES
                      if other not in self._settings.addresses and answers(self._i2c, other)]
            elsewhere = ("" if not others else f" One answers at {others[0]:#04x}: correct its ADDR pin, or put "
                         f"{others[0]:#04x} into hardware.addresses.")
            raise ConverterError(
                f"No converter answers at {address:#04x} on I²C bus {self._settings.i2c_bus} ({fault}). "
                f"{WIRES}, and its ADDR pin (ground is 0x48, 3.3 V is 0x49).{elsewhere}",
                "fault_address" if others else "fault_no_chip", f"{address:#04x}") from fault

    def read(self) -> tuple[float, ...] | None:
        """One scan in volts, or None for one that was refused or cannot be proved right. Raises ElectronicsError when
        that goes on."""
        try:
            volts = self._streamed() if self._free_running else self._paced()
        except Doubtful as doubt:
            self._doubted(doubt)
            return None
        except OSError as fault:
            self._refused(fault)
            return None
        self._in_a_row = self._busy_in_a_row = self._late_in_a_row = 0
        return tuple([volts[place] for place in self._order])

    def _paced(self) -> list[float]:
        """Reads the last result, starts the next channel, sleeps: it may be as late as it likes."""
        clock, chips = self._clock, self._chips
        volts: list[list[float]] = [[] for _ in chips]
        for self._asked in chips:
            clock.sleep_until_s(self._asked.ready_s)
            self._asked.start(0)
        for channel in range(1, CHANNELS + 1):
            for self._asked, found in zip(chips, volts, strict=True):
                chip = self._asked
                if channel > chip.channels:
                    continue
                if channel == chip.channels:
                    chip.prove_kept()  # while the last conversion runs; what happens after it shows in `prove_idle`
                clock.sleep_until_s(chip.ready_s)
                found.append(chip.result_v())
                if channel < chip.channels:
                    chip.start(channel)
                elif found[-1] in (0.0, found[-2]):
                    chip.prove_idle()  # a new value proves a new conversion; this one may be the old, or a reset's zero
        return [value for found in volts for value in found]

    def _streamed(self) -> list[float]:
        """Starts the next channel, then reads the last result before that one can end, and proves that it started."""
        clock, chips = self._clock, self._chips
        volts: list[list[float]] = [[] for _ in chips]
        if not self._ahead or clock.now_s() - self._ahead_s > OLD_PERIODS / self._settings.rate_hz:
            for self._asked in chips:
                clock.sleep_until_s(self._asked.ready_s)
                self._asked.start(0)
        self._ahead = False
        for channel in range(1, CHANNELS + 1):
            for self._asked, found in zip(chips, volts, strict=True):
                chip = self._asked
                if channel > chip.channels:
                    continue
                clock.sleep_until_s(chip.ready_s)
                if channel == chip.channels:
                    chip.prove_idle()
                chip.start(channel % chip.channels)
                found.append(chip.earlier_result_v())
                chip.prove_started()
        for self._asked in chips:
            self._asked.prove_kept()
        self._ahead, self._ahead_s = True, clock.now_s()
        return [value for found in volts for value in found]

    def _run_paced(self) -> None:
        """A bus too slow, or a computer too busy, to read a result while the next conversion runs."""
        self._free_running = False
        for chip in self._chips:
            chip.conversion_s = CONVERSION_S

    def _doubted(self, doubt: Doubtful) -> None:
        self.doubts[doubt.why] += 1
        self._ahead = False
        if doubt.why == "late":  # the computer was away, the chip is well
            self._late_in_a_row += 1
            if self._late_in_a_row >= SHAKY_SCANS:
                self._run_paced()
            return
        self._in_a_row += 1
        self._busy_in_a_row = self._busy_in_a_row + 1 if doubt.why == "busy" else 0
        name = f"The converter at {doubt.address:#04x} on I²C bus {self._settings.i2c_bus}"
        if self._busy_in_a_row >= STOPPED_SCANS:
            raise ConverterError(f"{name} never ends a conversion. Turn the box off and on; if it stays, change the "
                                 "converter.", "fault_converter", f"{doubt.address:#04x}")
        if self._in_a_row >= SHAKY_SCANS:
            raise ConverterError(f"{name} starts again and again: its supply is weak. {WIRES}, and the Pi's power "
                                 "supply.", "fault_supply", f"{doubt.address:#04x}")
        if doubt.why == "ignored":
            for chip in self._chips:
                chip.conversion_s = CONVERSION_S
        if doubt.why == "reset":
            try:
                self._chips[[chip.address for chip in self._chips].index(doubt.address)].restore()
            except OSError as fault:
                self._refused(fault)

    def _refused(self, fault: OSError) -> None:
        self.doubts["refused"] += 1
        self._ahead = False
        self._in_a_row += 1
        if fault.errno == errno.ETIMEDOUT or (fault.errno in (*_HELD, *_CLASH) and self._in_a_row >= HELD_SCANS):
            raise self._held(fault) from fault
        if self._in_a_row >= SHAKY_SCANS:
            self._lost(self._asked, fault)

    def _held(self, fault: OSError) -> I2CError:
        return I2CError(
            f"I²C bus {self._settings.i2c_bus} is held: no transfer ends (error {fault.errno}, {fault.strerror}). "
            "Unplug the mat and plug it in again; if it stays, look for SDA or SCL touching ground.", "fault_bus",
            f"/dev/i2c-{self._settings.i2c_bus}")

    def _lost(self, chip: Converter, fault: OSError) -> NoReturn:
        raise ConverterError(
            f"The converter at {chip.address:#04x} on I²C bus {self._settings.i2c_bus} stopped "
            f"answering (error {fault.errno}, {fault.strerror}). {WIRES}.", "fault_no_chip",
            f"{chip.address:#04x}") from fault

    def close(self) -> None:
        self._i2c.close()
