"""The guided check: each zone is pressed when asked for; which input answers tells how the mat is wired."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from mat.core.calm import CALM_S, not_empty, restless
from mat.core.levels import Levels
from mat.core.wiring_verdict import End, Trial, Wait, Wiring, judge, usual_inputs
from mat.core.wiring_view import STEPS, CheckView, Phase, steps_of
from mat.core.zones import SUPPLY_V, Layout, Sample

LOOK_S, LEVEL_S = 0.05, 0.3
"""The zones are looked at so often, and judged by so much of the past."""
CALM_AGAIN_S = 0.5
"""All zones must rest for so long before each further press."""
PRESS_G, NOISES = 0.08, 8.0
"""A press raises a zone by more than this and by so many times its noise; what a neighbour feels stays below."""
ALONE = 2.0
"""The pressed zone must rise so many times as far as any other."""
HOLD_S = 0.5
RELEASED_G, RELEASED_SHARE = 0.06, 0.3
"""Let go: down to this, or to this share of the rise; a sheet keeps 20 to 25 % for seconds."""
ASK_S, PATIENCE_S, STICKS_S, IDLE_S = 25.0, 60.0, 20.0, 120.0
"""How long a zone is asked for; what is in the way is waited out; a zone may keep its load; nobody presses."""
SOON_S = 4.0
"""A hand that was just asked to let go, and a sheet that falls, need no second word before."""
TOGETHER = 3
"""So many presses with the same two zones are no slip of the hand."""

class WiringCheck:
    """One check from the empty mat to the result. Time comes with the samples; what is unclear is asked again."""

    def __init__(self, layout: Layout, supply_v: float = SUPPLY_V, inputs: Sequence[str] | None = None) -> None:
        """`inputs`: how each zone's input is called, e.g. "A1 of 0x49"; without them by their number."""
        self.layout = layout
        self.phase: Phase = "empty"
        self.empty_g: tuple[float, ...] | None = None
        """The conductance of each zone on the empty mat; None until it has been seen empty."""
        self._supply_v = supply_v
        self._inputs = tuple(inputs or usual_inputs(layout))
        self._levels = Levels(supply_v, CALM_S)
        self._wait: Wait | None = Wait("looking")
        self._hint: Wait | None = None
        self._t_s: float | None = None
        self._looked_s = self._since_s = self._pressed_s = self._held_s = self._in_the_way_s = 0.0
        self._silent_s = 0.0
        self._rises: tuple[float, ...] = (0.0,) * len(layout.zones)
        self._zero_g: tuple[float, ...] = self._rises
        self._best_g = list(self._rises)
        self._noise_v: tuple[float, ...] = ()
        self._candidate: int | None = None
        self._trial: Trial | None = None
        self._before: int | None = None
        self._pair: tuple[int, int] | None = None
        self._pairs: list[tuple[int, int]] = []
        self._trials: list[Trial] = []
        self.answers = 0
        """Presses understood up to now."""

    # -- what comes in ------------------------------------------------------------------------------------

    def step(self, sample: Sample) -> None:
        """Samples must come in rising time; a gap stops the check's clocks and begins its readings anew."""
        if self._t_s is None:
            self._looked_s = self._since_s = self._pressed_s = sample.t_s
        self._t_s, self._silent_s = sample.t_s, 0.0
        gap_s = self._levels.add(sample)
        if gap_s:
            self._since_s, self._pressed_s = self._since_s + gap_s, self._pressed_s + gap_s
            self._forget_press()
        if sample.t_s - self._looked_s >= LOOK_S:
            passed_s, self._looked_s = min(sample.t_s - self._looked_s, LEVEL_S), sample.t_s
            if self._levels.cover(LEVEL_S):
                self._look(passed_s)

    def pass_time(self, seconds: float) -> None:
        """No sample came for so long: nothing is known, and after `PATIENCE_S` of it the check ends."""
        self._silent_s += seconds
        if self.over:
            return
        self._wait = Wait("silent")
        if self._silent_s > PATIENCE_S:
            self._finish("ended")

    def skip(self) -> None:
        """The zone that is asked for is left out."""
        if self.phase == "press":
            self._pressed_s = self._now_s
            self._settle(Trial(self._place, skipped=True))

    def end(self) -> None:
        """Whoever checks has had enough; what was found so far is kept."""
        if not self.over:
            self._wait = None
            self._finish("ended")

    # -- what can be seen ---------------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        return self.phase in ("done", "refused", "ended")

    @property
    def released(self) -> bool:
        """Nothing presses the mat: all zones are back where they were when it was empty."""
        return self.empty_g is not None and not self._still_pressed()

    @property
    def wiring(self) -> Wiring:
        """What the presses so far say."""
        end: End = "done" if self.phase == "done" else "refused" if self.phase == "refused" else "ended"
        return judge(self.layout, self._trials, self._inputs, self._noise_v, self._supply_v, end, self._wait)

    def view(self) -> CheckView:
        wiring, tried = self.wiring, len(self._trials)
        asked = self.phase == "press" or (self.phase == "release" and self._trial is not None)
        held_s = self._now_s - self._held_s if self._candidate is not None else 0.0
        return CheckView(
            self.layout, self.phase, self.layout.names[self._place] if asked else None, self._place + 1,
            self._wait or self._hint, round(STEPS * min(1.0, held_s / HOLD_S)),
            tuple(steps_of(rise) for rise in self._rises),
            tuple(zone.fine if place < tried else None for place, zone in enumerate(wiring.zones)),
            self.answers, wiring if self.over else None)

    @property
    def _now_s(self) -> float:
        return self._t_s or 0.0

    @property
    def _place(self) -> int:
        return min(len(self._trials), len(self.layout.zones) - 1)

    # -- looking ------------------------------------------------------------------------------------------

    def _look(self, passed_s: float) -> None:
        loads = self._levels.loads(LEVEL_S)
        self._rises = tuple(g - zero for g, zero in zip(loads, self._zero_g, strict=True))
        looks: dict[Phase, Callable[[float], None]] = {
            "empty": self._look_empty, "press": self._look_press, "release": self._look_release}
        if self.phase in looks:
            looks[self.phase](passed_s)

    def _look_empty(self, passed_s: float) -> None:
        self._wait = not_empty(self._levels, self.layout.names, self._supply_v)
        if self._wait is None:
            self.empty_g = self._zero_g = self._levels.loads(CALM_S)
            self._noise_v = self._levels.noise_v(CALM_S)
            self._pressed_s = self._now_s
            self._ask()
        elif self._now_s - self._since_s > PATIENCE_S:
            self._finish("refused")

    def _ask(self) -> None:
        self.phase, self._since_s, self._in_the_way_s = "press", self._now_s, 0.0
        self._wait = None
        self._forget_press()

    def _forget_press(self) -> None:
        self._candidate, self._pair = None, None

    def _look_press(self, passed_s: float) -> None:
        over = [place for place, rise in enumerate(self._rises) if rise > self._least(place)]
        if not over:
            self._look_nobody_presses()
            return
        self._since_s += passed_s
        self._in_the_way_s += passed_s
        first = max(over, key=lambda place: self._rises[place])
        near = [place for place in over if place != first and self._rises[place] * ALONE > self._rises[first]]
        if near:
            self._candidate = None
            names = self.layout.names
            second = max(near, key=lambda place: self._rises[place])
            self._pair = (min(first, second), max(first, second)) if len(near) == 1 else None
            self._wait = Wait("two", names[first], names[second]) if len(near) == 1 else Wait("many")
        elif first != self._candidate:
            self._candidate, self._held_s, self._wait = first, self._now_s, None
        elif self._now_s - self._held_s >= HOLD_S:
            self._understood(first)
            return
        if self._in_the_way_s > PATIENCE_S:
            self._finish("refused")

    def _least(self, place: int) -> float:
        """The rise that a press of this zone must exceed: noise counts more the nearer the supply."""
        noise_v = self._noise_v[place]
        rest_v = self._supply_v * self._zero_g[place] / (1 + self._zero_g[place])
        return max(PRESS_G, NOISES * noise_v * self._supply_v / (self._supply_v - rest_v) ** 2)

    def _look_nobody_presses(self) -> None:
        if self._pair is not None:
            self._pairs.append(self._pair)
            last = self._pairs[-TOGETHER:]
            if len(last) == TOGETHER and len(set(last)) == 1 and self._place in last[0]:
                self._settle(Trial(self._place, together=sum(last[0]) - self._place))
                return
        self._forget_press()
        self._in_the_way_s = 0.0
        if self._wait is not None and self._wait.key == "silent":
            self._wait = None
        if self._now_s - self._since_s > ASK_S:
            self._settle(Trial(self._place))
        elif self._now_s - self._pressed_s > IDLE_S:
            self._wait = Wait("idle")
            self._finish("ended")

    def _understood(self, answered: int) -> None:
        """A press is clear; how far it goes is watched until it is let go."""
        self._pressed_s = self._now_s
        self.answers += 1
        self._settle(Trial(self._place, answered))
        self._follow_press()

    # -- letting go ---------------------------------------------------------------------------------------

    def _settle(self, trial: Trial) -> None:
        self._trial = trial
        self._pairs = []
        self._forget_press()
        self.phase, self._since_s, self._wait, self._hint = "release", self._now_s, None, None

    def _look_release(self, passed_s: float) -> None:
        self._follow_press()
        pressed = self._still_pressed()
        waited_s = self._now_s - self._since_s
        if pressed and self._trial and pressed == [self._trial.answered] and waited_s > STICKS_S:
            left = self._rises[pressed[0]] / max(self._trial.rise, 1e-9)
            self._trial, pressed = replace(self._trial, stuck_at=left), []
        covered = waited_s >= CALM_AGAIN_S and self._levels.cover(CALM_AGAIN_S)
        if pressed:
            wait: Wait | None = Wait("let_go", self.layout.names[pressed[0]])
        elif covered:
            wait = restless(self._levels, self.layout.names, CALM_AGAIN_S)
            if wait is None:
                self._next()
                return
        else:
            wait = None
        self._wait = wait if waited_s > SOON_S else None
        if waited_s > PATIENCE_S:
            self._finish("refused")

    def _follow_press(self) -> None:
        """The trial keeps the moment of its largest rise."""
        trial = self._trial
        if trial is None or trial.answered is None or self._rises[trial.answered] <= trial.rise:
            return
        rise = self._rises[trial.answered]
        share, beside = max((other / rise, place) for place, other in enumerate(self._rises) if place != trial.answered)
        self._trial = replace(trial, rise=rise, volts=self._levels.volts(LEVEL_S)[trial.answered],
                              along=(beside, share) if share > 0 else None)

    def _still_pressed(self) -> list[int]:
        """The zones that are not back near where they were on the empty mat."""
        assert self.empty_g is not None
        found = []
        for place, (rise, zero, empty) in enumerate(zip(self._rises, self._zero_g, self.empty_g, strict=True)):
            above = rise + zero - empty
            self._best_g[place] = max(self._best_g[place], above)
            if above > max(RELEASED_G, RELEASED_SHARE * self._best_g[place]):
                found.append(place)
        return found

    def _next(self) -> None:
        """On to the next zone; an answer from the wrong one is believed only when it comes twice."""
        trial, self._trial = self._trial, None
        assert trial is not None
        self._zero_g = self._levels.loads(LEVEL_S)
        if trial.stuck_at is not None and self.empty_g is not None:
            self.empty_g = tuple(max(pair) for pair in zip(self.empty_g, self._zero_g, strict=True))
        self._rises = (0.0,) * len(self._zero_g)
        surprising = trial.answered not in (None, trial.zone, self._before)
        self._before = trial.answered if surprising else None
        if surprising and trial.answered is not None:
            self._hint = Wait("again", self.layout.names[trial.answered], self.layout.names[trial.zone])
        else:
            self._trials.append(trial)
        if len(self._trials) == len(self.layout.zones):
            self._finish("done")
        else:
            self._ask()

    def _finish(self, phase: Literal["done", "refused", "ended"]) -> None:
        self.phase, self._hint = phase, None
        self._trial = None
        if phase == "done":
            self._wait = None
