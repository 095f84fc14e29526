"""An entry becomes rows, once: twice the same entry is the same rows."""

import logging
from uuid import UUID, uuid4

from sqlalchemy import and_, select
from sqlalchemy.orm import Session as OrmSession

from mat.core import records as rec
from mat.core.identity import Pattern, learned
from mat.core.people import Profile
from mat.store import days
from mat.store.editing import refile, trace
from mat.store.entries import Entry
from mat.store.schema import (
    AnswerRow,
    DecisionRow,
    EventRow,
    PatternRow,
    Person,
    RepRow,
    SessionRow,
    WrittenRow,
    ZoneDayRow,
)
from mat.store.serial import following
from mat.store.words import iso

log = logging.getLogger(__name__)


def apply(db: OrmSession, station: UUID, entry: Entry) -> None:
    """Writes the entry unless it has been written already; the caller commits."""
    mark = db.get(WrittenRow, station)
    if mark is None:
        mark = WrittenRow(station_id=station, run=entry.run, number=0)
        db.add(mark)
    if mark.run == entry.run and entry.number <= mark.number:
        return
    _dispatch(db, station, entry)
    mark.run, mark.number = entry.run, entry.number


def _dispatch(db: OrmSession, station: UUID, entry: Entry) -> None:
    match entry.record:
        case rec.SessionOpened() as opened:
            _open(db, station, entry, opened)
        case rec.RepDone() | rec.SessionEnded() | rec.PainTold() | rec.Assigned():
            row = db.get(SessionRow, entry.key)
            if row is None:
                log.warning("session %s is not there any more; what it says now is left out", entry.key)
            else:
                _of_session(db, row, entry)
        case rec.ProfileMade(profile=profile):
            make_profile(db, profile, entry.stamp.epoch_s)
        case rec.AnswerGiven() as said:
            _once(db, AnswerRow(**_dated(db, station, entry, said.person), question=said.question, yes=said.yes,
                                serial=following(db)))
        case rec.PlanDecided(plan=plan) as decided:
            _once(db, DecisionRow(
                **_dated(db, station, entry, decided.person), change=decided.change, reason=decided.reason,
                stage=plan.stage, reps_per_side=plan.reps_per_side, hold_s=plan.hold_s,
                sessions_a_day=plan.sessions_a_day, accepted=decided.accepted, serial=following(db)))
        case rec.ToldToRest(person=person):
            row_ = EventRow(**_dated(db, station, entry, person), kind="told_to_rest", detail="",
                            session_id=str(entry.session or ""))
            _once(db, row_)
            days.refresh(db, row_.person_id, [row_.day])
        case rec.PatternSeen() as seen:
            _learn(db, seen)
        case rec.ZonesRead() as read:
            keep_zones(db, station, read, iso(entry.stamp.epoch_s, entry.stamp.utc_offset_s)[:10])


def _open(db: OrmSession, station: UUID, entry: Entry, opened: rec.SessionOpened) -> None:
    if db.get(SessionRow, entry.key) is not None:
        return
    stamp, plan, person = entry.stamp, opened.plan, person_of(db, opened.person)
    row = SessionRow(
        id=entry.key, station_id=station, person_id=person, boot_id=entry.boot,
        day=iso(stamp.epoch_s, stamp.utc_offset_s)[:10], started_epoch_s=stamp.epoch_s,
        utc_offset_s=stamp.utc_offset_s, stage=plan.stage, goal_reps_per_side=plan.reps_per_side,
        goal_hold_s=plan.hold_s, goal_sessions=plan.sessions_a_day, pain_before=opened.pain_before,
        started_monotonic_s=stamp.monotonic_s, clock_known=stamp.known, sure=opened.sure,
        serial=following(db))
    db.add(row)
    days.refresh(db, person, [row.day])


