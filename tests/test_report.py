"""`mat report`: what tells of the machine, nothing that tells of a person, and a package whatever is missing."""

import io
import json
import platform
import re
import sqlite3
import stat
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from mat.ports import MatError, UsageError
from mat.start import only_one
from mat.store.database import FILE
from mat.store.store import Store
from mat.support import logs
from mat.support.discretion import Discretion
from mat.support.package import Asked, write
from tests.store.keeping import ANNA, NOON, a_rep, keep
from tests.test_cli import mat, told

NAMES = ("Ümit Öztürk", "Ann", "Ángel de la Peña", "Jean-Luc", "Zoë", "Ζήνων")
STATION = "Praxis Dr. Sonnenschein"
LOG = """\
2026-11-23T05:50:47+0000 anna-pi mat[812]: WARNING Ann steps on; the Annual check for Anneliese
2026-11-23T05:50:48+0000 anna-pi mat[812]: ERROR ümit öztürk, Öztürk and Peña, at 192.168.1.23 and fe80::1ff:fe23:4567
2026-11-23T05:50:49+0000 anna-pi mat[812]: INFO {json} {escaped} {quoted} {decomposed}
2026-11-23T05:50:50+0000 anna-pi mat[812]: INFO b8:27:eb:12:34:56 /home/annelore/x /media/annelore/STICK ssid="An WLAN"
2026-11-23T05:50:51+0000 anna-pi mat[812]: INFO praxis  Dr. Sonnenschein, Praxis Dr. Sonnenschein: ready
2026-11-23T05:50:51+0000 anna-pi mat[812]: INFO ANN's and Zoë, Jean-Luc; anna-pi is up
2026-11-23T05:50:52+0000 anna-pi mat[812]: INFO postgresql://doc:very-secret@db/mat of {person} from ann@example.org
"""


def the_log() -> str:
    return LOG.format(json=json.dumps(NAMES[0]), escaped=ascii(NAMES[2]), quoted=quote(NAMES[4]),
                      decomposed=unicodedata.normalize("NFD", NAMES[0]), person=ANNA.id)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    store = Store.open(folder, STATION, "boot")
    for number, name in enumerate(NAMES):
        store.make_profile(replace(ANNA, id=ANNA.id[:-1] + hex(10 + number)[2:], name=name))
    keep(store, a_rep(), person=ANNA.id)
    keep(store, a_rep(), at_s=NOON + 3600)
    store.close()
    (folder / "screen.json").write_text('{"volume": 5, "language": "de"}')
    (folder / "last-error.txt").write_text("IntegrityError: UNIQUE person.name\n[parameters: ('Ümit Öztürk', 'Ann')]\n")
    (folder / "Zoë.csv").write_text("x")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "mat.toml"
    file.write_text(f'[station]\nname = "{STATION}"\npin = "86420"\n', "utf-8")
    return file


Pack = Callable[..., dict[str, str]]


@pytest.fixture
def pack(data: Path, settings: Path, tmp_path: Path) -> Pack:
    """Makes a package; returns its files."""
    def made(**asked: object) -> dict[str, str]:
        (tmp_path / "log").write_text(the_log(), "utf-8")
        wanted = Asked(settings, data, "emulated", 1.0, str(tmp_path / "log"))
        write(tmp_path / "r.zip", replace(wanted, **asked), force=True)
        return files_of(tmp_path / "r.zip")
    return made


def files_of(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name).decode("utf-8") for name in whole.namelist()}


def test_nothing_of_a_person_is_in_any_byte_of_the_package(pack: Pack) -> None:
    found = pack()
    whole = "\n".join([*found, *found.values()])
    for name in [*NAMES, STATION, "Öztürk", "Peña", "Ángel", "86420", ANNA.id, ANNA.id.replace("-", ""), "anna-pi",
                 "192.168.1.23", "fe80::", "b8:27:eb", "annelore", "WLAN", "very-secret", "example.org"]:
        for form in {name, unicodedata.normalize("NFD", name), json.dumps(name)[1:-1], ascii(name)[1:-1], quote(name)}:
            assert not re.search(rf"(?<![^\W\d_]){re.escape(form)}(?![^\W\d_])", whole, re.IGNORECASE), form
    host = platform.node()
    assert host in ("localhost", "mat") or host not in whole


def test_what_only_looks_like_a_name_stays(pack: Pack) -> None:
    log = pack()["log.txt"]
    assert "[name] steps on; the Annual check for Anneliese" in log
    assert log.startswith("2026-11-23T05:50:47+0000 [host] mat[812]: WARNING")
    assert "postgresql://[secret]@db/mat of [person]" in log
    assert "/home/[user]/x /media/[user]/STICK" in log


