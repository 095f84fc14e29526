"""Every face a screen can show: the examples, and the snapshots that strain a layout most."""

from dataclasses import replace

from display.screens import EXAMPLES
from display.screens.examples import CHECK, MARGARET, STAFF
from display.theme import Theme
from mat.core.exercise import Plan
from mat.core.people import COLOURS, SYMBOLS, Profile
from mat.core.preferences import Preferences
from mat.core.progression import Offer, Outlook
from mat.core.safety import QUESTIONS
from mat.core.snapshot import FaultNote, Snapshot
from mat.core.staff_view import PinView
from mat.core.summary import Counts, DaySummary, Goal
from mat.core.wiring_verdict import End, Trial, Wait, Wiring, judge, usual_inputs
from mat.core.wiring_view import CheckView
from mat.core.zones import KIT4, KIT8, Layout

SIZES = ((800, 480), (1280, 720), (720, 1280))
THEMES = {f"{w}x{h}{' large' if large else ''}": Theme((w, h), large=large)
          for large in (False, True) for w, h in SIZES}
BOTH = Plan("both", 15, 30.0)
SESSION = ("lie_down", "ready", "lift", "hold", "lower", "rest", "paused", "ask_stop")

_FULL = {"plan": BOTH, "reps_double": 15}
_DAY = EXAMPLES["home"].day
assert _DAY is not None
assert _DAY.last_session is not None
_LAST = _DAY.last_session
_UNTOLD = replace(_DAY.last_session, hold_s_mean=None, pelvic_lift_share=None, pain_before=None)
_FLAT = replace(_DAY.last_session, pelvic_lift_share=0.2)


def _strained() -> dict[str, Snapshot]:
    flat_day = replace(_DAY, last_session=_FLAT)
    full_day = replace(_DAY, totals=Counts(20, 20), sessions=_DAY.sessions * 2, streak_days=365)
    found = {
        "home first day": Snapshot("home"),
        "home names": Snapshot("home", people=(MARGARET,), unknown=True, day=_DAY),
        "home many names": Snapshot("home", people=CROWD, unknown=True, day=_DAY),
        "home full": Snapshot("home", day=full_day),
        "home no streak": Snapshot("home", day=replace(_DAY, streak_days=1)),
        "home little known": Snapshot("home", day=replace(_DAY, last_session=_UNTOLD, streak_days=0)),
        "lift right": Snapshot("lift", side="right", reps_left=15, reps_right=15, plan=Plan(reps_per_side=15)),
        "lift any": Snapshot("lift", **_FULL),
        "lift second left": Snapshot("lift", side="left", second_leg=True, since_s=1.0, **_FULL),
        "lift second right": Snapshot("lift", side="right", second_leg=True, since_s=1.0, **_FULL),
        "hold long": Snapshot("hold", hold_s=0.0, pelvic_sign="clear", **_FULL),
        "hold minute": Snapshot("hold", side="right", plan=Plan(hold_s=60.0), pelvic_sign="none"),
        "hold over": Snapshot("hold", side="right", hold_s=9.0),
        "hold paused": Snapshot("hold", side="left", hold_s=2.0, hold_paused=True, pelvic_sign="clear"),
        "lower any": Snapshot("lower", **_FULL),
        "lower left": Snapshot("lower", side="left", since_s=3.0),
        "rest both": Snapshot("rest", seconds_left=30.0, **_FULL),
        "rest left": Snapshot("rest", side="left", seconds_left=1.0),
        "rest open": Snapshot("rest"),
        "paused long": Snapshot("paused", seconds_left=600.0, side="right"),
        "paused open": Snapshot("paused"),
        "stop calm": Snapshot("stop", reps_left=2),
        "pain open": Snapshot("pain"),
        "summary red": Snapshot("summary", stopped_for_pain=True, pain=8, reps_left=2, partial=12, day=_DAY),
        "summary amber": Snapshot("summary", pain=5, reps_left=15, reps_right=15, day=_DAY, light="amber",
                                  person=MARGARET, guessed=True, pain_before=1, partial=12),
        "summary towel": Snapshot("summary", reps_left=3, reps_right=3, pain=1, day=flat_day),
        "summary bare": Snapshot("summary"),
        "summary one": Snapshot("summary", reps_left=1, pain=0),
        "fault none": Snapshot("fault"),
    }
    for note in ("note_short", "note_both_at_once", "note_stepped_off", "note_lower_apart", "note_towel",
                 "note_not_counted"):
        found[f"rest {note}"] = Snapshot("rest", side="left", seconds_left=3.0, note=note)
    for trouble in ("stuck", "dead", "saturated", "noisy", "other"):
        found[f"fault {trouble}"] = Snapshot("fault", fault=FaultNote("fault_zone", "sacrum_upper_right", trouble))
    for key in ("fault_no_chip", "fault_address", "fault_not_ads", "fault_converter", "fault_supply", "fault_swapped",
                "fault_bus", "fault_sampler", "fault_storage", "fault_display",
                "fault_start", "fault_start_storage", "fault_settings"):
        found[f"fault {key}"] = Snapshot("fault", fault=FaultNote(key, "0x48 on bus 1"))
    found |= _people() | _asked() | _plans()
    for name, snapshot in EXAMPLES.items():
        found[f"{name} warned"] = replace(snapshot, warning="warn_missed")
    for key in ("warn_supply", "warn_loose", "warn_slow_bus", "warn_aged"):
        found[f"home {key}"] = replace(EXAMPLES["home"], warning=key)
    return found


