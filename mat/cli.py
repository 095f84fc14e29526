"""The command `mat`: options in, plain sentences and exit codes out; `running`, `demo` and `app` do the work.

Each command imports what it needs when it is called: a kiosk that starts must not wait for a replay's progress bar.
"""

import contextlib
import os
import sys
import traceback
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mat import cli_data
from mat.cli_options import ConfigOption, DataOption, JsonOption, err, out, print_line, say
from mat.cli_options import settings_and_file as _settings
from mat.core.exercise import MIN_HOLD_S
from mat.ports import MatError, UsageError
from mat.settings import SettingsError, data_folder, describe, find_config

app = typer.Typer(name="mat", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="The smart stretching mat: counts and times the knees-to-chest stretch. Not a medical device.")


if TYPE_CHECKING:
    from mat.replay import Replayed


class Hardware(StrEnum):
    pi = "pi"
    emulated = "emulated"


class Spoken(StrEnum):
    en = "en"
    es = "es"
    de = "de"


class Stage(StrEnum):
    single = "single"
    both = "both"


HardwareOption = Annotated[Hardware | None, typer.Option("--hardware", help="Where samples come from: the Pi's "
                           "converter, or the emulated one. Default: setting hardware.kind.", show_default=False)]
HeadlessOption = Annotated[bool, typer.Option("--headless", help="No window.")]
MinHoldOption = Annotated[float, typer.Option("--min-hold", min=0.5, max=60.0,
                          help="Seconds a stretch must be held to count.")]


def _version(asked: bool) -> None:
    if asked:
        from importlib import metadata
        sys.stdout.write(f"mat {metadata.version('smart-mat-kiosk')}\n")
        raise typer.Exit


@app.callback()
def options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                  help="Print the version.")] = False) -> None:
    """The smart stretching mat: counts and times the knees-to-chest stretch. Not a medical device."""


@app.command()
def run(
    hardware: HardwareOption = None,
    recording: Annotated[Path | None, typer.Option(readable=False,
                                                   help="Play this recording into the emulated converter, then end. "
                         "Holds are then judged by --min-hold, as in `mat replay`.")] = None,
    speed: Annotated[float, typer.Option(min=0.1, max=50.0, help="Emulated seconds a second.")] = 1.0,
    headless: HeadlessOption = False,
    min_hold: MinHoldOption = MIN_HOLD_S,
    arrives_after: Annotated[float, typer.Option(min=1.0, max=3600.0, help="When the emulated person comes, in "
                             "emulated seconds.")] = 4.0,
    config: ConfigOption = None,
    data: DataOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell every step on standard error.")] = False,
) -> None:
    """Run the kiosk until it is stopped (Ctrl-C, Escape)."""
    from hardware.clock import SystemClock
    from mat import logbook
    from mat.running import run_kiosk, unstarted
    logbook.begin(verbose, SystemClock())
    try:
        settings, _ = _settings(config)
    except SettingsError as fault:
        unstarted(fault, headless)
        raise
    kind = hardware.value if hardware else settings.hardware.kind
    if recording is not None and kind == "pi":
        raise UsageError("--recording plays into the emulated converter: use it with --hardware emulated.")
    run_kiosk(settings, data_folder(data), kind=kind, recording=recording, speed=speed, headless=headless,
              min_hold_s=min_hold if recording else None, arrives_after_s=arrives_after)


@app.command()
def demo(
    speed: Annotated[float | None, typer.Option(min=0.0, max=1000.0, show_default=False, help="Emulated seconds a "
                     "second; 0 is as fast as it goes. Default: 4 with a window, 0 without.")] = None,
    reps: Annotated[int, typer.Option(min=1, max=15, help="Stretches for each leg.")] = 3,
    stage: Annotated[Stage, typer.Option(help="One leg at a time, or both one after the other.")] = Stage.single,
    headless: HeadlessOption = False,
    config: ConfigOption = None,
    data: Annotated[Path | None, typer.Option(readable=False,
                                              help="Keep the demonstration's session in this folder; by default it "
                    "is kept nowhere.", show_default=False)] = None,
) -> None:
    """An emulated person does a session through the emulated converter; ends with the day's summary."""
    from mat.demo import run_demo
    from mat.report import print_day
    settings, _ = _settings(config)
    day = run_demo(settings, data, speed=speed, reps=reps, stage=stage.value, headless=headless, console=err)
    print_day(out, day)


