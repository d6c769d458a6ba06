"""The English edition: everything that our own code says is English, everything else says it is Chinese."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag

from checker.results import (
    AuditResult,
    HostSeen,
    Level,
    MeasurementTable,
    OutsideHost,
    Reason,
    Spared,
    Verdict,
)
from reports.html import render
from reports.language import CHINESE, language
from tests.reports.sample import HOME, county_portal, dead_link, links_rule
from tests.reports.test_html_safety import poisoned

ENGLISH = language("en")
_CHINESE = re.compile("[\u3001-\u9fff\uff00-\uffef]+")


def parse(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def untranslated(page: str) -> list[str]:
    """Chinese in texts and attributes outside what is marked as Chinese, and outside addresses."""
    soup = parse(page)
    for original in soup.select('[lang="zh-CN"], .url, script, style, title'):
        original.decompose()
    texts = [str(text) for text in soup.find_all(string=_CHINESE)]
    attributes = [
        value
        for tag in soup.find_all(name=True)
        if isinstance(tag, Tag)
        for value in tag.attrs.values()
        if isinstance(value, str) and _CHINESE.search(value)
    ]
    return [*texts, *attributes]


def everything() -> AuditResult:
    """A portal with every reason, level and verdict, and with all that the coverage can say."""
    base = county_portal()
    coverage = base.coverage.model_copy(
        update={
            "hosts": [
                HostSeen(
                    host="www.x.gov.cn", pages_known=9, pages_fetched=4, not_fetched={"budget": 3}
                ),
                HostSeen(host="b.x.gov.cn", pages_known=1, pages_fetched=1),
            ],
            "hosts_known": 70,
            "outside_hosts": [
                OutsideHost(host="a.cn", links=40, akin=True),
                OutsideHost(host="b.cn", links=40, akin=False),
            ],
            "outside_hosts_known": 12,
            "traps": {"calendar": 3, "search": 5},
            "spared": Spared(
                since="2026-05-31T00:30:00+00:00",
                not_modified=5,
                not_modified_bytes=900,
                same_body=2,
                same_body_bytes=0,
            ),
        }
    )
    asked = base.rules[2]
    waiting = [
        asked.model_copy(update={"id": f"r{n}", "reason": reason, "error": "错"})
        for n, reason in enumerate([*Reason, None])
    ]
    judged = [
        base.rules[0].model_copy(
            update={"id": f"{verdict}-{level}", "verdict": verdict, "level": level}
        )
        for verdict in Verdict
        for level in Level
    ]
    many = links_rule([dead_link(n, f"{HOME}{n}.html", "404", n) for n in range(210)])
    table = MeasurementTable(title="表", columns=["甲"], rows=[[str(n)] for n in range(201)])
    long = base.rules[1].model_copy(
        update={"tables": [table], "evidence": base.rules[1].evidence * 51}
    )
    modalities = ["explore", "encourage", "as_appropriate", "gradual"]
    clauses = [
        base.clauses[-1].model_copy(
            update={"id": f"base/{each}", "modality": each, "printed": "40 日", "hints": ["甲"]}
        )
        for each in modalities
    ]
    return base.model_copy(
        update={
            "coverage": coverage,
            "rules": [*waiting, *judged, many, long],
            "clauses": [*base.clauses, *clauses],
        }
    )


def ending(finish: str | None) -> AuditResult:
    base = county_portal()
    unseen = {"crawl_finish": finish, "crawled_at": "", "pages_known": 1, "pages_fetched": 0}
    return base.model_copy(
        update={"coverage": base.coverage.model_copy(update=unseen), "rules": [], "packs": []}
    )


@pytest.mark.parametrize(
    "result",
    [
        county_portal(),
        everything(),
        *map(ending, ["finished", "interrupted", "unreachable", "robots", None]),
        poisoned("x" * 10_000),
    ],
    ids=["county", "everything", "finished", "stopped", "away", "robots", "killed", "cut texts"],
)
def test_no_chinese_is_left_where_our_own_code_speaks(result: AuditResult) -> None:
    assert untranslated(render(result, ENGLISH)) == []


def test_the_page_names_its_language_and_what_is_in_another() -> None:
    page = parse(render(county_portal(), ENGLISH))
    assert page.html["lang"] == "en"
    assert page.h1["lang"] == "zh-CN"
    assert page.h1.get_text() == "青麓县人民政府门户网站"
    chinese = parse(render(county_portal(), CHINESE))
    assert [tag.name for tag in chinese.select("[lang]")] == ["html"]


def test_what_it_says_in_english() -> None:
    page = parse(render(county_portal(), ENGLISH))
    assert page.find(class_="verdict").get_text() == (
        "Of 7 requirements: 2 fail, 1 needs review by a person, 1 recommendation not met, "
        "1 is not due yet, 1 passes, 1 does not apply."
    )
    header = page.header.get_text()
    for shown in ("31 December 2021", "Crawled at (Beijing time)", "2021-12-31 16:29:58"):
        assert shown in header
    assert "All times are Beijing time" in page.find(id="method").get_text()


def test_both_languages_hold_the_same_things_in_the_same_order() -> None:
    english, chinese = (parse(render(everything(), t)) for t in (ENGLISH, CHINESE))
    assert [tag["id"] for tag in english.select("[id]")] == [
        tag["id"] for tag in chinese.select("[id]")
    ]
    assert len(english.select("table tr")) == len(chinese.select("table tr"))


@pytest.mark.parametrize("t", [ENGLISH, CHINESE], ids=lambda t: t.name)
def test_equal_results_give_equal_bytes(t) -> None:
    assert render(everything(), t) == render(everything(), t)
