"""The pages that belong to no session: settings, the PIN, and behind it what the staff want to see of the mat."""

import hmac
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

from mat.core.preferences import LANGUAGES, Preferences
from mat.core.snapshot import Snapshot
from mat.core.staff_view import PinView, StaffPage, StaffView
from mat.core.states import State

CLOSES_S, STAFF_CLOSES_S = 120.0, 300.0
"""Without a touch for so long a page closes by itself."""
TRIES, WAIT_S = 3, 30.0
"""After so many wrong PINs nobody may try for so long: guessing ten thousand takes days."""
AT_HOME = (State.WAITING, State.PROGRESS, State.PLAN)
MAY_OPEN = (*AT_HOME, State.FAULT)
_STEPS: dict[str, tuple[float, float, float]] = {
    "volume": (0, 10, 1), "brightness": (1, 10, 1), "speech_wpm": (120, 180, 10), "viewing_distance_m": (0.5, 4, 0.5),
}
"""Lowest, highest, step."""
_PAGES: tuple[StaffPage, ...] = get_args(StaffPage)


class Desk:
    """One page at a time, over the kiosk's session. Times are the computer's seconds: with a mat that is silent from
    the start no other time passes, and that is when the staff want to look."""

    def __init__(self, preferences: Preferences, pin: str, change: Callable[[Preferences], None],
                 save: Callable[[], None]) -> None:
        """`change` is told of every choice at once; `save` when the page is left."""
        self.preferences = preferences
        self.shutdown = False
        """Asked for on the staff's page."""
        self._pin, self._change, self._save = pin, change, save
        self._page: str = ""
        self._staff: StaffPage = "zones"
        self._number = 1
        self._touched_s = 0.0
        self._typed, self._wrong, self._tries, self._wait_until_s = "", False, 0, 0.0

    @property
    def open(self) -> bool:
        return bool(self._page)

    @property
    def watching(self) -> bool:
        """The staff look at what the zones read."""
        return self._page == "staff"

    def touch(self, intent: str, state: State, now_s: float) -> bool:
        """True if the touch was meant for these pages."""
        if not self._page and (intent not in ("settings", "staff") or state not in MAY_OPEN):
            return False
        self._touched_s = now_s
        kind, _, told = intent.partition(":")
        if intent in ("settings", "settings:page:1", "settings:page:2"):
            self._number = 2 if intent.endswith("2") else 1
            self._go("settings")
        elif intent == "staff":
            self._typed, self._wrong = "", False
            self._go("pin")
        elif intent == "home":
            self._go("")
        elif kind == "set" and self._page == "settings":
            self._set(told)
        elif kind == "pin" and self._page == "pin":
            self._type(told, now_s)
        elif kind == "staff" and self._page == "staff":
            self._turn(told)
        else:
            self._go("")
            return False
        return True

    def step(self, state: State, now_s: float) -> None:
        """Time passes; somebody who comes sees the session and not the settings. The staff may watch a patient."""
        patience_s = STAFF_CLOSES_S if self._page == "staff" else CLOSES_S
        comes = self._page != "staff" and state not in MAY_OPEN
        if self._page and (comes or now_s - self._touched_s > patience_s):
            self._go("")

    def over(self, snapshot: Snapshot, now_s: float, staff: Callable[[StaffPage], StaffView]) -> Snapshot:
        """The open page in place of the session's screen."""
        if not self._page:
            return snapshot
        snapshot = replace(snapshot, under=snapshot.screen)
        if self._page == "settings":
            return replace(snapshot, screen="settings", preferences=self.preferences, settings_page=self._number)
        if self._page == "pin":
            wait_s = max(0, math.ceil(self._wait_until_s - now_s))
            return replace(snapshot, screen="pin", pin=PinView(len(self._typed), self._wrong, wait_s))
        return replace(snapshot, screen="staff", staff=staff(self._staff))

    def close(self) -> None:
        """The program ends: what was set is kept."""
        self._go("")

    def _go(self, page: str) -> None:
        if self._page == "settings" and page != "settings":
            self._save()
        self._page = page

    def _set(self, told: str) -> None:
        name, _, how = told.partition(":")
        now = getattr(self.preferences, name, None)
        if name in _STEPS and how in ("+", "-") and now is not None:
            low, high, step = _STEPS[name]
            moved = min(high, max(low, now + (step if how == "+" else -step)))
            self._choose(name, moved if name == "viewing_distance_m" else int(moved))
        elif name == "language" and how in LANGUAGES:
            self._choose(name, how)
        elif isinstance(now, bool) and not how:
            self._choose(name, not now)

    def _choose(self, name: str, value: Any) -> None:
        wanted = replace(self.preferences, **{name: value})
        if wanted != self.preferences:
            self.preferences = wanted
            self._change(wanted)

    def _type(self, told: str, now_s: float) -> None:
        if now_s < self._wait_until_s:
            return
        if told == "delete":
            self._typed, self._wrong = self._typed[:-1], False
        elif told.isdigit() and len(told) == 1:
            self._typed, self._wrong = self._typed + told, False
            if len(self._typed) == len(self._pin):
                self._try(now_s)

    def _try(self, now_s: float) -> None:
        right = hmac.compare_digest(self._typed, self._pin)
        self._typed = ""
        if right:
            self._tries, self._staff = 0, "zones"
            self._go("staff")
            return
        self._wrong, self._tries = True, self._tries + 1
        if self._tries % TRIES == 0:
            self._wait_until_s = now_s + WAIT_S

    def _turn(self, told: str) -> None:
        if told == "shutdown" and self._staff == "shutdown":
            self.shutdown = True
        for page in _PAGES:
            if told == f"page:{page}":
                self._staff = page
