"""`mat explain`: what it says is what the detection did, and its picture is one."""

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from mat import explain
from mat.core.lifts import OFF_SHARE, ON_SHARE
from mat.core.pelvis import SHIFT
from mat.explain_plot import save
from mat.ports import UsageError
from mat.replay import replay
from mat.trace import Trace, trace
from tests.conftest import RECORDINGS
from tests.test_cli import mat, told

PARTIAL, ROLLED, EMPTY = "train_037_single_early_release", "train_045_roll_mid", "train_061_neg_child"
SOME = [PARTIAL, ROLLED, EMPTY, "train_020_single_brisk", "train_029_double_good", "train_049_leave_mid"]
_WATCHED: dict[str, Trace] = {}


def watched(name: str) -> Trace:
    """Read once for the whole run of the tests."""
    if name not in _WATCHED:
        _WATCHED[name] = trace(path_of(name))
    return _WATCHED[name]


def path_of(name: str) -> Path:
    return RECORDINGS / f"{name}.csv.gz"


def number_after(words: str, name: str) -> float:
    found = re.search(rf"{name} +(-?[\d.]+)", words)
    assert found, words
    return float(found[1])


# -- the words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOME)
def test_watching_changes_nothing(name: str) -> None:
    replayed = replay(path_of(name))
    assert watched(name).events == replayed.events
    assert tuple(one.rep for one in watched(name).reps) == replayed.reps


def test_a_stretch_held_too_short_says_how_long_it_was_and_how_long_is_needed() -> None:
    short = next(one for one in watched(PARTIAL).reps if one.why)
    assert short.rep
    words = explain.rep_in_words(watched(PARTIAL), int(short.mark))
    assert f"Not counted: held {int(short.rep.hold_s * 10) / 10:.1f} s, 2 s are needed." in words
    assert f"{short.rep.hold_s:.2f} s hold" in words


def test_the_rolled_one_names_its_reason_and_the_loads_behind_it() -> None:
    words = explain.rep_in_words(watched(ROLLED), 4)
    assert "Not counted: you had rolled to the side." in words
    assert "rolled to the side: yes" in words
    assert "answer: not judged" in words
    assert "rolled to the side: no" in explain.rep_in_words(watched(ROLLED), 3)


def test_the_printed_thresholds_are_those_the_detector_crossed() -> None:
    seen = watched(PARTIAL)
    at = {moment.t_s: moment for moment in seen.moments}
    for one in seen.reps:
        for crossing in one.crossings:
            load = at[crossing.t_s].loads[seen.layout.names.index(f"foot_{crossing.side}")]
            level = crossing.level
            assert (load < level.off_below) if crossing.off else (load > level.on_above)
        words = explain.rep_in_words(seen, int(one.mark))
        off, on = one.crossings[0].level, one.crossings[-1].level
        assert number_after(words, "off below") == round(off.off_below, 3)
        assert number_after(words, "on above") == round(on.on_above, 3)


@pytest.mark.parametrize("name", SOME)
def test_an_edge_is_explained_by_the_levels_of_the_moment_before_it(name: str) -> None:
    seen = watched(name)
    for one in seen.flights:
        for crossing in one.crossings:
            before = [moment for moment in seen.moments if moment.t_s < crossing.t_s][-1]
            level = before.feet[0 if crossing.side == "left" else 1]
            assert crossing.level == level
            assert crossing.off != level.up


def test_the_thresholds_follow_from_rest_and_floor_as_the_words_claim() -> None:
    words = explain.rep_in_words(watched(PARTIAL), 1)
    rest, floor, lowest = (number_after(words, name) for name in ("resting load", "floor", "lowest in the air"))
    assert number_after(words, "off below") == pytest.approx(floor + OFF_SHARE * (rest - floor), abs=0.002)
    least = min(floor, lowest)
    assert number_after(words, "on above") == pytest.approx(least + ON_SHARE * (rest - least), abs=0.002)


