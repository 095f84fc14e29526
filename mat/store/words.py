"""Moments and faults as text."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy.exc import SQLAlchemyError

from mat.core.records import Stamp
from mat.store.database import told


@contextmanager
def told_plainly(place: str) -> Iterator[None]:
    """A fault of the database becomes a StoreError with the way out."""
    try:
        yield
    except SQLAlchemyError as fault:
        raise told(place, fault) from fault


def iso(epoch_s: float, utc_offset_s: int) -> str:
    """ISO 8601 with zone, whole seconds."""
    zone = timezone(timedelta(seconds=utc_offset_s))
    return datetime.fromtimestamp(epoch_s, zone).isoformat(timespec="seconds")


def iso_exact(epoch_s: float, utc_offset_s: int) -> str:
    """ISO 8601 with zone, to the microsecond: what an import reads back."""
    zone = timezone(timedelta(seconds=utc_offset_s))
    return datetime.fromtimestamp(epoch_s, zone).isoformat(timespec="microseconds")


def calendar_now() -> Stamp:
    """When a command changes data. Its machine seconds are not known and not needed."""
    now = datetime.now(UTC).astimezone()
    offset = now.utcoffset()
    return Stamp(now.timestamp(), int(offset.total_seconds()) if offset else 0)
