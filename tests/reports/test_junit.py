"""The JUnit file has the shape that CI servers read, the right counts, and fails only for what failed."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from checker.results import AuditResult, Level, Reason, Verdict
from reports.formats import Asked
from reports.junit import made
from reports.language import language
from tests.reports.sample import county_portal, dead_link, links_rule
from tests.reports.test_html_safety import HOSTILE_PIECES, poisoned

ASKED = Asked(language("zh"))
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd")))


def read(result: AuditResult, asked: Asked = ASKED) -> etree._Element:
    """The tree, after a look at what holds for all: its shape, its counts, each rule once."""
    tree = etree.fromstring(made(result, asked))
    SCHEMA.assertValid(tree)
    for counted in [tree, *tree.iter("testsuite")]:
        found = Counter(
            each.tag for each in counted.iter("testcase", "failure", "error", "skipped")
        )
        assert {
            name: int(counted.get(name)) for name in ("tests", "failures", "errors", "skipped")
        } == {
            "tests": found["testcase"],
            "failures": found["failure"],
            "errors": found["error"],
            "skipped": found["skipped"],
        }
    assert int(tree.get("tests")) == len(result.rules)
    return tree


def outcomes(tree: etree._Element) -> dict[str, tuple[str, str] | None]:
    return {
        case.get("name").split()[0]: (case[0].tag, case[0].get("type")) if len(case) else None
        for case in tree.iter("testcase")
    }


def test_only_what_failed_is_a_failure() -> None:
    assert outcomes(read(county_portal())) == {
        "annual-report-published": ("skipped", "review"),
        "site-identity": None,
        "links": ("failure", "required"),
        "plans-column": ("failure", "required"),
        "ipv6": ("skipped", "advice"),
        "budget-published": ("skipped", "pending"),
        "gazette": ("skipped", "not-applicable"),
    }


@pytest.mark.parametrize("begun", ["0001-01-01T00:00:00+08:00", "昨天", ""])
def test_a_time_that_cannot_be_told_is_left_to_the_epoch(begun: str) -> None:
    portal = county_portal()
    run = portal.run.model_copy(update={"started_at": begun})
    suite = read(portal.model_copy(update={"run": run}))[0]
    assert suite.get("timestamp") == "1970-01-01T00:00:00"


def test_a_suite_for_each_pack_and_each_rule_once() -> None:
    suites = {
        suite.get("name"): [case.get("classname") for case in suite.iter("testcase")]
        for suite in read(county_portal()).iter("testsuite")
    }
    assert suites == {
        "国家基本要求": ["gongkai.base"] * 2,
        "2021年青麓县政务公开工作要点": ["gongkai.qinglu-2021"] * 5,
    }


def test_a_check_that_crashed_is_an_error() -> None:
    crashed = links_rule().model_copy(
        update={
            "verdict": Verdict.REVIEW,
            "reason": Reason.CHECK_ERROR,
            "error": "ValueError: 甲",
            "findings": [],
        }
    )
    tree = read(county_portal().model_copy(update={"rules": [crashed]}))
    assert tree.findtext(".//error") == "ValueError: 甲"


def test_a_veto_says_so_and_a_failure_without_findings_shows_what_was_seen() -> None:
    veto = county_portal().rules[1].model_copy(update={"level": Level.VETO})
    failure = read(county_portal().model_copy(update={"rules": [veto]})).find(".//failure")
    assert failure is not None
    assert failure.get("type") == "veto"
    assert "首页导航共 46 个栏目，没有名称相符的" in (failure.text or "")
    assert "怎么改：在门户网站开设" in (failure.text or "")


def test_findings_are_listed_up_to_a_limit_that_is_said() -> None:
    many = links_rule([dead_link(n, f"http://a.example/{n}", "404") for n in range(60)])
    text = read(county_portal().model_copy(update={"rules": [many]})).findtext(".//failure") or ""
    assert text.count("→ http://a.example/") == 50
    assert "另有 10 处" in text


def test_rules_of_no_known_pack_have_a_suite_of_their_own() -> None:
    tree = read(county_portal().model_copy(update={"packs": [], "clauses": []}))
    assert [suite.get("name") for suite in tree] == ["其他"]


def test_english() -> None:
    tree = read(county_portal(), Asked(language("en")))
    assert "Not due yet: " in etree.tostring(tree, encoding="unicode")


def test_equal_results_give_equal_bytes() -> None:
    assert made(county_portal(), ASKED) == made(county_portal(), ASKED)


@pytest.mark.parametrize(
    "text", [*HOSTILE_PIECES, "]]>", "\ud800", "甲" * 1_000_000], ids=lambda text: ascii(text)[:20]
)
def test_hostile_text_is_inert(text: str) -> None:
    content = made(poisoned(text), ASKED)
    tree = etree.fromstring(content)
    SCHEMA.assertValid(tree)
    assert len(content) < 300_000
    for said in [
        *tree.itertext(),
        *(value for each in tree.iter() for value in each.attrib.values()),
    ]:
        assert said.replace("\n", "").replace("\t", "").isprintable()
