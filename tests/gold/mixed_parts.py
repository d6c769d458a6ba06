"""Parts of portals' pages to be mixed: rows, days, trails, side lists, pagers, tops and feet.

Written from what portals look like, not from what our readers can read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape


@dataclass(frozen=True, slots=True)
class Shown:
    """How a day is written; `yearless` where the year is left out."""

    write: Callable[[date], str]
    yearless: bool = False


DATES = (
    Shown(lambda d: d.isoformat()),
    Shown(lambda d: f"[{d}]"),
    Shown(lambda d: f"（{d}）"),
    Shown(lambda d: f"{d:%Y/%m/%d}"),
    Shown(lambda d: f"{d.year}/{d.month}/{d.day}"),
    Shown(lambda d: f"{d:%Y.%m.%d}"),
    Shown(lambda d: f"{d:%Y年%m月%d日}"),
    Shown(lambda d: f"{d.year}年{d.month}月{d.day}日"),
    Shown(lambda d: f"{d} 09:31"),
    Shown(lambda d: f"{d} 16:05:44"),
    Shown(lambda d: f"{d:%Y-%m-%d} 星期{'一二三四五六日'[d.weekday()]}"),
    Shown(lambda d: f"{d:%b %d, %Y}"),
    Shown(lambda d: f"[{d:%m-%d}]", yearless=True),
    Shown(lambda d: f"{d:%m-%d}", yearless=True),
    Shown(lambda d: f"{d:%m/%d}", yearless=True),
    Shown(lambda d: f"{d:%m月%d日}", yearless=True),
)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row template is filled with."""

    number: int
    title: str
    shown: str
    href: str
    day: date
    when: str
    source: str
    summary: str
    flag: str


def tip_of(row: Row) -> str:
    return f' title="{escape(row.title)}"' if row.title != row.shown else ""


def link(row: Row, inner: str | None = None, more: str = "") -> str:
    text = escape(row.shown) if inner is None else inner
    return f'<a href="{row.href}"{tip_of(row)}{more}>{text}</a>'


