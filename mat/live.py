"""`mat run`: the kiosk with its sampler process, restarted when it hangs, until it is stopped."""

import logging
import re
import signal
from contextlib import ExitStack
from pathlib import Path

from pydantic import ValidationError

from hardware.clock import SystemClock
from hardware.recording import read_recording
from hardware.sampler import SamplerConfig, SamplerHealth, SamplerProcess
from mat.assembly import Edge, Kind, Memory, only_one, timing_of
from mat.core.exercise import HOLD_SHARE
from mat.core.pipeline import Pipeline
from mat.core.session import Session
from mat.core.snapshot import FaultNote
from mat.core.zones import Sample
from mat.kiosk import Kiosk
from mat.ports import MatError
from mat.settings import HardwareSettings, Settings

log = logging.getLogger(__name__)

HEALTH_EVERY_S = 0.1
SILENT_S = 0.5
"""A sampler that has not moved for so long is shown as failing."""
RESTART_AFTER_S = 4.0
"""A hung bus on a Pi 5 blocks about a second a transfer: sooner would end a sampler that is only waiting."""
STARTS_WITHIN_S = 8.0
AFTER_RECORDING_S = 2.0
_PLACE = re.compile(r"/dev/i2c-\d+|0x[0-9a-f]{2}")
"""What a fault of the sampler names: the bus, or a converter's address."""


def run_kiosk(settings: Settings, folder: Path, *, kind: Kind, recording: Path | None, speed: float,
              headless: bool, min_hold_s: float | None) -> None:
    """Runs until quit, SIGTERM, Ctrl-C or the recording's end. Raises MatError when it cannot begin."""
    hardware = settings.hardware
    if recording is not None:
        hardware = _hardware_for(hardware, recording)
    plan = settings.exercise.plan
    with ExitStack() as stack:
        stack.enter_context(only_one(folder))
        memory = Memory(settings, folder, stack)
        if memory.interrupted:
            log.warning("%d session(s) had been cut off; they are kept and marked as interrupted", memory.interrupted)
        config = SamplerConfig(hardware, kind=kind, recording=recording, speed=speed,
                               plan=plan if kind == "emulated" and recording is None else None)
        sampling_ = Sampling(config)  # before any pin or window exists: the child must inherit neither
        stack.callback(sampling_.stop)
        edge = Edge(settings, headless, kind, stack)
        for note in edge.notes:
            log.info("%s", note)
        if config.plan is not None:
            log.warning("No real mat is read: an emulated person exercises once. "
                        "With a converter: mat run --hardware pi, or hardware.kind in mat.toml.")
        pipeline = Pipeline(hardware.layout, min_hold_s or HOLD_SHARE * plan.hold_s, hardware.supply_v)
        kiosk = Kiosk(pipeline, Session(plan, timing_of(settings)), memory.writer, SystemClock(),
                      edge.screen, edge.sound, speed, hardware.addresses)
        try:
            _Live(kiosk, sampling_, edge, memory, settings, ends=recording is not None).loop()
        finally:
            kiosk.close()
            log.info("stopped; sessions are kept in %s, `mat summary` shows them", settings.store.url or folder)


def _hardware_for(hardware: HardwareSettings, recording: Path) -> HardwareSettings:
    """The kit the recording was made with, read here so that a bad file is told before anything starts."""
    kit = read_recording(recording).layout.name
    try:
        return HardwareSettings.model_validate(hardware.model_dump() | {"kit": kit})
    except ValidationError as fault:
        raise MatError(f"{recording} was recorded with {kit}; the settings do not fit it: "
                       f"{fault.errors()[0]['msg']}.") from fault


