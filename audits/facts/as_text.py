"""The facts of a page as text for a reader: what was understood, where it stands, how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audits.facts.as_json import marks_of
from audits.facts.gathered import Gathered
from checker.facts.column_state import STATES
from checker.facts.column_tree import ColumnSeen
from checker.facts.dates import KINDS, Candidate, DateKind, settle
from checker.facts.entries import Entry
from checker.facts.identity import Brought
from checker.facts.personal_data.hiding import hide
from checker.facts.places import Certainty, Fact
from checker.facts.site_identity import codes_of
from checker.facts.tables import Table

# What a page may hold and a terminal would obey.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CONTACT = "联系方式　"  # the portal's own number, which it prints to be called
MOST = 30
_MOST_ROWS = 8
_LONGEST = 100
_LONGEST_CELL = 24
_SURE = {
    Certainty.SURE: "明确",
    Certainty.LIKELY: "较可信",
    Certainty.DOUBTFUL: "存疑",
}
_YEARS = {"url": "年份取自网址", "neighbours": "年份取自前后条目"}
_BROUGHT = {Brought.PAGE: "有", Brought.SCRIPT: "由脚本带出", Brought.NOTHING: "没有看到"}


def facts_text(gathered: Gathered) -> str:
    """Return the facts as lines of Chinese text."""
    parts = (
        _head(gathered),
        _dates(gathered),
        _document(gathered),
        _lists(gathered),
        _tables(gathered),
        _identity(gathered),
        _site(gathered),
    )
    lines = (
        hide(line) if not line.startswith(_CONTACT) else line for part in parts for line in part
    )
    return "\n".join(_CONTROL.sub("\ufffd", " ".join(line.splitlines())) for line in lines)


def _head(gathered: Gathered) -> Iterator[str]:
    page = gathered.page
    yield f"网页　　　{page.url}"
    yield f"编码　　　{gathered.encoding}（{gathered.encoding_reason or '快照记录'}）"
    if page.wall:
        yield f"注意　　　返回的是防护页面（{page.wall}），以下不是网站的内容"
    yield f"标题　　　{_said(page.title_place)}"
    if page.title and page.title != page.own_title:
        yield f"窗口标题　{page.title}"
    yield f"栏目　　　{page.column_name or '没有看到'}"
    yield f"当前位置　{' > '.join(page.breadcrumb) or '没有看到'}"
    for note in gathered.notes:
        yield f"说明　　　{note}"


def _said(fact: Fact | None) -> str:
    if fact is None:
        return "没有看到"
    return f"{fact.value}　〔{fact.where}，{_SURE[fact.certainty]}〕"


def _dates(gathered: Gathered) -> Iterator[str]:
    dates = gathered.page.dates
    settled = settle(dates)
    best = settled.best.value.isoformat() if settled.best else "没有看到"
    yield f"发布日期　{best}" + (
        "　日期之间相差 30 天以上，不单独作为逾期的依据" if settled.conflict else ""
    )
    for number, candidate in enumerate(dates, 1):
        yield f"　{number:>2}. {_date(candidate)}"


def _date(candidate: Candidate) -> str:
    label = f"“{candidate.label}”" if candidate.label else ""
    kind = "" if candidate.kind is DateKind.PUBLISHED else f"{KINDS[candidate.kind]}，"
    return (
        f"{candidate.value}　{label}{candidate.text}　"
        f"〔{kind}{candidate.where}：{candidate.path}，{_SURE[candidate.certainty]}〕"
    )


def _document(gathered: Gathered) -> Iterator[str]:
    page = gathered.page
    yield f"来源　　　{_said(page.source)}"
    yield f"文号　　　{_said(page.number)}"
    where = f"，在 {page.body.path}" if page.body else ""
    yield f"正文　　　{page.body_chars} 字{where}"
    if page.index.fields:
        yield "索引表"
        for field in page.index.fields:
            yield f"　{field.label}：{field.value or '（空）'}"
    if page.attachments:
        yield f"附件　　　{len(page.attachments)} 个"
        for one in page.attachments[:MOST]:
            yield f"　{hide(one.text)[:_LONGEST]}（{one.kind or '类型不明'}）　{one.target}"
    letter = gathered.letter
    if letter is not None:
        asked = letter.asked.day.isoformat() if letter.asked else "没有看到"
        answered = letter.answered.day.isoformat() if letter.answered else "没有看到"
        yield f"信件　　　来信 {asked}，答复 {answered}，答复单位 {letter.department or '没有看到'}"
    for link in gathered.related[:MOST]:
        yield f"相关链接　{link.label}：{hide(link.text)[:_LONGEST]}　{link.url}"


def _lists(gathered: Gathered) -> Iterator[str]:
    page = gathered.page
    entries = page.entries or gathered.rows
    said = [f"列表自称 {page.records} 条"] if page.records else []
    said += [f"列表自称 {page.pages} 页"] if page.pages else []
    if page.script_only:
        said.append("列表由脚本生成，源码中没有条目")
    elif page.draws:
        said.append("脚本可能再加条目")
    yield f"条目　　　{len(entries)} 条" + (f"（{'；'.join(said)}）" if said else "")
    yield from _rows(entries)
    if page.beside:
        yield f"旁边列表　{len(page.beside)} 条，不算本页条目"
        yield from _rows(page.beside[:_MOST_ROWS])
    joined = gathered.joined
    if joined is not None and len(joined.entries) > len(entries):
        yield f"各页合计　{len(joined.entries)} 条，来自 {len(joined.pages)} 页"
    for gap in (*joined.unseen, *joined.doubts) if joined else ():
        yield f"没有看全　{gap.detail}　{gap.url}"


def _rows(entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries[:MOST]:
        marks = "〔置顶〕" if entry.pinned else ""
        when = str(entry.date) if entry.date else entry.stamp or "无日期　　"
        year = f"（{_YEARS[entry.year_from]}）" if entry.year_from else ""
        yield f"　{when}{year}　{marks}{hide(entry.title)[:_LONGEST]}　{entry.url or '（由脚本打开）'}"
    if len(entries) > MOST:
        yield f"　……其余 {len(entries) - MOST} 条见 --format json"


def _tables(gathered: Gathered) -> Iterator[str]:
    for number, table in enumerate(gathered.tables[:MOST], 1):
        caption = f"　{hide(table.caption)[:_LONGEST]}" if table.caption else ""
        yield f"表格 {number}　　{len(table.rows)} 行 × {table.width} 列{caption}"
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    for row in range(min(len(table.rows), _MOST_ROWS)):
        cells = (table.text(row, column) for column in range(min(table.width, _MOST_ROWS)))
        yield "　" + " | ".join(" ".join(hide(cell).split())[:_LONGEST_CELL] for cell in cells)
    if len(table.rows) > _MOST_ROWS:
        yield f"　……其余 {len(table.rows) - _MOST_ROWS} 行见 --format json"


def _identity(gathered: Gathered) -> Iterator[str]:
    marks = marks_of(gathered)
    yield f"网站名称　{_said(marks.site_name)}"
    yield f"网站标识码　{_said(marks.site_id_code)}"
    for code in codes_of(marks):
        if code is not marks.site_id_code:
            yield f"　{code.where} 写的是 {code.value}"
    if len({code.value.lower() for code in codes_of(marks)}) > 1:
        yield "　几处标识码不一致"
    yield f"ICP 备案　{_said(marks.icp)}"
    yield f"公安备案　{_said(marks.police)}"
    yield f"主办单位　{_said(marks.host_unit)}"
    yield f"{_CONTACT}{_said(marks.contact)}"
    yield f"党政机关标识　{_BROUGHT[marks.conac]}　找错入口　{_BROUGHT[marks.jiucuo]}"
    if gathered.metas:
        yield "网页标签"
        for name, content in list(gathered.metas.items())[:MOST]:
            yield f"　{name}：{hide(content)[:_LONGEST] or '（空）'}"


def _site(gathered: Gathered) -> Iterator[str]:
    if gathered.fetch is None:
        return
    yield f"抓取时间　{gathered.seen_at or '没有记录'}"
    far = gathered.clicks
    yield f"离首页　　{f'{far} 次点击' if far is not None else '没有看到从首页过来的路'}"
    if gathered.column is not None:
        yield f"本栏目　　{_column(gathered.column)}"
    if gathered.columns:
        yield f"下级栏目　{len(gathered.columns)} 个"
        for column in gathered.columns[: MOST * 2]:
            yield f"　{_column(column)}"


def _column(column: ColumnSeen) -> str:
    far = f"，{column.clicks} 次点击" if column.clicks is not None else ""
    also = [name for name in column.names if name != column.name][:3]
    other = f"，又称 {'、'.join(also)}" if also else ""
    rows = f" {column.entries} 条" if column.entries else ""
    detail = f"（{column.detail}）" if column.detail else ""
    told = "、".join(told.value for told in column.told)
    return (
        f"{column.name}　{STATES[column.state]}{rows}{detail}{far}{other}　〔{told}〕{column.url}"
    )