@pytest.mark.parametrize(("name", "said", "struck"), [
    ("Al", "Al, al; Alan and final Al2", "[name], [name]; Alan and final [name]2"), ("7", "7 of 7", "7 of 7"),
    ("X", "X marks A1", "X marks A1"), ("Will Power", "it will; Will does; power", "it will; [name] does; power"),
    ("", "nothing", "nothing"), ("C++ (a)", "C++ (a) b", "[name] b")])
def test_names_go_as_whole_words_and_initials_and_numbers_stay(name: str, said: str, struck: str) -> None:
    assert Discretion([name]).text(said) == struck


@pytest.mark.parametrize("said", [
    "05:50:47 on 2026-11-23T06:08:15+01:00", "kernel 6.12.25+rpt-rpi-v8", "0x48, A0 of 0x49", "/var/lib/mat-kiosk/x",
    "/media/matbackup/mat-000001-2026-11-23.sqlite3", "std::vector", "mat home [1/2]: 3.3 V"])
def test_times_versions_and_places_of_the_machine_stay(said: str) -> None:
    assert Discretion(["Ann"], "home", ["mat"]).text(said) == said


def test_the_package_tells_what_is_in_it_and_what_of_the_machine(pack: Pack) -> None:
    found = pack()
    assert list(found) == ["report.txt", "doctor.json", "doctor.txt", "settings.jsonl", "screen.json", "database.json",
                           "files.txt", "last-error.txt", "log.txt"]
    for what in ("mat: ", "Python: 3.", "pygame: ", "SDL: ", "numpy: ", "kernel: Linux", "architecture: ", "up for: ",
                 "memory: ", "disk of the data folder: ", "clock: ", "model: ", *(f"  {name}: " for name in found)):
        assert what in found["report.txt"] or what == "  report.txt: ", what
    assert json.loads(found["doctor.json"])["findings"][0]["part"] == "bus"
    assert "zone foot_left" in found["doctor.txt"]
    settings = {one["name"]: one["value"] for one in map(json.loads, found["settings.jsonl"].splitlines())}
    assert (settings["station.pin"], settings["station.name"], settings["exercise.hold_s"]) == ("set", "set", 5.0)
    assert json.loads(found["screen.json"]) == {"volume": 5, "language": "de"}
    database = json.loads(found["database.json"])
    assert (database["integrity"], database["rows"]["session"], database["rows"]["person"]) == ("ok", 2, len(NAMES))
    assert list(database["sessions_of_the_newest_days"].values()) == [2]
    assert f"{FILE}" in found["files.txt"]
    assert "[name].csv" in found["files.txt"]


def test_a_name_that_is_also_a_word_of_the_format_breaks_no_json(data: Path, pack: Pack) -> None:
    store = Store.open(data, STATION, "boot")
    for number, name in enumerate(("true", "fit")):
        store.make_profile(replace(ANNA, id=ANNA.id[:-2] + f"b{number}", name=name))
    store.close()
    found = pack()
    assert json.loads(found["doctor.json"])["fit"] in (True, False)
    assert json.loads(found["database.json"])["integrity"] == "ok"


def test_while_the_kiosk_runs_the_bus_is_left_to_it(data: Path, pack: Pack) -> None:
    with only_one(data):
        found = pack(kind="pi")
    said = json.loads(found["doctor.json"])["findings"]
    assert said[0]["part"] == "electronics"
    assert "the kiosk is running" in said[0]["says"]
    assert "storage" in [one["part"] for one in said]
    assert "bus" not in [one["part"] for one in said]


def test_whatever_is_missing_leaves_its_reason_in_its_place(tmp_path: Path) -> None:
    parts = write(tmp_path / "r.zip", Asked(None, tmp_path / "none", "emulated", 1.0, str(tmp_path / "no-log")))
    missing = {one.name: one.missing for one in parts if one.missing}
    assert set(missing) >= {"screen.json", "last-error.txt", "log.txt"}
    assert "no-log: cannot be read" in missing["log.txt"]
    found = files_of(tmp_path / "r.zip")
    assert all(text.strip() for text in found.values())
    assert "log.txt: missing: " in found["report.txt"]


def test_wrong_settings_are_told_and_cost_nothing_else(settings: Path, pack: Pack) -> None:
    settings.write_text('[station]\npin = "86x20"\n[exercise]\nhold_s = 1\n')
    found = pack()
    assert "exercise.hold_s = 1" in found["report.txt"]
    assert "86x20" not in "".join(found.values())
    assert found["settings.jsonl"].startswith("missing: ")
    assert "[name] steps on" in found["log.txt"]


