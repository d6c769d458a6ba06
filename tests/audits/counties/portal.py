"""A county's contents in a style: the answer to every address of its portal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audits.demo.attachments import MEDIA_TYPES, attachment
from tests.audits.counties.manners import Manner
from tests.audits.counties.model import Column, County, Document

_TEMPLATES = Path(__file__).with_name("styles")
_WALL = (
    "<html><head><meta charset=utf-8></head><body><script>var _0x1=document.cookie;"
    "setTimeout(function(){location.reload()},800)</script></body></html>"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal says at one address."""

    body: bytes
    status: int = 200
    kind: str = "text/html"


@dataclass(slots=True)
class Portal:
    """All pages of a county by path and query."""

    county: County
    manner: Manner
    pages: dict[str, Answer] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def searched(self, words: str) -> Answer:
        """What the portal's own search says: the documents whose title holds these words."""
        hits = [
            f'<li><a href="{escape(href)}">{escape(title)}</a></li>'
            for title, href in self.titles.items()
            if words and words in title
        ]
        told = f"<ul>{''.join(hits)}</ul>" if hits else "<p>没有找到相关结果。</p>"
        body = (
            f"<html><head><title>站内搜索</title></head><body><h1>站内搜索</h1>{told}</body></html>"
        )
        return Answer(body.encode(), kind="text/html; charset=utf-8")


def publish(county: County, manner: Manner) -> Portal:
    """Write a county's portal in a style."""
    portal = Portal(county, manner)
    press = _Press(county, manner)
    for path, answer in press.all():
        portal.pages[path] = answer
    for column in county.columns.values():
        for document in column.documents:
            portal.titles[document.title] = press.address(column, document)
    return portal


