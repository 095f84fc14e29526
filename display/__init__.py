"""The edge to the person: screens, sounds and texts."""

import os

# pygame greets on standard output when it is first imported; there, only a command's own answer may stand
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
