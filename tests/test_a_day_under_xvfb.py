"""One day of somebody new, by finger and by foot: first run, profile, session, pain, summary, settings. What is stored
is what was shown."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from display.screens import EXAMPLES
from display.theme import Theme
from hardware.clock import SystemClock
from mat.choices import FILE as CHOICES
from mat.core.exercise import Plan
from mat.core.household import Known
from mat.core.people import Profile
from mat.core.safety import QUESTIONS
from mat.core.snapshot import Snapshot
from mat.core.summary import DaySummary
from mat.kiosk import local_day
from mat.store.database import FILE
from mat.store.store import Store
from tests.desktop import NEEDED, kiosk

pytestmark = pytest.mark.skipif(any(shutil.which(tool) is None for tool in NEEDED),
                                reason="Xvfb and xdotool are not installed: sudo apt install xvfb xdotool")
SETTINGS = """
[safety]
questions = "always"
[exercise]
hold_s = 3.0
[display]
reduced_motion = true
"""
SPEED = 3


def stored(data: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(data / FILE)) as raw:
        return raw.execute(query).fetchall()


@pytest.mark.slow
def test_a_first_day_from_the_first_question_to_the_settings(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with kiosk(tmp_path, "--speed", SPEED, "--arrives-after", 60, settings=SETTINGS) as desk:
        desk.wait_for("No real mat is read")
        desk.touch_until("waiting → who", "home", "who", Snapshot("home"))
        desk.touch_until("who → question", "who", "person:new", Snapshot("who"))
        for number in range(len(QUESTIONS)):
            desk.touch_until("touched: no", "question", "no", Snapshot("question", question=QUESTIONS[number]))
        desk.wait_for("question → waiting")
        [(sun,)] = stored(data, "SELECT hex(id) FROM person")
        asked = stored(data, "SELECT question, yes FROM answer ORDER BY serial")
        assert asked == [(question, 0) for question in QUESTIONS]

        desk.wait_for("arrived → pain_before")
        desk.touch_until("touched: pain:3", "pain_before", "pain:3")
        desk.wait_for("→ done", patience_s=120.0)
        desk.wait_for("→ pain at")
        desk.touch_until("pain → summary", "pain", "pain:1", Snapshot("pain", reps_left=3, reps_right=3,
                                                                       seconds_left=90.0))
        [(person, because, before, after, left, right)] = stored(data, """
            SELECT hex(s.person_id), ended_because, pain_before, pain_after,
                   sum(kind = 'single_left' AND valid), sum(kind = 'single_right' AND valid)
            FROM session s JOIN rep r ON r.session_id = s.id GROUP BY s.id""")
        assert (person, because, before, after) == (sun, "done", 3, 1)
        assert (left, right) == (3, 3)
        day, known, profile = _kept(data)
        shown = Snapshot("summary", plan=known.plan, reps_left=left, reps_right=right, pain=after, pain_before=before,
                         day=day, light="green", people=(profile,), person=profile, gate_days=known.gate_days,
                         outlook=known.outlook)
        desk.wait(lambda: desk.shows("summary", shown), "the summary is not the picture of what is stored")

        desk.touch_until("summary → waiting", "summary", "home", shown)
        names = Snapshot("home", people=(profile,), unknown=True)
        desk.wait(lambda: desk.shows("home", names), "nobody is known any more: the names are shown")
        desk.touch_until(f"touched: person:{profile.id}", "home", f"person:{profile.id}", names)
        home = Snapshot("home", plan=known.plan, day=day, people=(profile,), person=profile, outlook=known.outlook,
                        gate_days=known.gate_days)
        desk.wait(lambda: desk.shows("home", home), "home is not the picture of the day that is stored")

        desk.touch_until("touched: settings", "home", "settings", home)
        desk.touch_until("touched: set:volume:-", "settings", "set:volume:-")
        desk.touch_until("touched: settings:page:2", "settings", "settings:page:2")
        desk.touch_until("touched: set:language:de", "settings", "set:language:de",
                         Snapshot("settings", settings_page=2))
        desk.touch_until("touched: home", "settings", "home", Snapshot("settings", settings_page=2))
        german = Theme(desk.theme.size, reduced_motion=True, language="de")
        desk.wait(lambda: desk.shows("home", home, german), "home is not in German")
        assert json.loads((data / CHOICES).read_text()) == {"volume": 6, "language": "de"}


@pytest.mark.slow
def test_the_staff_look_at_live_zones_behind_their_pin_and_turn_the_mat_off_safely(tmp_path: Path) -> None:
    told = '[station]\npin = "1379"\n[hardware]\nkit = "kit8"'
    with kiosk(tmp_path, "--arrives-after", 25, settings=told) as desk:
        desk.wait_for("No real mat is read")
        desk.touch_until("touched: settings", "home", "settings", Snapshot("home"))
        desk.touch_until("touched: staff", "settings", "staff")
        for digit in "1379":
            desk.touch("pin", f"pin:{digit}")
        desk.touch_until("touched: staff:page:traces", "staff", "staff:page:traces")
        desk.wait_for("waiting → arrived")  # the staff watch somebody step on
        before = desk.pixels.look()
        desk.wait(lambda: desk.pixels.look() != before, "the traces do not move")
        desk.touch_until("touched: staff:page:shutdown", "staff", "staff:page:shutdown")
        shutdown = replace(EXAMPLES["staff"], staff=replace(EXAMPLES["staff"].staff, page="shutdown"))
        desk.touch_until("Shutting down was asked for", "staff", "staff:shutdown", shutdown)
    assert "touched: pin:" not in desk.said()  # no digit of a PIN is in the log


def _kept(data: Path) -> tuple[DaySummary, Known, Profile]:
    """The day, the plan and the person as the database has them."""
    store = Store.open(data, "home", "another start", "")
    try:
        today, usual = local_day(SystemClock().utc_epoch_s()), Plan(hold_s=3.0)
        [profile] = store.profiles()
        return (store.day(today, usual, profile.id),
                store.household(today, usual, "kit4", True, True).of(profile.id), profile)
    finally:
        store.close()
