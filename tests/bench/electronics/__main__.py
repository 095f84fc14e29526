"""`python -m tests.bench.electronics [PART…] [--minutes M] [--reads N]`: prints the figures of the electronics."""

import argparse
import sys

from tests.bench.electronics import channels, pace, reactions, scans, soak

PARTS = ("scans", "channels", "reactions", "pace", "soak")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[], help="default: all")
    asked.add_argument("--minutes", type=float, default=1.0, help="how long pace and soak run (10 in the README)")
    asked.add_argument("--reads", type=int, default=50_000, help="reads of channels (1,000,000 in the README)")
    told = asked.parse_args()
    tables = {"scans": scans.table, "reactions": reactions.table, "channels": lambda: channels.table(told.reads),
              "pace": lambda: pace.table(60 * told.minutes), "soak": lambda: soak.table(60 * told.minutes)}
    for part in told.parts or PARTS:
        for line in tables[part]():
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
