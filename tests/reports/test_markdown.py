"""The Markdown summary reads well, says what it leaves out, and nothing in it comes alive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from checker.results import AuditResult, Verdict
from reports.formats import Asked
from reports.language import CHINESE, LANGUAGES, language
from reports.markdown import MAX_QUESTIONS, MAX_REVIEWS, MAX_TASKS, made
from reports.markdown_text import inert, link, table
from reports.visible import Address, address
from tests.reports.audits_in_time import audit
from tests.reports.sample import county_portal, dead_link, links_rule
from tests.reports.test_html_safety import HOSTILE_PIECES, poisoned

EXPECTED = Path(__file__).parent / "expected"
# As GitHub reads it, and with links made of whatever looks like an address, as other trackers do.
GITHUB = MarkdownIt("gfm-like", {"html": True, "linkify": True})
HOSTILE = [
    *HOSTILE_PIECES,
    "[看这里](http://evil.example/)",
    "![图](http://evil.example/x.png)",
    "<http://evil.example/>",
    "[a]: http://evil.example/ 'b'",
    "www.evil.example/a evil.example mail@evil.example //evil.example 中文.com",
    "| a | b |\n| --- | --- |\n| c | d |",
    "# 标题\n\n---\n- 条目\n1. 一\n> 引文\n```\n代码\n```",
    "**粗** _斜_ ~~删~~ `码` ``码`` \\` \\",
    "`` ` `",
    "@all @channel <@U012> <!here> <at id=all></at> #12 $x^2$",
    "http://evil.example/`|<b>|`",
    "=====",
    "- - -",
    "    四个空格",
    "- 条目",
    "7) 条目",
]


def summary(result: AuditResult, name: str = "zh") -> str:
    return made(result, Asked(language(name)))


def tokens(text: str) -> Iterator[Token]:
    for token in GITHUB.parse(text):
        yield token
        yield from token.children or ()


def shape(text: str) -> list[str]:
    """What the text is made of, whatever the words are; code is the same as text."""
    return [
        token.type
        for token in tokens(text)
        if token.type not in {"inline", "text", "code_inline", "text_special"}
    ]


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_small_one_reads_like_this(name: str) -> None:
    wanted = (EXPECTED / f"summary.{name}.md").read_text(encoding="utf-8")
    assert summary(county_portal(), name) == wanted


@pytest.mark.parametrize("name", LANGUAGES)
def test_equal_results_give_equal_text(name: str) -> None:
    assert summary(county_portal(), name) == summary(county_portal(), name)


def test_what_changed_since_last_time_stands_under_the_conclusion() -> None:
    now, before = audit(3), audit(2)
    lines = made(now, Asked(CHINESE, earlier=(before,))).splitlines()
    assert lines[2].startswith("**")
    assert before.as_of in lines[4]
    assert before.as_of not in made(now, Asked(CHINESE))


def many() -> AuditResult:
    base = county_portal()
    failed = [
        links_rule([dead_link(n, f"http://{n}.example/{k}", "404") for n in range(50)]).model_copy(
            update={"id": f"f{k}"}
        )
        for k in range(40)
    ]
    waiting = [base.rules[2].model_copy(update={"id": f"r{n}"}) for n in range(40)]
    asked = [base.clauses[-1].model_copy(update={"id": f"qinglu-2021/{n}"}) for n in range(40)]
    return base.model_copy(update={"rules": [*failed, *waiting], "clauses": asked})


def test_it_stays_short_and_says_what_it_leaves_out() -> None:
    text = summary(many())
    assert len(text) < 20_000
    for said in (
        f"另有 {40 - MAX_TASKS} 项要改",
        "另有 27 个根源",
        f"另有 {40 - MAX_REVIEWS} 项待人工核查",
        f"另有 {40 - MAX_QUESTIONS} 条",
    ):
        assert said in text
    assert text.count("**链接可用**") == MAX_TASKS


def test_faults_in_one_place_are_told_once() -> None:
    found = [dead_link(n, f"http://old.example/gk/{n}.html", "404") for n in range(9)]
    base = county_portal()
    text = summary(base.model_copy(update={"rules": [links_rule(found), *base.rules[1:]]}))
    assert "同一处 `http://old.example/gk/` 共 9 处；页面不存在 `404`" in text


def test_what_the_machine_leans_to_orders_what_a_person_looks_at() -> None:
    base = county_portal()
    waiting = [
        base.rules[2].model_copy(update={"id": f"r{n}", "title": f"要求{n}", "first": first})
        for n, first in enumerate([Verdict.PASS, None, Verdict.FAIL])
    ]
    text = summary(base.model_copy(update={"rules": waiting}))
    assert re.findall("要求[0-9]", text) == ["要求2", "要求1", "要求0"]
    assert "| 要求2 | 被网站防护拦截；机器初判不合格 |" in text


def test_places_with_personal_data_are_not_named() -> None:
    base, page = county_portal(), "http://www.qinglu.example/gs/leak.html"
    leak = dead_link(1, page, "身份证号")
    leaks = links_rule([leak.model_copy(update={"url": page, "found_on": [page]})])
    rule = leaks.model_copy(update={"id": "personal-data", "check": "personal_data_leak"})
    result = base.model_copy(update={"rules": [rule, *base.rules[1:]]})
    assert page in result.to_json()
    assert "leak.html" not in summary(result)
    assert "页面地址不写在这里" in summary(result)


def test_nothing_failed_and_nothing_read_are_said() -> None:
    base = county_portal()
    unread = base.coverage.model_copy(update={"pages_fetched": 0, "crawl_finish": "unreachable"})
    text = summary(base.model_copy(update={"rules": [], "clauses": [], "coverage": unread}))
    for said in ("没有发现不合格项。", "没有判定任何要求", "没有读到任何网页"):
        assert said in text
    assert "须由人核查" not in text


def assert_inert(text: str, allowed: set[str]) -> None:
    links = set()
    for token in tokens(text):
        assert token.type not in {"image", "html_block", "html_inline", "fence", "code_block"}
        if token.type == "link_open":
            links.add(token.attrs["href"])
    assert links <= allowed
    assert not re.search("[@\u202e\u2028\u200b\x00-\x08]", text)


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: ascii(piece)[:24])
def test_hostile_text_in_every_field_changes_nothing_of_the_form(piece: str, name: str) -> None:
    text = summary(poisoned(piece), name)
    usual = summary(poisoned("平常"), name)
    if address(piece).href is None:
        assert_inert(text, set())
        assert shape(text) == shape(usual)
    assert len(text) < 40_000


def test_empty_texts_leave_no_markup_behind() -> None:
    assert "****" not in summary(poisoned(""))
    assert_inert(summary(poisoned("")), set())


@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: ascii(piece)[:24])
def test_a_cell_holds_the_whole_text(piece: str) -> None:
    cells = table(["甲", "乙"], [[inert(piece, 20_000, CHINESE), "末"]])
    html = GITHUB.render(cells)
    assert html.count("<td>") == 2
    assert "<td>末</td>" in html


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), max_size=4).map("".join))
def test_a_hostile_piece_stays_one_line_of_plain_text(text: str) -> None:
    shown = inert(text, 500, CHINESE)
    assert "\n" not in shown
    for line in (f"- {shown}", f"**{shown}** x", f"> {shown}", f"| a |\n| --- |\n| {shown} |"):
        kinds = [token.type for token in tokens(line) if token.type != "text_special"]
        plain = [token.type for token in tokens(line.replace(shown, "a"))]
        assert [kind for kind in kinds if kind not in {"text", "code_inline"}] == [
            kind for kind in plain if kind != "text"
        ]


def test_a_text_of_a_million_characters_is_cut_and_that_is_said() -> None:
    base, long = county_portal(), "长" * 1_000_000
    rules = [base.rules[0].model_copy(update={"title": long, "message": long}), *base.rules[1:]]
    site = base.site.model_copy(update={"name": long})
    text = summary(base.model_copy(update={"rules": rules, "site": site}))
    assert len(text) < 10_000
    assert "此处只显示前" in text


@pytest.mark.parametrize(
    ("href", "shown"),
    [
        ("http://a.example/x_(y)*z*", "<http://a.example/x_(y)*z*>"),
        ("http://a.example/|`\\^{}<>", "<http://a.example/%7C%60%5C%5E%7B%7D%3C%3E>"),
    ],
)
def test_only_a_page_that_may_be_followed_is_linked(href: str, shown: str) -> None:
    assert link(address(href), 200, CHINESE) == shown
    assert [t.type for t in tokens(shown) if t.type == "link_open"] == ["link_open"]
    assert link(Address("http://parked.example/"), 200, CHINESE) == "`http://parked.example/`"
    assert link(address("javascript:alert(1)"), 200, CHINESE) == "javascript:alert(1)"
    long = f"http://a.example/{'x' * 1_000}"
    assert not [t for t in tokens(link(address(long), 200, CHINESE)) if t.type == "link_open"]
