"""What came of a column's own page: a list, a text, nothing, a script's business, or another site's."""

from __future__ import annotations

from enum import StrEnum

from checker.facts.fill_in import FillIn, fill_in
from checker.facts.lists import read_list
from checker.facts.not_seen import why_not_seen
from checker.facts.page import PageFacts
from checker.facts.said_empty import says_nothing
from checker.facts.site import SiteFacts
from checker.results import Reason
from crawler.snapshot import Fetch, Outcome, Role

_TEXT = 80
_LEAST_ROWS = 4


class ColumnState(StrEnum):
    """What a visitor finds there."""

    LIST = "list"  # entries
    GROUP = "group"  # no entries of its own, but columns below it
    TABLE = "table"  # a table instead of a list
    TEXT = "text"  # a text instead of a list
    PICTURE = "picture"
    FORM = "form"  # to be filled in by visitors
    EMPTY = "empty"
    SCRIPT_ONLY = "script_only"
    ELSEWHERE = "elsewhere"  # on a site that was not read
    DEAD = "dead"
    UNSEEN = "unseen"


STATES = {
    ColumnState.LIST: "有条目",
    ColumnState.GROUP: "只有下级栏目",
    ColumnState.TABLE: "是一张表格",
    ColumnState.TEXT: "是一篇文字",
    ColumnState.PICTURE: "是图片",
    ColumnState.FORM: "是一张要填写的表单",
    ColumnState.EMPTY: "空栏目",
    ColumnState.SCRIPT_ONLY: "内容由脚本生成",
    ColumnState.ELSEWHERE: "指向其他网站",
    ColumnState.DEAD: "打不开",
    ColumnState.UNSEEN: "没有看到",
}


def state_of(site: SiteFacts, url: str, *, has_below: bool) -> tuple[ColumnState, str, int]:
    """Return the state, words on it, and how many entries the column's own page shows."""
    last = site.resolve(url).last
    if last is None or last.outcome is not Outcome.OK or last.role is Role.EXTERNAL:
        return (*_away(last), 0)
    page = site.page(last.url)
    if page is None:
        rows = len(site.data_rows(last))
        bare = ColumnState.EMPTY if last.is_html else ColumnState.UNSEEN
        return (ColumnState.LIST, "", rows) if rows else (bare, "网页没有内容", 0)
    if page.wall:
        return ColumnState.UNSEEN, f"返回的是防护页面（{page.wall}）", 0
    return _held(site, page, has_below=has_below)


def _held(site: SiteFacts, page: PageFacts, *, has_below: bool) -> tuple[ColumnState, str, int]:
    entries = sum(not entry.placeholder for entry in page.entries)
    if entries:
        return ColumnState.LIST, "", entries
    if page.script_only:
        return ColumnState.SCRIPT_ONLY, "源码中没有条目", 0
    # The rows may stand in a frame, or come as data.
    seen = read_list(site, page.url, page.column_name)
    entries = sum(not entry.placeholder for entry in seen.entries)
    if entries:
        return ColumnState.LIST, "", entries
    state = _shown(page, has_below=has_below)
    gap = next(iter([*seen.unseen, *seen.doubts]), None)
    if state is ColumnState.EMPTY and gap is not None:
        scripted = gap.reason is Reason.SCRIPT_ONLY
        return ColumnState.SCRIPT_ONLY if scripted else ColumnState.UNSEEN, gap.detail, 0
    if state is ColumnState.EMPTY:
        return *_asked(site, page), 0
    return state, "", 0


def _asked(site: SiteFacts, page: PageFacts) -> tuple[ColumnState, str]:
    """A form to fill in is no empty list; what a query would bring is not seen."""
    form = fill_in(site, page, page.column_name or page.title)
    if form is FillIn.QUERY:
        return ColumnState.UNSEEN, "要填写查询条件才显示内容"
    return (ColumnState.FORM if form is FillIn.FORM else ColumnState.EMPTY), ""


def _away(last: Fetch | None) -> tuple[ColumnState, str]:
    """Say what came of a column whose page is not held."""
    if last is not None and last.role is Role.EXTERNAL:
        return ColumnState.ELSEWHERE, last.url
    dead = last is not None and last.outcome is Outcome.NOT_FOUND
    return ColumnState.DEAD if dead else ColumnState.UNSEEN, why_not_seen(last)[1]


def _shown(page: PageFacts, *, has_below: bool) -> ColumnState:
    if has_below:
        return ColumnState.GROUP
    if page.told < _TEXT and says_nothing(page.text):
        return ColumnState.EMPTY
    if page.table_rows >= _LEAST_ROWS:
        return ColumnState.TABLE
    if page.image_only:
        return ColumnState.PICTURE
    return ColumnState.TEXT if page.told >= _TEXT else ColumnState.EMPTY
