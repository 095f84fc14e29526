"""`mat watch`: what each zone reads, live, with what the detection makes of it."""

from collections import deque
from dataclasses import dataclass

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from hardware.clock import SystemClock
from hardware.sampler import SamplerConfig, SamplerHealth
from mat.core.events import Event, as_public
from mat.core.levels import Levels
from mat.core.pipeline import Pipeline
from mat.core.zones import Layout, Sample
from mat.edge import Kind
from mat.settings import Settings
from mat.supervisor import Supervisor

FRAME_S, LINE_S, LOOK_S = 0.1, 1.0, 1.0
KEPT_EVENTS = 5
BAR = 28


@dataclass(frozen=True)
class ZoneNow:
    """One zone: volts now, the lowest and highest seen, the relative load, noise over the last second, its health."""

    zone: str
    volts: float
    low_v: float
    high_v: float
    load: float
    noise_mv: float
    word: str


@dataclass(frozen=True)
class Watched:
    """One moment of the mat. `sampler`: how it runs, in words; `fault`: what fails, in words."""

    seconds: float
    rate_hz: float
    missed: int
    sampler: str
    posture: str
    zones: tuple[ZoneNow, ...]
    events: tuple[str, ...]
    supply_v: float
    fault: str = ""


class Watcher:
    """Understands samples as the kiosk does, and remembers each zone's extremes."""

    def __init__(self, layout: Layout, supply_v: float) -> None:
        self._pipeline = Pipeline(layout, supply_v=supply_v)
        self._levels = Levels(supply_v, LOOK_S)
        self._times: deque[float] = deque()
        self._low = [float("inf")] * len(layout.zones)
        self._high = [float("-inf")] * len(layout.zones)
        self._events: deque[str] = deque(maxlen=KEPT_EVENTS)
        self._begin_s: float | None = None
        self._last = Sample(0.0, ())

    def step(self, sample: Sample) -> None:
        self._begin_s = sample.t_s if self._begin_s is None else self._begin_s
        self._last = sample
        self._levels.add(sample)
        self._times.append(sample.t_s)
        while sample.t_s - self._times[0] > LOOK_S:
            self._times.popleft()
        for place, volts in enumerate(sample.volts):
            self._low[place] = min(self._low[place], volts)
            self._high[place] = max(self._high[place], volts)
        self._events += [event_in_words(event, self._begin_s) for event in self._pipeline.step(sample)]

    def now(self, health: SamplerHealth, fault: str = "") -> Watched:
        pipeline, span_s = self._pipeline, self._times[-1] - self._times[0] if self._times else 0.0
        return Watched(
            self._last.t_s - (self._begin_s or 0.0), (len(self._times) - 1) / span_s if span_s else 0.0,
            health.missed + health.lapped, sampler_in_words(health), pipeline.body.posture, self._zones(),
            tuple(self._events), pipeline.supply_v, fault)

    def _zones(self) -> tuple[ZoneNow, ...]:
        if not self._last.volts:
            return ()
        loads, faults = self._pipeline.loads, self._pipeline.health.faults
        noise_v = self._levels.scatter_v(LOOK_S)
        return tuple(
            ZoneNow(name, volts, self._low[n], self._high[n], loads.conductance[n] - loads.zero[n],
                    1000 * noise_v[n], faults.get(name, "ok"))
            for n, (name, volts) in enumerate(zip(self._pipeline.layout.names, self._last.volts, strict=True)))


def event_in_words(event: Event, begin_s: float) -> str:
    told = as_public(event)
    names = [str(told[key]) for key in ("side", "kind", "zone", "fault") if key in told]
    if "valid" in told:
        names += [f"held {told['hold_s']:.1f} s", "counted" if told["valid"] else f"not counted: {told['reason']}"]
    return " ".join([f"{event.t_s - begin_s:6.1f} s", str(told["event"]).replace("_", " "), *names])


