"""A recording through the live pipeline, as fast as it goes."""

from dataclasses import dataclass
from pathlib import Path

from hardware.recording import read_recording
from mat.core.events import Event, Rep
from mat.core.exercise import MIN_HOLD_S
from mat.core.pipeline import Pipeline


@dataclass(frozen=True)
class Replayed:
    """What one recording said."""

    name: str
    seconds: float
    events: tuple[Event, ...]

    @property
    def reps(self) -> tuple[Rep, ...]:
        return tuple(event for event in self.events if isinstance(event, Rep))


def replay(path: Path, min_hold_s: float = MIN_HOLD_S) -> Replayed:
    """Raises RecordingError when the file cannot be read, naming file, line and column."""
    recording = read_recording(path)
    pipeline = Pipeline(recording.layout, min_hold_s)
    events: list[Event] = []
    seconds = 0.0
    for sample in recording:
        events += pipeline.step(sample)
        seconds = sample.t_s
    events += pipeline.finish()
    return Replayed(recording.name, seconds, tuple(events))
