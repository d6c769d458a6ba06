"""What in a URL can go on for ever: session ids, orders of parameters, calendars, searches, growing paths.

Each function looks at one URL and says what it shows; how many of a kind are too many is not decided
here.  What may as well be real (a list of 900 pages, an archive by day) shows nothing by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

MAX_SEGMENTS = 16
MAX_PARAMETERS = 30
_REPEATED = 4  # so often one name stands in a path that repeats itself
_ROUNDS = 3  # so often a run of names stands in it

_SESSION_PATH = re.compile(
    r";[a-z]*sess(?:ion)?_?id[a-z]*=[^/?;]*|/\([SAF]\([a-z0-9_-]{10,}\)\)", re.IGNORECASE
)
_SESSION_NAME = re.compile(
    r"[a-z_]*sess(?:ion)?_?id[a-z_]*|aspsessionid[a-z]*|cfid|cftoken", re.IGNORECASE
)
# Names that also mean a site, a column or a document, and the only values of theirs that count.
_TOKEN_NAME = re.compile(r"s_?id|sess(?:ion)?|token|ticket|csrf[a-z_]*|_?csrf", re.IGNORECASE)
_TOKEN = re.compile(r"(?=.{0,40}[a-z])(?=.{0,40}\d)[a-z0-9_.!-]{20,}", re.IGNORECASE)
_CLOCK_NAME = re.compile(
    r"_|t|ts|time|timestamp|times|rnd|rand|random|r|nocache|date_?time|now", re.IGNORECASE
)
_CLOCK = re.compile(r"1[4-9]\d{8}(?:\d{3})?")
_CHANCE = re.compile(r"0\.\d{6,}")
_SURELY_CLOCKS = frozenset({"_", "rnd", "rand", "random", "nocache"})
_SORT_NAME = re.compile(
    r"sort|sort_?(?:by|type|field|order|column|name|key)|order|order_?(?:by|type|field)|direction|asc|desc",
    re.IGNORECASE,
)
_SORT = re.compile(r"[a-z_.,+-]{1,40}\d?|\d{1,2}", re.IGNORECASE)
# These also mean a kind (分类) or a document's number: only words of sorting count.
_UNSURE_SORT = frozenset({"order", "sort", "asc", "desc", "direction"})
_SORTING = re.compile(
    r"(?:asc|desc|ascending|descending|up|down|true|false|default|relevance|score|hot|hits?|clicks?|views?|new|newest|latest|oldest"
    r"|(?:\w{0,20}_?)?(?:date|time|title|name))(?:[_.,+ -](?:asc|desc|up|down))?",
    re.IGNORECASE,
)
_SEARCH_NAME = re.compile(
    r"q|wd|word|words|kw|keys?|key_?words?|search_?(?:word|words|text|key|keyword|content|title|value)?|query|sw",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[a-z]|%[89a-f]", re.IGNORECASE)
_DATE_NAME = re.compile(
    r"(?:\w{0,12}_?)?(?:date|day|month|year)|ym|ymd|riqi|rq|nian|yue|nianfen|yuefen|shijian",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20|21)\d\d(?:[-/.]?[01]?\d(?:[-/.]?[0-3]?\d)?)?|[0-3]?\d")
_CALENDAR_WORD = re.compile(
    r"/(?:\w{0,20}[_-])?(?:calendar|kalender|rili)(?:[_-]\w{0,20})?(?:\.\w{2,5})?(?=/|$)",
    re.IGNORECASE,
)
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-/._]?(0?[1-9]|1[0-2])?(?!\d{3})")
_NUMBERS = re.compile(r"\d+")

Pairs = list[tuple[str, str]]


SESSION, TOKEN, CLOCK, SORT, SEARCH, DATE = "session", "token", "clock", "sort", "search", "date"
_MEANINGS = (
    (SESSION, _SESSION_NAME),
    (TOKEN, _TOKEN_NAME),
    (CLOCK, _CLOCK_NAME),
    (SORT, _SORT_NAME),
    (SEARCH, _SEARCH_NAME),
    (DATE, _DATE_NAME),
)


@lru_cache(maxsize=10_000)
def meanings(*names: str) -> frozenset[str]:
    """Return what some parameters' names may mean; a portal has few names, and many URLs."""
    return frozenset(
        each for name in names for each, pattern in _MEANINGS if pattern.fullmatch(name)
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """A page of a calendar: what all of them have in common, and the year and month of this one."""

    pattern: str
    year: int | None
    month: int | None


def parameters(url: str) -> Pairs:
    """Return the parameters of a URL's query as they stand, names in lower case."""
    query = url.partition("?")[2]
    if not query:
        return []
    parts = [part.partition("=") for part in query.split("&") if part]
    return [(name.lower(), value) for name, _, value in parts]


def without_session(url: str, established: Container[str] = ()) -> str:
    """Return a URL without session ids and the time of day; the URL itself where it has none.

    `established` are the names of `tokens` that turned out to be no document's.
    """
    address, mark, query = url.partition("?")
    if ";" in address or "/(" in address:
        address = _SESSION_PATH.sub("", address)
    if not mark:
        return address
    kept = [
        part for part in query.split("&") if not _is_session(*part.partition("=")[::2], established)
    ]
    return f"{address}?{'&'.join(kept)}" if kept else address


def tokens(pairs: Pairs) -> list[tuple[str, str]]:
    """Return the parameters that are a session's, or the time of day; or else a document's number.

    A session's value stands in the addresses of many pages, a document's in few.
    """
    return [pair for pair in pairs if _is_token(*pair)]


def _is_session(name: str, value: str, established: Container[str]) -> bool:
    means = meanings(name)
    if SESSION in means:
        return len(value) > 5 or not value.isdigit()  # noqa: PLR2004 - shorter ones count things
    if CLOCK in means and (
        _CHANCE.fullmatch(value) or (name.lower() in _SURELY_CLOCKS and _CLOCK.fullmatch(value))
    ):
        return True
    return name.lower() in established and _is_token(name, value)


def _is_token(name: str, value: str) -> bool:
    means = meanings(name)
    if TOKEN in means:
        return _TOKEN.fullmatch(value) is not None
    return CLOCK in means and _CLOCK.fullmatch(value) is not None


def in_order(url: str) -> str:
    """Return a URL with its parameters in one order, each pair once: no server tells these apart.

    Several values of one parameter stay in their order.
    """
    address, mark, query = url.partition("?")
    if "&" not in query:
        return url
    parts = dict.fromkeys(part for part in query.split("&") if part)
    return f"{address}{mark}{'&'.join(sorted(parts, key=lambda part: part.partition('=')[0]))}"


def unsorted(url: str) -> str:
    """Return a URL without the parameters that say how to sort rows; itself where it has none."""
    if "?" not in url:
        return url
    address, _, query = url.partition("?")
    parts = query.split("&")
    kept = [part for part in parts if not _is_sort(*part.partition("=")[::2])]
    if len(kept) == len(parts):
        return url
    return f"{address}?{'&'.join(kept)}" if kept else address


def _is_sort(name: str, value: str) -> bool:
    if SORT not in meanings(name):
        return False
    pattern = _SORTING if name.lower() in _UNSURE_SORT else _SORT
    return pattern.fullmatch(value) is not None


def searched(pairs: Pairs) -> bool:
    """A parameter holds words that somebody looks for."""
    return any(
        value and SEARCH in meanings(name) and _LETTER.search(value) for name, value in pairs
    )


def dated(url: str, pairs: Pairs) -> Dated | None:
    """Return what is a calendar's page: a date in a parameter, or numbers after the word in the path.

    A date in a path alone is an article's or an archive's, and no calendar.
    """
    address, _, query = url.partition("?")
    dates = [pair for pair in pairs if is_date(*pair)]
    word = _CALENDAR_WORD.search(address)
    in_path = address[word.end() :] if word else ""
    if not dates and not _NUMBERS.search(in_path):
        return None
    if word:
        address = address[: word.end()] + _NUMBERS.sub("#", in_path)
    rest = [part for part in query.split("&") if part and _named(part) not in dates]
    # Years have four digits, and come before months.
    values = [value for _, value in sorted(dates, key=lambda pair: -len(pair[1]))]
    when = _YEAR_MONTH.search("/".join([in_path, *values]))
    return Dated(
        f"{address}?{'&'.join(sorted(rest))}",
        int(when[1]) if when else None,
        int(when[2]) if when and when[2] else None,
    )


def has_calendar(url: str) -> bool:
    """The path has a calendar's name in it."""
    return _CALENDAR_WORD.search(url.partition("?")[0]) is not None


def is_date(name: str, value: str) -> bool:
    """The parameter is called and looks like a day, month or year."""
    return DATE in meanings(name) and _DATE.fullmatch(value) is not None


def _named(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.lower(), value


def is_growing(url: str) -> bool:
    """The path repeats itself, or path or query are longer than anybody would build them."""
    address, _, query = url.partition("?")
    if query.count("&") >= MAX_PARAMETERS:
        return True
    if address.count("/") <= _REPEATED + 2:
        return False
    segments = address.split("/")[3:-1]
    if len(segments) > MAX_SEGMENTS:
        return True
    names = [name for name in segments if name and not name.isdigit()]
    if any(count >= _REPEATED for count in Counter(names).values()):
        return True
    return any(
        _goes_round(segments, start, width)
        for width in (2, 3, 4)
        for start in range(len(segments) - width * _ROUNDS + 1)
    )


def _goes_round(segments: list[str], start: int, width: int) -> bool:
    unit = segments[start : start + width]
    if all(name.isdigit() for name in unit) or len(set(unit)) == 1:
        return False
    return segments[start : start + width * _ROUNDS] == unit * _ROUNDS
