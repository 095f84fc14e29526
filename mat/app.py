"""The shorter commands: explain, record, zones, screenshot."""

import importlib
import sys
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.progress import Progress

from hardware.clock import SystemClock
from hardware.recording import RecordingWriter
from hardware.sampler import SamplerConfig, SamplerProcess
from mat import explain
from mat.core.zones import Sample
from mat.edge import Kind
from mat.ports import MatError, UsageError
from mat.settings import DisplaySettings, Settings
from mat.start import boot_id
from mat.store.store import Store
from mat.supervisor import RESTART_AFTER_S
from mat.trace import trace


def run_explain(recording: Path, number: int | None, min_hold_s: float, plot: Path | None,
                size: tuple[int, int]) -> str:
    """The words; with `plot` also a picture of `size` pixels.

    Raises UsageError for a repetition that is not there or a name that does not end in .png, MatError for a file that
    cannot be read or written, or without matplotlib.
    """
    if plot is not None and plot.suffix.lower() != ".png":
        raise UsageError(f"--plot {plot}: the picture is a PNG. End its name in .png.")
    watched = trace(recording, min_hold_s)
    words = explain.list_of(watched) if number is None else explain.rep_in_words(watched, number)
    if plot is not None:
        _plotting().save(watched, number, plot, size)
    return words


def _plotting() -> ModuleType:
    """The part that draws. It needs matplotlib, which a kiosk need not have, and is loaded for a picture only."""
    try:
        return importlib.import_module("mat.explain_plot")
    except ModuleNotFoundError as fault:
        if (fault.name or "").split(".")[0] != "matplotlib":
            raise
        raise MatError(f"--plot needs matplotlib, which is not installed. Install it with: {sys.executable} -m pip "
                       "install 'matplotlib>=3.8'") from fault


def run_record(settings: Settings, file: Path, *, seconds: float, kind: Kind, console: Console) -> int:
    """Samples into a file for so many seconds; returns the number of rows."""
    hardware = settings.hardware
    plan = settings.exercise.plan if kind == "emulated" else None
    if file.exists():
        raise MatError(f"{file}: there is a file of that name. Choose another, or move that one away.")
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
                kept = f"{rows} samples were kept in {file}." if rows else "Nothing was recorded."
                if health.fault:
                    raise MatError(f"{health.fault} {kept}")
                if health.finished:
                    return rows
                if health.heartbeat_age_s is not None and health.heartbeat_age_s > RESTART_AFTER_S:
                    raise MatError(f"The sampler hangs. {kept} Try again.")
                clock.sleep_until_s(clock.now_s() + 0.05)
        except KeyboardInterrupt:
            return rows


def forget_zone(settings: Settings, folder: Path, zone: str) -> int:
    """Starts the history of `zone` anew; returns how many days were removed. Raises UsageError, StoreError."""
    known = settings.hardware.layout.names
    if zone not in known:
        raise UsageError(f"--forget {zone!r}: {settings.hardware.kit} has no such zone. It has {', '.join(known)}.")
    store = Store.open(folder, settings.station.name, boot_id(), settings.store.url)
    try:
        return store.forget_zone(zone)
    finally:
        store.close()


def screen_names() -> list[str]:
    screens = importlib.import_module("display.screens")
    return list(screens.SCREENS)


def take_screenshot(wanted: DisplaySettings, screen: str, file: Path) -> None:
    """A picture of a screen's example on a panel of `wanted.size` pixels. Raises MatError for an unknown screen or a
    file that cannot be written."""
    importlib.import_module("display.screenshot").take(screen, file, wanted)