CROWD = tuple(Profile(f"id {symbol}", name, symbol, colour) for symbol, colour, name in zip(
    SYMBOLS, COLOURS, ("Margaret", "Wilhelm", "", "Ann", "Dorothy", "Mr Smith", "", "Clara M."), strict=True))
LONG = Profile("long", "Anna Katharina", "boat", "orange")


def _people() -> dict[str, Snapshot]:
    """Whose session it is: known, guessed, not known, nobody's name; one tile and all ten."""
    found = {
        "who crowd": Snapshot("who", people=CROWD, lying=True),
        "who crowd guessed": Snapshot("who", people=CROWD, person=CROWD[4], guessed=True),
        "who guessed": Snapshot("who", people=CROWD[:2], person=CROWD[0], guessed=True),
        "who sure": Snapshot("who", people=CROWD[:7], person=CROWD[0]),
        "who long": Snapshot("who", people=(LONG, MARGARET)), "who nobody": Snapshot("who"),
        "home long": Snapshot("home", day=_DAY, person=LONG),
        "home first day named": Snapshot("home", person=MARGARET),
        "welcome plain": Snapshot("welcome"), "welcome known": Snapshot("welcome", person=MARGARET),
        "welcome long both": Snapshot("welcome", person=LONG, guessed=True, plan=BOTH),
        "welcome both": Snapshot("welcome", plan=BOTH),
        "lie_down known": Snapshot("lie_down", person=MARGARET),
        "lie_down guessed": Snapshot("lie_down", person=LONG, guessed=True, plan=BOTH),
        "lie_down guessed single": Snapshot("lie_down", person=MARGARET, guessed=True),
        "ready both": Snapshot("ready", plan=BOTH, person=MARGARET, guessed=True),
        "summary guessed": replace(EXAMPLES["summary"], guessed=True),
        "summary guessed towel": replace(EXAMPLES["summary"], guessed=True, person=LONG,
                                         day=replace(_DAY, last_session=_FLAT)),
        "summary unknown": replace(EXAMPLES["summary"], unknown=True, person=None),
        "summary red guessed": replace(EXAMPLES["summary"], guessed=True, light="red", pain=9),
    }
    found["who nameless"] = Snapshot("who", people=tuple(replace(one, name="") for one in CROWD))
    return found


def _asked() -> dict[str, Snapshot]:
    """Questions, waits and offers."""
    found = {f"question {key}": Snapshot("question", question=key, question_number=i + 1, question_total=len(QUESTIONS))
             for i, key in enumerate(QUESTIONS)}
    found |= {
        "confirm after questions": Snapshot("confirm", question_number=8, question_total=7),
        "blocked red": Snapshot("blocked", light="red"),
        "blocked sore": Snapshot("blocked", light="red", pain_before=7), "ask_stop open": Snapshot("ask_stop"),
        "sit open": Snapshot("sit"), "sit over": Snapshot("sit", seconds_left=0.0),
        "hold note": Snapshot("hold", hold_s=2.0, note="note_both_at_once", pelvic_sign="clear", **_FULL),
        "hold paused note": Snapshot("hold", side="left", hold_paused=True, note="note_both_at_once"),
        "lower note": Snapshot("lower", note="note_lower_apart", **_FULL),
        "offer longer": Snapshot("offer", offer=Offer("longer_hold", "clean", Plan(hold_s=10.0))),
        "offer both": Snapshot("offer", offer=Offer("both_legs", "pain_free_days", Plan("both"))),
        "offer fewer": Snapshot("offer", offer=Offer("fewer_reps", "pain", Plan(reps_per_side=8))),
        "offer shorter": Snapshot("offer", plan=BOTH, offer=Offer("shorter_hold", "pain", Plan("both", 15, 15.0))),
        "offer one leg": Snapshot("offer", plan=BOTH, offer=Offer("one_leg", "stopped_for_pain", Plan())),
    }
    return found