def test_where_names_cannot_be_read_no_free_text_leaves_the_machine(data: Path, pack: Pack) -> None:
    (data / FILE).write_bytes(b"no database" * 400)
    found = pack()
    for name in ("log.txt", "last-error.txt"):
        assert found[name].startswith("missing: names are struck from it, and they cannot be read")
    assert "Python: 3." in found["report.txt"]


def test_who_was_renamed_is_struck_too_while_a_copy_knows_the_old_name(data: Path, pack: Pack) -> None:
    (data / "backups").mkdir()
    (data / "backups" / "mat-000001-2026-11-23.sqlite3").write_bytes((data / FILE).read_bytes())
    with closing(sqlite3.connect(data / FILE)) as raw, raw:
        raw.execute("UPDATE person SET name = 'Bo' WHERE name = 'Ann'")
    assert "[name] steps on" in pack()["log.txt"]


def test_a_database_elsewhere_is_told_without_its_login(settings: Path, tmp_path: Path, data: Path, pack: Pack) -> None:
    settings.write_text('[store]\nurl = "postgresql://doc:ver/y@secret@db.clinic/mat?password=also"\n')
    found = pack()
    listed = {one["name"]: one["value"] for one in map(json.loads, found["settings.jsonl"].splitlines())}
    assert listed["store.url"] == "postgresql://[secret]@db.clinic/mat"
    assert not re.search("ver/y|secret@|also", "".join(found.values()).replace("[secret]@", ""))
    settings.write_text(f'[store]\nurl = "sqlite:///{data / FILE}"\n')
    found = pack(data=tmp_path / "empty")
    assert json.loads(found["database.json"])["rows"]["session"] == 2
    assert "[name] steps on" in found["log.txt"]


def test_only_the_last_lines_of_the_log_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"line {number}" for number in range(logs.LINES + 5)]
    (tmp_path / "log").write_text("\n".join(lines))
    assert logs.last_lines(str(tmp_path / "log")).splitlines() == lines[5:]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"from \xff there\n")))
    assert logs.last_lines("-") == "from � there\n"


@pytest.mark.parametrize(("command", "says"), [
    (("sh", "-c", "echo '-- No entries --'"), "No entries"), (("sh", "-c", "echo no leave >&2; exit 1"), "no leave"),
    (("no-such-journal",), "there is no no-such-journal")])
def test_a_journal_that_cannot_be_read_says_why_and_what_else_to_do(command: tuple[str, ...], says: str) -> None:
    with pytest.raises(logs.NoLog, match=says) as told:
        logs.last_lines(None, command)
    assert "--log" in str(told.value)


def test_a_journal_that_answers_is_taken_as_it_is() -> None:
    assert logs.last_lines(None, ("sh", "-c", "echo one; echo two")) == "one\ntwo\n"


def test_the_command_says_line_by_line_what_it_packed_and_writes_over_nothing_unasked(
        tmp_path: Path, data: Path) -> None:
    file = tmp_path / "r.zip"
    done = mat("report", file, "--log", "/dev/null", "--seconds", 1, "--hardware", "emulated", data=data)
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert [line.split(":")[0].strip() for line in lines[1:-1]] == list(files_of(file))
    assert "Not in it: names of people" in lines[-1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "--force" in told(mat("report", file, data=data))
    assert "End its name in .zip" in told(mat("report", tmp_path / "r.txt", data=data))
    assert sorted(one.name for one in tmp_path.glob("r*")) == ["r.zip"]


def test_a_place_that_cannot_be_written_is_named_and_nothing_half_made_is_left(tmp_path: Path, data: Path) -> None:
    asked = Asked(None, data, "emulated", 1.0, "/dev/null")
    with pytest.raises(MatError, match=r"away/r\.zip: cannot be written \(No such file"):
        write(tmp_path / "away" / "r.zip", asked)
    (tmp_path / "folder.zip").mkdir()
    with pytest.raises(MatError, match=r"folder\.zip: cannot be written"):
        write(tmp_path / "folder.zip", asked, force=True)
    assert not list(tmp_path.glob("*.part"))
    with pytest.raises(UsageError, match=r"\.zip"):
        write(tmp_path / "r", asked)


def test_a_clock_in_1970_makes_a_package_too(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.clock.SystemClock.utc_epoch_s", lambda self: 100.0)
    monkeypatch.setattr("time.time", lambda: 100.0)
    assert f"made: {datetime.fromtimestamp(100.0, UTC).year}" in pack()["report.txt"]
