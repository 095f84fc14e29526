"""The sampler as a process of its own: started, read and stopped by the application.

In the application's process a scan would wait for whoever holds the interpreter; in its own it is on time.
"""

import multiprocessing
import os
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess

from hardware.clock import SystemClock
from hardware.ring import Ring
from hardware.sampling_process import SamplerConfig, sample
from mat.core.zones import Layout, Sample

STOP_WITHIN_S = 5.0
KILLED_WITHIN_S = 0.5
"""A process that the kernel holds in a hung transfer dies when the transfer ends; nobody waits for that."""

__all__ = ["SamplerConfig", "SamplerHealth", "SamplerProcess"]


@dataclass(frozen=True)
class SamplerHealth:
    """`heartbeat_age_s` in real seconds, None before the first beat; `fault` is None while samples come, with
    `fault_key` for the texts of the screen and `fault_part`, an address or a device, or "".

    `missed` ticks were skipped by the sampler, `lapped` samples were lost because nobody read them in time, `doubtful`
    scans were thrown away because they could not be proved right: of these, `refused` by the bus and `resets` after a
    dip of a chip's supply. `transferring`: the sampler is inside a transfer. `bus_hz`: as measured, 0 while unknown.
    `finished`: the recording or the scheduled evening is over. `real_time`, `memory_locked`: what the system
    granted.
    """

    alive: bool
    heartbeat_age_s: float | None
    missed: int
    lapped: int
    fault: str | None
    finished: bool
    worst_late_s: float
    real_time: bool
    memory_locked: bool
    fault_key: str = ""
    fault_part: str = ""
    transferring: bool = False
    doubtful: int = 0
    refused: int = 0
    resets: int = 0
    bus_hz: float = 0.0


def health_of(ring: Ring, alive: bool, now_s: float) -> SamplerHealth:
    """What the ring tells of its writer, at `now_s` real seconds."""
    key, _, rest = (ring.fault or "").partition("\n")
    part, _, fault = rest.partition("\n")
    beat_s, (doubtful, refused, resets), (real_time, locked) = ring.heartbeat_s, ring.doubts, ring.privileges
    return SamplerHealth(
        alive=alive, heartbeat_age_s=now_s - beat_s if beat_s else None, missed=ring.missed, lapped=ring.lapped,
        fault=fault or None, finished=ring.finished, worst_late_s=ring.worst_late_s, real_time=real_time,
        memory_locked=locked, fault_key=key, fault_part=part, transferring=ring.transferring, doubtful=doubtful,
        refused=refused, resets=resets, bus_hz=ring.bus_hz)


class SamplerProcess:
    """Samples carry the time of `SystemClock(config.speed)`, which is the same in every process."""

    def __init__(self, config: SamplerConfig) -> None:
        self.layout: Layout = config.hardware.layout
        self._context = multiprocessing.get_context("spawn")
        self._config = config
        self._clock = SystemClock()
        self._process: BaseProcess | None = None
        memory = Ring.memory(self._context, len(self.layout.zones))
        self._ring = Ring(memory, len(self.layout.zones))
        self._memory = memory

    def start(self) -> None:
        """Returns at once; the first samples come after the process has started (some tenths of a second)."""
        if self._process is not None:
            raise RuntimeError("the sampler was started before; make a new one")
        told = (self._config, self._memory, os.getpid())
        self._process = self._context.Process(target=sample, args=told, name="mat-sampler", daemon=True)
        self._process.start()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def read_new(self) -> list[Sample]:
        """All samples since the last call, oldest first; never waits."""
        return self._ring.take()

    def health(self) -> SamplerHealth:
        process = self._process
        alive = process is not None and process.is_alive()
        health = health_of(self._ring, alive, self._clock.now_s())
        if process is None or alive or health.fault:
            return health
        ended = f"The sampler's process ended by itself (exit code {process.exitcode}). Start it again."
        return replace(health, fault=ended)

    def abandon(self) -> None:
        """Kills the process and does not wait for its end: one that the kernel holds in a hung transfer dies later, and
        a screen must not stand still for that."""
        self._ring.ask_to_stop()
        if self._process is not None and self._process.exitcode is None:
            self._process.kill()

    def stop(self, patience_s: float = STOP_WITHIN_S) -> None:
        """Ends the process, by force if it hangs for `patience_s`; a second call does nothing."""
        self._ring.ask_to_stop()
        process = self._process
        if process is None or process.exitcode is not None:
            return
        process.join(patience_s)
        if process.exitcode is None:
            process.kill()
            process.join(KILLED_WITHIN_S)
