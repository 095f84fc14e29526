"""Sound files that are whole or not there at all, and the folder they are kept in."""

import os
import wave
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import platformdirs

HEADER = 44
_LEAST_S = 0.05


def cache_folder(env: Mapping[str, str] = os.environ) -> Path:
    """systemd's cache folder of the service, else the user's."""
    told = env.get("CACHE_DIRECTORY", "").partition(":")[0]
    return (Path(told) if told else platformdirs.user_cache_path("mat-kiosk")) / "speech"


def whole(path: Path) -> bool:
    """True for a sound file that has all that its header promises."""
    try:
        with wave.open(str(path)) as file:
            frames, rate_hz, width = file.getnframes(), file.getframerate(), file.getsampwidth()
        return bool(frames >= _LEAST_S * rate_hz) and path.stat().st_size >= HEADER + frames * width
    except (OSError, EOFError, wave.Error):
        return False


def write(path: Path, rendered: bytes) -> Path:
    """Under a name of its own first: nobody finds half a file. espeak-ng cannot know the length when it begins to
    write to a pipe, so the header is made anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        with part.open("wb") as raw:
            with wave.open(raw, "wb") as file:
                file.setparams((1, 2, int.from_bytes(rendered[24:28], "little"), 0, "NONE", ""))
                file.writeframes(rendered[HEADER:])
            raw.flush()
            os.fsync(raw.fileno())
        return part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
