"""Recordings: what is written is read, and whatever is wrong is named with file, line, column and value."""

import gzip

import numpy as np
import pytest

from hardware.recording import RecordingError, RecordingWriter, read_recording
from mat.core.zones import KIT4, KIT8, Sample

HEADER = "t,foot_left,foot_right,sacrum_lower,sacrum_upper"
SAMPLES = [Sample(0.0, (0.125, 0.25, 0.5, 1.0)), Sample(0.01, (0.2, 0.3, 0.4, 3.3)), Sample(0.5, (0.0, 1.0, 2.0, 3.0))]


@pytest.mark.parametrize("name", ["evening.csv", "evening.csv.gz"])
def test_what_is_written_is_read_back(tmp_path, name):
    with RecordingWriter(tmp_path / name, KIT4) as writer:
        for sample in SAMPLES:
            writer.write(sample)
    recording = read_recording(tmp_path / name)
    assert (recording.name, recording.layout, list(recording)) == ("evening", KIT4, SAMPLES)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_samples_are_plain_floats(tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEADER}\n0,1,1,1,1\n")
    sample = next(iter(read_recording(tmp_path / "a.csv")))
    assert {type(value) for value in (sample.t_s, *sample.volts)} == {float}


def test_zones_in_another_order_find_their_places(tmp_path):
    (tmp_path / "a.csv").write_text("t,sacrum_upper,foot_right,sacrum_lower,foot_left\n0,4,2,3,1\n")
    assert list(read_recording(tmp_path / "a.csv")) == [Sample(0.0, (1.0, 2.0, 3.0, 4.0))]


def test_windows_line_ends_and_byte_order_marks_are_fine(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf" + f"{HEADER}\r\n0,1,2,3,4\r\n\r\n".encode())
    assert list(read_recording(tmp_path / "a.csv")) == [Sample(0.0, (1.0, 2.0, 3.0, 4.0))]


def test_an_interrupted_recording_is_kept(tmp_path):
    def interrupted() -> None:
        with RecordingWriter(tmp_path / "a.csv.gz", KIT4) as writer:
            writer.write(SAMPLES[0])
            raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(read_recording(tmp_path / "a.csv.gz")) == SAMPLES[:1]


def test_while_recording_the_file_has_a_passing_name(tmp_path):
    with RecordingWriter(tmp_path / "a.csv", KIT8):
        assert [path.name for path in tmp_path.iterdir()] == ["a.csv.part"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("text", "says"), [
    ("", r"a\.csv: the file is empty"),
    (HEADER, r"line 1: there is a header but no row"),
    ("foot_left,foot_right,sacrum_lower,sacrum_upper\n1,2,3,4", r"line 1: column t is missing"),
    ("t,foot_left,foot_right,sacrum_lower\n0,1,2,3", r"line 1: column sacrum_upper is missing\. The kit4 has t,foot"),
    (f"{HEADER},elbow\n0,1,2,3,4,5", r"line 1: column 6: unknown zone 'elbow'\. The zones are foot_left"),
    (f"{HEADER},back_left\n0,1,2,3,4,5", r"line 1: there are columns of two kits"),
    (f"{HEADER},foot_left\n0,1,2,3,4,5", r"column foot_left stands there twice"),
    (f"{HEADER}\n0,1,2,3,4\n0.1,1,2,3", r"line 3: 4 values where the header has 5 \(no sacrum_upper\): '0\.1,1,2,3'"),
    (f"{HEADER}\n0,1,2,3,4\n\n0.1,1,2,3,4", r"line 3: 1 values where"),
    (f"{HEADER}\n0,1,oops,3,4", r"line 2: column foot_right: 'oops' is not a number"),
    (f"{HEADER}\n0,1,,3,4", r"line 2: column foot_right: '' is not a number"),
    (f"{HEADER}\n0,1,2,nan,4", r"line 2: column sacrum_lower: nan is not a finite number"),
    (f"{HEADER}\n0,1,2,3,-inf", r"line 2: column sacrum_upper: -inf is not a finite"),
    (f"{HEADER}\n0,1,2,3,4\n0.2,1,2,3,4\n0.1,1,2,3,4", r"line 4: column t: 0\.1 s does not come after 0\.2 s"),
    (f"{HEADER}\n0,1,2,3,4\n0,1,2,3,4", r"line 3: column t: 0\.0 s does not come after 0\.0 s"),
])
def test_what_is_wrong_is_named(tmp_path, text, says):
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(RecordingError, match=says) as caught:
        read_recording(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(("name", "content", "says"), [
    ("a.csv.gz", gzip.compress(b"t" * 5000)[:-9], "cut off or damaged"),
    ("a.csv.gz", b"t,foot_left", "is not gzip"),
    ("a.csv.gz", b"", "the file is empty"),
    ("a.csv", b"t,\xff\xfe", r"byte 2 \(0xff\) is not UTF-8"),
    ("a.txt", b"", r"end in \.csv or \.csv\.gz"),
    (".csv", b"", "not a recording's name"),
])
def test_a_damaged_file_is_named(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RecordingError, match=says):
        read_recording(tmp_path / name)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RecordingError, match=r"nowhere\.csv: no such recording"):
        read_recording(tmp_path / "nowhere.csv")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RecordingError, match=r"cannot be written \(No such file or directory\)"):
        RecordingWriter(tmp_path / "no" / "a.csv", KIT4)


def test_an_hour_is_read_with_the_right_shape(tmp_path):
    with RecordingWriter(tmp_path / "hour.csv", KIT8) as writer:
        for n in range(36_000):
            writer.write(Sample(n / 10, (0.1,) * 8))
    recording = read_recording(tmp_path / "hour.csv")
    assert (len(recording), recording.volts.shape) == (36_000, (36_000, 8))
    assert np.all(np.diff(recording.t_s) > 0)
