"""What the voice says in whole sessions, in three languages: each thing once, in order, never more than is shown."""

import pytest

from display.sound.script import CHECK_CUES, CUES, LONGEST_COUNT, Script, phrases
from display.texts import speaking, text
from mat.core import events as ev
from mat.core.exercise import Plan
from mat.core.happenings import FaultBegan, FaultOver, Happening
from mat.core.household import Household, Known
from mat.core.preferences import LANGUAGES
from mat.core.snapshot import FaultNote, Snapshot
from mat.core.view import view
from mat.core.wiring_verdict import Wait
from mat.core.wiring_view import CheckView
from mat.core.zones import KIT8
from mat.edge import ASKS_AGAIN
from tests.core.session_run import PLAN, Run
from tests.display.screen_variants import VARIANTS


class Heard(Run):
    """A session and all that the voice says in it."""

    def __init__(self, plan: Plan = PLAN, house: Household | None = None, language: str = "en",
                 count_aloud: bool = False) -> None:
        self.script, self.language = Script(count_aloud), language
        self.said: list[str] = []
        super().__init__(plan, house)

    def take(self, *happenings: Happening) -> "Heard":
        for happening in happenings:
            known = len(self.cues)
            super().take(happening)
            if set(ASKS_AGAIN) & set(self.cues[known:]):
                self.script.prompt()
            with speaking(self.language):
                words = self.script.next(view(self.session, self.t_s, None))
            self.said += [words] if words else []
        return self

    def newly(self, did: object = None) -> list[str]:
        """What has been said since the last call."""
        said, self.said = self.said, []
        return said


def test_a_session_from_the_first_step_to_the_pain_scale() -> None:
    one = Heard(Plan(reps_per_side=1, hold_s=5.0, rest_s=3.0)).lies_ready()
    assert one.newly() == ["Welcome. Please sit, then lie down.", "Lie still for a moment.", "Left knee up"]
    one.stretches()
    assert one.newly() == ["Hold and breathe", "Left foot down", "Rest"]
    one.wait(3.1).stretches("single_right")
    assert one.newly() == ["Right knee up", "Hold and breathe", "Right foot down", "Well done. Take your time."]
    one.wait(8.1).take(ev.NotSupine(one.t_s))
    assert one.newly() == ["Roll to your side. Sit up.", "Sit for half a minute."]
    one.sits_up()
    assert one.newly() == ["How much pain is there now?"]
    one.touch("pain:0").wait(60.0)
    assert one.newly() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_session_is_said_in_every_language(language: str) -> None:
    one = Heard(Plan(reps_per_side=1, hold_s=5.0, rest_s=3.0), language=language).lies_ready().finishes()
    keys = ["say_welcome", "say_ready", "lift_cue_left", "hold_cue", "lower_cue_left", "rest_cue", "lift_cue_right",
            "hold_cue", "lower_cue_right", "say_done", "say_sit", "pain_title"]
    with speaking(language):
        assert one.said == [text(key) for key in keys]


def test_both_legs_are_led_one_after_the_other() -> None:
    one = Heard(Plan("both", 2, 5.0, 2, 3.0)).lies_ready()
    one.newly()
    one.stretches("double")
    assert one.newly()[:3] == ["Right knee too", "Hold and breathe", "One foot down"]


@pytest.mark.parametrize(("language", "numbers"), [("en", ["4", "3", "2", "1"]), ("de", ["4", "3", "2", "1"])])
def test_the_seconds_of_a_hold_are_counted_down_as_the_ring_shows_them(language: str, numbers: list[str]) -> None:
    one = Heard(language=language, count_aloud=True).lies_ready()
    one.newly()
    one.stretches()
    said = one.newly()
    assert said[1:-2] == numbers
    assert len(said) == len(numbers) + 3


def test_a_foot_that_touches_down_stops_the_count_and_is_told_to_go_on_holding() -> None:
    one = Heard(count_aloud=True).lies_ready()
    one.take(ev.Lift(one.t_s, "left", one.t_s)).wait(3.5)
    one.newly()
    one.take(ev.Lower(one.t_s, "left", one.t_s)).wait(0.7)
    assert one.newly() == ["Keep holding"]
    one.take(ev.Lift(one.t_s, "left", one.t_s)).wait(1.0)
    assert one.newly() == ["2"]


