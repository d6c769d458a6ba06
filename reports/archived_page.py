"""A page as it was fetched, made safe to look at: its text and tables, without anything that acts.

Scripts, styles, forms, frames and pictures are gone, links lead nowhere (their address stands in a
tooltip), and what a finding is about is marked.  Takes the page's source as an argument; it neither
reads a snapshot nor fetches anything.  The source must have been cut to what a parser can take.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, count, islice

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reports.language import Language, marked
from reports.visible import spelt_out

MAX_SOURCE = 3_000_000
MAX_MARKS = 200
_SHORTEST = 4  # shorter words stand everywhere
_MOST_WORDS = 60
_LONGEST = 300
_PLACE = "gongkai-place"
_BOX = "gongkai-box"
_NEVER_SHOWN = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "title",
    "select",
    "object",
)
_BOXES = {
    "img": marked("图片"),
    "iframe": marked("框架"),
    "frame": marked("框架"),
    "video": marked("视频"),
    "embed": marked("插件"),
}
_KEPT = frozenset(
    re.findall(
        r"\w+",
        """
        a abbr address article aside b big blockquote br caption center cite code col colgroup
        dd del dfn dir div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6
        header hr i ins kbd label legend li main mark menu nav ol p pre q s samp section small
        span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var
        """,
    )
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "align", "id"},
    "a": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
_NAMED = re.compile(r'(<(?:mark|a|span)\b[^<>]*? id="place-)\d+"')
_PIECES = re.compile(r"[；;|\n]+|……|…")


# (href as it stands, href of the page's <base> element or "") -> the address as audits write it
Resolve = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a finding is about: the dead link's address, the sentence or cell that decided."""

    target: str | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """The page's title, its harmless markup, and how many places are marked in it (`place-1` …)."""

    title: str
    markup: str
    marks: int
    cut: bool


def archived_page(
    source: str,
    sought: Sought,
    resolve: Resolve,
    hide: Callable[[str], str],
    t: Language,
) -> ArchivedPage:
    """Make the page harmless and mark what is sought.

    `resolve` gives an href, with that of the page's `base`, the form in which `sought.target` is
    written; `hide` masks numbers of persons in a text.
    """
    tree = LexborHTMLParser(source[:MAX_SOURCE])
    cut = len(source) > MAX_SOURCE
    title = tree.css_first("title")
    told = " ".join(spelt_out(hide(title.text())).split()) if title else ""
    tree.strip_tags(list(_NEVER_SHOWN))
    if tree.body is None:
        return ArchivedPage(told, "", 0, cut)
    for named in tree.css("[id], [class]"):  # ours are the only names
        for name in ("id", "class"):
            if name in named.attributes:
                del named.attrs[name]
    for node in _texts(tree.body):
        shown = spelt_out(hide(_text(node)))
        if shown != _text(node):
            node.replace_with(shown)
    places = _Places(tree)
    if sought.target:
        places.mark_links(sought.target, resolve)
    _disarm(tree, hide, t)
    if sought.excerpt:
        places.mark_text(sought.excerpt)
    markup = nh3.clean(
        tree.body.inner_html or "",
        tags=set(_KEPT),
        attributes={name: set(kept) for name, kept in _ATTRIBUTES.items()},
        allowed_classes={tag: {_PLACE, _BOX} for tag in ("mark", "span", "a")},
        link_rel=None,
    )
    markup, left = _numbered(markup)
    return ArchivedPage(told, markup, left, cut)


def _texts(root: LexborNode) -> list[LexborNode]:
    # A list, for the tree is changed while it is gone through.
    return [node for node in root.traverse(include_text=True) if node.is_text_node]


def _text(node: LexborNode) -> str:
    return node.text_content or ""


