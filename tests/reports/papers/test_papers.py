"""Both papers as they are read: order, denominators, what is a problem and what is none.

After an intended change: `GONGKAI_ACCEPT=1 pytest tests/reports/papers/test_papers.py`, then read the difference.
"""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checker.results import AuditResult, Level, Verdict
from reports.deadline import Deadline
from reports.formats import FORMATS, Asked
from reports.language import language
from reports.papers.writing import circular, notices
from reports.ranking import ranking
from reports.standing import standing
from tests.reports.papers.reading import links_of, text_of
from tests.reports.sample import DATA, HOME, OFFICE, county_portal

ASKED = Asked(
    language("zh"),
    Deadline(10, issued_on=date(2022, 1, 5), due=date(2022, 1, 19)),
    issuer="青麓县人民政府办公室",
    document_number="青政办通〔2022〕3号",
)
BLANK = Asked(language("zh"))
SNAPSHOTS = Path(__file__).parent


def like_the_snapshot(name: str, text: str) -> None:
    path = SNAPSHOTS / name
    if os.environ.get("GONGKAI_ACCEPT"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def with_rules(*rules) -> AuditResult:
    return county_portal().model_copy(update={"rules": list(rules)})


def rule(name: str):
    return next(each for each in county_portal().rules if each.id == name)


@pytest.fixture(scope="module")
def text() -> str:
    return text_of(circular(county_portal(), ASKED))


def test_the_circular_reads_as_its_snapshot(text):
    like_the_snapshot("circular.txt", text)


def test_the_notice_reads_as_its_snapshot():
    made = notices(county_portal(), ASKED)
    like_the_snapshot("notice.txt", text_of(made[f"整改通知书/{OFFICE}.docx"]))


def test_the_english_frame_reads_as_its_snapshot():
    english = Asked(language("en"))
    made = notices(county_portal(), english)
    text = text_of(circular(county_portal(), english)) + text_of(made[f"整改通知书/{DATA}.docx"])
    like_the_snapshot("english.txt", text)


def test_the_order_is_that_of_such_papers(text):
    assert re.findall(r"^## [一二三四五六七]、(.*)$", text, re.MULTILINE) == [
        *("检查范围与依据", "总体情况", "发现的问题", "待核查事项和改进建议"),
        *("排名", "整改要求与时限", "复核"),
    ]


def test_a_person_has_to_confirm_stands_before_what_is_demanded(text):
    assert text.index("必须经人工核实") < text.index("前完成")
    assert text.startswith("[待核实稿")
    for content in notices(county_portal(), ASKED).values():
        read = text_of(content)
        assert read.index("必须经人工核实") < read.index("前完成")
        assert read.startswith("[待核实稿")


def test_what_was_not_given_is_a_blank():
    read = text_of(circular(county_portal(), BLANK))
    assert "于____年__月__日前完成" in read
    assert "____〔____〕____号" in read


def test_what_a_machine_could_not_see_is_no_problem(text):
    problems, others = text.split("## 四、")
    title = "政府信息公开年度报告已公布"
    assert title not in problems
    assert title in others.split("（二）改进建议")[0]


def test_advice_is_no_problem_and_nobody_is_told_to_mend_it(text):
    assert "支持 IPv6 访问" not in text.split("## 四、")[0]
    only_advice = with_rules(rule("ipv6"), rule("annual-report-published"))
    assert notices(only_advice, ASKED) == {}


def test_vetoes_come_first():
    veto = rule("plans-column").model_copy(update={"level": Level.VETO})
    read = text_of(circular(with_rules(rule("links"), veto), ASKED))
    assert read.index("（一）单项否决问题（1 项）") < read.index("规划信息专栏已设立")
    assert read.index("规划信息专栏已设立") < read.index("链接可用")


def test_categories_are_the_themes_of_the_rules():
    named = [
        rule("links").model_copy(update={"theme": "网站链接"}),
        rule("plans-column").model_copy(update={"theme": "规划信息"}),
    ]
    read = text_of(circular(with_rules(*named), ASKED))
    assert "### （一）网站链接（1 项）" in read
    assert "### （二）规划信息（1 项）" in read


def test_nothing_found_is_said_of_what_was_read_alone():
    read = text_of(circular(with_rules(rule("site-identity")), ASKED))
    assert "在读到的 4,980 个网页（已知 5,312 个）范围内，1 项要求中没有发现不合格项" in read


def test_each_unit_that_has_to_mend_gets_a_notice_and_nobody_else():
    assert list(notices(county_portal(), ASKED)) == [
        f"整改通知书/{OFFICE}.docx",
        f"整改通知书/{DATA}.docx",
    ]
    passed = [each for each in county_portal().rules if each.verdict is not Verdict.FAIL]
    assert notices(with_rules(*passed), ASKED) == {}


def test_what_no_clause_assigns_stands_in_a_notice_of_its_own():
    clauses = [c.model_copy(update={"responsible": []}) for c in county_portal().clauses]
    made = notices(county_portal().model_copy(update={"clauses": clauses}), ASKED)
    assert list(made) == ["整改通知书/责任单位待确定.docx"]
    assert "________（责任单位待确定）：" in text_of(*made.values())


def test_a_message_and_what_to_do_are_two_sentences():
    rules = [
        each.model_copy(update={"message": "一句没有句号的话"})
        for each in county_portal().rules
        if each.verdict is Verdict.REVIEW or each.id == "ipv6"
    ]
    text = text_of(circular(with_rules(*rules), ASKED))
    assert "一句没有句号的话。核查办法：" in text
    assert "一句没有句号的话。为网站域名" in text


def test_what_the_message_says_is_not_said_again():
    told = county_portal().rules[0]
    one = told.findings[0].model_copy(
        update={"message": "没有找到“供电”", "target": "供电", "observed": "没有找到"}
    )
    text = text_of(circular(with_rules(told.model_copy(update={"findings": [one]})), ASKED))
    assert "（1）没有找到“供电”；所在网页：" in text


def test_a_clause_that_only_encourages_makes_nobody_answer():
    clauses = [
        c.model_copy(update={"modality": "encourage"}) if OFFICE in c.responsible else c
        for c in county_portal().clauses
    ]
    made = notices(county_portal().model_copy(update={"clauses": clauses}), ASKED)
    assert list(made) == ["整改通知书/责任单位待确定.docx"]


def test_comparison_stands_there_only_where_an_earlier_audit_was_given(text):
    assert "与2021年" not in text
    before = county_portal().model_copy(update={"as_of": "2021-11-30"})
    earlier = Asked(ASKED.t, earlier=(before,))
    assert "与2021年11月30日的检查相比" in text_of(circular(county_portal(), earlier))


def test_a_ranking_stands_there_only_where_several_sites_were_audited(text):
    assert "本次只检查一个网站，不作排名。" in text
    whole = county_portal().coverage.model_copy(update={"complete": True})
    own = county_portal().model_copy(update={"coverage": whole})
    site = own.site.model_copy(update={"name": "白沙县政府", "home": "http://www.b.example/"})
    other = own.model_copy(update={"site": site, "rules": [rule("site-identity"), rule("links")]})
    order = ranking([standing(one, "") for one in (own, other)], {})
    ranked = text_of(circular(own, replace(ASKED, ranking=order)))
    assert "检查了 2 个网站，其中 2 个按同样的文件和规则检查完成" in ranked
    assert "| 1 | 青麓县人民政府门户网站 | 0 | 2 | 3 | 66.6% |" in ranked
    assert "| 2 | 白沙县政府 | 0 | 1 | 2 | 50.0% |" in ranked
    apart = ranking([standing(one, "") for one in (county_portal(), other)], {})
    assert "不作排名。" in text_of(circular(county_portal(), replace(ASKED, ranking=apart)))


def test_links_lead_to_http_and_parked_domains_are_not_linked():
    links = links_of(circular(county_portal(), ASKED))
    assert links
    assert all(link.startswith(("http://", "https://")) for link in links)
    assert not [link for link in links if "parked" in link]
    assert f"{HOME}xwzx/zwyw/202112/t20211203_88122.html" in links


def test_the_circular_leads_nobody_to_personal_data_but_the_unit_is_told_where():
    leaks = rule("links").model_copy(update={"check": "personal_data_leak", "id": "leaks"})
    other = leaks.findings[0].model_copy(update={"target": "http://a.example/another"})
    same_page = rule("links").model_copy(update={"findings": [other]})
    result = with_rules(leaks, same_page)
    content = circular(result, ASKED)
    text = text_of(content)
    for finding in leaks.findings:
        assert finding.url not in text + " ".join(links_of(content))
    assert "共 6 处，其中 6 处没有在这里列出，见整改台账" in text
    assert "涉及个人信息的网址不在本文列出" in text
    for notice in notices(result, ASKED).values():
        assert leaks.findings[0].url in text_of(notice)


def test_the_same_audit_gives_the_same_bytes():
    assert circular(county_portal(), ASKED) == circular(county_portal(), ASKED)
    assert notices(county_portal(), ASKED) == notices(county_portal(), ASKED)


def test_both_formats_are_registered():
    made = FORMATS["docx"].make(county_portal(), ASKED) | FORMATS["notices"].make(
        county_portal(), ASKED
    )
    assert sorted(made) == sorted(["检查通报.docx", *notices(county_portal(), ASKED)])
