"""The rows of a list that come as data (JSON, XML) for a script to show: title, address, date.

What the crawler keeps of such an answer is read here again, with the dates.  The shapes of CMS
families are known to `crawler.reading`; any other JSON is searched for a list of titled links.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone

from checker.facts.dates import first_date, yearless
from checker.facts.entries import Entry, stored_entries
from checker.facts.stamps import make, split_date
from crawler.snapshot import read_data

MAX_ROWS = 5_000
_MOST_NODES = 20_000
_SAMPLE = 20
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
_BETTER = ("pub", "rel", "issue", "fb", "gk", "display", "show", "open", "date", "time")
# The day of a change is taken where there is no other; the ends of a term say nothing of publication.
_CHANGED = re.compile(r"up_?date|modif|edit|change")
_TERM = re.compile(r"(?:^|_)(?:start|begin|end|stop|close|dead|expire|valid|effect)", re.IGNORECASE)
_BEIJING = timezone(timedelta(hours=8))
# Seconds since 1970 of 1990 and 2100: what is counted otherwise, or is a mere number, lies outside.
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800
_BOM = "\ufeff \t\r\n"


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
    plain = text.lstrip(_BOM)
    if not plain.startswith(("{", "[")):
        return []
    try:
        answer = json.loads(plain)
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
            sample = node[:_SAMPLE]
            if 0 < len(sample) <= 2 * sum(map(_titled, sample)):
                yield node
            else:
                waiting.extend(node[:MAX_ROWS])


def _titled(row: object) -> bool:
    return isinstance(row, dict) and bool(_first(row, _TITLE)) and bool(_first(row, _ADDRESS))


def _first(row: dict[str, object], names: re.Pattern[str]) -> str:
    for name, value in row.items():
        if isinstance(value, str) and value.strip() and names.match(name[:40]):
            return value.strip()
    return ""


def _row(row: object, resolve: Callable[[str], str | None]) -> Entry | None:
    if not isinstance(row, dict):
        return None
    title = re.sub(r"<[^<>]{0,200}>", "", _first(row, _TITLE))
    if not title:
        return None
    days = [name for name in row if _DAY.match(name[:40]) and not _TERM.search(name[:40])]
    stamps = (stamp for name in sorted(days, key=_rank) if (stamp := _stamp(row[name])))
    return _entry(title, resolve(_first(row, _ADDRESS)), next(stamps, ""))


def _rank(name: str) -> int:
    lowered = name.lower()
    if _CHANGED.search(lowered):
        return len(_BETTER) + 1
    return next((at for at, part in enumerate(_BETTER) if part in lowered), len(_BETTER))


def _stamp(value: object) -> str:
    """Return a day as text: from a text, from digits (20240520), or from (milli)seconds since 1970."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    text = str(value).strip()[:40]
    if not (text.isascii() and text.isdecimal()):
        return _in_beijing(text)
    if len(text) in {8, 14}:  # 20240520, 20240520083000
        day = make(text[:4], text[4:6], text[6:8])
        return day.isoformat() if day else ""
    for seconds in (int(text), int(text) // 1000):
        if _EARLIEST <= seconds < _LATEST:
            return datetime.fromtimestamp(seconds, _BEIJING).date().isoformat()
    return ""


def _in_beijing(text: str) -> str:
    """Return a moment of another zone (2024-05-19T16:00:00Z) as the day it was here, other text as it is."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(_BEIJING).date().isoformat() if moment.tzinfo else text
    except (ValueError, OverflowError):
        return text


def _entry(title: str, url: str | None, day: str) -> Entry:
    value: date | None = first_date(day) or split_date(day)
    short = None if value else yearless(day)
    stamp = value.isoformat() if value else f"{short[0]:02}-{short[1]:02}" if short else ""
    return Entry(" ".join(title.split())[:_LONGEST_TITLE], url, value, stamp)
