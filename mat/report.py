"""Facts as a terminal shows them: the day, replays, settings, findings."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Protocol

from rich import box
from rich.console import Console
from rich.table import Table

from mat.core.ageing import Ageing
from mat.core.progression import GATE_DAYS
from mat.core.summary import Counts, DaySummary, SessionSummary
from mat.replay import Replayed
from mat.settings import Described

ENDED: dict[str | None, str] = {
    "done": "finished", "stopped": "stopped", "left": "left early", "gave_up": "no answer",
    "fault": "mat fault", "interrupted": "interrupted", None: "running",
}


def day_as_json(day: DaySummary) -> dict[str, Any]:
    """The day in the shape `mat summary --json` promises; unknown is null."""
    whole = asdict(day)
    whole.pop("last_session")
    return whole


def print_day(console: Console, day: DaySummary) -> None:
    whose = f"{day.person.name or day.person.symbol} · " if day.person else ""
    table = Table(title=f"{whose}{day.day} · {len(day.sessions)} of {day.goal.sessions} sessions", title_justify="left",
                  box=box.SIMPLE)
    for column in ("started", "left", "right", "both", "partial", "hold", "pelvis", "pain", "ended"):
        table.add_column(column, justify="left" if column in ("started", "ended") else "right", no_wrap=True)
    if not day.sessions:
        table.add_row("no sessions")
    for session in day.sessions:
        ended = ENDED.get(session.ended_because, str(session.ended_because))
        table.add_row(session.started[11:16], *_facts(session),
                      pain_in_words(session.pain_before, session.pain_after),
                      ended if session.sure else f"{ended}, whose?")
    if day.sessions:
        table.add_section()
        table.add_row("today", *_facts(day), pain_in_words(day.pain_before, day.pain_after))
    console.print(table)
    for line in _in_lines(day):
        console.print(line, highlight=False, soft_wrap=True, markup=False)


def _facts(one: SessionSummary | DaySummary) -> tuple[str, ...]:
    reps = one.reps if isinstance(one, SessionSummary) else one.totals
    return (*counts_of(reps), str(one.partial), or_dash(one.hold_s_mean, "{:.1f} s"),
            or_dash(one.pelvic_lift_share, "{:.0%}"))


def _apart(counts: Counts) -> str:
    """Never one number that mixes the sides; a double repetition counts for both."""
    return f"{counts.left + counts.double}+{counts.right + counts.double}" if counts.total else "–"


def _in_lines(day: DaySummary) -> Iterator[str]:
    """What does not fit the table."""
    if day.hold_s_shortest is not None:
        yield f"Shortest hold: {day.hold_s_shortest:.1f} s."
    if day.partial_reasons:
        yield "Did not count: " + ", ".join(
            f"{reason} ({times}×)" if times > 1 else reason for reason, times in day.partial_reasons) + "."
    days = "day" if day.streak_days == 1 else "days"
    yield f"In a row: {day.streak_days} {days}."
    week = ", ".join(f"{d.day[8:]}: {_apart(d.counts)}{' (rest)' if d.told_to_rest else ''}" for d in day.week)
    yield f"Left and right by day: {week}."
    if day.weeks:
        yield f"Days with a session in each of {len(day.weeks)} weeks: {', '.join(str(w.days) for w in day.weeks)}."
    if day.pain_free_days:
        yield f"Days with little pain, towards both legs: {day.pain_free_days} of {GATE_DAYS}."
    if day.told_to_rest:
        yield "Rest was advised for this day."


def print_replays(console: Console, replayed: Sequence[Replayed]) -> None:
    """A table per recording, and a total."""
    for one in replayed:
        table = Table(title=f"{one.name} · {one.seconds:.0f} s", title_justify="left", box=box.SIMPLE)
        for column in ("#", "kind", "from", "to", "hold", "pelvis lifted", "counted"):
            table.add_column(column, justify="right" if column in ("#", "from", "to", "hold") else "left")
        for number, rep in enumerate(one.reps, 1):
            held_s = math.floor(rep.hold_s * 10) / 10  # cut, as in the reason beside it
            said = {True: "yes", False: "no", None: "cannot tell"}[rep.pelvic_lift]
            counted = "yes" if rep.valid else f"no: {rep.reason}"
            table.add_row(str(number), rep.kind.replace("_", " ") + (" (at once)" if rep.simultaneous else ""),
                          f"{rep.start_s:.1f} s", f"{rep.end_s:.1f} s", f"{held_s:.1f} s", said, counted)
        console.print(table)
    counted_reps = sum(rep.valid for one in replayed for rep in one.reps)
    all_reps = sum(len(one.reps) for one in replayed)
    console.print(f"{len(replayed)} recording(s), {sum(one.seconds for one in replayed) / 60:.1f} min: "
                  f"{counted_reps} stretches counted, {all_reps - counted_reps} not counted.", highlight=False)


def setting_as_json(one: Described) -> dict[str, Any]:
    """In the shape `mat settings --json` promises."""
    return {"name": one.name, "value": one.value, "unit": one.unit, "range": one.range, "source": one.source,
            "meaning": one.meaning}


def print_settings(console: Console, described: Sequence[Described]) -> None:
    table = Table(title="Settings", title_justify="left", box=box.SIMPLE)
    for column in ("setting", "value", "unit", "range", "source", "meaning"):
        table.add_column(column, overflow="fold", no_wrap=column == "setting")
    for one in described:
        table.add_row(one.name, _plain(one.value), one.unit, one.range, one.source, one.meaning)
    console.print(table)


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_plain(v) for v in value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if value != "" else "(empty)"


def counts_of(counts: Counts) -> tuple[str, str, str]:
    return str(counts.left), str(counts.right), str(counts.double)


def or_dash(value: float | None, form: str) -> str:
    return "–" if value is None else form.format(value)


def pain_in_words(before: int | None, after: int | None) -> str:
    return "–" if before is None and after is None else f"{or_dash(before, '{}')} → {or_dash(after, '{}')}"


class Finding(Protocol):
    """One thing the doctor looked at."""

    @property
    def part(self) -> str: ...
    @property
    def ok(self) -> bool: ...
    @property
    def says(self) -> str: ...
    @property
    def remedy(self) -> str | None: ...
    @property
    def values(self) -> dict[str, Any] | None: ...


def aged_in_words(one: Ageing) -> str:
    """A zone that has aged, as a sentence."""
    said = one.words(f"{date.fromordinal(one.since):%B %Y}")
    return f"{said[0].upper()}{said[1:]}."


def zone_as_json(one: Ageing) -> dict[str, Any]:
    """Conductances are in units of the divider's resistor; unknown is null."""
    return {**asdict(one), "since": date.fromordinal(one.since).isoformat()}


