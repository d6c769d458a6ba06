"""Judge a snapshot as another machine would: other place, clock zone, locale, hash seed, mask, processes, library order.

`python -m tests.determinism.machines SNAPSHOT OUT JOBS SEED PACK …` writes what `gongkai check` writes, in every
format; a process of its own, since a hash seed is chosen before Python starts.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from checker.engine import judge
from checker.facts import ahead
from checker.results import AuditResult, Run
from crawler.snapshot import DiskSnapshot
from reports.deadline import Deadline
from reports.formats import FORMATS, Asked, make_each
from reports.language import language
from rules.loader import load_library

ROOT = Path(__file__).parents[2]
AS_OF = date(2024, 11, 21)
ZONES = ("UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati")
LOCALES = ("C.UTF-8", "C", "zh_CN.UTF-8", "tr_TR.UTF-8")


@dataclass(frozen=True, slots=True)
class Machine:
    """What differs from one machine to the next, by a number; `python` is another interpreter's path."""

    number: int
    python: str = sys.executable

    def judged(self, snapshot: Path, folder: Path, packs: Sequence[str]) -> dict[str, str]:
        """The digests of all that is made of a snapshot there, by name; `run` is left out of audit.json."""
        here = folder / f"machine {self.number} 机"
        here.mkdir(parents=True)
        env = {
            **os.environ,
            "PYTHONHASHSEED": str(self.number),
            "TZ": ZONES[self.number % len(ZONES)],
            "LC_ALL": LOCALES[self.number % len(LOCALES)],
            "LANG": LOCALES[self.number % len(LOCALES)],
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": str(self.number % 2),
            "HOME": str(here),
        }
        jobs = 1 + self.number % 3
        ended = subprocess.run(
            [self.python, "-m", __spec__.name, str(snapshot), str(jobs), str(self.number), *packs],
            cwd=here,
            env=env,
            check=False,
            capture_output=True,
            encoding="utf-8",
            umask=(0o022, 0o077)[self.number % 2],
        )
        assert ended.returncode == 0, ended.stderr
        told: dict[str, str] = json.loads(ended.stdout)
        return told


def made(snapshot: Path, jobs: int, seed: int, packs: Sequence[str]) -> dict[str, str]:
    """Judge, and make every report."""
    ahead.LEAST_APART = 0  # so that the few pages of a test are spread over processes too
    library = load_library()
    rules, named = list(library.rules.items()), [library.pack(name) for name in packs]
    dice = random.Random(seed)  # noqa: S311 - no secret
    dice.shuffle(rules)  # as a file system that lists its files in another order
    library = replace(library, rules=dict(rules))
    run = Run(id="r", started_at="", finished_at="", tool_version="0", seconds=0)
    with closing(DiskSnapshot(snapshot)) as held:
        result = judge(held, library, named, as_of=AS_OF, run=run, jobs=jobs)
    assert result == AuditResult.model_validate_json(result.to_json())
    asked = Asked(language("zh"), Deadline(issued_on=AS_OF, due=date(2024, 12, 20)))
    found = {
        f"{name}: {path}": hashlib.sha256(content).hexdigest()
        for name, files in make_each(result, list(FORMATS), asked)
        for path, content in files.items()
    }
    return found | {"errors": str([rule.id for rule in result.rules if rule.error])}


def main() -> None:
    """Print the digests as JSON."""
    snapshot, jobs, seed, *packs = sys.argv[1:]
    sys.stdout.write(json.dumps(made(Path(snapshot), int(jobs), int(seed), packs)))


if __name__ == "__main__":
    main()
