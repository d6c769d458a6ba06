"""What an adapter finds in a page or in a data answer, and the limits that all of them keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote_plus

MAX_ROWS = 5000
MAX_FURTHER = 200
MAX_HREF = 2083
_MAX_TEXT = 200
_MAX_DIGITS = 19


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: the link as it stands, its text, and the date as it is written beside it."""

    href: str
    text: str = ""
    date_text: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """What an adapter knows of a page.

    `name` is the CMS shape, None where the page has none.  `further` are the addresses of more
    pages of the list or of the data that a script would ask for; `pager` the hrefs on the page that
    turn pages.  All are as they stand: to be resolved against the page's base.
    """

    name: str | None = None
    rows: tuple[Row, ...] = ()
    further: tuple[str, ...] = ()
    pager: frozenset[str] = frozenset()


NOTHING = Shape()


def leads(href: str | None) -> bool:
    """The href names something that can be asked for; it is no script, anchor or template's gap."""
    if not href or len(href) > MAX_HREF:
        return False
    href = href.strip()
    return not (
        href == ""
        or href[0] == "#"
        or href[:11].lower() == "javascript:"
        or "{{" in href
        or "${" in href
        or '"' in href
        or "'+" in href
    )


def folded(text: str) -> str:
    """Fold white space and cut; half characters, which JSON can spell, are replaced."""
    return " ".join(text.split())[:_MAX_TEXT].encode("utf-8", "replace").decode()


def spelled(href: str) -> str:
    """Return an href as it stands, without what JSON can spell and no address can hold."""
    return href.strip()[:MAX_HREF].encode("utf-8", "replace").decode()


def bounded(found: Iterable[str]) -> tuple[str, ...]:
    """Return addresses without repetition, no more than MAX_FURTHER."""
    unique: dict[str, None] = {}
    for href in found:
        if len(unique) >= MAX_FURTHER:
            break
        if leads(href):
            unique[spelled(href)] = None
    return tuple(unique)


def following(current: int, last: int) -> range:
    """Return the numbers of the pages to ask for, having read page `current` of `last`.

    The first page names all up to the limit, where a new two hundred begins; the others only the
    next one, so that a long list does not name each page from every page.
    """
    if current % MAX_FURTHER == 1:
        return range(current + 1, min(last, current + MAX_FURTHER) + 1)
    return range(current + 1, min(last, current + 1) + 1)


def with_query(url: str, name: str, value: str) -> str:
    """Return a URL with one parameter of its query replaced, or added at the end.

    The other parameters stay as they are written: they may be in another encoding.
    """
    address, _, query = url.partition("#")[0].partition("?")
    new = f"{name}={quote_plus(value)}"
    parts = query.split("&") if query else []
    if not any(part.partition("=")[0] == name for part in parts):
        parts.append(name)
    return (
        f"{address}?{'&'.join(new if part.partition('=')[0] == name else part for part in parts)}"
    )


def number_in(text: object, most: int = 10_000_000) -> int | None:
    """Return a whole number that is neither negative nor absurd, None where there is none."""
    if (
        isinstance(text, str)
        and text.isascii()
        and text.strip().isdigit()
        and len(text) <= _MAX_DIGITS
    ):
        text = int(text)
    return text if type(text) is int and 0 <= text <= most else None
