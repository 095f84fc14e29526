"""`mat report`: one file for whoever helps, with what tells of the machine and nothing that tells of a person.

Each part is made by itself: one that fails leaves its reason in its place, for that too is worth knowing.
"""

import contextlib
import io
import json
import os
import platform
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from hardware.clock import SystemClock
from mat.choices import FILE as CHOICES
from mat.choices import Choices, settings_with
from mat.doctor import beside_a_kiosk, examine
from mat.kiosk import local_offset_s
from mat.ports import MatError, UsageError
from mat.report import findings_as_json, print_findings, setting_as_json
from mat.settings import Described, Settings, SettingsError, describe, read_settings
from mat.start import kiosk_runs
from mat.store.database import FILE
from mat.store.words import iso
from mat.support import computer, kept, logs
from mat.support.discretion import SECRET, Discretion

LAST_ERROR = "last-error.txt"
NOT_IN_IT = ("names of people or of the station, and their sessions", "PIN and database password",
             "user and host names, network addresses, Wi-Fi")


@dataclass(frozen=True)
class Asked:
    """What the package is to be made of. `errors` are the folders in which a program's error may have left its
    details."""

    config: Path | None
    data: Path
    kind: str | None = None
    seconds: float = 3.0
    log: str | None = None
    errors: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Part:
    """One file of the package. `missing` is why there is nothing in it."""

    name: str
    holds: str
    text: str
    missing: str = ""

    @property
    def told(self) -> str:
        return f"{self.name}: {f'missing: {self.missing}' if self.missing else self.holds}"


def write(file: Path, asked: Asked, force: bool = False) -> list[Part]:
    """Makes the package, whole or not at all; returns what is in it. Raises UsageError, MatError."""
    if file.suffix.lower() != ".zip":
        raise UsageError(f"{file}: the package is a ZIP file. End its name in .zip.")
    if file.exists() and not force:
        raise MatError(f"{file}: there is a file of that name. Choose another, or write over it with --force.")
    made = _Maker(asked).parts()
    part = file.with_name(file.name + ".part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
                for one in made:
                    # without a date of its own: ZIP has none before 1980, where a clock may be
                    whole.writestr(zipfile.ZipInfo(one.name), one.text, zipfile.ZIP_DEFLATED)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, file)
    except OSError as fault:
        raise MatError(f"{file}: cannot be written ({fault.strerror}). Choose another place or free some space.") \
            from fault
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return made


