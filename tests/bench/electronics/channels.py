"""Wrong channels: many reads on a computer that is fully loaded, each compared with what is at its own pin."""

import multiprocessing
import os
from collections.abc import Iterator

from adafruit_ads1x15 import ADS1115

from hardware.adc import ZoneScanner
from hardware.clock import SystemClock
from hardware.converter import CONVERSION_S
from hardware.emulation.kit import wire
from mat.settings import HardwareSettings

VOLTS = (0.1, 0.4, 0.9, 1.6, 2.0, 2.2, 2.5, 3.1)
NEAR_V = 0.001


def burn() -> None:
    while True:
        pass


def hasty(bus, clock):
    """The guard left out: reads and starts on a fixed grid that is slow enough, and catches up when it is late."""
    chips = [ADS1115(bus, gain=1, data_rate=860, address=0x48 + n) for n in range(2)]
    period_s = CONVERSION_S + 0.002
    state = {"next_s": clock.now_s()}

    def read():
        values = {}
        for channel in range(5):
            clock.sleep_until_s(state["next_s"])
            state["next_s"] += period_s
            for n, chip in enumerate(chips):
                if channel:
                    values[4 * n + channel - 1] = chip.get_last_result() * 4.096 / 32767
                if channel < 4:
                    chip._write_config(channel + 4)
        return tuple(values[n] for n in range(8))
    return read


def count(way: str, reads: int, results) -> None:
    clock, settings = SystemClock(), HardwareSettings(kit="kit8")
    bus, _ = wire(settings, clock, lambda t_s: VOLTS)
    if way == "hasty":
        read = hasty(bus, clock)
    else:
        read = ZoneScanner(bus, settings, clock, free_running=way == "free-running").read
    wrong = thrown = done = 0
    while done < reads:
        volts = read()
        if volts is None:
            thrown += 1
            continue
        done += len(volts)
        wrong += sum(abs(a - b) > NEAR_V for a, b in zip(volts, VOLTS, strict=True))
    results.put((way, done, wrong, thrown))


def table(reads: int) -> Iterator[str]:
    """`reads` of the scanner in each mode, a tenth for the peer, all at once, with two busy processes a processor."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    burners = [context.Process(target=burn, daemon=True) for _ in range(2 * (os.cpu_count() or 1))]
    workers = [context.Process(target=count, args=(way, share, results), daemon=True)
               for way, share in (("paced", reads), ("free-running", reads), ("hasty", reads // 10))]
    for process in (*burners, *workers):
        process.start()
    yield f"machine fully loaded: {len(burners)} busy processes on {os.cpu_count()} processors"
    for _ in workers:
        way, done, wrong, thrown = results.get()
        yield f"  {way:13s} {done:8d} reads, {wrong} of a wrong channel; {thrown} scans thrown away"
    for process in burners:
        process.kill()
