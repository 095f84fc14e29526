"""Whole evenings of people at home, on a clock of their own: real chip, driver, session, store; somebody who looks at
the screen and touches it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import event

from hardware.emulation.person import Person
from hardware.emulation.script import Visitor
from hardware.sampler import SamplerConfig
from mat.core.exercise import HOLD_SHARE, Plan
from mat.core.snapshot import Snapshot
from mat.core.summary import Counts, DaySummary
from mat.core.zones import KIT4
from mat.kiosk import local_day
from mat.settings import ExerciseSettings, HardwareSettings, Settings
from tests.hardware.station import Station

NOON = 1_790_000_000.0
DAY_S = 86_400.0
SHORT = Settings(exercise=ExerciseSettings(reps_per_side=2, hold_s=3.0, rest_s=3.0))


class Evening:
    """One visit to a station that keeps its data in `folder`; what was shown, and what is stored afterwards."""

    def __init__(self, folder: Path, *, day: int = 0, settings: Settings = SHORT, questions: bool = False,
                 pain_before: bool = False, pain: int = 1, answers: dict[str, str] | None = None,
                 house: bool = True, epoch_s: float | None = None) -> None:
        self.snapshots: list[Snapshot] = []
        self.answers = dict(answers or {})
        self.waits_for_the_disk = house
        self.station = Station(folder, SamplerConfig(HardwareSettings(rate_hz=50.0)), settings,
                               epoch_s=NOON + day * DAY_S if epoch_s is None else epoch_s)
        plan = settings.exercise.plan
        if house:
            plan = self.station.memory.read_house(questions, pain_before).guest.plan
            self.station.kiosk._hold_share = HOLD_SHARE
        self.person = Person(75.0, 3, KIT4)
        self.visitor = Visitor(self.person, plan, arrives_after_s=103.0, pain=pain)
        self._asked_s = 0.0
        self.station.watched.looked_at = self._look

    def _look(self, snapshot: Snapshot) -> None:
        """Every picture is seen; a question has its answer after a second."""
        if not self.snapshots or self.snapshots[-1].screen != snapshot.screen \
                or self.snapshots[-1].question != snapshot.question:
            self._asked_s = snapshot.t_s
        self.snapshots.append(snapshot)
        if self.waits_for_the_disk and snapshot.screen in ("pain", "summary", "offer"):
            assert self.station.memory.writer.flush()  # the station's clock runs faster than any disk
        self.visitor.obey(snapshot)
        said = self.visitor.answer(snapshot)
        key = snapshot.question or snapshot.screen
        if said is None and key in self.answers and snapshot.t_s - self._asked_s > 1.0:
            said = self.answers[key]
            self._asked_s = snapshot.t_s
        if said is not None:
            self.station.edge.touches.put(said)

    def spend(self, seconds: float = 170.0) -> "Evening":
        try:
            self.station.run(seconds, self.person)
            self.station.kiosk.close()
            assert self.station.memory.writer.flush()
            self.day = self.stored()
            self.household = self.station.memory.read_house(*self.station.memory._asks or (False, False))
        finally:
            self.station.close()
        return self

    def stored(self, person: str | None = None) -> DaySummary:
        today = local_day(self.station.clock.utc_epoch_s())
        return self.station.memory.store.day(today, Plan(), person)

    @property
    def screens(self) -> list[str]:
        """In the order they came."""
        names = [snapshot.screen for snapshot in self.snapshots]
        return [name for name, before in zip(names, [None, *names], strict=False) if name != before]

    def last(self, screen: str) -> Snapshot:
        return [snapshot for snapshot in self.snapshots if snapshot.screen == screen][-1]


QUESTIONS = {"new_hip": "no", "weak_bones": "no", "back_surgery": "no", "leg_pain": "yes", "pregnant": "no",
             "ill": "no", "fall": "no", "confirm": "yes", "pain_before": "pain:2"}


def test_the_first_evening_at_home(tmp_path: Path) -> None:
    first = Evening(tmp_path, questions=True, pain_before=True, answers=QUESTIONS).spend()
    assert first.screens[:5] == ["home", "welcome", "question", "confirm", "pain_before"]
    assert [one for one in first.screens if one in ("sit", "pain", "summary")] == ["sit", "pain", "summary"]
    [session] = first.day.sessions
    assert (session.reps, session.partial, session.ended_because) == (Counts(2, 2), 0, "done")
    assert (session.pain_before, session.pain_after, first.day.goal.reps_per_side) == (2, 1, 2)


def test_the_second_evening_asks_no_questions_and_what_it_shows_is_what_it_stores(tmp_path: Path) -> None:
    Evening(tmp_path, questions=True, answers=QUESTIONS).spend(20.0)
    second = Evening(tmp_path, day=1, questions=True, pain_before=True, answers=QUESTIONS).spend()
    assert second.screens[:4] == ["home", "welcome", "pain_before", "lie_down"]
    [session] = second.day.sessions
    assert (session.pain_before, session.pain_after, second.day.goal.reps_per_side) == (2, 1, 2)
    assert second.day.pain_free_days == 1
    shown = second.last("summary")
    assert (shown.reps_left, shown.reps_right, shown.pain_before, shown.pain, shown.light) == (2, 2, 2, 1, "green")
    assert shown.day == second.day, "the screen's facts are those of the store, of `mat summary` and of the export"


def test_somebody_who_sits_up_slowly_has_half_a_minute_and_then_the_question_about_pain(tmp_path: Path) -> None:
    evening = Evening(tmp_path, house=False).spend()
    at_s = {screen: t_s for t_s, screen in cues(evening)}
    assert 30.0 < at_s["pain"] - at_s["sit"] < 40.0


def test_the_first_session_ever_asks_for_three_a_side(tmp_path: Path) -> None:
    settings = Settings(exercise=ExerciseSettings(reps_per_side=10, hold_s=3.0, rest_s=1.0))
    evening = Evening(tmp_path, settings=settings).spend(40.0)
    assert evening.last("lift").plan.reps_per_side == 3


def test_three_good_days_open_both_legs_and_a_stop_for_pain_closes_them(tmp_path: Path) -> None:
    answers = {"pain_before": "pain:1", "offer": "offer:yes"}
    days = [Evening(tmp_path, day=day, pain_before=True, answers=answers).spend() for day in range(3)]
    assert ["offer" in evening.screens for evening in days] == [False, False, True]
    assert days[2].last("offer").offer.change == "both_legs"
    assert days[2].household.guest.plan.stage == "both"
    assert days[2].day.streak_days == 3
    sore = Evening(tmp_path, day=3, pain_before=True, pain=5, answers={"pain_before": "pain:1", "rest": "stop",
                                                                       "offer": "offer:yes"}).spend()
    assert sore.last("summary").light == "red"
    assert sore.household.guest.plan.stage == "single"
    assert (sore.household.guest.gate_days, sore.household.guest.told_to_rest) == (0, True)
    assert sore.day.streak_days == 4, "a stop breaks no streak"
    again = Evening(tmp_path, epoch_s=NOON + 3 * DAY_S + 3600.0, answers={}).spend(20.0)
    assert "blocked" in again.screens


def test_somebody_new_touches_new_and_the_session_is_theirs(tmp_path: Path) -> None:
    first = Evening(tmp_path, answers={"home": "person:new"})
    first.answers["welcome"] = "who"
    first.answers["who"] = "person:new"
    del first.answers["home"]
    first.spend()
    [profile] = first.household.profiles
    assert first.last("summary").person == profile
    assert first.day.sessions == ()
    store = Evening(tmp_path, day=1, house=True)
    mine = store.station.memory.store.day(date.fromisoformat(first.day.day), Plan(), profile.id)
    store.station.close()
    assert mine.totals == Counts(2, 2)
    assert mine.person == profile


@contextmanager
def disk(station: Station, hook: Callable[..., None], when: str = "commit") -> Iterator[None]:
    engine = station.memory.store._engine
    event.listen(engine, when, hook)
    try:
        yield
    finally:
        event.remove(engine, when, hook)


def test_a_disk_that_takes_for_ever_changes_no_cue_and_loses_nothing(tmp_path: Path) -> None:
    plain = Evening(tmp_path / "plain", house=False).spend()
    stuck = Evening(tmp_path / "stuck", house=False)
    free = threading.Event()

    def waits(*_: object) -> None:
        free.wait(60.0)

    with disk(stuck.station, waits):
        stuck.station.run(170.0, stuck.person)
        assert stuck.station.memory.writer.waiting > 4
        free.set()
        stuck.station.kiosk.close()
        assert stuck.station.memory.writer.flush()
        stored = stuck.stored()
        stuck.station.close()
    assert cues(stuck) == cues(plain)
    assert stored.totals == plain.day.totals == Counts(2, 2)


def test_a_disk_that_is_read_only_is_told_and_written_when_it_is_back(tmp_path: Path) -> None:
    plain = Evening(tmp_path / "plain", house=False).spend()
    broken = Evening(tmp_path / "broken", house=False)
    engine = broken.station.memory.store._engine
    state = {"broken": True}

    def breaks(connection, _record, _proxy) -> None:
        connection.execute(f"PRAGMA query_only = {'ON' if state['broken'] else 'OFF'}")

    event.listen(engine, "checkout", breaks)
    broken.station.run(170.0, broken.person)
    writer = broken.station.memory.writer
    while writer.fault is None:
        assert writer.waiting
    broken.station.kiosk.show()
    assert broken.snapshots[-1].warning == "warn_storage"
    assert writer.waiting > 4
    state["broken"] = False
    broken.station.kiosk.close()
    assert writer.flush()
    assert broken.stored().totals == plain.day.totals
    assert writer.fault is None
    event.remove(engine, "checkout", breaks)
    broken.station.close()
    assert cues(broken) == cues(plain)


def cues(evening: Evening) -> list[tuple[float, str]]:
    """When each screen came; without the warnings and what was read from the disk."""
    times = [(round(t_s, 3), screen) for t_s, screen, *_ in evening.station.shown]
    return [one for one, before in zip(times, [None, *times], strict=False) if before is None or one[1] != before[1]]


def test_a_session_before_the_time_is_known_goes_to_its_day_when_the_network_comes(tmp_path: Path) -> None:
    evening = Evening(tmp_path, epoch_s=1000.0)  # 1970: a Pi that has just woken up
    clock = evening.station.clock
    clock.is_known = False
    look = evening.station.watched.looked_at

    def network_comes(snapshot: Snapshot) -> None:
        look(snapshot)
        if snapshot.reps_right == 1 and not clock.is_known:
            clock.set_calendar(NOON)
            clock.is_known = True

    evening.station.watched.looked_at = network_comes
    evening.spend()
    assert evening.snapshots[400].warning == "warn_clock"
    assert evening.snapshots[-1].warning is None
    [session] = evening.day.sessions
    assert (session.reps, session.ended_because) == (Counts(2, 2), "done")
    assert evening.day.day == local_day(NOON).isoformat()
    assert evening.day.streak_days == 1


def test_a_touch_before_the_first_sample_opens_nothing_that_the_first_sample_would_close(tmp_path: Path) -> None:
    evening = Evening(tmp_path)
    evening.station.kiosk.touch("who")
    assert evening.station.kiosk.snapshot().screen == "home"
    evening.answers["home"] = "who"
    evening.spend(6.0)
    assert evening.screens[:2] == ["home", "who"]


def test_a_touch_on_stop_shows_the_stop_screen_with_the_next_picture(tmp_path: Path) -> None:
    evening = Evening(tmp_path, answers={"rest": "stop"}).spend(80.0)
    [stop] = [index for index, name in enumerate(evening.screens) if name == "stop"]
    assert evening.screens[stop - 1] == "rest"
    [session] = evening.day.sessions
    assert (session.ended_because, session.reps) == ("stopped", Counts(1, 0))
