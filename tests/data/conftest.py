"""A data folder with something of everything, the command that works on it, and what a killed kiosk leaves there."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mat.cli import app
from mat.core.exercise import Plan
from mat.core.records import AnswerGiven, PatternSeen, PlanDecided, RepDone, SessionOpened, Stamp, ToldToRest
from mat.store.entries import Filing
from mat.store.journal import Journal, places
from mat.store.store import Store
from tests.data.calling import Call
from tests.store.keeping import ANNA, BERT, DAY_S, NOON, PLAN, a_rep, hand_over, keep


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Anna, Bert and somebody without a profile, with something of everything."""
    folder = tmp_path / "data"
    store = Store.open(folder, "here", "boot")
    store.make_profile(ANNA)
    store.make_profile(BERT)
    keep(store, a_rep(), a_rep("single_right", lift=None), a_rep(valid=False), person=ANNA.id, before=3, pain=2)
    keep(store, a_rep("double"), person=ANNA.id, at_s=NOON + 3600, because="stopped", pain=7)
    keep(store, a_rep(), person=BERT.id, at_s=NOON - DAY_S)
    keep(store, a_rep(lift=False), at_s=NOON - 2 * DAY_S)
    hand_over(store, [
        AnswerGiven(1.0, ANNA.id, "fall", True),
        PlanDecided(2.0, ANNA.id, "more_reps", "clean", Plan("single", 4), True),
        PlanDecided(3.0, ANNA.id, "both_legs", "pain_free_days", Plan("both", 4), False), ToldToRest(4.0, ANNA.id),
        PatternSeen(5.0, ANNA.id, "kit4", (0.25, 0.25, 0.25, 0.25))], Stamp(NOON + 7200, 3600))
    wrong = keep(store, a_rep(), person=BERT.id, at_s=NOON + 9000)
    store.assign(wrong, ANNA.id)
    store.close()
    return folder


@pytest.fixture
def mat(data: Path) -> Call:
    """Calls the command; returns what it says, raises what it refuses."""
    def call(*words: object, data: Path = data, answer: str = "") -> str:
        done = CliRunner().invoke(app, [*map(str, words), "--data", str(data)], input=answer, env={"COLUMNS": "150"})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output
    return call


@pytest.fixture
def left(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with a session of Anna that is not in the database."""
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    journal, filing = Journal(places(data)[0]), Filing("boot")
    for record in (SessionOpened(1.0, PLAN, ANNA.id), RepDone(20.0, a_rep())):
        entry = filing.entry(record, Stamp(NOON, 3600))
        assert entry is not None
        journal.append(entry)
    journal.close(empty=False)
    return journal.file
