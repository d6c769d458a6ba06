"""Pagers that a script draws: TRS WCM's and UCAP's `createPageHTML(…)`, and `var countPage = …`.

The script is given the number of pages, the number of this one, and the file's name and extension;
page files are `index.html`, `index_1.html` … (TRS) or `index.html`, `index_2.html` … (UCAP, whose
call begins with the name of an element: `createPageHTML('page_div',26,1,'index','shtml',503)`).
Which of the two is read off the first page: there the current number is 0 or 1, and the file after
it carries the next one.  Where the page does not say so, nothing is guessed.

How sure: TRS's is read from nine versions of the script itself; UCAP's from readers of six portals.
One portal is known to draw the list with TRS's search component (`quickMode:"动静结合"`,
`maxStaticIndex`); the names of its further pages stand in a script file of its own: it is named
`trs-search`, without pages.
"""

from __future__ import annotations

import re
from itertools import islice

from crawler.reading.shapes.hidden import is_disabled
from crawler.reading.shapes.shape import MAX_FURTHER, Shape, bounded, number_in

NAME = "trs"
UCAP = "ucap"
SEARCHED = "trs-search"
_CALL = re.compile(r"createPageHTML\(([^(){}<>]{0,300}+)\)")
_COUNT = re.compile(r"\bcountPage\s*+=\s*+(\d{1,6}+)\b")
_CURRENT = re.compile(r"\bcurrentPage\s*+=\s*+(\d{1,6}+)\b")
_SCRIPT = 4000
_FILE = re.compile(r"[\w.-]{1,80}")
_EXTENSION = re.compile(r"[a-zA-Z]{2,6}")
_JOINED_EXTENSION = re.compile(r"\+\s*+['\"]\.(?:['\"]\s*+\+\s*+['\"])?+(s?html?|jsp)\b")
_MAX_CALLS = 50
_ARGUMENTS = 4


def read(html: str, url: str) -> Shape | None:
    """Read the pager of a page; None where no such script stands on it."""
    shape = None
    if "createPageHTML" in html:
        for match in islice(_CALL.finditer(html), _MAX_CALLS):
            if is_disabled(html, match.start()):
                continue
            shape = _called(match[1], url) or shape
            if shape and shape.further:
                return shape
    if "countPage" in html:
        shape = _counted(html, url) or shape
    # quickMode:"动静结合"; a single character is looked for far faster than a word.
    if shape is None and "静" in html and "maxStaticIndex" in html:
        return Shape(SEARCHED)
    return shape


def _called(arguments: str, url: str) -> Shape | None:
    values = [value.strip().strip("'\"").strip() for value in arguments.split(",")]
    name = NAME
    if values and number_in(values[0]) is None:  # the element to draw in comes first
        name, values = UCAP, values[1:]
    if len(values) < _ARGUMENTS:
        return None
    pages, current = number_in(values[0], 100_000), number_in(values[1], 100_000)
    stem, extension = values[2].removeprefix("./"), values[3].removeprefix(".")
    if (
        pages is None
        or current is None
        or not _FILE.fullmatch(stem)
        or not _EXTENSION.fullmatch(extension)
    ):
        return None
    return Shape(name, further=bounded(_files(url, pages, current, stem, extension)))


def _counted(html: str, url: str) -> Shape | None:
    """Read TRS's variables, where the script beside them joins names in TRS's way."""
    count = _COUNT.search(html)
    if count is None or is_disabled(html, count.start()):
        return None
    script = html[max(0, count.start() - _SCRIPT) : count.end() + _SCRIPT]
    current = _CURRENT.search(script)
    name = url.partition("?")[0].rpartition("/")[2]
    stem, _, extension = (name or "index.").partition(".")
    stem = re.sub(r"_\d+$", "", stem)
    joined = rf"['\"]{re.escape(stem)}(?:['\"]\s*+\+\s*+['\"])?+_['\"]\s*+\+"
    if not current or not re.search(joined, script):
        return None
    if not extension:
        said = _JOINED_EXTENSION.search(script)
        extension = said[1] if said else ""
    first = not name or name == f"{stem}.{extension}"
    if not extension or (first and int(current[1]) != 0):
        return None
    return Shape(
        NAME, further=bounded(_files(url, int(count[1]), int(current[1]), stem, extension))
    )


def _files(url: str, pages: int, current: int, stem: str, extension: str) -> list[str]:
    """Return the names of the pages after this one.

    On the first page the current number is also the number that counting begins with.  On a further
    page the name must carry the current number: then the next one's carries the next.
    """
    name = url.partition("#")[0].partition("?")[0].rpartition("/")[2]
    if name in {"", f"{stem}.{extension}"}:
        if current > 1:
            return []
        last = pages - 1 + current
    elif name == f"{stem}_{current}.{extension}":
        last = pages - 1  # whether one more is there, the first page has said
    else:
        return []
    numbers = range(current + 1, min(last, current + MAX_FURTHER) + 1)
    if name not in {"", f"{stem}.{extension}"} and current % MAX_FURTHER > 1:
        numbers = numbers[:1]
    return [f"{stem}_{number}.{extension}" for number in numbers]
