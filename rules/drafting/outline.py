"""Split the text of a work-point document into its single demands.

Knows how such documents are numbered (一、（一）1.（1）), that a heading ends with its first sentence,
and that the units stand in brackets behind a section.  Judges no demand and names no rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_NUMERALS = "一二三四五六七八九十"
_PART = re.compile(rf"^\s*([{_NUMERALS}]{{1,3}})\s*[、.]\s*(?=\S)")
_SECTION = re.compile(rf"^\s*[(（]\s*([{_NUMERALS}]{{1,3}}|\d{{1,2}})\s*[)）]\s*(?=\S)")
_ITEM = re.compile(r"^\s*(\d{1,2})\s*[、.](?!\d)\s*(?=\S)")
_UNITS = re.compile(r"[(（\[【〔]\s*责任单位\s*[:：]\s*([^)）\]】〕]{1,400})[)）\]】〕]")
_UNIT_BREAK = re.compile(r"[、，,；;]\s*")
_COMMA = re.compile(r"[,，](?![^(（《“]{0,60}[)）》”])")
_SENTENCE = re.compile(r"(?<=[。；;！])")
_DEMAND = re.compile(
    r"公开|发布|公布|公示|更新|完善|建立|健全|推进|推动|加强|落实|开展|做好|优化|规范|提高|提升|强化|"
    r"设立|设置|编制|梳理|清理|回应|答复|解读|培训|考核|检查|整改|支持|实现|严格|杜绝|确保|保障|拓展|深化"
)
# What stands before the work points proper: whom they are sent to, and by whom.
_LETTER = re.compile(
    r"^(?:各.{2,60}[:：]|.{4,40}(?:办公室|人民政府)|\d{4}\s*年\s*\d+\s*月\s*\d+\s*日)$"
)
_LEAST = 8
_LEAST_PART = 9
_MOST_LINES = 5000
_MOST_CLAUSES = 2000


@dataclass(frozen=True, slots=True)
class Draft:
    """One demand: its number in the document, the sentence, and the units of its section."""

    id: str
    section: str
    heading: str
    sentence: str
    units: tuple[str, ...]


@dataclass(slots=True)
class _Place:
    """Where in the document a line stands."""

    part: int = 0
    section: int = 0
    item: int = 0
    part_name: str = ""
    section_name: str = ""
    item_name: str = ""

    @property
    def number(self) -> str:
        numbers = [self.part, self.section, self.item]
        while len(numbers) > 1 and not numbers[-1]:
            numbers.pop()
        return ".".join(map(str, numbers))

    @property
    def name(self) -> str:
        return f"{self.part_name}{self.section_name}{self.item_name}" or "前言"


def split_document(text: str) -> list[Draft]:
    """Return the demands in their order; [] where the text holds none."""
    found: list[Draft] = []
    counts: dict[str, int] = {}
    for place, heading, body, units in _blocks(text):
        if not place.part and "。" not in body:  # the title, whom it is sent to
            continue
        for sentence in _demands(body):
            number = place.number
            letter = _letter(counts.get(number, 0))
            counts[number] = counts.get(number, 0) + 1
            found.append(Draft(f"{number}{letter}", place.name, heading, sentence, units))
            if len(found) >= _MOST_CLAUSES:
                return found
    return found


def _blocks(text: str) -> Iterator[tuple[_Place, str, str, tuple[str, ...]]]:
    """Yield each numbered paragraph with its place, its heading, and the units behind its section."""
    place = _Place()
    waiting: list[tuple[_Place, str, str]] = []
    for line in _lines(text):
        moved, rest = _moved(place, line)
        if moved is not None:
            yield from _closed(waiting, ())
            waiting = []
            place = moved
        match = _UNITS.search(rest)
        said = _UNITS.sub("", rest)
        heading, body = _headed(said) if moved is not None else ("", said)
        if match and not body:  # units behind it: a demand, not the heading of what follows
            heading, body = "", said
        waiting.append((place, heading, body))
        if match:
            yield from _closed(waiting, _units(match.group(1)))
            waiting = []
    yield from _closed(waiting, ())


def _closed(
    waiting: list[tuple[_Place, str, str]], units: tuple[str, ...]
) -> Iterator[tuple[_Place, str, str, tuple[str, ...]]]:
    for place, heading, body in waiting:
        yield place, heading, body, units


def _lines(text: str) -> Iterator[str]:
    """Yield paragraphs: a line that ends in mid-sentence goes on in the next."""
    held = ""
    for raw in unicodedata.normalize("NFKC", text).splitlines()[:_MOST_LINES]:
        line = "".join(raw.split())
        if not line:
            continue
        begins = _PART.match(line) or _SECTION.match(line) or _ITEM.match(line)
        if held and not begins and not held.endswith(("。", "!", ";", ")", "]", ":")):
            held += line
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _moved(place: _Place, line: str) -> tuple[_Place | None, str]:
    """Return the new place and the rest of the line, where the line begins one."""
    for shape, level in ((_PART, "part"), (_SECTION, "section"), (_ITEM, "item")):
        match = shape.match(line)
        if match is None:
            continue
        written = match.group(1)
        number = int(written) if written.isdigit() else _number(written)
        rest = line[match.end() :]
        if level == "part":
            return _Place(number, 0, 0, f"{written}、"), rest
        if level == "section":
            return _Place(place.part, number, 0, place.part_name, f"（{written}）"), rest
        return (
            _Place(place.part, place.section, number, place.part_name, place.section_name, written),
            rest,
        )
    return None, line


def _number(written: str) -> int:
    tens, mark, ones = written.partition("十")
    if not mark:
        return _NUMERALS.index(written[0]) + 1
    value = (_NUMERALS.index(tens) + 1) * 10 if tens else 10
    return value + (_NUMERALS.index(ones) + 1 if ones else 0)


def _headed(rest: str) -> tuple[str, str]:
    """Part a paragraph's heading from its text: the heading is its first short sentence."""
    first, mark, body = rest.partition("。")
    if mark and body and len(first) <= 40:  # noqa: PLR2004 - longer is no heading
        return first, body
    return ("", rest) if mark else (rest, "")


def _demands(body: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(body):
        plain = sentence.strip(" 。;；!！")
        if len(plain) >= _LEAST and _DEMAND.search(plain) and not _LETTER.match(plain):
            yield from _parts(plain)


def _parts(sentence: str) -> Iterator[str]:
    """Split a sentence that strings demands together; what demands nothing stays with the next."""
    held = ""
    for piece in _COMMA.split(sentence):
        held = f"{held}，{piece}" if held else piece
        if len(piece) >= _LEAST_PART and _DEMAND.search(piece):
            yield held
            held = ""
    if held:
        yield held


def _units(written: str) -> tuple[str, ...]:
    return tuple(unit for part in _UNIT_BREAK.split(written) if (unit := part.strip(" 。等")))


def _letter(index: int) -> str:
    """Name the n-th demand of a paragraph: a to z, za, zb and so on."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[index] if index < len(letters) else f"z{_letter(index - len(letters))}"