@pytest.mark.parametrize("name", SOME)
def test_the_shift_shown_gives_the_answer_given(name: str) -> None:
    seen = watched(name)
    for one in seen.reps:
        assert one.rep
        assert one.hold
        shift = seen.pelvis.shift(one.rest, one.hold)
        if one.rep.valid and one.rep.pelvic_lift is not None:
            assert shift is not None
            assert one.rep.pelvic_lift == (shift > SHIFT)


def test_the_parts_of_the_way_make_up_the_time_in_the_air() -> None:
    for one in watched(PARTIAL).reps:
        words = explain.rep_in_words(watched(PARTIAL), int(one.mark))
        parts = re.search(r"([\d.]+) s = ([\d.]+) s way up \+ ([\d.]+) s hold \+ ([\d.]+) s way down", words)
        assert parts
        whole, up, hold, down = map(float, parts.groups())
        assert whole == pytest.approx(up + hold + down, abs=0.02)
        assert min(up, hold, down) >= 0


def test_the_list_holds_every_repetition_by_its_number_and_every_tap_by_a_letter() -> None:
    seen = watched(PARTIAL)
    lines = explain.list_of(seen).splitlines()
    marks = [found[1] for line in lines if (found := re.match(r" {0,3}(\d+|[a-z])  +\d", line))]
    assert [mark for mark in marks if mark.isdecimal()] == [str(i + 1) for i in range(len(seen.reps))]
    assert [mark for mark in marks if mark.isalpha()] == ["a", "b"]
    assert sum("a tap or a shuffle, not an attempt" in line for line in lines) == 2
    for one in seen.reps:
        assert sum(line.startswith(f"{one.mark:>4} ") and line.endswith(explain.answer_of(one)) for line in lines) == 1


def test_a_foot_that_nearly_left_is_listed() -> None:
    assert "right foot got light" in explain.list_of(_with_a_half_lifted_foot())


def _with_a_half_lifted_foot() -> Trace:
    """The recording's first stretch, with a foot that keeps half of its load."""
    seen = watched(PARTIAL)
    lying = [moment for moment in seen.moments if 24.0 < moment.t_s < 26.0]
    light = [replace(moment, loads=(moment.loads[0], 0.5 * moment.feet[1].flat, *moment.loads[2:])) for moment in lying]
    return replace(seen, moments=tuple(light))


def test_a_recording_without_a_repetition_says_so() -> None:
    assert "There is no repetition in this recording" in explain.list_of(watched(EMPTY))
    assert "there is no repetition" in told(mat("explain", path_of(EMPTY), "--rep", "1"))


def test_the_needed_hold_is_an_option() -> None:
    words = mat("explain", path_of(PARTIAL), "--rep", "1", "--min-hold", "30").stdout
    assert re.search(r"Not counted: held [\d.]+ s, 30 s are needed\.", words)


def test_the_same_file_gives_the_same_bytes() -> None:
    first, second = (mat("explain", path_of(PARTIAL), "--rep", "2", COLUMNS=width).stdout for width in ("40", "200"))
    assert first == second == explain.rep_in_words(watched(PARTIAL), 2)


def test_a_recording_that_ends_early_tells_the_last_stretch(tmp_path: Path) -> None:
    rows = gzip.decompress(path_of(PARTIAL).read_bytes()).decode().splitlines()
    first = watched(PARTIAL).reps[0]

    def cut(end_s: float) -> str:
        file = tmp_path / "cut.csv"
        file.write_text("\n".join([rows[0], *(row for row in rows[1:] if float(row.split(",")[0]) < end_s)]) + "\n")
        assert trace(file).events == replay(file).events
        return explain.list_of(trace(file))

    assert "still in the air when the recording ended" in cut((first.start_s + first.end_s) / 2)
    assert "1 repetition(s): 1 counted" in cut(first.end_s + 0.3)


# -- wrong calls ------------------------------------------------------------------------------------------


