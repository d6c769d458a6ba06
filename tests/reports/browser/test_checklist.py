"""The checklist: filled in, kept, exported, imported, saved as a copy; nothing leaves the machine."""

from __future__ import annotations

import json

import pytest

from reports.html import render
from reports.language import CHINESE
from tests.reports.sample import county_portal

RULE = "#rule-annual-report-published"
QUESTION = "#question-qinglu-2021-20"
TRICK = "</textarea></script><script>alert(1)</script> 补报 & “已改”\n第二行"
NO_STORE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});"


@pytest.fixture(scope="module")
def report(viewer):
    return viewer.file(render(county_portal(), CHINESE))


def fill(page):
    page.locator("#answer-name").fill("张三")
    page.locator("#answer-date").fill("2022-01-05")
    page.locator(RULE).get_by_label("不合格", exact=True).check()
    page.locator(RULE).get_by_label("说明").fill(TRICK)
    page.locator(QUESTION).get_by_label("合格", exact=True).check()
    page.locator(QUESTION).get_by_label("核查人").fill("李四")


def answers(page):
    """What the fields show, as a reader sees it."""
    return page.locator("[data-answer]").evaluate_all(
        """boxes => boxes.map((box) => [
          box.dataset.id, (box.querySelector("input:checked") || {value: ""}).value,
          ...Array.from(box.querySelectorAll("[data-f]"), (field) => field.value)])"""
    )


FILLED = [
    ["annual-report-published", "fail", TRICK, "张三", "2022-01-05"],
    ["qinglu-2021/20", "pass", "", "李四", "2022-01-05"],
]
EMPTY = [[name, "", "", "", ""] for name, *_ in FILLED]


def saved(page, button, path):
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    download.value.save_as(path)
    assert download.value.suggested_filename.startswith("人工核查答复 2021-12-31.")
    return path


def test_answers_are_kept_exported_and_imported(viewer, report, tmp_path):
    with viewer.open(report) as opened:
        page = opened.page
        assert answers(page) == EMPTY
        assert page.locator("#answer-progress").inner_text() == "已答 0 / 2"
        fill(page)
        assert page.locator("#answer-progress").inner_text() == "已答 2 / 2"
        assert "已自动保存" in page.locator("#answer-status").inner_text()
        page.reload()
        assert answers(page) == FILLED
        file = saved(page, "导出答复", tmp_path / "answers.json")
        page.locator(RULE).get_by_role("button", name="清除这一项").click()
        assert answers(page) == [EMPTY[0], FILLED[1]]
        assert not opened.complaints
        assert not opened.asked
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["format"] == "gongkai-answers/1"
    assert content["audit"]["home"] == county_portal().site.home
    assert content["audit"]["as_of"] == "2021-12-31"
    assert len(content["audit"]["digest"]) == 64
    assert content["by"] == {"name": "张三", "date": "2022-01-05"}
    assert content["answers"] == [
        {
            "kind": "rule",
            "id": "annual-report-published",
            "answer": "fail",
            "note": TRICK,
            "name": "张三",
            "date": "2022-01-05",
        },
        {
            "kind": "clause",
            "id": "qinglu-2021/20",
            "answer": "pass",
            "note": "",
            "name": "李四",
            "date": "2022-01-05",
        },
    ]
    with viewer.open(report) as opened:
        page = opened.page
        assert answers(page) == EMPTY
        page.locator("#answer-file").set_input_files(file)
        page.get_by_text("已导入 2 / 2 条答复。").wait_for()
        assert answers(page) == FILLED


def test_a_file_of_another_audit_is_taken_only_on_demand_and_a_wrong_one_never(
    viewer, report, tmp_path
):
    other = {
        "format": "gongkai-answers/1",
        "audit": {"digest": "0" * 64, "site": "别县", "home": "http://b.example/", "as_of": "2020"},
        "answers": [
            {"kind": "rule", "id": "annual-report-published", "answer": "pass"},
            {"kind": "rule", "id": "gone", "answer": "fail"},
        ],
    }
    wrong = [
        "no json",
        "null",
        json.dumps({**other, "format": "gongkai-answers/9"}),
        json.dumps({**other, "answers": [{"kind": "rule", "id": "x", "answer": "maybe"}]}),
        json.dumps({**other, "answers": {}}),
        json.dumps({**other, "answers": [{"kind": "rule", "id": "x", "note": 5}]}),
    ]
    file = tmp_path / "file.json"
    with viewer.open(report) as opened:
        page = opened.page
        for text in wrong:
            page.evaluate("document.getElementById('answer-status').textContent = ''")
            file.write_text(text, encoding="utf-8")
            page.locator("#answer-file").set_input_files(file)
            page.get_by_text("这个文件不是本工具导出的答复").wait_for()
        file.write_text(json.dumps(other), encoding="utf-8")
        page.locator("#answer-file").set_input_files(file)
        page.get_by_text("这个文件是另一次检查的答复（别县，2020）").wait_for()
        assert answers(page) == EMPTY
        page.get_by_role("button", name="仍然导入对得上的").click()
        assert page.locator("#answer-status").inner_text() == "已导入 1 / 2 条答复。"
        assert answers(page)[0][1] == "pass"
        assert not opened.complaints


def test_a_filled_copy_holds_the_answers_for_everybody(viewer, report, tmp_path):
    with viewer.open(report, at="#?verdict=review") as opened:
        fill(opened.page)
        opened.unfold()
        copy = saved(opened.page, "保存填好的副本", tmp_path / "copy.html")
    for scripts in (True, False):
        with viewer.open(copy, scripts=scripts) as opened:
            assert answers(opened.page) == FILLED
            assert opened.page.locator("#filter-note").is_hidden()
            assert opened.page.locator("#fail [data-v]").first.is_visible()
            assert opened.page.locator("#rule-site-identity").get_attribute("open") is None
            assert opened.page.locator("#desk").is_visible() is scripts
            assert not opened.complaints
            printed = "".join(opened.printed()).replace("\n", "")
            assert "“已改”" in printed
            assert "李四" in printed
    # Later answers in the browser count for more than the copy, the copy for more than nothing.
    with viewer.open(copy) as opened:
        opened.page.locator(QUESTION).get_by_label("不适用", exact=True).check()
        opened.page.reload()
        assert answers(opened.page)[1][1] == "not_applicable"
        assert answers(opened.page)[0] == FILLED[0]


def test_where_the_browser_keeps_nothing_that_is_said_and_all_else_works(viewer, report, tmp_path):
    with viewer.open(report, before=NO_STORE) as opened:
        page = opened.page
        assert "浏览器不允许保存" in page.locator("#answer-status").inner_text()
        fill(page)
        assert page.locator("#answer-progress").inner_text() == "已答 2 / 2"
        file = saved(page, "导出答复", tmp_path / "answers.json")
        assert len(json.loads(file.read_text(encoding="utf-8"))["answers"]) == 2
        assert not opened.complaints


def test_what_is_not_answered_can_be_picked_out(viewer, report):
    with viewer.open(report) as opened:
        page = opened.page
        page.locator(QUESTION).get_by_label("不适用", exact=True).check()
        page.get_by_label("只看还没有答的").check()
        left = page.locator("section [data-v]:not([hidden])")
        assert left.evaluate_all("all => all.map((one) => one.id)") == [RULE.removeprefix("#")]
