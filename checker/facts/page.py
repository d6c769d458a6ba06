"""What one page says: title, trail, entries, dates, attachments, and whether a script hides its list.

Computed once per page and shared by all rules.  It judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checker.facts.dates import Candidate, Rank, date_in_url, first_date, labelled_date
from checker.facts.entries import Entry, read_entries
from checker.facts.markup import Markup, fold, read_markup
from checker.facts.urls import join
from crawler.snapshot import (
    ATTACHMENTS,
    UNRENDERED,
    Link,
    Turns,
    extension,
    wall_by_text,
)

_BODIES = (
    "#zoom,.TRS_Editor,#UCAP-CONTENT,.trs_editor_view,.article-content,.article_content,"
    ".pages_content,.content_main,.art_con,.bt_content,#BodyLabel,.article,article,.info-content"
)
_LIST_SCRIPT = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|axios|fetch\(|XMLHttpRequest|queryData|dataproxy|new Vue|"
    r"createApp|avalon\.|recordCount|paramJson|innerHTML|\.html\(|\.append\(|loadData|getList",
)
_LITTLE_TEXT = 200
_NO_TEXT = 60
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
    """

    url: str
    title: str
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
    base = join(url, markup.base) or url if markup.base else url
    targets: dict[str, str | None] = {}

    def resolve(href: str) -> str | None:
        if href not in targets:
            targets[href] = join(base, href)
        return targets[href]

    entries = read_entries(markup.main, html, resolve)
    anchors = markup.main.css("a[href]") if markup.main is not None else []
    main_targets = {resolve(node.attributes.get("href") or "") for node in anchors}
    main_targets.update(entry.url for entry in entries)
    body_chars = _body_chars(markup)
    return PageFacts(
        url=url,
        title=markup.title,
        headings=markup.headings,
        breadcrumb=markup.breadcrumb,
        metas=markup.metas,
        text=markup.main_text,
        visible=markup.visible,
        body_chars=body_chars,
        entries=entries,
        dates=_dates(markup, url),
        attachments=tuple(link for link in links if extension(link.target) in ATTACHMENTS),
        main_targets=frozenset(target for target in main_targets if target),
        script_only=_script_only(markup, entries),
        image_only=not entries and body_chars < _NO_TEXT and _pictured(markup),
        live_links=markup.live,
        dead_links=markup.dead,
        script_names=markup.source.names,
        draws=_draws(markup),
        hollow=markup.source.hollow,
        turns=markup.source.turns,
        wall=wall_by_text(html, markup.visible),
        records=_largest(_COUNT.findall(markup.scripts)) or _stored(html, "record"),
        pages=_largest([number for found in _PAGES.findall(markup.scripts) for number in found])
        or _stored(html, "page")
        or _largest([number for found in _SAID_PAGES.findall(markup.visible) for number in found]),
    )


def _largest(numbers: Sequence[str]) -> int | None:
    return max((int(number) for number in numbers if number), default=0) or None


def _stored(html: str, what: str) -> int | None:
    if "<datastore>" not in html:
        return None
    return _largest([number for kind, number in _STORED_TOTAL.findall(html) if kind == what])


def _body_chars(markup: Markup) -> int:
    """Count the characters of the article: its own box where there is one, else text beside links."""
    if markup.main is None:
        return 0
    boxes = [len(fold(node.text(deep=True))) for node in markup.main.css(_BODIES)]
    linked = sum(len(fold(node.text(deep=True))) for node in markup.main.css("a"))
    return max([*boxes, len(markup.main_text) - linked, 0])


def _dates(markup: Markup, url: str) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    labelled = [labelled_date(markup.main_text), labelled_date(markup.visible)]
    stamps = sorted((c for c in labelled if c), key=lambda candidate: candidate.rank)
    found += stamps[:1]
    stated = markup.metas.get("pubdate", "")
    value = first_date(stated)
    if value:
        found.append(Candidate(value, Rank.META, stated[:40]))
    in_url = date_in_url(url)
    if in_url:
        found.append(Candidate(in_url, Rank.URL, url[-80:]))
    return tuple(found)


def with_list_date(dates: Sequence[Candidate], listed: date | None) -> tuple[Candidate, ...]:
    """Add the date that a list page gives to an article's own candidates."""
    if listed is None:
        return tuple(dates)
    return (*dates, Candidate(listed, Rank.LIST, listed.isoformat()))


def _script_only(markup: Markup, entries: Sequence[Entry]) -> bool:
    """The rows of the list are missing because only a script would bring them."""
    if entries:
        return False
    if markup.source.hollow and _draws(markup):
        return True
    unrendered = UNRENDERED.sub("", markup.main_text)
    if len(unrendered) >= _LITTLE_TEXT:
        return False
    if len(unrendered) < len(markup.main_text):
        return True
    return markup.shell or bool(_LIST_SCRIPT.search(markup.scripts))


def _draws(markup: Markup) -> bool:
    """Something on the page could bring a list that the source does not show."""
    return (
        markup.shell
        or markup.source.asks
        or bool(UNRENDERED.search(markup.main_text))
        or (markup.source.hollow and markup.source.own_script)
    )


def _pictured(markup: Markup) -> bool:
    return markup.main is not None and markup.main.css_first("img") is not None
