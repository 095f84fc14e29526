"""Looks at every part of the mat's electronics and says what it found and what to do about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from hardware.clock import FakeClock
from hardware.converter import ADDRESSES, CHANNELS, Converter, ConverterError
from hardware.emulation.kit import wire
from hardware.emulation.person import Person
from hardware.emulation.sensors import Sensors, mat_pins
from hardware.i2c import CONFIG_LINE, SLOW_BELOW_HZ, I2CBus, answers, bus_hz, measured_hz, open_bus
from hardware.sampler import SamplerConfig, SamplerHealth, SamplerProcess
from mat.core.ageing import Ageing
from mat.core.load import conductance_of
from mat.core.zones import Sample
from mat.ports import Clock, MatError
from mat.settings import HardwareSettings

LOOK_S = 10.0
STARTS_WITHIN_S = 30.0
"""A process that has ended is told at once; one that is still being loaded is waited for."""
OPEN_BELOW_V = 0.0005
SHORT_BELOW_SUPPLY_V = 0.05
FLOATING_V = 0.05
"""An open converter input wanders with more than 2,000 counts (0.25 V); a sensor's noise stays below 3 mV."""
NOISY_V = 0.010
RATE_SHARE = 0.98
LATE_S = 0.004
"""Later than 5 ms is missed at 100 Hz, and a late sample carries its own time-stamp; 2 ms flapped on a busy PC."""
MISSED_SHARE = 0.01
LOADED_G = 0.45
"""Conductance that no empty zone has."""


@dataclass(frozen=True)
class Finding:
    """One part: whether it is well, what was seen, and the way out if it is not (else empty, or advice).

    `values`: what was measured, by name with its unit, for machines.
    """

    part: str
    ok: bool
    says: str
    remedy: str = ""
    values: dict[str, Any] | None = None


def examine(settings: HardwareSettings, kind: Literal["pi", "emulated"], clock: Clock, seconds: float = LOOK_S,
            history: Sequence[Ageing] = (), make: Callable[[SamplerConfig], Any] = SamplerProcess) -> list[Finding]:
    """Bus, addresses, zones and pace. Takes `seconds` of `clock`, with the sampler's own process. The mat should be
    empty. `history`: how the zones have aged, if anything was kept."""
    found = _emulated_bus(settings) if kind == "emulated" else _real_bus(settings, clock)
    if not all(finding.ok for finding in found if finding.part == "bus" or finding.part.startswith("converter")):
        return found
    try:
        samples, health = watch(make(SamplerConfig(settings, kind=kind)), clock, seconds)
    except MatError as fault:
        return [*found, Finding("scan", False, *_said(fault))]
    return [*found, *zones(settings, samples, history), *pace(settings, samples, health)]


def _emulated_bus(settings: HardwareSettings) -> list[Finding]:
    clock = FakeClock()
    layout = settings.layout
    pins = mat_pins(Person(layout=layout), Sensors(layout, supply_v=settings.supply_v))
    bus, _ = wire(settings, clock, pins)
    return [Finding("bus", True, "emulated, 400 kHz"), *probe(bus, settings, clock)]


def _real_bus(settings: HardwareSettings, clock: Clock) -> list[Finding]:
    try:
        bus = open_bus(settings.i2c_bus)
    except MatError as fault:
        return [Finding("bus", False, *_said(fault))]
    try:
        told = bus_hz(settings.i2c_bus)
        speed = "its speed is not told" if told is None else f"set to {told / 1000:.0f} kHz"
        return [Finding("bus", True, f"I²C bus {settings.i2c_bus} is there; {speed}.", values={"set_hz": told}),
                *probe(bus, settings, clock)]
    finally:
        bus.close()


