"""`gongkai facts`, as a rule author and as a program use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audits.cli import run

URL = "http://www.tx.gov.cn/zwgk/zcwj/202105/t20210515_12.html"
ARTICLE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>关于做好防汛工作的通知_政策文件_桃县人民政府</title>
<meta name="SiteName" content="桃县人民政府"><meta name="SiteIDCode" content="3303990001">
<meta name="Sitename2" content=""><meta name="PubDate" content="2021-05-15 09:30"></head><body>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/zcwj/">政策文件</a></div>
<table class="xxgk"><tr><td>索 引 号：</td><td>001008003/2021-12</td><td>发布机构：</td><td>桃县人民政府</td></tr>
<tr><td>成文日期：</td><td>2021-05-10</td><td>文　　号：</td><td>桃政发〔2021〕12号</td></tr></table>
<h1>关于做好防汛工作的通知</h1><p class="info">来源：县应急管理局　发布时间：2021-05-15 09:30　浏览次数：12</p>
<div class="article-content"><p>各乡镇人民政府，县政府各部门：现将防汛工作有关事项通知如下，请认真贯彻执行。</p>
<p>根据《条例》（国发〔2019〕5号），县防汛办\x1b[31m负责解释。</p>
<p><a href="./P020210515.docx">附件：防汛责任人名单.docx</a></p></div>
<table><tr><th>乡镇</th><th>责任人</th></tr><tr><td>桃镇</td><td>王某</td></tr></table>
<div class="footer">主办单位：桃县人民政府办公室 网站标识码：3303990002 浙ICP备12345678号-1 浙公网安备 33039902000012号</div>
</body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def facts(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    def ask(*arguments: str) -> dict[str, Any]:
        assert run(["facts", *arguments, "--format", "json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return ask


def test_a_document_as_json(page: Path, facts: Any) -> None:
    found = facts(str(page), URL)
    assert found["format"] == "gongkai-facts/1"
    assert found["title"] == "关于做好防汛工作的通知"
    assert found["breadcrumb"] == ["首页", "政务公开", "政策文件"]
    assert found["column"] == "政策文件"
    assert found["source"] == "县应急管理局"
    assert found["document_number"] == "桃政发〔2021〕12号"
    assert found["index_table"] == {
        "索引号": "001008003/2021-12",
        "发布机构": "桃县人民政府",
        "成文日期": "2021-05-10",
        "文号": "桃政发〔2021〕12号",
    }
    assert found["index_names"]["发文机关"] == "桃县人民政府"
    assert [(one["date"], one["rank"], one["kind"]) for one in found["dates"]] == [
        ("2021-05-15", 1, "published"),
        ("2021-05-15", 2, "published"),
        ("2021-05-15", 4, "published"),
        ("2021-05-10", 6, "written"),
    ]
    assert found["dates"][0]["text"] == "2021-05-15 09:30"
    assert (found["date"], found["date_conflict"]) == ("2021-05-15", False)
    assert [(one["name"], one["type"], one["url"]) for one in found["attachments"]] == [
        (
            "附件：防汛责任人名单.docx",
            "docx",
            "http://www.tx.gov.cn/zwgk/zcwj/202105/P020210515.docx",
        )
    ]
    assert [["乡镇", "责任人"], ["桃镇", "王某"]] in [table["rows"] for table in found["tables"]]
    assert found["entries"] == []
    assert found["places"]["source"]["certainty"] == "sure"


def test_the_marks_of_a_site_and_a_code_that_differs(page: Path, facts: Any) -> None:
    marks = facts(str(page), "--url", URL)["identity"]
    assert marks["site_name"] == "桃县人民政府"
    assert marks["site_id_code"] == "3303990002"
    assert [code["value"] for code in marks["codes"]] == ["3303990002", "3303990001"]
    assert marks["codes_agree"] is False
    assert marks["icp"] == "浙ICP备12345678号-1"
    assert marks["police"] == "浙公网安备 33039902000012号"
    assert marks["host_unit"] == "桃县人民政府办公室"
    assert marks["metas"]["SiteIDCode"] == "3303990001"
    assert marks["metas"]["Sitename2"] == ""


def test_the_same_page_gives_the_same_bytes(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outs = []
    for _ in range(2):
        run(["facts", str(page), URL, "--format", "json"])
        outs.append(capsys.readouterr().out)
    assert outs[0] == outs[1]


def test_text_for_a_reader(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", str(page), URL]) == 0
    said = capsys.readouterr().out
    assert "发布日期　2021-05-15" in said
    assert "文号　　　桃政发〔2021〕12号" in said
    assert "几处标识码不一致" in said
    assert "\x1b" not in said


def test_a_page_in_gb2312_without_an_address(tmp_path: Path, facts: Any) -> None:
    path = tmp_path / "old.htm"
    path.write_bytes(
        "<title>桃县</title><h1>桃县概况介绍</h1><p>发布时间：2009年3月3日</p>".encode("gb18030")
    )
    found = facts(str(path))
    assert (found["encoding"], found["title"]) == ("gb18030", "桃县概况介绍")
    assert found["dates"][0]["text"] == "2009年3月3日"
    assert found["notes"]


def test_a_page_of_a_snapshot(tmp_path: Path, facts: Any, snapshot: Any) -> None:
    home = "http://www.tx.gov.cn/"
    rows = "".join(
        f"<li><a href={n}.html>关于第{n}号事项的公告</a><span>2021-05-1{n}</span></li>"
        for n in range(5)
    )
    pages = {
        home: "<title>桃县</title><ul class=menu><li><a href=/gg/>通知公告</a></li></ul>",
        f"{home}gg/": f"<title>通知公告</title><p>位置：<a href=/>首页</a> &gt; 通知公告</p><ul>{rows}</ul>",
    }
    folder = snapshot(tmp_path / "snapshot", home, pages)
    found = facts(str(folder), f"{home}gg/")
    assert len(found["entries"]) == 5
    assert found["snapshot"]["clicks"] == 1
    assert found["snapshot"]["column"]["state"] == "list"
    first = facts(str(tmp_path))  # the folder around it, and its home page
    assert [one["name"] for one in first["snapshot"]["columns"]] == ["通知公告"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["{tmp}/nothing.html"], "读不到"),
        (["{tmp}/page.html", "nonsense"], "不完整"),
        (["{tmp}"], "快照"),
        (["{tmp}/page.html", "--format", "yaml"], "yaml"),
    ],
)
def test_what_cannot_be_read_is_said(
    arguments: list[str], says: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["facts", *(one.format(tmp=page.parent) for one in arguments)]) == 2
    assert says in capsys.readouterr().err


def test_an_address_that_the_snapshot_does_not_hold(
    tmp_path: Path, snapshot: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = snapshot(tmp_path, "http://www.tx.gov.cn/", {"http://www.tx.gov.cn/": "<p>桃县</p>"})
    assert run(["facts", str(folder), "http://www.tx.gov.cn/none.html"]) == 2
    assert "none.html" in capsys.readouterr().err


def test_numbers_of_persons_are_shown_masked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = "11010519491231002X"
    path = tmp_path / "page.html"
    path.write_text(
        f"""<title>公示 {number}</title><meta name="Description" content="{number}"><h1>关于张三{number}的公示</h1>
