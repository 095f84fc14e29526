"""The loop of a running kiosk: samples, touches and time in, pictures and tones out."""

import gc
import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING

from hardware.clock import SystemClock
from hardware.sampler import SamplerHealth
from mat.choices import Choices, settings_with
from mat.core.household import Household
from mat.core.preferences import Preferences
from mat.core.snapshot import Snapshot
from mat.core.staff_view import StaffPage, StaffView
from mat.core.states import State
from mat.desk import Desk
from mat.edge import Edge
from mat.kiosk import Kiosk
from mat.notify import Notifier
from mat.ports import Clock
from mat.settings import Settings
from mat.staff import Staff
from mat.start import Leaving
from mat.supervisor import SILENT_S, Supervisor

if TYPE_CHECKING:
    from mat.assembly import Memory

log = logging.getLogger(__name__)

HEALTH_EVERY_S = 0.1
CLOCK_EVERY_S = 5.0
AFTER_RECORDING_S = 2.0
IDLE = ("home", "progress", "plan", "fault")
IDLE_FRAME_S = 0.04
"""A still picture: a touch is answered within a tenth of a second all the same."""
MAY_END = (State.WAITING, State.FAULT)
"""Nobody is in the middle of anything."""
EXERCISING = (State.READY, State.LIFT, State.LIFT_OTHER, State.HOLD, State.LOWER, State.REST)


