"""Guangdong's gkmlpt (政府信息公开目录管理平台): a script shows columns whose rows come as JSON.

The shell `…/gkmlpt/index` holds `SID: '…'` and the tree of columns (`TREE: […]`); a column's rows are
at `…/gkmlpt/api/all/<column>?page=1&sid=<SID>`, a hundred a page.

How sure: addresses and answers agree among more than ten independent readers; the shell's
`SID`/`TREE` among four.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from crawler.reading.shapes.shape import (
    MAX_FURTHER,
    MAX_ROWS,
    Row,
    Shape,
    bounded,
    folded,
    following,
    leads,
    number_in,
    spelled,
    with_query,
)

NAME = "gkmlpt"
MARK = "/gkmlpt/"
_SID = re.compile(r"\bSID\s*+:\s*+['\"](\d{1,12}+)['\"]")
_TREE = re.compile(r"\bTREE\s*+:\s*+(?=\[)")
_PAGE_SIZE = 100
_BEIJING = timedelta(hours=8)
# What the catalogue itself shows as 发布日期 comes first.
_DATES = ("display_publish_time", "create_time", "first_publish_time", "date")


def read_page(html: str, url: str) -> Shape | None:
    """Read the columns of the shell; None on other pages, articles included."""
    address = url.partition("#")[0].partition("?")[0]
    root, mark, rest = address.partition(MARK)
    if not mark or rest.startswith(("content/", "api/")):
        return None
    sid, tree = _SID.search(html), _TREE.search(html)
    if not sid or not tree:
        return None
    try:
        columns, _ = json.JSONDecoder().raw_decode(html, tree.end())
    except (ValueError, RecursionError):
        return Shape(NAME)
    further = (f"{root}{MARK}api/all/{column}?page=1&sid={sid[1]}" for column in _leaves(columns))
    return Shape(NAME, further=bounded(further))


def read_data(answer: object, url: str) -> Shape | None:
    """Read the answer of a column, parsed as JSON; None where it is none."""
    if not isinstance(answer, dict) or not isinstance(articles := answer.get("articles"), list):
        return None
    rows = [row for article in articles[:MAX_ROWS] if (row := _row(article))]
    page = number_in(dict(parse_qsl(url.partition("?")[2])).get("page")) or 1
    total = number_in(answer.get("total")) or 0
    offset = number_in(answer.get("offset"))
    size = len(articles) if page == 1 else _PAGE_SIZE
    seen = ((page - 1) * size if offset is None else offset) + len(articles)
    further: list[str] = []
    if articles and seen < total:
        last = page + -(-(total - seen) // max(size, 1))
        further = [with_query(url, "page", str(number)) for number in following(page, last)]
    return Shape(NAME, tuple(rows), bounded(further))


def _leaves(columns: object) -> Iterator[int]:
    """Yield the numbers of the columns that hold rows; the tree may be of any depth."""
    waiting = [columns]
    found = 0
    while waiting and found < MAX_FURTHER:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict) and not node.get("jump_url"):
            children, number = node.get("children"), number_in(node.get("id"), 10**12)
            if children:
                waiting.append(children)
            elif number is not None:
                found += 1
                yield number


def _row(article: object) -> Row | None:
    if not isinstance(article, dict):
        return None
    hrefs = [
        href
        for key in ("url", "post_url")
        if isinstance(href := article.get(key), str) and leads(href)
    ]
    title = article.get("title")
    if not hrefs:
        return None
    date = next((shown for key in _DATES if (shown := _date(article.get(key)))), "")
    return Row(spelled(hrefs[0]), folded(title) if isinstance(title, str) else "", date)


def _date(value: object) -> str:
    """Return a day, from seconds since 1970 or from a text that begins with it."""
    if isinstance(value, str):
        found = re.match(r"\d{4}-\d{1,2}-\d{1,2}", value)
        return found[0] if found else ""
    seconds = number_in(value, 4_102_444_800)
    if not seconds:
        return ""
    return (datetime.fromtimestamp(seconds, UTC) + _BEIJING).date().isoformat()
