"""`mat demo`: an emulated person follows the screen, in step with a clock of its own."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from hardware.adc import ZoneScanner
from hardware.clock import FakeClock, SystemClock
from hardware.emulation.kit import wire
from hardware.emulation.person import Person
from hardware.emulation.script import Visitor
from hardware.emulation.sensors import Sensors, mat_pins
from mat import sampling
from mat.assembly import Memory
from mat.core.exercise import HOLD_SHARE, Plan, Stage
from mat.core.pipeline import Pipeline
from mat.core.session import Session
from mat.core.snapshot import Snapshot
from mat.core.states import State
from mat.core.summary import DaySummary
from mat.core.zones import Sample
from mat.edge import Edge
from mat.kiosk import Kiosk
from mat.settings import Settings
from mat.start import only_one, timing_of
from mat.store.faults import StoreError

FLUSH_WITHIN_S = 10.0


def run_demo(settings: Settings, folder: Path | None, *, speed: float | None, reps: int, stage: Stage,
             headless: bool, console: Console) -> DaySummary:
    """One session of an emulated person who follows the screen, in step with a clock of its own."""
    plan = Plan(stage, reps, settings.exercise.hold_s, settings.exercise.sessions_a_day, settings.exercise.rest_s)
    hardware = settings.hardware
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mat-demo-")))
        stack.enter_context(only_one(folder))
        memory = Memory(settings, folder, stack)
        edge = Edge(settings, headless, "emulated", stack)
        for note in edge.notes:
            console.print(note, highlight=False)
        clock = FakeClock(epoch_s=SystemClock().utc_epoch_s())
        person = Person(layout=hardware.layout)
        pins = mat_pins(person, Sensors(hardware.layout, supply_v=hardware.supply_v))
        scanner = ZoneScanner(wire(hardware, clock, pins)[0], hardware, clock)
        kiosk = Kiosk(Pipeline(hardware.layout, HOLD_SHARE * plan.hold_s, hardware.supply_v),
                      Session(plan, timing_of(settings)), memory.writer, clock, edge.screen, edge.sound,
                      inputs=hardware.input_names)
        pace = (0.0 if edge.headless else 4.0) if speed is None else speed
        with _progress(console) as progress:
            demo = _Demo(kiosk, Visitor(person, plan), edge, memory, plan, pace, progress)
            sampling.run(scanner, clock, hardware.rate_hz, demo.sample, demo.over)
        kiosk.close()
        if not memory.writer.flush(FLUSH_WITHIN_S):
            raise StoreError(memory.writer.fault or f"{folder}: writing takes too long.")
        return memory.read_day()


def _progress(console: Console) -> Progress:
    counted = TextColumn("{task.completed:.0f} of {task.total:.0f} stretches")
    return Progress(TextColumn("{task.description:<12}"), BarColumn(), counted, console=console,
                    disable=not console.is_terminal, transient=True)


class _Demo:
    """Sample by sample: the kiosk thinks, the visitor watches the screen thirty times a second."""

    FRAME_S = 1 / 30
    LONGEST_S = 1800.0

    def __init__(self, kiosk: Kiosk, visitor: Visitor, edge: Edge, memory: Memory, plan: Plan, speed: float,
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
        self._edge.speak(snapshot)
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
            if intent in ("quit", "shutdown"):
                self._over = True
            else:
                self._kiosk.touch(intent)
