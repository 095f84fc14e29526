"""The facts of a day and of the people, read from the tables; what a day costs does not depend on its history."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as OrmSession

from mat.core.exercise import Plan
from mat.core.progression import gate_days
from mat.core.summary import Counts, DaySummary, Goal, SessionSummary, Week, WeekDay
from mat.store import days
from mat.store.knowing import past_sessions, plan_of, profile_of
from mat.store.schema import PersonDayRow, RepRow, SessionRow
from mat.store.words import iso

WEEKS = 12
RECENT = 12
"""So many sessions are drawn side by side."""


def day_of(db: OrmSession, day: date, plan: Plan, person: UUID | None) -> DaySummary:
    subject = days.subject_of(person)
    sessions = sessions_where(db, of(person), SessionRow.day == day.isoformat())
    sums = _days(db, subject, day)
    today = sums.get(day.isoformat())
    weeks = tuple(_week(sums, day - timedelta(days=7 * ago)) for ago in range(WEEKS - 1, -1, -1))
    return DaySummary(
        day=day.isoformat(), goal=_goal(db, day, plan, person), sessions=tuple(sessions),
        totals=_counts(today), streak_days=days.streak_at(db, subject, day),
        week=tuple(_week_day(sums, day - timedelta(days=ago)) for ago in range(6, -1, -1)),
        last_session=sessions[-1] if sessions else _latest(db, day, person),
        person=profile_of(db, person), partial=today.partial if today else 0,
        partial_reasons=_most_frequent(reason for s in sessions for reason, times in s.partial_reasons
                                       for _ in range(times)),
        hold_s_mean=_mean(today), hold_s_shortest=_shortest(today), pelvic_lift_share=_share(today),
        pain_before=_first_told(one.pain_before for one in sessions),
        pain_after=_first_told(one.pain_after for one in reversed(sessions)),
        told_to_rest=bool(today and today.told_to_rest), weeks=weeks,
        calendar=tuple(_week_day(sums, day - timedelta(days=ago)) for ago in range(7 * WEEKS - 1, -1, -1)),
        recent=tuple(_recent(db, day, person)),
        pain_free_days=gate_days(past_sessions(db, person, day)))


def of(person: UUID | None) -> ColumnElement[bool]:
    return SessionRow.person_id.is_(None) if person is None else SessionRow.person_id == person


def sessions_where(db: OrmSession, *which: ColumnElement[bool]) -> list[SessionSummary]:
    """Oldest first."""
    sessions = sorted(db.scalars(select(SessionRow).where(*which)), key=lambda row: row.started_epoch_s)
    reps: dict[UUID, list[Any]] = {row.id: [] for row in sessions}
    for keys in batched(reps):
        for found in db.execute(_REPS.where(RepRow.session_id.in_(keys))):
            reps[found[0]].append(_Rep(*found[1:]))
    return [_summary(row, reps[row.id]) for row in sessions]


def batched(keys: Iterable[UUID], size: int = 500) -> Iterator[list[UUID]]:
    """A statement takes only so many values."""
    whole = list(keys)
    return (whole[start:start + size] for start in range(0, len(whole), size))


class _Rep(NamedTuple):
    """What a summary needs of a repetition; a mapped object would cost as much as all the rest."""

    kind: str
    hold_s: float
    pelvic_lift: bool | None
    valid: bool
    reason: str | None


_REPS = select(RepRow.session_id, RepRow.kind, RepRow.hold_s, RepRow.pelvic_lift, RepRow.valid, RepRow.reason)


def _latest(db: OrmSession, day: date, person: UUID | None) -> SessionSummary | None:
    newest = (select(SessionRow.id).where(of(person), SessionRow.day <= day.isoformat())
              .order_by(SessionRow.day.desc(), SessionRow.started_epoch_s.desc()).limit(1).scalar_subquery())
    found = sessions_where(db, SessionRow.id == newest)
    return found[0] if found else None


def _recent(db: OrmSession, day: date, person: UUID | None) -> list[SessionSummary]:
    newest = (select(SessionRow.id).where(of(person), SessionRow.ended_because.is_not(None),
                                          SessionRow.day <= day.isoformat())
              .order_by(SessionRow.day.desc(), SessionRow.started_epoch_s.desc()).limit(RECENT))
    return sessions_where(db, SessionRow.id.in_(newest))


def _goal(db: OrmSession, day: date, plan: Plan, person: UUID | None) -> Goal:
    """What the day's latest session aimed at: a plan changed since does not change the past. Without a session what the
    plan in force asks for."""
    row = db.execute(select(SessionRow.goal_sessions, SessionRow.goal_reps_per_side)
                     .where(of(person), SessionRow.day == day.isoformat())
                     .order_by(SessionRow.started_epoch_s.desc()).limit(1)).first()
    if row:
        return Goal(row[0], row[1])
    now = plan_of(db, person, plan)
    return Goal(now.sessions_a_day, now.reps_per_side)


def _days(db: OrmSession, subject: str, day: date) -> dict[str, Any]:
    first = (day - timedelta(days=7 * WEEKS - 1)).isoformat()
    rows = db.execute(select(PersonDayRow.__table__).where(
        PersonDayRow.subject == subject, PersonDayRow.day >= first, PersonDayRow.day <= day.isoformat()))
    return {row.day: row for row in rows}


def _week_day(sums: dict[str, Any], day: date) -> WeekDay:
    row, counts = sums.get(day.isoformat()), _counts(sums.get(day.isoformat()))
    return WeekDay(day.isoformat(), row.sessions if row else 0, counts.total, counts, bool(row and row.told_to_rest))


def _week(sums: dict[str, Any], last: date) -> Week:
    rows = [row for ago in range(7) if (row := sums.get((last - timedelta(days=ago)).isoformat()))]
    return Week((last - timedelta(days=6)).isoformat(), sum(row.counting > 0 for row in rows),
                sum(row.sessions for row in rows), sum((_counts(row) for row in rows), Counts()))


def sums_of(row: Any) -> dict[str, float | None]:
    """A day's means and shares, as everything that shows the day rounds them."""
    return {"hold_s_mean": _mean(row), "hold_s_shortest": _shortest(row), "pelvic_lift_share": _share(row)}