# (before all rows, one row, after all rows)
ROWS: tuple[tuple[str, Callable[[Row], str], str], ...] = (
    ('<ul class="xwlist">', lambda r: f"<li>{r.flag}{link(r)}<span>{r.when}</span></li>", "</ul>"),
    ("<ul>", lambda r: f"<li><span>{r.when}</span>{r.flag}{link(r)}", "</ul>"),
    ('<ul class="nl">', lambda r: f"<li>{link(r, f'<em>{r.when}</em>{r.flag}{escape(r.shown)}')}</li>", "</ul>"),
    ("<ul>", lambda r: f"<li><p class=a>{r.flag}{link(r)}</p><p class=b>{r.when}</p></li>", "</ul>"),
    (
        "<table width=100%>",
        lambda r: f"<tr><td>·</td><td>{r.flag}{link(r)}</td><td align=right>{r.when}</td></tr>",
        "</table>",
    ),
    (
        "<table class=t1><tr><th>序号</th><th>标题</th><th>发布时间</th><th>点击</th></tr>",
        lambda r: f"<tr><td>{r.number}</td><td>{link(r)}{r.flag}</td><td>{r.when}</td><td>{r.number * 13}</td></tr>",
        "</table>",
    ),
    ("<div>", lambda r: f'<div class="it"><div class="t">{link(r)}{r.flag}</div><div class="d">{r.when}</div></div>', "</div>"),
    ("<div>", lambda r: f"<div>{link(r)} <em>{r.when}</em>{r.flag}</div>", "</div>"),
    ("", lambda r: f"<dl><dt>{r.flag}{link(r)}</dt><dd>{r.when}</dd></dl>", ""),
    ("<dl>", lambda r: f"<dt>{link(r)}{r.flag}</dt><dd>{r.when}</dd>", "</dl>"),
    (
        "<ol class=arts>",
        lambda r: (
            f"<li><h3>{link(r)}{r.flag}</h3><p>{r.summary}……</p><div>来源：{r.source}　{r.when}</div></li>"
        ),
        "</ol>",
    ),
    (
        "<div class=cards>",
        lambda r: (
            f'<a class="c" href="{r.href}"><p class="ct">{r.flag}{escape(r.title)}</p><p class="cs">{r.summary}</p>'
            f'<p class="cd">{r.when}</p></a>'
        ),
        "</div>",
    ),
    ("<div>", lambda r: f"<p>·{r.flag}{link(r)}　{r.when}</p>", "</div>"),
    ("<td class=zw>", lambda r: f"<img src=d.gif>{r.flag}<a href={r.href}>{escape(r.shown)}</a> <font color=gray>{r.when}</font><br>\n", ""),
    (
        "<ul>",
        lambda r: f'<li>[<a href="/dept/{r.number % 3}/">{r.source[-5:]}</a>] {link(r)}{r.flag}<i>{r.when}</i></li>',
        "</ul>",
    ),
    (
        '<table cellspacing="0"><thead><tr><td>日期</td><td>标题</td></tr></thead>',
        lambda r: f"<tr><td>{r.when}</td><td>{link(r)}{r.flag}</td></tr>",
        "</table>",
    ),
    ("<ul>", lambda r: f"<li>{link(r, f'{escape(r.shown)} <i>{r.when}</i>')}{r.flag}</li>", "</ul>"),
    (
        "<div>",
        lambda r: (
            f'<div class="ni"><a class="im" href="{r.href}"><img src="/p{r.number}.jpg"></a><div class="nt">'
            f"<h4>{link(r)}</h4>{r.flag}<p>{r.summary}</p><span>{r.when}</span></div></div>"
        ),
        "</div>",
    ),
    (
        "",
        lambda r: f"<table width=96%><tr><td width=12><img src=/i/dot.gif></td><td>{r.flag}{link(r)}</td><td>{r.when}</td></tr></table>",
        "",
    ),
    ("<div>", lambda r: f'<div class="line"><span class="x">{link(r)}</span>{r.flag}<span class="y">{r.when}</span></div>', "</div>"),
    (
        "<section>",
        lambda r: f"<article><h2>{link(r)}</h2>{r.flag}<footer><time datetime='{r.day}'>{r.when}</time></footer></article>",
        "</section>",
    ),
    (
        "<ul>",
        lambda r: f"<li>{link(r)}{r.flag}<div class=info>发布时间：{r.when}　来源：{r.source}　浏览：{r.number}</div></li>",
        "</ul>",
    ),
    (
        "<ul>",
        lambda r: f"<li><b>{r.number}</b>{link(r)}{r.flag}<span class=fr>{r.when}</span><a href='{r.href}'>[阅读全文]</a></li>",
        "</ul>",
    ),
    (
        "<script type='text/xml'><datastore><recordset>",
        lambda r: f"<record><![CDATA[<li>{r.flag}{link(r)}<span>{r.when}</span></li>]]></record>",
        "</recordset></datastore></script>",
    ),
    (
        '<div class="grid">',
        lambda r: (
            f'<div class="row"><div class="col-9"><i class="ico"></i>{link(r)}{r.flag}</div><div class="col-3">{r.when}</div></div>'
        ),
        "</div>",
    ),
)  # fmt: skip
# Boxes for the day of their own, with the year.
SPLIT = (
    lambda d: f"<div class=dt><b>{d:%d}</b><span>{d:%Y-%m}</span></div>",
    lambda d: f"<div class=dt><p>{d:%m-%d}</p><p>{d:%Y}</p></div>",
    lambda d: f"<div class=dt><strong>{d.day}</strong><br>{d.year}年{d.month}月</div>",
    lambda d: f"<div class=dt><em>{d:%Y.%m}</em><b>{d:%d}</b></div>",
    lambda d: f"<div class=dt><b>{d:%d}</b><i>{d:%b %Y}</i></div>",
)
FLAGS = ("<font color=red>[置顶]</font>", "<i class=zd>置顶</i>", "<span>【置顶】</span>", "<img src=zd.gif alt=置顶>", "<em>顶</em>", "<b>[顶]</b>", "<span class='tag'>置顶</span>")  # fmt: skip
TRAILS = (
    lambda g, s: f'<div class="a1">当前位置：<a href="/">首页</a> &gt; <a href="/g/">{g}</a> &gt; <a href="/g/s/">{s}</a></div>',
    lambda g, s: f'<p>您现在的位置：<a href="/">网站首页</a>&gt;&gt;<a href="/g/">{g}</a>&gt;&gt;{s}</p>',
    lambda g, s: f"<table><tr><td>您的位置: <a href=/>首页</a>-&gt;<a href=/g/>{g}</a>-&gt;<b>{s}</b></td></tr></table>",
    lambda g, s: f'<div class="breadcrumb"><a href="/">首页</a><span>/</span><a href="/g/">{g}</a><span>/</span><span>{s}</span></div>',
    lambda g, s: f'<ul class="crumb"><li><a href="/">首页</a></li><li><a href="/g/">{g}</a></li><li>{s}</li></ul>',
    lambda g, s: f'<nav aria-label="Breadcrumb"><a href="/">首页</a> › <a href="/g/">{g}</a> › {s}</nav>',
    lambda g, s: f'<div><a href="/">首页</a> » <a href="/g/">{g}</a> » <em>{s}</em></div>',
    lambda g, s: f'<div class="position"><img src="home.png"><a href="/">首页</a> | <a href="/g/">{g}</a> | <a href="/g/s/">{s}</a></div>',
    lambda g, s: f'<div class="dqwz">所在位置：首页 &gt; {g} &gt; {s}</div>',
    lambda g, s: f'<div class="el-breadcrumb"><span class="i"><span class="n"><a href="/">首页</a></span><span class="sep"></span></span><span class="i"><span class="n"><a href="/g/">{g}</a></span><span class="sep"></span></span><span class="i"><span class="n">{s}</span></span></div>',
    lambda g, s: f'<div>位置：<a href="/">首页</a>—<a href="/g/">{g}</a>—{s}</div>',
    lambda g, s: f'<div class="bread"><i></i>当前位置 <a href="/">首页</a>＞<a href="/g/">{g}</a>＞<a>{s}</a></div>',
)  # fmt: skip
HEADS = ("热点新闻", "推荐阅读", "点击排行", "相关信息", "热门文章", "阅读排行榜", "猜你喜欢", "本周热点", "大家都在看", "最新发布", "最近更新", "图片新闻", "今日要闻", "延伸阅读", "热门推荐")  # fmt: skip
SIDES = (
    lambda h, rs: f"<div class=s1><h3>{h}</h3><ul>{''.join(f'<li>{link(r)}</li>' for r in rs)}</ul></div>",
    lambda h, rs: f"<div class=s2><div class=h>{h}<a href=/more/>更多&gt;&gt;</a></div>{''.join(f'<p>{link(r)}</p>' for r in rs)}</div>",
    lambda h, rs: f"<table class=s3><tr><td>{h}</td></tr>{''.join(f'<tr><td>{link(r)}</td></tr>' for r in rs)}</table>",
    lambda h, rs: f"<div class=s4><h4><span>{h}</span></h4><ol>{''.join(f'<li><i>{r.number}</i>{link(r)}<em>{r.day}</em></li>' for r in rs)}</ol></div>",
    lambda h, rs: f"<aside><b>{h}</b>{''.join(f'<div>{link(r)}<span>{r.day:%m-%d}</span></div>' for r in rs)}</aside>",
    lambda h, rs: f"<dl><dt>{h}</dt>{''.join(f'<dd>{link(r)}</dd>' for r in rs)}</dl>",
    lambda h, rs: f"<table><tr><th>{h}</th></tr>{''.join(f'<tr><td>{link(r)} [{r.day}]</td></tr>' for r in rs)}</table>",
    lambda _, __: "",
)  # fmt: skip
PAGERS = (
    '<div class="page"><a href="index.html">首页</a><a href="index_1.html">下一页</a><a href="index_9.html">尾页</a></div>',
    "<p>共 12 页 第1页 <a href=?p=2>2</a> <a href=?p=3>3</a> <a href=?p=2>后一页</a></p>",
    "<script>createPageHTML(5,0,'index','html')</script>",
    '<ul class="pagination"><li class="active"><a>1</a></li><li><a href="/p2">2</a></li><li><a href="/p2">»</a></li></ul>',
    "<table><tr><td>页次：1/9 每页20 总数172 首页 上一页 <a href=?pg=2>下一页</a> <a href=?pg=9>尾页</a></td></tr></table>",
    '<div id="laypage"></div><div class="fy">总共 40 条记录 <select><option>1</option><option>2</option></select></div>',
    "",
)
TOPS = (
    '<div class="header"><h1><a href="/">{c}人民政府</a></h1><span>{today}</span></div>',
    "<div id=top>今天是{today} 星期四　<a href=/wap/>手机版</a> <a href=/wza/>无障碍浏览</a></div><div id=logo><img src=l.png alt='{c}人民政府'></div>",
    '<header><a href="/"><img src="/l.png"></a><form><input><p>热门搜索：<a href="/s?q=yb">医保缴费标准</a> <a href="/s?q=gjj">公积金提取条件</a></p></form></header>',
    "<table width=1000><tr><td background=top.jpg>欢迎访问{c}人民政府网站！</td></tr></table>",
    "",
)
MENUS = (
    '<ul class="nav">{items}</ul>',
    '<div class="menu"><ul>{items}</ul></div>',
    "<div class=lanmu><ul>{items}</ul></div>",
    "<table class=lm>{cells}</table>",
    '<div class="left"><h2>政务公开</h2><ul>{items}</ul></div>',
)
COLUMNS = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开", "规划信息", "财政信息")  # fmt: skip
FEET = (
    '<div class="footer"><p>主办：{c}人民政府办公室　承办：{c}大数据中心</p><p>{icp}　网站标识码：{r}0001</p></div>',
    "<div id=bottom><a href=/about/>关于我们</a> | <a href=/map/>网站地图</a><br>版权所有 {c}人民政府 {icp}</div>",
    "<footer><p>{c}人民政府主办</p><p>{icp}</p><p>更新日期：{today}</p></footer>",
    "<table width=1000><tr><td align=center>地址：{c}人民路1号 邮编：100000 {icp}</td></tr></table>",
)
LINKS = (
    "<div class=yqlj><h3>友情链接</h3><a href=http://www.gov.cn/>中国政府网</a> <a href=http://www.mof.gov.cn/>中华人民共和国财政部</a></div>",
    "<select><option>-- 县直部门网站 --</option><option value=http://a/>教育局</option></select>",
    "",
)
ADVERTS = (
    '<div class="piao"><a href="/zt/1/"><img src="/ad.jpg" alt="优化营商环境 我们在行动"></a></div>',
    '<div class="banner"><a href="/zt/2/">学习宣传贯彻党的二十届三中全会精神专题</a></div>',
    "",
    "",
)

