"""The guided check inside the kiosk: it has the mat to itself, shows its result, and never stays for ever."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from mat.core.happenings import Cue
from mat.core.pipeline import Pipeline
from mat.core.snapshot import Snapshot
from mat.core.states import State
from mat.core.wiring import WiringCheck
from mat.core.zones import Sample

log = logging.getLogger(__name__)
RESULT_S = 120.0
"""The result closes by itself after so long."""
RELEASE_S = 20.0
"""A hand that is still on the mat at the end is waited for; longer it is somebody."""


class Guide:
    """One check over a kiosk's session. While `has_the_mat`, samples belong to it and not to the detection."""

    def __init__(self, pipeline: Pipeline, inputs: Sequence[str] | None, sound: Callable[[Cue], None]) -> None:
        self.pipeline = pipeline
        """The detection to go on with: a fresh one once the mat has been pressed."""
        self.has_the_mat = True
        self._check = WiringCheck(pipeline.layout, pipeline.supply_v, inputs)
        self._sound = sound
        self._answers = 0
        self._shown = True
        self._now_s = 0.0
        self._over_s: float | None = None

    def step(self, sample: Sample) -> None:
        self._now_s = sample.t_s
        if self.has_the_mat:
            self._check.step(sample)
            self._hear()
            self._hand_back()

    def pass_time(self, seconds: float) -> None:
        """No sample came for so long."""
        self._now_s += seconds
        self._check.pass_time(seconds)
        self._hand_back()

    def lasts(self, state: State) -> bool:
        """False once nothing of the check is left: closed, or shown for long, or somebody begins a session."""
        if self._over_s is not None and self._now_s - self._over_s > RESULT_S:
            self._shown = False
        begun = not self.has_the_mat and state not in (State.WAITING, State.FAULT)
        return self.has_the_mat or (self._shown and not begun)

    @property
    def fine(self) -> bool:
        """Every zone answered to its own press."""
        return self._check.over and self._check.wiring.fine

    def touch(self, intent: str) -> None:
        """check:skip, check:end or check:close; the stop button ends it too."""
        if intent == "check:skip":
            self._check.skip()
            return
        self._check.end()
        self._note_end()
        self._shown = self._shown and intent != "check:close"

    def over(self, snapshot: Snapshot) -> Snapshot:
        """The check's screen in place of the session's, while it is shown."""
        if not self._shown:
            return snapshot
        view = self._check.view()
        return replace(snapshot, screen="check_done" if view.over else "check", check=view)

    def _hear(self) -> None:
        """A tone for each press that was understood, and one for the end."""
        answers = self._check.answers
        if answers > self._answers:
            self._sound("rep")
        self._answers = answers

    def _hand_back(self) -> None:
        """The check is over and no hand is on the mat any more: the detection begins anew."""
        check = self._check
        self._note_end()
        if self._over_s is None:
            return
        if check.empty_g is None:
            self.has_the_mat = False  # it never was empty: whoever was there is still known to the detection
        elif check.released or self._now_s - self._over_s > RELEASE_S:
            self.has_the_mat = False
            self.pipeline = self.pipeline.anew(check.empty_g)

    def _note_end(self) -> None:
        if self._check.over and self._over_s is None:
            self._over_s = self._now_s
            log.info("the guided check is over: %s", "all zones are fine" if self._check.wiring.fine
                     else self._check.wiring.end)
