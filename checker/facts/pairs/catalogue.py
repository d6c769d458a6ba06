"""Rows of a standard catalogue and what they lead to.

Says for every row where its link ends: at an item, a list, an empty list, the root, a dead address, or
out of sight.  Whether enough of them are good is not for here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from checker.facts.dates import Rank
from checker.facts.link_state import LinkStates
from checker.facts.link_verdicts import Broken, Undecided
from checker.facts.names import normal
from checker.facts.page import PageFacts
from checker.facts.said_empty import says_nothing
from checker.facts.site import SiteFacts
from checker.facts.tables import Cell, Table, read_tables
from checker.facts.urls import is_directory, is_home, join
from crawler.snapshot import Fetch, LinkKind, Role, is_attachment

MOST_ROWS = 3_000
DISTINCT = 0.5
_LEAST_ROWS = 2
_ITEM = (
    re.compile(r"二级(?:公开)?事项|三级事项"),
    re.compile(r"公开事项|事项名称|公开内容|政务公开事项"),
    re.compile(r"事项|名称|内容"),
)
_DOMAIN = re.compile(r"领域|一级(?:公开)?事项|类别|分类")
_COUNTED = re.compile(r"(?:序号|编号|编码|代码)$")
_CATALOGUE = re.compile(r"公开事项|二级(?:公开)?事项|事项名称|(?:公开|试点)领域")
_GENERIC = re.compile(
    r"信息|情况|公开|结果|有关|相关|政府|政务|事项|内容|其他|工作|管理|公示|公告|名单"
)
_LINK_TEXT = re.compile(r"^(?:点击)?(?:查看|进入|链接|详情|打开)(?:栏目|详情|更多)?$")
_PROSE = 200
_A_LINE = 60
_TITLES = 60


class Target(StrEnum):
    """What a row leads to."""

    ITEM = "item"
    LIST = "list"
    FILE = "file"
    EMPTY = "empty"
    ROOT = "root"
    DEAD = "dead"
    UNSEEN = "unseen"
    NONE = "none"  # the row has no link

    @property
    def holds(self) -> bool:
        """There is content at the end."""
        return self in {Target.ITEM, Target.LIST, Target.FILE}


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One row.  `shared` are characters of the item's name that the target shows too, "" where none."""

    domain: str
    item: str
    url: str | None
    target: Target
    why: str
    shared: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rows of a page's catalogue tables; `cut` where there were more than MOST_ROWS."""

    rows: tuple[CatalogueRow, ...]
    cut: bool

    @property
    def distinct(self) -> float:
        """How many different targets the rows with links have, as a share of them."""
        urls = [row.url for row in self.rows if row.url]
        return len(set(urls)) / len(urls) if urls else 0.0

    @property
    def leads_nowhere_special(self) -> bool:
        """So many rows share their targets that a link says nothing of its row."""
        linked = sum(1 for row in self.rows if row.url)
        return linked > _LEAST_ROWS and self.distinct < DISTINCT


def read_catalogue(site: SiteFacts, url: str) -> Catalogue | None:
    """Read the catalogue that stands on a page; None where the page holds no such table."""
    last = site.resolve(url).last
    page = site.page(last.url) if last else None
    if page is None:
        return None
    tables = [table for table in read_tables(site.snapshot.text(page.url)) if _is_catalogue(table)]
    if not tables:
        return None
    rows = [row for table in tables for row in _rows(site, page, table)]
    return Catalogue(tuple(rows[:MOST_ROWS]), len(rows) > MOST_ROWS)


def _is_catalogue(table: Table) -> bool:
    head = " ".join(table.text(0, column) + table.label(column) for column in range(table.width))
    return bool(_CATALOGUE.search("".join(head.split()))) and len(table.rows) > _LEAST_ROWS


def _rows(site: SiteFacts, page: PageFacts, table: Table) -> list[CatalogueRow]:
    head = max(table.header_rows, 1)
    labels = ["".join((table.label(c) or table.text(0, c)).split()) for c in range(table.width)]
    item_at = _first(labels, *_ITEM)
    domain_at = _first(labels, _DOMAIN)
    found = []
    for number in range(head, min(len(table.rows), MOST_ROWS + head + 1)):
        cells = table.row_cells(number)
        item = table.text(number, item_at) if item_at is not None else ""
        item = item or max((cell.text for cell in cells), key=len, default="")
        domain = table.text(number, domain_at) if domain_at is not None else ""
        if normal(item):
            found.append(_row(site, page, " ".join(domain.split()), " ".join(item.split()), cells))
    return found


