"""A column has all its parts: each found by its name, and not empty."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.column_complete import Params, column_complete
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Fetch, Outcome, Role
from tests.checker.checks.sites import HOME, asked, column, home, unseen

PARTS = ["机构职能|职能", "领导信息|领导之窗", "内设机构"]
TEXT = "<p>" + "本机关负责全县政务公开工作的组织协调和监督检查。" * 5 + "</p>"


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(parts: dict[str, str], *fetches: Any, **params: Any) -> Judgement:
        """A column 机构概况 with links to parts (name -> body of its page, "" where none is held)."""
        links = "".join(f"<li><a href=/jg/{n}/>{name}</a></li>" for n, name in enumerate(parts))
        pages = home(jg="机构概况") | {
            "/jg/": f"<title>机构概况_某县人民政府</title><ul>{links}</ul>{TEXT}"
        }
        pages |= {
            f"/jg/{n}/": f"<title>{name}_某县人民政府</title>{body}"
            for n, (name, body) in enumerate(parts.items())
            if body
        }
        wanted = {"names": ["机构概况"], "parts": PARTS} | params
        return column_complete(Params(**wanted), portal(pages, fetches), asked())

    return judge


WHOLE = {"机构职能": TEXT, "领导之窗": TEXT, "内设机构": TEXT}


def test_all_parts_pass_whichever_name_they_go_by(judged: Any) -> None:
    found = judged(WHOLE)
    assert found.verdict is Verdict.PASS, found.why
    assert (found.slots["found"], found.slots["total"], found.slots["column"]) == (
        "3",
        "3",
        "机构概况",
    )


def test_a_missing_part_is_a_finding(judged: Any) -> None:
    found = judged({"机构职能": TEXT, "领导之窗": TEXT})
    assert found.verdict is Verdict.FAIL
    assert len(found.findings) == 1
    assert "内设机构" in found.findings[0].message
    assert judged({"机构职能": TEXT, "领导之窗": TEXT}, least=2).verdict is Verdict.PASS


def test_an_empty_part_is_a_finding(judged: Any) -> None:
    found = judged(WHOLE | {"内设机构": "<div class=list></div>"})
    assert found.verdict is Verdict.FAIL
    assert [one.url for one in found.findings] == [f"{HOME}jg/2/"]


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_a_part_that_was_not_seen_is_not_missing(judged: Any, outcome: Outcome) -> None:
    found = judged(WHOLE | {"内设机构": ""}, unseen("jg/2/", outcome, None))
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_a_part_may_stand_elsewhere_on_the_site(portal: Any) -> None:
    """Columns are linked crosswise."""
    pages = home(jg="机构概况", ldzc="领导之窗") | {
        "/jg/": f"<title>机构概况</title><ul><li><a href=/jg/0/>机构职能</a></li></ul>{TEXT}",
        "/jg/0/": f"<title>机构职能</title>{TEXT}",
    }
    pages |= column("ldzc", "领导之窗", ["县长张某某简历", "副县长李某某简历"])
    wanted = Params(names=["机构概况"], parts=PARTS[:2])
    assert column_complete(wanted, portal(pages), asked()).verdict is Verdict.PASS


def test_no_such_column_fails_only_where_everything_was_seen(portal: Any) -> None:
    wanted = Params(names=["机构概况"], parts=PARTS)
    assert column_complete(wanted, portal(home()), asked()).verdict is Verdict.FAIL
    hidden = column_complete(wanted, portal(home(jg="公开"), [unseen("jg/")]), asked())
    assert (hidden.verdict, hidden.reason, hidden.findings) == (Verdict.REVIEW, Reason.BLOCKED, ())


def test_a_column_too_far_from_home_is_said_to_be(judged: Any) -> None:
    found = judged(WHOLE, max_clicks=0)
    assert found.verdict is Verdict.FAIL
    assert "1 次点击" in found.why


def under(*names: str) -> str:
    """The page of a part that only leads on."""
    return f"<ul>{''.join(f'<li><a href=/jg/2/{n}/>{name}</a></li>' for n, name in enumerate(names))}</ul>"


def test_a_part_is_not_empty_while_what_lies_below_it_was_not_seen(judged: Any) -> None:
    parts = WHOLE | {"内设机构": under("县政府办公室", "县发展和改革局")}
    found = judged(parts, unseen("jg/2/0/"), unseen("jg/2/1/"))
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.BLOCKED, ())


def test_a_part_far_from_home_is_for_a_person(judged: Any) -> None:
    found = judged(WHOLE, part_clicks=1)
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
    assert "离首页太远" in found.why


def test_a_part_on_another_site_counts_where_its_link_works(portal: Any) -> None:
    links = "<ul><li><a href=http://zwfw.gov.cn/jg/>内设机构</a></li></ul>"
    pages = home(jg="机构概况") | {"/jg/": f"<title>机构概况</title>{links}{TEXT}"}
    wanted = Params(names=["机构概况"], parts=["内设机构"])
    alive = pages | {"http://zwfw.gov.cn/jg/": f"<title>内设机构</title>{TEXT}"}
    assert column_complete(wanted, portal(alive), asked()).verdict is Verdict.PASS
    away = Fetch("http://zwfw.gov.cn/jg/", Role.EXTERNAL, Outcome.TIMEOUT, attempts=2)
    found = column_complete(wanted, portal(pages, [away]), asked())
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_a_part_that_asks_for_a_query_first_is_for_a_person(judged: Any) -> None:
    form = "<form action=/query><label>机构名称</label><input name=a><input name=b><button>查询</button></form>"
    found = judged(WHOLE | {"内设机构": form})
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_parts_can_be_asked_for_without_a_column_above_them(judged: Any) -> None:
    assert judged(WHOLE, names=[]).verdict is Verdict.PASS
    found = judged({"机构职能": TEXT, "领导之窗": TEXT}, names=[])
    assert found.verdict is Verdict.FAIL
    assert found.findings[0].url == HOME