def pain_of(db: OrmSession, person: UUID | None, day: str) -> tuple[int | None, int | None]:
    """Pain before the day's first session and after its last one, of those that told it."""
    told = db.execute(select(SessionRow.pain_before, SessionRow.pain_after).where(of(person), SessionRow.day == day)
                      .order_by(SessionRow.started_epoch_s)).all()
    return _first_told(before for before, _ in told), _first_told(after for _, after in reversed(told))


def _first_told(pains: Iterable[int | None]) -> int | None:
    return next((pain for pain in pains if pain is not None), None)


def _counts(row: Any) -> Counts:
    return Counts(row.reps_left, row.reps_right, row.reps_double) if row else Counts()


def _mean(row: Any) -> float | None:
    counted = _counts(row).total
    return round(row.hold_sum_s / counted, 2) if row and counted else None


def _shortest(row: Any) -> float | None:
    return None if row is None or row.hold_shortest_s is None else round(row.hold_shortest_s, 2)


def _share(row: Any) -> float | None:
    return round(row.pelvic_lifted / row.pelvic_judged, 3) if row and row.pelvic_judged else None


def _summary(row: SessionRow, reps: Sequence[_Rep]) -> SessionSummary:
    counted = [rep for rep in reps if rep.valid]
    judged = [rep.pelvic_lift for rep in counted if rep.pelvic_lift is not None]
    holds = [rep.hold_s for rep in counted]
    return SessionSummary(
        id=str(row.id), started=iso(row.started_epoch_s, row.utc_offset_s),
        ended=None if row.ended_epoch_s is None else iso(row.ended_epoch_s, row.utc_offset_s),
        stage=row.stage, ended_because=row.ended_because,
        reps=Counts(*(_of_kind(counted, kind) for kind in ("single_left", "single_right", "double"))),
        partial=len(reps) - len(counted),
        hold_s_mean=round(sum(holds) / len(holds), 2) if holds else None,
        pelvic_lift_share=round(sum(judged) / len(judged), 3) if judged else None,
        pain_before=row.pain_before, pain_after=row.pain_after,
        hold_s_shortest=round(min(holds), 2) if holds else None,
        partial_reasons=_most_frequent(rep.reason or "not told" for rep in reps if not rep.valid),
        person=str(row.person_id) if row.person_id else None, sure=row.sure)


def _most_frequent(reasons: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(reasons).items(), key=lambda one: (-one[1], one[0])))


def _of_kind(reps: Sequence[_Rep], kind: str) -> int:
    return sum(rep.kind == kind for rep in reps)


