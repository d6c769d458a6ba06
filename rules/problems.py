"""A problem of a rule or pack file: where it stands, what is wrong, what to do.

Problems are collected and raised together, so that an author mends a file in one go.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one file.  `line` counts from 1; 0 means the file as a whole."""

    path: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        """`file:line: what is wrong；what to do`, the form editors and terminals make clickable."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}；{self.remedy}"


class RuleErrors(Exception):  # noqa: N818  # it carries several
    """All problems of one or more rule or pack files, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep each problem once, sorted by file and line."""
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def closest(wanted: str, known: Iterable[str]) -> list[str]:
    """All known names, the most similar to the wanted one first (ties by name)."""

    def distance(name: str) -> tuple[float, str]:
        return -difflib.SequenceMatcher(None, wanted, name).ratio(), name

    return sorted(known, key=distance)


def shown(value: object, limit: int = 60) -> str:
    """Show a value in a message: one line, shortened."""
    text = " ".join(str(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
