"""Looks at every part of the mat once and says what it found and what to do about it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hardware.adc import ZoneScanner
from hardware.converter import CHANNELS
from hardware.emulation.kit import wire
from hardware.emulation.person import Person
from hardware.emulation.sensors import Sensors, mat_pins
from hardware.i2c import WANTED_HZ, I2CBus, bus_hz, open_bus
from mat import sampling
from mat.core.zones import Sample
from mat.ports import Clock, MatError
from mat.settings import HardwareSettings

LOOK_S = 1.0
OPEN_BELOW_V = 0.0005
SHORT_BELOW_SUPPLY_V = 0.05
FLOATING_V = 0.05
"""An open converter input wanders with more than 2,000 counts (0.25 V); a sensor's noise stays below 3 mV."""
RATE_SHARE = 0.98
LATE_S = 0.005
"""Half a tick at 100 Hz: a sample that late still carries its own time-stamp; 2 ms flapped on a busy PC."""


@dataclass(frozen=True)
class Finding:
    """One part: whether it is well, what was seen, and the way out if it is not (else empty)."""

    part: str
    ok: bool
    says: str
    remedy: str = ""


def examine(settings: HardwareSettings, kind: Literal["pi", "emulated"], clock: Clock) -> list[Finding]:
    """Bus, converters, zones and pace; takes about a second of `clock`. The mat should be empty."""
    if kind == "emulated":
        layout = settings.layout
        pins = mat_pins(Person(layout=layout), Sensors(layout, supply_v=settings.supply_v))
        bus, _ = wire(settings, clock, pins)
        return [Finding("bus", True, "emulated, 400 kHz"), *examine_bus(bus, settings, clock)]
    try:
        real = open_bus(settings.i2c_bus)
    except MatError as fault:
        return [Finding("bus", False, *_said(fault))]
    try:
        return [_bus_pace(settings.i2c_bus, bus_hz(settings.i2c_bus)), *examine_bus(real, settings, clock)]
    finally:
        real.close()


def examine_bus(bus: I2CBus, settings: HardwareSettings, clock: Clock) -> list[Finding]:
    """Converters, zones and pace behind an open bus."""
    needed = -(-len(settings.layout.zones) // CHANNELS)
    found = [_converter(bus, address) for address in settings.addresses[:needed]]
    if not all(finding.ok for finding in found):
        return found
    samples: list[Sample] = []
    try:
        scanner = ZoneScanner(bus, settings, clock)
        report = sampling.run(scanner, clock, settings.rate_hz, samples.append, _after(clock, LOOK_S))
    except MatError as fault:
        return [*found, Finding("scan", False, *_said(fault))]
    return [*found, *_zones(settings, samples), _pace(settings, report)]


def _said(fault: MatError) -> tuple[str, str]:
    """A fault's text as what was seen and the way out."""
    says, _, remedy = str(fault).partition(". ")
    return says + ".", remedy


def _after(clock: Clock, seconds: float) -> Callable[[], bool]:
    end_s = clock.now_s() + seconds
    return lambda: clock.now_s() >= end_s


def _bus_pace(number: int, hz: int | None) -> Finding:
    if hz is None:
        return Finding("bus", True, f"I²C bus {number} is there; its speed is not told.")
    return Finding("bus", hz >= WANTED_HZ, f"I²C bus {number} runs at {hz / 1000:.0f} kHz.", "" if hz >= WANTED_HZ else
                   "Write dtparam=i2c_arm_baudrate=400000 into /boot/firmware/config.txt and restart the Pi.")


def _converter(bus: I2CBus, address: int) -> Finding:
    """Asks for one byte: works on every Pi, also where an empty write is refused."""
    part = f"converter {address:#04x}"
    if not bus.try_lock():
        return Finding(part, False, "The bus is in use.", "Stop the kiosk first: only one program may scan the mat.")
    try:
        bus.readfrom_into(address, bytearray(1))
    except OSError as fault:
        return Finding(part, False, f"Does not answer (error {fault.errno}, {fault.strerror}).",
                       "Check its 3.3 V, ground, SDA and SCL wires, and its ADDR pin (ground is 0x48, 3.3 V 0x49).")
    finally:
        bus.unlock()
    return Finding(part, True, "Answers.")


def _zones(settings: HardwareSettings, samples: list[Sample]) -> list[Finding]:
    volts = np.array([sample.volts for sample in samples])
    return [_zone(settings, zone, float(volts[:, n].mean()), float(volts[:, n].std()))
            for n, zone in enumerate(settings.layout.names)]


def _zone(settings: HardwareSettings, zone: str, mean_v: float, noise_v: float) -> Finding:
    number = settings.layout.names.index(zone)
    pin = f"A{number % CHANNELS} of {settings.addresses[number // CHANNELS]:#04x}"
    says = f"{mean_v:.3f} V, noise {noise_v * 1000:.1f} mV ({pin})."
    remedy = ""
    if noise_v > FLOATING_V:
        remedy = f"The input floats: check the resistor from {pin} to ground and the sensor's wires."
    elif mean_v > settings.supply_v - SHORT_BELOW_SUPPLY_V:
        remedy = f"A short to {settings.supply_v:g} V: unplug the sensor; if the voltage stays, look at {pin}."
    elif abs(mean_v) < OPEN_BELOW_V:
        remedy = f"No signal: press on the zone and look again; if it stays, check the sensor's wires to {pin}."
    return Finding(f"zone {zone}", not remedy, says, remedy)


def _pace(settings: HardwareSettings, report: sampling.LoopReport) -> Finding:
    says = (f"{report.achieved_hz:.1f} of {settings.rate_hz:g} scans a second, {report.missed} missed, "
            f"late by {report.late_p50_s * 1000:.2f} ms (median) and {report.late_p99_s * 1000:.2f} ms (99 %; "
            f"up to {LATE_S * 1000:g} ms is well).")
    well = report.missed <= math.floor((1 - RATE_SHARE) * settings.rate_hz * LOOK_S) and report.late_p99_s < LATE_S
    return Finding("pace", well, says, "" if well else
                   "Close other programs, on a Pi check that the bus runs at 400 kHz" +
                   (", or lower hardware.rate_hz (100 is plenty)." if settings.rate_hz > 100 else "."))
