"""More parts of portals' pages, of the odder kinds: rows that scripts open, rows in two lines, dates in pieces.

Written after the readers had been mended on `mixed_parts`, and again not from what they can read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

from tests.gold.mixed_parts import (
    ADVERTS,
    BARS,
    COLUMNS,
    FEET,
    INDEXES,
    LINKS,
    MENUS,
    PAGERS,
    TITLES,
    TOPS,
    Row,
    Shown,
    link,
)

__all__ = ["ADVERTS", "BARS", "COLUMNS", "DATES", "FEET", "FLAGS", "HEADS", "INDEXES", "LINKS", "MENUS", "PAGERS", "ROWS", "SIDES", "SPLIT", "TITLES", "TOPS", "TRAILS"]  # fmt: skip

DATES = (
    Shown(lambda d: d.isoformat()),
    Shown(lambda d: f"发布于 {d}"),
    Shown(lambda d: f"发布日期：{d:%Y-%m-%d}"),
    Shown(lambda d: f"日期：{d:%Y/%m/%d}"),
    Shown(lambda d: f"【{d:%Y-%m-%d}】"),
    Shown(lambda d: f"{d.year}-{d.month}-{d.day}"),
    Shown(lambda d: f"{d:%Y-%m-%d %H:%M:%S}.0"),
    Shown(lambda d: f"{d:%Y年%m月%d日 10时20分}"),
    Shown(lambda d: f"{d.year}. {d.month:02}. {d.day:02}"),
    Shown(lambda d: f"{d:%d %b %Y}"),
    Shown(lambda d: f"{d:%B} {d.day}, {d.year}"),
    Shown(lambda d: f"【{d:%m-%d}】", yearless=True),
    Shown(lambda d: f"({d.month}月{d.day}日)", yearless=True),
    Shown(lambda d: f"{d:%m-%d} 09:15", yearless=True),
)


def _both(row: Row) -> str:
    """Two rows of the list in one row of the table."""
    cells = f"<td>·{row.flag}{link(row)}</td><td>{row.when}</td>"
    return f"<tr>{cells}" if row.number % 2 else f"{cells}</tr>"


ROWS: tuple[tuple[str, Callable[[Row], str], str], ...] = (
    ("<ul>", lambda r: f"<li onclick=\"window.open('{r.href}')\"><div>{r.flag}{escape(r.title)}</div><div>{r.when}</div></li>", "</ul>"),
    (
        "<table><tr><th>标题</th><th>发布日期</th></tr>",
        lambda r: f"<tr onclick=\"location.href='{r.href}'\"><td>{escape(r.title)}{r.flag}</td><td>{r.when}</td></tr>",
        "</table>",
    ),
    (
        "<ul>",
        lambda r: f'<li><a href="{r.href}"><span class="tt">{r.flag}{escape(r.title)}</span><span class="ly">{r.source}</span><span class="rq">{r.when}</span></a></li>',
        "</ul>",
    ),
    ("<ul>", lambda r: f"<li>{r.flag}{link(r)}</li><li class=rq>{r.when}</li>", "</ul>"),
    ("<table>", lambda r: f"<tr><td>{r.flag}{link(r)}</td></tr><tr><td align=right>{r.when}</td></tr>", "</table>"),
    ("<div>", lambda r: f"<p>{r.flag}{link(r)}</p><p class=sj>{r.when}</p>", "</div>"),
    ("<ul>", lambda r: f"<li><div><span>{r.when}</span> <span>{r.source}</span></div><div>{r.flag}{link(r)}</div></li>", "</ul>"),
    ("<ul>", lambda r: f"<li>{r.number}、{link(r)}{r.flag} {r.when}</li>", "</ul>"),
    ("<ul>", lambda r: f"<li>【{r.source[-6:]}】{link(r)}{r.flag}<span>{r.when}</span></li>", "</ul>"),
    ("<ul>", lambda r: f"<li>{r.flag}{link(r)}<br>{r.when}</li>", "</ul>"),
    ("<table width=100%>", _both, "</table>"),
    ("<ul>", lambda r: f"<li>{r.flag}{link(r)} <a href='/f/{r.number}.pdf'>下载</a> <a href='/jd/{r.number}.html'>解读</a><span>{r.when}</span></li>", "</ul>"),
    ("<dl>", lambda r: f"<dt>{r.when}</dt><dd>{r.flag}{link(r)}</dd>", "</dl>"),
    ("<ul>", lambda r: f"<li>{link(r)} <font color=#999>(图)</font>{r.flag} <font>{r.when}</font></li>", "</ul>"),
    ("<ul>", lambda r: f"<!--[--><li data-v-7a><!----><a data-v-7a href={r.href}{_tip(r)}> {escape(r.shown)} </a>{r.flag}<span data-v-7a>{r.when}</span></li>", "</ul>"),
    ("<ul>", lambda r: f"<li>{link(r)}{r.flag}[<a href='/c/{r.number % 2}/'>{r.source[-4:]}</a>]<span>{r.when}</span></li>", "</ul>"),
    ("<div class=list_box>", lambda r: f"<div class=list_item><a class=list_a href={r.href} target=_blank{_tip(r)}><i></i>{escape(r.shown)}</a>{r.flag}<b class=list_time>{r.when}</b><div class=clear></div></div>", "</div>"),
    ("<table>", lambda r: f"<tbody><tr><td rowspan=2><img src=/s{r.number}.jpg></td><td>{r.flag}{link(r)}</td></tr><tr><td>{r.summary}　{r.when}</td></tr></tbody>", "</table>"),
    ("<ul>", lambda r: f"<li class='item{r.number % 2}'><a href='{r.href}'><img src='/s.jpg' alt=''></a><a href='{r.href}'{_tip(r)}>{escape(r.shown)}</a>{r.flag}<em>{r.when}</em></li>", "</ul>"),
    ("<ul>", lambda r: f"<li><a href='{r.href}' title='标题：{escape(r.title)}&#10;日期：{r.day}'>{escape(r.shown)}</a>{r.flag}<span>{r.when}</span></li>", "</ul>"),
)  # fmt: skip


def _tip(row: Row) -> str:
    return f' title="{escape(row.title)}"' if row.title != row.shown else ""


SPLIT: tuple[Callable[[date], str], ...] = (
    lambda d: f"<div><span>{d.year}</span><span>{d:%m-%d}</span></div>",
    lambda d: f"<div><b>{d:%m/%d}</b><br><small>{d.year}</small></div>",
    lambda d: f"<div><p>{d.day}日</p><p>{d.year}年{d.month}月</p></div>",
    lambda d: f"<div><h5>{d:%d}</h5><h6>{d:%Y/%m}</h6></div>",
)
FLAGS = ("<img src=top.png title=置顶>", "<span class=red>顶</span>", "<i class='icon-top'></i><b>置顶</b>", "<font color=red>[固顶]</font>", "<sup>置顶</sup>")  # fmt: skip
TRAILS: tuple[Callable[[str, str], str], ...] = (
    lambda g, s: f"<div>您现在的位置是：&nbsp;<a href=/>首页</a>&nbsp;&gt;&nbsp;<a href=/g/>{g}</a>&nbsp;&gt;&nbsp;{s}</div>",
    lambda g, s: f"<div class=mbx><a href=/>首页</a> - <a href=/g/>{g}</a> - <span>{s}</span></div>",
    lambda g, s: f"<div class='nav-path'><a href=/>首页</a><i class=arrow></i><a href=/g/>{g}</a><i class=arrow></i><a href=/g/s/>{s}</a></div>",
    lambda g, s: f"<table class=weizhi><tr><td><img src=i.gif></td><td>当前位置：</td><td><a href=/>首页</a> &gt; <a href=/g/>{g}</a> &gt; {s}</td></tr></table>",
    lambda g, s: f"<p>您的位置：<a href=/>首页</a> / <a href=/g/>{g}</a> / {s}</p>",
    lambda g, s: f"<div class=location><span>当前位置：</span><ul><li><a href=/>首页</a></li><li>&gt;</li><li><a href=/g/>{g}</a></li><li>&gt;</li><li>{s}</li></ul></div>",
    lambda g, s: f"<div>您所在的位置：<a href=/><font>网站首页</font></a> ≫ <a href=/g/><font>{g}</font></a> ≫ <font>{s}</font></div>",
    lambda g, s: f"<div class=crumbs-nav itemscope><a itemprop=url href=/><span>首页</span></a> <svg></svg> <a href=/g/><span>{g}</span></a> <svg></svg> <span>{s}</span></div>",
)  # fmt: skip
HEADS = ("相关文章", "你可能感兴趣", "热点推荐", "本月排行", "一周热点", "热门信息", "推荐信息", "浏览排行", "相关链接", "最新信息")  # fmt: skip
SIDES: tuple[Callable[[str, list[Row]], str], ...] = (
    lambda h, rs: f"<div class=tit>{h}</div><ul class=xwlist>{''.join(f'<li>{link(r)}<span>{r.day}</span></li>' for r in rs)}</ul>",
    lambda h, rs: f"<div><p><b>{h}</b> <a href=/m/>more</a></p>{''.join(f'<p><i>{r.number}.</i>{link(r)}</p>' for r in rs)}</div>",
    lambda h, rs: f"<fieldset><legend>{h}</legend>{''.join(f'<div>{link(r)}</div>' for r in rs)}</fieldset>",
    lambda h, rs: f"<table><tr><td background=t.gif><font>{h}</font></td></tr><tr><td>{'<br>'.join(f'·{link(r)}' for r in rs)}</td></tr></table>",
    lambda h, rs: f"<div><ul class=tab><li>{h}</li><li>评论排行</li></ul><ol>{''.join(f'<li>{link(r)}<em>{r.day:%m-%d}</em></li>' for r in rs)}</ol></div>",
    lambda _, rs: f"<div class=sidebar><dl>{''.join(f'<dd>{link(r)}<span>[{r.day}]</span></dd>' for r in rs)}</dl></div>",
    lambda _, __: "",
)  # fmt: skip
