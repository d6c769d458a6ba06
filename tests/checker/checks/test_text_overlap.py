"""Explanations are no copies: only what was compared is judged."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.text_overlap import Params, text_overlap
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, article, asked, column, home, unseen

POLICY = (
    "第一条 为规范城市养犬行为，维护市容环境卫生和公共秩序，保障公民人身安全和健康，结合本县实际，制定本办法。"
    "第二条 县人民政府公安机关是养犬管理的主管部门，负责犬只登记、查处违法养犬行为、捕捉流浪犬只等工作。"
    "第三条 养犬人应当自取得犬只之日起三十日内到居住地派出所办理登记，并每年为犬只接种狂犬病疫苗。"
)
OWN = (
    "这项新规定有什么用？过去小区里狗不拴绳、粪便没人管，居民意见很大。现在养狗要登记、要打疫苗、出门要牵绳。"
    "群众可以就近到派出所办手续，带上身份证和疫苗本，当场就能办好，不收费用。遇到流浪狗伤人，可以拨打报警电话。"
)
TITLE, EXPLAINED = "某县养犬管理办法", "《某县养犬管理办法》政策解读"


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(text: str | None, *fetches: Any, day: str = "2026-04-02", **params: Any) -> Judgement:
        pages = home(wj="政策文件", jd="政策解读")
        pages |= column("wj", "政策文件", [TITLE], ["2026-04-01"])
        pages |= column("jd", "政策解读", [EXPLAINED], [day])
        pages["/wj/0.html"] = article(TITLE, "2026-04-01", POLICY)
        if text is None:
            del pages["/jd/0.html"]
        else:
            pages["/jd/0.html"] = article(EXPLAINED, day, text)
        return text_overlap(Params(**params), portal(pages, fetches), asked())

    return judge


def test_own_words_pass(judged: Any) -> None:
    found = judged(OWN)
    assert (found.verdict, found.slots["compared"]) == (Verdict.PASS, "1"), found.why


def test_a_copy_is_a_finding_with_what_it_shares(judged: Any) -> None:
    found = judged(POLICY)
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert (finding.url, finding.target) == (f"{HOME}jd/0.html", f"{HOME}wj/0.html")
    assert "养犬" in finding.excerpt


def test_a_quotation_is_no_copy(judged: Any) -> None:
    assert judged(OWN + "办法第一条写明：为规范城市养犬行为，制定本办法。").verdict is Verdict.PASS


def test_pictures_and_old_explanations_are_not_compared(judged: Any) -> None:
    for found in (
        judged("<img src=/a.jpg width=900 height=3000>"),
        judged(POLICY, day="2024-04-02"),
    ):
        assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.TOO_FEW, ())
        assert found.slots["compared"] == "0"


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_an_explanation_that_was_not_seen_is_no_copy(judged: Any, outcome: Outcome) -> None:
    found = judged(None, unseen("jd/0.html", outcome, None))
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_an_overview_of_several_policies_is_no_copy_of_one(portal: Any) -> None:
    numbers = ["某政发〔2026〕1号", "某政发〔2026〕2号"]
    titles = [TITLE, "某县城市绿化管理办法"]
    pages = home(wj="政策文件", jd="政策解读") | column("wj", "政策文件", titles)
    pages |= column("jd", "政策解读", ["近期出台政策文件解读"])
    for at, (title, number) in enumerate(zip(titles, numbers, strict=True)):
        pages[f"/wj/{at}.html"] = article(title, body=f"{number}</p><p>{POLICY}")
    for named, compared in ((numbers[:1], "1"), (numbers, "0")):
        pages["/jd/0.html"] = article("近期出台政策文件解读", body=POLICY + "".join(named))
        found = text_overlap(Params(), portal(pages), asked())
        assert found.slots["compared"] == compared, found.why
