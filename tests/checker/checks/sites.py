"""What the small portals of these tests are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from checker.judgement import Question
from crawler.snapshot import Fetch, Outcome, Role

HOME = "http://www.tx.gov.cn/"
AS_OF = date(2026, 6, 30)


def asked(rule: str = "a-rule") -> Question:
    return Question(rule, AS_OF)


def home(**columns: str) -> dict[str, str]:
    """A home page with a menu of columns (path -> name), and two more pages so that it is no stub."""
    menu = "".join(f"<li><a href=/{path}/>{name}</a></li>" for path, name in columns.items())
    nav = f"<div class=nav><ul><li><a href=/>首页</a></li>{menu}<li><a href=/zwyw/>政务要闻</a></li></ul></div>"
    return {
        "/": f"<title>某县人民政府</title>{nav}<p>欢迎访问某县人民政府门户网站，了解本县情况。</p>",
        "/zwyw/": f"<title>政务要闻_某县人民政府</title>{listed('/zwyw', ['县政府召开常务会议研究工作'])}",
        "/zwyw/0.html": article("县政府召开常务会议研究工作", "2026-06-20"),
    }


def listed(under: str, titles: Sequence[str], days: Sequence[str] = ()) -> str:
    """The rows of a column, newest first, numbered from 0."""
    rows = []
    for number, title in enumerate(titles):
        day = days[number] if number < len(days) else "2026-06-20"
        rows.append(f"<li><a href={under}/{number}.html>{title}</a><span>{day}</span></li>")
    return f"<ul>{''.join(rows)}</ul>"


def article(title: str, day: str = "2026-06-20", body: str = "") -> str:
    return (
        f"<title>{title}_某县人民政府</title><meta name=ArticleTitle content='{title}'>"
        f"<meta name=PubDate content={day}><h1>{title}</h1><p>发布日期：{day}</p>"
        f"<div id=zoom><p>{body or '现将有关情况公布如下，请各单位遵照执行。'}</p></div>"
    )


def column(path: str, name: str, titles: Sequence[str], days: Sequence[str] = ()) -> dict[str, str]:
    """A column page with its rows, and the pages that they lead to."""
    pages = {f"/{path}/": f"<title>{name}_某县人民政府</title>{listed(f'/{path}', titles, days)}"}
    for number, title in enumerate(titles):
        day = days[number] if number < len(days) else "2026-06-20"
        pages[f"/{path}/{number}.html"] = article(title, day)
    return pages


def unseen(path: str, outcome: Outcome = Outcome.BLOCKED, status: int | None = 412) -> Fetch:
    """A page of the site that did not open for us."""
    return Fetch(HOME + path.lstrip("/"), Role.PAGE, outcome, status=status, attempts=2)