def _disarm(tree: LexborHTMLParser, hide: Callable[[str], str], t: Language) -> None:
    """Put words in the place of what is not shown, and addresses of links into tooltips."""
    for tag, name in _BOXES.items():
        for node in tree.css(tag):
            told = hide(node.attributes.get("alt") or node.attributes.get("src") or "")[:200]
            box = tree.create_node("span")
            box.attrs["class"] = f"{_BOX} {node.attributes.get('class') or ''}".strip()
            if node.attributes.get("id"):
                box.attrs["id"] = node.attributes["id"]
            box.insert_child(f"【{t(name)} {told}】" if told else f"【{t(name)}】")
            node.replace_with(box)
    for link in tree.css("a[href]"):
        link.attrs["title"] = hide(link.attributes.get("href") or "")[:500]


def _numbered(markup: str) -> tuple[str, int]:
    """Number the places anew: some stood in what was taken out.

    In clean markup no text holds a `<` and no value a `"`: what looks like our id is one.
    """
    numbers = count(1)
    parts = _NAMED.split(markup)
    named = "".join(
        part if at % 2 == 0 else f'{part}{next(numbers)}"' for at, part in enumerate(parts)
    )
    return named, len(parts) // 2


class _Places:
    """The places that are marked in a page, numbered in the order in which they are found."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self.count = 0

    def mark_links(self, target: str, resolve: Resolve) -> None:
        """Mark what leads to the target, or would show it."""
        root = self._tree.css_first("base[href]")
        base = root.attributes.get("href") or "" if root else ""
        for node in self._tree.css("[href], [src]"):
            href = node.attributes.get("href") or node.attributes.get("src")
            if href and self.count < MAX_MARKS and resolve(href, base) == target:
                self.count += 1
                node.attrs["class"] = _PLACE
                node.attrs["id"] = f"place-{self.count}"

    def mark_text(self, excerpt: str) -> None:
        """Mark the excerpt; where it stands nowhere as a whole, the pieces that it is made of."""
        if not self._mark_words([excerpt.strip().rstrip("…")]):
            self._mark_words(_PIECES.split(excerpt))

    def _mark_words(self, sentences: list[str]) -> bool:
        body = self._tree.body
        pattern = _pattern(sentences)
        if pattern is None or body is None:
            return False
        nodes = _texts(body)
        texts = [_text(node) for node in nodes]
        starts = list(accumulate(map(len, texts), initial=0))
        found = list(islice(pattern.finditer("".join(texts)), MAX_MARKS - self.count))
        spans: dict[int, list[tuple[int, int, str]]] = {}
        for match in found:
            self.count += 1
            name = f"place-{self.count}"
            index = bisect_right(starts, match.start()) - 1
            while index < len(texts) and starts[index] < match.end():
                begin = max(match.start() - starts[index], 0)
                end = min(match.end() - starts[index], len(texts[index]))
                if texts[index][begin:end].strip():
                    spans.setdefault(index, []).append((begin, end, name))
                    name = ""  # an id stands once, at the first piece
                index += 1
        for index, parts in spans.items():
            self._wrap(nodes[index], texts[index], parts)
        return bool(found)

    def _wrap(self, node: LexborNode, text: str, parts: list[tuple[int, int, str]]) -> None:
        place = 0
        for begin, end, name in parts:
            if begin > place:
                node.insert_before(text[place:begin])
            mark = self._tree.create_node("mark")
            mark.attrs["class"] = _PLACE
            if name:
                mark.attrs["id"] = name
            mark.insert_child(text[begin:end])
            node.insert_before(mark)
            place = end
        node.replace_with(text[place:])


def _pattern(sentences: list[str]) -> re.Pattern[str] | None:
    """The sentences with any white space between their characters, as a page's markup may put it."""
    words = {"".join(sentence.split())[:_LONGEST] for sentence in sentences[:_MOST_WORDS]}
    longest_first = sorted(
        (word for word in words if len(word) >= _SHORTEST), key=lambda w: (-len(w), w)
    )
    if not longest_first:
        return None
    return re.compile("|".join(r"\s*".join(map(re.escape, word)) for word in longest_first))