class Sampling:
    """The sampler's process, restarted with back-off when it hangs or dies."""

    def __init__(self, config: SamplerConfig) -> None:
        self._config = config
        self._clock = SystemClock()
        self._process = self._start()
        self._restarts = 0
        self._told_missed = 0

    def _start(self) -> SamplerProcess:
        process = SamplerProcess(self._config)
        process.start()
        self._started_s = self._clock.now_s()
        return process

    def read_new(self) -> list[Sample]:
        return self._process.read_new()

    def health(self) -> SamplerHealth:
        return self._process.health()

    def fault(self, health: SamplerHealth) -> FaultNote | None:
        """What is wrong as the screen says it; None while all is well or still starting."""
        age_s = health.heartbeat_age_s
        if health.finished:
            return None
        if health.fault and health.alive:
            place = _PLACE.search(health.fault)
            part = place[0] if place else ""
            return FaultNote("fault_bus" if part.startswith("/dev") else "fault_no_chip", part, health.fault)
        starting = age_s is None and self._clock.now_s() - self._started_s < STARTS_WITHIN_S
        if starting or (health.alive and age_s is not None and age_s < SILENT_S):
            return None
        return FaultNote("fault_sampler", "", health.fault or "The sampler hangs.")

    def mend(self, health: SamplerHealth) -> None:
        """Restarts a process that is gone or has hung for long, less and less often."""
        age_s = health.heartbeat_age_s
        since_s = self._clock.now_s() - self._started_s
        hung = age_s is not None and age_s > RESTART_AFTER_S
        never = age_s is None and since_s > STARTS_WITHIN_S
        if health.finished or not (not health.alive or hung or never):
            return
        if since_s < min(30.0, 2.0 ** self._restarts):
            return
        log.warning("restarting the sampler: %s", health.fault or "it hangs")
        self._restarts += 1
        self.restart()

    def restart(self) -> None:
        """At once: the person asked to try again. Raises MatError when a recording would begin anew."""
        if self._config.recording is not None:
            raise MatError(f"The sampler failed while it played {self._config.recording}. Start it again.")
        self._process.stop(patience_s=0.1)
        self._process = self._start()

    def tell_missed(self, health: SamplerHealth) -> None:
        missed = health.missed + health.lapped
        if missed > self._told_missed:
            log.info("missed samples: %d so far (worst %.1f ms late)", missed, health.worst_late_s * 1e3)
        self._told_missed = missed

    def stop(self) -> None:
        self._process.stop()


class _Live:
    """The loop of a running kiosk: read, think, draw, wait for the next frame."""

    def __init__(self, kiosk: Kiosk, sampling_: Sampling, edge: Edge, memory: Memory, settings: Settings,
                 ends: bool) -> None:
        self._kiosk = kiosk
        self._sampling = sampling_
        self._edge = edge
        self._memory = memory
        self._frame_s = 1.0 / settings.display.frame_rate_hz
        self._ends = ends
        self._clock = SystemClock()
        self._quit = False
        self._last_sample_s = self._clock.now_s()
        self._looked_s = 0.0
        self._missed_told_s = 0.0
        self._end_s: float | None = None

    def loop(self) -> None:
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self._quit:
                begin_s = self._clock.now_s()
                self._once(begin_s)
                self._clock.sleep_until_s(begin_s + self._frame_s)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: object) -> None:
        self._quit = True

    def _once(self, now_s: float) -> None:
        samples = self._sampling.read_new()
        if samples:
            self._last_sample_s = now_s
            self._kiosk.feed(samples)
        elif now_s - self._last_sample_s > SILENT_S and (self._kiosk.now_s or self._kiosk.checking):
            # no sample comes, but a question on the screen still ends
            self._kiosk.pass_time(self._kiosk.now_s + self._frame_s)
        if now_s - self._looked_s >= HEALTH_EVERY_S:
            self._looked_s = now_s
            self._look_after(now_s)
        for intent in self._edge.intents():
            if intent == "quit":
                self._quit = True
            elif intent == "retry":
                self._sampling.restart()
            else:
                self._kiosk.touch(intent)
        self._kiosk.day = self._memory.day
        self._edge.lamp(self._kiosk.session.state)
        self._kiosk.show()

    def _look_after(self, now_s: float) -> None:
        health = self._sampling.health()
        self._kiosk.machine_fault(self._sampling.fault(health))
        self._sampling.mend(health)
        if now_s - self._missed_told_s > 60.0:
            self._missed_told_s = now_s
            self._sampling.tell_missed(health)
        if self._ends and health.finished:
            self._end_s = self._end_s or now_s + AFTER_RECORDING_S
            self._quit = self._quit or now_s >= self._end_s
