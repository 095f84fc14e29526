"""The clocks: one that waits, one that pretends to."""

import sys

import pytest

from hardware.clock import FakeClock, SystemClock, _battery_set_it, _synchronised


def test_a_fake_clock_sleeps_in_no_time_and_lands_exactly():
    clock = FakeClock(start_s=5.0, epoch_s=1000.0)
    clock.sleep_until_s(7.25)
    clock.sleep_until_s(6.0)
    assert (clock.now_s(), clock.utc_epoch_s()) == (7.25, 1002.25)


def test_a_fake_clock_never_goes_back():
    with pytest.raises(ValueError, match=r"cannot advance by -1 s"):
        FakeClock().advance(-1)


def test_a_system_clock_waits_at_least_until_the_time():
    clock = SystemClock()
    until_s = clock.now_s() + 0.02
    clock.sleep_until_s(until_s)
    assert until_s <= clock.now_s() < until_s + 1.0


def test_a_fast_system_clock_packs_many_seconds_into_a_real_one():
    fast, real = SystemClock(speed=50), SystemClock()
    began_s = real.now_s()
    fast.sleep_until_s(fast.now_s() + 1.0)
    assert 0.02 <= real.now_s() - began_s < 0.5


def test_two_system_clocks_of_one_speed_agree():
    assert SystemClock(4).now_s() == pytest.approx(SystemClock(4).now_s(), abs=0.1)


def test_a_clock_without_speed_is_refused():
    with pytest.raises(ValueError, match=r"speed \(0\) must be above 0"):
        SystemClock(0)


def test_a_fake_calendar_jumps_and_its_seconds_do_not():
    clock = FakeClock(start_s=5.0, epoch_s=1000.0, known=False)
    clock.advance(2.0)
    clock.set_calendar(50.0)
    assert (clock.now_s(), clock.utc_epoch_s(), clock.known()) == (7.0, 50.0, False)


@pytest.mark.parametrize(("told", "known"), [
    (("1\n", "1790000000\n"), True), (("0\n", "1790000000\n"), False), (("1\n", "42\n"), False),
    (("1\n", "soon"), False), (("1\n", None), False), (None, False)])
def test_a_battery_clock_that_set_the_time_and_kept_it_makes_it_known(tmp_path, told, known):
    """Without one the kernel is asked, whatever this machine's says; one without a battery begins with 1970."""
    if told is not None:
        (tmp_path / "rtc0").mkdir()
        (tmp_path / "rtc0" / "hctosys").write_text(told[0])
        if told[1] is not None:
            (tmp_path / "rtc0" / "since_epoch").write_text(told[1])
    assert _battery_set_it(tmp_path) is known
    assert SystemClock(rtc=tmp_path, asks=lambda: False).known() is known


@pytest.mark.parametrize(("kernel", "service", "known"), [
    (True, "silent", True), (False, "synchronized", False), (None, "synchronized", True), (None, "silent", False),
    (None, "absent", True), (None, "between two starts", False)])
def test_where_the_kernel_may_not_be_asked_the_time_service_tells_and_without_both_the_time_is_taken_as_it_is(
        tmp_path, kernel, service, known):
    """A service with ProtectClock=yes may not ask the kernel: that must not pass for a clock that is right."""
    folder = tmp_path / "timesync"
    if service in ("silent", "synchronized"):
        folder.mkdir()
    if service == "synchronized":
        (folder / "synchronized").touch()
    wanted = tmp_path / "systemd-timesyncd.service"
    if service != "absent":
        wanted.symlink_to("/usr/lib/systemd/system/systemd-timesyncd.service")
    assert SystemClock(rtc=tmp_path, timesync=folder, asks=lambda: kernel, wanted=wanted).known() is known


def test_the_kernel_of_this_machine_answers_or_refuses():
    assert _synchronised() in (True, False, None)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has adjtimex")
def test_the_kernel_is_asked_by_the_right_offsets():
    """The status word lies between esterror and constant: its flags are few and small."""
    assert _synchronised() in (True, False)
