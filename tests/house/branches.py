"""How much of the code the tests take: branches per package, and the files with the most untaken ones.

`python -m tests.house.branches FILE` reads what `coverage json` wrote; `make coverage` runs it.  It ends with 1
where a package stands below what is asked.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ASKED = 95.0
PACKAGES = ("rules", "checker", "crawler")
_WORST = 15


def told(files: dict[str, Any]) -> tuple[list[str], bool]:
    """The lines to print, and whether every package has what is asked."""
    branches: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for file, seen in files.items():
        package = Path(file).parts[0]
        branches[package] += seen["summary"]["num_branches"]
        taken[package] += seen["summary"]["covered_branches"]
    shares = {name: 100 * taken[name] / max(1, branches[name]) for name in PACKAGES}
    lines = [f"{'package':<10}{'branches':>9}{'taken':>8}{'':>9}"]
    lines += [
        f"{name:<10}{branches[name]:>9}{taken[name]:>8}{share:>8.2f}%"
        for name, share in shares.items()
    ]
    worst = sorted((-seen["summary"]["missing_branches"], file) for file, seen in files.items())
    lines += [f"{-missing:>4} untaken in {file}" for missing, file in worst[:_WORST] if missing]
    return lines, min(shares.values()) >= ASKED


def main() -> int:
    """Print it."""
    files = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["files"]
    lines, enough = told(files)
    sys.stdout.write("\n".join(lines) + "\n")
    if not enough:
        sys.stderr.write(f"{ASKED:.0f} % of the branches of each package are asked\n")
    return 0 if enough else 1


if __name__ == "__main__":
    raise SystemExit(main())
