from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.checks.links_alive import Params, links_alive
from checker.judgement import Judgement, Question, fingerprint
from checker.results import Reason, Verdict
from crawler.snapshot import Fetch, Outcome, RecordPlace, Role

HOME = "http://www.tx.gov.cn/"
ASKED = Question("links", date(2026, 6, 30))


def missing(
    url: str, outcome: Outcome = Outcome.NOT_FOUND, status: int | None = 404, **facts: Any
) -> Fetch:
    role = facts.pop("role", Role.PAGE if url.startswith(HOME) else Role.EXTERNAL)
    return Fetch(url, role, outcome, status=status, attempts=2, **facts)


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(pages: dict[str, str], *fetches: Fetch, params: Params | None = None) -> Judgement:
        return links_alive(params or Params(), portal(pages, fetches), ASKED)

    return judge


def test_one_finding_for_a_target_on_every_page(judged: Any) -> None:
    footer = "<div class=footer><a href=/map.html>网站地图</a></div>"
    pages = {"/": "".join(f"<a href=/{n}.html>第{n}页</a>" for n in range(30)) + footer}
    pages |= {f"/{n}.html": f"<p>{'正文' * 20}</p>{footer}" for n in range(30)}
    place = RecordPlace("pages.warc.gz", 10, 20)
    found = judged(pages, missing(f"{HOME}map.html", record=place, sha256="ab"))
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert (finding.url, finding.target, finding.observed) == (HOME, f"{HOME}map.html", "404")
    assert (len(finding.found_on), finding.found_on_count, finding.excerpt) == (20, 31, "网站地图")
    assert (finding.warc, finding.sha256, finding.expected) == ("pages.warc.gz@10+20", "ab", "200")
    assert finding.fingerprint == fingerprint("links", f"{HOME}map.html")
    assert "网站地图" in finding.message
    assert finding.suggestion


def test_the_fingerprint_does_not_depend_on_the_page_that_was_met_first(judged: Any) -> None:
    one = judged({"/": "<a href=/x.html>甲</a>"}, missing(f"{HOME}x.html"))
    two = judged(
        {"/": "<a href=/a.html>乙</a>", "/a.html": "<p>文</p><a href=/x.html>丙</a>"},
        missing(f"{HOME}x.html", Outcome.TIMEOUT, None),
    )
    assert one.findings[0].fingerprint == two.findings[0].fingerprint


def test_walls_make_a_review_and_stand_in_the_evidence(judged: Any) -> None:
    wall = missing("http://www.other.gov.cn/", Outcome.BLOCKED, 412)
    found = judged({"/": "<a href=http://www.other.gov.cn/>某省政府</a>"}, wall)
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.BLOCKED, ())
    assert [seen.url for seen in found.evidence] == ["http://www.other.gov.cn/"]
    assert found.slots["blocked"] == "1"


def test_a_broken_link_outweighs_a_wall(judged: Any) -> None:
    wall = missing("http://www.other.gov.cn/", Outcome.BLOCKED, 412)
    found = judged(
        {"/": "<a href=http://www.other.gov.cn/>某省</a><a href=/x.html>甲</a>"},
        wall,
        missing(f"{HOME}x.html"),
    )
    assert found.verdict is Verdict.FAIL
    assert len(found.evidence) == 1


def test_only_the_kinds_in_scope_count(judged: Any) -> None:
    page = {"/": "<a href=/a.html>甲</a><a href=http://o.cn/>乙</a><a href=/f.pdf>丙</a>"}
    dead = (
        missing(f"{HOME}a.html"),
        missing("http://o.cn/"),
        missing(f"{HOME}f.pdf", role=Role.ATTACHMENT),
    )
    for kind, target in (
        ("internal", f"{HOME}a.html"),
        ("external", "http://o.cn/"),
        ("attachments", f"{HOME}f.pdf"),
    ):
        found = judged(page, *dead, params=Params.model_validate({"scope": [kind]}))
        assert [finding.target for finding in found.findings] == [target]


def test_some_dead_links_are_borne(judged: Any) -> None:
    page, dead = {"/": "<a href=/x.html>甲</a><a href=/>首页</a>"}, missing(f"{HOME}x.html")
    assert judged(page, dead, params=Params(max_dead=1)).verdict is Verdict.PASS


def test_little_checked_is_no_pass(judged: Any) -> None:
    found = judged({"/": "<a href=/a.html>甲</a><a href=/b.html>乙</a><a href=/>首页</a>"})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.BUDGET)
    assert (found.slots["checked"], found.slots["unchecked"], found.slots["targets"]) == (
        "1",
        "2",
        "3",
    )


def test_what_is_not_shown_at_first_is_left_to_a_person(judged: Any) -> None:
    menu = "<ul style='display: none'><li><a href=/x.html>旧栏目</a></li></ul>"
    found = judged({"/": menu + "<a href=/>首页</a>"}, missing(f"{HOME}x.html"))
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
    shown = {"/": menu + "<a href=/>首页</a><a href=/x.html>旧栏目</a>"}
    assert judged(shown, missing(f"{HOME}x.html")).verdict is Verdict.FAIL


def test_without_a_page_nothing_is_said_of_links(judged: Any) -> None:
    found = judged({}, missing(HOME, Outcome.DNS_UNAVAILABLE, None))
    assert found.verdict is Verdict.REVIEW
    assert "没有核查" in found.why


def test_a_link_to_the_editor_s_own_disk(judged: Any) -> None:
    found = judged(
        {"/": "<a href='file:///C:/tz.doc'>通知</a><a href=http://192.168.1.9/oa/>办公</a>"}
    )
    assert [finding.observed for finding in found.findings] == ["internal_address"] * 2


def test_sharper_parameters_win() -> None:
    loose = Params.model_validate({"scope": ["internal"], "max_dead": "3"})
    strict = Params.model_validate({"scope": ["external"], "max_dead": "0"})
    joined = loose.stricter(strict, frozenset())
    assert ([str(kind) for kind in joined.scope], joined.max_dead) == (["internal", "external"], 0)


def test_a_site_without_a_link_is_not_praised_for_it(judged: Any) -> None:
    found = judged({"/": f"<p>{'某县人民政府门户网站' * 10}</p>"})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.TOO_FEW)
