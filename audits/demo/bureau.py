"""Builds the sub-site of the human-resources bureau: an old site in GBK, addressed by queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from audits.demo import content, hosts, oddities
from audits.demo.answer import Answer
from audits.demo.articles import Article, newest_first, resolve
from audits.demo.content import Column
from audits.demo.render import Metas, Page, render, site_metas

NAME = "青岚县人力资源和社会保障局"
CODE = "9901230019"
PER_PAGE = 5
FIRST_NUMBER = 101
MISDECLARED = "rsj-misdeclared"
ABOUT = (
    "贯彻执行就业、社会保障、人事人才和劳动关系方面的法律法规和政策，负责全县就业服务、社会保险管理和劳动监察。",
    "办公地址：青岚县城关街道劳动路8号；办公时间：工作日9时至12时、13时30分至17时；负责人：顾清和。",
)
Pages = Iterator[tuple[str, Answer]]


class Bureau:
    """The sub-site on one day.  Its pages say GB2312 and use GBK, as such sites do."""

    def __init__(self, today: datetime, *, silent: bool) -> None:
        self._today = today
        self._silent = silent
        self._columns = content.columns("rsj")
        self._articles: dict[str, list[Article]] = {}
        number = FIRST_NUMBER
        for column in self._columns:
            found = resolve(column, today.date(), number)
            self._articles[column.path] = [
                replace(article, path=f"/show.asp?id={article.number}") for article in found
            ]
            number += len(found)

    def pages(self) -> Pages:
        """Every address that answers, with its answer."""
        yield (
            "/robots.txt",
            Answer(b"User-agent: *\nDisallow:\n", self._today, content_type="text/plain"),
        )
        groups = [(column.name, self._articles[column.path]) for column in self._columns]
        yield "/", self._html(self._page(NAME), groups=groups)
        yield "/about.asp", self._html(self._page("机构概况"), lines=ABOUT)
        for column in self._columns:
            yield from self._lists(column)
            for article in newest_first(self._articles[column.path]):
                yield article.path, self._article(column, article)

    def not_found(self) -> Answer:
        """What the sub-site says where it has nothing: 200 and an excuse, in GBK."""
        lines = ("您访问的页面不存在或已被删除！", "请返回首页重新访问。")
        body = render("plain", title="错误提示", lines=lines, charset="gb2312").encode("gbk")
        return Answer(body, self._today, content_type="text/html")

    def _lists(self, column: Column) -> Pages:
        articles = self._articles[column.path]
        starts = range(0, len(articles), PER_PAGE)
        paths = [column.path, *(f"{column.path}&page={n}" for n in range(2, len(starts) + 1))]
        turn = [(f"第{n}页", path) for n, path in enumerate(paths, 1)] if len(paths) > 1 else []
        for path, start in zip(paths, starts, strict=True):
            rows = articles[start : start + PER_PAGE]
            yield (
                path,
                self._html(
                    self._page(column.name, column), groups=[(column.name, rows)], turn=turn
                ),
            )

    def _article(self, column: Column, article: Article) -> Answer:
        odd = oddities.at(article.key, silent=self._silent) if article.key else ()
        metas = (
            ("ArticleTitle", article.title),
            ("PubDate", f"{article.when:%Y-%m-%d %H:%M}"),
            ("ContentSource", article.source),
        )
        answer = self._html(
            self._page(article.title, column, metas),
            utf8_claimed=article.key == MISDECLARED,
            article=article,
            links=[(each.text, each.href) for each in odd],
        )
        return replace(answer, modified=article.when, key=article.key)

    def _page(self, heading: str, column: Column | None = None, metas: Metas = ()) -> Page:
        about: Metas = ()
        crumbs: Metas = ()
        if column is not None:
            about = (
                ("ColumnName", column.name),
                ("ColumnDescription", column.description),
                ("ColumnKeywords", column.keywords),
                ("ColumnType", column.type),
            )
            crumbs = (("首页", "/"), (column.name, column.path))
        title = heading if heading == NAME else f"{heading}-{NAME}"
        return Page(title, (*site_metas(hosts.RSJ, NAME, CODE), *about, *metas), crumbs)

    def _html(self, page: Page, *, utf8_claimed: bool = False, **values: object) -> Answer:
        empty: dict[str, object] = {
            "article": None,
            "lines": (),
            "groups": (),
            "links": (),
            "turn": (),
        }
        body = render(
            "rsj",
            page=page,
            charset="utf-8" if utf8_claimed else "gb2312",
            columns=self._columns,
            head_links=[
                (each.text, each.href)
                for each in oddities.at(oddities.RSJ_HEAD, silent=self._silent)
            ],
            **(empty | values),
        ).encode("gbk")
        kind = "text/html; charset=utf-8" if utf8_claimed else "text/html"
        return Answer(body, self._today, content_type=kind)
