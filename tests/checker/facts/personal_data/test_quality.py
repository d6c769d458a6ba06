"""Precision and recall over invented pages and tables, with decoys that only look like personal data."""

from __future__ import annotations

from collections import Counter

import pytest

from checker.facts.personal_data import Kind, scan_page
from checker.facts.personal_data.masking import masked
from tests.checker.facts.personal_data.corpus import corpus

SEEDS = range(15)
PRECISION, RECALL = 0.99, 0.95


def wanted(value):
    if value.startswith("残疾证"):
        return ("disability", value[3:6])
    if value.startswith("学籍"):
        return ("student", "G" + value[2:4])
    return ("passport", "E") if value == "护照" else ("", masked(value))


def found(hit):
    special = {Kind.DISABILITY_ID: "disability", Kind.STUDENT_ID: "student"}
    if hit.kind in special:
        return (special[hit.kind], hit.masked[:3])
    return ("passport", "E") if hit.kind is Kind.PASSPORT else ("", hit.masked)


def test_precision_and_recall(capsys):
    right = wrong = missed = 0
    trouble = Counter()
    for seed in SEEDS:
        for what, html, values in corpus(seed):
            want = Counter(map(wanted, values))
            got = Counter(map(found, scan_page(html).hits))
            right += sum((want & got).values())
            wrong += sum((got - want).values())
            missed += sum((want - got).values())
            trouble[f"wrong {what}"] += sum((got - want).values())
            trouble[f"missed {what}"] += sum((want - got).values())
    precision, recall = right / (right + wrong), right / (right + missed)
    with capsys.disabled():
        print(  # noqa: T201 - the gate shows what it measured
            f"\npersonal data: {right} right, precision {precision:.4f}, recall {recall:.4f}"
        )
    assert precision >= PRECISION, trouble.most_common(8)
    assert recall >= RECALL, trouble.most_common(8)


@pytest.mark.parametrize("seed", [0, 1])
def test_no_plain_value_is_kept_anywhere(seed):
    for _, html, values in corpus(seed):
        shown = repr(scan_page(html))
        for value in values:
            plain = value.removeprefix("残疾证").removeprefix("学籍")
            assert plain == "护照" or plain not in shown
            assert plain == "护照" or plain[4:12] not in shown


def test_real_pages_of_offices_hold_none(realdata):
    for path in sorted(realdata.glob("gov-pages/**/*.html")):
        scan = scan_page(path.read_text(encoding="utf-8", errors="replace"))
        assert not scan.hits, path.name
