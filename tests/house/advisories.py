"""`python -m tests.house.advisories`: does any pinned dependency have a known weakness?  Asks with pip-audit.

Ends with 1 where one has.  Where pip-audit is not installed, or the registry gives no advisories, it says that
nothing was checked and ends with 0: work without a network goes on.  One package is asked for first, so that an
answer that does not come costs seconds and not minutes.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PINS = Path(__file__).parents[2] / "constraints.txt"
PROGRAM = (
    *(sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip"),
    *("--progress-spinner", "off", "--timeout", "5", "--format", "json"),
)
_LONGEST = 600


def asked(program: Sequence[str], pins: Sequence[str]) -> list[dict[str, Any]] | None:
    """Return what is known of each package that is known at all; None where nobody answers."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "pins.txt")
        file.write_text("\n".join(pins) + "\n", encoding="utf-8")
        try:
            done = subprocess.run(
                [*program, "--requirement", str(file)],
                capture_output=True,
                check=False,
                text=True,
                timeout=_LONGEST,
            )
            told = json.loads(done.stdout)["dependencies"]
        except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
            return None
    return [one for one in told if "skip_reason" not in one] or None


def checked(program: Sequence[str], pins: Sequence[str]) -> tuple[list[str], int]:
    """Return what is to be said and the exit code."""
    if asked(program, pins[:1]) is None or (known := asked(program, pins)) is None:
        return ["not checked: the registry does not answer with advisories"], 0
    weak = [
        f"{one['name']} {one['version']}: {flaw['id']}"
        f" (mended in {', '.join(flaw.get('fix_versions') or ['no version yet'])})"
        for one in known
        for flaw in one["vulns"]
    ]
    if len(known) < len(pins):
        weak.append(
            f"{len(pins) - len(known)} of {len(pins)} not checked: the registry does not know them"
        )
        return weak, int(len(weak) > 1)
    return weak or [f"{len(known)} dependencies, no known weakness"], int(bool(weak))


def pinned(file: Path = PINS) -> list[str]:
    """The lines of constraints.txt that pin something; first one that everybody's registry knows."""
    lines = (
        line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines()
    )
    return sorted(filter(None, lines), key=lambda line: not line.lower().startswith("jinja2="))


def main() -> int:
    """Ask, and say."""
    if importlib.util.find_spec("pip_audit") is None:
        print("not checked: pip-audit is not installed (`make soak` installs it)")  # noqa: T201 - it is a command
        return 0
    lines, code = checked(PROGRAM, pinned())
    print("\n".join(lines))  # noqa: T201 - it is a command
    return code


if __name__ == "__main__":
    sys.exit(main())
