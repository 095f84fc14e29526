"""All screens: each is a pure function from a snapshot and a theme to parts; and one plausible example of each."""

from collections.abc import Callable

from display.parts import Part
from display.screens.check import check, check_done
from display.screens.done import done
from display.screens.emergency import emergency
from display.screens.examples import EXAMPLES
from display.screens.fault import fault
from display.screens.hold import hold
from display.screens.home import home
from display.screens.lie_down import lie_down
from display.screens.lift import lift
from display.screens.lower import lower
from display.screens.pain import pain
from display.screens.paused import paused
from display.screens.ready import ready
from display.screens.rest import rest
from display.screens.stop import stop
from display.screens.summary import summary
from display.screens.welcome import welcome
from display.theme import Theme
from mat.core.snapshot import Snapshot

ScreenFunction = Callable[[Snapshot, Theme], list[Part]]

SCREENS: dict[str, ScreenFunction] = {
    "home": home, "welcome": welcome, "lie_down": lie_down, "ready": ready, "lift": lift, "hold": hold,
    "lower": lower, "rest": rest, "paused": paused, "stop": stop, "done": done, "pain": pain,
    "summary": summary, "fault": fault, "check": check, "check_done": check_done, "emergency": emergency,
}

__all__ = ["EXAMPLES", "SCREENS", "ScreenFunction"]
