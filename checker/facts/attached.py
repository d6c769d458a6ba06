"""The files that a page offers: where each lies, what it is called, and what kind it says to be.

Whether a file opens, and what it holds, is asked elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from checker.facts.markup import Markup
from checker.facts.outline import Element
from checker.facts.row_titles import is_action
from checker.facts.urls import path_of, query_of
from crawler.snapshot import ATTACHMENTS, extension

MAX_FILES = 500
_NAMED = re.compile(rf"\.({'|'.join(sorted(ATTACHMENTS, key=len, reverse=True))})\b", re.IGNORECASE)
_ENDING = re.compile(rf"\.({'|'.join(sorted(ATTACHMENTS, key=len, reverse=True))})$", re.IGNORECASE)
# Addresses that hand out a file without naming its kind.
_HANDED_OUT = re.compile(
    r"(?:download|downfile|filedown|getfile|attach(?:ment)?|annex|uploadfile|fileid=|file_id=)",
    re.IGNORECASE,
)
_SAYS_FILE = re.compile(r"附件|下载|附表|附图")
_FRAMES = {"iframe": "src", "embed": "src", "object": "data"}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a page: its address, its name (the link's text as it stands), and its kind (pdf, …).

    `kind` is "" where neither address nor name says it.
    """

    target: str
    text: str
    kind: str
    path: str = ""


def read_attached(markup: Markup, resolve: Callable[[str], str | None]) -> tuple[AttachedFile, ...]:
    """Return the files that the page links to or shows in a frame, each once, in order."""
    found: dict[str, AttachedFile] = {}
    for element, href in _places(markup):
        target = resolve(href)
        if target is None or (target in found and found[target].text):
            continue
        text = _name(markup, element)
        kind = _kind(target, text)
        if kind is None:
            continue
        if len(found) >= MAX_FILES:
            break
        name = text if text and not is_action(text) else text or _file_name(target)
        found[target] = AttachedFile(target, name[:_LONGEST], kind, markup.outline.path(element))
    return tuple(found.values())


def _places(markup: Markup) -> Iterator[tuple[Element, str]]:
    for element in markup.outline.elements:
        if element.tag == "a":
            href = element.get("href")
        elif element.tag in _FRAMES:
            href = element.get(_FRAMES[element.tag])
        else:
            continue
        if href and not markup.template.has(element):
            yield element, href


def _name(markup: Markup, element: Element) -> str:
    text = " ".join(markup.outline.text_of(element).split())
    title = " ".join(element.get("title").split())
    if title and (not text or (_ENDING.search(title) and not _ENDING.search(text))):
        return title
    return text


def _kind(target: str, text: str) -> str | None:
    """Return what kind of file it is, "" for one of unknown kind, None where it is no file."""
    ending = extension(target)
    if ending in ATTACHMENTS:
        return ending
    said = _ENDING.search(text)
    if said and (
        ending == "" or _HANDED_OUT.search(target) or not ending.endswith(("html", "htm"))
    ):
        return said[1].lower()
    query = query_of(target)
    if query:
        for _, value in parse_qsl(query):
            named = _ENDING.search(value.partition("#")[0])
            if named:
                return named[1].lower()
        if _HANDED_OUT.search(target) and _SAYS_FILE.search(text):
            return ""
    return None


def _file_name(target: str) -> str:
    return unquote(path_of(target).rpartition("/")[2], errors="replace")
