"""The panel: opened as large as it is, refused when nobody could see it."""

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pygame

from display.texts import speaking, text
from mat.ports import MatError
from mat.settings import DisplaySettings

log = logging.getLogger(__name__)
BLIND_DRIVERS = ("offscreen", "dummy", "evdev")
"""What SDL picks, without a word, when it finds no real display."""


class DisplayError(MatError):
    """There is a display, but it cannot be used."""


class NobodySees(DisplayError):
    """SDL found no display that anybody could see, and was not told to use a particular one."""


def no_display(env: Mapping[str, str], dri: Path) -> bool:
    """True on a Linux without a desktop and without a graphics card, unless SDL was told what to use."""
    told = any(env.get(name) for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"))
    return sys.platform.startswith("linux") and not told and not dri.exists()


def open_panel(settings: DisplaySettings, env: Mapping[str, str]) -> pygame.Surface:
    """The panel's surface. Without a desktop vertical sync is asked for, else some Pi panels show torn lines; on a
    desktop SDL would only sleep for it, up to a frame's time. Under X the picture goes to the server as it is: where
    OpenGL is software, as in a virtual machine, the way through it costs three times the time and 90 MB.

    Raises DisplayError for a display that does not open, NobodySees for one that only SDL knows of.
    """
    if env.get("SDL_VIDEODRIVER") == "kmsdrm" and (card := connected_card()) is not None:
        os.environ.setdefault("SDL_KMSDRM_DEVICE_INDEX", str(card))
    try:
        pygame.display.init()
        if pygame.display.get_driver() == "kmsdrm":
            os.environ.setdefault("SDL_RENDER_VSYNC", "1")
        elif pygame.display.get_driver() == "x11":
            os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        _refuse_blind(env)
        with speaking(settings.language):
            pygame.display.set_caption(text("app_name"))
        panel = (pygame.display.set_mode((0, 0), pygame.FULLSCREEN) if settings.fullscreen
                 else pygame.display.set_mode(settings.size))
    except pygame.error as fault:
        raise DisplayError(f"the display does not open ({fault}). Check its cable and that the user is in the "
                           "groups video and input, or use --headless.") from fault
    pygame.mouse.set_visible(not settings.fullscreen)
    return panel


def connected_card(folder: Path = Path("/sys/class/drm")) -> int | None:
    """Number of the graphics card that a panel is connected to: /dev/dri/cardN. The kernel numbers them as they come, a
    Pi has one that draws and one with the plugs, and a number that was right once is wrong after the next start.

    A panel on the Pi's own ribbon (DSI, DPI) goes before a screen on a plug; None where nothing is connected.
    """
    found: list[tuple[bool, int]] = []
    for status in folder.glob("card*-*/status"):
        card, _, plug = status.parent.name.partition("-")
        number = card.removeprefix("card")
        try:
            connected = status.read_text("ascii").strip() == "connected"
        except OSError as fault:
            log.warning("%s: cannot be read (%s)", status, fault.strerror)
            continue
        if connected and number.isdecimal():
            found.append((not plug.startswith(("DSI", "DPI")), int(number)))
    return min(found)[1] if found else None


def _refuse_blind(env: Mapping[str, str]) -> None:
    driver = pygame.display.get_driver()
    if driver in BLIND_DRIVERS and env.get("SDL_VIDEODRIVER") != driver:
        pygame.display.quit()
        raise NobodySees(f"SDL chose the display driver {driver!r}, which nobody can see. Set SDL_VIDEODRIVER=kmsdrm "
                         "on a panel without a desktop, or use --headless.")