def _plans() -> dict[str, Snapshot]:
    """The plan with both legs closed and open; progress with nothing, little, and everything known."""
    empty = DaySummary("2026-11-22", Goal(2, 10), (), Counts(), 0, ())
    doubles = replace(_DAY, week=tuple(replace(one, counts=replace(one.counts, double=5)) for one in _DAY.week),
                      weeks=tuple(replace(one, counts=Counts(0, 0, 30)) for one in _DAY.weeks))
    short, other = ("held 3.1 s, 4 s are needed", 12), ("the hips were raised off the mat", 3)
    shorts, others = (replace(_DAY, partial=why[1], partial_reasons=(why,)) for why in (short, other))
    return {
        "plan open": Snapshot("plan", both_open=True, gate_days=3),
        "plan both": Snapshot("plan", plan=BOTH, both_open=True),
        "plan sixty": Snapshot("plan", plan=Plan("single", 15, 60.0, 3)),
        "progress none": Snapshot("progress"), "progress empty": Snapshot("progress", day=empty),
        "progress empty both": Snapshot("progress", day=empty, plan=BOTH),
        "progress doubles": Snapshot("progress", day=doubles, plan=BOTH, person=LONG),
        "progress short": Snapshot("progress", day=replace(shorts, streak_days=365)),
        "progress other": Snapshot("progress", day=replace(others, pain_before=None)),
        "progress pain": Snapshot("progress", day=replace(_DAY, pain_before=10, pain_after=10, hold_s_mean=30.25)),
        "summary change": replace(EXAMPLES["summary"], pain=5, pain_before=3, light="amber"),
        "summary eased": replace(EXAMPLES["summary"], pain=0, partial=15,
                                 day=replace(_DAY, last_session=replace(_LAST, partial_reasons=(short, other)))),
        "summary others": replace(EXAMPLES["summary"], partial=3,
                                  day=replace(_DAY, last_session=replace(_LAST, partial_reasons=(other,)))),
        "summary both": Snapshot("summary", pain=2, day=_DAY, light="green", **_FULL),
    }


def _behind() -> dict[str, Snapshot]:
    """Settings and what lies behind the PIN, with the longest words and with nothing known yet."""
    loud = Preferences(10, 1, True, 180, True, "de", 3.5, True, True)
    ill = replace(STAFF, fault="the converter 0x49 does not answer on bus 1", rate_hz=None, jitter_ms=None, bus_khz=0,
                  missed=123456, real_time=False, zones=tuple(
                      replace(zone, trouble=trouble, load=50, trace=(40,) * 120) for zone, trouble in zip(
                          STAFF.zones, ("stuck", "dead", "saturated", "noisy", "other") * 2, strict=False)))
    few = replace(STAFF, layout=KIT4, zones=tuple(replace(zone, name=name, trace=()) for zone, name in zip(
        STAFF.zones, KIT4.names, strict=False)))
    found = {
        "settings 2": replace(EXAMPLES["settings"], settings_page=2),
        "settings loud": Snapshot("settings", preferences=loud), "settings unknown": Snapshot("settings"),
        "settings loud 2": Snapshot("settings", preferences=loud, settings_page=2),
        "pin none": Snapshot("pin"), "pin wrong": Snapshot("pin", pin=PinView(0, True, 3600)),
        "pin long": Snapshot("pin", pin=PinView(8)),
    }
    for one in ("zones", "traces", "machine", "shutdown"):
        for name, view in (("", STAFF), (" ill", ill), (" few", few)):
            found[f"staff {one}{name}"] = Snapshot("staff", staff=replace(view, page=one))
    return found


def _explained() -> dict[str, Snapshot]:
    """Each chart on its own page: with everything known, with little, with nothing."""
    full = EXAMPLES["progress"]
    bare = replace(_DAY, week=(), weeks=(), calendar=(), recent=(), last_session=None, hold_s_mean=None,
                   pelvic_lift_share=None, partial_reasons=(), streak_days=0)
    little = replace(_DAY, weeks=(), recent=_DAY.recent[7:8], hold_s_shortest=None, streak_days=1)
    found = {}
    for topic in ("rings", "week", "calendar", "pain", "holds", "streak", "next"):
        found[f"explain {topic}"] = replace(full, explain=topic)
        found[f"explain {topic} bare"] = replace(full, explain=topic, day=bare, outlook=None)
        found[f"explain {topic} little"] = replace(full, explain=topic, day=little,
                                                   outlook=Outlook("longer_hold", 0, 3))
    found["explain week both"] = replace(full, explain="week", day=replace(_DAY, weeks=tuple(
        replace(one, counts=Counts(5, 5, 9)) for one in _DAY.weeks)))
    for why, count in (("held 3.1 s, 4 s are needed", 12), ("the hips were raised off the mat", 3)):
        found[f"explain holds {count}"] = replace(full, explain="holds",
                                                  day=replace(_DAY, partial_reasons=((why, count),)))
    found["explain nothing"] = Snapshot("progress", explain="pain")
    found["home next"] = replace(EXAMPLES["home"], outlook=Outlook("both_legs", 1, 3))
    found["home largest"] = replace(EXAMPLES["home"], outlook=None)
    found["home longer"] = replace(EXAMPLES["home"], outlook=Outlook("longer_hold", 3, 3), person=None)
    found["progress little"] = replace(full, day=little, outlook=None)
    found["progress bare"] = replace(full, day=replace(bare, calendar=_DAY.calendar))
    return found