@app.command()
def replay(
    recordings: Annotated[list[Path], typer.Argument(readable=False, help="Recordings (.csv or .csv.gz).")],
    json_: JsonOption = False,
    stage: Annotated[Stage | None, typer.Option(help="The stage that was asked for. Detection does not need it: "
                     "single and double stretches are told apart.", show_default=False)] = None,
    min_hold: MinHoldOption = MIN_HOLD_S,
) -> None:
    """Run the detection over recordings as fast as it goes."""
    from concurrent.futures import ProcessPoolExecutor

    from rich.progress import track

    from mat.core.events import as_public
    from mat.report import print_replays
    del stage  # part of the public call; the detection tells the kinds apart by itself
    work = partial(_replay_or_fault, min_hold_s=min_hold)
    replayed: list[Replayed] = []
    bad: list[MatError] = []
    workers = min(os.cpu_count() or 1, len(recordings))
    with contextlib.ExitStack() as stack:
        if workers > 1:
            results = stack.enter_context(ProcessPoolExecutor(workers)).map(work, recordings)
        else:
            results = map(work, recordings)
        for one in track(results, "Replaying", total=len(recordings), console=err, transient=True,
                         disable=not err.is_terminal):
            if isinstance(one, MatError):
                bad.append(one)
            elif json_:
                for event in one.events:
                    print_line({"recording": one.name, **as_public(event)})
            else:
                replayed.append(one)
    if replayed:
        print_replays(out, replayed)
    if bad:
        raise MatError("\n     ".join(str(fault) for fault in bad))


def _replay_or_fault(path: Path, min_hold_s: float) -> "Replayed | MatError":
    """One bad file must not cost what the others say."""
    from mat.replay import replay as replay_one
    try:
        return replay_one(path, min_hold_s)
    except MatError as fault:
        return fault


@app.command()
def explain(
    recording: Annotated[Path, typer.Argument(readable=False, help="Recording (.csv or .csv.gz).")],
    rep: Annotated[int | None, typer.Option(help="The repetition's number, as `mat replay` numbers them. Without it "
                   "all that was in the air is listed.", show_default=False)] = None,
    plot: Annotated[Path | None, typer.Option(readable=False,
                                              help="Also draw it into this PNG.", show_default=False)] = None,
    size: Annotated[str, typer.Option(help="The picture's width and height in pixels.")] = "1600x900",
    stage: Annotated[Stage | None, typer.Option(help="As for `mat replay`: detection does not need it.",
                                                show_default=False)] = None,
    min_hold: MinHoldOption = MIN_HOLD_S,
) -> None:
    """Why a repetition counted or did not: edges, levels, hold and pelvis, in words and numbers."""
    from mat.app import run_explain
    del stage  # part of the public call, as in `replay`
    pixels = _pixels(size, 600)
    sys.stdout.write(run_explain(recording, rep, min_hold, plot, pixels))
    if plot:
        err.print(f"{plot}: picture of {pixels[0]} × {pixels[1]} pixels", highlight=False, markup=False, soft_wrap=True)


def _pixels(size: str, least: int) -> tuple[int, int]:
    width, _, height = size.partition("x")
    if not (width.isdecimal() and height.isdecimal() and least <= int(width) <= 4096 and least <= int(height) <= 4096):
        raise UsageError(f"--size {size!r}: write width and height from {least} to 4096 px, for example 1280x720.")
    return int(width), int(height)


