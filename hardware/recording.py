"""Recordings in the public format: `NAME.csv` or `NAME.csv.gz`, `t` in seconds and volts per zone."""

import gzip
import io
import math
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NoReturn, TextIO

import numpy as np
from numpy.typing import NDArray

from mat.core.zones import LAYOUTS, Layout, Sample
from mat.ports import MatError

SUFFIXES = (".csv.gz", ".csv")


class RecordingError(MatError):
    """A recording that cannot be read or written; names file, line, column and value."""


@dataclass(frozen=True)
class Recording:
    """`t_s` has shape (rows,), strictly increasing; `volts` (rows, zones) in the layout's order; finite."""

    name: str
    layout: Layout
    t_s: NDArray[np.float64]
    volts: NDArray[np.float64]

    def __iter__(self) -> Iterator[Sample]:
        return map(Sample, self.t_s.tolist(), map(tuple, self.volts.tolist()))

    def __len__(self) -> int:
        return len(self.t_s)


def recording_name(path: Path) -> str:
    """The file's name without .csv or .csv.gz. Raises RecordingError for any other ending."""
    for suffix in SUFFIXES:
        if path.name.endswith(suffix) and path.name != suffix:
            return path.name.removesuffix(suffix)
    raise RecordingError(f"{path}: not a recording's name. Recordings end in .csv or .csv.gz.")


def read_recording(path: Path | str) -> Recording:
    """Raises RecordingError for whatever is wrong with it; nothing is guessed or skipped."""
    path = Path(path)
    name = recording_name(path)
    lines = _text_of(path).rstrip("\r\n \t").splitlines()
    if not lines:
        raise RecordingError(f"{path}: the file is empty. "
                             "A recording begins with a line t,foot_left,foot_right,…")
    columns = [column.strip() for column in lines[0].split(",")]
    layout = _layout_of(path, columns)
    if len(lines) == 1:
        raise RecordingError(f"{path}: line 1: there is a header but no row below it. Record again.")
    rows = _rows_of(path, columns, lines)
    order = [columns.index(zone) for zone in layout.names]
    return Recording(name, layout, rows[:, columns.index("t")].copy(), rows[:, order])


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
        if path.name.endswith(".gz"):
            raw = gzip.decompress(raw)
        return raw.decode("utf-8-sig")
    except FileNotFoundError as fault:
        raise RecordingError(f"{path}: no such recording. Check the name and the folder.") from fault
    except (EOFError, zlib.error) as fault:
        raise RecordingError(f"{path}: the compressed file is cut off or damaged ({fault}). "
                             "Copy it again from where it was recorded.") from fault
    except gzip.BadGzipFile as fault:
        raise RecordingError(f"{path}: this is not gzip ({fault}). "
                             "If it is plain text, name it .csv instead of .csv.gz.") from fault
    except UnicodeDecodeError as fault:
        value = fault.object[fault.start]
        raise RecordingError(f"{path}: byte {fault.start} (0x{value:02x}) is not UTF-8 text. "
                             "Save it as plain CSV; a compressed one ends in .csv.gz.") from fault
    except OSError as fault:
        raise RecordingError(f"{path}: cannot be read ({fault.strerror}). "
                             "Check that the file may be read.") from fault


def _layout_of(path: Path, columns: list[str]) -> Layout:
    """The kit whose zones the header names, in any order."""
    zones = [column for column in columns if column != "t"]
    known = [zone for layout in LAYOUTS.values() for zone in layout.names]
    if "t" not in columns:
        raise RecordingError(f"{path}: line 1: column t is missing; the header has {','.join(columns)!r}. "
                             "The first column is t, in seconds.")
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice is not None:
        raise RecordingError(f"{path}: line 1: column {twice} stands there twice. Remove one of them.")
    stranger = next((zone for zone in zones if zone not in known), None)
    if stranger is not None:
        place = columns.index(stranger) + 1
        raise RecordingError(f"{path}: line 1: column {place}: unknown zone {stranger!r}. "
                             f"The zones are {', '.join(dict.fromkeys(known))}.")
    for layout in LAYOUTS.values():
        if set(layout.names) == set(zones):
            return layout
    nearest = min(LAYOUTS.values(), key=lambda layout: len(set(layout.names) ^ set(zones)))
    missing = [zone for zone in nearest.names if zone not in zones]
    odd = f"column {missing[0]} is missing" if missing else "there are columns of two kits"
    raise RecordingError(f"{path}: line 1: {odd}. The {nearest.name} has t,{','.join(nearest.names)}.")


