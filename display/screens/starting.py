"""Shims."""

from display.parts import Label, Part
from display.theme import Theme
from mat.core.snapshot import Snapshot


def starting(snapshot: Snapshot, theme: Theme) -> list[Part]:
    return [Label(theme.surface.inset(40), "Starting", theme.title_px)]
