"""Build a made-up portal in one style: the bytes of every page, and what is true of them.

`python -m tests.gold.portal STYLE DIR` writes the pages and truth.json for looking at.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.gold.annual_report import expanded
from tests.gold.articles import Article, County, Section
from tests.gold.county import make_county
from tests.gold.styles import STYLES, Style
from tests.gold.truth import (
    CatalogueTruth,
    ColumnTruth,
    EntryTruth,
    LetterTruth,
    PageTruth,
    SiteTruth,
)

GROUPS = {"动态": "政务动态", "公开": "政府信息公开", "互动": "互动交流"}
# What rules look for, none of them knowing what this portal calls it.
SYNONYMS = {
    "plans": ["规划计划", "规划信息", "发展规划", "规划专栏"],
    "policies": ["规范性文件", "政策文件", "政策文件库", "政府文件"],
    "years": ["政府信息公开年报", "政府信息公开年度报告", "信息公开年报", "年度报告"],
    "letters": ["县长信箱", "领导信箱", "书记县长信箱"],
    "consultations": ["意见征集", "征求意见", "征集调查", "民意征集"],
    "feedbacks": ["结果反馈", "征集结果", "意见反馈"],
    "staff": ["人事信息", "人事任免"],
    "help": ["社会救助", "低保救助"],
}
ABSENT = ["双随机一公开", "建议提案办理", "公共资源交易", "应急预案", "惠民资金"]
_TEMPLATES = Path(__file__).with_name("templates")
_WIDTH = {
    "picture": "diagram",
    "video": "video",
    "qa": "questions",
    "press": "press",
    "text": "text",
}


@dataclass(slots=True)
class Portal:
    """Pages by URL, in the style's encoding, and their truth."""

    style: Style
    county: County
    pages: dict[str, bytes]
    truth: SiteTruth


def build(style: Style, seed: int) -> Portal:
    """Build the portal of county `seed` in `style`."""
    return _Builder(style, make_county(seed)).build()


