"""The guided check in the kiosk: the real driver on the emulated chip, a hand that obeys, wires as builders solder."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from display.window import NoScreen
from hardware.adc import ZoneScanner
from hardware.clock import FakeClock
from hardware.emulation.kit import wire
from hardware.emulation.person import Person
from hardware.emulation.presser import Miswired, Presser
from hardware.emulation.sensors import Sensors, mat_pins
from mat import sampling
from mat.core.exercise import Plan
from mat.core.pipeline import Pipeline
from mat.core.records import Record, Stamp
from mat.core.session import Session
from mat.core.snapshot import FaultNote, Snapshot
from mat.core.states import State
from mat.core.wiring_view import CheckView
from mat.core.zones import LAYOUTS, Layout, Sample
from mat.kiosk import Kiosk
from mat.settings import HardwareSettings
from tests.test_cli import mat

KITS = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
OBEY_S = 0.05


class Kept:
    """A keeper that only remembers."""

    fault: str | None = None
    slow = False

    def __init__(self) -> None:
        self.records: list[Record] = []

    def keep(self, record: Record, stamp: Stamp) -> None:
        self.records.append(record)

    def look(self) -> None:
        pass


class Bench:
    """A kiosk on an emulated mat: a hand or a person on it, and wires that may be wrong."""

    def __init__(self, layout: Layout, seed: int = 1, *, order: tuple[int, ...] = (), weight_kg: float = 0.0,
                 **wrong: int) -> None:
        settings = HardwareSettings(kit=layout.name)
        self.layout = layout
        self.clock = FakeClock(100.0)
        self.hand = Presser(layout, seed)
        self.person = Person(weight_kg or 70.0, seed, layout)
        self.here = bool(weight_kg)
        right = mat_pins(self, Sensors(layout, seed))
        order = order or tuple(range(len(layout.zones)))
        pins = Miswired(right, order, **wrong)
        self.bus, self.chips = wire(settings, self.clock, pins)
        self.scanner = ZoneScanner(self.bus, settings, self.clock)
        self.tones: list[str] = []
        self.kept = Kept()
        self.kiosk = Kiosk(Pipeline(layout), Session(Plan()), self.kept, self.clock, NoScreen(), self.tones.append)
        self.states: set[State] = set()

    def loads_n(self, t_s: float) -> tuple[float, ...]:
        both = zip(self.hand.loads_n(t_s), self.person.loads_n(t_s), strict=True)
        return tuple(one + other for one, other in both)

    def live(self, seconds: float, until: Callable[[Snapshot], bool] = lambda snapshot: False,
             obeying: bool = True) -> Snapshot:
        """Runs on; the hand does what the screen says. Ends early when `until` is true of what is shown."""
        end_s, next_s, over = self.clock.now_s() + seconds, 0.0, False

        def sample(one: Sample) -> None:
            nonlocal next_s, over
            self.kiosk.feed((one,))
            self.states.add(self.kiosk.session.state)
            if one.t_s < next_s:
                return
            next_s = one.t_s + OBEY_S
            snapshot = self.kiosk.show()
            if obeying and snapshot.check is not None:
                self.hand.obey(snapshot.check, one.t_s)
            over = until(snapshot)

        sampling.run(self.scanner, self.clock, 50.0, sample, lambda: over or self.clock.now_s() >= end_s)
        return self.kiosk.show()

    def check(self, seconds: float = 400.0) -> CheckView:
        self.live(2.0)
        self.kiosk.touch("check")
        shown = self.live(seconds, lambda snapshot: snapshot.screen == "check_done")
        assert shown.check is not None
        return shown.check


def troubles(view: CheckView) -> dict[str, tuple[str, ...]]:
    assert view.wiring is not None
    return {zone.zone: zone.troubles for zone in view.wiring.zones if zone.troubles}


@KITS
@pytest.mark.parametrize("seed", range(1, 7))
def test_a_mat_that_is_wired_right_is_fine_whatever_sheets_it_has(layout: Layout, seed: int) -> None:
    bench = Bench(layout, seed)
    view = bench.check()
    assert (view.phase, troubles(view)) == ("done", {})
    assert bench.tones == ["rep"] * len(layout.zones)


@KITS
def test_swapped_wires_are_named(layout: Layout) -> None:
    order = (2, 1, 0, *range(3, len(layout.zones)))
    left, _, lower = layout.names[:3]
    view = Bench(layout, 2, order=order).check()
    assert troubles(view) == {left: ("swapped",), lower: ("swapped",)}
    assert view.wiring is not None
    assert view.wiring.zones[0].answered_pin == "A2 of 0x48"


@KITS
@pytest.mark.parametrize("place", [0, 2, 3])
def test_a_dead_zone_is_named(layout: Layout, place: int) -> None:
    assert troubles(Bench(layout, 3, dead=place).check()) == {layout.names[place]: ("dead",)}


@KITS
@pytest.mark.parametrize("place", [0, 1, 2, 3])
@pytest.mark.parametrize("seed", [4, 5])
def test_a_zone_that_rises_eight_times_less_is_weak(layout: Layout, place: int, seed: int) -> None:
    assert troubles(Bench(layout, seed, weak=place).check()) == {layout.names[place]: ("weak",)}


@KITS
def test_with_a_floating_input_the_check_does_not_begin(layout: Layout) -> None:
    view = Bench(layout, 5, noisy=1).check()
    assert view.wait is not None
    assert (view.phase, view.wait.key, view.wait.zone) == ("refused", "noisy", "foot_right")
    assert troubles(view)["foot_right"] == ("noisy",)


@KITS
def test_swapped_converters_are_named_and_a_kit_with_one_has_none(layout: Layout) -> None:
    zones = len(layout.zones)
    view = Bench(layout, 6, order=tuple((n + zones // 2) % zones for n in range(zones))).check()
    assert view.wiring is not None
    assert view.wiring.chips_swapped == (zones == 8)
    assert not view.wiring.fine


def test_somebody_on_the_mat_is_told_to_step_off_and_then_it_goes_on() -> None:
    bench = Bench(LAYOUTS["kit4"])
    bench.live(2.0)
    bench.kiosk.touch("check")
    bench.person.step_on(bench.clock.now_s() + 0.2)
    shown = bench.live(10.0)
    assert shown.check is not None
    assert shown.check.wait is not None
    assert (shown.screen, shown.check.phase, shown.check.wait.key) == ("check", "empty", "someone")
    bench.person.step_off(bench.clock.now_s())
    shown = bench.live(120.0, lambda snapshot: snapshot.screen == "check_done")
    assert shown.check is not None
    assert troubles(shown.check) == {}


def test_who_stays_on_the_mat_is_refused_and_the_kiosk_then_sees_them() -> None:
    bench = Bench(LAYOUTS["kit4"])
    bench.live(2.0)
    bench.kiosk.touch("check")
    bench.person.step_on(bench.clock.now_s() + 0.2)
    assert bench.live(70.0, lambda snapshot: snapshot.screen == "check_done").screen == "check_done"
    bench.live(20.0, lambda snapshot: snapshot.screen not in ("check", "check_done"))
    assert bench.kiosk.session.on_mat


# -- over the session -------------------------------------------------------------------------------------


@KITS
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_presses_are_nobodys_steps_and_the_first_person_afterwards_is_seen(layout: Layout, seed: int) -> None:
    bench = Bench(layout, seed)
    bench.check()
    bench.live(5.0)
    assert bench.states == {State.WAITING}
    assert bench.kiosk.show().screen == "check_done"
    bench.person.step_on(bench.clock.now_s())
    assert bench.live(5.0).screen == "welcome"
    assert bench.kept.records == []


@pytest.mark.parametrize("seed", range(1, 5))
def test_an_end_in_the_middle_of_a_press_starts_no_session(seed: int) -> None:
    bench = Bench(LAYOUTS["kit4"], seed)
    bench.live(2.0)
    bench.kiosk.touch("check")
    bench.live(30.0, lambda snapshot: snapshot.check is not None and max(snapshot.check.shares) > 10)
    bench.kiosk.touch("check:end")
    bench.kiosk.touch("check:close")
    assert bench.live(15.0).screen == "home"
    assert bench.states == {State.WAITING}


def test_the_check_is_not_begun_in_a_session() -> None:
    bench = Bench(LAYOUTS["kit4"])
    bench.person.step_on(bench.clock.now_s() + 2.0)
    bench.live(6.0)
    bench.kiosk.touch("check")
    assert bench.kiosk.show().check is None


def test_left_alone_the_check_ends_and_closes_by_itself() -> None:
    bench = Bench(LAYOUTS["kit8"])
    bench.live(2.0)
    bench.kiosk.touch("check")
    assert bench.live(130.0, obeying=False).screen == "check_done"
    assert bench.live(120.0, obeying=False).screen == "home"
    assert not bench.kiosk.checking


def test_the_result_is_closed_by_a_touch_and_another_check_begins_by_one() -> None:
    bench = Bench(LAYOUTS["kit4"])
    bench.check()
    bench.kiosk.touch("check")
    assert bench.live(0.5).screen == "check"
    bench.kiosk.touch("check:end")
    bench.kiosk.touch("check:close")
    assert bench.live(0.5).screen == "home"


def test_a_zone_is_skipped_by_a_touch_and_the_stop_button_ends_the_check() -> None:
    bench = Bench(LAYOUTS["kit4"])
    bench.live(2.0)
    bench.kiosk.touch("check")
    bench.live(3.0, obeying=False)
    bench.kiosk.touch("check:skip")
    shown = bench.live(2.0, obeying=False)
    assert shown.check is not None
    assert shown.check.zone == "foot_right"
    bench.kiosk.touch("stop")
    assert bench.kiosk.show().screen == "check_done"


def test_a_converter_that_fails_in_the_check_is_told_and_the_check_goes_on_when_it_is_back() -> None:
    bench = Bench(LAYOUTS["kit4"])
    bench.live(2.0)
    bench.kiosk.touch("check")
    bench.live(6.0)
    bench.kiosk.machine_fault(FaultNote("fault_no_chip", "0x48"))
    for _ in range(100):
        bench.clock.advance(0.1)
        bench.kiosk.pass_time(bench.clock.now_s())
    shown = bench.kiosk.show()
    assert shown.check is not None
    assert shown.check.wait is not None
    assert (shown.screen, shown.check.wait.key) == ("check", "silent")
    bench.kiosk.machine_fault(None)
    shown = bench.live(120.0, lambda snapshot: snapshot.screen == "check_done")
    assert shown.check is not None
    assert troubles(shown.check) == {}


def test_the_detection_goes_on_with_the_zeros_that_the_check_measured() -> None:
    fresh = Pipeline(LAYOUTS["kit4"]).anew((0.11, 0.12, 0.13, 0.14))
    assert (fresh.loads.zero, fresh.loads.zero_known) == ([0.11, 0.12, 0.13, 0.14], True)


def test_after_a_check_the_detection_is_a_fresh_one_that_knows_the_zones_health() -> None:
    bench = Bench(LAYOUTS["kit4"])
    before = bench.kiosk.pipeline
    bench.check()
    bench.live(1.0)
    assert bench.kiosk.pipeline is not before
    assert bench.kiosk.pipeline.health is before.health


def test_who_left_while_the_converter_failed_is_forgotten_after_a_check() -> None:
    bench = Bench(LAYOUTS["kit4"])
    bench.person.step_on(bench.clock.now_s() + 2.0)
    bench.live(6.0)
    note = FaultNote("fault_no_chip", "0x48")
    bench.kiosk.machine_fault(note)
    assert bench.kiosk.session.on_mat
    bench.person.step_off(bench.clock.now_s())
    bench.clock.advance(60.0)
    bench.kiosk.touch("check")
    assert bench.live(120.0, lambda snapshot: snapshot.screen == "check_done").screen == "check_done"
    bench.live(1.0)
    assert not bench.kiosk.session.on_mat
    bench.kiosk.machine_fault(None)
    bench.kiosk.touch("check:close")
    assert bench.live(3.0).screen == "home"


def test_a_check_without_a_single_sample_ends_and_closes() -> None:
    bench = Bench(LAYOUTS["kit4"])
    bench.kiosk.machine_fault(FaultNote("fault_no_chip", "0x48"))
    bench.kiosk.touch("check")
    screens = []
    for n in range(200):
        bench.kiosk.pass_time(n * 1.0)
        screens.append(bench.kiosk.show().screen)
    assert list(dict.fromkeys(screens)) == ["check", "check_done", "fault"]


# -- on the terminal --------------------------------------------------------------------------------------


@KITS
@pytest.mark.parametrize("seed", range(1, 7))
def test_a_hand_that_presses_by_the_clock_keeps_step_with_the_check(layout: Layout, seed: int) -> None:
    bench = Bench(layout, seed)
    bench.kiosk.touch("check")
    bench.hand.press_all(bench.clock.now_s())
    shown = bench.live(100.0, lambda snapshot: snapshot.screen == "check_done", obeying=False)
    assert shown.check is not None
    assert (shown.check.phase, troubles(shown.check)) == ("done", {})


@pytest.mark.slow
def test_the_command_says_each_step_and_ends_well_on_a_mat_that_is_well() -> None:
    done = mat("check", "--headless", "--hardware", "emulated", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["fine"] is True
    assert [zone["answered"] for zone in told["zones"]] == list(LAYOUTS["kit4"].names)
    for step in ("No real mat is read", "Looking at the empty mat", "[4 of 4] Press zone sacrum_upper"):
        assert step in done.stderr
    assert "does not come to rest" not in done.stderr


@pytest.mark.skipif(Path("/dev/i2c-1").exists(), reason="this machine has an I2C bus")
def test_without_a_converter_the_command_says_why_it_waits_and_ctrl_c_ends_it_unfinished() -> None:
    process = subprocess.Popen([sys.executable, "-m", "mat", "check", "--headless", "--hardware", "pi"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "COLUMNS": "120"})
    assert process.stderr
    said = ""
    try:
        while not ("/dev/i2c-1" in said and "The check waits for it" in said):
            line = process.stderr.readline()
            assert line, said
            said += line
        process.send_signal(signal.SIGINT)
        out, rest = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 3
    assert "The check is not finished" in out
    assert "Not checked: foot_left, foot_right, sacrum_lower, sacrum_upper" in out
    assert "Traceback" not in said + rest + out
