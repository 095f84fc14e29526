"""The composition root: puts sampler, kiosk, screen, sound, controls and store together for each command."""

import fcntl
import importlib
import logging
import queue
import re
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Literal
from uuid import uuid4

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from hardware import doctor
from hardware.adc import ZoneScanner
from hardware.clock import FakeClock, SystemClock
from hardware.controls import Controls, LampState, Melody, open_controls
from hardware.emulation.kit import wire
from hardware.emulation.person import Person
from hardware.emulation.script import Visitor
from hardware.emulation.sensors import Sensors, mat_pins
from hardware.recording import RecordingWriter, read_recording
from hardware.sampler import SamplerConfig, SamplerHealth, SamplerProcess
from mat import sampling
from mat.core.exercise import HOLD_SHARE, Plan, Stage
from mat.core.pipeline import Pipeline
from mat.core.session import Cue, Session, State, Timing
from mat.core.snapshot import FaultNote, Snapshot
from mat.core.summary import DaySummary
from mat.core.zones import Sample
from mat.kiosk import Kiosk, local_day
from mat.ports import MatError, Screen
from mat.settings import HardwareSettings, Settings
from mat.store.store import Store
from mat.store.writer import Writer

log = logging.getLogger(__name__)
Kind = Literal["pi", "emulated"]

HEALTH_EVERY_S = 0.1
SILENT_S = 0.5
"""A sampler that has not moved for so long is shown as failing."""
RESTART_AFTER_S = 4.0
"""A hung bus on a Pi 5 blocks about a second a transfer: sooner would end a sampler that is only waiting."""
STARTS_WITHIN_S = 8.0
AFTER_RECORDING_S = 2.0

_PLACE = re.compile(r"/dev/i2c-\d+|0x[0-9a-f]{2}")
"""What a fault of the sampler names: the bus, or a converter's address."""

_MELODIES: dict[Cue, Melody] = {"go": "go", "release": "release", "rep": "rep_done", "done": "rep_done", "stop": "stop"}
_TONES: dict[Cue, str] = {"go": "go", "release": "release", "rep": "rep", "done": "rep", "stop": "stop"}
_LAMP: dict[State, LampState] = {
    State.WAITING: "waiting", State.HOLD: "hold", State.FAULT: "fault",
}


def boot_id() -> str:
    """Tells this start of the machine from every other; a random one where the kernel has none."""
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text("ascii").strip() if path.exists() else str(uuid4())


def timing_of(settings: Settings) -> Timing:
    told = settings.exercise
    return Timing(answer_s=told.answer_s, come_back_s=told.come_back_s, prompt_s=told.prompt_s)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Two kiosks on one data folder would close each other's sessions. Raises MatError for the second."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock: IO[str] = (folder / "kiosk.lock").open("w")
    except OSError as fault:
        raise MatError(f"{folder}: the data folder cannot be used ({fault.strerror}). "
                       "Choose another with --data or MAT_DATA, or make it writable.") from fault
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise MatError(f"{folder}: another mat kiosk is running with this data folder. "
                           "Stop it, or choose another folder with --data.") from fault
        yield


class _Edge:
    """Screen, tones and controls of one run, opened together and closed together."""

    def __init__(self, settings: Settings, headless: bool, kind: Kind, stack: ExitStack) -> None:
        from display.sound import open_sound
        from display.window import open_screen
        self.notes: list[str] = []
        self.touches: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.screen: Screen
        self._sounds, silent = open_sound(settings.sound)
        stack.callback(self._sounds.close)
        self.screen, note = open_screen(settings.display, SystemClock().now_s, headless, self._sounds)
        self.headless = note is not None
        stack.callback(self.screen.close)
        self.notes += [said for said in (note, silent) if said]
        mock = kind == "emulated" and settings.hardware.gpio
        self.controls: Controls = open_controls(settings.hardware, mock, self.touches.put, SystemClock())
        stack.callback(self.controls.close)

    def sound(self, cue: Cue) -> None:
        if cue in _TONES:
            self._sounds.play(_TONES[cue])
        if cue in _MELODIES:
            self.controls.play(_MELODIES[cue])

    def lamp(self, state: State) -> None:
        self.controls.show(_LAMP.get(state, "ready"))
        self.controls.tick()

    def intents(self) -> list[str]:
        found = self.screen.intents()
        while not self.touches.empty():
            found.append(self.touches.get())
        return found


