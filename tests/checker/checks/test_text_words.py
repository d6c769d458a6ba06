"""What a document lacks is named by the first of each group of words; what it must not say is said as such."""

from __future__ import annotations

from datetime import date

from checker.checks.text_on_page import Params, text_on_page
from checker.judgement import Judgement, Question
from checker.results import Verdict
from tests.checker.conftest import Portal

PAGES = {
    "/": "<title>某县</title><a href=/zw/>政策文件</a>",
    "/zw/": "<ul><li><a href=/zw/1.html>某县供水通知</a><span>2026-05-06</span></ul>",
    "/zw/1.html": "<h1>某县供水通知</h1><p>发布日期：2026-05-06</p><p>机密★一年。各镇遵照执行。</p>",
}


def judged(portal: Portal, **params: list[str]) -> Judgement:
    wanted = Params.model_validate({"names": ["政策文件"], **params})
    return text_on_page(wanted, portal(PAGES), Question("r", date(2026, 6, 30)))


def test_a_group_of_words_is_named_by_its_first(portal: Portal) -> None:
    told = judged(portal, all_of=["背景|依据|为什么", "目的|意义"])
    assert told.verdict is Verdict.FAIL
    assert told.why == "1 份中有 1 份缺少“背景”、“目的”"
    assert told.findings[0].message == "《某县供水通知》缺少“背景”、“目的”"


def test_a_forbidden_word_is_not_called_missing(portal: Portal) -> None:
    told = judged(portal, none_of=["机密★"])
    assert told.why == "1 份中有 1 份出现了“机密★”"
    assert told.findings[0].observed == "出现了“机密★”"
