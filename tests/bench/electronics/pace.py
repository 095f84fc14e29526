"""The fixed rate beside a screen: the sampler's process, a thread, a loop that sleeps; and the processor's share."""

import multiprocessing
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hardware.adc import ZoneScanner
from hardware.clock import SystemClock
from hardware.emulation.ads1115 import EmulatedADS1115
from hardware.emulation.bus import EmulatedI2C
from hardware.emulation.kit import wire
from hardware.sampler import SamplerConfig, SamplerProcess
from hardware.sampling_process import take_privileges
from mat import sampling
from mat.settings import DisplaySettings, HardwareSettings

RATE_HZ = 100.0
FRAMES_HZ = 60.0
HARDWARE = HardwareSettings(kit="kit8", rate_hz=RATE_HZ)


def quantiles_ms(late_s: list[float]) -> str:
    ordered = sorted(late_s)
    at = [ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.99, 0.999)]
    return "late p50 {:.2f}, p99 {:.2f}, p99.9 {:.2f}, max {:.2f} ms".format(*(1e3 * v for v in [*at, ordered[-1]]))


def draw_for(seconds: float, each_frame) -> float:
    """A moving screen at 60 frames a second in this process; returns the frames a second it reached."""
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    from display.screens.examples import EXAMPLES
    from display.window import Window
    clock = SystemClock()
    window = Window(DisplaySettings(fullscreen=False), clock.now_s)
    begun_s, frames = clock.now_s(), 0
    while clock.now_s() - begun_s < seconds:
        window.show(replace(EXAMPLES["hold"], t_s=frames / FRAMES_HZ, hold_s=5.0 * (frames % 300) / 300))
        each_frame()
        frames += 1
        clock.sleep_until_s(begun_s + frames / FRAMES_HZ)
    window.close()
    return frames / seconds


def processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def own_process(seconds: float) -> Iterator[str]:
    sampler, clock, times = SamplerProcess(SamplerConfig(HARDWARE)), SystemClock(), []
    sampler.start()
    try:
        while not sampler.read_new():
            clock.sleep_until_s(clock.now_s() + 0.05)
        before_s, health = processor_s(sampler.pid), sampler.health()
        fps = draw_for(seconds, lambda: times.extend(sample.t_s for sample in sampler.read_new()))
        share = (processor_s(sampler.pid) - before_s) / seconds
        after = sampler.health()
    finally:
        sampler.stop()
    begun_s = min(t_s - n / RATE_HZ for n, t_s in numbered(times))
    late_s = [t_s - n / RATE_HZ - begun_s for n, t_s in numbered(times)]
    got = f"{'' if after.real_time else 'no '}FIFO, memory {'' if after.memory_locked else 'not '}locked"
    yield (f"  own process ({got}): {quantiles_ms(late_s)}, {after.missed - health.missed} missed, "
           f"{after.doubtful - health.doubtful} thrown away, {len(times)} samples beside {fps:.0f} frames/s")
    yield f"  its processor share, emulated chips, bus and person included: {100 * share:.1f} % of a core"


def ticks_alone(seconds: float, scans: bool, results) -> None:
    """In a process of its own: the loop over a bus that takes exactly its time, or over nothing but the wake-up."""
    clock, counters = SystemClock(), sampling.Counters()
    got = take_privileges()[0]
    if scans:
        bus = EmulatedI2C(Spinning())
        for n, address in enumerate(HARDWARE.addresses):
            bus.add(address, EmulatedADS1115(clock, lambda t_s, n=n: (0.3 + n, 0.31 + n, 0.32 + n, 0.33 + n)))
        source = ZoneScanner(bus, HARDWARE, clock)
    else:
        source = Nothing()
    end_s = clock.now_s() + seconds
    sampling.run(source, clock, RATE_HZ, lambda sample: None, lambda: clock.now_s() > end_s, counters)
    results.put((got, quantiles_ms(list(counters.late_s)), counters.missed))


class Spinning(SystemClock):
    """Waits without sleeping: a bus that takes exactly its time, whatever the computer's timers do."""

    def sleep_until_s(self, t_s: float) -> None:
        while self.now_s() < t_s:
            pass