@app.command()
def record(
    file: Annotated[Path, typer.Argument(readable=False, help="Recording to write (.csv or .csv.gz).")],
    seconds: Annotated[float, typer.Option(min=0.1, max=86_400.0, help="How long.")] = 60.0,
    hardware: HardwareOption = None,
    config: ConfigOption = None,
) -> None:
    """Write what the zones read to a file; Ctrl-C ends it early and keeps what was read."""
    from mat.app import run_record
    settings, _ = _settings(config)
    kind = hardware.value if hardware else settings.hardware.kind
    rows = run_record(settings, file, seconds=seconds, kind=kind, console=err)
    err.print(f"{file}: {rows} samples", highlight=False)


@app.command()
def doctor(hardware: HardwareOption = None, json_: JsonOption = False, config: ConfigOption = None,
           data: DataOption = None,
           seconds: Annotated[float, typer.Option(min=1.0, max=600.0, help="How long the zones and the pace are "
                              "watched.")] = 10.0) -> None:
    """What the hardware answers, zone by zone, and what to do about what does not. Exit 0 only if fit for use."""
    from mat.doctor import examine
    from mat.report import findings_as_json, print_findings
    settings, _ = _settings(config)
    kind = hardware.value if hardware else settings.hardware.kind
    with err.status(f"Looking for {seconds:.0f} s: leave the mat empty"):
        findings = examine(settings, data_folder(data), kind, seconds)
    if json_:
        print_line(findings_as_json(findings, kind))
    else:
        print_findings(out, findings, kind == "emulated")
    if not all(f.ok for f in findings):
        raise typer.Exit(3)


@app.command()
def report(
    file: Annotated[Path, typer.Argument(readable=False, metavar="FILE.zip", help="Package to write.")],
    log: Annotated[str | None, typer.Option(metavar="FILE", help="Take the log from this file, or from standard input "
                   "(-), not from the journal.", show_default=False)] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    hardware: HardwareOption = None, config: ConfigOption = None, data: DataOption = None,
    seconds: Annotated[float, typer.Option(min=1.0, max=600.0, help="How long the zones and the pace are "
                       "watched.")] = 3.0,
) -> None:
    """Pack for support what tells of the machine, and nothing that tells of a person."""
    from mat.support.package import NOT_IN_IT, Asked, write
    asked = Asked(find_config(config), data_folder(data), hardware.value if hardware else None, seconds, log,
                  (data_folder(None),))
    with err.status("Looking at the machine: leave the mat empty"):
        made = write(file, asked, force)
    say(f"{file} holds:")
    for one in made:
        say(f"  {one.told}")
    say(f"Not in it: {'; '.join(NOT_IN_IT)}. It is a plain ZIP file: look into it before you give it away.")


@app.command()
def zones(
    forget: Annotated[str | None, typer.Option(help="Start this zone's history anew: it has a new sheet.",
                                               show_default=False)] = None,
    json_: JsonOption = False, config: ConfigOption = None, data: DataOption = None,
) -> None:
    """How each zone has aged: what it reads empty and under a person, its drift, what it has lost."""
    from mat.app import forget_zone
    from mat.doctor import zone_story
    from mat.report import print_zones, zone_as_json
    settings, _ = _settings(config)
    if forget is not None:
        days = forget_zone(settings, data_folder(data), forget)
        err.print(f"{forget}: {days} days forgotten, its history begins anew", highlight=False)
        return
    story = zone_story(settings, data_folder(data))
    if json_:
        for one in story:
            print_line(zone_as_json(one))
    else:
        print_zones(out, story)


@app.command()
def check(hardware: HardwareOption = None, json_: JsonOption = False, headless: HeadlessOption = False,
          config: ConfigOption = None) -> None:
    """Guides whoever built the mat: press each zone when told. Exit 0 only if all zones are fine, else 3."""
    from mat.check import print_wiring, run_check
    settings, _ = _settings(config)
    kind = hardware.value if hardware else settings.hardware.kind
    wiring = run_check(settings, kind, headless=headless, console=err)
    if json_:
        print_line({"hardware": kind, **wiring.as_json()})
    else:
        print_wiring(out, wiring, settings.hardware.addresses)
    if not wiring.fine:
        raise typer.Exit(3)


