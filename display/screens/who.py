"""Who: one tile a person, and two more for a guest and for somebody new."""

from display.boxes import Box
from display.parts import Part, PersonTile
from display.screens.page import HELP, HOME, foot, headline, page, side_text
from display.screens.persons import name_of
from display.texts import text
from display.theme import PROFILE_COLOUR, Theme
from mat.core.people import MOST_PROFILES, Profile
from mat.core.snapshot import Snapshot

_HERE = Box(0, 0, 1, 1)


def who(snapshot: Snapshot, theme: Theme) -> list[Part]:
    asks = (HELP,) if snapshot.lying else (HOME, HELP)
    at = page(theme, asks, theme.title_px, info_share=0.4)
    return [
        headline(theme, at.head, text("who_title"), theme.title_px),
        *tiles_of(snapshot, theme, at.body),
        *foot(snapshot, theme, at, [side_text(theme, at.info, text("who_info"), theme.small_px)]),
    ]


def tiles_of(snapshot: Snapshot, theme: Theme, box: Box) -> list[Part]:
    """Everybody, a guest, and somebody new while there is room."""
    tiles = [_tile(one, theme, _suggested(snapshot, one)) for one in snapshot.people]
    tiles.append(PersonTile(_HERE, text("guest"), "person:guest", theme.small_px))
    if len(snapshot.people) < MOST_PROFILES:
        tiles.append(PersonTile(_HERE, text("new_person"), "person:new", theme.small_px, symbol="new"))
    return _placed(theme, box, tiles)


def _suggested(snapshot: Snapshot, one: Profile) -> bool:
    return snapshot.guessed and snapshot.person is not None and snapshot.person.id == one.id


def _tile(one: Profile, theme: Theme, suggested: bool) -> PersonTile:
    """With its place still to come."""
    return PersonTile(_HERE, name_of(one), f"person:{one.id}", theme.small_px,
                      kind="meant" if suggested else "plain", small=text("is_it_you") if suggested else "",
                      symbol=one.symbol, colour=PROFILE_COLOUR[one.colour])


def _placed(theme: Theme, box: Box, tiles: list[PersonTile]) -> list[Part]:
    """As few rows as give tiles of a good shape: one of up to four, then two; in portrait two or three a row."""
    count = len(tiles)
    columns = (2 if count <= 6 else 3) if theme.portrait else (count if count <= 4 else (count + 1) // 2)
    rows = -(-count // columns)
    gap = theme.gap // 2
    cells = [cell for row in box.rows(rows, gap) for cell in row.columns(columns, gap)]
    share = 0.24 if cells[0].h > cells[0].w else 0.15
    px = min(theme.body_px, max(theme.small_px, round(cells[0].w * share)))
    return [PersonTile(cell, tile.text, tile.intent, px, tile.kind, tile.small, symbol=tile.symbol, colour=tile.colour)
            for cell, tile in zip(cells, tiles, strict=False)]
