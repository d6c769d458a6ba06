"""Hanweb jpage: list rows stand in `<script type="text/xml"><datastore>` as CDATA, for a script to show.

The rows of further pages come from `dataproxy.jsp`, as the same XML.  Where the page's own
`<nextgroup>` links to them, these links are taken; else the addresses are built as the page's script
does it, from `jpage({totalRecord:…, perPage:…, proxyUrl:…})` and its parameters.

How sure: rows and `<nextgroup>` are seen on saved pages and in the answers of many portals.  The
script asks by POST; several portals are known to answer the same parameters in a GET.
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlencode

from crawler.reading.shapes.rows import rows_of
from crawler.reading.shapes.shape import MAX_FURTHER, MAX_ROWS, Row, Shape, bounded, number_in

NAME = "jpage"
MARK = "<datastore>"
_RECORD = re.compile(r"<record>\s*+<!\[CDATA\[")
_GROUP = re.compile(r"<nextgroup>\s*+<!\[CDATA\[")
_END = "]]>"
_CALL = re.compile(r"\.jpage\(\s*+\{")
_ID = re.compile(r"#(\d{1,12})['\"]\)\s*+$")
_OPTION = re.compile(
    r"\b(totalRecord|perPage|groupSize|proxyUrl|ajaxParam)\s*+:\s*+(?:'([^'<>]{0,300}+)'|\"([^\"<>]{0,300}+)\"|([\w.]{1,80}+))"
)
_PAIR = re.compile(
    r"['\"]?\b(\w{1,40}+)['\"]?\s*+:\s*+(?:'([^'<>]{0,2000}+)'|\"([^\"<>]{0,2000}+)\"|(\d{1,20}+)\b)"
)
_PARAMETERS = re.compile(r"\b(?:var|let|const)\s++(\w{1,60}+)\s*+=\s*+\{")
_MAX_CALL = 3000
_MAX_UNITS = 20
_GROUP_SIZE = 3  # how many pages the script fetches at a time, where it does not say


def records(html: str) -> list[str]:
    """Return the rows' HTML fragments, in order; [] where the page has no datastore."""
    if MARK not in html:
        return []
    return _blocks(html, _RECORD, MAX_ROWS)


def read(text: str) -> Shape | None:
    """Read a page or an answer of the proxy; None where there is no datastore."""
    if MARK not in text:
        return None
    rows: list[Row] = []
    fragments = records(text)
    for fragment in fragments:
        rows += rows_of(fragment)[: MAX_ROWS - len(rows)]
        if len(rows) >= MAX_ROWS:
            break
    return Shape(NAME, tuple(rows), bounded(_groups(text) or _asked(text, len(fragments))))


def _blocks(text: str, start_mark: re.Pattern[str], most: int) -> list[str]:
    found: list[str] = []
    start = start_mark.search(text)
    while start and len(found) < most:
        end = text.find(_END, start.end())
        if end < 0:
            break
        found.append(text[start.end() : end])
        start = start_mark.search(text, end)
    return found


def _groups(text: str) -> list[str]:
    """Return the addresses of the next groups of rows, as the page links to them."""
    return [
        row.href
        for block in _blocks(text, _GROUP, _MAX_UNITS)
        for row in rows_of(block[:_MAX_CALL])
        if "dataproxy" in row.href
    ]


def _asked(text: str, rows: int) -> list[str]:
    """Return the addresses that the page's script would ask for, after the first `rows` rows.

    Where a page has several lists it cannot be said whose the rows are: then nothing is skipped.
    """
    calls = list(islice(_CALL.finditer(text), _MAX_UNITS))
    if not calls:
        return []
    known = _parameter_sets(text)
    found: list[str] = []
    for call in calls:
        body = text[call.end() : call.end() + _MAX_CALL].partition("})")[0]
        options = {
            match[1]: match[2] or match[3] or match[4] or "" for match in _OPTION.finditer(body)
        }
        named = _ID.search(text[max(0, call.start() - 40) : call.start()])
        key = options.get("ajaxParam") or (f"param_{named[1]}" if named else "")
        inline = body.partition("ajaxParam")[2].partition("{")[2].partition("}")[0]
        parameters = _pairs(inline) or known.get(key, {})
        total, size = number_in(options.get("totalRecord")), number_in(options.get("perPage"), 1000)
        proxy = options.get("proxyUrl", "")
        if not (total and size and "dataproxy" in proxy and parameters):
            continue
        group = size * (number_in(options.get("groupSize"), 50) or _GROUP_SIZE)
        start = rows + 1 if len(calls) == 1 else 1
        for first in range(start, min(total, start + group * MAX_FURTHER) + 1, group):
            asked = {
                "startrecord": first,
                "endrecord": min(total, first + group - 1),
                "perpage": size,
            }
            found.append(
                f"{proxy}{'&' if '?' in proxy else '?'}{urlencode(asked | parameters, errors='replace')}"
            )
    return found


def _parameter_sets(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for match in _PARAMETERS.finditer(text):
        if len(found) >= _MAX_UNITS:
            break
        body = text[match.end() : match.end() + _MAX_CALL].partition("}")[0]
        pairs = _pairs(body) if "columnid" in body else {}
        if pairs:
            found[match[1]] = pairs
    return found


def _pairs(body: str) -> dict[str, str]:
    pairs = {match[1]: match[2] or match[3] or match[4] or "" for match in _PAIR.finditer(body)}
    return dict(list(pairs.items())[:30]) if "unitid" in pairs or "columnid" in pairs else {}