def sampler_in_words(health: SamplerHealth) -> str:
    """Its scheduling class and memory, as the system granted them."""
    return f"{'real-time' if health.real_time else 'ordinary'} priority, memory " + \
        ("locked" if health.memory_locked else "not locked")


def run_watch(settings: Settings, kind: Kind, seconds: float | None, console: Console) -> None:
    """Until so many seconds have passed, or Ctrl-C."""
    hardware = settings.hardware
    clock = SystemClock()
    watcher = Watcher(hardware.layout, hardware.supply_v)
    plan = settings.exercise.plan if kind == "emulated" else None
    sampling = Supervisor(SamplerConfig(hardware, kind=kind, plan=plan))
    frame_s = FRAME_S if console.is_terminal else LINE_S
    begin_s = next_s = clock.now_s()
    try:
        with Live(console=console, auto_refresh=False) if console.is_terminal else _Lines(console) as shown:
            while seconds is None or clock.now_s() < begin_s + seconds:
                next_s += frame_s
                clock.sleep_until_s(next_s if seconds is None else min(next_s, begin_s + seconds))
                for sample in sampling.read_new():
                    watcher.step(sample)
                health = sampling.health()
                fault = sampling.fault(health)
                sampling.mend(health)
                now = watcher.now(health, fault.detail if fault else "")
                if isinstance(shown, Live):
                    shown.update(picture(now), refresh=True)
                else:
                    shown.say(line(now))
    except KeyboardInterrupt:
        return
    finally:
        sampling.stop()


class _Lines:
    """A plain line each time, for a pipe or a file."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *fault: object) -> None:
        pass

    def say(self, words: str) -> None:
        self._console.print(words, highlight=False, markup=False, soft_wrap=True)
        self._console.file.flush()


def line(now: Watched) -> str:
    """The moment in one line."""
    if now.fault:
        return f"{now.seconds:.1f} s  {now.fault}"
    if not now.zones:
        return "waiting for the first sample"
    zones = "  ".join(f"{z.zone} {z.volts:.3f} V {z.load:+.2f} ±{z.noise_mv:.1f} mV"
                      + ("" if z.word == "ok" else f" {z.word.upper()}") for z in now.zones)
    last = f"  last: {now.events[-1].strip()}" if now.events else ""
    return f"{now.seconds:.1f} s  {now.rate_hz:.1f} Hz  {now.missed} missed  {now.posture}  {zones}{last}"


def picture(now: Watched) -> Group:
    """The moment as a table of bars, the last events below it."""
    head = Text(f"{now.rate_hz:.1f} scans a second, {now.missed} missed; {now.sampler}; {now.posture}", style="bold")
    table = Table.grid(padding=(0, 2))
    for justify in ("left", "left", "right", "right", "right", "right", "left"):
        table.add_column(justify=justify, no_wrap=True)
    table.add_row(*(Text(word, style="dim") for word in
                    ("zone", "0 V … supply", "volts", "load", "lowest … highest", "noise", "health")))
    for zone in now.zones:
        table.add_row(zone.zone, _bar(zone, now.supply_v), f"{zone.volts:.3f}", f"{zone.load:+.2f}",
                      f"{zone.low_v:.3f} … {zone.high_v:.3f}", f"{zone.noise_mv:.1f} mV",
                      Text(zone.word, style="" if zone.word == "ok" else "bold red"))
    fault = [Text(now.fault, style="bold red")] if now.fault else []
    waiting = [] if now.zones or fault else [Text("waiting for the first sample")]
    return Group(head, *fault, *waiting, table, *(Text(event) for event in now.events))


def _bar(zone: ZoneNow, supply_v: float) -> Text:
    """Filled to the voltage; a tick shows the highest seen."""
    filled = max(0, min(BAR, round(BAR * zone.volts / supply_v)))
    highest = max(0, min(BAR - 1, round(BAR * zone.high_v / supply_v)))
    cells = ["█" if cell < filled else "│" if cell == highest else "·" for cell in range(BAR)]
    return Text("".join(cells))
