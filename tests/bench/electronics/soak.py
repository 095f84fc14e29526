"""A soak in real time: a fault every five seconds on a whole kiosk, the sampler's process killed and stopped too."""

import logging
import os
import random
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from multiprocessing import active_children
from pathlib import Path

from hardware.clock import SystemClock
from hardware.emulation.faults import BUS_FAULTS, CHIP_FAULTS, ZONE_TROUBLES, PlannedFault
from hardware.sampler import SamplerConfig, SamplerProcess
from mat.assembly import Memory
from mat.core.events import Rep
from mat.core.exercise import HOLD_SHARE
from mat.core.pipeline import Pipeline
from mat.core.plugs import Plugs
from mat.core.session import Session
from mat.core.zones import LAYOUTS
from mat.edge import Edge
from mat.kiosk import Kiosk
from mat.live import Live
from mat.settings import HardwareSettings, Settings
from mat.start import timing_of
from mat.supervisor import Supervisor
from tests.hardware.station import Station, exercising, judged_reps

EVERY_S = 5.0
PROCESS_FAULTS = ("killed", "stopped")
SETTLES_S = 20.0


def planned(seconds: float, seed: int) -> tuple[list[PlannedFault], dict[float, str]]:
    """Faults of the electronics (given to each new process anew), and of the process itself."""
    chance = random.Random(seed)
    kinds = [*((kind, place) for kind in CHIP_FAULTS for place in (0, 1)), *((kind, 0) for kind in BUS_FAULTS),
             *((kind, place) for kind in ZONE_TROUBLES for place in range(8)), *((kind, 0) for kind in PROCESS_FAULTS)]
    faults, of_process = [], {}
    for n in range(int((seconds - SETTLES_S) / EVERY_S) - 3):
        at_s, (kind, place) = SETTLES_S + EVERY_S * n, chance.choice(kinds)
        if kind in PROCESS_FAULTS:
            of_process[at_s] = kind
        else:
            faults.append(PlannedFault(at_s, chance.uniform(0.05, 4.0), kind, place))
    return faults, of_process


def resident_kib(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def files(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


class Soak:
    """One run on an empty mat."""

    def __init__(self, seconds: float, seed: int, folder: Path, stack: ExitStack) -> None:
        self.clock, self.seconds = SystemClock(), seconds
        self.begun_s = self.clock.now_s()
        self._faults, self._of_process = planned(seconds, seed)
        self._seed = seed
        settings = Settings()
        hardware = HardwareSettings(kit="kit8")
        self.processes: list[SamplerProcess] = []
        config = SamplerConfig(hardware)
        self.memory = Memory(settings, folder, stack)
        self.supervisor = Supervisor(config, self._make)
        stack.callback(self.supervisor.stop)
        edge = Edge(settings, True, "emulated", stack)
        self.reps: list[Rep] = []
        self.begins: list[str] = []
        pipeline = Pipeline(hardware.layout, HOLD_SHARE * 4.0)
        session = Session(settings.exercise.plan, timing_of(settings))
        self.kiosk = Kiosk(pipeline, session, self.memory.writer, self.clock,
                           edge.screen, edge.sound, plugs=Plugs(hardware.places))
        detected = self.kiosk._detected

        def noted(event):
            if isinstance(event, Rep) and event.valid:
                self.reps.append(event)
            detected(event)
        self.kiosk._detected = noted
        self.live = Live(self.kiosk, self.supervisor, edge, self.memory, settings, False)

    def _make(self, config: SamplerConfig) -> SamplerProcess:
        """Each process gets what is left of the plan."""
        gone_s = self.clock.now_s() - self.begun_s
        left = tuple(PlannedFault(fault.at_s - gone_s, fault.seconds, fault.kind, fault.place)
                     for fault in self._faults if fault.at_s > gone_s)
        process = SamplerProcess(SamplerConfig(config.hardware, faults=left, seed=self._seed))
        self.processes.append(process)
        return process

    def run(self) -> list[tuple[float, int, int, int, int]]:
        """(s, files here, files of the sampler, KiB here, KiB of the sampler), every thirtieth of the time."""
        grown, due = [], sorted(self._of_process.items())
        resume_s = None
        while (now_s := self.clock.now_s()) - self.begun_s < self.seconds:
            self.live.once(now_s)
            passed_s, pid = now_s - self.begun_s, self.processes[-1].pid
            if due and passed_s >= due[0][0]:
                kind = due.pop(0)[1]
                os.kill(pid, signal.SIGKILL if kind == "killed" else signal.SIGSTOP)
                resume_s = now_s + 3.0 if kind == "stopped" else None
            if resume_s and now_s > resume_s:
                os.kill(pid, signal.SIGCONT)
                resume_s = None
            if passed_s > (len(grown) + 1) * self.seconds / 30 and not resume_s:
                here = os.getpid()
                with suppress(FileNotFoundError, ProcessLookupError):  # it was killed just now
                    grown.append((passed_s, files(here), files(pid), resident_kib(here), resident_kib(pid)))
            self.clock.sleep_until_s(now_s + 1 / 30)
        return grown


class Begins(logging.Handler):
    """Counts what the log says begins and ends."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        key = " ".join(record.getMessage().split()[:3])
        self.said[key] = self.said.get(key, 0) + 1


def lying(seconds: float, seed: int) -> Iterator[str]:
    """The same faults on the virtual clock, with somebody on the mat who raises a knee every 13 s."""
    faults = planned(seconds, seed)[0]
    person, lifts = exercising(LAYOUTS["kit8"], seconds)
    with tempfile.TemporaryDirectory() as folder:
        config = SamplerConfig(HardwareSettings(kit="kit8"), faults=tuple(faults))
        station = Station(Path(folder), config)
        station.run(seconds, person)
        counted, false = judged_reps(station.events, lifts)
        fault = station.shown[-1][2]
        station.close()
    yield (f"virtual time, {seconds / 60:.1f} minutes, somebody exercising: {len(faults)} faults of the electronics; "
           f"of {len(lifts)} lifts {counted - len(false)} counted, {len(false)} false; at the end the screen shows "
           f"{fault or 'no fault'}")


def table(seconds: float, seed: int = 4) -> Iterator[str]:
    handler = Begins()
    logging.getLogger("mat").addHandler(handler)
    logging.getLogger("mat").propagate = False
    yield from lying(seconds, seed)
    handler.said.clear()
    before = files(os.getpid())
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        soak = Soak(seconds, seed, Path(folder), stack)
        grown = soak.run()
        fault = soak.kiosk.snapshot().fault
        soak.kiosk.close()
    early, late = grown[len(grown) // 6], grown[-1]
    shown = fault.key if fault else "no fault"
    yield (f"real time, {seconds / 60:.1f} minutes, empty mat: {len(soak._faults)} faults of the electronics, "
           f"{len(soak._of_process)} of the sampler's process; {len(soak.reps)} repetitions counted, at the end the "
           f"screen shows {shown}; {len(soak.processes)} processes started, {len(active_children())} left")
    yield (f"  open files: kiosk {early[1]} → {late[1]} (before {before}, after {files(os.getpid())}), sampler "
           f"{early[2]} → {late[2]}; resident KiB: kiosk {early[3]} → {late[3]}, sampler {early[4]} → {late[4]}")
    yield "  log: " + ", ".join(f"{key} × {n}" for key, n in sorted(handler.said.items()))
