from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from checker.cases import run_cases
from checker.demands import demands
from checker.engine import judge
from checker.results import AuditResult, Level, Reason, Run, Verdict
from crawler.snapshot import Fetch, Outcome, Role
from rules.loader import Library, load_library, parse_pack, parse_rule

RUN = Run(id="r", started_at="", finished_at="", tool_version="", seconds=0)
AS_OF = date(2026, 6, 30)
HOME = "http://www.tx.gov.cn/"
COUNTY = """
id: tx-2026
title: 桃县要点
version: "1"
document: {name: 桃县要点, issuer: 桃县人民政府}
clauses:
  - id: tx-2026/1
    section: 一
    title: 规划栏目
    rules: [{rule: plans-column, params: {min_items: 5, max_clicks: 4, names: [规划天地]}, level: veto}]
  - {id: tx-2026/2, section: 二, title: 培训, question: 是否组织了培训？}
"""
SILENT = """
id: plans-column
title: 有栏目
check: column_exists
params: {names: [规划]}
pass_when: 有
how_checked: 看
fix: 建
messages: {pass: 好, fail: 差, review: 请看}
timing: continuing
known_limits: 无
"""
PORTAL = {
    "/": "<title>桃县人民政府</title><a href=/ghjh/>规划计划</a><a href=/nb/>政府信息公开年报</a>",
    "/ghjh/": "<ul><li><a href=/ghjh/1.html>桃县能源规划</a><span>2026-01-02</span></li></ul>",
    "/ghjh/1.html": "<h1>桃县能源规划</h1><p>正文</p>",
    "/nb/": "<p>暂无</p>",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def audit(
    portal: Any,
    library: Library,
    pages: Any = None,
    fetches: Any = (),
    packs: Any = None,
    **more: Any,
) -> AuditResult:
    site = portal(PORTAL if pages is None else pages, fetches, **more)
    return judge(
        site.snapshot,
        library,
        packs or [library.pack("base")],
        as_of=AS_OF,
        run=RUN,
        tool_version="0.1",
    )


def test_words_that_a_document_adds_are_looked_for_beside_the_rule_s_own(
    library: Library,
) -> None:
    county = COUNTY.replace(
        "params: {min_items: 5, max_clicks: 4, names: [规划天地]}", "{}"
    ).replace("{}", "also: {names: [规划天地]}, defaults: {min_items: 1}")
    joined = demands(library, [library.pack("base"), parse_pack(county, "tx-2026.yaml")], AS_OF)
    params = joined["plans-column"].params.model_dump()
    own = library.rule("plans-column").params["names"]
    assert params["names"] == [*own, "规划天地"]
    assert params["min_items"] == 3  # the base pack's own demand is the stricter one


def test_the_whole_result_is_the_same_twice_to_the_byte(portal: Any, library: Library) -> None:
    one, two = (audit(portal, library).to_json() for _ in range(2))
    assert one == two
    assert AuditResult.model_validate_json(one).to_json() == one


def test_counts_add_up(portal: Any, library: Library) -> None:
    found = audit(portal, library)
    wanted = demands(library, [library.pack("base")], AS_OF)
    assert sum(found.score.verdicts.values()) == len(found.rules) == len(wanted)
    assert sum(found.score.clauses.values()) == len(found.clauses)
    assert (found.site.name, found.site.home) == ("桃县人民政府", HOME)
    assert found.run.tool_version == "0.1"
    assert len(found.packs[0].digest) == 64
    assert found.coverage.pages_fetched == 4
    assert found.coverage.complete


def test_a_failure_shows_its_evidence(portal: Any, library: Library) -> None:
    plans = next(rule for rule in audit(portal, library).rules if rule.id == "plans-column")
    assert plans.verdict is Verdict.FAIL
    assert plans.findings[0].url == f"{HOME}ghjh/"
    assert plans.findings[0].fetched_at == "2026-06-30T12:00:00+08:00"
    assert plans.evidence[0].sha256


def test_two_packs_join_in_one_rule_with_the_stricter_demand(portal: Any, library: Library) -> None:
    county = parse_pack(COUNTY, "tx-2026.yaml")
    found = audit(portal, library, packs=[library.pack("base"), county])
    plans = next(rule for rule in found.rules if rule.id == "plans-column")
    assert plans.clauses == ["base/1a", "tx-2026/1"]
    assert (plans.params["min_items"], plans.params["max_clicks"]) == (5, 3)
    assert plans.params["names"] == ["规划天地"]
    assert plans.level is Level.VETO
    asked = next(clause for clause in found.clauses if clause.id == "tx-2026/2")
    assert (asked.verdict, asked.rules, asked.question) == (Verdict.REVIEW, [], "是否组织了培训？")
    assert [pack.id for pack in found.packs] == ["base", "tx-2026"]


def test_a_county_alone_has_its_own_limits(library: Library) -> None:
    joined = demands(library, [parse_pack(COUNTY, "tx-2026.yaml")], AS_OF)
    assert joined["plans-column"].params.model_dump()["max_clicks"] == 4


PARTS = """
id: tx-2026
title: 桃县要点
version: "1"
document: {name: 桃县要点, issuer: 桃县人民政府}
clauses:
  - id: tx-2026/1a
    section: 一
    title: 规划
    rules: [plans-column]
  - id: tx-2026/1b
    section: 一
    title: 许多规划
    modality: encourage
    rules: [{rule: plans-column, part: 五百条规划, params: {min_items: 500}, level: advisory}]
  - id: tx-2026/1c
    section: 一
    title: 年报
    rules: [{rule: plans-column, part: 年报, params: {names: [政府信息公开年报], min_items: 0}}]
"""


def test_parts_of_a_rule_are_judged_apart(portal: Any, library: Library) -> None:
    pack = parse_pack(PARTS, "tx-2026.yaml")
    pages = PORTAL | {
        "/ghjh/": "<ul>"
        + "".join(
            f"<li><a href=/ghjh/{n}.html>桃县第{n}号能源规划</a><span>2026-01-02</span></li>"
            for n in range(4)
        )
        + "</ul>"
    }
    found = audit(portal, library, pages, packs=[pack])
    assert [(rule.id, rule.verdict, rule.level) for rule in found.rules] == [
        ("plans-column", Verdict.PASS, Level.REQUIRED),
        ("plans-column/五百条规划", Verdict.FAIL, Level.ADVISORY),
        ("plans-column/年报", Verdict.PASS, Level.REQUIRED),
    ]
    assert [(clause.rules, clause.verdict) for clause in found.clauses] == [
        (["plans-column"], Verdict.PASS),
        (["plans-column/五百条规划"], Verdict.FAIL),
        (["plans-column/年报"], Verdict.PASS),
    ]
    whole, many, _ = found.rules
    assert many.title == f"{whole.title}（五百条规划）"
    assert (whole.params["min_items"], many.params["min_items"]) == (3, 500)


DUE = """
id: tx-2026
title: 桃县要点
version: "1"
document: {name: 桃县要点, issuer: 桃县人民政府}
clauses:
  - id: tx-2026/1
    section: 一
    title: 规划栏目
    due: "2026-06-30"
    rules: [{rule: plans-column, params: {min_items: 500}}]
"""


@pytest.mark.parametrize(
    ("due", "verdict", "findings"),
    [("2026-06-30", Verdict.PENDING, 0), ("2026-06-29", Verdict.FAIL, 1)],
)
def test_what_is_not_yet_due_is_pending(
    portal: Any, library: Library, due: str, verdict: Verdict, findings: int
) -> None:
    pack = parse_pack(DUE.replace("2026-06-30", due), "tx-2026.yaml")
    found = audit(portal, library, packs=[pack])
    (plans,) = found.rules
    assert (plans.verdict, len(plans.findings)) == (verdict, findings)
    assert found.clauses[0].verdict is verdict
    assert plans.message.startswith(f"期限 {due} 未到") is (verdict is Verdict.PENDING)


def test_what_is_pending_is_not_told_as_a_doubt(portal: Any, library: Library) -> None:
    rule = library.rule("workpoints-published")
    messages = rule.messages.model_copy(update={"pending": None})
    bare = Library({rule.id: rule.model_copy(update={"messages": messages})}, {})
    text = DUE.replace("plans-column", rule.id).replace("min_items: 500", "by: 12-31")
    found = audit(portal, bare, packs=[parse_pack(text, "tx-2026.yaml")])
    assert found.rules[0].verdict is Verdict.PENDING
    assert found.rules[0].message == "期限 2026-12-31 未到"


@pytest.mark.parametrize("county_first", [True, False])
@pytest.mark.parametrize(
    ("due", "level", "rows", "verdict"),
    [
        ("2026-06-30", Level.REQUIRED, 3, Verdict.PENDING),
        ("2026-06-29", Level.VETO, 500, Verdict.FAIL),
    ],
)
def test_what_is_not_yet_due_does_not_weigh_on_what_holds(
    portal: Any,
    library: Library,
    *,
    county_first: bool,
    due: str,
    level: Level,
    rows: int,
    verdict: Verdict,
) -> None:
    county = DUE.replace("2026-06-30", due).replace("500}}", "500}, level: veto}")
    packs = [library.pack("base"), parse_pack(county, "tx-2026.yaml")]
    found = audit(portal, library, packs=packs[::-1] if county_first else packs)
    plans = next(rule for rule in found.rules if rule.id == "plans-column")
    assert sorted(plans.clauses) == ["base/1a", "tx-2026/1"]
    assert (plans.verdict, plans.level, plans.params["min_items"]) == (Verdict.FAIL, level, rows)
    clauses = {clause.id: clause.verdict for clause in found.clauses}
    assert (clauses["base/1a"], clauses["tx-2026/1"]) == (Verdict.FAIL, verdict)


@pytest.mark.parametrize("alone", [True, False])
def test_a_clause_can_leave_the_last_word_to_a_person(
    portal: Any, library: Library, *, alone: bool
) -> None:
    county = DUE.replace("min_items: 500}", "min_items: 1}, how: assisted").replace(
        "    due", "    #"
    )
    packs = [parse_pack(county, "tx-2026.yaml")] + ([] if alone else [library.pack("base")])
    found = audit(portal, library, packs=packs)
    plans = next(rule for rule in found.rules if rule.id == "plans-column")
    decided = Verdict.FAIL  # base wants three rows
    assert plans.verdict is (Verdict.REVIEW if alone else decided)
    assert plans.first is (Verdict.PASS if alone else None)


@pytest.mark.parametrize(
    ("outcome", "status", "reason"),
    [(Outcome.BLOCKED, 412, Reason.BLOCKED), (Outcome.TIMEOUT, None, Reason.UNREACHABLE)],
)
def test_without_a_home_page_nothing_fails(
    portal: Any, library: Library, outcome: Outcome, status: int | None, reason: Reason
) -> None:
    home = Fetch(HOME, Role.PAGE, outcome, status=status, attempts=2)
    found = audit(portal, library, {}, [home], finish="unreachable")
    read = [r for r in found.rules if r.check not in {"ipv6_ready", "site_available"}]
    assert {(rule.verdict, rule.reason) for rule in read} == {(Verdict.REVIEW, reason)}
    assert all(rule.message.startswith("首页没有看到（") for rule in read)
    assert not any("—" in rule.message for rule in read)
    assert found.score.verdicts["fail"] == 0
    assert not found.coverage.complete
    assert any("首页" in note for note in found.coverage.notes)


def test_an_empty_home_page_fails_nothing(portal: Any, library: Library) -> None:
    found = audit(portal, library, {"/": "<html><body></body></html>"})
    assert found.score.verdicts["fail"] == 0


def test_a_check_that_raises_does_not_stop_the_audit(portal: Any, library: Library) -> None:
    broken = ("ipv6", "www.tx.gov.cn", {"local_ipv6": "yes", "aaaa": 5})
    found = audit(portal, library, probes=[broken])
    ipv6 = next(rule for rule in found.rules if rule.id == "ipv6")
    assert (ipv6.verdict, ipv6.reason) == (Verdict.REVIEW, Reason.CHECK_ERROR)
    assert ipv6.error is not None
    assert "TypeError" in ipv6.error
    assert "/" not in ipv6.error.split("[")[1]
    assert not found.coverage.complete
    assert len(found.rules) == len(demands(library, [library.pack("base")], AS_OF))


def test_hostile_text_of_a_page_stays_text(portal: Any, library: Library) -> None:
    evil = "{why}<script>alert(1)</script>{0.__class__}"
    found = audit(
        portal,
        library,
        {"/": f"<title>{evil}</title><a href=/x.html>{evil}</a><a href=/>首页</a>"},
        [Fetch(f"{HOME}x.html", Role.PAGE, Outcome.NOT_FOUND, status=404)],
    )
    links = next(rule for rule in found.rules if rule.id == "links")
    assert links.verdict is Verdict.FAIL
    assert json.loads(found.to_json())["site"]["name"].startswith("{why}")


def test_evidence_is_bounded(portal: Any, library: Library) -> None:
    urls = [f"http://www.o{n}.gov.cn/" for n in range(50)]
    walls = [Fetch(url, Role.EXTERNAL, Outcome.BLOCKED, status=412) for url in urls]
    found = audit(
        portal, library, {"/": "".join(f"<a href={url}>某县{url}</a>" for url in urls)}, walls
    )
    links = next(rule for rule in found.rules if rule.id == "links")
    assert (links.verdict, len(links.evidence)) == (Verdict.REVIEW, 20)


def test_a_review_says_why_even_where_the_rule_leaves_it_out(portal: Any) -> None:
    rule = parse_rule(SILENT, "plans-column.yaml")
    own = Library({"plans-column": rule}, {})
    pack = parse_pack(COUNTY, "tx-2026.yaml")
    found = audit(portal, own, {"/": "<a href=/a/>规划天地</a>"}, packs=[pack])
    assert found.rules[0].message == "请看（抓取结束前没有轮到）"


@pytest.mark.parametrize(
    "result", run_cases(load_library()), ids=lambda result: f"{result.rule}·{result.case}"
)
def test_every_case_of_the_library_holds(result: Any) -> None:
    assert result.ok, str(result)


OVER = """
id: tx-2024
title: 桃县旧要点
version: "1"
year: 2024
document: {name: 桃县要点, issuer: 桃县人民政府}
clauses:
  - id: tx-2024/1
    section: 一
    title: 2024 年专项的规划栏目
    timing: year_bound
    rules: [{rule: plans-column, params: {min_items: 500}, level: veto}]
  - {id: tx-2024/2, section: 二, title: 疫情, until: 2023-01-08, question: 发布了吗？}
"""


def test_what_is_over_demands_nothing(portal: Any, library: Library) -> None:
    found = audit(portal, library, packs=[parse_pack(OVER, "tx-2024.yaml")])
    assert [clause.verdict for clause in found.clauses] == [Verdict.NOT_APPLICABLE] * 2
    (plans,) = found.rules
    assert plans.verdict is Verdict.NOT_APPLICABLE
    assert "不再适用" in plans.message


def test_what_is_over_does_not_weigh_on_what_holds(portal: Any, library: Library) -> None:
    packs = [parse_pack(OVER, "tx-2024.yaml"), library.pack("base")]
    found = audit(portal, library, packs=packs)
    plans = next(rule for rule in found.rules if rule.id == "plans-column")
    assert (plans.params["min_items"], plans.level) == (3, Level.REQUIRED)
    assert plans.clauses == ["tx-2024/1", "base/1a"]


def test_in_its_own_year_a_year_bound_demand_holds(library: Library) -> None:
    pack = parse_pack(OVER, "tx-2024.yaml")
    joined = demands(library, [pack], date(2024, 12, 31))
    assert joined["plans-column"].applies
    assert not pack.clauses[1].applies(date(2023, 1, 9), 2024)
    assert pack.clauses[1].applies(date(2023, 1, 8), 2024)


ASSISTED = """
id: plans-column
title: 有栏目
check: column_exists
how: assisted
params: {names: [规划计划], min_items: 1}
pass_when: 有
how_checked: 看
fix: 建
messages: {pass: 好, fail: 差, review: 请看}
timing: continuing
known_limits: 无
"""


@pytest.mark.parametrize(("items", "first"), [(1, Verdict.PASS), (500, Verdict.FAIL)])
def test_an_assisted_rule_leaves_the_last_word_to_a_person(
    portal: Any, items: int, first: Verdict
) -> None:
    rule = parse_rule(ASSISTED.replace("min_items: 1", f"min_items: {items}"), "plans-column.yaml")
    pack = parse_pack(
        COUNTY.split("    rules:", maxsplit=1)[0] + "    rules: [plans-column]\n", "tx-2026.yaml"
    )
    found = audit(portal, Library({rule.id: rule}, {pack.id: pack}), packs=[pack])
    (judged,) = found.rules
    assert (judged.verdict, judged.reason) == (Verdict.REVIEW, Reason.ASSISTED)
    assert judged.first is first
    assert judged.message.startswith("机器初判")
    assert found.clauses[0].verdict is Verdict.REVIEW


SINCE = """
id: tx-2021
title: 桃县要点
version: "1"
year: 2021
document: {name: 桃县要点, issuer: 桃县人民政府, issued: 2021-10-18}
clauses:
  - {id: tx-2021/1, section: 一, title: 反馈, rules: [decisions-feedback-deadline]}
  - {id: tx-2021/2, section: 二, title: 规划, rules: [plans-column]}
"""


def test_what_comes_up_case_by_case_is_demanded_from_the_day_of_the_document(
    library: Library,
) -> None:
    pack = parse_pack(SINCE, "tx-2021.yaml")
    joined = demands(library, [pack], AS_OF)
    assert joined["decisions-feedback-deadline"].since == date(2021, 10, 18)
    assert joined["plans-column"].since is None  # it holds whenever one looks
    undated = parse_pack(
        SINCE.replace(", issued: 2021-10-18", "").replace("tx-2021", "ty-2021"), "ty-2021.yaml"
    )
    assert demands(library, [pack, undated], AS_OF)["decisions-feedback-deadline"].since is None


@pytest.mark.parametrize(
    ("use", "told"),
    [
        ("{rule: plans-column, defaults: {min_items: 3}}", None),  # as the rule has it
        ("{rule: plans-column, params: {min_items: 5}, defaults: {max_clicks: 3}}", "五条"),
        ("{rule: plans-column, defaults: {min_items: 5}}", "五条；默认值，文件未写：五条"),
        ("{rule: plans-column, part: 专题, defaults: {max_clicks: 3}}", "五条"),
        (
            "{rule: knowledge-base, params: {question: 知识库有没有？请写明}}",
            "知识库有没有？请写明",
        ),
    ],
)
def test_a_reader_is_told_what_a_document_wants_otherwise(
    library: Library, use: str, told: str | None
) -> None:
    text = COUNTY.split("  - {id: tx-2026/2", maxsplit=1)[0]
    start = text.index("    rules:")
    text = f"{text[:start]}    printed: 五条\n    rules: [{use}]\n    note: 栏目；默认值，文件未写：五条\n"
    (one,) = demands(library, [parse_pack(text, "tx-2026.yaml")], AS_OF).values()
    if told is None:
        assert one.pass_when == one.rule.pass_when
    else:
        assert one.pass_when.endswith(f"以工作要点为准：{told}")


def test_a_default_is_not_told_as_what_the_document_says(library: Library) -> None:
    text = COUNTY.split("  - {id: tx-2026/2", maxsplit=1)[0]
    start = text.index("    rules:")
    use = "{rule: plans-column, defaults: {min_items: 5}}"
    text = f"{text[:start]}    rules: [{use}]\n    note: 默认值，文件未写：五条\n"
    (one,) = demands(library, [parse_pack(text, "tx-2026.yaml")], AS_OF).values()
    assert one.pass_when == f"{one.rule.pass_when}。默认值，文件未写：五条"
