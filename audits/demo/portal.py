"""Builds every page and file of the county portal `www` from the tree."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from audits.demo import hosts, oddities
from audits.demo.annual_reports import APPLICANTS, OUTCOMES
from audits.demo.answer import HTML, Answer, Trick
from audits.demo.articles import Article, File
from audits.demo.attachments import MEDIA_TYPES, attachment
from audits.demo.content import Column
from audits.demo.render import SITE_NAME, Metas, Page, render, site_metas
from audits.demo.tree import PLANS, Plans, Tree

PER_PAGE = 10
ANSWER_TIME = timedelta(days=2, hours=3)  # from letter to reply
TRICKS = {"slow": Trick.SLOW, "flaky": Trick.ONCE_503}
ENDS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
HOME_BOXES = (
    "/zwdt/dtyw/",
    "/zwdt/tzgg/",
    "/zfxxgk/fdzdgknr/zcwj/",
    "/zfxxgk/fdzdgknr/zcjd/",
    "/hdjl/xzxx/",
)
HOME_TILES = ("/zfxxgk/zn/", "/zfxxgk/zd/", "/zfxxgk/fdzdgknr/", "/zfxxgk/nb/", "/zfxxgk/ysqgk/")
MAP = "/wzdt/"
ROBOTS = f"User-agent: *\nDisallow: {oddities.DISALLOWED.rpartition('/')[0]}/\nDisallow: /search/\n"
Pages = Iterator[tuple[str, Answer]]


class Portal:
    """The portal `www` on one day, in one state."""

    def __init__(self, tree: Tree, today: datetime, plans: Plans, *, silent: bool) -> None:
        self._tree = tree
        self._today = today
        self._plans = plans
        self._silent = silent

    def pages(self) -> Pages:
        """Every address that answers, with its answer; oddities apart."""
        yield "/robots.txt", self._text(ROBOTS.encode(), "text/plain; charset=utf-8")
        yield "/", self._html("home", self._home(), None)
        yield MAP, self._html("map", self._map(), None)
        for section in self._tree.sections.values():
            children = self._tree.children(section)
            page = self._page(section.path, section.name)
            yield (
                section.path,
                self._html("section", {"section": section, "children": children}, page),
            )
        for note in self._tree.notes.values():
            values = {
                "note": note,
                "paragraphs": note.body.splitlines(),
                "siblings": self._tree.siblings(note.path),
            }
            yield note.path, self._html("note", values, self._page(note.path, note.title))
        for column in self._tree.columns.values():
            yield from self._column(column)
        for path in (oddities.CHINESE_FILE, oddities.BLANKS_FILE):
            name = path.rpartition("/")[2]
            yield path, self._file(File(path, name, (name, SITE_NAME)), self._today)

    def not_found(self) -> Answer:
        """What the portal says where it has nothing: an honest 404."""
        page = Page(f"页面不存在-{SITE_NAME}", site_metas(), (("首页", "/"),))
        return self._text(self._render("not_found", {}, page), status=404)

    def _column(self, column: Column) -> Pages:
        articles = self._tree.articles[column.path]
        yield from self._lists(column, articles)
        if self._plans == "script_only" and column.path == PLANS:
            rows = [
                {"title": a.title, "url": a.path, "date": f"{a.when:%Y-%m-%d}"} for a in articles
            ]
            body = json.dumps(rows, ensure_ascii=False).encode()
            yield f"{PLANS}list.json", self._text(body, "application/json; charset=utf-8")
        around = [None, *articles, None]
        for previous, article, following in zip(around, articles, around[2:], strict=False):
            yield from self._article(article, previous, following)

    def _lists(self, column: Column, articles: Sequence[Article]) -> Pages:
        script_only = self._plans == "script_only" and column.path == PLANS
        starts = [0] if script_only else range(0, max(len(articles), 1), PER_PAGE)
        names = ["./", *(f"index_{number}.html" for number in range(1, len(starts)))]
        for current, start in enumerate(starts):
            values = {
                "column": column,
                "articles": articles[start : start + PER_PAGE],
                "siblings": self._tree.siblings(column.path),
                "pages": names,
                "current": current,
                "script_only": script_only,
            }
            page = self._page(column.path, column.name, column)
            answer = self._html("list", values, page)
            yield column.path + names[current].removeprefix("./"), answer
            if current == 0:
                yield f"{column.path}index.html", answer

    def _article(
        self, article: Article, previous: Article | None, following: Article | None
    ) -> Pages:
        odd = oddities.at(article.key, silent=self._silent) if article.key else ()
        named = [(file.name, "./" + file.path.rpartition("/")[2]) for file in article.files]
        values: dict[str, object] = {
            "article": article,
            "previous": previous,
            "following": following,
            "asked": article.when - ANSWER_TIME,
            "files": named + [(each.text, each.href) for each in odd if each.as_file],
            "links": self._related(article)
            + [(each.text, each.href) for each in odd if not each.as_file],
            "applicants": APPLICANTS,
            "outcomes": OUTCOMES,
            "ends": ENDS,
        }
        metas: Metas = (
            ("ArticleTitle", article.title),
            ("PubDate", f"{article.when:%Y-%m-%d %H:%M}"),
            ("ContentSource", article.source),
            ("Keywords", article.column.keywords),
            ("Url", f"http://{hosts.WWW}{article.path}"),
        )
        page = self._page(article.path, article.title, article.column, metas)
        body = self._render("article", values, page)
        yield (
            article.path,
            Answer(body, article.when, trick=TRICKS.get(article.key), key=article.key),
        )
        for file in article.files:
            yield file.path, self._file(file, article.when)

    def _related(self, article: Article) -> list[tuple[str, str]]:
        """A document and what explains it point at each other."""
        explains = article.item.explains if article.item else None
        found = []
        for other in self._tree.all_articles():
            if explains and other.key == explains:
                found.append((f"相关文件：{other.title}", other.path))
            if article.key and other.item and other.item.explains == article.key:
                found.append((f"相关解读：{other.title}", other.path))
        return found

    def _home(self) -> dict[str, object]:
        tree = self._tree
        tiles = [*HOME_TILES, PLANS] if PLANS in tree.columns else [*HOME_TILES, "/zfxxgk/nb/xzf/"]
        return {
            "news": tree.articles[HOME_BOXES[0]],
            "boxes": [(tree.columns[path], tree.articles[path]) for path in HOME_BOXES],
            "tiles": [(tree.child(path).name, path) for path in tiles],
            "guides": tree.articles["/zwfw/bszn/"],
        }

    def _map(self) -> dict[str, object]:
        groups = [(part, self._tree.children(part)) for part in self._tree.sections.values()]
        below = {path for part in self._tree.sections.values() for path in part.children}
        alone = [
            (note.title, note.path)
            for note in self._tree.notes.values()
            if note.path not in below and note.path != oddities.CHAIN[-1]
        ]
        odd = [(each.text, each.href) for each in oddities.at(oddities.MAP, silent=self._silent)]
        return {"groups": groups, "links": alone + odd}

    def _page(
        self, path: str, heading: str, column: Column | None = None, metas: Metas = ()
    ) -> Page:
        name = column.name if column else heading
        about = (
            ("ColumnName", name),
            ("ColumnDescription", column.description if column else f"{SITE_NAME}{heading}"),
            ("ColumnKeywords", column.keywords if column else heading),
            ("ColumnType", column.type if column else heading),
        )
        title = f"{heading}-{SITE_NAME}"
        return Page(title, (*site_metas(), *about, *metas), self._tree.crumbs(path))

    def _html(self, template: str, values: dict[str, object], page: Page | None) -> Answer:
        if page is None:
            page = Page(f"{SITE_NAME}门户网站", site_metas())
        return self._text(self._render(template, values, page))

    def _render(self, template: str, values: dict[str, object], page: Page) -> bytes:
        return render(template, page=page, today=_chinese(self._today), **values).encode()

    def _text(self, body: bytes, kind: str = HTML, status: int = 200) -> Answer:
        return Answer(body, self._today, status=status, content_type=kind)

    def _file(self, file: File, modified: datetime) -> Answer:
        return Answer(
            attachment(file.suffix, file.lines), modified, content_type=MEDIA_TYPES[file.suffix]
        )


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
