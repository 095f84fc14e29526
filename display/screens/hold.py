"""Hold: the ring fills, one number counts down, three words, the body as it is felt and the sign of the pelvis, or a
kind remark."""

from display.boxes import Box
from display.parts import Part, PelvicSign
from display.parts.figure import ASPECT
from display.screens.movement import figure
from display.screens.page import HELP, STOP, beside, feet, foot, headline, page, side_text
from display.screens.rest import remark
from display.screens.ring import numbered_ring
from display.texts import text
from display.theme import QUIET, SIDE_COLOUR, Theme
from mat.core.snapshot import Snapshot


def hold(snapshot: Snapshot, theme: Theme) -> list[Part]:
    at = page(theme, (STOP, HELP), 0)
    whole = Box(at.head.x, at.head.y, at.body.w, at.body.bottom - at.head.y)
    share = 0.4 if snapshot.note else 0.44
    picture, words = beside(theme, whole, share if theme.portrait else whole.h / whole.w)
    colour = QUIET if snapshot.hold_paused else SIDE_COLOUR[snapshot.side]
    target_s = snapshot.plan.hold_s
    return [
        *numbered_ring(theme, picture, snapshot.hold_s / target_s, target_s - snapshot.hold_s, colour,
                       snapshot.hold_paused),
        *_words(snapshot, theme, words),
        *foot(snapshot, theme, at, feet(snapshot, theme, at.info)),
    ]


def _words(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    """Two lines of cue; the sign gets what is left below, and on a cramped panel the cue gives way to it."""
    cue_h = min(round(2.02 * theme.cue_px), box.h - theme.gap - theme.body_px)
    cue_box, sign_box = box.cut_top(cue_h, theme.gap)
    cue = text("hold_paused_cue" if snapshot.hold_paused else "hold_cue")
    parts: list[Part] = [headline(theme, cue_box, cue, theme.cue_px)]
    if snapshot.note:
        return [*parts, side_text(theme, sign_box, remark(snapshot.note), theme.body_px)]
    picture, sign_box = sign_box.cut_left(min(round(ASPECT * sign_box.h), round(0.62 * sign_box.w)), theme.gap)
    parts.append(figure(snapshot, theme, picture))
    if snapshot.pelvic_sign:
        parts.append(PelvicSign(sign_box, snapshot.pelvic_sign, text(f"pelvis_{snapshot.pelvic_sign}"), theme.body_px))
    return parts