def _first(labels: list[str], *patterns: re.Pattern[str]) -> int | None:
    for pattern in patterns:
        for place, label in enumerate(labels):
            if _COUNTED.search(label):
                continue
            if pattern.search(label) and not (pattern is not _DOMAIN and _DOMAIN.search(label)):
                return place
    return None


def _row(
    site: SiteFacts, page: PageFacts, domain: str, item: str, cells: list[Cell]
) -> CatalogueRow:
    href = next((link for cell in cells for link in cell.links if not _scripted(link)), None)
    url = join(page.url, href) if href else None
    if url is None:
        why = "链接只能由脚本打开" if any(cell.links for cell in cells) else "这一行没有链接"
        target = Target.UNSEEN if any(cell.links for cell in cells) else Target.NONE
        return CatalogueRow(domain, item, None, target, why, "")
    target, why, ended = _target(site, page.url, url, item)
    shared = _shared(item, domain, ended) if ended is not None else ""
    return CatalogueRow(domain, item, url, target, why, shared)


def _scripted(href: str) -> bool:
    return href.strip().lower().startswith(("javascript:", "#")) or not href.strip()


def _target(
    site: SiteFacts, catalogue: str, url: str, text: str
) -> tuple[Target, str, PageFacts | None]:
    state = site.once(LinkStates).of(url, (text,))
    if isinstance(state, Broken):
        return Target.DEAD, state.detail, None
    last = site.resolve(url).last
    if last is None or isinstance(state, Undecided):
        why = state.detail if isinstance(state, Undecided) else "没有抓取"
        return Target.UNSEEN, why, None
    if last.role is Role.ATTACHMENT or is_attachment(last.url):
        return Target.FILE, "附件文件", None
    return _page_target(site, catalogue, last)


def _page_target(
    site: SiteFacts, catalogue: str, last: Fetch
) -> tuple[Target, str, PageFacts | None]:
    page = site.page(last.url)
    if page is None:
        return Target.UNSEEN, "没有看到页面", None
    if is_home(last.url) or last.url == catalogue:
        return Target.ROOT, "链接到首页或目录本身", page
    rows = [entry for entry in page.entries if not entry.placeholder]
    dated = any(one.rank < Rank.OTHER for one in page.dates)
    if page.article or (dated and not rows):
        return Target.ITEM, "内容页", page
    if rows:
        return Target.LIST, f"列表，{len(rows)} 条", page
    says = says_nothing(page.text)
    if says:
        return Target.EMPTY, f"页面写着“{says}”", page
    if page.script_only or page.draws or _framed(site, page):
        return Target.UNSEEN, "内容由脚本或框架显示，没有看到", page
    return *_text(page), page


def _text(page: PageFacts) -> tuple[Target, str]:
    """What a page without rows and dates holds: a few lines may be all there is to say.

    A column where nothing stands but the frame of the site has no sentence.
    """
    if page.body_chars >= _PROSE or page.image_only or page.attachments:
        return Target.ITEM, "内容页"
    if page.body_chars < _A_LINE or (is_directory(page.url) and "。" not in page.text):
        return Target.EMPTY, "打开后没有内容"
    return Target.UNSEEN, f"只有 {page.body_chars} 字，看不出是不是所指的内容"


def _framed(site: SiteFacts, page: PageFacts) -> bool:
    return any(link.kind is LinkKind.FRAME for link in site.snapshot.links(page.url))


def _shared(item: str, domain: str, page: PageFacts) -> str:
    """Return the first two characters in a row that the item and its target have in common."""
    says = normal(
        " ".join(
            [page.title, *page.headings, *page.breadcrumb, page.column_name]
            + [entry.title for entry in page.entries[:_TITLES]]
        )
    )
    for name in (item, domain):
        for part in _GENERIC.split(normal(_LINK_TEXT.sub("", name))):
            for place in range(len(part) - 1):
                if part[place : place + 2] in says:
                    return part[place : place + 2]
    return ""
