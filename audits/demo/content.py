"""Reads the texts of the demo county (`content/`) and dates them relative to a given day.

It knows nothing of HTML or HTTP.  The texts belong to the package; whoever edits them gets an
error from the model when a key is misspelt.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

CHINA = timezone(timedelta(hours=8))
FIRST_PLAN_YEAR = 2021  # the fourteenth five-year plan began
PLAN_YEARS = 5
ORDINALS = ("十四", "十五", "十六", "十七", "十八", "十九", "二十")


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(_Text):
    """One article as written, before it has a date.

    Exactly one of `ago` (days before today), `each` (MM-DD, the last such day before today, `back`
    years earlier) and `plan` (MM-DD in the first year of a five-year plan) says when it appeared.
    `$year`, `$last`, `$next` in a text stand for the years around the day of publication; `$plan`,
    `$ordinal`, `$start`, `$end` for its five-year plan.
    """

    title: str
    body: str
    ago: int | None = None
    each: str | None = None
    plan: str | None = None
    back: int = 0
    source: str | None = None
    key: str | None = None
    number: str | None = None
    subject: str | None = None
    files: tuple[str, ...] = ()
    reply: str | None = None
    explains: str | None = None


class Column(_Text):
    """A column with its articles."""

    path: str
    name: str
    description: str
    keywords: str
    type: str
    source: str
    kind: str = "news"  # news | document | letter
    closings: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


class Section(_Text):
    """A page that gathers columns."""

    path: str
    name: str
    intro: str
    children: tuple[str, ...]


class Note(_Text):
    """A single page of plain text."""

    path: str
    name: str
    title: str
    body: str


def _read(file: Traversable) -> object:
    # BaseLoader makes text of every scalar (so 02-20 stays as written); it constructs nothing else.
    return yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - see above


@cache
def columns(site: str) -> tuple[Column, ...]:
    """All columns of a site (`www` or `rsj`), in the order of their paths."""
    folder = files(__package__) / "content" / site
    found = [
        Column.model_validate(_read(file))
        for file in folder.iterdir()
        if file.name.endswith(".yaml") and not file.name.startswith("_")
    ]
    return tuple(sorted(found, key=lambda column: column.path))


@cache
def sections() -> tuple[Section, ...]:
    """The pages of the portal that gather columns."""
    file = files(__package__) / "content" / "www" / "_sections.yaml"
    return TypeAdapter(tuple[Section, ...]).validate_python(_read(file))


@cache
def notes() -> tuple[Note, ...]:
    """The single text pages of the portal."""
    file = files(__package__) / "content" / "www" / "_notes.yaml"
    return TypeAdapter(tuple[Note, ...]).validate_python(_read(file))


def plan_start(day: date) -> int:
    """The first year of the five-year plan in which `day` lies."""
    return day.year - (day.year - FIRST_PLAN_YEAR) % PLAN_YEARS


def _in_year(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_day}")


def published(item: Item, today: date) -> date:
    """The day on which an item appeared; always before `today`."""
    if item.ago is not None:
        return today - timedelta(days=item.ago)
    if item.each is not None:
        late = _in_year(today.year, item.each) >= today
        return _in_year(today.year - late - item.back, item.each)
    if item.plan is not None:
        start = plan_start(today)
        late = _in_year(start, item.plan) >= today
        return _in_year(start - late * PLAN_YEARS, item.plan)
    message = f"{item.title}: one of ago, each and plan is needed"
    raise ValueError(message)


def fill(text: str, day: date) -> str:
    """Put the years around `day` into the slots of a text."""
    start = plan_start(day)
    ordinal = ORDINALS[max(0, start - FIRST_PLAN_YEAR) // PLAN_YEARS]
    return Template(text).substitute(
        year=day.year,
        last=day.year - 1,
        next=day.year + 1,
        plan=f"{ordinal}五",
        ordinal=ordinal,
        start=start,
        end=start + PLAN_YEARS - 1,
    )


def clock_time(day: date, number: int) -> datetime:
    """A time of day in office hours that always comes out the same for the same article."""
    return datetime.combine(day, time(8 + number % 9, number * 7 % 60), CHINA)