# -- articles

TITLES = (
    "<h1>{t}</h1>",
    "<h2>{t}</h2>",
    "<div class=title>{t}</div>",
    "<p align=center><font size=5><b>{t}</b></font></p>",
    "<h3 class=bt>{t}</h3>",
    "<div class='art-tit'><span>{t}</span></div>",
    "<table><tr><td class=bt align=center>{t}</td></tr></table>",
)
BARS = (
    "<p>发布时间：{w}　来源：{s}　浏览次数：<span>12</span></p>",
    "<div><span>来源：{s}</span><span>发布时间：{w}</span><span>字号：[大 中 小]</span></div>",
    "<div>{w}　来源：{s}　作者：佚名</div>",
    "<ul><li>发布日期：{w}</li><li>信息来源：{s}</li><li>点击数：9</li></ul>",
    "<table><tr><td>【来源：{s}】</td><td>【发布时间：{w}】</td><td>【打印】</td></tr></table>",
    "<p><i></i>{w} <i></i>来源：{s} <i></i>阅读 100</p>",
    "<div>时间：{w} | 来源：{s} | 编辑：办公室</div>",
    "<dl><dt>发布时间</dt><dd>{w}</dd><dt>来源</dt><dd>{s}</dd></dl>",
    "<div><span>日期：</span><span>{w}</span><span>来源：</span><span>{s}</span></div>",
)
Pairs = Sequence[tuple[str, str]]


