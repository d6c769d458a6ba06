"""Rule files: a rule that is understood the same way twice, or RuleErrors, each with its place and a remedy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from checker.catalogue import rule_problems
from rules.loader import parse_rule
from rules.problems import RuleErrors
from tests.fuzzing.target import ROOT, Target, text

_MOST = 4000


def check(data: bytes) -> None:
    """Load it strictly, and hold it against its check."""
    said = text(data)
    try:
        rule = parse_rule(said, "x.yaml")
    except RuleErrors as errors:
        told(errors)
        same(first(said), [str(one) for one in errors.problems])
        return
    assert parse_rule(said, "x.yaml") == rule
    for problem in rule_problems(rule):
        assert problem.path == "x.yaml"


def told(errors: RuleErrors) -> None:
    """Each problem says where, what, and what to do, in one line that shows nothing unseen."""
    assert errors.problems
    for problem in errors.problems:
        assert problem.line >= 0
        assert problem.message
        assert problem.remedy
        assert str(problem).isprintable() or "\n" not in str(problem)
        str(problem).encode()


def same(once: list[str], twice: list[str]) -> None:
    """What is told does not change."""
    assert once == twice


def first(said: str) -> list[str]:
    """The problems of a text, told once more."""
    try:
        parse_rule(said, "x.yaml")
    except RuleErrors as errors:
        return [str(one) for one in errors.problems]
    return []


@cache
def seeds() -> tuple[bytes, ...]:
    """A rule of each check, the smallest ones first."""
    paths = sorted(
        (ROOT / "rules" / "library").rglob("*.yaml"), key=lambda path: path.stat().st_size
    )
    by_check: dict[bytes, Path] = {}
    for path in paths:
        body = path.read_bytes()
        line = next((one for one in body.splitlines() if one.startswith(b"check:")), b"")
        by_check.setdefault(line, path)
    return tuple(path.read_bytes()[:_MOST] for path in by_check.values())


TARGET = Target("rule_files", check, seeds, most=6000, words=(b"\n", b": ", b"- ", b"  ", b"{}", b"[]", b"id: x\n", b"check: links_alive\n", b"params: {names: [a]}\n", b"messages: {pass: x}\n", b"cases:\n  - {name: x, expect: pass, pages: {/: a}}\n", b"&a ", b"*a", b"!!python/object:os.system ", b"---\n", b"%YAML 9.9\n", b"|\n", b">-\n", b"? ", b'"\\U00110000"', b"\t", b"<<: ", b"{pass:", b"(a+)+$", b"fetched: {/: timeout}", b"{n", b"}}"), about="strict YAML, the model of a rule, its check")  # fmt: skip
