"""Read the text of slides and their notes."""

from __future__ import annotations

import re

from lxml import etree

from checker.facts.attachments.archive import Archive, attribute, tag
from checker.facts.attachments.model import Seen
from checker.facts.attachments.ooxml import read_properties
from checker.facts.attachments.parts import Parts

_NUMBER = re.compile(r"(\d{1,5})\.xml$")
_HIDDEN = frozenset({"0", "false"})


def read_pptx(archive: Archive, parts: Parts) -> None:
    """Read all slides in the order of their numbers."""
    slides = sorted(archive.matching("ppt/slides/slide", ".xml"), key=_number)
    parts.pages = len(slides)
    if len(slides) > parts.limits.pages:
        parts.note(f"第{parts.limits.pages + 1}页起", "页数超过读取上限")
    for part in slides[: parts.limits.pages]:
        tree = archive.xml(part)
        if tree is not None:
            seen = Seen.HIDDEN if attribute(tree, "show") in _HIDDEN else Seen.SHOWN
            parts.text(f"第{_number(part)}页", paragraphs_of(tree), seen)
    for part in sorted(archive.matching("ppt/notesSlides/notesSlide", ".xml"), key=_number):
        tree = archive.xml(part)
        if tree is not None:
            parts.text(f"第{_number(part)}页备注", paragraphs_of(tree), Seen.COMMENT)
    read_properties(archive, parts)


def paragraphs_of(tree: etree._Element) -> list[str]:
    """The paragraphs of a drawing, also those in its tables."""
    return [
        "".join(t.text or "" for t in paragraph.iter() if tag(t) == "t")
        for paragraph in tree.iter()
        if tag(paragraph) == "p"
    ]


def _number(part: str) -> int:
    found = _NUMBER.search(part)
    return int(found[1]) if found else 0
