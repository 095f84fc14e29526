"""Records made ready to be kept: which session they belong to and under which key, decided once, before any disk."""

from dataclasses import dataclass
from typing import Any, get_args
from uuid import UUID, uuid4

from pydantic import TypeAdapter, ValidationError

from mat.core.records import (
    Assigned,
    PainTold,
    Record,
    RepDone,
    SessionEnded,
    SessionOpened,
    Stamp,
)

_OF_SESSION = (RepDone, SessionEnded, PainTold, Assigned)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record on its way to the disk.

    `run` and `number` tell it from every other record ever kept, so that it is written once. `key` is the session's id,
    or the id of the row that an answer or decision becomes; `rep` is a repetition's number in its session, from 1;
    `since_s` is when the session began, on the record's scale. `session` is the one that was running, if any.
    """

    run: str
    number: int
    boot: str
    record: Record
    stamp: Stamp
    key: UUID
    rep: int = 0
    since_s: float = 0.0
    session: UUID | None = None


class Filing:
    """Gives each record its place. Feed it in order; it knows the current session."""

    def __init__(self, boot: str) -> None:
        self.run = str(uuid4())
        self._boot = boot
        self._number = 0
        self._key: UUID | None = None
        self._since_s = 0.0
        self._reps = 0
        self._over_s: float | None = None

    def entry(self, record: Record, stamp: Stamp) -> Entry | None:
        """None for a record of a session when none was opened."""
        if isinstance(record, SessionOpened):
            self._open(record)
        if isinstance(record, _OF_SESSION):
            if self._key is None:
                return None
            self._reps += isinstance(record, RepDone)
            if isinstance(record, SessionEnded | PainTold):
                self._over_s = record.t_s
        self._number += 1
        key = self._key if isinstance(record, (*_OF_SESSION, SessionOpened)) else uuid4()
        assert key is not None
        return Entry(self.run, self._number, self._boot, record, stamp, key, self._reps, self._since_s,
                     self._session_at(record.t_s))

    def _open(self, record: SessionOpened) -> None:
        if self._key is None or self._since_s != record.t_s:
            self._key, self._since_s, self._reps, self._over_s = uuid4(), record.t_s, 0, None

    def _session_at(self, t_s: float) -> UUID | None:
        """The running session; one that is over only for what is said together with its end or its pain."""
        return self._key if self._over_s is None or self._over_s == t_s else None


# -- as a line of the journal ---------------------------------------------------------------------------

_KINDS: dict[str, TypeAdapter[Any]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Record)}
_STAMP: TypeAdapter[Stamp] = TypeAdapter(Stamp)
_LINE: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


def as_line(entry: Entry) -> bytes:
    """One line of JSON, with its end."""
    kind = type(entry.record).__name__
    return _LINE.dump_json({
        "run": entry.run, "number": entry.number, "boot": entry.boot, "kind": kind,
        "record": _KINDS[kind].dump_python(entry.record), "stamp": _STAMP.dump_python(entry.stamp),
        "key": str(entry.key), "rep": entry.rep, "since_s": entry.since_s,
        "session": str(entry.session) if entry.session else None}) + b"\n"


def of_line(line: bytes) -> Entry:
    """Raises ValueError for a line that is damaged."""
    try:
        told = _LINE.validate_json(line)
        return Entry(str(told["run"]), int(told["number"]), str(told["boot"]),
                     _KINDS[told["kind"]].validate_python(told["record"]), _STAMP.validate_python(told["stamp"]),
                     UUID(told["key"]), int(told["rep"]), float(told["since_s"]),
                     UUID(told["session"]) if told["session"] else None)
    except (ValidationError, KeyError, TypeError, AttributeError) as fault:
        raise ValueError(str(fault)) from fault