@app.command()
def watch(
    seconds: Annotated[float | None, typer.Option(min=0.1, max=86_400.0, help="How long; without it until Ctrl-C.",
                                                  show_default=False)] = None,
    hardware: HardwareOption = None,
    config: ConfigOption = None,
) -> None:
    """What each zone reads, live; a plain line a second when the output is not a terminal."""
    from mat.watch import run_watch
    settings, _ = _settings(config)
    kind = hardware.value if hardware else settings.hardware.kind
    run_watch(settings, kind, seconds, out)


@app.command()
def settings(json_: JsonOption = False, config: ConfigOption = None, data: DataOption = None) -> None:
    """Every setting: value, unit, range and where the value comes from, the screen's own settings page included."""
    from mat.choices import Choices, settings_with
    from mat.report import print_settings, setting_as_json
    read, path = _settings(config)
    choices = Choices(data_folder(data), read)
    described = list(describe(read, path, settings_with(read, choices.now), choices.file))
    if json_:
        for one in described:
            print_line(setting_as_json(one))
    else:
        print_settings(out, described)


@app.command()
def screenshot(
    screen: Annotated[str | None, typer.Argument(help="Screen's name.", show_default=False)] = None,
    file: Annotated[Path | None, typer.Argument(readable=False, help="PNG to write.", show_default=False)] = None,
    size: Annotated[str, typer.Option(help="Width and height in pixels.")] = "800x480",
    list_: Annotated[bool, typer.Option("--list", help="Name the screens.")] = False,
    language: Annotated[Spoken | None, typer.Option(help="Default: setting display.language.",
                                                    show_default=False)] = None,
    large: Annotated[bool, typer.Option("--large", help="As for low vision.")] = False,
    config: ConfigOption = None,
) -> None:
    """Draw a screen with example values into a picture, without a window."""
    from mat.app import screen_names, take_screenshot
    if list_:
        for name in screen_names():
            sys.stdout.write(name + "\n")
        return
    if screen is None or file is None:
        raise UsageError("Name a screen and a file, for example: mat screenshot hold hold.png  (or --list)")
    read, _ = _settings(config)
    told = read.display
    wanted = told.model_copy(update={"size": _pixels(size, 240), "rotation": 0, "large": large or told.large,
                                     "language": language.value if language else told.language})
    take_screenshot(wanted, screen, file)


@app.command()
def states(
    table: Annotated[bool, typer.Option("--table", help="Every input of every state, as text.")] = False,
) -> None:
    """Print the session's state machine as a Mermaid drawing, made from its table."""
    from mat.core.drawing import mermaid
    from mat.core.drawing import table as state_table
    sys.stdout.write(state_table() if table else mermaid())


cli_data.register(app)


def main() -> None:
    """The command's entry: a fault is a plain sentence on standard error and an exit code, never a traceback."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # a reader that has gone, or a full disk, is met here and not in the interpreter's exit
    except MatError as fault:
        _tell(f"mat: {fault}")
        sys.exit(fault.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # the reader of our output has gone (`mat replay … | head`): nothing more to say, and nowhere to say it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as fault:
        _tell(f"mat: {fault}. Check the file, the disk and your permissions.")
        sys.exit(1)
    except Exception as fault:  # noqa: BLE001 - the last net: the details go to a file, the sentence to the person
        _tell(f"mat: an error in the program: {type(fault).__name__}: {fault}. {_keep_details()}")
        sys.exit(70)


def _tell(fault: str) -> None:
    """As a fault in the journal, where that reads along."""
    import logging

    from mat.logbook import marked, to_journal
    say(marked(fault, logging.ERROR) if to_journal(sys.stderr) else fault)


def _keep_details() -> str:
    """Writes the running exception's traceback beside the data; says where."""
    path = data_folder(None) / "last-error.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(traceback.format_exc(), "utf-8")
    except OSError as fault:
        return f"Its details could not be kept ({fault})."
    return f"Its details are in {path}; please send them with your report."
