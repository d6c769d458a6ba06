"""The entries of a list page: repeated rows of one link each, mostly with a date.

Rows of menus, footers and pagers are none; the caller has cut those off.  Whether an entry is what
a rule looks for is not decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from checker.facts.dates import first_date, yearless
from checker.facts.names import normal
from checker.facts.urls import is_directory, is_home

_NO_TITLE = re.compile(
    r"^(?:首页|上一页|下一页|上页|下页|尾页|末页|更多|more|详细|详情|查看|下载|返回|登录|注册|分享|打印|关闭|\d+|[>»›<«‹]+)$",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(r"^\s*(?:上|下|前|后)一(?:篇|条|页|个|则)")
_PLACEHOLDER = re.compile(r"^(?:暂无|无|空|建设中|正在建设|栏目建设|测试|test)", re.IGNORECASE)
_FOOTER = re.compile(r"ICP备|公网安备|网站地图|联系我们|主办单位|技术支持|网站标识码")
_ROWS = frozenset({"li", "tr", "dd", "dt", "p"})
_MAX_ANCHORS = 3_000
_MAX_RECORDS = 3_000
_MAX_TITLE = 300
_MAX_CLIMB = 8
_ROW_ROOM = 80
_DATE_BOX = 24
_ROW_LINKS = 3
_SHORT_TITLE = 6
_LONG_TITLE = 12
_LEAST_TITLE = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One row.  `url` is None where only a script knows it; `stamp` is the date as it stands."""

    title: str
    url: str | None
    date: date | None = None
    stamp: str = ""
    pinned: bool = False

    @property
    def placeholder(self) -> bool:
        """The row says that there is nothing yet (暂无内容, 建设中)."""
        return bool(_PLACEHOLDER.match(self.title))


@dataclass(slots=True)
class _Row:
    title: str
    url: str | None
    value: date | None
    stamp: str
    pinned: bool
    group: int

    def looks_like_an_entry(self) -> bool:
        size = len(normal(self.title))
        if self.url is None or is_home(self.url) or _FOOTER.search(self.title):
            return False
        return size >= (_LONG_TITLE if is_directory(self.url) else _SHORT_TITLE)


def read_entries(
    main: LexborNode | None, html: str, resolve: Callable[[str], str | None]
) -> tuple[Entry, ...]:
    """Return the rows of the main part and of a jpage data store, in order, each once."""
    rows = list(_rows(main, resolve)) if main is not None else []
    rows += _stored(html, resolve)
    stamped = Counter(row.group for row in rows if row.stamp)
    all_rows = Counter(row.group for row in rows)
    found: dict[tuple[str, str | None], Entry] = {}
    for row in rows:
        dated_list = stamped[row.group] * 2 >= all_rows[row.group]
        if row.stamp or dated_list or row.looks_like_an_entry():
            key = (normal(row.title), row.url)
            found.setdefault(key, Entry(row.title, row.url, row.value, row.stamp, row.pinned))
    return tuple(found.values())


def _stored(html: str, resolve: Callable[[str], str | None]) -> list[_Row]:
    """Rows that stand as CDATA in `<datastore>`, for a script to show (Hanweb jpage)."""
    if "<datastore>" not in html:
        return []
    rows: list[_Row] = []
    for record in html.split("<record>")[1 : _MAX_RECORDS + 1]:
        # By hand, not by one pattern: a hostile page must not cost more than its length.
        fragment = record.partition("<![CDATA[")[2].partition("]]>")[0]
        wrapped = f"<table>{fragment}</table>" if "<tr" in fragment else f"<div>{fragment}</div>"
        tree = LexborHTMLParser(wrapped)
        for row in list(_rows(tree.body, resolve))[:1]:
            row.group = -1
            rows.append(row)
    return rows


