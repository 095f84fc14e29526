"""`python -m tests.bench.appliance [PART…] [--minutes M] [--disk DIR]`: how open the units are, how soon
it is ready, what the card takes."""

import argparse
import sys
from pathlib import Path

from tests.bench.appliance import exposure, ready, writes

PARTS = ("exposure", "ready", "writes")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[], help="default: all")
    asked.add_argument("--minutes", type=float, default=2.0, help="how long the idle kiosk is watched")
    asked.add_argument("--disk", type=Path, default=None, help="a folder on a real disk (default: the temporary one)")
    told = asked.parse_args()
    tables = {"exposure": exposure.table, "ready": ready.table,
              "writes": lambda: writes.table(60 * told.minutes, told.disk)}
    for part in told.parts or PARTS:
        for line in tables[part]():
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
