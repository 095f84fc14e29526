"""Whether the detection's memory grows over hours of an empty mat. `make bench` prints it: four hours at 20 Hz."""

import itertools
import tracemalloc
from collections.abc import Iterator

import numpy as np
from rich.console import Console

from mat.core.pipeline import Pipeline
from mat.core.zones import KIT4, Sample

RATE_HZ = 20
"""Tracing slows the detection eightfold: 100 Hz would take minutes, and what could grow would grow at 20 Hz too."""
EMPTY_V = 0.15
NOISE_V = 0.001


def idle(rate_hz: int = RATE_HZ) -> Iterator[Sample]:
    """An empty mat without end: ten seconds of noise over and over."""
    noise = EMPTY_V + np.random.default_rng(5).normal(0, NOISE_V, (10 * rate_hz, len(KIT4.zones)))
    volts = itertools.cycle([tuple(row) for row in noise.tolist()])
    return (Sample(n / rate_hz, row) for n, row in enumerate(volts))


def traced(first_s: float, then_s: float, rate_hz: int = RATE_HZ) -> tuple[int, int]:
    """Bytes held after the first seconds and after the others that follow."""
    samples = idle(rate_hz)
    held = []
    tracemalloc.start()
    pipeline = Pipeline(KIT4)
    for seconds in (first_s, then_s):
        for sample in itertools.islice(samples, round(seconds * rate_hz)):
            pipeline.step(sample)
        held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    return held[0], held[1]


def main() -> None:
    early, late = traced(600.0, 4 * 3600.0 - 600.0)
    Console(highlight=False, soft_wrap=True).print(
        f"Memory held by the detection on an empty mat: {early / 1024:.1f} KiB after 10 minutes, "
        f"{late / 1024:.1f} KiB after 4 hours ({late - early:+d} bytes)")


if __name__ == "__main__":
    main()
