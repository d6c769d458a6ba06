"""What one page says: title, trail, entries, dates, attachments, and whether a script hides its list.

Computed once per page and shared by all rules.  It judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checker.facts.article import Body, body_of, own_title, title_end
from checker.facts.article_dates import ArticleDates
from checker.facts.dates import Candidate, Rank
from checker.facts.entries import Entry, read_lists
from checker.facts.markup import Markup, read_markup
from checker.facts.places import Certainty
from checker.facts.urls import join
from crawler.snapshot import (
    ATTACHMENTS,
    UNRENDERED,
    Drawn,
    Link,
    Turns,
    extension,
    wall_by_text,
)

_LIST_SCRIPT = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|axios|fetch\(|XMLHttpRequest|queryData|dataproxy|new Vue|"
    r"createApp|avalon\.|recordCount|paramJson|innerHTML|\.html\(|\.append\(|loadData|getList",
)
_LITTLE_TEXT = 200
_NO_TEXT = 60
_HEADING = 200
_COUNT = re.compile(
    r"(?:recordCount|totalRecord|totalCount|total)\s{0,4}['\"]?\s{0,4}[:=]\s{0,4}['\"]?(\d{1,6})"
)
_PAGES = re.compile(
    r"(?:countPage|totalPage|pageCount|maxPage)\s{0,4}['\"]?\s{0,4}[:=]\s{0,4}['\"]?(\d{1,5})|"
    r"createPageHTML\(\s{0,4}(?:'[^']{0,60}'\s{0,4},\s{0,4})?(\d{1,5})|"
    r"(?:init|create|set|show)Pag\w{0,10}\(\{[^{}]{0,200}?\bcount\s{0,4}:\s{0,4}['\"]?(\d{1,5})"
)
_SAID_PAGES = re.compile(r"共\s?(\d{1,4})\s?页|(?<!\d)\d{1,4}\s?/\s?(\d{1,4})\s?页")
_STORED_TOTAL = re.compile(r"<total(record|page)>(\d{1,6})</total\1>")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page, understood.

    `wall` names the bot wall that answered instead of it.  `dead_links` are the texts of links that
    only a script can open; `script_names` are names that stand only in scripts and attributes.  `draws`
    says that a script could bring rows, `hollow` that it has an empty box for them, `turns` that
    one turns the pages.  `records` and `pages` are what the page itself says of its list's size.
    `drawn` is set where a browser drew it (see `checker.facts.drawn`).
    """

    url: str
    title: str
    own_title: str
    headings: tuple[str, ...]
    breadcrumb: tuple[str, ...]
    metas: dict[str, str]
    text: str
    visible: str
    body_chars: int
    entries: tuple[Entry, ...]
    dates: tuple[Candidate, ...]
    attachments: tuple[Link, ...]
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
    drawn: Drawn | None = None

    @property
    def column_name(self) -> str:
        """What the page calls its column: the ColumnName meta, else the end of the trail."""
        return self.metas.get("columnname") or (self.breadcrumb[-1] if self.breadcrumb else "")

    @property
    def article(self) -> bool:
        """The page says of itself that it is one article."""
        return "articletitle" in self.metas or "pubdate" in self.metas


def read_page(html: str, url: str, links: Sequence[Link] = ()) -> PageFacts:
    """Understand a page; never raises on any text."""
    markup = read_markup(html)
    base = join(url, markup.head.base) or url if markup.head.base else url
    targets: dict[str, str | None] = {}

    def resolve(href: str) -> str | None:
        if href not in targets:
            targets[href] = join(base, href)
        return targets[href]

    lists = read_lists(markup, resolve)
    body = body_of(markup)
    title = own_title(markup)
    under = title_end(markup, title.value) if title else None
    dates = ArticleDates(markup, url, body, under, lists.stretches).read()
    main_targets = {
        resolve(anchor.get("href"))
        for anchor in markup.outline.anchors
        if not markup.template.has(anchor)
    }
    main_targets.update(entry.url for entry in lists.entries)
    visible = markup.outline.text
    text = markup.main_text
    body_chars = _body_chars(markup, body)
    headings = tuple(
        heading[:_HEADING]
        for element in markup.outline.elements
        if element.tag in {"h1", "h2"} and (heading := markup.outline.text_of(element))
    )
    return PageFacts(
        url=url,
        title=markup.head.title,
        own_title=title.value if title else "",
        headings=headings,
        breadcrumb=markup.trail.steps,
        metas=markup.head.metas,
        text=text,
        visible=visible,
        body_chars=body_chars,
        entries=lists.entries,
        dates=dates,
        attachments=tuple(link for link in links if extension(link.target) in ATTACHMENTS),
        main_targets=frozenset(target for target in main_targets if target),
        script_only=_script_only(markup, text, lists.entries),
        image_only=not lists.entries and body_chars < _NO_TEXT and _pictured(markup),
        live_links=markup.live,
        dead_links=markup.dead,
        script_names=markup.source.names,
        draws=_draws(markup, text),
        hollow=markup.source.hollow,
        turns=markup.source.turns,
        wall=wall_by_text(html, visible),
        records=_largest(_COUNT.findall(markup.scripts)) or _stored(html, "record"),
        pages=_largest([number for found in _PAGES.findall(markup.scripts) for number in found])
        or _stored(html, "page")
        or _largest([number for found in _SAID_PAGES.findall(visible) for number in found]),
    )


def _largest(numbers: Sequence[str]) -> int | None:
    return max((int(number) for number in numbers if number), default=0) or None


def _stored(html: str, what: str) -> int | None:
    if "<datastore>" not in html:
        return None
    return _largest([number for kind, number in _STORED_TOTAL.findall(html) if kind == what])


def _body_chars(markup: Markup, body: Body | None) -> int:
    """Count the characters of the article: its own box where there is one, else text beside links."""
    outline = markup.outline
    loose = sum(outline.prose(*part) for part in markup.template.rest(len(outline.text)))
    if body is not None and body.certainty is Certainty.SURE:
        return max(body.end - body.start, loose)
    return loose


def with_list_date(dates: Sequence[Candidate], listed: date | None) -> tuple[Candidate, ...]:
    """Add the date that a list page gives to an article's own candidates."""
    if listed is None:
        return tuple(dates)
    return (*dates, Candidate(listed, Rank.LIST, listed.isoformat()))


def _script_only(markup: Markup, text: str, entries: Sequence[Entry]) -> bool:
    """The rows of the list are missing because only a script would bring them."""
    if entries:
        return False
    if markup.source.hollow and _draws(markup, text):
        return True
    rendered = UNRENDERED.sub("", text)
    if len(rendered) >= _LITTLE_TEXT:
        return False
    if len(rendered) < len(text):
        return True
    return markup.shell or bool(_LIST_SCRIPT.search(markup.scripts))


def _draws(markup: Markup, text: str) -> bool:
    """Something on the page could bring a list that the source does not show."""
    return (
        markup.shell
        or markup.source.asks
        or bool(UNRENDERED.search(text))
        or (markup.source.hollow and markup.source.own_script)
    )


def _pictured(markup: Markup) -> bool:
    return any(
        element.tag == "img" and not markup.template.has(element)
        for element in markup.outline.elements
    )
