"""A county's contents put together from what each theme puts there, and then harmed as planted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.audits.counties.model import Column, County, Document
from tests.audits.counties.plantings import Plan, site_map, themes, ways
from tests.audits.counties.reports import report_documents

_BACK = re.compile(r"\{日(\d+)\}")
_FILLER = (
    "为方便群众了解有关情况，现将{题}的具体内容刊登如下，有关单位应当对照执行，执行中遇到的情况及时反映。",
    "本页内容由承办科室提供并核对，今后如有变动，将在本栏目另行刊登，承办科室电话0900-2200001。",
)


def assemble(plan: Plan) -> County:
    """Put a county's contents together."""
    return _Assembly(plan).county()


class _Assembly:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ways = [_whole(theme, plan.way(theme)) for theme in [*themes(plan), *plan.also]]
        self.ways.append(plan.own)
        self.known: dict[str, dict[str, str]] = dict(site_map()["columns"])
        self.columns: dict[str, Column] = {}
        self.mute = {name for way in self.ways for name in way.get("mute", ())}
        self.counter = 0
        self.pace = 1.0

    def county(self) -> County:
        for key, told in self._each("columns"):
            self.known[key] = told
        for key, text in self._each("text"):
            self._page(self._column(key), text)
        changes: dict[str, dict[str, Any]] = {}
        for which, fields in self._each("change"):
            changes[which] = changes.get(which, {}) | fields
        for key, documents in self._each("put"):
            for told in documents:
                self._put(self._column(key), told, changes)
        for key, rows in self._each("rows"):
            self._catalogue(key, rows)
        self._series()
        self._reports()
        self._drop()
        for key, _ in self._each("empty"):
            self._column(key).state = "empty"
        for key, state in self.plan.states.items():
            self._column(key).state = state
        lost = {"police", "search"} & {str(way.get("without")) for way in self.ways}
        return County(
            name=self.plan.county,
            host=self.plan.host,
            today=self.plan.as_of,
            groups=site_map()["groups"],
            columns=self._in_order(),
            home_links=[key for key, _ in self._each("home")],
            dead_links=[path for path, _ in self._each("dead")],
            marks=frozenset({"police", "search"}) - lost,
        )

    def _each(self, name: str) -> Iterator[tuple[str, Any]]:
        for way in self.ways:
            told = way.get(name) or {}
            if isinstance(told, list):
                yield from ((key, None) for key in told)
            else:
                yield from told.items()

    def _column(self, key: str) -> Column:
        if key not in self.columns:
            told = self.known[key]
            name = self.plan.names.get(key, told["name"])
            self.columns[key] = Column(key, self._said(name), told["under"])
            if told["under"] in self.known:
                self._column(told["under"])
        return self.columns[key]

    def _page(self, column: Column, told: Any) -> None:
        """A column that is a page by itself."""
        page = {"says": told} if isinstance(told, str) else told
        column.text = self._said(page.get("says", ""))
        column.fields = list(page.get("fields", ()))
        column.picture = page.get("picture", "")

    def _said(self, text: str, day: date | None = None) -> str:
        """Fill a text in; years are those of the day on which it was written."""
        today = self.plan.as_of
        written = day or today
        words = {
            "县": self.plan.county,
            "号": self.plan.number,
            "年": str(written.year),
            "去年": str(written.year - 1),
            "后年": str(written.year + 2),
            "季": str((written.month + 2) // 3),
            "秋": str(today.year - (today < date(today.year, 9, 10))),
        }
        text = _BACK.sub(lambda match: _chinese(self._back(match[1])), text)
        for word, value in words.items():
            text = text.replace(f"{{{word}}}", value)
        return text

    def _back(self, days: str) -> date:
        """Return the day so many days back, at the pace of the column that is being filled."""
        return self.plan.as_of - timedelta(days=round(int(days) * self.pace))

    def _put(self, column: Column, told: Any, changes: dict[str, dict[str, Any]]) -> None:
        if isinstance(told, str):
            when, _, title = told.partition(" | ")
            told = {"a": when, "t": title}
        for which, fields in changes.items():
            title = told["t"]
            if which in {told.get("key"), f"={title}"} or (which[0] == "~" and which[1:] in title):
                told = told | fields
        slow = column.key in self.plan.pace.get("columns", ())
        self.pace = float(self.plan.pace["by"]) if slow else 1.0
        day = self._day(told["a"])
        title = self._said(told["t"], day)
        if any(one.title == title for one in column.documents):
            return  # two themes ask for the same document
        self.counter += 1
        letter = [self._day(one) for one in told.get("letter", ())]
        body = [self._said(text, day) for text in told.get("body", ())]
        if told.get("policy", False) or not body:
            body += [text.replace("{题}", f"“{_plain(title)}”") for text in _FILLER]
        document = Document(
            key=told.get("key") or f"d{self.counter}",
            title=title,
            day=day,
            source=self._said(told.get("src", "{县}人民政府办公室")),
            paragraphs=body,
            number=self._said(told.get("num", ""), day),
            formed=self._day(told["formed"]) if "formed" in told else None,
            files=[self._said(name, day) for name in told.get("files", ())],
            related=list(told.get("rel", ())),
            asked=letter[0] if letter else None,
            replied=letter[1] if len(letter) > 1 else None,
            image=told.get("image", False),
            video=told.get("video", False),
            lost_files=told.get("lost", False),
        )
        if told.get("policy"):
            document.index = self._index(document)
        column.documents.append(document)

    def _index(self, document: Document) -> dict[str, str]:
        told = {
            "索引号": f"0110-{document.key}",
            "发文机关": document.source,
            "成文日期": _chinese(document.formed or document.day),
            "发布日期": _chinese(document.day),
            "文号": document.number,
            "有效性": "有效",
            "公开方式": "主动公开",
        }
        return {name: value for name, value in told.items() if name not in self.mute}

    def _day(self, when: Any) -> date:
        said = self._said(str(when))
        if "-" in said:
            return date.fromisoformat(said)
        return self._back(said)

    def _catalogue(self, key: str, rows: list[str]) -> None:
        column = self._column(key)
        linked = not any(way.get("unlinked") for way in self.ways)
        for place, name in enumerate(rows):
            self._put(column, f"{200 + place} | {name}领域公开事项", {})
            column.documents[-1].listed = False
            there = linked or place % 4 == 0
            column.rows.append((name, column.documents[-1].key if there else None))

    def _series(self) -> None:
        """A whole row of like documents."""
        for way in self.ways:
            for number in range(way.get("dataset", 0)):
                self._put(
                    self._column("opendata"), f"{90 + number} | 第{number + 1}号公共数据集", {}
                )

    def _reports(self) -> None:
        asked: dict[str, Any] = {}
        for way in self.ways:
            asked |= way.get("reports") or {}
        self._column("annual").documents[:0] = report_documents(self.plan, asked)

    def _drop(self) -> None:
        keys = {key for key, _ in self._each("drop")}
        titles = [self._said(words) for words, _ in self._each("drop_titles")]
        for column in self.columns.values():
            column.documents = [
                one
                for one in column.documents
                if one.key not in keys and not any(words in one.title for words in titles)
            ]
        for key in self.plan.closed:
            self.columns.pop(key, None)
        kept = {one.key for column in self.columns.values() for one in column.documents}
        for column in self.columns.values():
            column.documents = [
                replace(one, related=[key for key in one.related if key in kept])
                for one in sorted(column.documents, key=lambda one: one.day, reverse=True)
            ]

    def _in_order(self) -> dict[str, Column]:
        """Columns as the site map orders them; those that hold nothing at all are not there."""
        order = [*site_map()["columns"], *self.columns]
        under = {column.under for column in self.columns.values()}
        return {
            key: self.columns[key]
            for key in dict.fromkeys(order)
            if key in self.columns
            and (
                self.columns[key].documents
                or self.columns[key].text
                or self.columns[key].fields
                or self.columns[key].rows
                or self.columns[key].state != "open"
                or key in under
            )
        }


def _whole(theme: str, name: str) -> dict[str, Any]:
    """A way that only changes what is there puts there what an honest county does."""
    way = ways(theme)[name]
    if "put" in way or not way.keys() & {"change", "drop", "drop_titles", "mute"}:
        return way
    return ways(theme).get("kept", {}) | way


def _plain(title: str) -> str:
    return re.sub(r"[《》“”]", "", title)


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