def print_zones(console: Console, story: Sequence[Ageing]) -> None:
    table = Table(title="How the zones age", title_justify="left", box=box.SIMPLE)
    for column in ("zone", "since", "empty", "under a person", "drift a day", "lost"):
        table.add_column(column, justify="left" if column in ("zone", "since") else "right")
    for one in story:
        table.add_row(one.zone, date.fromordinal(one.since).isoformat(), f"{one.zero:.3f}", f"{one.span:.2f}",
                      or_dash(one.drift_a_day, "{:+.4f}"), or_dash(one.lost, "{:.0%}"))
    console.print(table)
    for one in story:
        if one.aged:
            console.print(aged_in_words(one), highlight=False)
    said = ("Conductances, in units of the divider's resistor. A loss is told after three weeks." if story else
            "Nothing kept yet: a zone is read once a session.")
    console.print(said, highlight=False)


def findings_as_json(findings: Sequence[Finding], kind: str) -> dict[str, Any]:
    """In the shape `mat doctor --json` promises."""
    return {"fit": all(one.ok for one in findings), "hardware": kind, "findings": [
        {"part": one.part, "ok": one.ok, "says": one.says, "remedy": one.remedy, "values": one.values or {}}
        for one in findings]}


def print_findings(console: Console, findings: Sequence[Finding], emulated: bool) -> None:
    table = Table(title="What the mat's parts answer", title_justify="left", box=box.SIMPLE)
    for column in ("", "part", "says", "what to do"):
        table.add_column(column, overflow="fold")
    for one in findings:
        table.add_row("ok" if one.ok else "NO", one.part, one.says, one.remedy or "")
    console.print(table)
    bad = sum(not one.ok for one in findings)
    fit = "The emulated mat is fit; no real one was looked at." if emulated else "Fit for use."
    console.print(fit if not bad else f"Not fit for use: {bad} finding(s) marked NO.", highlight=False)