def test_a_repetition_that_is_not_there_is_told_with_how_many_there_are() -> None:
    done = mat("explain", path_of(PARTIAL), "--rep", "12")
    assert done.returncode == 2
    assert "has 11 repetition(s)" in told(done)
    for number in (0, -1):
        with pytest.raises(UsageError, match="from 1 to 11"):
            explain.the_rep(watched(PARTIAL), number)


def test_a_picture_that_is_no_png_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = mat("explain", tmp_path / "none.csv", "--plot", tmp_path / "rep.jpg")
    assert done.returncode == 2
    assert "End its name in .png" in told(done)


def test_a_damaged_recording_is_named(tmp_path: Path) -> None:
    damaged = tmp_path / "cut.csv.gz"
    damaged.write_bytes(path_of(PARTIAL).read_bytes()[:20_000])
    done = mat("explain", damaged)
    assert done.returncode == 1
    assert "cut.csv.gz" in told(done)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = mat("explain", path_of(EMPTY), "--plot", tmp_path / "none" / "rep.png")
    assert done.returncode == 1
    assert "cannot be written" in told(done)


def test_a_size_that_is_none_is_told() -> None:
    assert "600 to 4096" in told(mat("explain", path_of(EMPTY), "--plot", "a.png", "--size", "big"))


def test_without_matplotlib_it_says_how_to_install_it(tmp_path: Path) -> None:
    package = tmp_path / "matplotlib"
    package.mkdir()
    (package / "__init__.py").write_text("raise ModuleNotFoundError('gone', name='matplotlib')")
    done = mat("explain", path_of(EMPTY), "--plot", tmp_path / "a.png", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "pip install 'matplotlib>=3.8'" in told(done)
    assert mat("explain", path_of(EMPTY), PYTHONPATH=str(tmp_path)).returncode == 0


# -- the picture ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rep", [["--rep", "2"], []])
def test_a_picture_of_the_asked_size_is_written_and_shows_something(tmp_path: Path, rep: list[str]) -> None:
    file = tmp_path / "rep.png"
    done = mat("explain", path_of(PARTIAL), *rep, "--plot", file, "--size", "1000x700")
    assert done.returncode == 0, done.stderr
    picture = pygame.image.load(str(file))
    assert picture.get_size() == (1000, 700)
    colours = {tuple(picture.get_at((x, y)))[:3] for x in range(0, 1000, 2) for y in range(0, 700, 2)}
    assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0x00, 0x9E, 0x73)} <= colours


@pytest.mark.parametrize("name", [EMPTY, "train_020_single_brisk", "train_035_double_simultaneous"])
def test_whatever_was_recorded_can_be_drawn(tmp_path: Path, name: str) -> None:
    save(watched(name), None, tmp_path / "all.png", (1600, 900))
    assert pygame.image.load(str(tmp_path / "all.png")).get_size() == (1600, 900)


def test_a_lying_zone_and_a_gap_can_be_drawn(tmp_path: Path) -> None:
    rows = gzip.decompress(path_of(PARTIAL).read_bytes()).decode().splitlines()
    stuck = [",".join((*line.split(",")[:4], "1.5")) if 6000 < i < 7000 else line for i, line in enumerate(rows)]
    (tmp_path / "odd.csv").write_text("\n".join([*stuck[:9000], *stuck[9300:]]) + "\n")
    seen = trace(tmp_path / "odd.csv")
    assert "zone sacrum_upper is stuck" in explain.list_of(seen)
    save(seen, None, tmp_path / "odd.png", (1600, 900))
    assert (tmp_path / "odd.png").stat().st_size > 20_000


def test_what_the_pelvis_carried_is_told_beside_what_a_raised_knee_adds() -> None:
    from mat.core.reps import CARRIED
    seen = watched(PARTIAL)
    for one in seen.reps:
        assert one.carried is not None
        assert one.carried >= CARRIED
        words = explain.rep_in_words(seen, int(one.mark))
        assert f"the pelvis carried more: {one.carried:+.0%} by the measure" in words
        assert f"a raised knee shows {CARRIED:+.0%} and more" in words
