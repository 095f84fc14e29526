"""A whole station on a clock of its own: chips with planned faults, the sampler, the kiosk and its store."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from hardware.adc import ZoneScanner
from hardware.clock import FakeClock
from hardware.emulation.faults import FaultScript, FaultyPins
from hardware.emulation.kit import wire
from hardware.emulation.person import Person
from hardware.emulation.sensors import Sensors, mat_pins
from hardware.ring import Ring
from hardware.sampler import SamplerConfig, health_of
from hardware.sampling_process import Sampler, opener_of
from mat.assembly import Memory
from mat.core.events import Rep
from mat.core.exercise import HOLD_SHARE
from mat.core.pipeline import Pipeline
from mat.core.plugs import Plugs
from mat.core.session import Session
from mat.edge import Edge
from mat.kiosk import Kiosk
from mat.live import Live
from mat.settings import Settings
from mat.start import timing_of
from mat.supervisor import Supervisor

FRAME_S = 1 / 30


class TwoProcesses(FakeClock):
    """While the sampler waits, also for a bus that hangs, the application goes on, every thirtieth of a second."""

    def __init__(self, epoch_s: float = 1_767_225_600.0) -> None:
        super().__init__(start_s=100.0, epoch_s=epoch_s)
        self.application = lambda now_s: None
        self._next_s = 100.0

    def sleep_until_s(self, t_s: float) -> None:
        while self._next_s <= t_s:
            super().sleep_until_s(self._next_s)
            self._next_s += FRAME_S
            self.application(self.now_s())
        super().sleep_until_s(t_s)


class Here:
    """A sampler that runs in this process; seen from the application it is like the other."""

    def __init__(self, config: SamplerConfig, clock: FakeClock) -> None:
        zones = len(config.hardware.layout.zones)
        self._clock = clock
        memory = Ring.memory(get_context("spawn"), zones)
        self.ring, self._reader = Ring(memory, zones), Ring(memory, zones)

    def start(self) -> None:
        pass

    def read_new(self):
        return self._reader.take()

    def health(self):
        return health_of(self._reader, True, self._clock.now_s())

    def stop(self, patience_s: float = 0.0) -> None:
        pass

    def abandon(self) -> None:
        pass


class Watched:
    """The real edge, headless; notes what is shown and when it changes."""

    def __init__(self, edge: Edge, clock: FakeClock) -> None:
        self._edge = edge
        self._clock = clock
        self.shown = []
        self.looked_at = lambda snapshot: None

    def show(self, snapshot) -> None:
        self.looked_at(snapshot)
        fault = snapshot.fault.key if snapshot.fault else None
        now = (snapshot.screen, fault, snapshot.fault.part if snapshot.fault else "", snapshot.warning)
        if not self.shown or self.shown[-1][1:] != now:
            self.shown.append((self._clock.now_s(), *now))

    def intents(self) -> list[str]:
        return self._edge.screen.intents()

    def close(self) -> None:
        pass


class Station:
    """Runs `config` for `seconds`; then `shown` has (t_s, screen, fault, part, warning) for every change, and
    `session`, `events` what the kiosk understood."""

    def __init__(self, folder: Path, config: SamplerConfig, settings: Settings | None = None,
                 zero: tuple[float, ...] | None = None, epoch_s: float = 1_767_225_600.0) -> None:
        self.settings = settings or Settings()
        self.clock = TwoProcesses(epoch_s)
        self.config = config
        self.events = []
        self._stack = ExitStack()
        edge = self.edge = Edge(self.settings, True, "emulated", self._stack)
        self.memory = Memory(self.settings, folder, self._stack, self.clock)
        self.watched = Watched(edge, self.clock)
        hardware = config.hardware
        self.pipeline = Pipeline(hardware.layout, HOLD_SHARE * self.settings.exercise.hold_s, hardware.supply_v)
        self.kiosk = Kiosk(self.pipeline, Session(self.settings.exercise.plan, timing_of(self.settings)),
                           self.memory.writer, self.clock, self.watched, edge.sound,
                           plugs=Plugs(hardware.places, zero), keeps_zones=True)
        detected = self.kiosk._detected

        def noted(event):
            self.events.append(event)
            detected(event)
        self.kiosk._detected = noted
        self.here = Here(config, self.clock)
        self.supervisor = Supervisor(config, lambda config: self.here, self.clock)
        live = Live(self.kiosk, self.supervisor, edge, self.memory, self.settings, False, self.clock, real=True)
        self.clock.application = live.once

    @property
    def shown(self):
        return [(round(t_s - 100.0, 3), *rest) for t_s, *rest in self.watched.shown]

    def first(self, fault: str | None, after_s: float = 0.0) -> float:
        """When the screen first showed this fault (or none) after a time; fails if it never did."""
        found = [t_s for t_s, _, key, _, _ in self.shown if key == fault and t_s >= after_s]
        assert found, f"{fault} was never shown after {after_s} s: {self.shown}"
        return found[0]

    def run(self, seconds: float, person: Person | None = None) -> "Station":
        end_s = self.clock.now_s() + seconds
        opener = self._visited_by(person) if person else opener_of(self.config, self.clock)[0]
        Sampler(self.here.ring, self.clock, self.config.hardware.rate_hz, opener,
                lambda: self.clock.now_s() >= end_s).live()
        return self

    def _visited_by(self, person: Person):
        """The configured converters and faults, with this person on the mat."""
        hardware, begun_s = self.config.hardware, self.clock.now_s()
        wires = FaultyPins(mat_pins(person, Sensors(hardware.layout, self.config.seed)), hardware.supply_v)
        bus, chips = wire(hardware, self.clock, wires)
        faults = [replace(fault, at_s=begun_s + fault.at_s) for fault in self.config.faults]
        FaultScript(faults, bus, chips, wires)
        return lambda: ZoneScanner(bus, hardware, self.clock)

    def close(self) -> None:
        self.kiosk.close()
        self._stack.close()


@dataclass(frozen=True)
class Lift:
    """A knee really was up: from `begin_s` to `end_s`, seconds after the start."""

    side: str
    begin_s: float
    end_s: float


def exercising(layout, seconds: float, seed: int = 3, first_lift_s: float = 26.0, every_s: float = 13.0
               ) -> tuple[Person, list[Lift]]:
    """Somebody who comes 5 s after a station's start, lies down and raises one knee after the other to the end."""
    person = Person(75.0, seed, layout)
    sits_s = person.step_on(105.0) + 2.0
    person.lie_down(person.sit(sits_s) + 1.0)
    lifts = []
    t_s = first_lift_s
    while t_s + 10.0 < seconds:
        side = ("left", "right")[len(lifts) % 2]
        person.lift(side, 100.0 + t_s)
        down_s = person.lower(side, 100.0 + t_s + 7.0)
        lifts.append(Lift(side, t_s, down_s - 100.0))
        t_s += every_s
    return person, lifts


def judged_reps(events, lifts: list[Lift]) -> tuple[int, list[Rep]]:
    """How many repetitions counted, and those that are no lift of that knee or count one a second time."""
    counted = [event for event in events if isinstance(event, Rep) and event.valid]
    left, false = list(lifts), []
    for rep in counted:
        true = [lift for lift in left if rep.kind == f"single_{lift.side}"
                and lift.begin_s - 1.0 < rep.start_s - 100.0 and rep.end_s - 100.0 < lift.end_s + 1.5]
        if true:
            left.remove(true[0])
        else:
            false.append(rep)
    return len(counted), false
