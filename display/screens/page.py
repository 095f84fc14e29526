"""The page that all screens share: headline, body, and a foot with information at the left and buttons at the right.

In portrait the buttons fill the last row and the information stands above them. A warning takes the place of the
information, so it is at the same spot on every screen.
"""

from dataclasses import dataclass, replace

from display.boxes import Box
from display.parts import Button, FootSign, Label, Notice, Part
from display.texts import text
from display.theme import Theme
from mat.core.snapshot import Snapshot
from mat.core.zones import SIDES, Side


@dataclass(frozen=True)
class Ask:
    """A button to be placed: `width` in touch targets; `small` for what is seldom wanted."""

    key: str
    intent: str
    width: float = 1.9
    small: bool = False


HELP = Ask("help_button", "emergency", 1.25, small=True)
CHECK = Ask("check_button", "check", 1.25, small=True)
STOP = Ask("stop_button", "stop", 2.0)
RETRY = Ask("retry_button", "retry", 2.0)
HOME = Ask("back_button", "home", 1.4)


@dataclass(frozen=True)
class Page:
    head: Box
    body: Box
    info: Box
    buttons: tuple[Button, ...]


def page(theme: Theme, asks: tuple[Ask, ...], head_px: int, lines: tuple[int, int] = (1, 1),
         info_share: float = 1.0, more: tuple[Ask, ...] = ()) -> Page:
    """Cut the surface. The headline has room for `lines` of `head_px` in landscape and in portrait.

    In portrait the information is `info_share` of a touch target high. `more` buttons stand beside the headline, in
    portrait below it.
    """
    inside = theme.surface.inset(theme.margin)
    row, rest = inside.cut_bottom(theme.touch_px, theme.gap)
    if theme.portrait:
        info, rest = rest.cut_bottom(round(theme.touch_px * info_share), theme.gap)
        buttons = _placed(theme, asks, _middle(theme, row, len(asks)), fill=True)
    else:
        buttons = _placed(theme, asks, row, fill=False)
        info = Box(row.x, row.y, buttons[0].box.x - theme.gap - row.x, row.h)
    head_h = round(head_px * lines[1 if theme.portrait else 0] * 1.02)
    if more and not theme.portrait:
        head_h = max(head_h, theme.touch_px)
    head, body = rest.cut_top(head_h, theme.gap)
    if more:
        head, body, added = _beside_head(theme, head, body, more)
        buttons = (*added, *buttons)
    return Page(head, body, info, buttons)


def _beside_head(theme: Theme, head: Box, body: Box, asks: tuple[Ask, ...]) -> tuple[Box, Box, tuple[Button, ...]]:
    if theme.portrait:
        row, body = body.cut_top(theme.touch_px, theme.gap)
        return head, body, _placed(theme, asks, _middle(theme, row, len(asks)), fill=True)
    row, _ = head.cut_top(theme.touch_px)
    added = _placed(theme, asks, row, fill=False)
    return Box(head.x, head.y, added[0].box.x - theme.gap - head.x, head.h), body, added


def beside_info(theme: Theme, at: Page, asks: tuple[Ask, ...]) -> Page:
    """The same page with more buttons at the right end of the information."""
    added = _placed(theme, asks, at.info, fill=False)
    info = Box(at.info.x, at.info.y, added[0].box.x - theme.gap - at.info.x, at.info.h)
    return replace(at, info=info, buttons=(*added, *at.buttons))


def _middle(theme: Theme, row: Box, count: int) -> Box:
    """The row; a button that is alone does not fill it."""
    width = min(row.w, 2 * theme.touch_px) if count == 1 else row.w
    return Box(row.x + (row.w - width) // 2, row.y, width, row.h)


def _placed(theme: Theme, asks: tuple[Ask, ...], row: Box, fill: bool) -> tuple[Button, ...]:
    room = row.w - theme.gap * (len(asks) - 1)
    widths = [int(ask.width * theme.touch_px) for ask in asks]
    if fill:
        widths = _filling(room, theme.touch_px, [ask.width for ask in asks])
    x = row.right - sum(widths) - theme.gap * (len(asks) - 1)
    buttons = []
    for ask, width in zip(asks, widths, strict=True):
        px = theme.small_px if ask.small else theme.body_px
        buttons.append(Button(Box(x, row.y, width, row.h), text(ask.key), ask.intent, px,
                              "stop" if ask.intent == "stop" else "plain"))
        x += width + theme.gap
    return tuple(buttons)


def _filling(room: int, least: int, shares: list[float]) -> list[int]:
    """Widths that fill the room: each has its touch target, what is left goes to those that want more."""
    least = min(least, room // len(shares))
    wants = [share - 0.9 for share in shares]
    return [int(least + (room - least * len(shares)) * want / sum(wants)) for want in wants]


def foot(snapshot: Snapshot, theme: Theme, at: Page, told: list[Part]) -> list[Part]:
    """The buttons, and beside them what is `told`, or the warning instead of it."""
    if snapshot.warning:
        told = [Notice(at.info, text(snapshot.warning), theme.small_px)]
    return [*told, *at.buttons]


def headline(theme: Theme, box: Box, words: str, px: int) -> Label:
    return Label(box, words, px, weight="semibold", leading=1.0, align="centre" if theme.portrait else "left")


def feet(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    """Both feet with their counts; the one that is meant is filled. A double stretch counts for both."""
    done = {"left": snapshot.reps_left + snapshot.reps_double, "right": snapshot.reps_right + snapshot.reps_double}
    goal = snapshot.plan.reps_per_side
    return [FootSign(tile, side, _meant(snapshot, side), text(side),
                     text("count_of", count=done[side], goal=goal), theme.body_px)
            for side, tile in zip(SIDES, box.columns(2, theme.gap), strict=True)]


def _meant(snapshot: Snapshot, side: Side) -> bool:
    if snapshot.side is None:
        return snapshot.plan.stage == "both" and snapshot.screen in ("lift", "hold", "lower")
    return snapshot.side == side


def cue_page(snapshot: Snapshot, theme: Theme, cue: str, portrait_lines: int = 1,
             more: tuple[Ask, ...] = ()) -> tuple[Page, list[Part]]:
    """A session screen: the cue in the size a lying person reads, both feet, Stop and Help."""
    at = page(theme, (STOP, HELP), theme.cue_px, (1, portrait_lines), more=more)
    parts: list[Part] = [headline(theme, at.head, cue, theme.cue_px)]
    return at, [*parts, *foot(snapshot, theme, at, feet(snapshot, theme, at.info))]


def beside(theme: Theme, box: Box, share: float) -> tuple[Box, Box]:
    """A picture and its words: side by side, in portrait one above the other. `share` is the picture's."""
    if theme.portrait:
        return box.cut_top(round(box.h * share), theme.gap)
    return box.cut_left(round(box.w * share), 2 * theme.gap)


def side_text(theme: Theme, box: Box, words: str, px: int) -> Label:
    return Label(box, words, px, align="centre" if theme.portrait else "left")
