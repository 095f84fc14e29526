"""`mat run`: the kiosk from its first picture to its last.

The picture comes first, so that somebody who switches the mat on sees at once that it is alive; the database and all
that is large is loaded behind it.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.clock import SystemClock
from mat.choices import Choices, settings_with
from mat.core.snapshot import FaultNote
from mat.edge import Edge, Kind
from mat.notify import Notifier
from mat.ports import Clock, MatError
from mat.settings import HardwareSettings, Settings, SettingsError
from mat.start import Leaving, only_one, timing_of
from mat.store.faults import StoreError

if TYPE_CHECKING:
    from mat.live import Live

log = logging.getLogger(__name__)
TOLD_FOR_S = 20.0
"""How long a fault that keeps the kiosk from starting stays on the screen before everything is tried again."""
LOOK_S = 0.05


def run_kiosk(settings: Settings, folder: Path, *, kind: Kind, recording: Path | None, speed: float,
              headless: bool, min_hold_s: float | None, arrives_after_s: float = 4.0,
              open_edge: type[Edge] = Edge) -> None:
    """Runs until quit, SIGTERM, Ctrl-C, the recording's end, a held button or the staff's shutdown, which then shuts
    the Pi down. `arrives_after_s`: when the emulated person comes, emulated seconds after the sampler's start.

    Raises MatError when it cannot begin, or when the system refuses to shut down.
    """
    hardware = settings.hardware
    if recording is not None:
        hardware = _hardware_for(hardware, recording)
    live: Live | None = None

    def at_last() -> None:
        """When everything is stored and closed, as far as it could be: a full card keeps no Pi from shutting down."""
        if live is not None and live.shutdown:
            _shut_down(hardware, kind)

    with ExitStack() as stack:
        stack.callback(at_last)
        leaving = stack.enter_context(Leaving())
        try:
            stack.enter_context(only_one(folder))
        except StoreError as fault:  # not for a second kiosk: the screen is the first one's
            unstarted(fault, headless, settings)
            raise
        choices = Choices(folder, settings)
        edge = open_edge(settings_with(settings, choices.now), headless, kind, stack)
        with on_the_screen(edge, leaving):
            live = _assembled(settings, folder, hardware, edge, choices, stack, leaving, kind=kind,
                              recording=recording, speed=speed, min_hold_s=min_hold_s, arrives_after_s=arrives_after_s)
        live.loop(leaving)


def unstarted(fault: MatError, headless: bool, settings: Settings | None = None) -> None:
    """Shows on an appliance's panel why nothing can start, as well as that can be done without its settings when these
    are what is wrong. At a terminal the sentence there is enough."""
    if headless or not Notifier().listens:
        return
    with ExitStack() as stack, suppress(MatError):
        leaving = stack.enter_context(Leaving())
        edge = Edge(settings or Settings(), headless, "pi", stack)
        with on_the_screen(edge, leaving):
            raise fault


@contextmanager
def on_the_screen(edge: Edge, leaving: Leaving, clock: Clock | None = None,
                  told_for_s: float = TOLD_FOR_S) -> Iterator[None]:
    """A fault that keeps the kiosk from starting is shown for a while before the program ends with it: whoever is
    started again for ever with a picture that says "starting" would tell nobody."""
    try:
        yield
    except Exception as fault:
        if not edge.headless:
            # at once: the sentence at the end comes when it was shown; what is no MatError may quote anything there
            log.error("cannot start: %s", fault if isinstance(fault, MatError) else type(fault).__name__)
            clock = clock or SystemClock()
            edge.screen.page("unstarted", FaultNote(_key(fault), ""))
            end_s = clock.now_s() + told_for_s
            while clock.now_s() < end_s and not leaving.asked and not set(edge.intents()) & {"retry", "quit"}:
                clock.sleep_until_s(clock.now_s() + LOOK_S)
        raise


def _key(fault: Exception) -> str:
    """Which text tells a fault of the start."""
    if isinstance(fault, SettingsError):
        return "fault_settings"
    return "fault_start_storage" if isinstance(fault, StoreError) else "fault_start"


def _assembled(settings: Settings, folder: Path, hardware: HardwareSettings, edge: Edge, choices: Choices,
               stack: ExitStack, leaving: Leaving, *, kind: Kind, recording: Path | None, speed: float,
               min_hold_s: float | None, arrives_after_s: float) -> "Live":
    """Everything behind the picture. What it closes at the end is on the stack."""
    from hardware.machine import in_memory
    from hardware.sampler import SamplerConfig
    from mat.assembly import remembering
    from mat.core.exercise import HOLD_SHARE
    from mat.core.pipeline import Pipeline
    from mat.core.plugs import Plugs
    from mat.core.session import Session
    from mat.kiosk import Kiosk
    from mat.live import Live
    from mat.store.database import without_login
    from mat.supervisor import Supervisor
    leaving.leave_if_asked()
    plan = settings.exercise.plan
    memory = remembering(settings, folder, stack)
    for note in edge.notes:
        log.info("%s", note)
    if kind == "pi" and not settings.store.url and in_memory(folder):
        log.error("%s is in memory only: all sessions are gone when the power goes. A system that is never written to "
                  "needs a partition for them.", folder)
    if memory.interrupted:
        log.warning("%d session(s) had been cut off; they are kept and marked as interrupted", memory.interrupted)
    if recording is None:  # a recording is nobody's: it is judged by the settings' plan, and nothing is asked
        asks = settings.safety.questions
        house = memory.read_house(asks == "always" or (asks == "auto" and kind == "pi"), settings.safety.pain_before)
        plan = house.guest.plan
    config = SamplerConfig(hardware, kind=kind, recording=recording, speed=speed, arrives_after_s=arrives_after_s,
                           plan=plan if kind == "emulated" and recording is None else None)
    leaving.leave_if_asked()
    sampling_ = Supervisor(config)
    stack.callback(sampling_.stop)
    if config.plan is not None:
        log.warning("No real mat is read: an emulated person exercises once. "
                    "With a converter: mat run --hardware pi, or hardware.kind in mat.toml.")
    real = kind == "pi"  # an emulated mat's zones say nothing about the next real one
    zero = memory.zero(hardware.layout.names) if real else None
    pipeline = Pipeline(hardware.layout, min_hold_s or HOLD_SHARE * plan.hold_s, hardware.supply_v, zero)
    kiosk = Kiosk(pipeline, Session(plan, timing_of(settings)), memory.writer, SystemClock(),
                  edge.screen, edge.sound, speed, Plugs(hardware.places, zero, hardware.supply_v),
                  keeps_zones=real, inputs=hardware.input_names, hold_share=None if recording else HOLD_SHARE)

    def end() -> None:
        kiosk.close()
        kept = without_login(settings.store.url) or folder
        log.info("stopped; sessions are kept in %s, `mat summary` shows them", kept)
    stack.callback(end)
    return Live(kiosk, sampling_, edge, memory, settings, ends=recording is not None, real=real, choices=choices)


def _shut_down(hardware: HardwareSettings, kind: Kind) -> None:
    if kind == "emulated":
        log.warning("Shutting down was asked for: a real mat would shut down now.")
        return
    from hardware.power import power_off
    log.warning("Shutting down, as asked for.")
    power_off(hardware.shutdown_command)


def _hardware_for(hardware: HardwareSettings, recording: Path) -> HardwareSettings:
    """The kit the recording was made with, read here so that a bad file is told before anything starts."""
    from pydantic import ValidationError

    from hardware.recording import read_recording
    kit = read_recording(recording).layout.name
    try:
        return HardwareSettings.model_validate(hardware.model_dump() | {"kit": kit})
    except ValidationError as fault:
        raise MatError(f"{recording} was recorded with {kit}; the settings do not fit it: "
                       f"{fault.errors()[0]['msg']}.") from fault
