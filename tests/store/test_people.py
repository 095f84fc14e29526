"""What is known of people when a session begins, and whose a session is."""

from datetime import timedelta
from pathlib import Path

import pytest

from mat.core.exercise import Plan
from mat.core.identity import Pattern
from mat.core.records import (
    AnswerGiven,
    Assigned,
    PainTold,
    PatternSeen,
    PlanDecided,
    ProfileMade,
    RepDone,
    SessionEnded,
    SessionOpened,
    Stamp,
    ToldToRest,
)
from mat.core.safety import CONFIRMED, QUESTIONS
from mat.core.summary import Counts
from mat.store.entries import Filing
from mat.store.faults import StoreError
from mat.store.store import Store
from tests.store.keeping import ANNA, BERT, DAY, DAY_S, NOON, PLAN, a_rep, hand_over, keep, rows

SMALL = Plan(reps_per_side=3)


def household(store: Store, screens: bool = True, asks_pain: bool = False):
    return store.household(DAY, PLAN, "kit4", screens, asks_pain)


def answer_all(store: Store, person: str | None, at_s: float = NOON, **yes: bool) -> None:
    hand_over(store, [AnswerGiven(1.0, person, q, yes.get(q, False)) for q in QUESTIONS], Stamp(at_s, 3600))


def test_a_station_without_profiles_knows_its_one_user_as_well_as_a_profile(store: Store) -> None:
    answer_all(store, None, NOON - 5 * DAY_S)
    for days_ago in (4, 3, 2):
        keep(store, a_rep(), at_s=NOON - days_ago * DAY_S, before=1, pain=1, plan=SMALL)
    guest = household(store).guest
    assert (guest.plan, guest.screening, guest.gate_days, guest.both_open) == (SMALL, "fine", 3, True)
    assert guest.offer is not None
    assert guest.offer.change == "both_legs"
    assert store.day(DAY, PLAN).pain_free_days == 3


def test_a_guest_among_profiles_is_somebody_else_each_time(store: Store) -> None:
    answer_all(store, None)
    store.make_profile(ANNA)
    known = store.household(DAY, Plan("both", 12), "kit4", True, True)
    assert (known.guest.plan, known.guest.screening, known.guest.offer) == (Plan("single", 12), "due", None)
    assert known.asks_pain
    assert household(store, screens=False).guest.screening == "fine"


def test_people_come_in_the_order_they_were_made_with_their_own_plan_and_questions(store: Store) -> None:
    hand_over(store, [ProfileMade(1.0, BERT)], Stamp(NOON - 9, 3600))
    hand_over(store, [ProfileMade(1.0, ANNA)], Stamp(NOON - 8, 3600))
    hand_over(store, [PlanDecided(1.0, ANNA.id, "own_choice", "person", Plan("both", 7, 10.0), True),
                      PlanDecided(2.0, ANNA.id, "more_reps", "clean", Plan("both", 8, 10.0), False)], Stamp(NOON, 3600))
    answer_all(store, ANNA.id, new_hip=True)
    known = household(store)
    assert known.profiles == (BERT, ANNA)
    anna, bert = known.of(ANNA.id), known.of(BERT.id)
    assert (anna.plan, anna.both_open, anna.screening) == (Plan("both", 7, 10.0), True, "confirm")
    assert (bert.plan, bert.both_open, bert.screening) == (SMALL, False, "due")
    hand_over(store, [AnswerGiven(1.0, ANNA.id, CONFIRMED, True)], Stamp(NOON + 1, 3600))
    assert household(store).of(ANNA.id).screening == "fine"


def test_a_stop_for_pain_asks_again_also_when_the_answers_were_given_on_arriving(store: Store) -> None:
    store.make_profile(ANNA)
    answer_all(store, ANNA.id, NOON + 60)  # the person had arrived, the session began at NOON
    keep(store, a_rep(), person=ANNA.id, because="stopped", pain=5)
    assert household(store).of(ANNA.id).screening == "due"
    answer_all(store, ANNA.id, NOON + 400)
    assert household(store).of(ANNA.id).screening == "fine"


def test_three_clean_sessions_offer_one_more_and_a_decision_ends_the_offer(store: Store) -> None:
    for hours in range(3):
        keep(store, a_rep(), at_s=NOON + 3600 * hours, pain=1, plan=SMALL)
    offered = household(store).guest.offer
    assert offered is not None
    assert (offered.change, offered.plan.reps_per_side) == ("more_reps", 4)
    hand_over(store, [PlanDecided(1.0, None, offered.change, offered.reason, offered.plan, True)],
              Stamp(NOON + 4 * 3600, 3600))
    assert (household(store).guest.plan.reps_per_side, household(store).guest.offer) == (4, None)


def test_who_was_told_to_rest_today_is_known(store: Store) -> None:
    store.make_profile(ANNA)
    hand_over(store, [ToldToRest(1.0, ANNA.id)], Stamp(NOON, 3600))
    assert household(store).of(ANNA.id).told_to_rest
    tomorrow = store.household(DAY + timedelta(days=1), PLAN, "kit4", True, False)
    assert not tomorrow.of(ANNA.id).told_to_rest


