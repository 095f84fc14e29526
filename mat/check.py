"""`mat check`: the guided check on the terminal, and on the screen if there is one."""

from contextlib import ExitStack

from rich import box
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from hardware.clock import SystemClock
from hardware.sampler import SamplerConfig
from mat.core.snapshot import FaultNote, Snapshot
from mat.core.wiring import WiringCheck
from mat.core.wiring_verdict import Wiring
from mat.core.wiring_view import STEPS, CheckView
from mat.edge import Edge, Kind
from mat.settings import Settings
from mat.supervisor import SILENT_S, Supervisor
from mat.wiring_words import end_in_words, now_in_words, remedies

FRAME_S = 1 / 30
HEALTH_EVERY_S = 0.2
CLOSE = " The details follow when it is closed on the screen, or with Ctrl-C."
RESULT_S = 120.0
"""The result stays on the screen for so long, or until it is closed."""


def run_check(settings: Settings, kind: Kind, *, headless: bool, console: Console) -> Wiring:
    """Guides through all zones and returns the verdict; Ctrl-C ends it, unfinished. Raises MatError for a display that
    does not open."""
    with ExitStack() as stack:
        sampling = Supervisor(SamplerConfig(settings.hardware, kind=kind, presses=kind == "emulated"))
        stack.callback(sampling.stop)
        edge = Edge(settings, headless, kind, stack)
        notes = list(edge.notes)
        if kind == "emulated":
            notes.append("No real mat is read: an emulated hand presses each zone once. "
                         "With a converter: mat check --hardware pi")
        for note in notes:
            console.print(note, highlight=False, soft_wrap=True)
        told = stack.enter_context(_Told(console))
        return _Checking(settings, sampling, edge, told).loop()


class _Checking:
    """Samples in, steps and pictures out, thirty times a second."""

    def __init__(self, settings: Settings, sampling: Supervisor, edge: Edge, told: "_Told") -> None:
        self._hardware = settings.hardware
        self._sampling, self._edge, self._told = sampling, edge, told
        self._clock = SystemClock()
        self._check = self._begin()
        self._fault: FaultNote | None = None
        self._looked_s = 0.0
        self._heard_s = self._clock.now_s()
        self._closed = False

    def _begin(self) -> WiringCheck:
        self._answers = 0
        return WiringCheck(self._hardware.layout, self._hardware.supply_v, self._hardware.input_names)

    def loop(self) -> Wiring:
        over_s: float | None = None
        try:
            while not self._closed:
                now_s = self._clock.now_s()
                self._once(now_s)
                over_s = (over_s or now_s) if self._check.over else None
                if over_s is not None and (self._edge.headless or now_s - over_s > RESULT_S):
                    break
                self._clock.sleep_until_s(now_s + FRAME_S)
        except KeyboardInterrupt:
            self._check.end()
        return self._check.wiring

    def _once(self, now_s: float) -> None:
        samples = self._sampling.read_new()
        for sample in samples:
            self._check.step(sample)
        if samples:
            self._heard_s = now_s
        elif now_s - self._heard_s > SILENT_S:
            self._check.pass_time(FRAME_S)
        if now_s - self._looked_s > HEALTH_EVERY_S:
            self._looked_s = now_s
            health = self._sampling.health()
            self._fault = self._sampling.fault(health)
            self._sampling.mend(health)
        for intent in self._edge.intents():
            self._touched(intent)
        view = self._check.view()
        if view.answers > self._answers:
            self._edge.sound("rep")
            self._told.ring()
        self._answers = view.answers
        snapshot = Snapshot("check_done" if view.over else "check", check=view)
        self._edge.screen.show(snapshot)
        self._edge.speak(snapshot)
        if not (view.over and self._edge.headless):
            self._told.tell(view, self._fault.detail if self._fault else "")

    def _touched(self, intent: str) -> None:
        if intent == "check:skip":
            self._check.skip()
        elif intent == "check":
            self._check = self._begin()
        elif intent in ("check:end", "stop"):
            self._check.end()
        elif intent in ("check:close", "quit"):
            self._check.end()
            self._closed = True


class _Told:
    """Says each step once; on a terminal a table that moves."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None
        self._said: tuple[object, ...] = ()

    def __enter__(self) -> "_Told":
        return self

    def __exit__(self, *fault: object) -> None:
        if self._live is not None:
            self._live.stop()

    def ring(self) -> None:
        """The terminal's own tone, for who has no other."""
        if self._live is not None:
            self._console.bell()

    def tell(self, view: CheckView, fault: str) -> None:
        moves = self._live is not None and not view.over
        wait = view.wait and (view.wait.key, view.wait.zone)
        now = (view, fault) if moves else (view.phase, view.zone, wait, fault)
        if now == self._said:
            return
        self._said = now
        if self._live is not None:
            if moves:
                self._live.start(refresh=False)
                self._live.update(picture(view, fault), refresh=True)
                return
            self._live.stop()
        said = f"{now_in_words(view)} {fault}".strip() + (CLOSE if view.over else "")
        self._console.print(said, highlight=False, markup=False, soft_wrap=True)


def picture(view: CheckView, fault: str = "", width: int = 30) -> Group:
    """The step in words above a bar for each zone."""
    table = Table.grid(padding=(0, 2))
    marks = {None: " ", True: "ok", False: "look"}
    for zone, share, told in zip(view.layout.names, view.shares, view.told, strict=True):
        asked = zone == view.zone
        bar = Text("█" * round(width * share / STEPS), style="yellow" if asked else "white")
        table.add_row("▶" if asked else "", Text(zone, style="bold" if asked else ""), bar, marks[told])
    step = Text(now_in_words(view), style="bold")
    return Group(step, *([Text(fault)] if fault else []), table)


def print_wiring(console: Console, wiring: Wiring, addresses: tuple[int, ...]) -> None:
    """The zones in a table, then what to do, sentence by sentence."""
    table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("zone", "input", "answered", "rise", "beside", "noise", "verdict"):
        table.add_column(column, justify="right" if column in ("rise", "beside", "noise") else "left", no_wrap=True)
    for zone in wiring.zones:
        beside = f"{zone.crosstalk[1]:.0%}" if zone.crosstalk else "–"
        pin = zone.answered_pin or "–"
        table.add_row(zone.zone, zone.pin, pin, f"{zone.rise:.2f}" if zone.answered else "–", beside,
                      f"{zone.noise_mv:.1f} mV", ", ".join(zone.troubles) or "fine")
    console.print(table)
    for line in (end_in_words(wiring), *remedies(wiring, addresses)):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
