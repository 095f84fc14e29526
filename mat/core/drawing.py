"""The session's table as a drawing: Mermaid text for the README, made from the table and from nothing else."""

from mat.core.states import Input, State
from mat.core.table import TABLE

Arrow = tuple[Input, State]


FRAMES: dict[str, tuple[State, ...]] = {
    "beforehand": (State.ARRIVED, State.WHO, State.QUESTION, State.CONFIRM, State.PAIN_BEFORE),
    "session": (State.LIE_DOWN, State.READY, State.LIFT, State.LIFT_OTHER, State.HOLD, State.LOWER, State.REST,
                State.ASK_STOP),
    "afterwards": (State.STOPPED, State.DONE, State.SIT, State.PAIN, State.OFFER),
}
"""States that answer much alike, drawn as one frame."""


def mermaid() -> str:
    """A state diagram. What all states of a frame answer alike leaves the frame; inputs that lead from one state to the
    same other one share an arrow."""
    shared = {name: _shared(list(states)) for name, states in FRAMES.items()}
    lines = ["stateDiagram-v2", "    direction LR", f"    [*] --> {State.WAITING}"]
    for name, states in FRAMES.items():
        lines += [f"    state {name} {{", *(f"        {state}" for state in states), "    }"]
    for name, arrows in shared.items():
        lines += _drawn(name, arrows)
    for state, row in TABLE.items():
        frame = next((name for name, states in FRAMES.items() if state in states), None)
        own = {(word, to) for word, (to, _) in row.items() if to is not state}
        lines += _drawn(state.value, own - shared[frame] if frame else own)
    return "\n".join(lines) + "\n"


def _shared(states: list[State]) -> set[Arrow]:
    """The arrows that every one of these states has (or that lead to the state itself)."""
    arrows = {(word, to) for state in states for word, (to, _) in TABLE[state].items()}
    return {(word, to) for word, to in arrows
            if all(to is state or TABLE[state].get(word, (None,))[0] is to for state in states)}


def _drawn(name: str, arrows: set[Arrow]) -> list[str]:
    """One line for each state the arrows lead to, in the order of the states and inputs."""
    return [f"    {name} --> {to} : {', '.join(word for word in Input if (word, to) in arrows)}"
            for to in State if any(target is to for _, target in arrows)]


def table() -> str:
    """State by state what each input leads to: `input → next state (action)`."""
    lines = []
    for state, row in TABLE.items():
        lines.append(state.value)
        lines += [f"    {word.value:13} → {following.value:11} {action}" for word, (following, action) in row.items()]
    return "\n".join(lines) + "\n"
