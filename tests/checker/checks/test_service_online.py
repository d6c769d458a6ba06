"""A function for visitors is there and answers; nothing is ever submitted."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.service_online import Params, service_online
from checker.judgement import NONE, UNKNOWN, Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, asked, home, unseen

FORM = "<title>依申请公开</title><form><input name=a></form><p>申请人姓名、所需信息，填写后提交申请。</p>"


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(page: str | None, *fetches: Any, extra: str = "", **params: Any) -> Judgement:
        pages = home(ysq="依申请公开") | ({"/ysq/": page} if page is not None else {})
        pages["/"] += extra
        wanted = {"what": "依申请公开", "entry_names": ["依申请公开"]} | params
        return service_online(Params(**wanted), portal(pages, fetches), asked())

    return judge


def test_an_entry_that_answers_passes(judged: Any) -> None:
    found = judged(FORM, shows=["提交申请"])
    assert found.verdict is Verdict.PASS
    assert (found.slots["url"], found.slots["clicks"]) == (f"{HOME}ysq/", "1")


def test_a_broken_entry_fails(judged: Any) -> None:
    found = judged(None, unseen("ysq/", Outcome.NOT_FOUND, 404))
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert (finding.url, finding.target) == (HOME, f"{HOME}ysq/")  # where the link stands
    assert "404" in f"{finding}"


@pytest.mark.parametrize(
    "outcome", [Outcome.BLOCKED, Outcome.RATE_LIMITED, Outcome.NOT_REACHED, Outcome.ROBOTS]
)
def test_an_entry_that_was_not_seen_is_for_a_person(judged: Any, outcome: Outcome) -> None:
    found = judged(None, unseen("ysq/", outcome, None))
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_what_asks_to_log_in_is_there_unless_the_rule_wants_more(judged: Any) -> None:
    login = unseen("ysq/", Outcome.LOGIN, 401)
    assert judged(None, login).verdict is Verdict.PASS
    found = judged(None, login, login_wall_ok=False)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.LOGIN)


def test_a_page_that_shows_none_of_the_words_is_for_a_person(judged: Any) -> None:
    found = judged(
        "<title>依申请公开</title><p>敬请期待，栏目即将开通，谢谢关注与支持。</p>",
        shows=["提交申请"],
    )
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.ASSISTED, ())


def test_no_entry_fails_only_where_everything_near_home_was_seen(portal: Any) -> None:
    wanted = Params(what="依申请公开", entry_names=["依申请公开"])
    found = service_online(wanted, portal(home()), asked())
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert (finding.url, finding.target, finding.observed) == (HOME, None, NONE)
    assert (found.slots["entry"], found.slots["clicks"]) == (NONE, UNKNOWN)
    hidden = service_online(wanted, portal(home(x="互动"), [unseen("x/")]), asked())
    assert (hidden.verdict, hidden.reason, hidden.findings) == (Verdict.REVIEW, Reason.BLOCKED, ())


def test_an_entry_that_only_a_script_opens_is_for_a_person(portal: Any) -> None:
    pages = home()
    pages["/"] += "<a href='javascript:openYsq()'>依申请公开</a>"
    wanted = Params(what="依申请公开", entry_names=["依申请公开"])
    found = service_online(wanted, portal(pages), asked())
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.SCRIPT_ONLY, ())


def test_a_mark_in_the_source_counts_and_a_word_in_the_text_does_not(portal: Any) -> None:
    wanted = Params(what="适老化", entry_names=["长者专区"], marks=["wza.js"])
    pages = home()
    assert service_online(wanted, portal(pages), asked()).verdict is Verdict.FAIL
    said = pages | {"/": pages["/"] + "<p>本站没有使用 wza.js 这样的工具。</p>"}
    assert service_online(wanted, portal(said), asked()).verdict is Verdict.FAIL
    marked = pages | {"/": pages["/"] + "<script src=/js/wza.js></script>"}
    assert service_online(wanted, portal(marked), asked()).verdict is Verdict.PASS


def test_a_page_of_scripts_may_show_what_its_source_does_not(judged: Any) -> None:
    shell = "<title>依申请公开</title><div id=app></div><script src=/js/app.js></script>"
    found = judged(shell, shows=["提交申请"])
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.SCRIPT_ONLY, ())
