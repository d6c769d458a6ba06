"""A comparison of two audits as lines for a person, and as JSON.  Nothing is compared here."""

from __future__ import annotations

import json
from collections.abc import Iterator

from reports.comparison import Change, ComparedFinding, Comparison
from reports.comparison_words import (
    change_label,
    change_meaning,
    direction_label,
    doubt_told,
    remarks_told,
    sentence,
)
from reports.language import language
from reports.verdict_changes import Direction
from reports.visible import visible

_ZH = language("zh")


def as_lines(comparison: Comparison) -> list[str]:
    """In words: the sum, what must be said with it, verdicts that changed, then each finding."""
    lines = [f"{comparison.now.site.name}  {comparison.before.as_of} → {comparison.now.as_of}"]
    lines += [sentence(comparison, _ZH), *remarks_told(comparison, _ZH)]
    lines += [
        f"  {direction_label(rule.direction, _ZH)}  {rule.title}"
        for rule in comparison.rules
        if rule.direction in (Direction.BETTER, Direction.WORSE)
    ]
    for change in Change:
        lines += _of(change, comparison)
    return [_line(line) for line in lines]


def as_json(comparison: Comparison) -> list[str]:
    """One JSON document."""
    told = {
        "site": comparison.now.site.home,
        "before": {"audit": comparison.before.run.id, "as_of": comparison.before.as_of},
        "now": {"audit": comparison.now.run.id, "as_of": comparison.now.as_of},
        "counts": {change.value: count for change, count in comparison.counts.items()},
        "remarks": [remark.value for remark in comparison.remarks],
        "findings": [
            {
                "change": one.change.value,
                "rule": one.rule,
                "fingerprint": one.finding.fingerprint,
                "message": one.finding.message,
                "url": one.finding.url,
                "target": one.finding.target,
                "since": one.since,
                "gone": one.gone,
                "doubt": one.doubt.value if one.doubt else None,
            }
            for one in comparison.findings
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).splitlines()


def _of(change: Change, comparison: Comparison) -> Iterator[str]:
    found = comparison.of(change)
    if not found:
        return
    yield f"{change_label(change, _ZH)} {len(found)} 个：{change_meaning(change, _ZH)}"
    for one in found:
        yield f"  {one.title}：{one.finding.message}{_doubted(one)}"
        yield f"      {one.finding.target or one.finding.url}"


def _doubted(one: ComparedFinding) -> str:
    return f"（{doubt_told(one.doubt, _ZH)}）" if one.doubt else ""


def _line(text: str) -> str:
    """Everything from a site on one line of its own."""
    lead = len(text) - len(text.lstrip(" "))
    return " " * lead + " ".join(visible(text, _ZH).split())
