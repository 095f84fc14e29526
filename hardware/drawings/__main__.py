"""`python -m hardware.drawings` writes the pictures of hardware/README.md anew."""

import sys

from hardware.drawings import FOLDER, pictures

for name, svg in pictures().items():
    (FOLDER / name).write_text(svg, "utf-8")
    sys.stdout.write(f"{FOLDER / name}\n")
