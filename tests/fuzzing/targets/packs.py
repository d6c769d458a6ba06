"""Packs of work points: understood, held against the library and joined, or RuleErrors with place and remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from checker.catalogue import validate
from checker.demands import demands
from rules.agreement import library_problems
from rules.coverage import coverage, coverage_text
from rules.lint import lint_pack
from rules.loader import Library, load_library, parse_pack
from rules.problems import RuleErrors
from tests.fuzzing.target import ROOT, Target, text
from tests.fuzzing.targets.rule_files import told

_MOST = 5000


@cache
def library() -> Library:
    """The bundled rules."""
    return load_library()


def check(data: bytes) -> None:
    """What `gongkai check` does with a pack before it judges."""
    said = text(data)
    try:
        pack = parse_pack(said, "x.yaml")
    except RuleErrors as errors:
        told(errors)
        return
    assert parse_pack(said, "x.yaml") == pack
    known = replace(library(), packs={pack.id: pack})
    if list(library_problems(list(known.rules.values()), [pack], set(known.rules))):
        return
    lint_pack(pack, known)
    try:
        validate(known, [pack])
    except RuleErrors as errors:
        told(errors)
        return
    demands(known, [pack], date(2026, 1, 1))
    coverage_text(coverage(known, [pack]), clauses=True)


@cache
def seeds() -> tuple[bytes, ...]:
    """The small packs, and the beginnings of the long ones."""
    found = []
    for path in sorted((ROOT / "rules" / "packs").glob("*.yaml")):
        body = path.read_bytes()
        end = body.rfind(b"\n  - id:", 0, _MOST)
        named = body.replace(f"id: {path.stem}\n".encode(), b"id: x\n", 1).replace(f"id: {path.stem}/".encode(), b"id: x/")  # fmt: skip
        found.append(
            named if len(body) <= _MOST else named[: named.rfind(b"\n  - id:", 0, end) + 1]
        )
    return tuple(found)


TARGET = Target("packs", check, seeds, most=8000, examples=3, words=(b"\n", b": ", b"- ", b"  - id: x/1\n    section: a\n    title: b\n    question: c\n", b"rules: [{rule: links, params: {a: 1}}]", b"rules: [links]", b"modality: explore", b"timing: event", b"part: a", b"params: {by: 13-32}", b"defaults: {within: -1}", b"year: 99999", b"issued: 2021-02-30", b"issued: 0001-01-01", b"also: []", b"&a ", b"!!int ", b"not_applicable: "), about="packs, held against the library")  # fmt: skip