def _rows_of(path: Path, columns: list[str], lines: list[str]) -> NDArray[np.float64]:
    """All rows as numbers: at once when they are right, else line by line to name the first that is not."""
    try:
        rows = np.loadtxt(io.StringIO("\n".join(lines[1:])), delimiter=",", ndmin=2, comments=None)
    except ValueError:
        _name_the_fault(path, columns, lines)
    t_s = rows[:, columns.index("t")]
    whole = rows.shape == (len(lines) - 1, len(columns)) and np.isfinite(rows).all()
    if not whole or (np.diff(t_s) <= 0).any():
        _name_the_fault(path, columns, lines)
    return rows


def _name_the_fault(path: Path, columns: list[str], lines: list[str]) -> NoReturn:
    before_s = -math.inf
    for number, line in enumerate(lines[1:], start=2):
        fields = line.split(",")
        if len(fields) != len(columns):
            missing = f" (no {columns[len(fields)]})" if len(fields) < len(columns) else ""
            raise RecordingError(f"{path}: line {number}: {len(fields)} values where the header has "
                                 f"{len(columns)}{missing}: {line[:60]!r}. Remove or mend that row.")
        values = [_number_of(path, number, *pair) for pair in zip(columns, fields, strict=True)]
        t_s = values[columns.index("t")]
        if t_s <= before_s:
            raise RecordingError(f"{path}: line {number}: column t: {t_s} s does not come after "
                                 f"{before_s} s. Time must increase from row to row; remove or mend that row.")
        before_s = t_s
    raise RecordingError(f"{path}: its rows cannot be read as numbers. "
                         "Save it as plain CSV with a point in numbers.")


def _number_of(path: Path, line: int, column: str, field: str) -> float:
    try:
        value = float(field) if "_" not in field else None
    except ValueError:
        value = None
    if value is None:
        raise RecordingError(f"{path}: line {line}: column {column}: {field!r} is not a number. "
                             "Remove or mend that row.")
    if not math.isfinite(value):
        raise RecordingError(f"{path}: line {line}: column {column}: {field.strip()} is not a finite number. "
                             "Remove or mend that row.")
    return value


class RecordingWriter:
    """Writes a recording under a passing name, `NAME.part`, and gives it its own at the end.

    Leaving the `with` block by an exception (Ctrl-C) keeps what was recorded. Without a single row no file stays.
    """

    def __init__(self, path: Path | str, layout: Layout) -> None:
        self.path = Path(path)
        recording_name(self.path)
        self.layout = layout
        self.rows = 0
        self._part = self.path.with_name(self.path.name + ".part")
        self._row = "%.4f" + ",%.6f" * len(layout.zones) + "\n"
        try:
            self._file = self._open()
            self._file.write(",".join(("t", *layout.names)) + "\n")
        except OSError as fault:
            self._cannot(fault)

    def _open(self) -> TextIO:
        if self.path.name.endswith(".gz"):
            return gzip.open(self._part, "wt", compresslevel=6, encoding="utf-8", newline="")
        return self._part.open("w", encoding="utf-8", newline="")

    def __enter__(self) -> "RecordingWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def write(self, sample: Sample) -> None:
        try:
            self._file.write(self._row % (sample.t_s, *sample.volts))
        except OSError as fault:
            self._cannot(fault)
        self.rows += 1

    def close(self) -> None:
        """Ends the file and gives it its name; a second call does nothing."""
        if self._file.closed:
            return
        try:
            self._file.close()
            if not self.rows:
                self._part.unlink()
                return
            with self._part.open("rb") as written:
                os.fsync(written.fileno())
            self._part.replace(self.path)
        except OSError as fault:
            self._cannot(fault)

    def _cannot(self, fault: OSError) -> NoReturn:
        raise RecordingError(f"{self.path}: cannot be written ({fault.strerror}). "
                             "Check that the folder exists, may be written to and has space.") from fault
