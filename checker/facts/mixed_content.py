"""What a page that came over HTTPS brings in over plain HTTP.

`active` can change the page (scripts, frames, styles, forms); `passive` is only shown (pictures, sound).
A link to an HTTP page is neither.  Comments, and what a script adds, are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from checker.facts.parsing import parsed
from checker.facts.urls import host_of, is_literal, join

_MOST = 200
_PLAIN = re.compile(
    r"=\s*+(?:[\"']\s*+)?http:", re.IGNORECASE
)  # without it there is nothing to look for
_ACTIVE = {"script": "src", "iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_PASSIVE = {"img": "src", "audio": "src", "video": "src", "source": "src", "track": "src"}
_LOOKED_AT = ",".join((*_ACTIVE, *_PASSIVE, "link", "form", "input", "base", "meta"))
_STYLES = frozenset({"stylesheet", "preload", "modulepreload", "manifest"})
_PICTURES = frozenset({"icon", "apple-touch-icon", "shortcut"})
_NOSCRIPT = re.compile(r"<(/?)noscript\b[^>]{0,200}>", re.IGNORECASE)
_UPGRADES = "upgrade-insecure-requests"


@dataclass(frozen=True, slots=True)
class MixedContent:
    """The plain HTTP targets of one page, each once, in document order."""

    active: tuple[str, ...]
    passive: tuple[str, ...]


def mixed_content(html: str, url: str) -> MixedContent | None:
    """Read a page; None where it brings in nothing over plain HTTP."""
    if not url.startswith("https:") or not _PLAIN.search(html):
        return None
    active: dict[str, None] = {}
    passive: dict[str, None] = {}
    base = url
    tree = parsed(_with_scripts(html))
    tree.strip_tags(["template"])
    for node in tree.css(_LOOKED_AT):
        attributes = node.attributes
        if node.tag == "meta":
            policy = (attributes.get("http-equiv") or "").lower() == "content-security-policy"
            if policy and _UPGRADES in (attributes.get("content") or "").lower():
                return None
        elif node.tag == "base":
            base = (join(url, attributes.get("href") or "") or base) if base == url else base
        else:
            for is_active, reference in _references(node):
                target = join(base, reference)
                if target and target.startswith("http:") and not _of_this_machine(target):
                    (active if is_active else passive).setdefault(target)
    if not active and not passive:
        return None
    return MixedContent(tuple(active)[:_MOST], tuple(passive)[:_MOST])


def _with_scripts(html: str) -> str:
    """Leave out what a browser that runs scripts never asks for; in a head, parsers would set it free."""
    first, *rest = _NOSCRIPT.split(html)
    closed = (text for slash, text in zip(rest[::2], rest[1::2], strict=True) if slash)
    return "".join((first, *closed))


def _references(node: LexborNode) -> Iterator[tuple[bool, str]]:
    """Yield what an element brings in: whether it is active, and its reference."""
    tag, attributes = node.tag or "", node.attributes
    if tag in _ACTIVE:
        yield True, attributes.get(_ACTIVE[tag]) or ""
    elif tag in _PASSIVE:
        yield False, attributes.get("src") or ""
        yield False, attributes.get("poster") or ""
        for one in (attributes.get("srcset") or "").split(","):
            yield False, one.strip().partition(" ")[0]
    elif tag == "link":
        kinds = set((attributes.get("rel") or "").lower().split())
        if kinds & (_STYLES | _PICTURES):
            yield bool(kinds & _STYLES), attributes.get("href") or ""
    elif tag == "form":
        yield True, attributes.get("action") or ""
    elif (attributes.get("type") or "").lower() == "image":
        yield False, attributes.get("src") or ""


def _of_this_machine(url: str) -> bool:
    """Browsers trust what comes from the visitor's own machine."""
    host = host_of(url)
    own = host == "localhost" or host.endswith(".localhost")
    return own or (is_literal(host) and host.startswith(("127.", "[::1]")))