def test_a_prompt_says_again_what_is_asked() -> None:
    one = Heard().lies_ready()
    one.newly()
    one.wait(19.0)
    assert one.newly() == []
    one.wait(1.5)
    assert one.newly() == ["Left knee up"]
    one.take(ev.Lift(one.t_s, "left", one.t_s)).wait(8.0)
    assert one.newly() == ["Hold and breathe", "Left foot down"]
    one.wait(20.0)
    assert one.newly() == ["Left foot down"]


@pytest.mark.parametrize(("stretch", "words"), [
    ({"valid": False, "hold_s": 1.0}, "A short one. Take your time."), ({"lift": True}, "Rest")])
def test_a_rest_is_calm_or_has_a_kind_remark(stretch: dict[str, object], words: str) -> None:
    one = Heard().lies_ready()
    one.stretches(**stretch).wait(1.0)
    assert one.said[-1] == words


def test_who_lies_still_is_asked_who_leaves_is_called_and_who_stops_is_calmed() -> None:
    one = Heard().lies_ready().stretches().wait(3.2)
    one.newly()
    one.wait(10.0, still=True)
    assert one.newly() == ["Lift a knee to go on."]
    one.take(ev.NotSupine(one.t_s), ev.Departed(one.t_s + 1.0))
    assert one.newly() == ["Lie on your back, knees bent.", "Come back. Your count is kept."]
    one.touch("stop")
    assert one.newly() == ["Stopped. You can rest now."]


def test_a_stop_with_a_knee_up_says_how_to_come_down() -> None:
    one = Heard().lies_ready()
    one.take(ev.Lift(one.t_s, "left", one.t_s)).wait(2.0).touch("stop")
    assert one.said[-1] == "Stopped. Feet down, one by one."
    one.take(ev.Lower(one.t_s, "left", one.t_s)).wait(1.0)
    assert one.said[-1] == "Stopped. Feet down, one by one."


def test_a_fault_is_told_once() -> None:
    one = Heard().lies_ready()
    one.newly()
    one.take(FaultBegan(one.t_s, FaultNote("fault_zone", "foot_left", "dead")))
    one.take(FaultBegan(one.t_s, FaultNote("fault_zone", "foot_right", "dead"))).wait(5.0)
    assert one.newly() == ["The mat is not reading well."]
    one.take(FaultOver(one.t_s))
    assert one.newly() == ["Lie still for a moment."]


def test_the_questions_are_asked_for_once_not_one_by_one() -> None:
    one = Heard(house=Household(Known(PLAN, screening="due"), asks_questions=True)).arrives().wait(3.0)
    assert one.newly() == ["Welcome. Please sit, then lie down.", "Please answer on the screen."]
    for _ in range(3):
        one.touch("no")
    assert one.newly() == []


def test_nobody_is_spoken_to_who_only_looks() -> None:
    script = Script(count_aloud=True)
    for name in ("home", "plan", "progress", "settings", "pin", "staff"):
        script.prompt()
        assert script.next(Snapshot(name)) is None


def check(phase: str, zone: str | None = "foot_left", number: int = 1, wait: str | None = None) -> Snapshot:
    return Snapshot("check", check=CheckView(KIT8, phase, zone, number, Wait(wait, zone) if wait else None,
                                             0, (0,) * 8, (), 0))


def test_a_check_is_followed_by_ear_and_what_it_waits_for_is_told_once_a_zone() -> None:
    script = Script()
    steps = [check("empty", None, 1, "looking"), check("empty", None, 1, "someone"),
             check("empty", None, 1, "looking"), check("press"), check("press", wait="unsteady"), check("press"),
             check("press", wait="unsteady"), check("press", wait="again"), check("release"),
             check("press", "back_right", 2), check("press", "back_right", 2, "unsteady")]
    assert [words for step in steps if (words := script.next(step))] == [
        "The empty mat first", "Please clear the mat", "Press: left foot", "Do not touch the mat",
        "Once more: left foot", "Let go", "Press: back, right", "Do not touch the mat"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_said_on_any_screen_was_rendered_ahead(language: str) -> None:
    ahead = set(phrases(language, counting=True))
    with speaking(language):
        for name, snapshot in VARIANTS.values():
            words = Script().next(snapshot) if name != "emergency" else None
            assert words is None or words in ahead
    assert str(LONGEST_COUNT) in ahead
    assert len(set(CUES) | set(CHECK_CUES)) == len(CUES) + len(CHECK_CUES)


def test_no_name_is_ever_said() -> None:
    names = {one.name for _, snapshot in VARIANTS.values() for one in snapshot.people if one.name}
    assert len(names) > 3
    said = " ".join(words for _, snapshot in VARIANTS.values() if (words := Script().next(snapshot)))
    assert [name for name in names if name in said] == []
