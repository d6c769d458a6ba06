"""Read OFD files (GB/T 33190): the text of each page, and its tables by their ruling lines."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from checker.facts.attachments.archive import Archive, Encrypted, attribute, tag
from checker.facts.attachments.parts import Parts
from checker.facts.attachments.ruled import Glyph, Rule, ruled_tables

_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_MOVES = re.compile(r"([MLCQBASZmlcqbasz])([^A-Za-z]*)")
_FEW = 8
_SCANNED = 0.3
_THIN = 1.0
Box = tuple[float, float, float, float]


def read_ofd(archive: Archive, parts: Parts) -> bool:
    """Read into `parts`; the answer says that all pages are pictures."""
    if any(
        "encryptions.xml" in name.lower() or "decryptseed" in name.lower() for name in archive.names
    ):
        raise Encrypted
    root = archive.xml("OFD.xml")
    if root is None:
        raise ValueError("no OFD.xml")
    _metadata(root, parts)
    pages = list(_pages(archive, root, parts))
    parts.pages = len(pages)
    pictures = 0
    for number, page in enumerate(pages, 1):
        if number > parts.limits.pages or parts.full:
            parts.note(f"第{number}页起", f"共{len(pages)}页，超过读取上限")
            break
        pictures += _page(archive, page, f"第{number}页", parts)
    return parts.empty and pictures > 0


def _pages(archive: Archive, root: etree._Element, parts: Parts) -> Iterator[str]:
    """The parts of all pages, in their order."""
    for document in _texts(root, "DocRoot"):
        place = document.strip().lstrip("/")
        tree = archive.xml(place)
        if tree is None:
            parts.note(place, "文档部件损坏，打不开")
            continue
        for page in tree.iter():
            if tag(page) == "Page":
                yield _within(archive, posixpath.dirname(place), attribute(page, "BaseLoc") or "")


def _metadata(root: etree._Element, parts: Parts) -> None:
    for name, label in (("Author", "作者"), ("Title", "标题"), ("Creator", "制作程序")):
        for text in _texts(root, name):
            parts.metadata.setdefault(label, text.strip()[:200])


def _texts(root: etree._Element, name: str) -> Iterator[str]:
    return (one.text for one in root.iter() if tag(one) == name and one.text)


def _within(archive: Archive, folder: str, location: str) -> str:
    """A location counts from the root where it begins with a slash, else from its document."""
    if location.startswith("/"):
        return location.lstrip("/")
    joined = posixpath.normpath(posixpath.join(folder, location))
    return joined if archive.has(joined) else location


def _page(archive: Archive, place: str, name: str, parts: Parts) -> bool:
    tree = archive.xml(place)
    if tree is None:
        parts.note(name, "页面损坏，打不开")
        return False
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    pictured = 0.0
    for item in tree.iter():
        kind = tag(item)
        box = _box(attribute(item, "Boundary"))
        if kind == "TextObject":
            glyphs += _glyphs(item, box)
        elif kind == "PathObject":
            rules += _rules(item, box)
        elif kind == "ImageObject":
            pictured += box[2] * box[3]
        if len(glyphs) > parts.limits.page_characters:
            parts.note(name, "文字超过读取上限")
            break
    if len(glyphs) < _FEW:
        area = _box(next(_texts(tree, "PhysicalBox"), "0 0 210 297"))
        if pictured > area[2] * area[3] * _SCANNED:
            parts.note(name, "是图片，没有文字层")
            return True
    # Reading order is not promised: from top to bottom, then from left to right.
    glyphs.sort(key=lambda glyph: (-round(glyph.y), glyph.left))
    tables, outside = ruled_tables(rules, glyphs)
    for table in tables:
        parts.table(replace(table, name=name))
    parts.text(name, outside)
    return False


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in _NUMBER.findall((text or "")[:20_000])]


def _box(text: str | None) -> Box:
    found = _numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) > 3 else (0.0, 0.0, 0.0, 0.0)  # noqa: PLR2004 - x y w h


def _glyphs(item: etree._Element, box: Box) -> Iterator[Glyph]:
    """One character after the other; DeltaX is how far each stands from the one before."""
    size = next(iter(_numbers(attribute(item, "Size"))), 4.0)
    for code in item.iter():
        if tag(code) != "TextCode" or not code.text:
            continue
        x = box[0] + next(iter(_numbers(attribute(code, "X"))), 0.0)
        y = -(box[1] + next(iter(_numbers(attribute(code, "Y"))), 0.0))
        steps = _deltas(attribute(code, "DeltaX"), len(code.text))
        for character, step in zip(code.text.strip("\n"), steps, strict=False):
            yield Glyph(character, x, y, x + size, y + size * 0.8)
            x += step or size


def _deltas(text: str | None, most: int) -> list[float]:
    """A list of steps, in which "g 3 4.2" stands for three times 4.2."""
    steps: list[float] = []
    words = (text or "").split()
    index = 0
    while index < len(words) and len(steps) < most:
        if words[index] == "g" and index + 2 < len(words):
            count, step = _numbers(words[index + 1]), _numbers(words[index + 2])
            steps += [step[0] if step else 0.0] * min(int(count[0]) if count else 0, most)
            index += 3
        else:
            steps += _numbers(words[index])[:1]
            index += 1
    return [*steps, *[0.0] * (most - len(steps))]


def _rules(item: etree._Element, box: Box) -> Iterator[Rule]:
    data = next((one.text or "" for one in item if tag(one) == "AbbreviatedData"), "")
    points: list[tuple[float, float]] = []
    for move, rest in _MOVES.findall(data[:20_000]):
        numbers = _numbers(rest)
        if move in "MS" and len(numbers) > 1:
            yield from _lines(points)
            points = []
        if move in "MSL" and len(numbers) > 1:
            points.append((box[0] + numbers[0], -(box[1] + numbers[1])))
        elif move in "CZcz" and not numbers and points:
            points.append(points[0])
    yield from _lines(points)


def _lines(points: list[tuple[float, float]]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if abs(y0 - y1) <= _THIN < abs(x0 - x1):
            yield Rule(flat=True, at=(y0 + y1) / 2, start=min(x0, x1), end=max(x0, x1))
        elif abs(x0 - x1) <= _THIN < abs(y0 - y1):
            yield Rule(flat=False, at=(x0 + x1) / 2, start=min(y0, y1), end=max(y0, y1))