class _Press:
    def __init__(self, county: County, manner: Manner) -> None:
        self.county = county
        self.manner = manner
        self.numbers = {key: 100 + place for place, key in enumerate(county.columns)}
        documents = [one for column in county.columns.values() for one in column.documents]
        self.ids = {one.key: 3000 + place for place, one in enumerate(documents)}
        environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
        )
        self.template = environment.get_template(f"{manner.name}.html")
        self.nav = [
            {
                "name": name,
                "href": f"/{key}/",
                "children": [self._link(c) for c in county.children(key)],
            }
            for key, name in county.groups.items()
            if county.children(key)
        ]

    def all(self) -> Iterator[tuple[str, Answer]]:
        """Yield every path with its answer."""
        yield "/", self._page("home", "", [], **self._home())
        yield "/robots.txt", Answer(self._robots().encode(), kind="text/plain")
        if "search" in self.county.marks:
            yield "/search.html", self._page("note", "站内搜索", [], text="请输入要查找的词语。")
        for group in self.nav:
            key = str(group["href"]).strip("/")
            step = {"name": str(group["name"]), "href": str(group["href"])}
            yield f"/{key}/", self._page("hub", step["name"], [step], **self._subs(key))
        for column in self.county.columns.values():
            yield from self._column(column)
            for document in column.documents:
                yield from self._document(column, document)

    # -- addresses

    def _href(self, column: Column, page: int = 0) -> str:
        return self.manner.column(self._group(column), column.key, self.numbers[column.key], page)

    def address(self, column: Column, document: Document) -> str:
        """Where a document stands."""
        return self.manner.document(
            self._group(column),
            column.key,
            self.numbers[column.key],
            self.ids[document.key],
            document.day,
        )

    def _group(self, column: Column) -> str:
        while column.under not in self.county.groups:
            column = self.county.columns[column.under]
        return column.under

    def _link(self, column: Column) -> dict[str, str]:
        return {"name": column.name, "href": self._href(column)}

    def _row(self, column: Column, document: Document) -> dict[str, Any]:
        return {
            "title": document.title,
            "href": self.address(column, document),
            "day": self.manner.day(document.day),
            "date": document.day,
            "number": document.number,
        }

    def _trail(self, column: Column) -> list[dict[str, str]]:
        steps = [self._link(column)]
        while column.under not in self.county.groups:
            column = self.county.columns[column.under]
            steps.append(self._link(column))
        group = next(one for one in self.nav if one["href"] == f"/{column.under}/")
        return [{"name": str(group["name"]), "href": str(group["href"])}, *reversed(steps)]

    # -- pages

    def _home(self) -> dict[str, Any]:
        boxes = [
            self.county.columns[key] for key in ("news", "notices") if key in self.county.columns
        ]
        quick = [self.county.columns[key] for key in self.county.home_links]
        return {
            "boxes": [self._box(column) for column in boxes],
            "quick": [self._link(column) for column in quick],
            "dead": self.county.dead_links,
        }

    def _box(self, column: Column) -> dict[str, Any]:
        rows = [self._row(column, one) for one in column.documents[:5] if one.listed]
        return {**self._link(column), "rows": rows}

    def _subs(self, key: str) -> dict[str, Any]:
        return {"subs": [self._box(column) for column in self.county.children(key)]}

    def _column(self, column: Column) -> Iterator[tuple[str, Answer]]:
        if column.state == "walled":
            yield self._href(column), Answer(_WALL.encode(), 412)
            return
        listed = [self._row(column, one) for one in column.documents if one.listed]
        size = self.manner.per_page
        pages = [listed[at : at + size] for at in range(0, len(listed), size)] or [[]]
        turns = [self._href(column, number) for number in range(len(pages))]
        for number, rows in enumerate(pages):
            yield (
                turns[number],
                self._page(
                    "list",
                    column.name,
                    self._trail(column),
                    column=column,
                    rows=rows,
                    total=len(listed),
                    turns=turns,
                    number=number,
                    text=column.text,
                    catalogue=self._catalogue(column) if number == 0 else [],
                    **(self._subs(column.key) if number == 0 else {"subs": []}),
                ),
            )

    def _catalogue(self, column: Column) -> list[dict[str, str]]:
        return [
            {"name": name, "href": self.address(*self.county.document(key)) if key else ""}
            for name, key in column.rows
        ]

    def _document(self, column: Column, document: Document) -> Iterator[tuple[str, Answer]]:
        files = [
            {"name": name, "href": self.manner.file(self.ids[document.key], place, name)}
            for place, name in enumerate(document.files)
        ]
        related = [self.county.document(key) for key in document.related]
        related += [
            (other, one)
            for other in self.county.columns.values()
            for one in other.documents
            if document.key in one.related
        ]
        kind = "letter" if document.asked else "document"
        yield (
            self.address(column, document),
            self._page(
                kind,
                document.title,
                self._trail(column),
                column=column,
                document=document,
                day=self.manner.long_day(document.day),
                asked=self.manner.long_day(document.asked) if document.asked else "",
                replied=self.manner.long_day(document.replied) if document.replied else "",
                files=files,
                related=[self._row(*one) for one in related],
                id=self.ids[document.key],
            ),
        )
        if document.video and self.manner.name == "register":
            player = self._page("note", "视频播放", [], text=document.title)
            yield f"/player.html?video={self.ids[document.key]}.mp4", player
        for file in files if not document.lost_files else ():
            suffix = file["name"].rpartition(".")[2]
            body = attachment(suffix, (file["name"], self.county.name))
            yield file["href"], Answer(body, kind=MEDIA_TYPES[suffix])

    def _page(self, kind: str, title: str, trail: list[dict[str, str]], **facts: Any) -> Answer:
        html = self.template.render(
            kind=kind, title=title, trail=trail, county=self.county, nav=self.nav, **facts
        )
        return Answer(
            html.encode(self.manner.encoding, "xmlcharrefreplace"),
            kind=f"text/html; charset={self.manner.encoding}"
            if self.manner.says_charset
            else "text/html",
        )

    def _robots(self) -> str:
        closed = [c for c in self.county.columns.values() if c.state == "closed_to_robots"]
        lines = [f"Disallow: {self._href(column)}" for column in closed]
        return "\n".join(["User-agent: *", *lines, ""])
