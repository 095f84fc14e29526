"""Postures from made-up loads: what each zone carries is written down, the pipeline tells the posture."""

from collections.abc import Iterator

from mat.core import events as ev
from mat.core.pipeline import Pipeline
from mat.core.zones import KIT4, Sample

EMPTY = (0.0, 0.0, 0.0, 0.0)
STANDING = (3.0, 2.6, 0.0, 0.0)
LYING = (0.7, 0.6, 1.0, 0.7)
BRIDGING = (1.2, 1.05, 0.02, 0.02)
SITTING = (1.1, 1.0, 1.6, 0.05)


def acted(*scenes: tuple[tuple[float, ...], float]) -> list[ev.Event]:
    """Scenes of (loads, seconds) at 100 Hz, each reached within half a second; zones rest at 0.08."""
    pipeline = Pipeline(KIT4)
    return [event for sample in samples(scenes) for event in pipeline.step(sample)]


def samples(scenes: tuple[tuple[tuple[float, ...], float], ...]) -> Iterator[Sample]:
    n, now = 0, EMPTY
    for loads, seconds in scenes:
        before = now
        for k in range(int(seconds * 100)):
            share = min(1.0, k / 50)
            now = tuple(a + (b - a) * share for a, b in zip(before, loads, strict=True))
            ripple = 0.0005 * (n % 3)  # a living channel is never quite still
            yield Sample(n / 100, tuple(3.3 * (g + 0.08) / (1.08 + g) + ripple for g in now))
            n += 1


def kinds(events: list[ev.Event]) -> list[str]:
    return [ev.name_of(event) for event in events]


def test_coming_lying_down_and_leaving_is_told_in_order() -> None:
    said = acted((EMPTY, 3), (STANDING, 3), (SITTING, 3), (LYING, 5), (SITTING, 3), (STANDING, 3), (EMPTY, 4))
    assert kinds(said) == ["arrived", "supine", "not_supine", "departed"]


def test_sitting_or_standing_is_never_supine() -> None:
    assert kinds(acted((EMPTY, 3), (STANDING, 8), (SITTING, 8), (EMPTY, 4))) == ["arrived", "departed"]


def test_a_bridge_is_told_when_it_ends_and_the_person_stays_supine() -> None:
    said = acted((EMPTY, 3), (STANDING, 3), (LYING, 5), (BRIDGING, 4), (LYING, 3))
    assert kinds(said) == ["arrived", "supine", "bridge"]
    bridge = said[-1]
    assert isinstance(bridge, ev.Bridge)
    assert 3.0 < bridge.end_s - bridge.start_s < 5.0


def test_standing_straight_up_from_lying_is_no_bridge() -> None:
    said = acted((EMPTY, 3), (STANDING, 3), (LYING, 5), (STANDING, 3))
    assert kinds(said) == ["arrived", "supine", "not_supine"]
    assert said[-1].t_s < 12.5