def _rows(main: LexborNode | None, resolve: Callable[[str], str | None]) -> Iterable[_Row]:
    if main is None:
        return
    anchors = [node for node in main.css("a") if node.tag == "a"][:_MAX_ANCHORS]
    chains = [_chain(node) for node in anchors]
    hrefs = [node.attributes.get("href") or "" for node in anchors]
    inside: dict[int, set[str]] = {}
    for position, chain in enumerate(chains):
        # Links that lead nowhere ("#") are still different rows.
        key = hrefs[position] if len(hrefs[position]) > 1 else f"#{position}"
        for node in chain:
            inside.setdefault(node.mem_id, set()).add(key)
    done: set[int] = set()
    sizes: dict[int, int] = {}
    for position, anchor in enumerate(anchors):
        own = _own_date(anchor)
        title = _title(anchor)[:_MAX_TITLE]
        if own:
            title = " ".join(title.replace(own, " ", 1).split())
        row = _row_of(anchor, chains[position], inside, sizes, len(title))
        if len(normal(title)) < _LEAST_TITLE or _NO_TITLE.match(title) or row.mem_id in done:
            continue
        text = row.text(deep=True, separator=" ")
        if _NEIGHBOUR.match(text):
            continue
        value, stamp = _stamp(row, anchor, text, own)
        if row.mem_id != anchor.mem_id:
            done.add(row.mem_id)
        parent = row.parent
        yield _Row(
            title=title,
            url=resolve(hrefs[position]),
            value=value,
            stamp=stamp,
            pinned="置顶" in text,
            group=parent.mem_id if parent is not None else 0,
        )


def _chain(anchor: LexborNode) -> list[LexborNode]:
    chain: list[LexborNode] = []
    node = anchor.parent
    while (
        node is not None and node.tag not in {"body", "html", "-undef"} and len(chain) < _MAX_CLIMB
    ):
        chain.append(node)
        node = node.parent
    return chain


def _row_of(
    anchor: LexborNode,
    chain: list[LexborNode],
    inside: dict[int, set[str]],
    sizes: dict[int, int],
    size: int,
) -> LexborNode:
    """Return the element that is this link's row: its li, tr …, or the largest box around it."""
    for node in chain:
        links = len(inside[node.mem_id])
        if links > _ROW_LINKS:
            break
        if node.tag in {"tr", "li"} or (node.tag in _ROWS and links == 1):
            return node
    row = anchor
    for node in chain:
        if node.mem_id not in sizes:
            sizes[node.mem_id] = len(node.text(deep=True))
        if len(inside[node.mem_id]) > 1 or sizes[node.mem_id] > size + _ROW_ROOM:
            break
        row = node
    return row


def _own_date(anchor: LexborNode) -> str:
    """Return the text of the element that the link keeps for its date, "" where there is none."""
    for child in anchor.css("span,i,em,b,time,p,div"):
        text = " ".join(child.text(deep=True).split())
        if len(text) <= _DATE_BOX and (first_date(text) or yearless(text)):
            return text
    return ""


def _title(anchor: LexborNode) -> str:
    text = " ".join(anchor.text(deep=True, separator=" ").split())
    attribute = " ".join((anchor.attributes.get("title") or "").split())
    if not text:
        image = anchor.css_first("img[alt]")
        return attribute or (image.attributes.get("alt") or "" if image else "")
    shortened = text.rstrip(". …")
    if attribute and len(attribute) > len(text) and attribute.startswith(shortened[:_SHORT_TITLE]):
        return attribute
    return text


def _stamp(row: LexborNode, anchor: LexborNode, text: str, own: str) -> tuple[date | None, str]:
    """Return the row's date and how it stands; (None, "09-22") where the year is left out."""
    whole = " ".join(anchor.text(deep=True, separator=" ").split())
    rest = " ".join(text.split()).replace(whole, " ", 1)
    if not (first_date(rest) or yearless(rest)):
        rest = _beside(row)
    if not (first_date(rest) or yearless(rest)):
        rest = own
    value = first_date(rest)
    if value:
        return value, value.isoformat()
    month_day = yearless(rest)
    return None, f"{month_day[0]:02}-{month_day[1]:02}" if month_day else ""


def _beside(row: LexborNode) -> str:
    """Return the text right after the row, up to the next link."""
    texts, node = [], row.next
    for _ in range(3):
        if node is None or node.tag == "a" or (node.tag != "-text" and node.css_first("a")):
            break
        texts.append(node.text(deep=True))
        node = node.next
    joined = " ".join(texts)
    return joined if len(joined) < _ROW_ROOM else ""
