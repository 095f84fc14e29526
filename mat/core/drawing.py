"""The session's table as a drawing: Mermaid text for the README, made from the table and from nothing else."""

from mat.core.session import TABLE, State


def mermaid() -> str:
    """A state diagram. Inputs that lead from one state to the same other one share an arrow."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.WAITING}"]
    for state, row in TABLE.items():
        arrows: dict[State, list[str]] = {}
        for word, (following, _) in row.items():
            if following is not state:
                arrows.setdefault(following, []).append(word.value)
        lines += [f"    {state} --> {following} : {', '.join(words)}" for following, words in arrows.items()]
    return "\n".join(lines) + "\n"


def table() -> str:
    """State by state what each input leads to: `input → next state (action)`."""
    lines = []
    for state, row in TABLE.items():
        lines.append(state.value)
        lines += [f"    {word.value:13} → {following.value:11} {action}" for word, (following, action) in row.items()]
    return "\n".join(lines) + "\n"
