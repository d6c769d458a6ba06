"""The ledger goes out as XLSX, is edited, and comes back: nothing lost, conflicts shown, strangers refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel
from openpyxl.worksheet.worksheet import Worksheet

from audits.cli import run
from audits.ledger import sheet_reading
from audits.ledger.sheet_reading import SheetError, day_written, read
from tests.audits.ledger.desks import Office
from tests.audits.ledger.entries import chained
from tests.reports.audits_in_time import audit, finding, rule
from tests.reports.office import converted, needs_office

OUT = Path("台账.xlsx")
LONG = "很长的说明，" * 300
Edit = Callable[[Worksheet, dict[str, int]], object]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGKAI_WHO", "张三")
    made = Office(tmp_path)
    places = [finding(f"plans:{n}").model_copy(update={"message": "=1+1 空栏目"}) for n in range(5)]
    made.scan(audit(1, rule("plans", *places)))
    assert run(["ledger", "assign", "1", "2", "--unit", "县政府办公室", "--due", "2026-02-11"]) == 0
    assert run(["ledger", "export"]) == 0
    return made


def edited(edit: Edit, path: Path = OUT) -> None:
    """Edit the sheet as a person would; columns by their headings."""
    book = load_workbook(path)
    sheet = book["整改台账"]
    edit(sheet, {str(cell.value): cell.column for cell in sheet[1]})
    book.save(path)


def imported(
    capsys: pytest.CaptureFixture[str], *flags: str, code: int = 0, path: Path = OUT
) -> str:
    capsys.readouterr()
    assert run(["ledger", "import", str(path), *flags]) == code
    out = capsys.readouterr()
    return out.out + out.err


def put(**cells: Any) -> Edit:
    """Set cells of the row of the first entry."""
    return lambda sheet, columns: [
        sheet.cell(2, columns[heading], value) for heading, value in cells.items()
    ]


def test_the_file_has_lists_to_choose_from_and_hidden_keys(office: Office):
    book = load_workbook(OUT)
    sheet = book["整改台账"]
    heads = [cell.value for cell in sheet[1]]
    hidden = [
        heads[index]
        for index, cell in enumerate(sheet[1])
        if sheet.column_dimensions[cell.column_letter].hidden
    ]
    assert hidden[0] == "台账编号"
    assert [one.sheet_state for one in book.worksheets] == ["visible", "hidden", "hidden"]
    lists = {one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert '"发现,核实,下发,整改,复核,销号,误报"' in lists
    assert "'单位'!$A$2:$A$3" in {one.lstrip("=") for one in lists}
    assert [row[0].value for row in book["单位"].iter_rows(min_row=2)] == [
        "县大数据发展中心",
        "县政府办公室",
    ]
    problem = sheet.cell(2, heads.index("问题") + 1)
    assert (problem.value, problem.data_type) == ("=1+1 空栏目", "s")
    assert office.entries()


def test_unedited_it_changes_nothing(office: Office, capsys: pytest.CaptureFixture[str]):
    before = office.entries()
    assert "已改动 0 条，冲突 0 处" in imported(capsys)
    assert office.entries() == before


def test_edits_become_steps_with_who_and_whence(office: Office, capsys: pytest.CaptureFixture[str]):
    def edit(sheet: Worksheet, columns: dict[str, int]) -> None:
        put(状态="整改", 整改期限=date(2026, 3, 2), 备注="等上级接口")(sheet, columns)
        sheet.cell(4, columns["责任单位"], "县大数据发展中心")
        sheet.cell(4, columns["状态"], "下发")
        sheet.cell(4, columns["整改期限"], "2026年6月30日")

    edited(edit)
    told = imported(capsys, "--dry-run")
    assert "会改动 2 条" in told
    assert office.entries()[1].state == "assigned"
    imported(capsys, "--who", "李四")
    one, three = office.entries()[1], office.entries()[3]
    assert (one.state, one.due, one.extended_to) == ("mending", date(2026, 2, 11), date(2026, 3, 2))
    assert one.note == "等上级接口"
    assert (three.state, three.unit, three.due) == (
        "assigned",
        "县大数据发展中心",
        date(2026, 6, 30),
    )
    for number in (1, 3):
        steps = office.steps(number)
        assert chained(list(steps), office.entries()[number].state)
        assert steps[-1].who == "李四"
        assert steps[-1].note.startswith("由 Excel 导入")
    assert "期限由 2026-02-11 延至 2026-03-02" in office.steps(1)[-2].note
    # The same file once more: all of it is there already.
    assert "已改动 0 条，冲突 0 处" in imported(capsys)


def test_what_a_scan_touched_is_no_conflict_what_a_person_changed_is(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    edited(put(备注="表格写的", 状态="整改"))
    places = [finding(f"plans:{n}") for n in range(5)]
    office.scan(audit(2, rule("plans", *places)))  # every version is another one now
    assert run(["ledger", "extend", "1", "--until", "2026-04-01", "--note", "再等"]) == 0
    assert "冲突 0 处" in imported(capsys)  # another cell was changed
    one = office.entries()[1]
    assert (one.note, one.state, one.extended_to) == ("表格写的", "mending", date(2026, 4, 1))

    assert run(["ledger", "export", "--force"]) == 0
    edited(put(备注="表格再写"))
    again = Path("另一份.xlsx")
    assert run(["ledger", "export", "--out", str(again)]) == 0
    edited(put(备注="别人写的"), again)
    imported(capsys, path=again)
    told = imported(capsys, code=1)
    assert "台账第 1 条，备注：导出时“表格写的”；台账现在“别人写的”｜表格“表格再写”" in told
    assert office.entries()[1].note == "别人写的"
    imported(capsys, "--mine")
    assert office.entries()[1].note == "表格再写"
    assert "备注改为“表格再写”" in office.steps(1)[-1].note


def test_without_the_hidden_sheet_the_version_says_what_is_stale(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    edited(put(备注="表格写的"))
    book = load_workbook(OUT)
    del book["导出时的内容"]
    book.save(OUT)
    assert "隐藏的表被删去" in imported(capsys)
    assert office.entries()[1].note == "表格写的"
    edited(put(备注="再改"))
    assert "冲突 1 处" in imported(capsys, code=1)  # the version in the file is the old one


def test_rows_deleted_added_doubled_moved_or_with_another_key_are_told(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    def edit(sheet: Worksheet, columns: dict[str, int]) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        key, mark, note = (columns[name] - 1 for name in ("台账编号", "问题标识", "备注"))
        sheet.delete_rows(2, 10)
        first, second, third, fourth, _ = rows
        third[note] = "移到前面"
        twice = [*first]
        twice[note] = "另一种写法"
        second[mark] = "plans:9"
        fourth[key] = 4711
        new = [None] * len(first)
        new[note] = "新发现的问题"
        for row in (third, first, twice, second, fourth, new):
            sheet.append(row)

    edited(edit)
    before = office.entries()
    told = imported(capsys, code=1)
    assert "第 7 行没有台账编号" in told
    assert "台账里没有第 4711 条" in told
    assert "编号 2 与问题标识对不上" in told
    assert "台账第 1 条出现在第 3、4 行，内容不同，都没有导入" in told
    assert "表里删去了 2 行（台账第 4、5 条）：台账里的仍然保留" in told
    assert "行的次序变了" in told
    after = office.entries()
    assert after.keys() == before.keys()
    assert [number for number in after if after[number] != before[number]] == [3]
    assert after[3].note == "移到前面"


def test_cells_that_say_nothing_are_named_and_the_other_rows_go_in(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    def edit(sheet: Worksheet, columns: dict[str, int]) -> None:
        sheet.cell(2, columns["备注"], '=HYPERLINK("http://evil.example/","x")')
        sheet.cell(3, columns["整改期限"], "下周五")
        sheet.cell(4, columns["状态"], "完成")
        sheet.cell(5, columns["状态"], "误报")
        sheet.cell(6, columns["备注"], f"=SUM 不是公式{LONG}")
        sheet.cell(6, columns["备注"]).data_type = "s"

    edited(edit)
    told = imported(capsys, code=1)
    assert "第 2 行：“备注”是公式" in told
    assert "第 3 行：“整改期限”不是日期（下周五）" in told
    assert "第 4 行：没有“完成”这个状态" in told
    assert "第 5 行：转为“误报”要在备注里写明依据" in told
    assert office.entries()[5].note == f"=SUM 不是公式{LONG}"
    # What is too long for a row is cut on the way out, and that is no edit on the way back.
    assert run(["ledger", "export", "--force"]) == 0
    imported(capsys)
    assert office.entries()[5].note == f"=SUM 不是公式{LONG}"


@pytest.mark.parametrize("first", [True, False])
def test_a_second_sheet_of_the_ledger_is_refused_and_never_passed_over(
    office: Office, capsys: pytest.CaptureFixture[str], *, first: bool
):
    book = load_workbook(OUT)
    copy = book.copy_worksheet(book["整改台账"])
    copy.title = "县教育局"
    columns = {cell.value: cell.column for cell in copy[1]}
    copy.cell(2, columns["备注"], "在另一张表里改的")
    if first:
        book.move_sheet(copy, -len(book.worksheets) + 1)
    book.save(OUT)
    told = imported(capsys, code=2)
    assert "两张台账" in told
    assert "“县教育局”" in told
    assert office.entries()[1].note == ""


def test_a_file_that_is_there_is_not_written_over(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    capsys.readouterr()
    assert run(["ledger", "export"]) == 2
    assert "--force" in capsys.readouterr().err
    assert run(["ledger", "export", "--out", "台账.xls"]) == 2
    assert office.entries()


@needs_office
def test_libre_office_saves_it_again_and_nothing_is_changed(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    before = office.entries()
    (saved,) = converted([OUT.resolve()], tmp_path / "saved", "xlsx:Calc MS Excel 2007 XML")
    assert "已改动 0 条，冲突 0 处，没有读懂或不能做的 0 处" in imported(capsys, path=saved)
    assert office.entries() == before
    edited(put(状态="整改", 整改期限="2026/3/2"), saved)
    imported(capsys, path=saved)
    one = office.entries()[1]
    assert (one.state, one.extended_to) == ("mending", date(2026, 3, 2))


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_dtd() -> bytes:
    with closing(BytesIO(workbook(["a"]))) as file, zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    parts["xl/worksheets/sheet1.xml"] = bomb + parts["xl/worksheets/sheet1.xml"]
    return packed(parts)


def changed(sheet: bytes) -> bytes:
    with closing(BytesIO(workbook(["a"]))) as file, zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(parts | {"xl/worksheets/sheet1.xml": sheet})


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "不是 Excel 文件"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "旧格式"),
        (b"PK\x03\x04 torn", "不是 Excel 文件"),
        (packed({"xl/workbook.xml": b"<a/>"}), "不是完整的 Excel 文件"),
        (packed({"xl/workbook.xml": b" " * 130_000_000}), "解开后太大"),
        (with_dtd(), "内容异常"),
        (changed(b'<?xml version="1.0" encoding="UTF-7"?>+ADw-c/+AD4-'), "内容异常"),
        (workbook(["序号", "问题"], [1, "x"]), "没有导出的台账"),
        (workbook(["责任单位", "问题标识", "状态", "整改期限", "备注"]), "没有导出的台账"),
        (workbook()[:-400], "不是 Excel 文件"),
    ],
    ids=[
        "empty",
        "old",
        "torn",
        "hollow",
        "bomb",
        "entities",
        "odd code",
        "strange",
        "no key",
        "cut",
    ],
)
def test_files_of_strangers_are_refused(body: bytes, why: str, tmp_path: Path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(body)
    with pytest.raises(SheetError, match=why):
        read(path)


@pytest.mark.parametrize(
    "sheet",
    [
        b"<row><c/></row>" * 1_001,
        b"<row>" + b"<x:c r='A1'/>" * 1_001 + b"</row>",
        ("<row>" + "<c/>" * 1_001 + "</row>").encode("utf-16"),
    ],
    ids=["rows", "named", "wide"],
)
def test_cells_are_counted_before_they_are_built(
    sheet: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sheet_reading, "MOST_CELLS", 1_000)
    path = tmp_path / "x.xlsx"
    path.write_bytes(changed(sheet))
    with pytest.raises(SheetError, match="解开后太大"):
        read(path)


def test_a_file_that_is_too_big_is_not_opened(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    with path.open("wb") as file:
        file.truncate(30_000_001)
    with pytest.raises(SheetError, match="30 MB"):
        read(path)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (None, ""),
        ("  ", ""),
        (from_excel(46203), "2026-06-30"),
        (date(2026, 6, 30), "2026-06-30"),
        (46203, "2026-06-30"),
        (46203.0, "2026-06-30"),
        ("2026-06-30", "2026-06-30"),
        ("2026/6/30", "2026-06-30"),
        ("2026.6.30", "2026-06-30"),
        (" 2026年6月30日 ", "2026-06-30"),
        ("2026-06-30 00:00:00", "2026-06-30"),
        ("2026-02-30", None),
        ("6月30日", None),
        (True, None),
        (12.5, None),
        (1e300, None),
        (float("nan"), None),
    ],
)
def test_days_in_every_form_that_office_programs_keep(value: object, day: str | None):
    assert day_written(value, WINDOWS_EPOCH) == day


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.datetimes(), st.booleans()))
def test_no_value_of_a_cell_upsets_the_reading_of_days(value: object):
    day = day_written(value, WINDOWS_EPOCH)
    assert not day or 2000 <= date.fromisoformat(day).year < 2100