class _Maker:
    """Makes each part, discreetly."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._wrong_settings = self._unknown_names = ""
        try:
            self._settings = read_settings(asked.config)
        except SettingsError as fault:
            self._settings, self._wrong_settings = Settings(), str(fault)
        names: set[str] = set()
        ids: set[str] = set()
        try:
            names, ids = kept.people(self._settings, asked.data)
            if self._wrong_settings and asked.config and "url" in asked.config.read_text("utf-8", "replace"):
                self._unknown_names = "names are struck from it, and the settings that say where they are are wrong"
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with a database, its names are not known then
            self._unknown_names = ("names are struck from it, and they cannot be read from the database "
                                   f"({type(fault).__name__})")
        login = self._settings.store.url.partition("://")[2].partition("?")[0].rpartition("@")[0]
        self._discreet = Discretion(names, self._settings.station.name, [platform.node()], ids,
                                    [login, *login.split(":", 1)])

    def parts(self) -> list[Part]:
        findings: list[Any] = []

        def looked() -> list[Any]:
            findings.extend(self._findings())
            return [findings_as_json(findings, self._kind)]
        made = [
            self._made("doctor.json", "what the parts answered, for programs", looked),
            self._made("doctor.txt", "the same for people", lambda: self._readable(findings)),
            self._made("settings.jsonl", "every setting, without PIN and database login", self._settings_told),
            self._made(CHOICES, "what was chosen on the screen", self._chosen),
            self._made("database.json", "schema, soundness and counts of the database", self._database),
            self._made("files.txt", "names and sizes of the files in the data folder", self._files),
            self._free(LAST_ERROR, "details of the program's last error", self._last_error),
            self._free("log.txt", f"the last {logs.LINES} lines of the log", lambda: logs.last_lines(self._asked.log)),
        ]
        report = self._made("report.txt", "versions, computer, disk, memory, clock; what is in here and what is not",
                            lambda: self._report(made))
        return [report, *made]

    @property
    def _kind(self) -> Any:
        return self._asked.kind or self._settings.hardware.kind

    def _made(self, name: str, holds: str, make: Callable[[], str | list[Any]]) -> Part:
        """`make` gives a text, or the JSON values of as many lines."""
        try:
            made = make()
            if isinstance(made, str):
                return Part(name, holds, self._discreet.text(made))
            alone = len(made) == 1
            lines = (json.dumps(self._discreet.value(one), ensure_ascii=False, indent=1 if alone else None)
                     for one in made)
            return Part(name, holds, "\n".join(lines) + "\n")
        except Exception as fault:  # noqa: BLE001 - a package without this part helps more than none
            said = str(fault) if isinstance(fault, MatError | logs.NoLog) else f"{type(fault).__name__}: {fault}"
            why = self._discreet.text(" ".join(said.split()))
            return Part(name, holds, f"missing: {why}\n", why)

    def _free(self, name: str, holds: str, make: Callable[[], str]) -> Part:
        """Words of anybody's: only where the names that may stand in them are known."""
        if not self._unknown_names:
            return self._made(name, holds, make)

        def refused() -> str:
            raise MatError(self._unknown_names)
        return self._made(name, holds, refused)

    # -- the parts ------------------------------------------------------------------------------------

    def _findings(self) -> list[Any]:
        if self._wrong_settings:
            raise SettingsError(self._wrong_settings)
        if kiosk_runs(self._asked.data):
            return beside_a_kiosk(self._settings, self._asked.data)
        return examine(self._settings, self._asked.data, self._kind, self._asked.seconds)

    def _readable(self, findings: list[Any]) -> str:
        if not findings:
            raise MatError("see doctor.json")
        out = io.StringIO()
        print_findings(Console(file=out, width=120), findings, self._kind == "emulated")
        return out.getvalue()

    def _settings_told(self) -> list[Any]:
        if self._wrong_settings:
            raise SettingsError(self._wrong_settings)
        choices = Choices(self._asked.data, self._settings)
        now = settings_with(self._settings, choices.now)
        described = describe(self._settings, self._asked.config, now, choices.file)
        return [setting_as_json(_masked(one)) for one in described]

    def _chosen(self) -> str | list[Any]:
        try:
            told = (self._asked.data / CHOICES).read_text("utf-8", "replace")
        except FileNotFoundError:
            raise MatError("nothing was chosen yet") from None
        try:
            return [json.loads(told)]
        except ValueError:
            return told  # what is wrong with it may be the very question

    def _database(self) -> list[Any]:
        if not self._settings.store.url and not (self._asked.data / FILE).exists():
            raise MatError("there is no database yet")
        return [kept.facts(self._settings, self._asked.data)]

    def _files(self) -> str:
        return "".join(f"{size:>12,}  {name}\n" for name, size in _sizes(self._asked.data)) or "none\n"

    def _last_error(self) -> str:
        there = [folder / LAST_ERROR for folder in dict.fromkeys((self._asked.data, *self._asked.errors))
                 if (folder / LAST_ERROR).exists()]
        if not there:
            raise MatError("there was none")
        return "\n".join(file.read_text("utf-8", "replace") for file in there)

    def _report(self, others: list[Part]) -> str:
        now_s = SystemClock().utc_epoch_s()
        lines = ["What this smart mat kiosk tells for support", "",
                 f"made: {iso(now_s, local_offset_s(now_s))[:19]} by this machine's clock", ""]
        lines += [f"{name}: {value}" for name, value in computer.facts(self._asked.data)]
        if self._wrong_settings:
            lines += ["", "settings: cannot be read, the usual ones are assumed below", self._wrong_settings]
        lines += ["", "In this package:", *(f"  {one.told}" for one in others)]
        lines += ["", "Not in it:", *(f"  {one}" for one in NOT_IN_IT),
                  "  Where one of these stood, there is a word in square brackets."]
        return "\n".join(lines) + "\n"


def _masked(one: Described) -> Described:
    """Secrets are told only as being set; an address of a database keeps its kind and place."""
    if one.name == "station.pin":
        return replace(one, value="the usual one" if one.value == Settings().station.pin else "set")
    if one.name == "station.name":
        return replace(one, value="the usual one" if one.value == Settings().station.name else "set")
    if one.name == "store.url" and "://" in str(one.value):
        kind, _, rest = str(one.value).partition("?")[0].partition("://")
        return replace(one, value=f"{kind}://{f'{SECRET}@' if '@' in rest else ''}{rest.rpartition('@')[2]}")
    return one


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    """Of each file below, by its path in the folder. Raises OSError when the folder cannot be read."""
    os.listdir(folder)
    for file in sorted(folder.rglob("*")):
        with contextlib.suppress(OSError):
            if file.is_file():
                yield str(file.relative_to(folder)), file.stat().st_size
