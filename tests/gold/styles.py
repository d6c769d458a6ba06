"""Seventeen ways of building a portal: addresses, encodings, how a day is written, what is cut.

Written from what such portals look like, not from what our readers can read; see README.md here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from tests.gold.articles import Article, Section


@dataclass(frozen=True, slots=True)
class Style:
    """A portal's manner.  `cut` shortens titles in lists; `kept` says that the whole stands beside.

    `unprinted` are fields that its index table leaves out.
    """

    name: str
    column: Callable[[Section, int], str]
    article: Callable[[Section, Article], str]
    letter: Callable[[Section, str], str]
    file: Callable[[Article, int, str], str]
    in_list: Callable[[date], str]
    in_article: Callable[[date], str]
    encoding: str = "utf-8"
    per_page: int = 20
    cut: int | None = None
    kept: bool = True
    yearless: bool = False
    home: str = "/"
    indexed: bool = True
    said_twice: bool = True
    unprinted: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)


def _iso(day: date) -> str:
    return day.isoformat()


def _extension(name: str) -> str:
    return name.rpartition(".")[2]


MEADOW = Style(
    "meadow",
    unprinted=("主题分类",),
    column=lambda s, n: f"/zwgk/{s.key}/" + (f"index_{n}.html" if n else ""),
    article=lambda s, a: f"/zwgk/{s.key}/{a.published:%Y%m}/t{a.published:%Y%m%d}_{a.key}.html",
    letter=lambda s, k: f"/hd/xz/{s.key}/{k}.html",
    file=lambda a, i, n: f"/zwgk/P02{a.key}{i}.{_extension(n)}",
    in_list=_iso,
    in_article=lambda day: f"{day} 10:22",
    cut=24,
    per_page=15,
)
STORES = Style(
    "stores",
    unprinted=("有效性",),
    column=lambda s, n: (
        f"/col/col{_number(s.key)}/index.html" + (f"?uid=4711&pageNum={n + 1}" if n else "")
    ),
    article=lambda s, a: (
        f"/art/{a.published.year}/{a.published.month}/{a.published.day}/art_{_number(s.key)}_{a.key}.html"
    ),
    letter=lambda s, k: f"/module/mail/show.jsp?id={k}&c={_number(s.key)}",
    file=lambda a, i, n: f"/attach/0/{a.key}{i}.{_extension(n)}",
    in_list=_iso,
    in_article=lambda day: f"{day} 08:30",
    per_page=45,
    cut=30,
    names={"plans": "规划信息", "years": "政府信息公开年度报告", "staff": "人事任免"},
)
GRID = Style(
    "grid",
    column=lambda s, n: f"/{s.key}/" + (f"list_{n + 1}.shtml" if n else "list.shtml"),
    article=lambda s, a: f"/{s.key}/{a.published:%Y%m}/{int(a.key) * 7919:032x}.shtml",
    letter=lambda s, k: f"/{s.key}/mail/{k}.shtml",
    file=lambda a, i, n: f"/files/{a.key}/{i}.{_extension(n)}",
    in_list=_iso,
    in_article=lambda day: f"{day} 15:40:07",
    per_page=12,
    names={"policies": "规范性文件", "news": "要闻", "consultations": "征集调查"},
)
RELIC = Style(
    "relic",
    column=lambda s, n: f"/Class.asp?ClassID={_number(s.key)}" + (f"&page={n + 1}" if n else ""),
    article=lambda _, a: f"/ShowArticle.asp?ArticleID={int(a.key)}",
    letter=lambda _, k: f"/xx/show.asp?id={int(k)}",
    file=lambda a, i, n: f"/UploadFiles/{a.published.year}/{a.key}{i}.{_extension(n)}",
    in_list=lambda day: f"{day:%m-%d}",
    in_article=lambda day: f"{day.year}-{day.month}-{day.day}",
    encoding="gb18030",
    per_page=25,
    cut=22,
    kept=False,
    yearless=True,
    home="/index.asp",
    indexed=False,
    names={"news": "本县新闻", "bureau": "部门信息", "notices": "公告栏", "plans": "发展规划"},
)
WEBPLUS = Style(
    "webplus",
    unprinted=("主题分类",),
    column=lambda s, n: f"/zw/{s.key}/{99 - n}.htm" if n else f"/zw/{s.key}.htm",
    article=lambda s, a: f"/info/{_number(s.key)}/{int(a.key)}.htm",
    letter=lambda s, k: f"/{s.key}/info/{k}.htm",
    file=lambda a, i, n: (
        f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid={a.key}{i}{_extension(n)[:0]}"
    ),
    in_list=lambda day: f"{day:%Y年%m月%d日}",
    in_article=lambda day: f"{day:%Y年%m月%d日 16:35}",
    per_page=18,
    cut=28,
    said_twice=False,
    names={"letters": "领导信箱", "years": "信息公开年报"},
)
CARDS = Style(
    "cards",
    column=lambda s, n: f"/c/{s.key}" + (f"?p={n + 1}" if n else ""),
    article=lambda s, a: f"/a/{a.published.year}/{s.key}-{a.key}",
    letter=lambda s, k: f"/c/{s.key}/{k}",
    file=lambda a, i, n: f"/files/{a.key}/{i}.{_extension(n)}",
    in_list=lambda day: f"{day:%Y.%m.%d}",
    in_article=lambda day: f"{day:%Y.%m.%d}",
    per_page=10,
    names={"policies": "政策文件库", "plans": "规划计划"},
)
REGISTER = Style(
    "register",
    unprinted=("有效性",),
    column=lambda s, n: f"/gkmlpt/{s.key}/index.html" + (f"?page={n + 1}" if n else ""),
    article=lambda s, a: (
        f"/gkmlpt/content/{int(a.key[:2])}/{int(a.key)}/post_{a.key}.html#{_number(s.key)}"
    ),
    letter=lambda s, k: f"/gkmlpt/{s.key}/post_{k}.html",
    file=lambda a, i, n: f"/attachment/0/{a.key}/{i}.{_extension(n)}",
    in_list=_iso,
    in_article=_iso,
    per_page=30,
    said_twice=False,
    cut=None,
)
POSTBACK = Style(
    "postback",
    unprinted=("主题分类", "有效性"),
    column=lambda s, n: f"/List.aspx?cid={_number(s.key)}" + (f"&page={n + 1}" if n else ""),
    article=lambda _, a: f"/Detail.aspx?id={int(a.key)}",
    letter=lambda _, k: f"/Mail/Show.aspx?id={int(k)}",
    file=lambda a, i, n: f"/upfile/{a.key}{i}.{_extension(n)}",
    in_list=lambda day: f"{day:%Y/%m/%d}",
    in_article=lambda day: f"{day.year}/{day.month}/{day.day} 0:00:00",
    encoding="gbk",
    per_page=16,
    home="/Default.aspx",
    said_twice=False,
    names={"plans": "发展规划", "news": "今日要闻", "policies": "政府文件"},
)
GALLERY = Style(
    "gallery",
    column=lambda s, n: f"/channel/{s.key}/" + (f"{n + 1}/" if n else ""),
    article=lambda _, a: f"/news/{a.published:%Y%m%d}/{int(a.key):08d}",
    letter=lambda _, k: f"/mail/{k}",
    file=lambda a, i, n: f"/upload/file/{a.key}{i}.{_extension(n)}",
    in_list=lambda day: f"{day:%Y-%m-%d} 09:12",
    in_article=lambda day: f"{day.year}年{day.month}月{day.day}日",
    per_page=8,
    said_twice=False,
    names={"consultations": "民意征集", "feedbacks": "征集结果"},
)
LEDGER = Style(
    "ledger",
    unprinted=("主题分类",),
    column=lambda s, n: f"/zwgk/{s.key}/index{f'_{n}' if n else ''}.shtml",
    article=lambda s, a: f"/zwgk/{s.key}/content_{int(a.key)}.shtml",
    letter=lambda s, k: f"/hd/{s.key}/content_{int(k)}.shtml",
    file=lambda a, i, n: f"/zwgk/files/{a.key}_{i}.{_extension(n)}",
    in_list=lambda day: f"{day:%Y.%m.%d}",
    in_article=lambda day: f"{day}",
    per_page=22,
    cut=26,
    said_twice=False,
    home="/index.html",
    names={"years": "年度报告", "help": "低保救助"},
)
TABS = Style(
    "tabs",
    column=lambda s, n: f"/xxgk/{s.key}/" + (f"index_{n}.html" if n else ""),
    article=lambda s, a: f"/xxgk/{s.key}/{a.published:%Y%m}/t{a.published:%Y%m%d}_{a.key}.html",
    letter=lambda s, k: f"/hdjl/{s.key}/{k}.html",
    file=lambda a, i, n: f"/xxgk/P0{a.key}{i}.{_extension(n)}",
    in_list=_iso,
    in_article=lambda day: f"{day} 10:41",
    cut=26,
    per_page=18,
    names={"years": "政府信息公开年度报告"},
)
VAULT = Style(
    "vault",
    column=lambda s, n: (
        f"/col/col{_number(s.key)}/index.html" + (f"?uid=28817&pageNum={n + 1}" if n else "")
    ),
    article=lambda s, a: (
        f"/art/{a.published.year}/{a.published.month}/{a.published.day}/art_{_number(s.key)}_{a.key}.html"
    ),
    letter=lambda _, k: f"/module/mailbox/view.jsp?metadataid={k}",
    file=lambda a, i, n: f"/attach/{a.key}{i}.{_extension(n)}",
    in_list=_iso,
    in_article=lambda day: f"{day} 09:02",
    encoding="gbk",
    cut=24,
    home="/index.html",
    names={"plans": "规划信息", "letters": "领导信箱"},
)
DAYBOX = Style(
    "daybox",
    column=lambda s, n: f"/ch/{s.key}/list{f'-{n + 1}' if n else ''}.html",
    article=lambda s, a: f"/ch/{s.key}/d{int(a.key)}.html",
    letter=lambda s, k: f"/ch/{s.key}/m{k}.html",
    file=lambda a, i, n: f"/u/{a.key}{i}.{_extension(n)}",
    in_list=_iso,
    in_article=lambda day: f"{day.year}年{day.month:02d}月{day.day:02d}日 14:08",
    per_page=12,
    said_twice=False,
    names={"news": "本地要闻", "policies": "规范性文件"},
)
PANEL = Style(
    "panel",
    column=lambda s, n: f"/channel?id={_number(s.key)}" + (f"&page={n + 1}" if n else ""),
    article=lambda _, a: f"/detail?id={int(a.key) + 90000}",
    letter=lambda _, k: f"/mail/detail?id={int(k)}",
    file=lambda a, i, n: f"/download/{a.key}{i}.{_extension(n)}",
    in_list=lambda day: f"{day:%b %d, %Y}",
    in_article=lambda day: f"{day} 17:20:00",
    per_page=14,
    names={"consultations": "征求意见"},
)
TERMS = Style(
    "terms",
    column=lambda s, n: f"/{s.key}/" + (f"p{n + 1}.html" if n else "main.html"),
    article=lambda s, a: f"/{s.key}/n{int(a.key) * 31}.html",
    letter=lambda s, k: f"/{s.key}/x{k}.html",
    file=lambda a, i, n: f"/file/{a.key}{i}.{_extension(n)}",
    in_list=lambda day: f"{day:%m/%d}",
    in_article=lambda day: f"{day:%Y/%m/%d}",
    per_page=25,
    cut=20,
    yearless=True,
    home="/main.html",
    unprinted=("主题分类",),
    names={"feedbacks": "意见反馈", "help": "低保救助"},
)
FLAT = Style(
    "flat",
    column=lambda s, n: f"/list.asp?lm={_number(s.key)}" + (f"&pg={n + 1}" if n else ""),
    article=lambda _, a: f"/view.asp?id={int(a.key)}",
    letter=lambda _, k: f"/mail.asp?id={int(k)}",
    file=lambda a, i, n: f"/uploadfile/{a.key}{i}.{_extension(n)}",
    in_list=lambda day: f"{day.year}-{day.month}-{day.day}",
    in_article=lambda day: f"{day.year}-{day.month}-{day.day} 8:30:11",
    encoding="gb18030",
    per_page=30,
    cut=22,
    kept=False,
    unprinted=("主题分类", "有效性"),
    names={"plans": "发展规划", "staff": "人事任免"},
)
WRAPS = Style(
    "wraps",
    column=lambda s, n: f"/topics/{s.key}" + (f"?page={n + 1}" if n else ""),
    article=lambda _, a: f"/docs/{int(a.key) * 7919:012x}",
    letter=lambda _, k: f"/mail/{k}",
    file=lambda a, i, n: f"/assets/{a.key}/{i}.{_extension(n)}",
    in_list=lambda day: f"{day:%Y年%m月%d日}",
    in_article=lambda day: f"{day:%Y年%m月%d日}",
    per_page=12,
    said_twice=False,
    names={"policies": "政策文件库", "consultations": "民意征集"},
)
# The second batch was written after the readers had been mended on the first, the third after the second.
FIRST = (MEADOW, STORES, GRID, RELIC, WEBPLUS, CARDS, REGISTER)
SECOND = (POSTBACK, GALLERY, LEDGER)
THIRD = (TABS, VAULT, DAYBOX, PANEL, TERMS, FLAT, WRAPS)
STYLES = FIRST + SECOND + THIRD


def _number(key: str) -> int:
    """A column's number, the same in every run."""
    return 1000 + sum(ord(letter) * (place + 3) for place, letter in enumerate(key)) % 8999
