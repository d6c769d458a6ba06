"""Finds the marks of a template, paragraph by paragraph, and puts them together as Jinja source.

The source has one line for each paragraph, so that whatever is wrong in it has a place that a clerk can
find.  Marks that are half written, or stand where docxtpl cannot use them, are told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reports.papers.trouble import TemplateError

MAX_MARKS: Final = 1_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARK: Final = re.compile(r"\{\{.{0,1000}?\}\}|\{%.{0,1000}?%\}|\{#.{0,1000}?#\}")
_HALF: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_FULL_WIDTH: Final = re.compile(
    "\uff5b\\s*[\uff5b%\uff05]|[\uff5d%\uff05]\\s*\uff5d|\\{\uff05|\uff05\\}"
)
_PREFIX: Final = re.compile(r"^(\{[{%#])(p|tr|tc|r)(?=\s)")
_LONE: Final = re.compile(r"[{}]")
# What docxtpl would take for a mark, or put together to one, outside the text of a paragraph.
_HIDDEN: Final = re.compile(r"\{\{|\}\}|\{[%#<]|[%#>]\}|>\{")
_OWN_TEXT: Final = re.compile(r"<w:t(?: [^<>]*)?>[^<]*</w:t>")
_SHOWN: Final = 30
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with marks; `number` counts all paragraphs of its part, from 1."""

    part: str
    number: int
    text: str

    @property
    def place(self) -> str:
        """Where it is, in words."""
        shown = self.text.strip()
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        return f"{self.part}第 {self.number} 段“{shown}”"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one part: `source` has a line for each of `paragraphs`.

    `links` are those written {{r …}}, by line; None where nobody can tell any more.
    """

    source: str
    paragraphs: tuple[Paragraph, ...]
    links: frozenset[tuple[int, str]] | None

    def place(self, line: int) -> str:
        """Where a line of the source comes from, in words."""
        if not self.paragraphs:
            return ""
        return self.paragraphs[min(max(line, 1), len(self.paragraphs)) - 1].place


def marks_of(root: etree._Element, part: str, file: str) -> Marks:
    """The marks of a part.  Raises TemplateError for one that is half written or misplaced."""
    if _HIDDEN.search(_OWN_TEXT.sub("", etree.tostring(root, encoding="unicode"))):
        raise TemplateError(
            file,
            part,
            "文字以外的地方（已删除的修订、域、批注、属性）有花括号标记",
            "请接受或拒绝全部修订，删去域和批注里的标记，再另存一次",
        )
    paragraphs = tuple(
        Paragraph(part, number, _text(element))
        for number, element in enumerate(root.iter(f"{_W}p"), 1)
    )
    lines, links = [], set()
    total = 0
    for paragraph in paragraphs:
        found = _MARK.findall(paragraph.text)
        total += len(found)
        _whole(paragraph, found, file)
        line = "".join(_PREFIX.sub(r"\1", mark) for mark in found)
        lines.append(line)
        links |= {(paragraph.number, mark[3:-2].strip()) for mark in found if mark[:3] == "{{r"}
    if total > MAX_MARKS:
        raise TemplateError(file, part, f"占位符和控制标记超过 {MAX_MARKS} 个", "请精简模板")
    return Marks("\n".join(lines), paragraphs, frozenset(links))


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph, without that of text boxes inside it."""
    return "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br"):
            yield " "
        elif child.tag != f"{_W}p":
            yield from _pieces(child)


def _whole(paragraph: Paragraph, found: list[str], file: str) -> None:
    half = _HALF.search(_MARK.sub("", paragraph.text))
    if half is not None:
        raise TemplateError(
            file,
            paragraph.place,
            f"“{half[0]}”没有配成一对",
            "占位符写成 {{ 名称 }}，控制标记写成 {%p … %}，要在同一段内写完整",
        )
    if _LONE.search(_MARK.sub("", paragraph.text)):
        raise TemplateError(
            file,
            paragraph.place,
            "有单个的花括号",
            "花括号只能成对用在标记里，请删去或改用别的括号",
        )
    if _FULL_WIDTH.search(paragraph.text):
        raise TemplateError(
            file, paragraph.place, "用了全角的括号或百分号", "请改成半角的 {{ }} 或 {% %}"
        )
    opened = 0
    for mark in found:
        if len(mark) > _LONGEST:
            raise TemplateError(
                file, paragraph.place, f"“{mark[:_SHOWN]}…”太长", f"一个标记最多 {_LONGEST} 个字"
            )
        inside = mark[2:-2].strip()
        prefix = _PREFIX.match(mark)
        if prefix is not None and prefix[2] != "r":
            if paragraph.text.strip() != mark:
                raise TemplateError(
                    file, paragraph.place, f"“{mark}”要单独占一段", "请在它前后回车，另起一段"
                )
        elif mark.startswith("{%"):
            opened += 1 if inside.startswith(("for ", "if ")) else 0
            opened -= 1 if inside.startswith("end") else 0
    if opened:
        raise TemplateError(
            file,
            paragraph.place,
            "“{% … %}”的开头和结尾不在同一段",
            "跨段的循环和条件，开头和结尾都要写成单独一段的 {%p … %}",
        )