def probe(bus: I2CBus, settings: HardwareSettings, clock: Clock) -> list[Finding]:
    """Every address a converter can have, then the bus's true speed."""
    needed = -(-len(settings.layout.zones) // CHANNELS)
    wanted = settings.addresses[:needed]
    there = [address for address in ADDRESSES if answers(bus, address)]
    found = [_converter(bus, address, settings, clock, address in there, [a for a in there if a not in wanted])
             for address in wanted]
    found += [Finding(f"address {address:#04x}", True, "Something answers that the settings do not name.",
                      "If it is a converter of the mat, put it into hardware.addresses.")
              for address in there if address not in wanted]
    if wanted[0] in there:
        found.append(_speed(bus, wanted[0], clock))
    return found


def _converter(bus: I2CBus, address: int, settings: HardwareSettings, clock: Clock, there: bool,
               elsewhere: list[int]) -> Finding:
    part = f"converter {address:#04x}"
    if not there:
        other = f" One answers at {elsewhere[0]:#04x}: put that into hardware.addresses." if elsewhere else ""
        return Finding(part, False, "Does not answer.", "Check its 3.3 V, ground, SDA and SCL wires, and its ADDR pin "
                       f"(ground is 0x48, 3.3 V 0x49).{other}")
    try:
        chip = Converter(bus, address, CHANNELS, settings.gain, clock)
        conversion_s = chip.measure_conversion_s()
    except ConverterError as fault:
        return Finding(part, False, *_said(fault))
    except (OSError, ValueError) as fault:
        return Finding(part, False, f"Answers and then stops ({fault}).", "Its wires are loose: check 3.3 V, ground, "
                       "SDA and SCL.")
    return Finding(part, True, f"Answers, keeps what is written, converts within {conversion_s * 1e3:.2f} ms.",
                   values={"conversion_ms": round(conversion_s * 1e3, 3)})


def _speed(bus: I2CBus, address: int, clock: Clock) -> Finding:
    try:
        hz = measured_hz(bus, address, clock.now_s)
    except OSError as fault:
        return Finding("bus speed", False, f"Could not be measured ({fault.strerror}).", "Check the wires, try again.")
    if not hz:
        return Finding("bus speed", True, "Could not be measured.")
    slow = hz < SLOW_BELOW_HZ
    return Finding("bus speed", not slow, f"Measured: {hz / 1000:.0f} kHz.", CONFIG_LINE if slow else "",
                   {"measured_hz": round(hz)})


def watch(sampler: Any, clock: Clock, seconds: float) -> tuple[list[Sample], SamplerHealth]:
    """What the sampler's process gives in so many seconds. Raises MatError when nothing comes."""
    samples: list[Sample] = []
    sampler.start()
    try:
        end_s = clock.now_s() + STARTS_WITHIN_S
        while clock.now_s() < end_s:
            new = sampler.read_new()
            if new and not samples:
                end_s = clock.now_s() + seconds
            samples += new
            health: SamplerHealth = sampler.health()
            if health.fault or not health.alive:
                raise MatError(health.fault or "The sampler ended by itself. Try again.")
            clock.sleep_until_s(clock.now_s() + 0.05)
    finally:
        sampler.stop()
    if not samples:
        raise MatError(f"No sample came within {STARTS_WITHIN_S:g} s. Close other programs and try again.")
    return samples, health


def _said(fault: MatError) -> tuple[str, str]:
    """A fault's text as what was seen and the way out."""
    says, _, remedy = str(fault).partition(". ")
    return says.rstrip(".") + ".", remedy


def zones(settings: HardwareSettings, samples: Sequence[Sample], history: Sequence[Ageing] = ()) -> list[Finding]:
    volts = np.array([sample.volts for sample in samples])
    kept = {one.zone: one for one in history}
    return [_zone(settings, n, volts[:, n], kept.get(zone)) for n, zone in enumerate(settings.layout.names)]


def _zone(settings: HardwareSettings, number: int, volts: "np.ndarray[Any, Any]", kept: Ageing | None) -> Finding:
    """Noise is the scatter of the steps between samples, so that a slow drift is none."""
    mean_v, noise_v = float(volts.mean()), float(np.diff(volts).std() / np.sqrt(2)) if len(volts) > 1 else 0.0
    wander_v = float(volts.std())
    zone, pin = settings.layout.names[number], settings.input_name(number)
    g = conductance_of(max(0.0, mean_v), settings.supply_v)
    ohm = settings.divider_ohm / g if g > 0 else None
    resistance = "over 1 MΩ" if ohm is None or ohm > 1e6 else f"{ohm / 1000:.1f} kΩ"
    says = f"{mean_v:.3f} V ({resistance}), noise {noise_v * 1000:.1f} mV ({pin})."
    values: dict[str, Any] = {"volts": round(mean_v, 4), "noise_mv": round(noise_v * 1000, 2),
                              "sensor_ohm": None if ohm is None else round(ohm), "input": pin}
    if kept is not None:
        says += f" Kept: zero {kept.zero:.3f}, span {kept.span:.2f}"
        says += f", zero drifts {kept.drift_a_day:+.4f} a day." if kept.drift_a_day is not None else "."
        values |= {"zero": kept.zero, "span": kept.span, "drift_a_day": kept.drift_a_day, "lost": kept.lost}
    remedy = _trouble(settings, zone, pin, mean_v, noise_v, wander_v, g)
    return Finding(f"zone {zone}", not remedy, says, remedy, values)


def _trouble(settings: HardwareSettings, zone: str, pin: str, mean_v: float, noise_v: float, wander_v: float,
             g: float) -> str:
    if max(noise_v, wander_v) > FLOATING_V:
        return f"The input floats: check the resistor from {pin} to ground and the sensor's wires."
    if mean_v > settings.supply_v - SHORT_BELOW_SUPPLY_V:
        return f"A short to {settings.supply_v:g} V: unplug the sensor; if the voltage stays, look at {pin}."
    if abs(mean_v) < OPEN_BELOW_V:
        return f"No signal: press on the zone and look again; if it stays, check the sensor's wires to {pin}."
    if noise_v > NOISY_V:
        return f"Noisy: twist the zone's leads, keep them from mains cables, look at the 100 nF at {pin}."
    if g > LOADED_G:
        return "Something lies on it, or the sheet is pressed together: clear the mat and look again."
    return ""


def pace(settings: HardwareSettings, samples: Sequence[Sample], health: SamplerHealth) -> list[Finding]:
    """Rate and jitter as seen in the samples' own time-stamps; what the system granted."""
    times = np.array([sample.t_s for sample in samples])
    seconds = float(times[-1] - times[0]) if len(times) > 1 else 0.0
    rate_hz = (len(times) - 1) / seconds if seconds else 0.0
    late_ms = np.percentile(lateness_s(times, settings.rate_hz), [50, 99, 100]) * 1e3
    lost = health.missed + health.doubtful + health.lapped
    says = (f"{rate_hz:.1f} of {settings.rate_hz:g} scans a second, {health.missed} missed, {health.doubtful} thrown "
            f"away; late by {late_ms[0]:.2f} ms (median), {late_ms[1]:.2f} ms (99 %), {late_ms[2]:.2f} ms (most).")
    well = bool(rate_hz >= RATE_SHARE * settings.rate_hz and lost <= max(2, MISSED_SHARE * len(times))
                and late_ms[1] < LATE_S * 1e3)
    remedy = "" if well else ("Close other programs, check that the bus runs at 400 kHz" +
                              (", or lower hardware.rate_hz (100 is plenty)." if settings.rate_hz > 100 else "."))
    values = {"rate_hz": round(rate_hz, 2), "missed": health.missed, "thrown_away": health.doubtful,
              "late_p50_ms": round(float(late_ms[0]), 3), "late_p99_ms": round(float(late_ms[1]), 3),
              "late_max_ms": round(float(late_ms[2]), 3)}
    found = Finding("pace", well, says, remedy, values)
    return [found, *_passing(health), _class(health)]


def lateness_s(times: "np.ndarray[Any, Any]", rate_hz: float) -> "np.ndarray[Any, Any]":
    """How late each sample began against the grid that fits them all; the earliest is on time. A tick that would be
    half a period late is missed instead, so the nearest tick is the sample's own."""
    turns = times * rate_hz
    centre = np.angle(np.exp(2j * np.pi * (turns % 1.0)).mean()) / (2 * np.pi)
    phase = turns - centre - np.round(turns - centre)
    return np.asarray((phase - phase.min()) / rate_hz)


def _passing(health: SamplerHealth) -> list[Finding]:
    """Troubles that came and went meanwhile."""
    found = []
    if health.refused:
        found.append(Finding("plugs", False, f"{health.refused} scans were refused by the bus.",
                             "A wire is loose: push the plugs in, look at SDA, SCL and ground."))
    if health.resets:
        found.append(Finding("supply of the converters", False, f"Dipped {health.resets} times.",
                             "Check the converters' 3.3 V and ground wires and the Pi's power supply."))
    return found


def _class(health: SamplerHealth) -> Finding:
    got = (f"The sampler runs {'with' if health.real_time else 'without'} real-time priority (FIFO), "
           f"its memory is {'locked' if health.memory_locked else 'not locked'}.")
    advice = "" if health.real_time and health.memory_locked else (
        "The service of systemd/ grants both (LimitRTPRIO, LimitMEMLOCK). Without them a busy computer delays samples.")
    return Finding("scheduling", True, got, advice,
                   {"real_time": health.real_time, "memory_locked": health.memory_locked})
