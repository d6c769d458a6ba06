"""What the page says, in which order, and that equal results give equal bytes."""

import hashlib
import json
import re

import pytest
from bs4 import BeautifulSoup

from checker.results import Level, MeasurementTable, Verdict
from reports.html import render
from reports.language import CHINESE, language
from tests.reports.sample import HOME, county_portal, dead_link, links_rule


def parse(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return parse(render(county_portal(), CHINESE))


def test_sections_stand_in_the_order_in_which_they_are_read(page: BeautifulSoup) -> None:
    assert [section["id"] for section in page.main.find_all("section")] == [
        "conclusion",
        "fix",
        "fail",
        "clauses",
        "review",
        "advice",
        "pending",
        "coverage",
        "pass",
        "not-applicable",
        "index",
        "method",
    ]
    assert [re.sub(r"\s*（.*", "", h.get_text()) for h in page.main.find_all("h2")] == [
        "一、结论",
        "二、先改什么",
        "三、不合格",
        "四、逐条判定",
        "五、待人工核查",
        "六、提示",
        "七、待到期",
        "八、检查范围与未见部分",
        "九、合格",
        "十、不适用",
        "十一、按单位和主题",
        "十二、方法与说明",
    ]


def test_header_says_what_was_audited_when_and_by_what(page: BeautifulSoup) -> None:
    header = page.header.get_text()
    for fact in (
        "青麓县人民政府门户网站",
        HOME,
        "2021年12月31日",
        "2021-12-31 16:29:58",
        "2021年青麓县政务公开工作要点",
        "qinglu-2021，版本 3",
    ):
        assert fact in header


def test_conclusion_comes_in_one_sentence_with_tiles_in_words_and_signs(
    page: BeautifulSoup,
) -> None:
    conclusion = page.find(id="conclusion")
    assert conclusion.find(class_="verdict").get_text() == (
        "7 项要求中，2 项不合格、1 项待人工核查、1 项提示、1 项待到期、1 项合格、1 项不适用。"
    )
    tiles = [li.get_text("|", strip=True) for li in conclusion.select(".tiles li")]
    assert tiles == [
        "2|×|不合格",
        "1|?|待人工核查",
        "1|△|提示",
        "1|○|待到期",
        "1|√|合格",
        "1|—|不适用",
    ]


def test_an_incomplete_audit_is_said_in_the_conclusion_and_in_the_coverage() -> None:
    partial = county_portal()
    whole = partial.model_copy(
        update={"coverage": partial.coverage.model_copy(update={"complete": True})}
    )
    for result, said in ((partial, True), (whole, False)):
        soup = parse(render(result, CHINESE))
        for section in ("conclusion", "coverage"):
            warning = soup.find(id=section).find(class_="warning")
            assert (warning is not None and "检查不完整" in warning.get_text()) is said


def test_a_failed_advice_is_a_hint_and_stands_apart_from_what_failed(page: BeautifulSoup) -> None:
    assert "rule-ipv6" not in [rule["id"] for rule in page.find(id="fail").find_all("article")]
    hint = page.find(id="advice").find(id="rule-ipv6")
    assert "提示" in hint.h3.get_text()
    assert "不合格" not in hint.h3.get_text()
    clause = page.find(id="clause-qinglu-2021-3")
    assert "提示" in clause.get_text()
    assert "不合格" not in clause.get_text()


def test_a_failure_shows_all_that_an_inspector_needs(page: BeautifulSoup) -> None:
    card = page.find(id="rule-links")
    text = card.get_text(" ", strip=True)
    for part in (
        "检验 6,204 个链接",
        "一、（二）",
        "县政府办公室",
        "整改建议",
        "检验过的链接全部能打开",
    ):
        assert part in text
    first = card.select("table.findings tbody tr")[0]
    row = first.get_text(" ", strip=True)
    for part in (
        "页脚“相关链接”打不开",
        "http://old.qinglu.example/index.asp",
        "域名无法解析 dns",
        "能正常打开（200）",
        "共出现在 1,842 个页面",
        "2021-12-31 16:41:07",
        "data/crawl-00001.warc.gz@36800+5210",
        "links:00000002",
        "在模板中删除或更新该链接。",
    ):
        assert part in row
    assert first.find("code", title=re.compile("^[0-9a-f]{64}$")).get_text() in row
    assert len(first.select(".places li")) == 19


def test_a_review_says_why_and_what_to_do_and_questions_can_be_answered_on_paper(
    page: BeautifulSoup,
) -> None:
    card = page.find(id="rule-annual-report-published").get_text()
    assert "被网站防护拦截" in card
    assert "用浏览器打开所列地址" in card
    question = page.find(id="question-qinglu-2021-20")
    assert "本年度是否组织过政务公开专题培训？" in question.h4.get_text()
    for asked in (page.find(id="rule-annual-report-published"), question):
        answer = asked.find("fieldset", class_="answer")
        assert [label.get_text() for label in answer.select(".choices label")] == [
            "合格",
            "不合格",
            "不适用",
        ]
        assert len({radio["name"] for radio in answer.select("input[type=radio]")}) == 1
        assert answer.find("textarea")
    names = [radio["name"] for radio in page.select(".answer input[type=radio]")]
    assert len(set(names)) * 3 == len(names)


def test_measurements_are_shown_as_they_are(page: BeautifulSoup) -> None:
    table = page.find(id="rule-ipv6").find("table", class_="measured")
    assert table.caption.get_text() == "IPv6 分项测试"
    cells = [[cell.get_text() for cell in row.find_all("td")] for row in table.select("tbody tr")]
    assert cells[1] == ["zwfw.qinglu.example", "240e:f7:4f01:c::3", "是", "98%", "47/50", "同上"]


def test_passes_and_what_does_not_apply_are_folded_with_their_evidence(page: BeautifulSoup) -> None:
    passed = page.find("details", id="rule-site-identity")
    assert not passed.has_attr("open")
    assert "网站标识码：3399990001" in passed.get_text()
    assert not page.find("details", id="rule-gazette").has_attr("open")


def test_every_clause_stands_in_the_table_under_its_document(page: BeautifulSoup) -> None:
    tables = page.find(id="clauses").find_all("table")
    assert [table.caption.get_text() for table in tables] == [
        "国家基本要求（3 条）",
        "2021年青麓县政务公开工作要点（6 条）",
    ]
    assert len(page.find(id="clauses").select("tbody tr")) == len(county_portal().clauses)


def test_method_tells_how_each_rule_judges_and_that_a_person_must_confirm(
    page: BeautifulSoup,
) -> None:
    method = page.find(id="method")
    text = method.get_text()
    assert "须由检查人员对照证据逐项确认" in text
    digest = hashlib.sha256(county_portal().to_json().encode()).hexdigest()
    assert digest in text
    how = method.find(id="how-links").get_text(" ", strip=True)
    for part in (
        "用不存在的地址试探",
        "个别站外链接",
        "《政府网站发展指引》",
        "retries = 2",
        "links_alive",
    ):
        assert part in how


def test_it_prints_on_a4_with_what_is_folded_shown(page: BeautifulSoup) -> None:
    style = page.style.string
    printing = style.split("@media print", 1)[1]
    assert "size: A4" in style
    for rule in (
        "details:not(.keep)::details-content { content-visibility: visible",
        "thead { display: table-header-group; }",
        "break-inside: avoid",
        "break-after: avoid",
    ):
        assert rule in printing


def test_equal_results_give_equal_bytes() -> None:
    assert render(county_portal(), CHINESE) == render(county_portal(), CHINESE)


def test_thousands_of_findings_are_capped_and_the_rest_is_announced() -> None:
    result = county_portal()
    many = links_rule([dead_link(n, f"{HOME}{n:0600}.html", "404") for n in range(8_000)])
    text = render(result.model_copy(update={"rules": [many, *result.rules[1:]]}), CHINESE)
    shown = text.partition('id="rule-links"')[2].partition("</article>")[0].count("<tr data-r>")
    assert 1_000 < shown < 8_000
    more = re.search('<p class="more">(这里列出.*?)</p>', text)
    assert more
    assert f"涉及页面最多的 {shown:,} 处" in more[1]
    assert f"另有 {8_000 - shown:,} 处" in more[1]
    assert "audit.json" in more[1]
    assert len(text.encode()) < 5_000_000


def test_long_tables_and_much_evidence_are_capped_and_the_rest_is_announced() -> None:
    result = county_portal()
    rule = result.rules[1]
    table = MeasurementTable(title="表", columns=["甲"], rows=[[str(n)] for n in range(201)])
    rule = rule.model_copy(update={"tables": [table], "evidence": rule.evidence * 51})
    card = parse(render(result.model_copy(update={"rules": [rule]}), CHINESE)).find(
        id="rule-plans-column"
    )
    assert len(card.select("table.measured tbody tr")) == 200
    assert len(card.select(".evidence > ol > li")) == 50
    table_rest, evidence_rest = (more.get_text() for more in card.find_all(class_="more"))
    assert "另有 1 行没有列在这里" in table_rest
    assert "另有 1 条证据没有列在这里" in evidence_rest


def test_an_audit_that_saw_nothing_says_so() -> None:
    result = county_portal()
    coverage = result.coverage.model_copy(
        update={
            "pages_known": 1,
            "pages_fetched": 0,
            "crawl_finish": "unreachable",
            "not_fetched": {"dns": 1},
        }
    )
    soup = parse(
        render(
            result.model_copy(update={"rules": [], "clauses": [], "coverage": coverage}), CHINESE
        )
    )
    text = soup.find(id="conclusion").get_text()
    assert "没有判定任何要求" in text
    assert "没有读到任何网页" in text
    assert "域名无法解析" in soup.find(id="coverage").get_text()


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_can_be_shown_without_any_detail(verdict: Verdict) -> None:
    result = county_portal()
    bare = result.rules[4].model_copy(update={"verdict": verdict, "clauses": [], "message": ""})
    soup = parse(render(result.model_copy(update={"rules": [bare], "clauses": []}), CHINESE))
    assert soup.find(id="rule-budget-published")


def test_what_to_fix_first_names_cause_place_unit_and_remedy(page: BeautifulSoup) -> None:
    links, plans = page.find(id="fix").select(".task")
    assert links.h3.a["href"] == "#rule-links"
    text = links.get_text(" ", strip=True)
    for part in (
        "责任单位： 县政府办公室 、 县大数据发展中心",
        "6 处",
        "1,842",
        "页脚“相关链接”打不开",
        "http://old.qinglu.example/index.asp",
        "另有 3 个根源，见问题清单。",
        "怎么改： 更新或删除失效链接",
    ):
        assert part in text
    assert len(links.select(".causes > li")) == 3
    assert "没有找到名为“规划计划”" in plans.get_text()  # a rule without findings is a task too
    assert "见说明" in plans.get_text()


def test_vetoes_stand_first_among_what_to_fix() -> None:
    result = county_portal()
    veto = result.rules[1].model_copy(update={"level": Level.VETO})
    soup = parse(render(result.model_copy(update={"rules": [result.rules[0], veto]}), CHINESE))
    first = soup.find(id="fix").select(".task")[0]
    assert first.h3.find(class_="veto").get_text() == "单项否决"
    assert first.h3.a["href"] == "#rule-plans-column"


def test_every_clause_has_verdict_unit_basis_and_evidence(page: BeautifulSoup) -> None:
    row = page.find(id="clause-qinglu-2021-7e")
    text = row.get_text(" ", strip=True)
    for part in (
        "二、（七）",
        "归集公开历史规划",
        "县政府办公室",
        "不合格",
        "首页三次点击之内没有找到",
        "《2021年青麓县政务公开工作要点》二（七）",
        "首页导航共 46 个栏目",
        HOME,
    ):
        assert part in text
    asked = page.find(id="clause-qinglu-2021-20").find("a", href="#question-qinglu-2021-20")
    assert asked.get_text() == "由人回答，见核查清单"


def test_the_words_of_the_script_are_whole_in_every_language() -> None:
    for name in ("zh", "en"):
        body = parse(render(county_portal(), language(name))).body
        assert body is not None
        assert set(json.loads(str(body["data-words"]))) >= {"shown", "narrowed", "not_answers"}