def _of_session(db: OrmSession, row: SessionRow, entry: Entry) -> None:
    match entry.record:
        case rec.RepDone(rep=rep):
            there = select(RepRow.id).where(RepRow.session_id == row.id, RepRow.number == entry.rep)
            if db.scalar(there) is None:
                db.add(RepRow(id=uuid4(), session_id=row.id, number=entry.rep, kind=rep.kind,
                              start_s=rep.start_s - entry.since_s, end_s=rep.end_s - entry.since_s, hold_s=rep.hold_s,
                              pelvic_lift=rep.pelvic_lift, simultaneous=rep.simultaneous, valid=rep.valid,
                              reason=rep.reason))
        case rec.SessionEnded(because=because):
            row.ended_because, row.ended_epoch_s, row.serial = because, _moment(row, entry), following(db)
        case rec.PainTold(pain=pain):
            row.pain_after, row.serial = pain, following(db)
        case rec.Assigned(person=person):
            _assign(db, row, entry, person_of(db, person))
    days.refresh(db, row.person_id, [row.day])


def _assign(db: OrmSession, row: SessionRow, entry: Entry, person: UUID | None) -> None:
    """Naming a session that had not been anybody's yet, or confirming the guess, takes nothing from anybody and leaves
    no trace. A session that is taken from somebody and given to nobody waits for a name."""
    before, said = row.person_id, row.sure
    if refile(db, row, person) and (before is not None or said):
        trace(db, row.station_id, entry.boot, entry.stamp, "reassigned", session=row.id, before=before, after=person)
    row.sure = person is not None


def _moment(row: SessionRow, entry: Entry) -> float:
    """A jump of the calendar in mid-session makes no session longer: the machine's own seconds tell how long it was."""
    if row.started_monotonic_s is None or row.boot_id != entry.boot:
        return max(row.started_epoch_s, entry.stamp.epoch_s)
    return row.started_epoch_s + max(0.0, entry.stamp.monotonic_s - row.started_monotonic_s)


def make_profile(db: OrmSession, profile: Profile, epoch_s: float) -> None:
    if db.get(Person, UUID(profile.id)) is None:
        db.add(Person(id=UUID(profile.id), name=profile.name, symbol=profile.symbol, colour=profile.colour,
                      made_epoch_s=epoch_s))


def person_of(db: OrmSession, person: str | None) -> UUID | None:
    """A profile that is gone is nobody: its record is kept all the same."""
    try:
        found = db.get(Person, UUID(person)) if person else None
    except ValueError:  # a record that can never be written would keep all others waiting
        found = None
    if person and found is None:
        log.warning("profile %s is not there any more; kept without a profile", person)
    return found.id if found else None


def _learn(db: OrmSession, seen: rec.PatternSeen) -> None:
    person = person_of(db, seen.person)
    if person is None:
        return
    row = db.get(PatternRow, (person, seen.kit))
    pattern = learned(Pattern(tuple(row.shares), row.sessions) if row else None, seen.shares)
    if row is None:
        db.add(PatternRow(person_id=person, kit=seen.kit, shares=list(pattern.shares), sessions=pattern.sessions))
    else:
        row.shares, row.sessions = list(pattern.shares), pattern.sessions


def keep_zones(db: OrmSession, station: UUID, read: rec.ZonesRead, day: str) -> None:
    """Adds a reading to each zone's mean of that day (ISO date)."""
    for zone, zero, span in zip(read.zones, read.zero, read.span, strict=True):
        row = db.scalar(select(ZoneDayRow).where(and_(
            ZoneDayRow.station_id == station, ZoneDayRow.zone == zone, ZoneDayRow.day == day)))
        if row is None:
            db.add(ZoneDayRow(id=uuid4(), station_id=station, day=day, zone=zone, zero=zero, span=span, readings=1))
            continue
        row.readings += 1
        row.zero += (zero - row.zero) / row.readings
        row.span += (span - row.span) / row.readings


def _once(db: OrmSession, row: AnswerRow | DecisionRow | EventRow) -> None:
    if db.get(type(row), row.id) is None:
        db.add(row)


def _dated(db: OrmSession, station: UUID, entry: Entry, person: str | None) -> dict[str, object]:
    stamp = entry.stamp
    return {"id": entry.key, "station_id": station, "boot_id": entry.boot, "epoch_s": stamp.epoch_s,
            "utc_offset_s": stamp.utc_offset_s, "day": iso(stamp.epoch_s, stamp.utc_offset_s)[:10],
            "monotonic_s": stamp.monotonic_s, "clock_known": stamp.known, "person_id": person_of(db, person)}
