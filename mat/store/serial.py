"""The order of writing, in one count for sessions, answers and decisions: no calendar that jumps can turn it round."""

import heapq
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session as OrmSession

from mat.store.schema import AnswerRow, DecisionRow, SessionRow

Ordered = SessionRow | AnswerRow | DecisionRow
_TABLES: tuple[type[Ordered], ...] = (SessionRow, AnswerRow, DecisionRow)


def following(db: OrmSession) -> int:
    """The next serial; what was added before is flushed first, so that it is counted."""
    return 1 + max(db.scalar(select(func.max(table.serial))) or 0 for table in _TABLES)


def everything(db: OrmSession) -> list[Ordered]:
    """All that has a serial, in its order."""
    rows: list[Ordered] = []
    for table in _TABLES:
        rows += db.scalars(select(table))
    return sorted(rows, key=lambda row: row.serial)


def merge(there: list[Ordered], new: Iterable[Ordered]) -> None:
    """Numbers two stories as one: each keeps its own order, and they are woven by the calendar, the only thing that
    both know."""
    added = sorted(new, key=lambda row: row.serial)
    if not there:
        return
    for serial, row in enumerate(heapq.merge(there, added, key=_moment), 1):
        row.serial = serial


def _moment(row: Ordered) -> float:
    if isinstance(row, SessionRow):
        return row.started_epoch_s if row.ended_epoch_s is None else row.ended_epoch_s
    return row.epoch_s