<p>登记{number}　来源：张三{number}　手机 13812345678</p><table><caption>{number}</caption><tr><td>姓名</td><td>号码</td></tr>
<tr><td>张三，某某村某某组身份证</td><td>某某镇某某村村民张三身份证{number}</td></tr><tr><td>李四</td><td>110105 19491231<br>002X</td></tr></table>
<a href="/1.pdf">{number}.pdf</a><div class="footer">联系电话：13912345678</div>""",
        encoding="utf-8",
    )
    for form in ("text", "json"):
        assert run(["facts", str(path), URL, "--format", form]) == 0
        shown = capsys.readouterr().out
        assert "110*************2X" in shown
        for plain in ("11010519", "19491231", "9491231", "13812345678"):
            assert plain not in shown
        assert "13912345678" in shown  # the portal's own number


def test_halves_of_numbers_at_the_edge_of_an_excerpt_are_left_out(
    tmp_path: Path, facts: Any
) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<p>正文</p><div class='footer'>11010519491231002X 联系电话：0571-88888888</div>", "utf-8"
    )
    place = facts(str(path), URL)["places"]["identity.contact"]
    assert "1949" not in place["excerpt"]
    assert "0571-88888888" in place["excerpt"]


@pytest.mark.parametrize(
    ("body", "note"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.4 x", "这是 PDF 文件，不是网页"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "文件不像网页"),
        (b"<p>" + "公开".encode() * 150_000, "只读了前面约 200000 字"),
    ],
    ids=["empty", "pdf", "picture", "long"],
)
def test_what_is_no_whole_page_is_said(tmp_path: Path, facts: Any, body: bytes, note: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(body)
    assert any(one.startswith(note) or note in one for one in facts(str(path), URL)["notes"])


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", str(tmp_path / "none.html")]) == 2
    assert "不存在" in capsys.readouterr().err
    assert run(["facts", URL]) == 2
    assert "网址写在它后面" in capsys.readouterr().err


def test_the_source_ends_where_the_next_label_begins(tmp_path: Path, facts: Any) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<h1>关于某事项的通知公告</h1><p>来源：县政府办 文号：桃政发〔2024〕5号 发布时间：2024-05-06</p>",
        "utf-8",
    )
    assert facts(str(path), URL)["source"] == "县政府办"
