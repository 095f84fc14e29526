"""The sampler's process watched: restarted when it hangs or dies, its faults named, its passing troubles told."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hardware.clock import SystemClock
from hardware.i2c import CONFIG_LINE, SLOW_BELOW_HZ
from hardware.sampler import SamplerConfig, SamplerHealth, SamplerProcess
from mat.core.snapshot import FaultNote
from mat.core.zones import Sample
from mat.ports import Clock, MatError

log = logging.getLogger(__name__)

SILENT_S = 0.4
"""A sampler that has not moved for so long is shown as failing; it beats every 10 ms."""
RESTART_AFTER_S = 4.0
"""A hung bus on a Pi 5 blocks about a second a transfer: sooner would end a sampler that is only waiting."""
STARTS_WITHIN_S = 8.0
NO_SAMPLE_S = 2.0
"""A sampler that lives and gives nothing for so long has a fault that it does not know."""
MOST_PATIENT_S = 30.0
TOLD_FOR_S = 10.0
"""A trouble that has passed is shown for so long after it was last seen."""
LOOSE_SCANS = 3
BEGINS_WITHIN_S = 25.0
"""A busy or a slow computer takes long to load a process; a new one instead would begin from the beginning."""
GIVE_UP_S = 60.0
"""A sampler that has not lived for so long, over several new processes, is beyond mending from here."""


class Sampling(Protocol):
    """A sampler as it is seen from here (hardware.sampler.SamplerProcess)."""

    def start(self) -> None: ...
    def read_new(self) -> list[Sample]: ...
    def health(self) -> SamplerHealth: ...
    def stop(self, patience_s: float = ...) -> None: ...
    def abandon(self) -> None: ...


class Supervisor:
    """Owns the sampler. `fault` and `mend` are asked a few times a second with what `health` told."""

    def __init__(self, config: SamplerConfig, make: Callable[[SamplerConfig], Sampling] = SamplerProcess,
                 clock: Clock | None = None) -> None:
        self._config = config
        self._make = make
        self._clock = clock or SystemClock()
        self._sample_s = 0.0
        self._lived_s = self._clock.now_s()
        self._process = self._start()
        self._restarts = 0
        self._note: FaultNote | None = None
        """The last fault, until a sample has come after it."""
        self._told_missed = 0
        self.troubles = Troubles()

    def _start(self) -> Sampling:
        process = self._make(self._config)
        process.start()
        self._started_s = self._clock.now_s()
        return process

    def read_new(self) -> list[Sample]:
        samples = self._process.read_new()
        if samples:
            self._note, self._sample_s = None, self._clock.now_s()
        return samples

    def health(self) -> SamplerHealth:
        """As it is now; remembers when the sampler was last seen to live."""
        health = self._process.health()
        age_s = health.heartbeat_age_s
        if age_s is not None and age_s < SILENT_S:
            self._lived_s = self._clock.now_s()
        return health

    def advances(self, health: SamplerHealth) -> bool:
        """False once the sampler has not lived for long, though it was started again and again: then only a new start
        of everything can help. A bus that hangs is not the sampler's fault, and no start of ours mends it."""
        return health.finished or health.transferring or self._clock.now_s() - self._lived_s < GIVE_UP_S

    def fault(self, health: SamplerHealth) -> FaultNote | None:
        """What is wrong as the screen says it; None while all is well or still starting. A fault lasts until a sample
        comes: a process that is only just started again heals nothing yet."""
        found = self._fault(health)
        if found is not None:
            self._note = found
        return None if health.finished else found or self._note

    def _fault(self, health: SamplerHealth) -> FaultNote | None:
        age_s = health.heartbeat_age_s
        silent = age_s is not None and age_s > SILENT_S
        if health.fault and health.alive and not silent:
            return FaultNote(health.fault_key, health.fault_part, health.fault)
        if age_s is None and self._clock.now_s() - self._started_s < STARTS_WITHIN_S:
            return None  # it is still starting
        if health.alive and age_s is not None and not silent:
            patience_s = NO_SAMPLE_S if self._sample_s > self._started_s else STARTS_WITHIN_S
            dry = self._clock.now_s() - max(self._sample_s, self._started_s) > patience_s
            return FaultNote("fault_sampler", "", "The sampler lives and gives no sample.") if dry else None
        if health.alive and health.transferring:
            return FaultNote("fault_bus", "", "A transfer on the I²C bus does not end.")
        return FaultNote("fault_sampler", "", health.fault or "The sampler hangs.")

    def mend(self, health: SamplerHealth) -> None:
        """Restarts a process that is gone or has hung for long, less and less often."""
        age_s = health.heartbeat_age_s
        since_s = self._clock.now_s() - self._started_s
        hung = age_s is not None and age_s > RESTART_AFTER_S
        never = age_s is None and since_s > BEGINS_WITHIN_S
        if health.finished or not (not health.alive or hung or never):
            return
        if since_s < min(MOST_PATIENT_S, 2.0 ** (self._restarts - 1)):
            return
        log.warning("restarting the sampler: %s", health.fault or "it hangs")
        self._restarts += 1
        self.restart()

    def restart(self) -> None:
        """At once: the person asked to try again. Raises MatError when a recording would begin anew."""
        if self._config.recording is not None:
            raise MatError(f"The sampler failed while it played {self._config.recording}. Start it again.")
        self._process.abandon()
        self.troubles.forget()
        self._process = self._start()

    def tell_missed(self, health: SamplerHealth) -> None:
        missed = health.missed + health.lapped
        if missed > self._told_missed:
            log.info("missed samples: %d so far (worst %.1f ms late)", missed, health.worst_late_s * 1e3)
        self._told_missed = missed

    def stop(self) -> None:
        self._process.stop()


@dataclass
class _Trouble:
    """Something that is counted: how far it was, when it last grew."""

    key: str
    says: str
    least: int = 1
    count: int = 0
    seen_s: float | None = None

    def look(self, now_s: float, count: int) -> bool:
        """True while it is to be told."""
        if count >= self.count + self.least:
            if self.seen_s is None:
                log.warning("trouble begins: %s", self.says)
            self.count, self.seen_s = count, now_s
        elif self.seen_s is not None and now_s - self.seen_s > TOLD_FOR_S:
            log.warning("trouble ends: %s (%d so far)", self.says, count)
            self.seen_s, self.count = None, count
        return self.seen_s is not None


class Troubles:
    """What passes too quickly to be a fault, as a small text on the screen, logged when it begins and ends."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """The counts begin anew with a new process."""
        self._supply = _Trouble("warn_supply", "a converter's supply dipped")
        self._loose = _Trouble("warn_loose", "the I²C bus refused transfers", LOOSE_SCANS)
        self._slow = False

    def look(self, now_s: float, health: SamplerHealth) -> str | None:
        """The key of the text to show now, or None."""
        supply = self._supply.look(now_s, health.resets)
        loose = self._loose.look(now_s, health.refused)
        slow = 0 < health.bus_hz < SLOW_BELOW_HZ
        if slow is not self._slow:
            self._slow = slow
            log.warning("trouble %s: the I²C bus runs at %.0f kHz. %s", "begins" if slow else "ends",
                        health.bus_hz / 1000, CONFIG_LINE)
        return "warn_supply" if supply else "warn_loose" if loose else "warn_slow_bus" if slow else None
