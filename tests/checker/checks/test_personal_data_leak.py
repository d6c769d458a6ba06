"""Personal data that stand unmasked: sure ones fail, doubtful ones are for a person, none is shown."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.personal_data_leak import Params, personal_data_leak
from checker.facts.personal_data import Kind
from checker.facts.site import SiteFacts
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import MemorySnapshot, Outcome, Role
from crawler.snapshot.memory import page
from tests.checker.checks.sites import HOME, article, asked, home, unseen
from tests.checker.facts.attachments import made

ID = "11010519491231002X"
LEAK = f"<p>姓名：张三，身份证号：{ID}</p>"


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(body: str, *fetches: Any, title: str = "救助对象公示", **params: Any) -> Judgement:
        pages = home() | {"/gs.html": article(title, body=body)}
        pages["/"] += f"<a href=/gs.html>{title}</a>"
        return personal_data_leak(Params(**params), portal(pages, fetches), asked())

    return judge


def test_clean_pages_pass_and_say_how_many_were_read(judged: Any) -> None:
    found = judged("救助对象 12 人，咨询电话：0577-67862000。")
    assert (found.verdict, found.slots["pages"], found.slots["leaks"]) == (Verdict.PASS, "4", "0")


def test_a_page_with_an_id_is_one_finding_and_never_shows_it(judged: Any) -> None:
    found = judged(LEAK + LEAK.replace("张三", "李四"))
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert finding.url == f"{HOME}gs.html"
    told = f"{found.slots} {found.why} {finding} {found.evidence}"
    assert ID not in told
    assert ID[6:14] not in told


@pytest.mark.parametrize(
    "harmless",
    [
        "统一社会信用代码：91330328MA2CXXXX4R",
        "索引号：11330328002562345X/2024-12345",
        "身份证号：110105********002X",
        "联系人：王科长，联系电话：0577-67861234",
    ],
)
def test_what_only_looks_alike_accuses_nobody(judged: Any, harmless: str) -> None:
    found = judged(f"<p>{harmless}</p>")
    assert found.verdict is not Verdict.FAIL
    assert found.findings == ()


def test_a_mask_that_leaves_the_birth_date_is_for_a_person(judged: Any) -> None:
    found = judged("<p>姓名：张三，身份证号：1101**19491231****</p>")
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.ASSISTED, ())


def test_only_the_kinds_and_pages_asked_for_count(judged: Any) -> None:
    assert judged(LEAK, kinds=[Kind.BANK_CARD]).verdict is not Verdict.FAIL
    assert judged(LEAK, title_any=["招聘"]).verdict is Verdict.PASS
    assert judged(LEAK, title_any=["公示"]).verdict is Verdict.FAIL


def test_files_count_as_well(portal: Any) -> None:
    body = f"姓名,身份证号\n张三,{ID}\n".encode()
    file = page(f"{HOME}a.csv", body, role=Role.ATTACHMENT, content_type="text/csv")
    plain = portal(home()).snapshot
    fetches = list(plain.fetches())
    bodies = {one.url: plain.body(one.url) for one in fetches} | {file.url: body}
    site = SiteFacts(MemorySnapshot(plain.info, [*fetches, file], bodies))
    found = personal_data_leak(Params(), site, asked())
    assert (found.verdict, found.slots["files"]) == (Verdict.FAIL, "1")
    assert [one.url for one in found.findings] == [file.url]


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_pages_that_were_not_seen_leak_nothing(judged: Any, outcome: Outcome) -> None:
    found = judged("咨询电话：0577-67862000。", unseen("x.html", outcome, None))
    assert (found.verdict, found.findings) == (Verdict.PASS, ())
    assert found.slots["pages"] == "4"


def test_a_file_that_exhausts_its_reader_is_for_a_person_and_accuses_nobody(portal: Any) -> None:
    """What was not read may hold anything: it is no failure, and nothing that could pass either."""
    xml = "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><w>&b;</w>"
    body = made.docx("", {"word/document.xml": xml})
    file = page(f"{HOME}a.docx", body, role=Role.ATTACHMENT, content_type="application/msword")
    plain = portal(home()).snapshot
    fetches = list(plain.fetches())
    bodies = {one.url: plain.body(one.url) for one in fetches} | {file.url: body}
    site = SiteFacts(MemorySnapshot(plain.info, [*fetches, file], bodies))
    found = personal_data_leak(Params(), site, asked())
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.BUDGET)
    assert "没有读完" in found.why
    assert [one.url for one in found.evidence] == [file.url]
    assert found.findings == ()
