"""What a page's head says: its title, its base, and its meta tags as they are written.

The tags that government sites must carry (SiteName, PubDate …) are looked up without regard to case,
as templates write them in every case; what was written is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

_LONGEST = 200
_MOST_METAS = 200
# What a template leaves behind where it has nothing to say.
_NOTHING = frozenset({"", "null", "undefined", "none"})


@dataclass(frozen=True, slots=True)
class Head:
    """`metas` holds the tags that say something, under lower-case names; `written` all, as they stand."""

    title: str = ""
    base: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)


def fold(text: str) -> str:
    """Fold all white space to single blanks."""
    return " ".join(text.split())


def read_head(tree: LexborHTMLParser) -> Head:
    """Read the head, and meta tags that stand elsewhere; of repeated ones the first that says something."""
    title = tree.css_first("title")
    base = tree.css_first("base[href]")
    metas: dict[str, str] = {}
    written: dict[str, str] = {}
    for node in tree.css("meta[name]")[:_MOST_METAS]:
        attributes = node.attributes
        name = (attributes.get("name") or "").strip()[:_LONGEST]
        content = fold(attributes.get("content") or "")[:_LONGEST]
        if not written.get(name):
            written[name] = content
        if content.lower() not in _NOTHING:
            metas.setdefault(name.lower(), content)
    return Head(
        title=fold(title.text(deep=True))[:_LONGEST] if title else "",
        base=(base.attributes.get("href") or "") if base else "",
        metas=metas,
        written=written,
    )
