"""Lists of fixed phrases, names and wrong words: typed, read strictly, and searched by nobody here.

The bundled lists stand in `rules/wording/`; a county adds its own files in the same form.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from rules.field_types import RuleId, Text, Truth, refusal
from rules.problems import Problem, RuleErrors
from rules.sourced import Sourced
from rules.strict_yaml import load_strict
from rules.text_files import read_text
from rules.validation import validated

LEAST_PHRASE = 5
LEAST_WRONG = 2
_LONG_PHRASE = 9


def _edits(value: object) -> object:
    if value in {"1", "2"}:
        return int(str(value))
    if value in {1, 2}:
        return value
    raise refusal("只能是 1 或 2", "写 1；九个字以上的固定表述可写 2")


def _phrase(value: object) -> object:
    if isinstance(value, str) and len(value.strip()) < LEAST_PHRASE:
        raise refusal(
            f"太短（少于 {LEAST_PHRASE} 个字）",
            "短词差一个字往往是另一个词，请写进 words，列出错误写法",
        )
    return value


def _wrong(value: object) -> object:
    if isinstance(value, str) and len(value.strip()) < LEAST_WRONG:
        raise refusal("只有一个字", "写出错误的词语，至少两个字")
    return value


class Phrase(Sourced):
    """A phrase of which there is one right form."""

    text: Annotated[Text, BeforeValidator(_phrase)] = Field(description="正确写法，至少五个字")
    kind: Text = Field(description="是什么：国名、机构名称、固定表述……")
    edits: Annotated[int, BeforeValidator(_edits)] = Field(
        default=1, description="相差几个字算写错：1 或 2"
    )
    edges: Truth = Field(default=False, description="首尾字不同也算写错")
    allow: list[Text] = Field(default=[], description="看着像、其实正确的写法")


class WrongWord(Sourced):
    """A wrong form, its right one, and where the same characters are no mistake."""

    wrong: Annotated[Text, BeforeValidator(_wrong)] = Field(description="错误写法")
    right: Text = Field(description="正确写法")
    unless: list[Text] = Field(default=[], description="含有它的正确词语")
    not_before: list[Text] = Field(default=[], description="后面紧跟这些字时不算")
    near: list[Text] = Field(default=[], description="前后二十字内要有其中一个词才算；不写则不限")
    certainty: Literal["sure", "likely"] = Field(default="sure", description="sure 或 likely")


class PersonName(Sourced):
    """A name that is held to its spelling where it stands beside one of its titles."""

    name: Text = Field(description="姓名")
    titles: list[Text] = Field(min_length=1, description="紧跟在姓名后面的职务")


class WordingList(Sourced):
    """One file."""

    id: RuleId = Field(description="清单的编号，与文件名相同")
    title: Text = Field(description="清单的名称")
    basis: Text = Field(description="依据什么")
    confidence: Literal["A", "B", "C", "D"] = Field(
        description="A 原文或多份来源一致；B 仅见于一份；C 未见原文；D 没有把握"
    )
    phrases: list[Phrase] = Field(default=[], description="固定名称和表述")
    words: list[WrongWord] = Field(default=[], description="错别字")
    people: list[PersonName] = Field(default=[], description="姓名")


def parse_wording(text: str, path: str) -> WordingList:
    """Read one list.  Raises RuleErrors with all problems of the file."""
    found = validated(WordingList, load_strict(text, path))
    problems = [
        Problem(
            path,
            one.source.line(),
            f"“{one.text}”不到 {_LONG_PHRASE} 个字，edits 不能是 2",
            "改为 1",
        )
        for one in found.phrases
        if one.edits > 1 and len(one.text) < _LONG_PHRASE
    ]
    problems += [
        Problem(path, one.source.line(), f"“{one.wrong}”的正确写法和错误写法相同", "改正其中一个")
        for one in found.words
        if one.wrong == one.right
    ]
    if problems:
        raise RuleErrors(problems)
    return found


def load_wording(extra: Sequence[Path] = ()) -> tuple[WordingList, ...]:
    """Read the bundled lists and further files, in this order.  Raises RuleErrors for all at once."""
    bundled = sorted(files("rules").joinpath("wording").iterdir(), key=lambda entry: entry.name)
    paths: list[Traversable] = [entry for entry in bundled if entry.name.endswith(".yaml")]
    found: list[WordingList] = []
    problems: list[Problem] = []
    for path in [*paths, *extra]:
        try:
            found.append(parse_wording(read_text(path), str(path)))
        except RuleErrors as errors:
            problems.extend(errors.problems)
    if problems:
        raise RuleErrors(problems)
    return tuple(found)


@lru_cache(maxsize=1)
def bundled_wording() -> tuple[WordingList, ...]:
    """Return the lists that come with the program."""
    return load_wording()