class _Memory:
    """The store with its writer, and the day as it last was on the disk."""

    def __init__(self, settings: Settings, folder: Path, stack: ExitStack) -> None:
        self.store = Store.open(folder, settings.station.name, boot_id(), settings.store.url)
        stack.callback(self.store.close)
        self.interrupted = self.store.close_interrupted()
        self._plan = settings.exercise.plan
        self._clock = SystemClock()
        self.day = self.read_day()
        self.writer = Writer(self.store, self._read)
        stack.callback(self._close)

    def read_day(self) -> DaySummary:
        return self.store.day(local_day(self._clock.utc_epoch_s()), self._plan)

    def _read(self) -> None:
        self.day = self.read_day()

    def _close(self) -> None:
        lost = self.writer.close()
        if lost:
            log.error("%d record(s) could not be written: %s", lost, self.writer.fault)


# -- mat run --------------------------------------------------------------------------------------------


def run_kiosk(settings: Settings, folder: Path, *, kind: Kind, recording: Path | None, speed: float,
              headless: bool, min_hold_s: float | None) -> None:
    """Runs until quit, SIGTERM, Ctrl-C or the recording's end. Raises MatError when it cannot begin."""
    hardware = settings.hardware
    if recording is not None:
        hardware = _hardware_for(hardware, recording)
    plan = settings.exercise.plan
    with ExitStack() as stack:
        stack.enter_context(only_one(folder))
        memory = _Memory(settings, folder, stack)
        if memory.interrupted:
            log.warning("%d session(s) had been cut off; they are kept and marked as interrupted", memory.interrupted)
        config = SamplerConfig(hardware, kind=kind, recording=recording, speed=speed,
                               plan=plan if kind == "emulated" and recording is None else None)
        sampling_ = _Sampling(config)  # before any pin or window exists: the child must inherit neither
        stack.callback(sampling_.stop)
        edge = _Edge(settings, headless, kind, stack)
        for note in edge.notes:
            log.info("%s", note)
        pipeline = Pipeline(hardware.layout, min_hold_s or HOLD_SHARE * plan.hold_s, hardware.supply_v)
        kiosk = Kiosk(pipeline, Session(plan, timing_of(settings)), memory.writer, SystemClock(),
                      edge.screen, edge.sound, speed)
        try:
            _Live(kiosk, sampling_, edge, memory, settings, ends=recording is not None).loop()
        finally:
            kiosk.close()


def _hardware_for(hardware: HardwareSettings, recording: Path) -> HardwareSettings:
    """The kit the recording was made with, read here so that a bad file is told before anything starts."""
    return hardware.model_copy(update={"kit": read_recording(recording).layout.name})