_LONG, _OTHER = "sacrum_upper_right", "sacrum_lower_right"
_WAITS = {
    "looking": Wait("looking"), "someone": Wait("someone", _LONG, value=12.62),
    "noisy": Wait("noisy", _LONG, value=431),
    "unsteady": Wait("unsteady", _LONG, value=62), "rail": Wait("rail", _LONG, value=3.29), "many": Wait("many"),
    "two": Wait("two", _LONG, _OTHER), "again": Wait("again", _OTHER, _LONG), "let_go": Wait("let_go", _LONG),
    "silent": Wait("silent"),
}


def _checks() -> dict[str, Snapshot]:
    asked = replace(CHECK, zone=_LONG, number=6)
    found = {f"check {key}": replace(asked, wait=wait, phase="release" if key == "let_go" else "press")
             for key, wait in _WAITS.items()}
    found["check empty"] = replace(CHECK, phase="empty", zone=None, wait=_WAITS["someone"])
    found["check release"] = replace(asked, phase="release", shares=(20,) * 8)
    found["check release unsteady"] = replace(asked, phase="release", wait=_WAITS["unsteady"])
    found["check kit4"] = replace(CHECK, layout=KIT4, zone="sacrum_upper", shares=(0, 0, 3, 20), told=(True,) * 4)
    return {case: Snapshot("check", check=view) for case, view in found.items()}


def _results() -> dict[str, Snapshot]:
    fine = [Trial(place, place, 1.0, 1.6) for place in range(8)]
    half = [Trial(place, (place + 4) % 8, 1.0) for place in range(8)]
    bad = [Trial(0, 1, 1.0), Trial(1, 2, 1.0), Trial(2, 0, 1.0)]
    found = {
        "fine": _told(KIT8, fine), "fine4": _told(KIT4, fine[:4]), "chips": _told(KIT8, half),
        "wrong": _told(KIT8, [*bad, *fine[3:]]),
        "dead": _told(KIT8, [Trial(place) for place in range(8)]),
        "weak": _told(KIT8, [*fine[:7], Trial(7, 7, 0.12)]),
        "saturated": _told(KIT8, [*fine[:6], Trial(6, 6, 20.0, 3.29), Trial(7, 7, 1.0, stuck_at=0.45)]),
        "together": _told(KIT4, [*fine[:2], Trial(2, together=3), Trial(3, together=2)]),
        "skipped": _told(KIT4, [*fine[:3], Trial(3, skipped=True)]),
        "idle": _told(KIT8, [Trial(place) for place in range(4)], "ended", Wait("idle")),
        "by hand": _told(KIT8, fine[:3], "ended"),
    }
    for key, wait in _WAITS.items():
        if key not in ("looking", "again"):
            found[f"refused {key}"] = _told(KIT8, fine[:2], "refused", wait)
    return {f"check_done {case}": Snapshot("check_done", check=view) for case, view in found.items()}


def _told(layout: Layout, trials: list[Trial], end: End = "done", wait: Wait | None = None) -> CheckView:
    wiring: Wiring = judge(layout, trials, usual_inputs(layout), (), end=end, wait=wait)
    return CheckView(layout, end, None, len(layout.zones), wait, 0, (0,) * 8, (), 0, wiring)


OVERLAYS = ("emergency", "explain", "starting", "unstarted", "goodbye")
"""Screens that the core cannot name: the window lays them over, or draws them alone."""
_NAMED = {f"{name} example": (name, snapshot) for name, snapshot in EXAMPLES.items()}
VARIANTS: dict[str, tuple[str, Snapshot]] = _NAMED | {
    case: (next((name for name in OVERLAYS if case.startswith(name)), snapshot.screen), snapshot)
    for case, snapshot in (_strained() | _checks() | _results() | _explained() | _behind()).items()
}
"""Case name to the screen function's name and its snapshot."""
