"""The session's table as a drawing: Mermaid text for the README, made from the table and from nothing else."""

from mat.core.states import TABLE, Input, State

Arrow = tuple[Input, State]


def mermaid() -> str:
    """A state diagram. What every state answers alike leaves "any_state"; what all states of a running session
    answer alike leaves the frame "session"; inputs that lead from one state to the same other one share an arrow.
    """
    running = [state for state, row in TABLE.items() if Input.LEFT in row]
    everywhere = _shared([state for state in State if state is not State.FAULT])
    session = _shared(running) - everywhere
    lines = ["stateDiagram-v2", "    direction LR", f"    [*] --> {State.WAITING}", "    state session {"]
    lines += [f"        {state}" for state in running]
    lines += ["    }"]
    lines += _drawn("any_state", everywhere) + _drawn("session", session)
    for state, row in TABLE.items():
        own = {(word, to) for word, (to, _) in row.items() if to is not state} - everywhere
        lines += _drawn(state.value, own - session if state in running else own)
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
