"""The fixed rate beside a screen: the sampler's process, a thread, a loop that sleeps; and the processor's share."""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hardware.adc import ZoneScanner
from hardware.clock import SystemClock
from hardware.emulation.kit import wire
from hardware.sampler import SamplerConfig, SamplerProcess
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
    yield from scan_cost()
    yield from thread(min(seconds, 60.0))
    yield from sleeper(min(seconds, 10.0))
