"""The figure moves with the body: as fast as limbs do, and to where the mat feels them."""

from mat.core.pose import KNEE_S, STEPS, Mover, Pose
from mat.core.snapshot import PelvicSign
from mat.core.zones import Side


def moved(seconds: float, feet_up: set[Side], sign: PelvicSign | None = None, mover: Mover | None = None,
          begin_s: float = 0.0) -> Pose:
    mover = mover or Mover()
    pose = mover.step(begin_s, feet_up, sign)
    for frame in range(1, round(60 * seconds) + 1):
        pose = mover.step(begin_s + frame / 60, feet_up, sign)
    return pose


def test_a_raised_knee_is_at_the_chest_after_its_usual_time_and_not_before() -> None:
    assert moved(KNEE_S, {"left"}) == Pose(STEPS, 0, 0)
    assert 0 < moved(KNEE_S / 2, {"left"}).left < STEPS
    assert moved(KNEE_S, {"left", "right"}) == Pose(STEPS, STEPS, 0)


def test_a_lowered_knee_comes_back_from_where_it_is() -> None:
    mover = Mover()
    half = moved(KNEE_S / 2, {"right"}, mover=mover).right
    assert 0 < moved(KNEE_S / 4, set(), mover=mover, begin_s=KNEE_S / 2).right < half
    assert moved(KNEE_S / 2, set(), mover=mover, begin_s=1.0).right == 0


def test_the_pelvis_rises_as_far_as_its_sign_says() -> None:
    heights = [moved(2.0, {"left"}, sign).pelvis for sign in ("none", "some", "clear")]
    assert heights == [0, STEPS // 2, STEPS]


def test_a_still_body_gives_a_still_figure() -> None:
    mover = Mover()
    moved(2.0, {"left"}, "some", mover)
    assert len({mover.step(3.0 + 0.017 * n, {"left"}, "some") for n in range(60)}) == 1


def test_samples_that_stand_still_move_nothing() -> None:
    mover = Mover()
    assert mover.step(5.0, set(), None) == mover.step(5.0, {"left"}, None) == Pose()
