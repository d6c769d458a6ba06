"""How much it is worth to ask for a URL soon, told from its address, its link's text and where it stands.

With a budget smaller than the portal, what an inspector looks at first must be seen: the home page,
its navigation, columns, the first pages of lists, recent articles, and a few articles of every list
before many of one.  A guess: whatever is guessed wrongly is only asked for later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from crawler.reading.links import LinkKind
from crawler.reading.shapes.pager import page_number
from crawler.reading.urls import path_of


class Tier(IntEnum):
    """What comes before what."""

    SITEMAP = 1  # stands in a sitemap, and on no page seen
    ENDLESS = 2  # of a kind that may go on for ever
    REST = 3  # older articles, and all else
    LATER = 4  # further pages of a list
    ARTICLE = 5
    LIST = 6  # the next pages of a list, and what articles of columns are looked for first
    COLUMN = 7
    NAVIGATION = 8  # a column that the home page leads to
    HOME = 9


STEPS = 16  # within a tier
_LAST = STEPS - 1
# So many pages of a list come before articles.
_NEXT_PAGES = 5
_SHORT_NAME = 12
_COLUMN_FILE = re.compile(
    r"|(?:index|default|list|main|column|col|more|node|channel|lists?)[a-z_-]{0,12}(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{3,}|[0-9a-f]{16,}")
_DATED = re.compile(
    r"/(19|20)(\d\d)(?=[-/_]?(?:0?[1-9]|1[0-2])(?:[-/_]|\d\d[/_]|/)|/)|/t((?:19|20)\d\d)[01]\d[0-3]\d_"
)
_PAGE_PARAMETER = re.compile(
    r"[?&](?:c?page|pageno|pagenum|pageindex|currpage|currentpage|page_?index|pn)=\d{1,6}(?=&|$)",
    re.IGNORECASE,
)
# What work points ask for, wherever it hangs: names of public disclosure, in any county's words.
_WANTED = re.compile(
    r"公开(?:指南|目录|制度|年报|平台|专栏)|年度?报告|年报|规划|预算|决算|工作要点|依申请|政策|解读|规范性文件|法治政府|权责清单|权力清单"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a link was found.

    `worth` is that of its page.  `place` is the how-many-eth new article of its page it would be.
    `turns` says that the link turns the pages of a list.
    """

    worth: int
    depth: int | None
    kind: LinkKind = LinkKind.ANCHOR
    turns: bool = False
    place: int = 0


def level(tier: Tier, step: int = _LAST) -> int:
    """Return a tier and a step within it (0 to 15, higher is sooner) as one number."""
    return tier * STEPS + max(0, min(step, _LAST))


HOME = level(Tier.HOME)


def is_article(url: str, text: str = "") -> bool:
    """The address, or else the length of the link's text, is rather an article's than a column's."""
    path = path_of(url)
    name = path.rpartition("/")[2]
    if _COLUMN_FILE.fullmatch(name):
        return _DATED.search(path) is not None
    if _NUMBERED.search(name) or _DATED.search(path):
        return True
    return len(text) > _SHORT_NAME


def turns_pages(url: str, at: Standing) -> bool:
    """The link leads to another page of a list."""
    return at.turns or at.kind is LinkKind.MORE or _PAGE_PARAMETER.search(url) is not None


def worth_of(url: str, text: str, at: Standing, year: int) -> int:
    """Return the worth of a page newly found; `year` is the one in which the crawl began."""
    if at.kind in {LinkKind.FRAME, LinkKind.REFRESH}:
        return at.worth  # it shows with its page, or in its place
    if turns_pages(url, at):
        number = page_number(url) or at.place + 1
        if number <= _NEXT_PAGES:
            return level(Tier.LIST, _LAST - number)
        return level(Tier.LATER, _LAST - number // 10)
    depth = at.depth or 0
    wanted = _WANTED.search(text) is not None
    if not is_article(url, text):
        tier = Tier.NAVIGATION if at.worth >= HOME else Tier.COLUMN
        return level(tier, _LAST - depth + (2 if wanted else 0))
    if wanted:
        return level(Tier.LIST, _LAST - at.place)
    if _is_old(url, year):
        return level(Tier.REST, _LAST - depth)
    return level(Tier.ARTICLE, _LAST - at.place)


def _is_old(url: str, year: int) -> bool:
    found = _DATED.search(url)
    if found is None:
        return False
    return int(found[3] or found[1] + found[2]) < year - 1
