"""Remember what the hrefs of a site led to: a navigation bar stands on every page and is worked out once.

Bounded: when it is full it forgets everything and begins anew, which costs one page read as if it
were the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.reading.link import Link, LinkKind, fold
from crawler.reading.urls import absolute, needs_whole_base, vicinity

MAX_KNOWN = 30_000
# What is longer is no template's.
_LONG = 400
# A script's template that was never filled in: {{item.url}}, ${url}, <%=url%>, '+url+'.
_PLACEHOLDER = re.compile(r"\{\{|\$\{|<%|%>|['\"]\s*\+|\+\s*['\"]")
# What is resolved against the root of a site, not against a directory.
_FAR = ("/", "http://", "https://")
_NEW = Link("")


class _Known:
    """What is known of hrefs that are resolved against the same part of a base."""

    __slots__ = ("kind", "links", "targets")

    def __init__(self, kind: LinkKind) -> None:
        self.kind = kind
        # By href and text as they stand; None where that is no link.
        self.links: dict[tuple[str, str], Link | None] = {}
        self.targets: dict[str, str | None] = {}


class LinkMemory:
    """What the anchors of the pages read so far led to."""

    def __init__(self, most: int = MAX_KNOWN) -> None:
        self._most = most
        self._size = 0
        self._known: dict[tuple[str, str, LinkKind], _Known] = {}

    def anchors(self, base: str, encoding: str, kind: LinkKind = LinkKind.ANCHOR) -> Anchors:
        """Return a reader of anchors for a page with this base, written in this encoding."""
        root, directory = vicinity(base)
        far, near = self._about(root, encoding, kind), self._about(directory, encoding, kind)
        return Anchors(self, base, encoding, far, near)

    def _about(self, base: str, encoding: str, kind: LinkKind) -> _Known:
        key = (base, encoding, kind)
        found = self._known.get(key)
        if found is None:
            self.count(1)
            found = self._known[key] = _Known(kind)
        return found

    def count(self, more: int) -> None:
        """Count what is remembered beside what was."""
        self._size += more
        if self._size > self._most:
            self._known.clear()
            self._size = 0


class Anchors:
    """Reads the anchors of one page."""

    __slots__ = ("_base", "_encoding", "_far", "_memory", "_near", "_new")

    def __init__(
        self, memory: LinkMemory, base: str, encoding: str, far: _Known, near: _Known
    ) -> None:
        self._memory = memory
        self._base = base
        self._encoding = encoding
        self._far = far
        self._near = near
        self._new = 0

    def links(self, anchors: Iterable[tuple[str, str]]) -> list[Link | None]:
        """Return the links that anchors make, given as pairs of href and text; None for one that makes none."""
        far, near = self._far.links, self._near.links
        found = []
        for anchor in anchors:
            link = (far if anchor[0].startswith(_FAR) else near).get(anchor, _NEW)
            found.append(self._made(*anchor) if link is _NEW else link)
        self._memory.count(self._new)
        self._new = 0
        return found

    def _made(self, href: str, text: str) -> Link | None:
        known = self._far if href.startswith(_FAR) else self._near
        target = known.targets.get(href, "")
        lasting = True
        if target == "":
            target = None
            if not _PLACEHOLDER.search(href):
                target = absolute(self._base, href, self._encoding)
            lasting = len(href) < _LONG and not needs_whole_base(href)
            if lasting:
                self._new += 1
                known.targets[href] = target
        link = Link(target, fold(text), known.kind) if target else None
        if lasting and len(text) < _LONG:
            self._new += 1
            known.links[href, text] = link
        return link
