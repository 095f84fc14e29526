"""The large button's contact: presses, bounces, and the hold that shuts down."""

from hypothesis import given
from hypothesis import strategies as st

from hardware.button import BOUNCE_S, HOLD_S, TELL_HOLD_S, Contact

FRAME_S = 1 / 30
bounces = st.lists(st.floats(0.0001, 0.9 * BOUNCE_S / 2), max_size=8)
"""Lengths of the flickers of a contact before it settles, seconds; two follow each other within the bounce time."""


class Story:
    """A contact, what happens to it, and an application that looks once a frame, or late."""

    def __init__(self, closed: bool = False, frame_s: float = FRAME_S) -> None:
        self.contact = Contact(closed)
        self.t_s = 100.0
        self.frame_s = frame_s
        self.asked: list[tuple[str, float]] = []
        self.left: list[float] = []

    def move(self, closed: bool, flickers: list[float]) -> "Story":
        """The contact goes to `closed` and bounces first."""
        self._edge(closed)
        for flicker_s in flickers:
            for way in (not closed, closed):
                self.t_s += flicker_s / 2
                self._edge(way)
        return self

    def wait(self, seconds: float) -> "Story":
        end_s = self.t_s + seconds
        while self.t_s + self.frame_s <= end_s:
            self.t_s += self.frame_s
            self._keep(self.contact.held(self.t_s))
            left_s = self.contact.left_s(self.t_s)
            if left_s is not None:
                self.left.append(left_s)
        self.t_s = end_s
        return self

    @property
    def words(self) -> list[str]:
        return [word for word, _ in self.asked]

    def _edge(self, closed: bool) -> None:
        self._keep(self.contact.edge(self.t_s, closed))

    def _keep(self, word: str | None) -> None:
        if word:
            self.asked.append((word, self.t_s))


@given(bounces, bounces, st.floats(0.06, 4.8))
def test_however_it_bounces_a_press_is_one_stop_at_its_first_edge(down: list[float], up: list[float],
                                                                  held_s: float) -> None:
    story = Story().move(True, down).wait(held_s).move(False, up).wait(8.0)
    assert story.asked == [("stop", 100.0)]


@given(st.lists(st.tuples(bounces, bounces, st.floats(0.1, 3.0), st.floats(0.1, 3.0)), max_size=5))
def test_as_many_stops_as_presses(presses: list[tuple[list[float], list[float], float, float]]) -> None:
    story = Story()
    for down, up, held_s, between_s in presses:
        story.move(True, down).wait(held_s).move(False, up).wait(between_s)
    assert story.words == ["stop"] * len(presses)


@given(bounces, bounces, st.floats(HOLD_S + 0.1, 60.0), st.floats(0.005, 0.5))
def test_a_hold_is_one_stop_and_one_shutdown_whatever_the_bounces(down: list[float], up: list[float], held_s: float,
                                                                  frame_s: float) -> None:
    story = Story(frame_s=frame_s).move(True, down).wait(held_s + frame_s).move(False, up).wait(8.0)
    assert story.words == ["stop", "shutdown"]
    asked_s = story.asked[1][1] - story.asked[0][1]
    assert HOLD_S <= asked_s <= HOLD_S + frame_s + 0.001


@given(bounces, st.floats(0.1, HOLD_S - 0.2))
def test_a_hold_that_was_let_go_too_soon_shuts_nothing_down_and_the_next_begins_anew(up: list[float],
                                                                                     held_s: float) -> None:
    story = Story()
    for _ in range(3):
        story.move(True, []).wait(held_s).move(False, up).wait(0.2)
    assert story.words == ["stop"] * 3


def test_a_contact_that_is_closed_from_the_start_asks_for_nothing() -> None:
    story = Story(closed=True)
    assert story.contact.stuck
    story.wait(600.0)
    assert story.asked == []
    assert story.left == []


@given(bounces)
def test_once_let_go_a_stuck_contact_is_a_button_again(flickers: list[float]) -> None:
    story = Story(closed=True).wait(10.0).move(False, flickers).wait(1.0)
    assert not story.contact.stuck
    assert story.asked == []
    story.move(True, []).wait(6.0)
    assert story.words == ["stop", "shutdown"]


def test_a_stuck_contact_that_only_flickers_shuts_nothing_down() -> None:
    """A lead with a loose end: it opens for a millisecond and is closed again for minutes."""
    story = Story(closed=True)
    for _ in range(20):
        story.move(False, []).wait(0.001).move(True, []).wait(60.0)
    assert story.asked == []


def test_what_is_left_of_a_hold_is_told_from_the_first_second_on() -> None:
    story = Story(frame_s=0.1).move(True, []).wait(TELL_HOLD_S - 0.15)
    assert story.left == []
    story.wait(10.0)
    assert 3.9 <= story.left[0] <= HOLD_S - TELL_HOLD_S
    assert story.left == sorted(story.left, reverse=True)
    assert 0 < story.left[-1] < 0.11  # and nothing more once it was asked for


def test_each_long_hold_asks_anew() -> None:
    story = Story()
    for _ in range(2):
        story.move(True, []).wait(6.0).move(False, []).wait(0.2)
    assert story.words == ["stop", "shutdown"] * 2


def test_edges_that_are_seen_late_are_judged_by_when_they_were() -> None:
    """The application hung for seven seconds; meanwhile the button was pressed twice, each time for a second."""
    contact = Contact(False)
    seen = [(1.0, True), (2.0, False), (6.0, True), (7.0, False)]
    assert [contact.edge(t_s, closed) for t_s, closed in seen] == ["stop", None, "stop", None]
    assert contact.held(8.0) is None


def test_an_edge_that_changes_nothing_is_none() -> None:
    contact = Contact(False)
    assert contact.edge(1.0, False) is None
    assert contact.edge(1.0, True) == "stop"
    assert contact.edge(3.0, True) is None
    assert contact.held(6.0) == "shutdown"
