"""A recording at the pins of an emulated converter: each row holds until the next one's time."""

from hardware.recording import Recording


class RecordingPins:
    """Volts of all zones at a time; `start_s` is the clock's time of the first row.

    Before the start the first row, after the end the last one. Times may go back a little.
    """

    def __init__(self, recording: Recording, start_s: float) -> None:
        self._t_s: list[float] = (recording.t_s - recording.t_s[0] + start_s).tolist()
        self._volts = [tuple(row) for row in recording.volts.tolist()]
        self._row = 0
        self.end_s: float = self._t_s[-1]

    def __call__(self, t_s: float) -> tuple[float, ...]:
        last = len(self._t_s) - 1
        while self._row < last and self._t_s[self._row + 1] <= t_s:
            self._row += 1
        while self._row and self._t_s[self._row] > t_s:
            self._row -= 1
        return self._volts[self._row]

    def finished(self, t_s: float) -> bool:
        return t_s > self.end_s