class Nothing:
    """A source that takes no time: what is left is how late this computer wakes up."""

    def read(self) -> tuple[float, ...]:
        return (0.0,) * 8


def floor(seconds: float) -> Iterator[str]:
    """How much of the lateness is the emulated bus's sleeping, and how much this computer's."""
    context = multiprocessing.get_context("spawn")
    for scans, name in ((True, "the same, bus time exact instead of slept (a real bus wakes by interrupt)"),
                        (False, "nothing but the wake-up: this computer's floor")):
        results = context.Queue()
        process = context.Process(target=ticks_alone, args=(seconds, scans, results), daemon=True)
        process.start()
        draw_for(seconds + 1.0, lambda: None)
        fifo, late, missed = results.get()
        process.join()
        yield f"  {name} ({'' if fifo else 'no '}FIFO): {late}, {missed} missed"


def numbered(times: list[float]) -> list[tuple[int, float]]:
    return [(round((t_s - times[0]) * RATE_HZ - 0.2), t_s) for t_s in times]


def thread(seconds: float) -> Iterator[str]:
    clock, stop, counters = SystemClock(), threading.Event(), sampling.Counters()
    bus, _ = wire(HARDWARE, clock, lambda t_s: (0.3,) * 8)
    scanner = ZoneScanner(bus, HARDWARE, clock)
    worker = threading.Thread(target=sampling.run, args=(
        scanner, clock, RATE_HZ, lambda sample: None, stop.is_set, counters))
    worker.start()
    draw_for(seconds, lambda: None)
    stop.set()
    worker.join()
    yield f"  thread beside the screen: {quantiles_ms(list(counters.late_s))}, {counters.missed} missed"


def sleeper(seconds: float) -> Iterator[str]:
    """The tutorial's loop: scan, then sleep a hundredth of a second, in the thread that draws nothing."""
    clock = SystemClock()
    bus, _ = wire(HARDWARE, clock, lambda t_s: (0.3,) * 8)
    scanner = ZoneScanner(bus, HARDWARE, clock)
    begun_s, scans = clock.now_s(), 0
    while clock.now_s() - begun_s < seconds:
        scanner.read()
        scans += 1
        clock.sleep_until_s(clock.now_s() + 1 / RATE_HZ)
    yield f"  scan and sleep(0.01): {scans / seconds:.1f} scans/s instead of {RATE_HZ:.0f}"


def scan_cost() -> Iterator[str]:
    """Processor time of a scan on the virtual clock, with the emulation and of the emulation alone."""
    import cProfile
    import pstats

    from hardware.clock import FakeClock
    clock = FakeClock()
    bus, _ = wire(HARDWARE, clock, lambda t_s: (0.3,) * 8)
    scanner, real = ZoneScanner(bus, HARDWARE, clock), SystemClock()
    begun_s = real.now_s()
    for _ in range(2000):
        scanner.read()
    all_us = (real.now_s() - begun_s) / 2000 * 1e6
    profile = cProfile.Profile()
    profile.runcall(lambda: [scanner.read() for _ in range(500)])
    stats = pstats.Stats(profile).stats
    emulated = sum(times[2] for (file, _, _), times in stats.items() if "emulation" in file)
    total = sum(times[2] for times in stats.values())
    share = emulated / total
    yield (f"  a scan of 8 zones costs {all_us:.0f} µs of processor time, sleeps apart; {100 * share:.0f} % of it is "
           f"the emulation (profiled): {all_us * (1 - share) * RATE_HZ / 1e4:.1f} % of a core for driver and scanner")


def table(seconds: float) -> Iterator[str]:
    yield f"{RATE_HZ:.0f} Hz × 8 zones beside {FRAMES_HZ:.0f} frames/s, {seconds / 60:.1f} minutes"
    yield from own_process(seconds)
    yield from floor(seconds)
    yield from scan_cost()
    yield from thread(min(seconds, 60.0))
    yield from sleeper(min(seconds, 10.0))