class Live:
    """The loop of a running kiosk: read, think, draw, wait for the next frame."""

    def __init__(self, kiosk: Kiosk, sampling_: Supervisor, edge: Edge, memory: "Memory", settings: Settings,
                 ends: bool, clock: Clock | None = None, real: bool = False, choices: Choices | None = None,
                 notifier: Notifier | None = None) -> None:
        """`real`: a real mat's sessions belong to a day, so a clock that is not set is told. `choices`: what may be set
        on the screen; without it there is no page for that, nor one for the staff."""
        self._notifier = notifier or Notifier()
        self._kiosk = kiosk
        self._sampling = sampling_
        self._edge = edge
        self._memory = memory
        self._frame_s = 1.0 / settings.display.frame_rate_hz
        self._ends = ends
        self._clock = clock or SystemClock()
        self._real = real
        self._unset: str | None = None
        self._quit = False
        self._idle = False
        self._said = Snapshot("home")
        self._now_s = self._clock.now_s()
        self.shutdown = False
        self._last_sample_s = self._clock.now_s()
        self._looked_s = self._clock_seen_s = 0.0
        self._house: Household | None = None
        self._missed_told_s = 0.0
        self._end_s: float | None = None
        self._aged = "warn_aged" if memory.aged else None
        self._settings = settings
        self._choices = choices
        self._health: SamplerHealth | None = None
        hardware, layout = settings.hardware, kiosk.pipeline.layout
        self._desk = Desk(choices.now, settings.station.pin, self._changed, choices.save) if choices else None
        inputs = hardware.input_names if hardware.layout is layout else tuple(layout.names)
        self._staff = Staff(layout, inputs, hardware.rate_hz, hardware.supply_v)

    @property
    def ending(self) -> bool:
        """The loop ends with the picture that is being drawn."""
        return self._quit

    def loop(self, leaving: Leaving | None = None) -> None:
        """Until somebody asks it to end. `leaving`: whoever has listened to that since the program began."""
        with ExitStack() as stack:
            self._loop(leaving or stack.enter_context(Leaving()))

    def _loop(self, leaving: Leaving) -> None:
        try:
            while not (self._quit or leaving.asked):
                begin_s = self._clock.now_s()
                self.once(begin_s)
                self._clock.sleep_until_s(begin_s + (IDLE_FRAME_S if self._idle else self._frame_s))
            self._notifier.stopping()
            self._edge.screen.page("goodbye")
        finally:
            gc.enable()
            gc.unfreeze()
            if self._desk is not None:
                self._desk.close()

    def once(self, now_s: float) -> None:
        """What is new at `now_s`, thought through and drawn."""
        self._now_s = now_s
        samples = self._sampling.read_new()
        if samples:
            self._last_sample_s = now_s
            self._kiosk.feed(samples)
            if self._desk is not None and self._desk.watching:
                self._staff.watch(samples)
        elif now_s - self._last_sample_s > SILENT_S and (self._kiosk.now_s or self._kiosk.checking):
            # no sample comes, but a question on the screen still ends
            self._kiosk.pass_time(self._kiosk.now_s + self._frame_s)
        if now_s - self._looked_s >= HEALTH_EVERY_S:
            self._looked_s = now_s
            self._look_after(now_s)
        for intent in self._edge.intents():
            self._touched(intent)
        self._remember(now_s)
        self._edge.lamp(self._kiosk.session.state)
        shown = self._kiosk.show(self._cover)
        self._edge.speak(self._said)
        self._idle = shown.screen in IDLE
        self._tell_systemd(now_s, shown)
        self._collect(self._kiosk.session.state not in EXERCISING)

    def _tell_systemd(self, now_s: float, shown: Snapshot) -> None:
        """Called once the picture is drawn: whatever hangs before it keeps this from being said. Ready is a mat whose
        picture stands and whose sampler lives; a converter that does not answer is told on the screen, not here."""
        health = self._health
        if health is None or not self._sampling.advances(health):
            return
        if health.heartbeat_age_s is not None:
            self._notifier.ready()
        self._notifier.alive(now_s)
        self._notifier.status(f"{shown.screen}, {shown.fault.key}" if shown.fault else shown.screen)

    def _collect(self, may: bool) -> None:
        """No rubbish is collected while somebody exercises: a full collection would cost a picture."""
        if may is gc.isenabled():
            return
        if may:
            gc.enable()
        else:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            gc.disable()

    def _touched(self, intent: str) -> None:
        if intent in ("quit", "shutdown"):
            self._quit = True
            self.shutdown = self.shutdown or intent == "shutdown"
        elif intent == "retry":
            self._sampling.restart()
        elif self._desk is not None and self._desk.touch(intent, self._kiosk.session.state, self._now_s):
            log.debug("touched: %s", intent.partition(":")[0] if intent.startswith("pin:") else intent)
        else:
            self._kiosk.touch(intent)
        if self._desk is not None and self._desk.shutdown:
            self._quit = self.shutdown = True

    def _cover(self, snapshot: Snapshot) -> Snapshot:
        """The open page of settings or staff, or the session's own screen; what is said is the session's."""
        self._said = snapshot
        if self._desk is None:
            return snapshot
        self._desk.step(self._kiosk.session.state, self._now_s)
        if not self._desk.watching:
            self._staff.forget()
        return self._desk.over(snapshot, self._now_s, self._staff_view)

    def _staff_view(self, page: StaffPage) -> StaffView:
        if self._now_s - self._last_sample_s > SILENT_S:
            self._staff.forget()  # old values would say that all is well
        return self._staff.view(page, self._health, self._kiosk.pipeline.health.faults)

    def _changed(self, wanted: Preferences) -> None:
        """Something was set on the screen: it is seen and heard at once."""
        assert self._choices is not None
        self._choices.choose(wanted)
        self._edge.adjust(settings_with(self._settings, wanted))

    def _remember(self, now_s: float) -> None:
        """What is known of the people and their day, for whoever it is now."""
        house = self._memory.house
        if house is not None and house is not self._house:
            self._house = house
            self._kiosk.know(house)
        if self._house is not None:
            self._memory.show(self._kiosk.session.person)
        self._kiosk.day = self._memory.day
        if self._memory.writer.damaged and self._kiosk.session.state in MAY_END and not self._quit:
            log.error("the database is damaged: the kiosk starts anew and mends it; what waits is kept meanwhile")
            self._quit = True
        if now_s - self._clock_seen_s > CLOCK_EVERY_S:
            self._clock_seen_s = now_s
            self._memory.look_at_clock(self._clock)
            self._unset = None if self._clock.known() or not self._real else "warn_clock"

    def _look_after(self, now_s: float) -> None:
        health = self._health = self._sampling.health()
        self._kiosk.machine_fault(self._sampling.fault(health))
        self._kiosk.warning = self._sampling.troubles.look(now_s, health) or self._unset or self._aged
        self._sampling.mend(health)
        if now_s - self._missed_told_s > 60.0:
            self._missed_told_s = now_s
            self._sampling.tell_missed(health)
        if self._ends and health.finished:
            self._end_s = self._end_s or now_s + AFTER_RECORDING_S
            self._quit = self._quit or now_s >= self._end_s
