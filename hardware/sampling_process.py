"""What runs in the sampler's process: finds the converters, scans at a fixed rate, heals, and writes to the ring."""

import ctypes
import gc
import math
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any, Literal

from hardware.adc import ZoneScanner
from hardware.clock import SystemClock
from hardware.emulation.ads1115 import Pins
from hardware.emulation.faults import FaultScript, FaultyPins, PlannedFault
from hardware.emulation.kit import wire
from hardware.emulation.person import Person
from hardware.emulation.presser import Presser
from hardware.emulation.replay import RecordingPins
from hardware.emulation.script import evening
from hardware.emulation.sensors import Sensors, mat_pins
from hardware.i2c import ElectronicsError, I2CBus, open_bus
from hardware.recording import read_recording
from hardware.ring import Ring
from mat import sampling
from mat.core.exercise import Plan
from mat.core.zones import Layout
from mat.ports import Clock, MatError
from mat.settings import HardwareSettings

FIFO_PRIORITY = 20
BACK_OFF_S = (0.25, 0.5, 1.0)
"""Waits between two looks for converters that are gone, the last one again and again."""
NAP_S = 0.05
QUICK_HZ = 120.0
"""Above this rate the scanner runs at the chips' own pace."""


@dataclass(frozen=True)
class SamplerConfig:
    """What to sample: the converters, or emulated ones with a recording, a person who exercises, or nobody.

    `speed`: emulated seconds a real one. `plan`: a person does this without looking at a screen, coming
    `arrives_after_s` after the start. `finished` in the health is for recordings and for that person's evening.
    `faults` of an emulated mat: their times are seconds since the start.
    """

    hardware: HardwareSettings
    kind: Literal["pi", "emulated"] = "emulated"
    recording: Path | None = None
    plan: Plan | None = None
    seed: int = 1
    speed: float = 1.0
    weight_kg: float = 75.0
    arrives_after_s: float = 4.0
    faults: tuple[PlannedFault, ...] = ()
    presses: bool = False
    """Emulated: a hand presses each zone once, in order, for the guided check."""


def sample(config: SamplerConfig, memory: Any, parent: int) -> None:
    """The process: ends when asked to, on SIGTERM, or when the process that started it (`parent`) is gone.

    It does not ask who its parent is: that one may have been killed before this line.
    """
    ring = Ring(memory, len(config.hardware.layout.zones))
    stop = _stop_signal(ring, parent)
    clock = SystemClock(config.speed)
    try:
        ring.set_privileges(take_privileges() if config.speed == 1.0 else (False, False))
        opener, end_s = opener_of(config, clock)
        sampler = Sampler(ring, clock, config.hardware.rate_hz, opener, stop, end_s, config.speed)
        gc.collect()
        gc.freeze()
        sampler.live()
    except MatError as fault:
        ring.fault = told(fault)
    except Exception as fault:  # noqa: BLE001 - a person sees the sentence, the application starts it again
        ring.fault = told(MatError(f"The sampler failed: {type(fault).__name__}: {fault}. It is started again."))


def told(fault: MatError) -> str:
    """A fault as it travels through the ring: its key, the part it names, and its text, each on a line."""
    key, part = (fault.key, fault.part) if isinstance(fault, ElectronicsError) else ("fault_sampler", "")
    return f"{key}\n{part}\n{fault}"


