from __future__ import annotations

import pytest

from checker.cases import run_cases, snapshot_of
from crawler.snapshot import Outcome, Role
from rules.loader import Library, parse_rule
from rules.problems import RuleErrors

RULE = """\
id: my-rule
title: 有栏目
check: column_exists
params: {names: [规划], min_items: 1}
pass_when: 有
how_checked: 看
fix: 建
messages: {pass: "有{column}", fail: "无", review: "不明"}
timing: continuing
known_limits: 无
cases:
  - name: 弄错的案例
    expect: pass
    messages: [没有的字]
    findings: [http://www.example.gov.cn/x]
    pages:
      /: <a href=/a.html>通知</a><a href=/f.doc>表</a><a href=http://www.o.cn/>外</a><a href=http://old.example.gov.cn/>旧</a>
    fetched: {/b.html: "404", /c.html: timeout, /d.html: "500", /e.html: "412"}
    redirects: {/r: /a.html}
"""


def test_what_a_failing_case_tells() -> None:
    rule = parse_rule(RULE, "my-rule.yaml")
    (result,) = run_cases(Library({"my-rule": rule}, {}))
    assert not result.ok
    assert len(result.complaints) == 3
    assert str(result).startswith("my-rule.yaml:12: 规则 my-rule 的案例“弄错的案例”")
    assert "应为 pass，实得 review" in str(result)


def test_the_portal_of_a_case() -> None:
    snapshot = snapshot_of(parse_rule(RULE, "my-rule.yaml").cases[0])
    known = {
        fetch.url.removeprefix("http://"): (fetch.role, fetch.outcome)
        for fetch in snapshot.fetches()
    }
    assert known == {
        "www.example.gov.cn/": (Role.PAGE, Outcome.OK),
        "www.example.gov.cn/a.html": (Role.PAGE, Outcome.NOT_REACHED),
        "www.example.gov.cn/f.doc": (Role.ATTACHMENT, Outcome.NOT_REACHED),
        "www.o.cn/": (Role.EXTERNAL, Outcome.NOT_REACHED),
        "old.example.gov.cn/": (Role.PAGE, Outcome.NOT_REACHED),
        "www.example.gov.cn/b.html": (Role.PAGE, Outcome.NOT_FOUND),
        "www.example.gov.cn/c.html": (Role.PAGE, Outcome.TIMEOUT),
        "www.example.gov.cn/d.html": (Role.PAGE, Outcome.SERVER_ERROR),
        "www.example.gov.cn/e.html": (Role.PAGE, Outcome.BLOCKED),
        "www.example.gov.cn/r": (Role.PAGE, Outcome.REDIRECT),
    }
    assert (
        snapshot.resolve("http://www.example.gov.cn/r").hops[-1]
        == "http://www.example.gov.cn/a.html"
    )


def test_a_page_of_a_case_as_a_browser_would_draw_it() -> None:
    drawn = RULE.replace(
        "    fetched:", "    rendered: {/: <a href=/drawn.html>规划</a>}\n    fetched:"
    )
    snapshot = snapshot_of(parse_rule(drawn, "my-rule.yaml").cases[0])
    home = snapshot.fetch("http://www.example.gov.cn/")
    assert home is not None
    assert home.drawn is not None
    assert [link.text for link in snapshot.links(home.url)] == ["规划"]
    assert snapshot.fetch("http://www.example.gov.cn/drawn.html") is not None


def test_what_was_drawn_was_sent_before() -> None:
    drawn = RULE.replace("    fetched:", "    rendered: {/no.html: <p>x</p>}\n    fetched:")
    with pytest.raises(RuleErrors, match="没有源码"):
        parse_rule(drawn, "my-rule.yaml")


def test_a_case_that_came_out_right_for_a_wrong_reason_is_told() -> None:
    wrong = RULE.replace("expect: pass", "expect: review\n    reason: image_only").replace(
        "    messages: [没有的字]\n    findings: [http://www.example.gov.cn/x]\n", ""
    )
    (result,) = run_cases(Library({"my-rule": parse_rule(wrong, "my-rule.yaml")}, {}))
    assert ["待人工核查原因应为 image_only" in told for told in result.complaints] == [True]


def test_files_of_a_case_are_what_their_names_say() -> None:
    files = RULE.replace(
        "    fetched:",
        "      /b.pdf: 全文\n      /c.xyz: <p>网页</p>\n      /d.wps: 全文\n    fetched:",
    )
    snapshot = snapshot_of(parse_rule(files, "my-rule.yaml").cases[0])
    kinds = {
        fetch.url.rpartition("/")[2]: fetch.content_type
        for fetch in snapshot.fetches()
        if fetch.content_type
    }
    assert (kinds["b.pdf"], kinds["d.wps"]) == ("application/pdf", "application/octet-stream")
    assert kinds["c.xyz"] == "text/html"
