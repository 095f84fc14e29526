"""`mat run`: the kiosk with its sampler process, restarted when it hangs, until it is stopped."""

import logging
import signal
from contextlib import ExitStack
from pathlib import Path

from pydantic import ValidationError

from hardware.clock import SystemClock
from hardware.power import power_off
from hardware.recording import read_recording
from hardware.sampler import SamplerConfig
from mat.assembly import Memory, only_one, timing_of
from mat.core.exercise import HOLD_SHARE
from mat.core.household import Household
from mat.core.pipeline import Pipeline
from mat.core.plugs import Plugs
from mat.core.session import Session
from mat.edge import Edge, Kind
from mat.kiosk import Kiosk
from mat.ports import Clock, MatError
from mat.settings import HardwareSettings, Settings
from mat.supervisor import SILENT_S, Supervisor

log = logging.getLogger(__name__)

HEALTH_EVERY_S = 0.1
CLOCK_EVERY_S = 5.0
AFTER_RECORDING_S = 2.0


def run_kiosk(settings: Settings, folder: Path, *, kind: Kind, recording: Path | None, speed: float,
              headless: bool, min_hold_s: float | None,
              open_edge: type[Edge] = Edge) -> None:
    """Runs until quit, SIGTERM, Ctrl-C, the recording's end or a held button, which then shuts the Pi down.

    Raises MatError when it cannot begin, or when the system refuses to shut down.
    """
    hardware = settings.hardware
    if recording is not None:
        hardware = _hardware_for(hardware, recording)
    plan = settings.exercise.plan
    live: Live | None = None

    def at_last() -> None:
        """When everything is stored and closed, as far as it could be: a full card keeps no Pi from shutting down."""
        if live is not None and live.shutdown:
            _shut_down(hardware, kind)

    with ExitStack() as stack:
        stack.callback(at_last)
        stack.enter_context(only_one(folder))
        memory = Memory(settings, folder, stack)
        if memory.interrupted:
            log.warning("%d session(s) had been cut off; they are kept and marked as interrupted", memory.interrupted)
        if recording is None:  # a recording is nobody's: it is judged by the settings' plan, and nothing is asked
            asks = settings.safety.questions
            house = memory.read_house(asks == "always" or (asks == "auto" and kind == "pi"),
                                      settings.safety.pain_before)
            plan = house.guest.plan
        config = SamplerConfig(hardware, kind=kind, recording=recording, speed=speed,
                               plan=plan if kind == "emulated" and recording is None else None)
        sampling_ = Supervisor(config)  # before any pin or window exists: the child must inherit neither
        stack.callback(sampling_.stop)
        edge = open_edge(settings, headless, kind, stack)
        for note in edge.notes:
            log.info("%s", note)
        if config.plan is not None:
            log.warning("No real mat is read: an emulated person exercises once. "
                        "With a converter: mat run --hardware pi, or hardware.kind in mat.toml.")
        real = kind == "pi"  # an emulated mat's zones say nothing about the next real one
        zero = memory.zero(hardware.layout.names) if real else None
        pipeline = Pipeline(hardware.layout, min_hold_s or HOLD_SHARE * plan.hold_s, hardware.supply_v, zero)
        kiosk = Kiosk(pipeline, Session(plan, timing_of(settings)), memory.writer, SystemClock(),
                      edge.screen, edge.sound, speed, Plugs(hardware.places, zero, hardware.supply_v),
                      keeps_zones=real, inputs=hardware.input_names,
                      hold_share=None if recording else HOLD_SHARE)
        live = Live(kiosk, sampling_, edge, memory, settings, ends=recording is not None, real=real)
        try:
            live.loop()
        finally:
            kiosk.close()
            log.info("stopped; sessions are kept in %s, `mat summary` shows them", settings.store.url or folder)


def _shut_down(hardware: HardwareSettings, kind: Kind) -> None:
    if kind == "emulated":
        log.warning("The button was held: a real mat would shut down now.")
        return
    log.warning("The button was held: shutting down.")
    power_off(hardware.shutdown_command)


def _hardware_for(hardware: HardwareSettings, recording: Path) -> HardwareSettings:
    """The kit the recording was made with, read here so that a bad file is told before anything starts."""
    kit = read_recording(recording).layout.name
    try:
        return HardwareSettings.model_validate(hardware.model_dump() | {"kit": kit})
    except ValidationError as fault:
        raise MatError(f"{recording} was recorded with {kit}; the settings do not fit it: "
                       f"{fault.errors()[0]['msg']}.") from fault


class Live:
    """The loop of a running kiosk: read, think, draw, wait for the next frame."""

    def __init__(self, kiosk: Kiosk, sampling_: Supervisor, edge: Edge, memory: Memory, settings: Settings,
                 ends: bool, clock: Clock | None = None, real: bool = False) -> None:
        """`real`: a real mat's sessions belong to a day, so a clock that is not set is told."""
        self._kiosk = kiosk
        self._sampling = sampling_
        self._edge = edge
        self._memory = memory
        self._frame_s = 1.0 / settings.display.frame_rate_hz
        self._ends = ends
        self._clock = clock or SystemClock()
        self._real = real
        self._unset: str | None = None
        self._quit = False
        self.shutdown = False
        self._last_sample_s = self._clock.now_s()
        self._looked_s = self._clock_seen_s = 0.0
        self._house: Household | None = None
        self._missed_told_s = 0.0
        self._end_s: float | None = None
        self._aged = "warn_aged" if memory.aged else None

    def loop(self) -> None:
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self._quit:
                begin_s = self._clock.now_s()
                self.once(begin_s)
                self._clock.sleep_until_s(begin_s + self._frame_s)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: object) -> None:
        self._quit = True

    def once(self, now_s: float) -> None:
        """What is new at `now_s`, thought through and drawn."""
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
            if intent in ("quit", "shutdown"):
                self._quit = True
                self.shutdown = self.shutdown or intent == "shutdown"
            elif intent == "retry":
                self._sampling.restart()
            else:
                self._kiosk.touch(intent)
        self._remember(now_s)
        self._edge.lamp(self._kiosk.session.state)
        self._edge.speak(self._kiosk.show())

    def _remember(self, now_s: float) -> None:
        """What is known of the people and their day, for whoever it is now."""
        house = self._memory.house
        if house is not None and house is not self._house:
            self._house = house
            self._kiosk.know(house)
        if self._house is not None:
            self._memory.show(self._kiosk.session.person)
        self._kiosk.day = self._memory.day
        if now_s - self._clock_seen_s > CLOCK_EVERY_S:
            self._clock_seen_s = now_s
            self._memory.look_at_clock(self._clock)
            self._unset = None if self._clock.known() or not self._real else "warn_clock"

    def _look_after(self, now_s: float) -> None:
        health = self._sampling.health()
        self._kiosk.machine_fault(self._sampling.fault(health))
        self._kiosk.warning = self._sampling.troubles.look(now_s, health) or self._unset or self._aged
        self._sampling.mend(health)
        if now_s - self._missed_told_s > 60.0:
            self._missed_told_s = now_s
            self._sampling.tell_missed(health)
        if self._ends and health.finished:
            self._end_s = self._end_s or now_s + AFTER_RECORDING_S
            self._quit = self._quit or now_s >= self._end_s
