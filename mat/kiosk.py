"""The kiosk's one thread of thought: samples, touches and faults in; screen, tones, lamp and records out."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import uuid4

from mat.core import events as ev
from mat.core.happenings import Cue, FaultBegan, FaultOver, Happening, HouseRead, Recognised, Tick, Touch
from mat.core.household import Household
from mat.core.identity import guess, shares_of
from mat.core.machine import step
from mat.core.people import Profile, free_look
from mat.core.pipeline import Pipeline
from mat.core.plugs import Plugs
from mat.core.pose import Mover
from mat.core.records import ProfileMade, Record, SessionEnded, Stamp, ZonesRead
from mat.core.session import Session
from mat.core.snapshot import FaultNote, Snapshot
from mat.core.states import State
from mat.core.summary import DaySummary
from mat.core.view import view
from mat.core.zones import Sample
from mat.guide import Guide
from mat.ports import Clock, Screen

log = logging.getLogger(__name__)
LOOK_AGAIN_S = 30.0


class Keeper(Protocol):
    """Where records go (the store's writer)."""

    fault: str | None

    @property
    def slow(self) -> bool: ...
    def keep(self, record: Record, stamp: Stamp) -> None: ...
    def look(self) -> None: ...


def local_offset_s(epoch_s: float) -> int:
    """The local time zone's offset from UTC at that moment, daylight saving included."""
    offset = datetime.fromtimestamp(epoch_s, UTC).astimezone().utcoffset()
    return int(offset.total_seconds()) if offset else 0


def local_day(epoch_s: float) -> date:
    return datetime.fromtimestamp(epoch_s).date()


def _same(before: FaultNote, now: FaultNote) -> bool:
    """A fault whose place is not told now, as while a transfer waits, is still the one at the place that was."""
    return before.key == now.key and now.part in ("", before.part)


class Kiosk:
    """Owns the pipeline and the session. `now_s` everywhere is the newest sample's time."""

    def __init__(self, pipeline: Pipeline, session: Session, keeper: Keeper, clock: Clock,
                 screen: Screen, sound: Callable[[Cue], None], speed: float = 1.0, plugs: Plugs | None = None,
                 keeps_zones: bool = False, inputs: Sequence[str] | None = None,
                 hold_share: float | None = None) -> None:
        """`hold_share`: a stretch counts from this share of the hold that today's plan asks for; None leaves it as
        the pipeline has it (a recording is judged like a replay)."""
        self.pipeline = pipeline
        self.session = session
        self.now_s = 0.0
        self.day: DaySummary | None = None
        self.warning: str | None = None
        self.plugs = plugs or Plugs(())
        self._keeps_zones = keeps_zones
        self._rest: tuple[float, ...] | None = None
        self._keeper = keeper
        self._clock = clock
        self._screen = screen
        self._sound = sound
        self._speed = speed
        self._machine_fault: FaultNote | None = None
        self._disk_slow = False
        self._looked_s = 0.0
        self._inputs = inputs
        self._hold_share = hold_share
        self._guide: Guide | None = None
        self._mover = Mover()

    # -- in -------------------------------------------------------------------------------------------

    def feed(self, samples: Iterable[Sample]) -> None:
        """New samples in order; each is understood, and time passes to the last one."""
        for sample in samples:
            self.now_s = sample.t_s
            for event in self._understood(sample):
                self._detected(event)
            if self.session.deadline_s is not None or self.session.state is State.HOLD:
                self._take(Tick(sample.t_s, self._still))
        self._insist()

    @property
    def _still(self) -> bool:
        body = self.pipeline.body
        return body.posture == "supine" and body.still

    def know(self, house: Household) -> None:
        """What is kept of the people was read anew."""
        if house != self.session.house or self.session.ended:
            self._take(HouseRead(self.now_s, house))

    @property
    def checking(self) -> bool:
        return self._guide is not None

    def pass_time(self, t_s: float) -> None:
        """No sample came, time passed all the same: nothing waits for ever on a silent mat."""
        passed_s = max(0.0, t_s - self.now_s)
        self.now_s += passed_s
        if self._guide is not None:
            self._guide.pass_time(passed_s)
            self._guide = self._guide if self._guide.lasts(self.session.state) else None
        self._take(Tick(self.now_s))
        self._insist()

    def touch(self, intent: str) -> None:
        log.debug("touched: %s", intent)
        if intent == "check":
            self._check()
        elif not self.now_s and self.session.state is State.WAITING:
            return  # no sample has told the time yet: what begins now would be over with the first one
        elif intent == "person:new":
            self._new_person()
        elif self._guide is not None and (intent == "stop" or intent.startswith("check:")):
            self._guide.touch(intent)
        else:
            self._take(Touch(self.now_s, intent))

    def machine_fault(self, note: FaultNote | None) -> None:
        """The sampler or its chip fails (a note) or works again (None); told once each."""
        if note is None and self.plugs.looking:
            return
        if note is None and self.plugs.swapped:
            note = FaultNote("fault_swapped", "", "The two converters have changed places.")
        before = self._machine_fault
        if note is not None and (before is None or not _same(before, note)):
            if before is None or before.key != note.key or before.part:  # else only its place was found out
                if before is not None:
                    log.warning("fault ends: %s %s", before.key, before.part)
                log.error("fault begins: %s %s %s", note.key, note.part, note.detail)
            self._machine_fault = note
            self._take(FaultBegan(self.now_s, note))
        elif note is None and self._machine_fault is not None:
            log.warning("fault ends: %s %s", self._machine_fault.key, self._machine_fault.part)
            self._machine_fault = None
            self._recover()

    def close(self) -> None:
        """The program ends: a rep that is complete is counted, and what is open is stored as it is."""
        for event in self.pipeline.finish():
            self._detected(event)
        if self.session.opened and not self.session.ended:
            self._keep(SessionEnded(self.now_s, "interrupted" if self.session.on_mat else "left"))

    # -- out ------------------------------------------------------------------------------------------

    def _look_at_disk(self) -> bool:
        """True while it is to be shown. What the disk refuses is logged where it is written; what it delays, here."""
        slow = self._keeper.slow and not self._keeper.fault
        if slow is not self._disk_slow:
            self._disk_slow = slow
            log.warning("trouble %s: the disk takes long to write", "begins" if slow else "ends")
        return slow or self._keeper.fault is not None

    def snapshot(self) -> Snapshot:
        warning = "warn_storage" if self._look_at_disk() else self.warning
        sign = self.pipeline.pelvic_sign
        pose = self._mover.step(self.now_s, self.pipeline.feet_up, sign)
        shown = view(self.session, self.now_s, self.day, sign, warning, pose, self.pipeline.loaded)
        return self._guide.over(shown) if self._guide is not None else shown

    def show(self, cover: Callable[[Snapshot], Snapshot] | None = None) -> Snapshot:
        """Draws the moment, or what `cover` puts in its place, and returns it."""
        if abs(self.now_s - self._looked_s) > LOOK_AGAIN_S and self.session.state is State.WAITING:
            self._looked_s = self.now_s
            self._keeper.look()
        snapshot = self.snapshot() if cover is None else cover(self.snapshot())
        self._screen.show(snapshot)
        return snapshot

    # -- inside ---------------------------------------------------------------------------------------

    def _detected(self, event: ev.Event) -> None:
        if isinstance(event, ev.Supine) and self.pipeline.body.baseline is not None:
            self._rest = tuple(self.pipeline.body.baseline)
            self._recognise(self._rest)
        if isinstance(event, (ev.Supine, ev.Bridge)) and self.session.coach.towel_awaited:
            self.pipeline.rest_anew()  # a towel may lie there now
        if isinstance(event, ev.ZoneFault):
            log.error("fault begins: zone %s %s", event.zone, event.fault)
        if isinstance(event, ev.ZoneOk):
            log.warning("fault ends: zone %s %s", event.zone, event.fault)
            self._recover()
            return
        self._take(event)

    def _recognise(self, rest: Sequence[float]) -> None:
        shares = shares_of(rest)
        home = self.session.home
        suggested = guess(shares, home.patterns, [profile.id for profile in home.profiles])
        self._take(Recognised(self.now_s, self.pipeline.layout.name, shares, suggested))

    def _new_person(self) -> None:
        """Somebody is new here: the next symbol is theirs, a name can be given later."""
        look = free_look(self.session.home.profiles)
        if look is None:
            return
        profile = Profile(str(uuid4()), "", *look)
        self._keep(ProfileMade(self.now_s, profile))
        self._take(HouseRead(self.now_s, self.session.home.with_new(profile)))
        self._take(Touch(self.now_s, f"person:{profile.id}"))

    def _check(self) -> None:
        """The guided check begins, unless somebody exercises; who only stands there is told so by the check."""
        if self.session.state in (State.WAITING, State.PLAN, State.FAULT):
            log.info("the guided check begins")
            self._guide = Guide(self.pipeline, self._inputs, self._sound)

    def _understood(self, sample: Sample) -> list[ev.Event]:
        """While a check has the mat its presses are nobody's steps; only the zones' health is watched on."""
        guide = self._guide
        if guide is None:
            return self._detect(sample)
        guide.step(sample)
        self._guide = guide if guide.lasts(self.session.state) else None
        if guide.has_the_mat:
            return list(self.pipeline.health.step(sample))
        if guide.pipeline is not self.pipeline:
            if guide.fine:
                self.plugs.accept()
            self.pipeline = guide.pipeline
            if self.session.on_mat:
                self._take(ev.Departed(sample.t_s))
        return self._detect(sample)

    def _detect(self, sample: Sample) -> list[ev.Event]:
        """Nothing is read through plugs that have changed places."""
        return self.pipeline.step(sample) if self.plugs.lets_through(sample) else []

    def _insist(self) -> None:
        """A fault that began while a question was on the screen is shown when the question is over."""
        if self.session.state is not State.WAITING:
            return
        if self._machine_fault is not None:
            self._take(FaultBegan(self.now_s, self._machine_fault))
        for zone, trouble in self.pipeline.health.faults.items():
            self._take(FaultBegan(self.now_s, FaultNote("fault_zone", zone, trouble)))

    def _recover(self) -> None:
        """Only when nothing else fails any more."""
        if self._machine_fault is None and not self.pipeline.health.faulty:
            self._take(FaultOver(self.now_s))

    def _take(self, happening: Happening) -> None:
        before = self.session.state
        result = step(self.session, happening)
        self.session = result.session
        if self._hold_share is not None:
            self.pipeline.min_hold_s = self._hold_share * self.session.plan.hold_s
        for record in result.records:
            self._keep(record)
            if isinstance(record, SessionEnded) and self._keeps_zones and self._rest is not None \
                    and self.pipeline.loads.zero_measured:
                self._keep(ZonesRead(record.t_s, self.pipeline.layout.names, tuple(self.pipeline.loads.zero),
                                     self._rest))
                self._rest = None
        for cue in result.cues:
            self._sound(cue)
        if self.session.state is not before:
            log.debug("%s → %s at %.3f s", before, self.session.state, happening.t_s)

    def _keep(self, record: Record) -> None:
        ago_s = (self.now_s - record.t_s) / self._speed
        epoch_s = self._clock.utc_epoch_s() - ago_s
        self._keeper.keep(record, Stamp(epoch_s, local_offset_s(epoch_s), self._clock.now_s() - ago_s,
                                        self._clock.known()))
