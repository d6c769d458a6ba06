"""The rows of a list that come as data (JSON, XML) for a script to show: title, address, date.

What the crawler keeps of such an answer is read here again, with the dates.  The shapes of CMS
families are known to `crawler.reading`; any other JSON is searched for a list of titled links.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from checker.facts.dates import first_date, yearless
from checker.facts.entries import Entry, stored_entries
from checker.facts.stamps import split_date
from crawler.snapshot import read_data

MAX_ROWS = 5_000
_MOST_NODES = 20_000
_LEAST_ROWS = 1
_LONGEST_TITLE = 300
_TITLE = re.compile(
    r"^(?:.*_)?(?:title|doc_?title|(?:info|article|news|doc|content|file|main|sub|show)_?(?:title|name)|subject|name|bt|biaoti)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^(?:.*_)?(?:url|link|href|(?:doc|info|page|html|pc|pub|article|file|detail|web|static)_?(?:pub)?_?(?:url|link|path|href)|docpuburl|linkurl)$",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"^(?:.*_)?(?:date|time|fbsj|fbrq|(?:pub|publish|published|release|issue|show|display|doc_?rel|doc_?pub|create|write|info|news|add|up|open|gk|fb)\w{0,8}(?:date|time|sj|rq|at))$",
    re.IGNORECASE,
)
# Which of several dates of a row is the day of publication: the first of these names it holds.
_BETTER = ("pub", "rel", "issue", "fb", "gk", "display", "show", "open", "date", "time", "create")
_BEIJING = timedelta(hours=8)
_MILLISECONDS = 100_000_000_000
_LATEST = 4_102_444_800


def data_entries(
    text: str, mime: str, url: str, resolve: Callable[[str], str | None]
) -> list[Entry]:
    """Return the rows of an answer that is data, [] where it holds no list."""
    if "<datastore>" in text:
        return stored_entries(text, resolve)
    shape = read_data(text, mime, url)
    if shape is not None and shape.rows:
        return [
            _entry(row.text, resolve(row.href), row.date_text)
            for row in shape.rows[:MAX_ROWS]
            if row.text
        ]
    try:
        answer = (
            json.loads(text.lstrip("\ufeff \t\r\n"))
            if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}
            else None
        )
    except (ValueError, RecursionError):
        return []
    rows = max(_lists(answer), key=len, default=[])
    return [entry for row in rows[:MAX_ROWS] if (entry := _row(row, resolve))]


def _lists(answer: object) -> Iterator[list[object]]:
    """Yield the lists of titled links in an answer, however deep they lie."""
    waiting: list[object] = [answer]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            waiting.extend(node.values())
        elif isinstance(node, list):
            if sum(_titled(one) for one in node[:20]) * 2 >= len(node[:20]) >= _LEAST_ROWS:
                yield node
            else:
                waiting.extend(node[:MAX_ROWS])


def _titled(row: object) -> bool:
    return isinstance(row, dict) and bool(_first(row, _TITLE)) and bool(_first(row, _ADDRESS))


def _first(row: dict[str, object], names: re.Pattern[str]) -> str:
    for name, value in row.items():
        if isinstance(value, str) and value.strip() and names.match(str(name)[:40]):
            return value.strip()
    return ""


def _row(row: object, resolve: Callable[[str], str | None]) -> Entry | None:
    if not isinstance(row, dict):
        return None
    title = re.sub(r"<[^<>]{0,200}>", "", _first(row, _TITLE))
    if not title:
        return None
    days = {str(name): value for name, value in row.items() if _DAY.match(str(name)[:40])}
    ranked = sorted(days, key=_rank)
    stamps = [stamp for name in ranked if (stamp := _stamp(days[name]))]
    return _entry(title, resolve(_first(row, _ADDRESS)), stamps[0] if stamps else "")


def _rank(name: str) -> int:
    lowered = name.lower()
    return next((at for at, part in enumerate(_BETTER) if part in lowered), len(_BETTER))


def _stamp(value: object) -> str:
    """Return a day as text, from a text or from seconds or milliseconds since 1970."""
    if isinstance(value, str) and not value.isdigit():
        return value[:40]
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    seconds = int(value) if len(str(value)) <= 13 else 0  # noqa: PLR2004  # milliseconds of this age
    if seconds > _MILLISECONDS:
        seconds //= 1000
    if not 0 < seconds < _LATEST:
        return ""
    return (datetime.fromtimestamp(seconds, UTC) + _BEIJING).date().isoformat()


def _entry(title: str, url: str | None, day: str) -> Entry:
    value: date | None = first_date(day) or split_date(day)
    short = None if value else yearless(day)
    stamp = value.isoformat() if value else f"{short[0]:02}-{short[1]:02}" if short else ""
    return Entry(" ".join(title.split())[:_LONGEST_TITLE], url, value, stamp)