def _joined(shape: str, pairs: Pairs) -> str:
    return "".join(shape.format(n=name, v=value) for name, value in pairs)


def _four_cells(pairs: Pairs) -> str:
    rows = (pairs[at : at + 2] for at in range(0, len(pairs), 2))
    return "".join(f"<tr>{_joined('<td>{n}</td><td>{v}</td>', row)}</tr>" for row in rows)


INDEXES: tuple[Callable[[Pairs], str], ...] = (
    lambda p: f"<table>{_joined('<tr><th>{n}</th><td>{v}</td></tr>', p)}</table>",
    lambda p: f"<table><tr>{_joined('<td>{n}：{v}</td>', p)}</tr></table>",
    lambda p: f"<dl>{_joined('<dt>{n}</dt><dd>{v}</dd>', p)}</dl>",
    lambda p: f"<ul>{_joined('<li><b>{n}：</b>{v}</li>', p)}</ul>",
    lambda p: f"<ul>{_joined('<li><span>{n}</span><span>{v}</span></li>', p)}</ul>",
    lambda p: f"<div>{_joined('<p>【{n}】{v}</p>', p)}</div>",
    lambda p: f"<table border=1>{_four_cells(p)}</table>",
    lambda p: f"<p>{'　'.join(f'{n}：{v}' for n, v in p)}</p>",
)
