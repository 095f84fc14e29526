"""All screens: each is a pure function from a snapshot and a theme to parts; and one plausible example of each."""

from collections.abc import Callable
from functools import wraps

from display.parts import Part
from display.screens.ask_stop import ask_stop
from display.screens.big import BIG, big, enlarged
from display.screens.blocked import blocked
from display.screens.bookends import goodbye, starting, unstarted
from display.screens.check import check, check_done
from display.screens.done import done
from display.screens.emergency import emergency
from display.screens.examples import EXAMPLES
from display.screens.explain import explain
from display.screens.fault import fault
from display.screens.hold import hold
from display.screens.home import home
from display.screens.lie_down import lie_down
from display.screens.lift import lift
from display.screens.lower import lower
from display.screens.offer import offer
from display.screens.pain import pain, pain_before
from display.screens.paused import paused
from display.screens.pin import pin
from display.screens.plan import plan
from display.screens.progress import progress
from display.screens.question import confirm, question
from display.screens.ready import ready
from display.screens.rest import rest
from display.screens.settings import settings
from display.screens.sit import sit
from display.screens.staff import staff
from display.screens.stop import stop
from display.screens.summary import summary
from display.screens.welcome import welcome
from display.screens.who import who
from display.texts import speaking
from display.theme import Theme
from mat.core.snapshot import Snapshot

ScreenFunction = Callable[[Snapshot, Theme], list[Part]]

_SCREENS: dict[str, ScreenFunction] = {
    "home": home, "who": who, "progress": progress, "plan": plan, "question": question, "confirm": confirm,
    "blocked": blocked, "pain_before": pain_before, "offer": offer, "welcome": welcome, "lie_down": lie_down,
    "ready": ready, "lift": lift, "hold": hold, "lower": lower, "rest": rest, "ask_stop": ask_stop, "paused": paused,
    "stop": stop, "done": done, "sit": sit, "pain": pain, "summary": summary, "fault": fault, "check": check,
    "check_done": check_done, "emergency": emergency, "explain": explain,
    "settings": settings, "pin": pin, "staff": staff, "starting": starting, "unstarted": unstarted,
    "goodbye": goodbye,
}


def _told(name: str, screen: ScreenFunction) -> ScreenFunction:
    """The screen in the theme's language and, in large mode, with large words."""
    @wraps(screen)
    def drawn(snapshot: Snapshot, theme: Theme) -> list[Part]:
        with speaking(theme.language):
            if not theme.large:
                return screen(snapshot, theme)
            one_word = name in BIG and not (name == "stop" and snapshot.stopped_for_pain)  # that advice has to be read
            return big(snapshot, theme) if one_word else enlarged(screen(snapshot, theme))
    return drawn


SCREENS: dict[str, ScreenFunction] = {name: _told(name, screen) for name, screen in _SCREENS.items()}

__all__ = ["EXAMPLES", "SCREENS", "ScreenFunction"]
