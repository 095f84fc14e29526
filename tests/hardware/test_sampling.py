"""The fixed-rate loop on a clock that only moves when told."""

import itertools

import pytest

from hardware.clock import FakeClock
from mat import sampling
from mat.core.zones import KIT4
from mat.ports import MatError


class SlowSource:
    """Takes the given seconds for each scan in turn, the last one again and again."""

    layout = KIT4

    def __init__(self, clock, *takes_s):
        self._clock, self._takes_s, self._scans = clock, takes_s, 0

    def read(self):
        self._clock.advance(self._takes_s[min(self._scans, len(self._takes_s) - 1)])
        self._scans += 1
        return (float(self._scans),) * 4

    def close(self):
        pass


def ran(seconds, *takes_s, rate_hz=100.0):
    clock, samples = FakeClock(start_s=3.0), []
    report = sampling.run(SlowSource(clock, *takes_s), clock, rate_hz, samples.append,
                          lambda: clock.now_s() > 3.0 + seconds - 1 / rate_hz + 1e-6)
    return [round(sample.t_s - 3.0, 6) for sample in samples], report


def test_every_tick_is_on_time_when_scans_are_quick():
    times, report = ran(10.0, 0.007)
    assert times == [round(n / 100, 6) for n in range(1000)]
    assert (report.ticks, report.missed, report.worst_late_s) == (1000, 0, pytest.approx(0, abs=1e-9))
    assert report.achieved_hz == pytest.approx(100, rel=0.01)


def test_one_slow_scan_costs_its_ticks_and_the_grid_stays():
    times, report = ran(0.1, 0.001, 0.032, 0.001)
    assert times == [0.0, 0.01, 0.042, 0.05, 0.06, 0.07, 0.08, 0.09]
    assert (report.missed, report.worst_late_s) == (2, pytest.approx(0.002))


def test_a_source_that_is_too_slow_misses_and_never_bunches():
    times, report = ran(1.0, 0.025)
    assert all(later - earlier >= 0.025 - 1e-9 for earlier, later in itertools.pairwise(times))
    assert report.ticks + report.missed == pytest.approx(100, abs=3)
    assert report.late_p99_s <= 0.005 + 1e-9


def test_a_late_wake_up_counts_what_it_slept_through():
    class Oversleeper(FakeClock):
        def sleep_until_s(self, t_s):
            super().sleep_until_s(t_s + (0.034 if 0.02 < t_s < 0.04 else 0.0))

    clock, samples = Oversleeper(), []
    report = sampling.run(SlowSource(clock, 0.001), clock, 100.0, samples.append, lambda: len(samples) == 5)
    assert [round(sample.t_s, 6) for sample in samples] == [0.0, 0.01, 0.02, 0.064, 0.07]
    assert report.missed == 3


def test_the_counters_outlive_a_source_that_fails():
    class Failing(SlowSource):
        def read(self):
            if self._scans == 3:
                raise MatError("gone")
            return super().read()

    clock, counters = FakeClock(), sampling.Counters()
    with pytest.raises(MatError, match="gone"):
        sampling.run(Failing(clock, 0.001), clock, 100.0, lambda sample: None, lambda: False, counters)
    assert counters.ticks == 4


def test_a_loop_that_is_stopped_at_once_reports_nothing():
    assert ran(0.0, 0.001)[1] == sampling.LoopReport(0, 0, 0, 0.0, 0.0, 0.0, 0.0)


def test_a_scan_that_cannot_be_trusted_is_counted_and_gives_no_sample():
    class Doubtful(SlowSource):
        def read(self):
            volts = super().read()
            return None if self._scans in (3, 4) else volts

    clock, samples = FakeClock(), []
    report = sampling.run(Doubtful(clock, 0.001), clock, 100.0, samples.append, lambda: clock.now_s() > 0.0705)
    assert [round(sample.t_s, 6) for sample in samples] == [0.0, 0.01, 0.04, 0.05, 0.06, 0.07]
    assert (report.ticks, report.missed, report.doubtful) == (8, 0, 2)
