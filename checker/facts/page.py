"""What one page says: title, trail, entries, dates, document, files, identity; computed once for all rules.

Here the readings are put together, each from a module of its own.  A PageFacts holds plain data and no
parsed tree, so that a site of many thousand pages fits in memory.  It judges nothing.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from checker.facts.article import Body, Title, body_of, read_title, source_of
from checker.facts.article_dates import ArticleDates
from checker.facts.attached import AttachedFile, read_attached
from checker.facts.by_script import draws, only_script
from checker.facts.dates import Candidate, Rank
from checker.facts.document_number import document_number
from checker.facts.entries import Entry, Lists, read_lists
from checker.facts.identity import Identity, read_identity
from checker.facts.index_table import IndexTable, read_index_table
from checker.facts.list_size import pages_said, records_said
from checker.facts.markup import Markup, read_markup
from checker.facts.names import normal
from checker.facts.places import Certainty, Fact
from crawler.snapshot import Drawn, Turns, absolute, wall_by_text

_NO_TEXT = 60
_HEADING = 200
_LONG_TEXT = 4_000
_LONG_LINE = 80
_LEAST_CELLS = 2
_LEAST_LISTED = 3
_MUCH_LISTED = 20
_DOCUMENT = 150
NO_COLUMN = frozenset(
    {"正文", "内容", "详情", "详细", "详情页", "内容页", "浏览", "文章", "正文内容"}
)


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text, kept small: a long one is packed.  `rest` are the stretches of the main part."""

    packed: str | bytes
    rest: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, rest: Sequence[tuple[int, int]]) -> PageText:
        """Pack a text if it is long."""
        packed = (
            zlib.compress(text.encode("utf-8", "replace"), 1) if len(text) > _LONG_TEXT else text
        )
        return cls(packed, tuple(rest))

    @property
    def whole(self) -> str:
        """The whole visible text; boxes begin new lines."""
        if isinstance(self.packed, bytes):
            return zlib.decompress(self.packed).decode()
        return self.packed

    @property
    def main(self) -> str:
        """The text without the template's."""
        text = self.whole
        parts = (text[start:end].strip() for start, end in self.rest)
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page, understood.

    `title` is the window's, `own_title` the article's.  `wall` names the bot wall that answered
    instead of the page.  `dead_links` are the texts of links that only a script can open;
    `script_names` are names that stand only in scripts and attributes.  `draws` says that a script
    could bring rows, `hollow` that it has an empty box for them, `turns` that one turns the pages.
    `records` and `pages` are what the page itself says of its list's size.  `told` counts characters
    in whole sentences outside rows, `table_rows` the rows of the largest table of data.  `beside` are
    rows of lists that are not the page's own (热点, 相关阅读), and rows without date beside a dated list;
    `unsure` are those of them (address or title) that could be its own all the same.
    `drawn` is set where a browser drew it (see `checker.facts.drawn`).
    """

    url: str
    title: str
    own_title: str
    title_place: Fact | None
    headings: tuple[str, ...]
    breadcrumb: tuple[str, ...]
    trail_targets: tuple[str | None, ...]
    metas: dict[str, str]
    body_chars: int
    told: int
    table_rows: int
    body: Body | None
    source: Fact | None
    number: Fact | None
    index: IndexTable
    identity: Identity
    entries: tuple[Entry, ...]
    beside: tuple[Entry, ...]
    unsure: tuple[str, ...]
    dates: tuple[Candidate, ...]
    attachments: tuple[AttachedFile, ...]
    main_targets: frozenset[str]
    script_only: bool
    image_only: bool
    wall: str | None
    live_links: int
    dead_links: tuple[str, ...]
    script_names: tuple[str, ...]
    draws: bool
    hollow: bool
    turns: Turns
    records: int | None
    pages: int | None
    words: PageText
    drawn: Drawn | None = None

    @property
    def text(self) -> str:
        """The text of the main part."""
        return self.words.main

    @property
    def visible(self) -> str:
        """All text that is seen."""
        return self.words.whole

    @property
    def column_name(self) -> str:
        """What the page calls its column: the ColumnName tag, else the end of the trail."""
        named = self.metas.get("columnname", "")
        # Some templates write the site's name there.
        site = normal(self.metas.get("sitename", ""))
        if named and not (self.breadcrumb and normal(named) == site):
            return named
        own = normal(self.own_title) if self.article else ""
        steps = [x for x in self.breadcrumb if x not in NO_COLUMN and (not own or normal(x) != own)]
        return steps[-1] if steps else named

    @property
    def article(self) -> bool:
        """The page says of itself that it is one article."""
        return "articletitle" in self.metas or "pubdate" in self.metas


def read_page(html: str, url: str, encoding: str = "utf-8") -> PageFacts:
    """Understand a page; never raises on any text.  `encoding` is what its links are spelled in."""
    return facts_of(read_markup(html), url, encoding)


def facts_of(markup: Markup, url: str, encoding: str = "utf-8") -> PageFacts:
    """Put together what is read of a parsed page."""
    resolve = Resolver(markup.head.base, url, encoding)
    outline = markup.outline
    lists = read_lists(markup, resolve, url)
    body, title, index = body_of(markup), read_title(markup), read_index_table(markup)
    dates = _dates(markup, url, body, title, lists)
    told = _told(markup, lists)
    if _one_document(markup, dates, lists, told):
        lists = lists.all_beside()
    words = PageText.of(outline.text, markup.template.rest(len(outline.text)))
    text = words.main
    said = sum(outline.prose(*part) for part in words.rest)
    body_chars = _body_chars(body, said)
    return PageFacts(
        url=url,
        title=markup.head.title,
        own_title=title.fact.value if title else "",
        title_place=title.fact if title else None,
        headings=_headings(markup),
        breadcrumb=markup.trail.steps,
        trail_targets=_trail_targets(markup, resolve),
        metas=markup.head.metas,
        body_chars=body_chars,
        told=told,
        table_rows=_table_rows(markup),
        body=body,
        source=source_of(markup),
        number=document_number(markup, index, body, title),
        index=index,
        identity=_kept_once(read_identity(markup)),
        entries=lists.entries,
        beside=lists.beside,
        unsure=lists.unsure,
        dates=dates,
        attachments=read_attached(markup, resolve),
        main_targets=_main_targets(markup, resolve, lists),
        script_only=only_script(markup, text, said, listed=bool(lists.entries)),
        image_only=not lists.entries and body_chars < _NO_TEXT and _pictured(markup),
        wall=wall_by_text(markup.html, outline.text),
        live_links=markup.live,
        dead_links=markup.dead,
        script_names=markup.source.names,
        draws=draws(markup, text),
        hollow=markup.source.hollow,
        turns=markup.source.turns,
        records=records_said(markup),
        pages=pages_said(markup),
        words=words,
    )


class Resolver:
    """Resolves the links of one page, each spelling once; None for what is no http(s) link."""

    def __init__(self, base: str, url: str, encoding: str) -> None:
        """Take the page's own base where it names one."""
        named = absolute(url, base) if base else None
        self._base = named if named and named.startswith("http") else url
        self._encoding = encoding
        self._known: dict[str, str | None] = {}

    def __call__(self, href: str) -> str | None:
        """Return the address that an href leads to, spelled as a snapshot spells it."""
        if href not in self._known:
            target = absolute(self._base, href, self._encoding) if href else None
            web = target is not None and target.startswith(("http://", "https://"))
            self._known[href] = target if web else None
        return self._known[href]


