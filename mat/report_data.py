"""People, sessions and plans as a terminal shows them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from mat.core.exercise import Plan
from mat.core.people import Profile
from mat.core.summary import SessionSummary
from mat.data import PlanStory, called, told_at
from mat.report import ENDED, counts_of, pain_in_words

NEWEST = 30
_CHANGES = {
    "more_reps": "one repetition more", "longer_hold": "a longer hold", "both_legs": "both legs",
    "fewer_reps": "fewer repetitions", "shorter_hold": "a shorter hold", "one_leg": "one leg", "own_choice": "chosen",
}
_REASONS = {
    "clean": "three sessions went well", "pain_free_days": "three days with little pain", "pain": "pain",
    "stopped_for_pain": "a stop for pain", "person": "the person's wish",
}


def print_people(console: Console, people: Sequence[Profile]) -> None:
    if not people:
        console.print("Nobody has a profile: the mat keeps one person's sessions. mat people --add NAME makes one.",
                      highlight=False, soft_wrap=True)
        return
    table = Table(box=box.SIMPLE)
    for column in ("name", "symbol", "colour", "id"):
        table.add_column(column, no_wrap=column == "id")
    for one in people:
        table.add_row(one.name or "–", one.symbol, one.colour, one.id)
    console.print(table)


def print_sessions(console: Console, sessions: Sequence[SessionSummary], people: Sequence[Profile]) -> None:
    names = {one.id: one.name or one.symbol for one in people}
    table = Table(box=box.SIMPLE, pad_edge=False, collapse_padding=True)
    for column in ("id", "started", "person", "left", "right", "both", "partial", "pain", "ended"):
        table.add_column(column, no_wrap=True, justify="right" if column in ("left", "right", "both", "partial")
                         else "left")
    for one in sessions:
        whose = names.get(one.person or "", "–") + ("" if one.sure else "?")
        table.add_row(one.id[:8], one.started[:16].replace("T", " "), whose, *counts_of(one.reps), str(one.partial),
                      pain_in_words(one.pain_before, one.pain_after), ENDED.get(one.ended_because, one.ended_because))
    console.print(table)
    if len(sessions) == NEWEST:
        console.print(f"These are the newest {NEWEST}; --day shows those of another day.", highlight=False)


def session_as_json(one: SessionSummary) -> dict[str, Any]:
    return asdict(one)


def print_plan(console: Console, story: PlanStory) -> None:
    known = story.known
    console.print(f"{called(known.profile)}: {_in_words(known.plan)}" if known.profile else _in_words(known.plan),
                  highlight=False, soft_wrap=True, markup=False)
    table = Table(box=box.SIMPLE, show_header=bool(story.history))
    for column in ("when", "change", "why", "plan", ""):
        table.add_column(column)
    for one in story.history:
        table.add_row(told_at(one.at_s), _CHANGES[one.change], _REASONS[one.reason], _in_words(one.plan),
                      "" if one.accepted else "declined")
    if story.history:
        console.print(table)
    else:
        console.print("The plan has not changed yet.", highlight=False)
    if known.offer:
        console.print(f"On offer: {_CHANGES[known.offer.change]}, because of {_REASONS[known.offer.reason]}: "
                      f"{_in_words(known.offer.plan)}", highlight=False, soft_wrap=True)


def plan_as_json(story: PlanStory) -> dict[str, Any]:
    """The plan, what is on offer and the history; times are seconds since 1970."""
    known = story.known
    return {"person": asdict(known.profile) if known.profile else None, "plan": asdict(known.plan),
            "pain_free_days": known.gate_days, "both_open": known.both_open,
            "offer": asdict(known.offer) if known.offer else None, "history": [asdict(one) for one in story.history]}


def _in_words(plan: Plan) -> str:
    legs = "one leg at a time" if plan.stage == "single" else "both legs"
    often = f"{plan.sessions_a_day} session{'s' if plan.sessions_a_day > 1 else ''} a day"
    return f"{legs}, {plan.reps_per_side} × {plan.hold_s:g} s a side, {often}"
