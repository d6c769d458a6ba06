from __future__ import annotations

import pytest

from checker.catalogue import checks, rule_problems, validate
from checker.params import Params
from rules.loader import Library, load_library, parse_pack, parse_rule
from rules.problems import RuleErrors

RULE = """\
id: my-rule
title: 有栏目
check: column_exists
params:
  names: [规划]
pass_when: 有
how_checked: 看
fix: 建
messages: {pass: "有{column}", fail: "无", review: "不明{why}"}
timing: continuing
known_limits: 无
"""


def problems(text: str) -> list[str]:
    return [str(problem) for problem in rule_problems(parse_rule(text, "library/my-rule.yaml"))]


def test_checks_are_found_without_a_list() -> None:
    assert {"column_exists", "document_published", "ipv6_ready", "links_alive"} <= set(checks())
    for name, check in checks().items():
        assert check.run.__name__ == name
        assert issubclass(check.params, Params)
        assert {"why", "as_of"} <= check.slots
        assert "Review:" in check.doc


def test_the_bundled_library_fits_its_checks() -> None:
    validate(load_library())


def test_a_good_rule_has_no_problem() -> None:
    assert problems(RULE) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("check: column_exists", "check: colum_exists", 3, "column_exists"),
        ("  names: [规划]", "  nams: [规划]", 5, "names"),
        ("  names: [规划]", "  names: [规划]\n  max_clicks: 三", 6, "整数"),
        ("  names: [规划]", "  names: [规划]\n  max_clicks: -1", 6, "不小于 0"),
        ("  names: [规划]", "  names: 规划", 5, "列表"),
        ("有{column}", "有{colum}", 9, "colum"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    found = problems(RULE.replace(old, new))
    assert found
    assert any(f"my-rule.yaml:{line}:" in one and words in one for one in found)


def test_everything_is_told_at_once() -> None:
    text = RULE.replace("names: [规划]", "names: 规划\n  max_clicks: x").replace(
        "{column}", "{nothing}"
    )
    assert len(problems(text)) == 3


def test_a_pack_s_own_parameters_are_looked_at_where_they_stand() -> None:
    pack = """\
id: tx-2026
title: 要点
version: "1"
document: {name: 要点, issuer: 桃县}
clauses:
  - id: tx-2026/1
    section: 一
    title: 栏目
    rules:
      - rule: my-rule
        params:
          min_items: 许多
"""
    rule = parse_rule(RULE, "my-rule.yaml")
    library = Library({"my-rule": rule}, {})
    with pytest.raises(RuleErrors) as raised:
        validate(library, [parse_pack(pack, "packs/tx-2026.yaml")])
    assert "tx-2026.yaml:12:" in str(raised.value)


@pytest.mark.parametrize(
    ("part", "line"),
    [("also:\n          names: [规划天地]", 0), ("defaults:\n          min_items: 许多", 12)],
)
def test_added_words_and_defaults_are_looked_at_where_they_stand(part: str, line: int) -> None:
    pack = f"""\
id: tx-2026
title: 要点
version: "1"
document: {{name: 要点, issuer: 桃县}}
clauses:
  - id: tx-2026/1
    section: 一
    title: 栏目
    rules:
      - rule: my-rule
        {part}
"""
    library = Library({"my-rule": parse_rule(RULE, "my-rule.yaml")}, {})
    packs = [parse_pack(pack, "packs/tx-2026.yaml")]
    if not line:
        validate(library, packs)
        return
    with pytest.raises(RuleErrors) as raised:
        validate(library, packs)
    assert f"tx-2026.yaml:{line}:" in str(raised.value)


def test_a_pattern_that_would_be_slow_is_told_by_its_line() -> None:
    text = RULE.replace("check: column_exists", "check: document_published").replace(
        "  names: [规划]", "  columns: [年报]\n  title_any: ['完结(?!篇)']"
    )
    (problem,) = [one for one in problems(text) if "title_any" in one]
    assert problem.startswith("library/my-rule.yaml:6: ")
    assert "匹配会极慢" in problem
    assert "请直接写出前后的字" in problem
