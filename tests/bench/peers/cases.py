"""The recordings of a folder with their labels, and what this product says of one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.recording import Recording, read_recording
from mat.core.events import as_public
from mat.core.pipeline import Pipeline
from tests.bench.peers.rules import Said

LABELS = ".labels.json"


@dataclass(frozen=True)
class Labelled:
    recording: Recording
    labels: dict[str, Any]


def labelled(folder: Path) -> list[Labelled]:
    """Raises ValueError where there are no labels, RecordingError for labels without a recording."""
    found = sorted(folder.glob(f"*{LABELS}"))
    if not found:
        raise ValueError(f"{folder}: no recordings with labels here. Labels are called NAME{LABELS}.")
    return [Labelled(read_recording(_beside(path)), json.loads(path.read_text("utf-8"))) for path in found]


def _beside(labels: Path) -> Path:
    name = labels.name.removesuffix(LABELS)
    plain = labels.with_name(f"{name}.csv")
    return plain if plain.exists() else labels.with_name(f"{name}.csv.gz")


def product(recording: Recording) -> Said:
    """What `mat replay --json` says of it, sample by sample through the live pipeline."""
    pipeline = Pipeline(recording.layout)
    said = [event for sample in recording for event in pipeline.step(sample)]
    return [as_public(event) for event in said + pipeline.finish()]
