"""What the doctor saw, as lines for a person and as JSON for a program (`gongkai-doctor/1`)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from audits.doctor.seen import Seen, State

FORMAT = "gongkai-doctor/1"


def lines_of(seen: Seen) -> Iterator[str]:
    """One look: what was seen; where not all is well, why it matters and what to do."""
    yield f"{seen.state.mark} {seen.title}：{seen.seen}"
    if seen.state in {State.ATTENTION, State.BROKEN}:
        if seen.why:
            yield f"    影响：{seen.why.rstrip('。')}。"
        if seen.remedy:
            yield f"    办法：{seen.remedy.rstrip('。')}。"


def sum_of(all_seen: Sequence[Seen]) -> str:
    """The last line."""
    counts = Counter(seen.state for seen in all_seen)
    return (
        f"{counts[State.OK]} 项正常，{counts[State.ATTENTION]} 项请注意（!），"
        f"{counts[State.BROKEN]} 项有问题（✗），{counts[State.SKIPPED]} 项没有查（－）。"
    )


def as_json(all_seen: Sequence[Seen], version: str, at: str) -> str:
    """Everything, also where all is well."""
    tree = {
        "format": FORMAT,
        "version": version,
        "at": at,
        "checks": [asdict(seen) for seen in all_seen],
    }
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