@dataclass(slots=True)
class _Builder:
    style: Style
    county: County
    pages: dict[str, bytes] = field(default_factory=dict)
    where: dict[str, tuple[Section, Article]] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)
    environment: Environment = field(init=False)
    truth: SiteTruth = field(init=False)

    def __post_init__(self) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
        )
        self.truth = SiteTruth(home=self._full(self.style.home), absent_columns=ABSENT)

    def build(self) -> Portal:
        for section in self.county.sections:
            for article in section.articles:
                self.where[article.key] = section, article
        self.shared = {"county": self.county, "nav": self._nav(), "hot": self._hot()}
        self._fronts()
        for section in self.county.sections:
            group = self._group(section)
            self._column(section, group)
            for position, article in enumerate(section.articles):
                self._article(section, group, position, article)
        self._pairs()
        return Portal(self.style, self.county, self.pages, self.truth)

    # -- addresses

    def _full(self, path: str) -> str:
        return f"http://{self.county.host}{path}".partition("#")[0]

    def _href(self, key: str) -> str:
        section, article = self.where[key]
        return self.style.article(section, article)

    def _name(self, section: Section) -> str:
        return self.style.names.get(section.key, section.name)

    def _front(self, section: Section) -> str:
        return (
            self._href(section.articles[0].key)
            if section.shape == "article"
            else self.style.column(section, 0)
        )

    def _nav(self) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "href": f"/{group_key(key)}/",
                "children": [
                    {"name": self._name(section), "href": self._front(section)}
                    for section in self.county.sections
                    if section.parent == key
                ],
            }
            for key, name in GROUPS.items()
        ]

    def _group(self, section: Section) -> dict[str, Any]:
        return next(
            one for one in self.shared["nav"] if one["name"] == GROUPS[section.parent or ""]
        )

    def _hot(self) -> list[dict[str, Any]]:
        """What a side list shows everywhere: rows that belong to no column's own list."""
        return [self._row(article) for article in self.county.section("news").articles[3:30:4]]

    def _row(self, article: Article) -> dict[str, Any]:
        style, shown = self.style, article.title
        if style.cut and len(shown) > style.cut:
            shown = shown[: style.cut - 2] + ("..." if style.kept else "…")
        return {
            "title": article.title,
            "shown": shown,
            "href": self._href(article.key),
            "day": article.published,
            "shown_day": style.in_list(article.published),
            "pinned": article.pinned,
            "summary": (article.paragraphs or ("",))[0][:40],
            "source": article.source,
            "number": article.number,
            "formed": article.formed,
        }

    def _put(self, path: str, template: str, truth: PageTruth, **facts: Any) -> None:
        facts = {"section": None, "group": None, "href": ""} | self.shared | facts
        html = self.environment.get_template(f"{self.style.name}/{template}.html").render(facts)
        url = self._full(path)
        self.pages[url] = html.encode(self.style.encoding)
        self.truth.pages[url] = truth

    # -- pages

    def _fronts(self) -> None:
        blocks = {
            section.key: self._block(section)
            for section in self.county.sections
            if section.articles
        }
        self._put(
            self.style.home,
            "home",
            PageTruth("home"),
            blocks=[blocks["news"], blocks["notices"], blocks["policies"]],
        )
        for key, group in zip(GROUPS, self.shared["nav"], strict=True):
            own = [
                blocks[s.key] for s in self.county.sections if s.parent == key and s.key in blocks
            ]
            self._put(f"/{group_key(key)}/", "home", PageTruth("group"), blocks=own, group=group)
            self.truth.columns.append(
                ColumnTruth(group["name"], self._full(group["href"]), None, "group")
            )

    def _block(self, section: Section) -> dict[str, Any]:
        rows = [self._row(article) for article in section.articles[:6]]
        return {"name": self._name(section), "href": self._front(section), "entries": rows}

    def _column(self, section: Section, group: dict[str, Any]) -> None:
        state = {"letters": "list", "catalogue": "list"}.get(section.shape, section.shape)
        self.truth.columns.append(
            ColumnTruth(
                self._name(section),
                self._full(self._front(section)),
                group["name"],
                state,
                SYNONYMS.get(section.key, []),
            )
        )
        common = {
            "section": _Named(section, self._name(section)),
            "group": group,
            "href": self.style.column(section, 0),
        }
        trail = ["首页", group["name"], self._name(section)]
        if section.shape == "letters":
            self._letters(section, common, trail)
        elif section.shape == "catalogue":
            self._catalogue(section, common, trail)
        elif section.shape != "article":
            for number, part in enumerate(self._parts(section)):
                self._list(section, number, part, common, trail)

    def _parts(self, section: Section) -> Iterator[tuple[Article, ...]]:
        size = self.style.per_page
        yield section.articles[:size]
        for start in range(size, len(section.articles), size):
            yield section.articles[start : start + size]

    def _list(
        self,
        section: Section,
        number: int,
        part: tuple[Article, ...],
        common: dict[str, Any],
        trail: list[str],
    ) -> None:
        count = len(list(self._parts(section)))
        entries = [self._entry(article) for article in part]
        truth = PageTruth("list", trail=trail, column=trail[-1], entries=entries)
        if section.shape == "scripted":
            truth.entries = None
        self._put(
            self.style.column(section, number),
            "list",
            truth,
            rows=[self._row(article) for article in part],
            count=count,
            number=number,
            total=len(section.articles),
            turns=[self.style.column(section, one) for one in range(count)],
            **common,
        )

    def _entry(self, article: Article) -> EntryTruth:
        row = self._row(article)
        yearless = self.style.yearless
        return EntryTruth(
            title=row["title"] if self.style.kept else row["shown"],
            url=self._full(row["href"]),
            date=None if yearless else article.published.isoformat(),
            stamp=f"{article.published:%m-%d}" if yearless else None,
            pinned=article.pinned,
        )

    def _letters(self, section: Section, common: dict[str, Any], trail: list[str]) -> None:
        rows = []
        for letter in self.county.letters:
            href = self.style.letter(section, letter.key)
            facts = {name: getattr(letter, name) for name in letter.__slots__}
            rows.append(facts | {"href": href})
            truth = LetterTruth(
                letter.asked.isoformat(),
                letter.answered.isoformat() if letter.answered else None,
                None if self.style.name in {"relic", "register"} else letter.number,
                letter.department if letter.answered else None,
            )
            page = PageTruth(
                "letter", title=letter.title, trail=trail, letter=truth, numberless=True
            )
            self._put(href, "letter", page, letter=letter, **common)
        entries = [
            EntryTruth(letter.title, self._full(row["href"]), letter.asked.isoformat())
            for letter, row in zip(self.county.letters, rows, strict=True)
        ]
        truth = PageTruth("list", trail=trail, column=trail[-1], entries=entries)
        self._put(self.style.column(section, 0), "letters", truth, letters=rows, **common)

    def _catalogue(self, section: Section, common: dict[str, Any], trail: list[str]) -> None:
        rows = []
        for domain, item, key in self.county.catalogue:
            href = self._front(self.county.section(key)) if key else None
            rows.append({"domain": domain, "item": item, "href": href})
            shape = self.county.section(key).shape if key else ""
            target = {"list": "list", "empty": "empty", "scripted": "unseen"}.get(shape, "none")
            self.truth.catalogue.append(
                CatalogueTruth(item, self._full(href) if href else None, target)
            )
        self._put(
            self.style.column(section, 0),
            "catalogue",
            PageTruth("catalogue", trail=trail),
            rows=rows,
            **common,
        )

    def _article(
        self, section: Section, group: dict[str, Any], position: int, article: Article
    ) -> None:
        index = {}
        if article.role == "policy":
            index = {
                "索引号": f"11{self.county.region}00{article.key}X/{article.published.year}-{article.key}",
                "主题分类": "综合政务",
                "发文机关": article.source,
                "成文日期": article.formed.isoformat() if article.formed else "",
                "文号": article.number or "",
                "有效性": "有效",
            }
        near = {
            "before": self._row(section.articles[position - 1]) if position else None,
            "after": self._row(section.articles[position + 1])
            if position + 1 < len(section.articles)
            else None,
        }
        files = [
            {"name": name, "href": self.style.file(article, place, name)}
            for place, name in enumerate(article.attachments)
        ]
        # Styles that do not print the number twice print it in the index or not at all.
        printed = article if self.style.said_twice else _Without(article)
        self._put(
            self._href(article.key),
            "article",
            self._article_truth(section, group, article, index),
            section=_Named(section, self._name(section)),
            group=group,
            href=self.style.column(section, 0)
            if section.shape != "article"
            else self._href(article.key),
            article=printed,
            index=index if self.style.indexed else {},
            attachments=files,
            related=[self._row(self.where[key][1]) for key in article.related],
            shown_day=self.style.in_article(article.published),
            **near,
        )

    def _article_truth(
        self, section: Section, group: dict[str, Any], article: Article, index: dict[str, str]
    ) -> PageTruth:
        form = article.role.partition("interpretation-")[2]
        return PageTruth(
            "article",
            title=article.title,
            trail=["首页", group["name"], self._name(section)],
            column=self._name(section),
            published=article.published.isoformat(),
            source=article.source,
            number=article.number,
            numberless=article.number is None,
            index=self._printed(index),
            attachments=list(article.attachments),
            tables=[expanded(table) for table in article.tables] or None,
            report=article.report,
            form=_WIDTH[form] if form else None,
            closes=article.closes.isoformat() if article.closes else None,
            private=[one.shown for one in article.people if one.leaks],
        )

    def _printed(self, index: dict[str, str]) -> dict[str, str] | None:
        if not index or not self.style.indexed:
            return None
        left_out = self.style.unprinted
        return {name: value for name, value in index.items() if value and name not in left_out}

    # -- pairs

    def _pairs(self) -> None:
        asked = self.county.section("consultations").articles
        answered = self.county.section("feedbacks").articles
        for reply in answered:
            one = next((a for a in asked if a.role == "consultation" and _same(a, reply)), None)
            if one is not None:
                self.truth.feedback.append(
                    (self._full(self._href(one.key)), self._full(self._href(reply.key)))
                )
        paired = {asked for asked, _ in self.truth.feedback}
        self.truth.unanswered = [
            url
            for a in asked
            if a.role == "consultation" and (url := self._full(self._href(a.key))) not in paired
        ]
        policies = self.county.section("policies").articles
        for one in self.county.section("interpretations").articles:
            policy = next(
                (
                    p
                    for p in policies
                    if p.role == "policy" and one.key in self.county.interpreted.get(p.key, ())
                ),
                None,
            )
            if policy is not None:
                self.truth.interpretations.append(
                    (self._full(self._href(policy.key)), self._full(self._href(one.key)))
                )


@dataclass(frozen=True, slots=True)
class _Named:
    """A section under the name that the style gives it."""

    section: Section
    name: str

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def shape(self) -> str:
        return self.section.shape


class _Without:
    """An article without its number."""

    def __init__(self, article: Article) -> None:
        self.article = article

    number = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.article, name)


def group_key(name: str) -> str:
    """A group's part of the address."""
    return {"动态": "dt", "公开": "zfxxgk", "互动": "hdjl"}[name]


def _same(asked: Article, reply: Article) -> bool:
    return reply.answers == asked.key


def main(style: str, folder: str) -> None:
    """Write one portal to a folder."""
    portal = build(
        next(one for one in STYLES if one.name == style), [s.name for s in STYLES].index(style)
    )
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    names = {}
    for number, (url, body) in enumerate(portal.pages.items()):
        names[url] = f"{number:03d}.html"
        (out / names[url]).write_bytes(body)
    text = json.dumps(
        {"files": names, "truth": portal.truth.as_json()}, ensure_ascii=False, indent=1
    )
    (out / "truth.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
