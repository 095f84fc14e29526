"""Makes the benchmark's own environment beside the product's: what that one has, and the peers on top.

`python -m tests.bench.peers.install FOLDER` with the product's Python. A peer that cannot be installed is named
with pip's reason, the others are installed all the same; the exit code is then 1.
"""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from rich.console import Console

WANTED = Path(__file__).with_name("requirements.txt")


def install(folder: Path) -> dict[str, str]:
    """What could not be installed, each with the reason."""
    venv.create(folder, clear=True, symlinks=True)
    python = folder / "bin" / "python"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    below = folder / "lib" / version / "site-packages" / "product.pth"
    below.write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n", "utf-8")
    if not _pip(python, "-r", str(WANTED)):
        return {}
    lines = [line for line in WANTED.read_text("utf-8").splitlines() if "==" in line]
    reasons = {line: _pip(python, line) for line in lines}
    return {line: reason for line, reason in reasons.items() if reason}


def _pip(python: Path, *what: str) -> str:
    """pip's last word of complaint, the plainest; empty if all went well. The file names all that is needed."""
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1",
                           "--no-deps", "--only-binary", ":all:", *what], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    told = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return (told or done.stderr.splitlines() or ["pip gave no reason"])[-1]


if __name__ == "__main__":
    failed = install(Path(sys.argv[1]))
    for package, reason in failed.items():
        Console(highlight=False, stderr=True, soft_wrap=True).print(f"{package} could not be installed: {reason}")
    sys.exit(1 if failed else 0)
