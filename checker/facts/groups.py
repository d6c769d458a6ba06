"""What the rows of one list have in common: dated or not, the page's own, beside it, or a menu.

A page's own list is dated, or there is no dated one; what a heading or the name of a box puts aside
(热点, 相关阅读) is not.  Nothing that is set aside is lost: it is kept apart from the entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from statistics import median

from checker.facts.markup import Markup
from checker.facts.names import normal
from checker.facts.outline import Element
from checker.facts.row_dates import RowDate
from checker.facts.rows import Row
from checker.facts.urls import folder_of, is_home

# What heads a list that stands beside the page's own.
_ASIDE = re.compile(
    r"^[【\[]?(?:相关|热点|热门|热搜|推荐|排行|猜你|您可能|你可能|延伸|大家都在|编辑推荐)\S{0,8}$|"
    # 点击 and 阅读次数 head a column of numbers.
    r"^[【\[]?(?:阅读|点击|浏览)(?!量|次|率|数|人)\S{1,8}$|"
    r"(?:排行榜?|推荐|热点|排名|链接)[】\]:：]?$"
)
# What heads such a list where the page has another one.
_PERHAPS_ASIDE = re.compile(r"^[【\[]?(?:最新|近期|最近|本周|今日|新闻|图片|要闻|头条)\S{0,8}$")
_MENU_TITLE = 7
_LEAST_MENU = 3
_HEAD_LOOKS_BACK = 60


class Standing(StrEnum):
    """Whose the rows of a list are.  `UNSURE` ones are set aside, but could be the page's own."""

    OWN = "own"
    BESIDE = "beside"
    UNSURE = "unsure"
    MENU = "menu"


class _Aside(StrEnum):
    NO = "no"
    PERHAPS = "perhaps"
    YES = "yes"


@dataclass(slots=True)
class _Group:
    """One list.  `under` counts the rows that lead into the page's own folder."""

    rows: list[Row] = field(default_factory=list)
    dated: int = 0
    under: int = 0
    aside: _Aside = _Aside.NO

    @property
    def is_dated(self) -> bool:
        return self.dated * 2 >= len(self.rows)

    @property
    def is_menu(self) -> bool:
        """Short names without dates: they lead to columns."""
        sizes = [len(normal(row.link.title)) for row in self.rows]
        return not self.dated and len(sizes) >= _LEAST_MENU and median(sizes) <= _MENU_TITLE


class Groups:
    """The lists of a page."""

    def __init__(
        self,
        markup: Markup,
        rows: Sequence[Row],
        dates: Sequence[RowDate],
        urls: Sequence[str | None],
        page: str,
    ) -> None:
        """Sort the rows into their lists, and see which of these are the page's own."""
        self._markup = markup
        self._groups: dict[tuple[int, str], _Group] = {}
        self._beside: dict[int, bool] = {}
        folder = _folder(page)
        for row, when, url in zip(rows, dates, urls, strict=True):
            group = self._groups.setdefault(row.key, _Group())
            group.rows.append(row)
            group.dated += bool(when.stamp)
            group.under += (
                url is not None and folder is not None and folder_of(url).startswith(folder)
            )
        for (index, _), group in self._groups.items():
            group.aside = self._aside(index, group.rows[0], alone=len(group.rows) == 1)
        own = [group for group in self._groups.values() if group.dated and group.is_dated]
        self._sure = any(group.aside is _Aside.NO for group in own)
        self._any = any(group.aside is not _Aside.YES for group in own)

    def dated(self, row: Row) -> bool:
        """At least half of the rows in this one's list carry a date."""
        return self._groups[row.key].is_dated

    def standing(self, row: Row, *, dated: bool) -> Standing:
        """Say whose a row is; `dated` where it carries a date itself."""
        group = self._groups[row.key]
        if group.aside is _Aside.YES:
            return Standing.BESIDE
        if group.aside is _Aside.PERHAPS and (self._sure or not group.under):
            return Standing.UNSURE
        if dated or (group.dated and group.is_dated):
            return Standing.OWN
        if group.is_menu:
            return Standing.MENU
        return Standing.UNSURE if self._any else Standing.OWN

    def _aside(self, index: int, first: Row, *, alone: bool) -> _Aside:
        outline = self._markup.outline
        box = outline.elements[index] if index >= 0 else first.box
        if self._stands_beside(box):
            return _Aside.YES
        start = first.start
        before = outline.text[max(0, start - _HEAD_LOOKS_BACK) : start].strip().split("\n")
        lead = outline.text[start : first.link.element.start].strip()
        # The heading, or the 更多 beside it; a lone row has its heading in its own line.
        heads = [*([lead[:-1]] if alone and lead.endswith((":", "：")) else []), *before[:-3:-1]]
        for line in heads:
            if _ASIDE.search(line.strip()):
                return _Aside.YES
            if _PERHAPS_ASIDE.search(line.strip()) and not self._names_page(line):
                return _Aside.PERHAPS
        return _Aside.NO

    def _stands_beside(self, box: Element) -> bool:
        """It, or a box around it, is named as standing beside; each box is looked at once for all rows."""
        passed: list[int] = []
        found = False
        for element in chain((box,), self._markup.outline.above(box)):
            known = self._beside.get(element.index)
            passed.append(element.index)
            found = _named_aside(element) if known is None else known
            if found or known is not None:
                break
        self._beside.update(dict.fromkeys(passed, found))
        return found

    def _names_page(self, line: str) -> bool:
        """The heading is what the page itself is called."""
        said, head, steps = normal(line), self._markup.head, self._markup.trail.steps
        own = (head.title, head.metas.get("columnname", ""), *steps[-1:])
        return len(said) > 1 and any(said in normal(name) for name in own)


def _named_aside(element: Element) -> bool:
    return element.tag == "aside" or element.kinds.beside


def _folder(page: str) -> str | None:
    """Return the folder that a page's own rows lie in; "" for a home page, None where it is the root."""
    if not page or is_home(page):
        return ""
    folder = folder_of(page)
    return folder if folder.count("/") > 1 else None
