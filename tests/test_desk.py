"""The pages over the session: what may be set, who gets to the staff's pages, and that none of them stays for ever."""

from dataclasses import replace

import pytest

from mat.core.preferences import Preferences
from mat.core.snapshot import Snapshot
from mat.core.staff_view import StaffView
from mat.core.states import State
from mat.core.zones import KIT4
from mat.desk import CLOSES_S, STAFF_CLOSES_S, WAIT_S, Desk


class Room:
    """A desk, its clock, and what it told the world."""

    def __init__(self, pin: str = "2580", preferences: Preferences | None = None) -> None:
        self.told: list[Preferences] = []
        self.saved = 0
        self.t_s = 50.0
        self.state = State.WAITING
        self.desk = Desk(preferences or Preferences(), pin, self.told.append, self._save)

    def _save(self) -> None:
        self.saved += 1

    def touch(self, *intents: str) -> list[bool]:
        return [self.desk.touch(intent, self.state, self.t_s) for intent in intents]

    def type(self, pin: str) -> None:
        self.touch(*(f"pin:{digit}" for digit in pin))

    def passes(self, seconds: float) -> None:
        self.t_s += seconds
        self.desk.step(self.state, self.t_s)

    @property
    def shown(self) -> Snapshot:
        return self.desk.over(Snapshot("home"), self.t_s, lambda page: StaffView(page, KIT4, ()))


def test_without_a_touch_the_sessions_screen_is_shown() -> None:
    room = Room()
    assert room.shown == Snapshot("home")
    assert room.touch("stop", "set:volume:+", "pin:1", "home") == [False] * 4


@pytest.mark.parametrize(("intent", "name", "value"), [
    ("set:volume:+", "volume", 8), ("set:volume:-", "volume", 6), ("set:brightness:-", "brightness", 9),
    ("set:speech_wpm:+", "speech_wpm", 160), ("set:viewing_distance_m:+", "viewing_distance_m", 2.5),
    ("set:speech", "speech", False), ("set:count_aloud", "count_aloud", True), ("set:large", "large", True),
    ("set:reduced_motion", "reduced_motion", True), ("set:language:de", "language", "de"),
])
def test_each_setting_is_changed_told_at_once_and_kept_when_the_page_is_left(intent: str, name: str,
                                                                             value: object) -> None:
    room = Room()
    room.touch("settings", intent)
    wanted = replace(Preferences(), **{name: value})
    assert room.told == [wanted]
    assert (room.shown.screen, room.shown.preferences) == ("settings", wanted)
    assert room.saved == 0
    room.touch("home")
    assert (room.saved, room.shown.screen) == (1, "home")


@pytest.mark.parametrize("intent", ["set:volume:+", "set:language:xx", "set:volume", "set:nonsense:+",
                                    "set:brightness:+", "set:language:en", "set:speech:+"])
def test_what_cannot_be_changed_tells_nobody(intent: str) -> None:
    room = Room(preferences=Preferences(volume=10))
    room.touch("settings", intent)
    assert room.told == []


def test_the_right_pin_opens_the_staffs_pages_and_a_wrong_one_does_not() -> None:
    room = Room(pin="1234")
    room.touch("staff")
    room.type("12")
    assert (room.shown.screen, room.shown.pin.entered) == ("pin", 2)
    room.touch("pin:delete")
    room.type("33")
    assert room.shown.pin.entered == 3
    room.type("4")
    assert (room.shown.screen, room.shown.pin.wrong, room.shown.pin.entered) == ("pin", True, 0)
    room.type("1234")
    assert (room.shown.screen, room.shown.staff.page) == ("staff", "zones")


def test_after_three_wrong_pins_the_right_one_must_wait() -> None:
    room = Room()
    room.touch("staff")
    for _ in range(3):
        room.type("0000")
    assert room.shown.pin.wait_s == WAIT_S
    room.passes(WAIT_S - 1.0)
    room.type("2580")
    assert room.shown.screen == "pin"
    room.passes(1.1)
    assert room.shown.pin.wait_s == 0
    room.type("2580")
    assert room.shown.screen == "staff"


def test_leaving_the_pin_does_not_begin_the_tries_anew() -> None:
    room = Room()
    for _ in range(3):
        room.touch("staff")
        room.type("0000")
        room.touch("home")
    room.touch("staff")
    assert room.shown.pin.wait_s == WAIT_S


def test_the_staff_turn_pages_and_shut_down_only_where_it_is_asked_twice() -> None:
    room = Room()
    room.touch("staff")
    room.type("2580")
    room.touch("staff:shutdown")
    assert not room.desk.shutdown
    for page in ("traces", "machine", "shutdown"):
        room.touch(f"staff:page:{page}")
        assert room.shown.staff.page == page
    room.touch("staff:page:nothing")
    assert room.shown.staff.page == "shutdown"
    room.touch("staff:shutdown")
    assert room.desk.shutdown


def test_settings_close_when_somebody_comes_and_the_staff_may_watch_them() -> None:
    for intent, stays in (("settings", False), ("staff", False)):
        room = Room()
        room.touch(intent)
        room.state = State.ARRIVED
        room.passes(0.1)
        assert room.desk.open is stays
    room = Room()
    room.touch("staff")
    room.type("2580")
    room.state = State.HOLD
    room.passes(10.0)
    assert room.shown.screen == "staff"


@pytest.mark.parametrize(("pin", "touch", "patience_s"), [
    ("", "pin:delete", CLOSES_S), ("2580", "staff:page:traces", STAFF_CLOSES_S)])
def test_a_page_that_nobody_touches_closes(pin: str, touch: str, patience_s: float) -> None:
    room = Room()
    room.touch("staff")
    room.type(pin)
    room.passes(patience_s - 1.0)
    room.touch(touch)
    room.passes(patience_s - 1.0)
    assert room.desk.open
    room.passes(1.1)
    assert not room.desk.open


def test_in_a_session_no_page_opens_and_the_touch_is_the_sessions() -> None:
    room = Room()
    for state in (State.HOLD, State.PAIN, State.WHO):
        room.state = state
        assert room.touch("settings", "staff") == [False, False]
        assert not room.desk.open


def test_on_a_fault_the_staff_can_look() -> None:
    room = Room()
    room.state = State.FAULT
    assert room.touch("staff") == [True]


def test_a_program_that_ends_with_the_settings_open_keeps_them() -> None:
    room = Room()
    room.touch("settings", "set:volume:+")
    room.desk.close()
    assert room.saved == 1
    room.desk.close()
    assert room.saved == 1


def test_a_page_tells_which_screen_it_covers() -> None:
    room = Room()
    room.touch("staff")
    room.type("2580")
    assert room.desk.over(Snapshot("hold"), room.t_s, lambda page: StaffView(page, KIT4, ())).under == "hold"


def test_a_touch_that_means_the_session_closes_the_page_and_goes_on_to_it() -> None:
    room = Room()
    room.touch("settings")
    assert room.touch("plan") == [False]
    assert not room.desk.open
    assert room.saved == 1