class _Sampling:
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
        """At once: the person asked to try again."""
        self._process.stop()
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

    def __init__(self, kiosk: Kiosk, sampling_: _Sampling, edge: _Edge, memory: _Memory, settings: Settings,
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
        elif now_s - self._last_sample_s > SILENT_S and self._kiosk.now_s:
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


# -- mat demo -------------------------------------------------------------------------------------------


def run_demo(settings: Settings, folder: Path | None, *, speed: float | None, reps: int, stage: Stage,
             headless: bool, console: Console) -> DaySummary:
    """One session of an emulated person who follows the screen, in step with a clock of its own."""
    plan = Plan(stage, reps, settings.exercise.hold_s, settings.exercise.sessions_a_day, settings.exercise.rest_s)
    hardware = settings.hardware
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mat-demo-")))
        stack.enter_context(only_one(folder))
        memory = _Memory(settings, folder, stack)
        edge = _Edge(settings, headless, "emulated", stack)
        for note in edge.notes:
            console.print(note, highlight=False)
        clock = FakeClock(epoch_s=SystemClock().utc_epoch_s())
        person = Person(layout=hardware.layout)
        pins = mat_pins(person, Sensors(hardware.layout, supply_v=hardware.supply_v))
        scanner = ZoneScanner(wire(hardware, clock, pins)[0], hardware, clock)
        kiosk = Kiosk(Pipeline(hardware.layout, HOLD_SHARE * plan.hold_s, hardware.supply_v),
                      Session(plan, timing_of(settings)), memory.writer, clock, edge.screen, edge.sound)
        pace = (0.0 if edge.headless else 4.0) if speed is None else speed
        with _progress(console) as progress:
            demo = _Demo(kiosk, Visitor(person, plan), edge, memory, plan, pace, progress)
            sampling.run(scanner, clock, hardware.rate_hz, demo.sample, demo.over)
        kiosk.close()
        memory.writer.flush()
        return memory.read_day()


def _progress(console: Console) -> Progress:
    counted = TextColumn("{task.completed:.0f} of {task.total:.0f} stretches")
    return Progress(TextColumn("{task.description:<12}"), BarColumn(), counted, console=console,
                    disable=not console.is_terminal, transient=True)


class _Demo:
    """Sample by sample: the kiosk thinks, the visitor watches the screen thirty times a second."""

    FRAME_S = 1 / 30
    LONGEST_S = 1800.0

    def __init__(self, kiosk: Kiosk, visitor: Visitor, edge: _Edge, memory: _Memory, plan: Plan, speed: float,
                 progress: Progress) -> None:
        self._kiosk, self._visitor, self._edge, self._memory = kiosk, visitor, edge, memory
        self._speed = speed
        self._progress = progress
        self._bar = progress.add_task("waiting", total=plan.reps_goal)
        self._clock = SystemClock()
        self._began_s = self._clock.now_s()
        self._next_frame_s = 0.0
        self._was_there = False
        self._over = False

    def over(self) -> bool:
        return self._over

    def sample(self, sample: Sample) -> None:
        self._kiosk.feed((sample,))
        if sample.t_s < self._next_frame_s:
            return
        self._next_frame_s = sample.t_s + self.FRAME_S
        if self._speed:
            self._clock.sleep_until_s(self._began_s + sample.t_s / self._speed)
        self._kiosk.day = self._memory.day
        self._edge.lamp(self._kiosk.session.state)
        snapshot = self._kiosk.show()
        self._watch(snapshot)
        session = self._kiosk.session
        self._was_there = self._was_there or session.on_mat
        left = self._was_there and not session.on_mat and session.state in (State.WAITING, State.SUMMARY)
        self._over = self._over or left or sample.t_s > self.LONGEST_S
        done = session.left + session.right + session.double
        self._progress.update(self._bar, completed=done, description=session.state.value)

    def _watch(self, snapshot: Snapshot) -> None:
        self._visitor.obey(snapshot)
        answer = self._visitor.answer(snapshot)
        for intent in [*self._edge.intents(), *([answer] if answer else [])]:
            if intent == "quit":
                self._over = True
            else:
                self._kiosk.touch(intent)


# -- the other commands ---------------------------------------------------------------------------------


def run_record(settings: Settings, file: Path, *, seconds: float, kind: Kind, console: Console) -> int:
    """Samples into a file for so many seconds; returns the number of rows."""
    hardware = settings.hardware
    plan = settings.exercise.plan if kind == "emulated" else None
    sampler = SamplerProcess(SamplerConfig(hardware, kind=kind, plan=plan))
    clock = SystemClock()
    rows = 0
    with RecordingWriter(file, hardware.layout) as writer, ExitStack() as stack:
        stack.callback(sampler.stop)
        sampler.start()
        progress = stack.enter_context(Progress(console=console, disable=not console.is_terminal, transient=True))
        bar = progress.add_task("recording", total=seconds)
        begin_s: float | None = None
        try:
            while True:
                for sample in sampler.read_new():
                    begin_s = sample.t_s if begin_s is None else begin_s
                    if sample.t_s - begin_s >= seconds:
                        return rows
                    writer.write(Sample(sample.t_s - begin_s, sample.volts))
                    rows += 1
                    progress.update(bar, completed=sample.t_s - begin_s)
                health = sampler.health()
                if health.fault:
                    raise MatError(f"{health.fault} {rows} samples were kept in {file}.")
                clock.sleep_until_s(clock.now_s() + 0.05)
        except KeyboardInterrupt:
            return rows


def day_summary(settings: Settings, folder: Path, day: date | None) -> DaySummary:
    """The day's facts from the store. Raises StoreError."""
    store = Store.open(folder, settings.station.name, boot_id(), settings.store.url)
    try:
        return store.day(day or local_day(SystemClock().utc_epoch_s()), settings.exercise.plan)
    finally:
        store.close()


def run_doctor(settings: Settings, folder: Path, kind: Kind) -> list[doctor.Finding]:
    """The hardware's findings, then the data folder, the screen and the sound."""
    found = list(doctor.examine(settings.hardware, kind, SystemClock()))
    found.append(_storage(settings, folder))
    with ExitStack() as stack:
        try:
            edge = _Edge(settings, False, kind, stack)
        except MatError as fault:
            return [*found, doctor.Finding("screen and controls", False, str(fault))]
        said = edge.notes or ["a window opens and a sound device answers"]
        found += [doctor.Finding("screen and sound", True, note) for note in said]
    return found


def _storage(settings: Settings, folder: Path) -> doctor.Finding:
    try:
        Store.open(folder, settings.station.name, boot_id(), settings.store.url).close()
    except MatError as fault:
        return doctor.Finding("storage", False, str(fault))
    return doctor.Finding("storage", True, f"sessions are kept in {settings.store.url or folder}")


def screen_names() -> list[str]:
    screens = importlib.import_module("display.screens")
    return list(screens.SCREENS)


def take_screenshot(settings: Settings, screen: str, file: Path, size: tuple[int, int]) -> None:
    """A picture of a screen's example. Raises MatError for an unknown screen or a file that cannot be written."""
    importlib.import_module("display.screenshot").take(screen, file, size)
