"""The PIN of staff: ten digits, a way back, and what became of the last try."""

from display.boxes import Box
from display.parts import Button, Dots, Label, Part
from display.screens.page import HELP, HOME, foot, headline, page
from display.screens.stepper import rows_of
from display.texts import text
from display.theme import YELLOW, Theme
from mat.core.snapshot import Snapshot
from mat.core.staff_view import PinView

FEWEST_DIGITS = 4


def pin(snapshot: Snapshot, theme: Theme) -> list[Part]:
    view = snapshot.pin or PinView()
    at = page(theme, (HOME, HELP), theme.title_px, info_share=0.56)
    title, dots = at.head.cut_left(round(0.5 * at.head.w), theme.gap)
    return [
        headline(theme, title, text("pin_title"), theme.title_px),
        Dots(dots.inset(0, round(0.22 * dots.h)), view.entered, max(FEWEST_DIGITS, view.entered)),
        *_keys(theme, at.body),
        *foot(snapshot, theme, at, _told(view, theme, at.info)),
    ]


def _keys(theme: Theme, box: Box) -> list[Part]:
    """1 to 9 and 0, then the way to take one back."""
    count, columns = (4, 3) if theme.portrait else (2, 6)
    gap = theme.gap // 2
    cells = [cell for row in rows_of(theme, box, count) for cell in row.columns(columns, gap)]
    digits: list[Part] = [Button(cell, str((n + 1) % 10), f"pin:{(n + 1) % 10}", theme.title_px)
                          for n, cell in enumerate((*cells[:9], cells[10 if theme.portrait else 9]))]
    return [*digits, Button(cells[-1], text("delete_button"), "pin:delete", theme.small_px)]


def _told(view: PinView, theme: Theme, box: Box) -> list[Part]:
    said = [text("pin_wrong")] if view.wrong else []
    if view.wait_s:
        said.append(text("pin_wait", seconds=view.wait_s))
    if not said:
        return []
    return [Label(box, "\n".join(said), theme.small_px, YELLOW, "semibold", "centre" if theme.portrait else "left")]
