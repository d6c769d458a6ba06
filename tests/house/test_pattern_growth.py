"""Our own regular expressions, on texts made to keep them busy: time grows with the text, not with its square.

Every pattern that a module holds is tried on long runs of the characters that it asks for, alone, in pairs and as a
nearly matching whole.  Patterns of rules are read by RE2 and need no such test (`tests/rules/test_patterns.py`).
"""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import re
import signal
import warnings
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from re import _constants as codes  # type: ignore[attr-defined]  # what Python itself reads patterns with
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time_ns
from typing import Any

import pytest

PACKAGES = ("crawler", "rules", "checker", "reports", "audits")
LONG = 4_000
# ns for LONG characters; a page of a million characters then takes a second, however often it starts anew.
QUICK = 4_000_000
STEEP = 3.0  # times as long for twice the text
# Patterns that are held to the beginning of a text, or to a short text, by the code around them.
BOUNDED = {
    "audits.asides._OURS": "only the whole of a file's name, at most 255 bytes",
    "audits.desk.mail_addresses._ADDRESS": "only the whole of a line of at most 254 characters",
    "audits.desk.mail_addresses._NAMED": "only the whole of a line of our own configuration",
    "audits.facts.as_json._CUT_AT_END": "an excerpt, which is cut before",
    "checker.facts.attachments.kinds._XML": "only the beginning of a file",
    "checker.facts.tables.html._DIGITS": "only the beginning of an attribute",
    "crawler.fetching.routes._CONNECT_TO": "an argument of the command line",
    "crawler.reading.endless._SESSION_NAME": "only a whole parameter's name, from its beginning",
    "crawler.reading.scripts._MADE_SCRIPT": "an address cut to 1,000 characters",
    "crawler.reading.urls._WHOLE_BASE": "only the beginning of an address",
    "reports.chart_drawing._NUMBER": "paths that our own charts are made of",
    "reports.markdown_text._ADDRESS": "a text that `visible` has cut",
    "reports.papers.template_marks._MARK": "1,000 characters from each brace, in a template of at most 2 MB",
}

pytestmark = pytest.mark.soak


def modules() -> Iterator[Any]:
    for package in PACKAGES:
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not found.name.endswith(("__main__", "migrations.env")):
                yield importlib.import_module(found.name)


def held(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 3:
        return
    elif isinstance(value, dict):
        yield from (one for part in (*value, *value.values()) for one in held(part, depth + 1))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (one for part in value for one in held(part, depth + 1))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (
            one
            for part in fields(value)
            for one in held(getattr(value, part.name, None), depth + 1)
        )


def patterns() -> dict[str, re.Pattern[Any]]:
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for module in modules():
        for name, value in list(vars(module).items()):
            for pattern in held(value):
                key = pattern.pattern, pattern.flags
                found.setdefault(key, (f"{module.__name__}.{name}", pattern))
    return {f"{name} {number}": pattern for number, (name, pattern) in enumerate(found.values())}


_OF_CLASS = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "w",
    codes.CATEGORY_NOT_SPACE: "x",
    codes.CATEGORY_NOT_DIGIT: "x",
    codes.CATEGORY_NOT_WORD: "-",
}


def signs(tree: Any) -> Iterator[str]:
    """Characters that the pattern asks for."""
    for code, what in tree:
        if code is codes.LITERAL:
            yield chr(what)
        elif code in {codes.NOT_LITERAL, codes.ANY}:
            yield "x"
        elif code is codes.IN:
            yield from _of_set(what)
        else:
            for inner in _inside(code, what):
                yield from signs(inner)


def _of_set(members: Any) -> Iterator[str]:
    if members[0][0] is codes.NEGATE:
        yield from ("x", " ")
        return
    for code, what in members:
        if code is codes.LITERAL:
            yield chr(what)
        elif code is codes.RANGE:
            yield chr(what[0])
        elif code is codes.CATEGORY:
            yield _OF_CLASS[what]


def _inside(code: Any, what: Any) -> list[Any]:
    if code is codes.SUBPATTERN:
        return [what[3]]
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
        return [what[2]]
    if code is codes.BRANCH:
        return list(what[1])
    if code in {codes.ASSERT, codes.ASSERT_NOT}:
        return [what[1]]
    return [what] if code is codes.ATOMIC_GROUP else []


def example(tree: Any) -> str:
    """What the pattern matches, or nearly."""
    text = ""
    for code, what in tree:
        if code in {codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN}:
            text += next(signs([(code, what)]))
        elif code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
            text += example(what[2]) * max(1, min(what[1], 2))
        elif code not in {codes.ASSERT, codes.ASSERT_NOT}:
            text += "".join(map(example, _inside(code, what)[:1]))
    return text


def seeds(pattern: re.Pattern[Any]) -> list[str]:
    source = pattern.pattern
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = parser.parse(
            source if isinstance(source, str) else source.decode("latin-1"), pattern.flags
        )
    asked = list(dict.fromkeys(signs(tree)))[:8] or ["x"]
    whole = example(tree)
    pairs = ["".join(pair) for pair in itertools.permutations(asked[:4], 2)]
    return [
        one
        for one in dict.fromkeys([*asked, *pairs, whole, whole[:-1], whole[: len(whole) // 2]])
        if one
    ]


def cost(pattern: re.Pattern[Any], start: str, seed: str, size: int) -> float:
    text: Any = start + seed * (size // len(seed)) + "\0!"
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    began, rounds = process_time_ns(), 0
    while rounds < 3 and process_time_ns() - began < QUICK:
        for _ in pattern.finditer(text):
            pass
        rounds += 1
    return (process_time_ns() - began) / rounds


class _EndlessError(Exception):
    pass


def _stop(*_: object) -> None:
    raise _EndlessError


def steep(pattern: re.Pattern[Any]) -> str:
    """The run on which time grows faster than the text; "" where there is none."""
    made = seeds(pattern)
    whole = made[-1]
    for seed, start in itertools.product(made, ("", whole[:3])):
        usual = signal.signal(signal.SIGALRM, _stop)
        signal.alarm(60)
        try:
            if cost(pattern, start, seed, LONG) > QUICK and all(
                cost(pattern, start, seed, LONG) > STEEP * cost(pattern, start, seed, LONG // 2)
                for _ in range(3)
            ):
                return repr((start, seed))
        except _EndlessError:
            return f"{(start, seed)!r}: no end"
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, usual)
    return ""


def test_the_measure_sees_a_square_and_worse() -> None:
    assert steep(re.compile(r"\s+$"))
    assert steep(re.compile(r"(?:a|a)*b"))
    assert not steep(re.compile(r"(?<!\s)\s+$"))


def test_no_pattern_of_ours_is_slow_on_a_text_made_for_it() -> None:
    found = {name: run for name, pattern in patterns().items() if (run := steep(pattern))}
    steeper = {name: run for name, run in found.items() if name.partition(" ")[0] not in BOUNDED}
    assert not steeper


def test_what_is_excused_is_there() -> None:
    known = {name.partition(" ")[0] for name in patterns()}
    assert set(BOUNDED) <= known
