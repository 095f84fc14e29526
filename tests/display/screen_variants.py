"""Every face a screen can show: the examples, and the snapshots that strain a layout most."""

from dataclasses import replace

from display.screens import EXAMPLES
from display.theme import Theme
from mat.core.exercise import Plan
from mat.core.snapshot import FaultNote, Snapshot
from mat.core.summary import Counts

SIZES = ((800, 480), (1280, 720), (720, 1280))
THEMES = {f"{w}x{h}": Theme((w, h)) for w, h in SIZES}
BOTH = Plan("both", 15, 30.0)
SESSION = ("lie_down", "ready", "lift", "hold", "lower", "rest", "paused")

_FULL = {"plan": BOTH, "reps_double": 15}
_DAY = EXAMPLES["home"].day
assert _DAY is not None
assert _DAY.last_session is not None
_UNTOLD = replace(_DAY.last_session, hold_s_mean=None, pelvic_lift_share=None, pain_before=None)
_FLAT = replace(_DAY.last_session, pelvic_lift_share=0.2)


def _strained() -> dict[str, Snapshot]:
    flat_day = replace(_DAY, last_session=_FLAT)
    full_day = replace(_DAY, totals=Counts(20, 20), sessions=_DAY.sessions * 2, streak_days=365)
    found = {
        "home first day": Snapshot("home"),
        "home full": Snapshot("home", day=full_day),
        "home no streak": Snapshot("home", day=replace(_DAY, streak_days=1)),
        "home little known": Snapshot("home", day=replace(_DAY, last_session=_UNTOLD, streak_days=0)),
        "lift right": Snapshot("lift", side="right", reps_left=15, reps_right=15, plan=Plan(reps_per_side=15)),
        "lift any": Snapshot("lift", **_FULL),
        "lift second left": Snapshot("lift", side="left", second_leg=True, t_s=1.0, **_FULL),
        "lift second right": Snapshot("lift", side="right", second_leg=True, t_s=1.0, **_FULL),
        "hold long": Snapshot("hold", hold_s=0.0, pelvic_sign="clear", **_FULL),
        "hold minute": Snapshot("hold", side="right", plan=Plan(hold_s=60.0), pelvic_sign="none"),
        "hold over": Snapshot("hold", side="right", hold_s=9.0),
        "hold paused": Snapshot("hold", side="left", hold_s=2.0, hold_paused=True, pelvic_sign="clear"),
        "lower any": Snapshot("lower", **_FULL),
        "lower left": Snapshot("lower", side="left", t_s=3.0),
        "rest both": Snapshot("rest", seconds_left=30.0, **_FULL),
        "rest left": Snapshot("rest", side="left", seconds_left=1.0),
        "rest open": Snapshot("rest"),
        "paused long": Snapshot("paused", seconds_left=600.0, side="right"),
        "paused open": Snapshot("paused"),
        "stop calm": Snapshot("stop", reps_left=2),
        "pain open": Snapshot("pain"),
        "summary red": Snapshot("summary", stopped_for_pain=True, pain=8, reps_left=2, partial=12, day=_DAY),
        "summary amber": Snapshot("summary", pain=5, reps_left=15, reps_right=15, day=_DAY),
        "summary towel": Snapshot("summary", reps_left=3, reps_right=3, pain=1, day=flat_day),
        "summary bare": Snapshot("summary"),
        "summary one": Snapshot("summary", reps_left=1, pain=0),
        "fault none": Snapshot("fault"),
    }
    for note in ("note_short", "note_both_at_once", "note_stepped_off"):
        found[f"rest {note}"] = Snapshot("rest", side="left", seconds_left=3.0, note=note)
    for trouble in ("stuck", "dead", "saturated", "noisy", "other"):
        found[f"fault {trouble}"] = Snapshot("fault", fault=FaultNote("fault_zone", "sacrum_upper_right", trouble))
    for key in ("fault_no_chip", "fault_address", "fault_not_ads", "fault_converter", "fault_supply", "fault_swapped",
                "fault_bus", "fault_sampler", "fault_storage", "fault_display"):
        found[f"fault {key}"] = Snapshot("fault", fault=FaultNote(key, "0x48 on bus 1"))
    for name, snapshot in EXAMPLES.items():
        found[f"{name} warned"] = replace(snapshot, warning="warn_missed")
    for key in ("warn_supply", "warn_loose", "warn_slow_bus", "warn_aged"):
        found[f"home {key}"] = replace(EXAMPLES["home"], warning=key)
    return found


_NAMED = {f"{name} example": (name, snapshot) for name, snapshot in EXAMPLES.items()}
VARIANTS: dict[str, tuple[str, Snapshot]] = _NAMED | {
    case: ("emergency" if case.startswith("emergency") else snapshot.screen, snapshot)
    for case, snapshot in _strained().items()
}
"""Case name to the screen function's name and its snapshot."""
