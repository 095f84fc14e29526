"""Large mode: on the screens of a session one number or picture and one word; the voice says the rest.

On the other screens the layout stays, and each text grows as far as its place allows.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from display.boxes import Box
from display.parts import (
    Badge,
    Bullets,
    Button,
    DoneSign,
    FootSign,
    Label,
    Part,
    SideArrow,
    StopSign,
)
from display.screens.ask_stop import FULL_RING_S as ASK_S
from display.screens.ask_stop import REST
from display.screens.movement import figure
from display.screens.page import HELP, STOP, Ask, Page, foot, page
from display.screens.paused import FULL_RING_S as PAUSE_S
from display.screens.persons import greeting, on_the_mat
from display.screens.ring import numbered_ring
from display.screens.sit import NEXT, SIT_S
from display.texts import text
from display.theme import INK, LARGE, PROFILE_COLOUR, SIDE_COLOUR, SKY, YELLOW, Theme
from mat.core.snapshot import Snapshot

BIG = ("welcome", "lie_down", "ready", "lift", "hold", "lower", "rest", "ask_stop", "paused", "stop", "done", "sit")
_ASKS: dict[str, tuple[Ask, ...]] = {
    "welcome": (HELP,), "ask_stop": (REST, STOP, HELP), "stop": (HELP,), "done": (HELP,), "sit": (NEXT, HELP),
}


def big(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at, whole = _page(snapshot, theme)
    pictured, worded = _halves(snapshot, theme, whole)
    picture = _picture(snapshot, theme, pictured)
    moves = snapshot.screen in ("lift", "lower")
    colour = SIDE_COLOUR[snapshot.side] if moves else INK
    word = Label(worded if picture else whole, _word(snapshot), round(LARGE * theme.cue_px), colour, "semibold",
                 "centre", leading=1.0)
    return [word, *picture, *enlarged(foot(snapshot, theme, at, []))]


def enlarged(parts: Iterable[Part]) -> list[Part]:
    """Texts that may be 1.75 times as large; each shrinks to its box."""
    return [replace(part, px=round(LARGE * part.px)) if isinstance(part, (Label, Button, Bullets, FootSign))
            else part for part in parts]


def _page(snapshot: Snapshot, theme: Theme) -> tuple[Page, Box]:
    """The page and its room without a headline."""
    asks, more = _ASKS.get(snapshot.screen, (STOP, HELP)), tuple[Ask, ...]()
    if snapshot.screen in ("welcome", "lie_down", "ready"):
        more = tuple(ask for ask in on_the_mat(snapshot) if snapshot.screen != "ready" or ask.intent == "one_knee")
    share = 0.4 if snapshot.warning else 0.05
    if theme.portrait and more:
        at = page(theme, asks, 0, info_share=share, more=more)
        return at, at.body
    at = page(theme, (*more, *asks), 0, info_share=share)
    return at, Box(at.head.x, at.head.y, at.body.w, at.body.bottom - at.head.y)


def _halves(snapshot: Snapshot, theme: Theme, box: Box) -> tuple[Box, Box]:
    """Picture and word. The right side's picture stands at the right, every other one at the left."""
    if theme.portrait:
        return box.cut_top(round(0.58 * box.h), theme.gap)
    share = 0.5 if snapshot.screen in ("lie_down", "ready") else min(0.5, box.h / box.w)
    picture, word = box.cut_left(round(share * box.w), theme.gap)
    if snapshot.side == "right" and snapshot.screen in ("lift", "lower"):
        return picture._replace(x=box.right - picture.w), word._replace(x=box.x)
    return picture, word


def _word(snapshot: Snapshot) -> str:
    hello = greeting(snapshot)
    if snapshot.screen == "welcome" and hello is not None:
        return hello
    if snapshot.screen in ("lift", "lower"):
        return text(f"big_{snapshot.screen}_{snapshot.side}") if snapshot.side else text(f"big_{snapshot.screen}")
    return text(f"big_{snapshot.screen}")


def _picture(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    if snapshot.screen in ("lift", "lower"):
        way: Literal["up", "down"] = "up" if snapshot.screen == "lift" else "down"
        return [SideArrow(box.fit(1.0), snapshot.side, way)]
    if snapshot.screen in ("lie_down", "ready"):
        return [figure(snapshot, theme, box)]
    if snapshot.screen == "welcome" and snapshot.person:
        return [Badge(box.fit(0.8), snapshot.person.symbol, PROFILE_COLOUR[snapshot.person.colour])]
    if snapshot.screen in ("stop", "done"):
        return [StopSign(box.fit(1.0)) if snapshot.screen == "stop" else DoneSign(box.fit(1.0))]
    if snapshot.screen == "hold":
        target_s = snapshot.plan.hold_s
        return numbered_ring(theme, box, snapshot.hold_s / target_s, target_s - snapshot.hold_s,
                             SIDE_COLOUR[snapshot.side], snapshot.hold_paused)
    return _countdown(snapshot, theme, box)


def _countdown(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    """The seconds that are left, where there are any."""
    full_s = {"rest": snapshot.plan.rest_s, "ask_stop": ASK_S, "paused": PAUSE_S, "sit": SIT_S}.get(snapshot.screen)
    if full_s is None or snapshot.seconds_left is None:
        return []
    colour = {"rest": SIDE_COLOUR[snapshot.side], "sit": SKY}.get(snapshot.screen, YELLOW)
    return numbered_ring(theme, box, snapshot.seconds_left / full_s, snapshot.seconds_left, colour)
