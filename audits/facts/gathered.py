"""Gather everything that is understood of one page, from a saved file or from a snapshot.

Facts are worked out as an audit works them out; nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from audits.folder_names import SNAPSHOT
from audits.refused import RefusedError
from checker.facts.column_tree import ColumnSeen, ColumnTree
from checker.facts.entries import Entry
from checker.facts.file_kinds import NAMES, kind_of
from checker.facts.letters import Letter, read_letter
from checker.facts.lists import ListSeen, read_list
from checker.facts.markup import read_markup
from checker.facts.not_seen import why_not_seen
from checker.facts.outline import MAX_TEXT
from checker.facts.page import PageFacts, facts_of
from checker.facts.pairs.related_links import RelatedLink, related_links
from checker.facts.site import SiteFacts
from checker.facts.site_identity import SiteIdentity, site_identity
from checker.facts.tables import Table, read_tables
from crawler.reading.charset import decode
from crawler.reading.urls import home_url
from crawler.snapshot import DiskSnapshot, Fetch, LinkKind, absolute
from crawler.snapshot.troubles import reason

_MOST_BYTES = 20_000_000
_HEAD = 4096
# A page that is given without an address: its links stay what they are relative to this.
NOWHERE = "http://page.invalid/"


@dataclass(slots=True)
class Gathered:
    """The facts of one page.  What only a snapshot can tell is None, or empty, for a single file."""

    page: PageFacts
    metas: dict[str, str]
    tables: tuple[Table, ...]
    letter: Letter | None
    related: tuple[RelatedLink, ...]
    encoding: str
    encoding_reason: str
    fetch: Fetch | None = None
    clicks: int | None = None
    column: ColumnSeen | None = None
    columns: tuple[ColumnSeen, ...] = ()
    joined: ListSeen | None = None
    identity: SiteIdentity | None = None
    rows: tuple[Entry, ...] = ()
    seen_at: datetime | None = None
    notes: list[str] = field(default_factory=list)


def from_file(path: Path, url: str | None) -> Gathered:
    """Understand a saved page; `url` is what its links are resolved against."""
    if path.parts[:1] in {("http:",), ("https:",)}:
        raise RefusedError(
            "第一个参数要写网页文件或快照目录，网址写在它后面：gongkai facts 快照目录 网址。"
            "还没有快照时，先用 gongkai crawl 抓取。"
        )
    try:
        with path.open("rb") as file:
            body = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise RefusedError(f"读不到 {path}（{reason(error)}）。请写网页文件或快照目录。") from error
    if len(body) > _MOST_BYTES:
        raise RefusedError(f"{path} 超过 {_MOST_BYTES // 1_000_000} MB，不像一个网页。")
    decoded = decode(body)
    address = home_url(url) if url else NOWHERE
    gathered = _read(decoded.text, address, decoded.encoding, decoded.reason)
    kind = kind_of(body)
    if kind in NAMES and kind not in {"html", "xml"}:
        gathered.notes.append(f"这是 {NAMES[kind]}，不是网页：以下不是它的内容")
    elif b"\0" in body[:_HEAD] and not decoded.encoding.startswith("utf-16"):
        gathered.notes.append("文件不像网页（含有文本里没有的字节）：以下多半没有意义")
    elif not body.strip():
        gathered.notes.append("文件是空的")
    if not url:
        gathered.notes.append(
            "没有给出网址：相对链接按 http://page.invalid/ 补全，网址里的日期看不到"
        )
    return gathered


def from_snapshot(folder: Path, url: str | None) -> Gathered:
    """Understand the page `url` of a snapshot; the home page where none is named."""
    inner = folder / SNAPSHOT
    snapshot = DiskSnapshot(inner if inner.is_dir() else folder)
    site = SiteFacts(snapshot)
    asked = home_url(url) if url else snapshot.info.home
    last = site.resolve(asked).last
    if last is None:
        raise RefusedError(f"快照里没有 {asked}{_nearest(site, asked)}。")
    rows = site.data_rows(last)
    page = site.page(last.url)
    if page is None and not rows:
        raise RefusedError(f"{last.url} 没有看到：{why_not_seen(last)[1]}。")
    gathered = _read(
        snapshot.text(last.url), last.url, last.encoding or "utf-8", last.encoding_reason or ""
    )
    gathered.page = page or gathered.page
    gathered.fetch, gathered.rows, gathered.seen_at = last, rows, last.fetched_at
    gathered.clicks = site.clicks(last.url)
    tree = site.once(ColumnTree)
    gathered.column = tree.of(last.url)
    gathered.columns = tree.below(last.url)
    gathered.identity = site_identity(site, last.url)
    if page is not None and not page.article:
        gathered.joined = read_list(site, last.url, page.column_name)
    if last.url != asked:
        gathered.notes.append(f"{asked} 转到了这一页")
    return gathered


def _read(text: str, url: str, encoding: str, reason: str) -> Gathered:
    markup = read_markup(text)
    page = facts_of(markup, url, encoding)
    notes = []
    if len(page.text) >= MAX_TEXT:
        notes.append(f"网页文字太多，只读了前面约 {MAX_TEXT} 字")
    return Gathered(
        page=page,
        metas=markup.head.written,
        tables=read_tables(text),
        letter=read_letter(text),
        related=related_links(text, lambda href: absolute(url, href, encoding)),
        encoding=encoding,
        encoding_reason=reason,
        notes=notes,
    )


def _nearest(site: SiteFacts, url: str) -> str:
    """Name a page of the snapshot that is spelled alike."""
    wanted = url.rstrip("/").rpartition("/")[2]
    if len(wanted) < 3:  # noqa: PLR2004  # too little to find anything by
        return ""
    for fetch in site.held:
        if wanted in fetch.url:
            return f"。相近的有 {fetch.url}"
    links = sum(
        1 for f in site.held for x in site.snapshot.links(f.url) if x.kind is LinkKind.ANCHOR
    )
    return f"（已读取 {len(site.held)} 个网页、{links} 个链接）"