def with_list_date(dates: Sequence[Candidate], listed: date | None) -> tuple[Candidate, ...]:
    """Add the date that a list page gives to an article's own candidates."""
    if listed is None:
        return tuple(dates)
    return (*dates, Candidate(listed, Rank.LIST, listed.isoformat()))


@lru_cache(maxsize=4096)
def _kept_once(identity: Identity) -> Identity:
    """Return the one object of all that are equal: a footer is the same on all pages of a site."""
    return identity


def _headings(markup: Markup) -> tuple[str, ...]:
    outline = markup.outline
    return tuple(
        " ".join(heading.split())[:_HEADING]
        for element in outline.elements
        if element.tag in {"h1", "h2"} and (heading := outline.text_of(element))
    )


def _one_document(markup: Markup, dates: Sequence[Candidate], lists: Lists, told: int) -> bool:
    """The page shows one document: what rows it has lead to other documents, or to its files."""
    metas, steps = markup.head.metas, markup.trail.steps
    said = (
        "articletitle" in metas
        or "pubdate" in metas
        or (bool(steps) and steps[-1] in NO_COLUMN)
        or any(one.rank is Rank.BODY for one in dates)
    )
    dated = sum(bool(entry.stamp) for entry in lists.entries)
    return said and (dated < _LEAST_LISTED or (told >= _DOCUMENT and dated < _MUCH_LISTED))


def _dates(
    markup: Markup, url: str, body: Body | None, title: Title | None, lists: Lists
) -> tuple[Candidate, ...]:
    return ArticleDates(markup, url, body, title.end if title else None, lists.stretches).read()


def _main_targets(markup: Markup, resolve: Resolver, lists: Lists) -> frozenset[str]:
    anchors = (one for one in markup.outline.anchors if not markup.template.has(one))
    found = {resolve(anchor.get("href")) for anchor in anchors}
    found.update(entry.url for entry in lists.entries)
    return frozenset(target for target in found if target)


def _trail_targets(markup: Markup, resolve: Resolver) -> tuple[str | None, ...]:
    """Return where each step of the trail leads, None for one that is no link."""
    box = markup.trail.box
    if box is None:
        return ()
    linked = {
        " ".join(markup.outline.text_of(anchor).split()): resolve(anchor.get("href"))
        for anchor in markup.outline.anchors_in(box)
    }
    return tuple(linked.get(step) for step in markup.trail.steps)


def _body_chars(body: Body | None, said: int) -> int:
    """Count the characters of the article: its own box where there is one, else text beside links."""
    if body is not None and body.certainty is Certainty.SURE:
        return max(body.end - body.start, said)
    return said


def _told(markup: Markup, lists: Lists) -> int:
    """Count the characters that stand in whole sentences outside the template, links and rows."""
    outline, plain = markup.outline, markup.plain
    starts = [start for start, _ in lists.stretches]

    def in_row(place: int) -> bool:
        at = bisect_right(starts, place) - 1
        return at >= 0 and place < lists.stretches[at][1]

    return sum(
        outline.prose(start, end)
        for start, end in markup.lines
        if (end - start > _LONG_LINE or "。" in plain[start:end])
        and not markup.template.has_text(start)
        and not in_row(start)
    )


def _table_rows(markup: Markup) -> int:
    """Count the rows of the largest table in which a row has several cells with text."""
    outline, rows = markup.outline, Counter[int]()
    for element in outline.elements:
        if element.tag == "tr" and not markup.template.has(element):
            cells = [one for one in outline.children(element) if one.end > one.start]
            rows[element.parent] += len(cells) >= _LEAST_CELLS
    return max(rows.values(), default=0)


def _pictured(markup: Markup) -> bool:
    return any(not markup.template.has(image) for image in markup.outline.images)