def test_a_pattern_is_learned_over_sessions_and_belongs_to_a_kit(store: Store) -> None:
    store.make_profile(ANNA)
    hand_over(store, [PatternSeen(1.0, ANNA.id, "kit4", (0.1, 0.1, 0.4, 0.4)),
                      PatternSeen(2.0, ANNA.id, "kit4", (0.2, 0.2, 0.3, 0.3)),
                      PatternSeen(3.0, ANNA.id, "kit8", (0.5, 0.5))], Stamp(NOON, 3600))
    assert household(store).patterns == {ANNA.id: Pattern((pytest.approx(0.15), pytest.approx(0.15),
                                                           pytest.approx(0.35), pytest.approx(0.35)), 2)}


# -- whose a session is ---------------------------------------------------------------------------------


def of(store: Store, person: str | None) -> tuple[Counts, bool]:
    day = store.day(DAY, PLAN, person)
    return day.totals, day.told_to_rest


def test_a_session_that_is_told_to_be_somebodys_moves_with_its_rest(store: Store, tmp_path: Path) -> None:
    store.make_profile(ANNA)
    store.make_profile(BERT)
    hand_over(store, [SessionOpened(0.0, PLAN, ANNA.id, sure=False), RepDone(18.0, a_rep()),
                      SessionEnded(30.0, "stopped"), PainTold(40.0, 7), ToldToRest(40.0, ANNA.id),
                      Assigned(50.0, BERT.id)], Stamp(NOON, 3600))
    assert (of(store, ANNA.id), of(store, BERT.id)) == ((Counts(), False), (Counts(1), True))
    [session] = store.sessions_of(DAY, BERT.id)
    assert (session.person, session.sure) == (BERT.id, True)
    [trace] = [one for one in store.traces() if one.kind == "reassigned"]
    assert (trace.session_id, trace.from_person, trace.to_person) == (session.id, ANNA.id, BERT.id)


def test_a_guess_that_is_confirmed_leaves_no_trace(store: Store) -> None:
    store.make_profile(ANNA)
    hand_over(store, [SessionOpened(0.0, PLAN, ANNA.id, sure=False), RepDone(18.0, a_rep()), Assigned(20.0, ANNA.id)],
              Stamp(NOON, 3600))
    assert store.sessions_of(DAY, ANNA.id)[0].sure
    assert store.traces() == []


@pytest.mark.parametrize(("person", "sure", "named", "traced"), [
    (None, True, BERT.id, [(None, BERT.id)]),
    (None, False, BERT.id, []),
    (ANNA.id, True, BERT.id, [(ANNA.id, BERT.id)]),
    (ANNA.id, True, ANNA.id, []),
    (ANNA.id, False, None, [(ANNA.id, None)]),
])
def test_naming_a_session_leaves_a_trace_when_it_was_somebodys_or_a_guests(
        store: Store, person: str | None, sure: bool, named: str | None,
        traced: list[tuple[str | None, str | None]]) -> None:
    store.make_profile(ANNA)
    store.make_profile(BERT)
    hand_over(store, [SessionOpened(0.0, PLAN, person, sure=sure), RepDone(18.0, a_rep()), ToldToRest(19.0, person),
                      Assigned(20.0, named)], Stamp(NOON, 3600))
    [session] = store.sessions_of(DAY, everybody=True)
    assert (session.person, session.sure) == (named, named is not None)
    assert of(store, named) == (Counts(1), True)
    assert [(one.from_person, one.to_person) for one in store.traces() if one.kind == "reassigned"] == traced


def test_sessions_are_refiled_and_deleted_by_hand_with_a_trace_each(store: Store) -> None:
    store.make_profile(ANNA)
    key = keep(store, a_rep())
    store.assign(key, ANNA.id)
    assert of(store, ANNA.id) == (Counts(1), False)
    store.assign(key, None)
    assert of(store, None) == (Counts(1), False)
    store.delete_session(key)
    assert store.sessions_of(everybody=True) == []
    assert store.day(DAY, PLAN).streak_days == 0
    assert [(one.kind, one.session_id) for one in store.traces()] == [
        ("reassigned", key), ("reassigned", key), ("deleted", key)]
    with pytest.raises(StoreError, match="no such session"):
        store.delete_session(key)


def test_rest_advised_before_a_session_is_not_the_last_sessions(store: Store) -> None:
    store.make_profile(ANNA)
    filing = Filing("boot")
    hand_over(store, [SessionOpened(0.0, PLAN, ANNA.id), RepDone(18.0, a_rep()), SessionEnded(30.0, "done"),
                      PainTold(40.0, 1), ToldToRest(900.0, None)], Stamp(NOON, 3600), filing)
    store.delete_session(store.sessions_of(DAY, ANNA.id)[0].id)
    assert of(store, None) == (Counts(), True)


def test_a_record_of_a_profile_or_session_that_is_gone_keeps_nobody_waiting(store: Store, tmp_path: Path) -> None:
    filing = Filing("boot")
    hand_over(store, [SessionOpened(0.0, PLAN, ANNA.id), RepDone(18.0, a_rep())], Stamp(NOON, 3600), filing)
    [session] = store.sessions_of(DAY)
    store.delete_session(session.id)
    hand_over(store, [RepDone(28.0, a_rep(start_s=20.0)), ToldToRest(29.0, "no uuid")], Stamp(NOON, 3600), filing)
    assert rows(tmp_path, "SELECT count(*) FROM rep") == [(0,)]


def test_a_profile_is_made_once_and_can_be_renamed(store: Store) -> None:
    store.make_profile(ANNA)
    store.make_profile(ANNA)
    store.rename(ANNA.id, "Änne")
    assert [one.name for one in store.profiles()] == ["Änne"]
    with pytest.raises(StoreError, match="no such profile"):
        store.rename(BERT.id, "B")