class Sampler:
    """One life: look for the converters, scan until they fail, wait, look again; rest after `end_s`."""

    def __init__(self, ring: Ring, clock: Clock, rate_hz: float, opener: Callable[[], ZoneScanner],
                 stop: Callable[[], bool], end_s: float = math.inf, speed: float = 1.0) -> None:
        self._ring = ring
        self._clock = clock
        self._rate_hz = rate_hz
        self._opener = opener
        self._asked_to_stop = stop
        self._end_s = end_s
        self._speed = speed
        self._counters = sampling.Counters()
        self._scanner: ZoneScanner | None = None

    def live(self) -> None:
        failures = 0
        while not self._stop():
            try:
                scanner = self._found()
                failures = 0
                sampling.run(scanner, self._clock, self._rate_hz, self._ring.put, self._stop, self._counters)
            except MatError as fault:
                self._ring.fault = told(fault)
                self._wait(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
                failures += 1
        if self._scanner is not None:
            self._scanner.close()
        self._ring.transferring = False
        while not self._asked_to_stop():
            self._wait(NAP_S)

    def _found(self) -> ZoneScanner:
        """The converters, looked for anew; clears the fault. Raises MatError while one is missing."""
        self._ring.transferring = True
        if self._scanner is None:
            self._scanner = self._opener()
        else:
            self._scanner.reopen()
        if self._speed == 1.0:
            self._ring.bus_hz = self._scanner.bus_hz
        self._ring.fault = None
        return self._scanner

    def _stop(self) -> bool:
        """Asked before every scan, so it is here that the heart beats."""
        now_s = self._clock.now_s()
        self._ring.beat(now_s / self._speed, self._counters.missed, self._counters.worst_late_s)
        if self._scanner is not None:
            doubts = self._scanner.doubts
            self._ring.set_doubts(self._counters.doubtful, doubts["refused"], doubts["reset"])
        if now_s > self._end_s:
            self._ring.set_finished()
        return self._ring.finished or self._asked_to_stop()

    def _wait(self, seconds: float) -> None:
        """Real seconds, in naps, so that a wish to stop is heard and the heart goes on beating."""
        self._ring.transferring = False
        until_s = self._clock.now_s() + seconds * self._speed
        while self._clock.now_s() < until_s and not self._asked_to_stop():
            self._stop()
            self._clock.sleep_until_s(min(until_s, self._clock.now_s() + NAP_S * self._speed))


def opener_of(config: SamplerConfig, clock: Clock) -> tuple[Callable[[], ZoneScanner], float]:
    """What finds the converters, and when (s) there is nothing more to scan; an emulated mat begins now."""
    settings = config.hardware
    if config.kind == "pi":
        return lambda: _scanner_on(open_bus(settings.i2c_bus), settings, clock), math.inf
    if config.recording is not None:
        pins, end_s = _recorded(config.recording, settings.layout, clock)
    elif config.presses:
        pins, end_s = _pressed(config, clock), math.inf
    else:
        pins, end_s = _visited(config, clock)
    begun_s = clock.now_s()
    faults = [replace(fault, at_s=begun_s + fault.at_s) for fault in config.faults]
    wires = FaultyPins(pins, settings.supply_v, config.seed)
    bus, chips = wire(settings, clock, wires, sleeps=config.speed == 1.0)
    FaultScript(faults, bus, chips, wires, config.seed)
    return lambda: _scanner_on(bus, settings, clock), end_s


def _scanner_on(bus: I2CBus, settings: HardwareSettings, clock: Clock) -> ZoneScanner:
    try:
        return ZoneScanner(bus, settings, clock, free_running=settings.rate_hz > QUICK_HZ)
    except MatError:
        bus.close()
        raise


def _recorded(path: Path, layout: Layout, clock: Clock) -> tuple[Pins, float]:
    recording = read_recording(path)
    if recording.layout != layout:
        raise MatError(f"{path} was recorded with {recording.layout.name}, but hardware.kit is "
                       f"{layout.name}. Set hardware.kit to {recording.layout.name}.")
    pins = RecordingPins(recording, clock.now_s())
    return pins, pins.end_s


def _visited(config: SamplerConfig, clock: Clock) -> tuple[Pins, float]:
    """An empty mat, or with a plan a person who comes, exercises and leaves; it ends 5 s after that."""
    layout = config.hardware.layout
    person = Person(config.weight_kg, config.seed, layout)
    end_s = math.inf
    if config.plan is not None:
        end_s = 5.0 + evening(person, config.plan, clock.now_s() + config.arrives_after_s)
    return mat_pins(person, Sensors(layout, config.seed, config.hardware.supply_v)), end_s


def _pressed(config: SamplerConfig, clock: Clock) -> Pins:
    layout = config.hardware.layout
    hand = Presser(layout, config.seed)
    hand.press_all(clock.now_s())
    return mat_pins(hand, Sensors(layout, config.seed, config.hardware.supply_v))


def _stop_signal(ring: Ring, parent: int) -> Callable[[], bool]:
    """True once asked to stop by the ring or SIGTERM, or once the starting process is gone. Ctrl-C is its own."""
    terminated = False

    def on_term(number: int, frame: FrameType | None) -> None:
        nonlocal terminated
        terminated = True

    signal.signal(signal.SIGTERM, on_term)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return lambda: terminated or ring.stop_asked or os.getppid() != parent


def _unlimited_lock() -> bool:
    """A limit on locked memory would let a later allocation fail: the memory is locked only without one."""
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY:
        return True
    try:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, unlimited)
    except (ValueError, PermissionError):
        return False
    return True


def take_privileges() -> tuple[bool, bool]:
    """Asks for real-time priority and locked memory; tells which of them the system granted."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(FIFO_PRIORITY))
        real_time = True
    except PermissionError:
        real_time = False
    unlimited = _unlimited_lock()
    current_and_future = 1 | 2
    locked = unlimited and ctypes.CDLL(None).mlockall(current_and_future) == 0
    return real_time, locked
