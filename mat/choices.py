"""What was chosen on the screen itself: kept beside the sessions, laid over the settings file."""

import json
import logging
import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mat.core.preferences import Language, Preferences
from mat.settings import Settings

log = logging.getLogger(__name__)
FILE = "screen.json"


class _Kept(BaseModel):
    """What the file may hold; what was never chosen is not in it, so that the settings file still rules it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    volume: Annotated[int, Field(ge=0, le=10)] | None = None
    brightness: Annotated[int, Field(ge=1, le=10)] | None = None
    speech: bool | None = None
    speech_wpm: Annotated[int, Field(ge=120, le=180)] | None = None
    count_aloud: bool | None = None
    language: Language | None = None
    viewing_distance_m: Annotated[float, Field(ge=0.5, le=4)] | None = None
    large: bool | None = None
    reduced_motion: bool | None = None


def usual(settings: Settings) -> Preferences:
    """As the settings file has them."""
    display, sound = settings.display, settings.sound
    return Preferences(
        volume=round(10 * sound.volume), brightness=max(1, round(10 * display.brightness)), speech=sound.speech,
        speech_wpm=sound.speech_wpm, count_aloud=sound.count_aloud, language=display.language,
        viewing_distance_m=display.viewing_distance_m, large=display.large, reduced_motion=display.reduced_motion)


def settings_with(settings: Settings, chosen: Preferences) -> Settings:
    """The settings with what was chosen in place; a value that was not changed keeps its exact size."""
    before = usual(settings)
    changed = {name: value for name, value in asdict(chosen).items() if value != getattr(before, name)}
    heard = ("speech", "speech_wpm", "count_aloud")
    sound: dict[str, Any] = {name: changed.pop(name) for name in heard if name in changed}
    if "volume" in changed:
        sound["volume"] = changed.pop("volume") / 10
    if "brightness" in changed:
        changed["brightness"] /= 10
    return settings.model_copy(update={"display": settings.display.model_copy(update=changed),
                                       "sound": settings.sound.model_copy(update=sound)})


class Choices:
    """The file `screen.json` of a data folder. A file that cannot be read or written is told in the log and changes
    nothing: a kiosk must not stop for how loud it is."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.file = folder / FILE
        self._usual = usual(settings)
        self._kept = self._read()
        self.now = replace(self._usual, **self._kept)

    def _read(self) -> dict[str, Any]:
        try:
            told = _Kept.model_validate_json(self.file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError, ValidationError) as fault:
            log.warning("%s: what was chosen on the screen cannot be read, the settings are used instead (%s)",
                        self.file, " ".join(str(fault).split()))
            return {}
        return told.model_dump(exclude_none=True)

    def choose(self, wanted: Preferences) -> None:
        """From now on, and after the next start."""
        changed = {name: value for name, value in asdict(wanted).items() if value != getattr(self.now, name)}
        self.now = wanted
        self._kept |= changed

    def save(self) -> None:
        """Whole or not at all: the plug may be pulled at any moment."""
        part = self.file.with_suffix(".part")
        try:
            with part.open("w", encoding="utf-8") as file:
                json.dump(self._kept, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.file)
        except OSError as fault:
            log.warning("%s: what was chosen on the screen could not be kept (%s)", self.file, fault.strerror)
