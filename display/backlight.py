"""The panel's own light, where the kernel offers one; else the picture itself is darkened."""

import logging
from pathlib import Path

log = logging.getLogger(__name__)
FOLDER = Path("/sys/class/backlight")


class Backlight:
    """One panel's light. A light that refuses is told once in the log and left alone."""

    def __init__(self, folder: Path, most: int) -> None:
        self._file, self._most = folder / "brightness", most
        self._set: int | None = None
        self.works = True

    def set(self, share: float) -> None:
        """`share` of its full brightness, 0 to 1; more than 0 is never quite dark."""
        level = max(1 if share else 0, round(share * self._most))
        if level == self._set or not self.works:
            return
        try:
            self._file.write_text(str(level), "ascii")
            self._set = level
        except OSError as fault:
            self.works = False
            log.warning("The panel's light cannot be set (%s: %s); the picture is darkened instead. "
                        "The user needs to be in the group video, with the udev rule of systemd/.",
                        self._file, fault.strerror)


def find_backlight(folder: Path = FOLDER) -> Backlight | None:
    """The first light there is; None without one that can be understood."""
    for found in sorted(folder.glob("*")):
        try:
            most = int((found / "max_brightness").read_text("ascii"))
        except (OSError, ValueError) as fault:
            log.warning("%s: is no light that can be set (%s)", found, fault)
            continue
        if most > 0:
            return Backlight(found, most)
    return None
