"""What counts as a person's number, where it may stand, and what is left alone."""

import dataclasses
import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.attachments import read_attachment
from checker.facts.personal_data import Kind, Strength, scan, scan_attachment, scan_page
from checker.facts.tables import read_tables
from tests.checker.facts.attachments import made
from tests.checker.facts.personal_data.people import Dice, resident_id

ID = "11010519491231002X"
CHILD = "330328201506011230"
MOBILE = "13800138000"


def kinds(*lines):
    return [(hit.kind, hit.strength) for hit in scan(lines).hits]


@pytest.mark.parametrize(
    ("line", "strength"),
    [
        (f"身份证号：{ID}", Strength.STRONG),
        (f"张三 {ID}", Strength.STRONG),
        (f"名单 {ID}", Strength.LIKELY),
        (f"{ID}（张三）", Strength.STRONG),
    ],
)
def test_how_sure_an_id_is(line, strength):
    assert kinds(line) == [(Kind.RESIDENT_ID, strength)]


@pytest.mark.parametrize(
    "whose",
    [
        "收款单位",
        "开户单位",
        "对公",
        "基本户",
        "专户",
        "保证金",
        "缴款",
        "缴费",
        "缴纳",
        "捐赠",
        "捐款",
        "汇款",
        "财政",
        "国库",
        "税务",
        "招标",
        "投标",
        "公司",
        "局",
        "中心",
        "村委会",
        "医院",
        "学校",
    ],
)
def test_the_account_of_an_office_is_nobody_s(whose):
    card = Dice(3).card()
    assert scan([f"{whose}账号：{card}"]).hits == ()
    assert kinds(f"账号：{card}") == [(Kind.BANK_CARD, Strength.LIKELY)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("护照号码：E12345678", [(Kind.PASSPORT, Strength.LIKELY)]),
        ("张三 护照号：EA1234567", [(Kind.PASSPORT, Strength.LIKELY)]),
        ("合同编号：E12345678", []),
        ("E12345678", []),
        ("护照号码：A12345678", []),
    ],
)
def test_a_passport_is_told_by_its_label(line, found):
    assert kinds(line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("身份证号：110105491231002", [(Kind.OLD_ID, Strength.STRONG)]),
        ("张三，身份证 110105491231002", [(Kind.OLD_ID, Strength.STRONG)]),
        ("身份证号：110105491331002", []),  # no such month
        ("合同编号：110105491231002", []),
        ("110105491231002", []),
    ],
)
def test_a_number_of_the_old_form_is_told_by_its_label(line, found):
    assert kinds(line) == found


def test_an_unlabelled_number_that_would_be_a_child_s_is_for_a_person():
    dice = Dice(1)
    child = dice.person(2010, 2020).id
    assert kinds(f"编 {child}") == []
    (doubtful,) = scan([f"编 {child}"]).doubtful
    assert doubtful.strength is Strength.DOUBTFUL
    assert kinds(f"身份证号 {child}") == [(Kind.RESIDENT_ID, Strength.STRONG)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [("残疾证号：{}42", Kind.DISABILITY_ID), ("学籍号 G{}", Kind.STUDENT_ID), ("学号：G{}", Kind.STUDENT_ID)],
)  # fmt: skip
def test_longer_numbers_that_hold_an_id(line, kind):
    child = resident_id(Dice(7), date(2012, 5, 12))
    assert kinds(line.format(child)) == [(kind, Strength.STRONG)]
    assert kinds(line.format(child).replace("4", "9", 1)) == []


@pytest.mark.parametrize("line", ["事项 {}42", "G{}"])
def test_a_longer_code_of_region_day_and_number_is_no_child_s(line):
    """One of forty such codes is a valid ID and two digits of a card, by chance."""
    code = resident_id(Dice(7), date(2024, 5, 12))
    result = scan([line.format(code)])
    assert (result.hits, len(result.doubtful)) == ((), 1)
    assert kinds(line.format(ID)) == [
        (Kind.STUDENT_ID if "G" in line else Kind.DISABILITY_ID, Strength.LIKELY)
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"编号：{ID}42",  # a label of things
        f"残疾证号：{ID}99",  # no kind and degree of a disability
        "身份证号：110105491332002",  # no such day
        "身份证号：990105491231002",  # no such province
        "李四 113321197001011210",  # a credit code that has the check digit of an ID, too
        "合同编号：6222021234567890128",
        f"李四，社保卡号 {MOBILE}",
        f"李四 订单号：{MOBILE}",
        "张三 99010519491231****",
        "张三 110105********002X",
        "11N300123456789012",
    ],
)
def test_what_has_the_shape_and_is_none(line):
    result = scan([line])
    assert (result.hits, result.doubtful, result.weak_masks) == ((), (), ())


def test_a_labelled_id_is_one_though_it_would_do_as_a_credit_code():
    assert kinds("身份证号：113321197001011210") == [(Kind.RESIDENT_ID, Strength.STRONG)]


def columns_of(head, *rows, caption="名单"):
    """What a table of persons gives away: kind and strength of each, then how many are left to a person."""
    body = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    top = f"<tr>{''.join(f'<td>{cell}' for cell in head)}" if head else ""
    result = scan((), read_tables(f"<p>{caption}</p><table>{top}{body}</table>"), "正文")
    return {(hit.kind, hit.strength) for hit in result.hits}, len(result.doubtful)


DOTTED = ["帕提古丽·买买提", "阿卜杜拉·艾山", "热依汗·吐尔逊"]
MOBILES = ["13800138000", "13900139001", "15000150002"]


def test_two_mobiles_beside_names_alone_are_left_to_a_person():
    rows = [("张伟", MOBILES[0]), ("李娜", MOBILES[1])]
    assert columns_of(["姓名", "手机"], *rows) == (set(), 2)


@pytest.mark.parametrize(
    ("said", "hits"),
    [("见附件", set()), ("张伟", {(Kind.MOBILE, Strength.LIKELY)})],
)
def test_a_mobile_beside_no_name_is_nobody_s(said, hits):
    assert columns_of(["备注", "手机", "补贴金额"], (said, MOBILE, "300元")) == (hits, 0)


def test_names_with_a_dot_are_names():
    rows = list(zip(DOTTED, MOBILES, strict=True))
    assert columns_of(["姓名", "手机"], *rows) == ({(Kind.MOBILE, Strength.STRONG)}, 0)


@pytest.mark.parametrize(
    ("head", "more", "found"),
    [
        (["姓名", "手机", "补贴金额"], "300元", ({(Kind.MOBILE, Strength.STRONG)}, 0)),
        (["姓名", "手机", "银行卡号"], "见存折", ({(Kind.MOBILE, Strength.STRONG)}, 0)),
        (["姓名", "手机", "职务", "银行卡号"], "见存折", (set(), 0)),
        (["姓名", "手机", "职务"], "干事", (set(), 0)),
        (["姓名", "手机", "职务", "补贴金额"], "干事", (set(), 3)),
        (["姓名", "手机", "所在单位"], "第二小学", (set(), 3)),
        (["姓名", "联系电话", "备注"], "无", (set(), 3)),
        (["姓名", "办公电话", "备注"], "无", (set(), 0)),
    ],
)
def test_whose_mobiles_a_table_shows(head, more, found):
    """An office's contacts are meant to be public; what may be either is left to a person."""
    rows = [
        (name, mobile, *[more] * (len(head) - 2))
        for name, mobile in zip(["张伟", "李娜", "王芳"], MOBILES, strict=True)
    ]
    assert columns_of(head, *rows) == found


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (["姓名", "银行账号"], (set(), 1)),
        (["姓名", "银行账号", "开户单位", "职务"], (set(), 0)),
    ],
)
def test_an_account_without_check_digit_beside_one_name(head, found):
    row = ("张伟", "103000123456789", *["某镇", "会计"][: len(head) - 2])
    assert columns_of(head, row) == found


def test_cards_under_a_header_that_says_nothing():
    cards = [Dice(n).person().card for n in range(3)]
    people = list(zip(["张伟", "李娜", "王芳"], cards, strict=True))
    assert columns_of(["姓名", "备注"], *people) == ({(Kind.BANK_CARD, Strength.STRONG)}, 0)
    things = list(zip(["甲项", "乙项", "丙项"], cards, strict=True))
    assert columns_of(["事项", "备注"], *things) == (set(), 3)


def test_one_valid_id_in_a_column_of_serial_numbers_is_chance():
    codes = [ID, "110105194912310012", "110105194912310023", "110105194912310034"]
    head, rows = ["事项", "内容"], [("甲项", code) for code in codes]
    hits, doubtful = columns_of(head, *rows)
    assert (hits, doubtful) == (set(), 1)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("卡号：{}", [Strength.LIKELY]),
        ("李四 {}", [Strength.LIKELY]),
        ("转账 {}", []),
        ("收款单位 李四 {}", []),
        ("收款单位 {}", None),
        ("合同编号：{}", None),
    ],
)
def test_how_sure_a_card_is(line, found):
    """What names an office beside the number is left to a person, or alone."""
    result = scan([line.format(Dice(7).person().card)])
    assert [hit.strength for hit in result.hits] == (found or [])
    assert bool(result.doubtful) == (found == [])


@pytest.mark.parametrize(
    ("between", "taken"),
    [
        ("，", True),
        ("，联系人电话：", False),
        ("，订单编号：", False),
        ("。", False),
        (f"，{'家庭情况见附表' * 6}，", False),
    ],
)
def test_a_mobile_soon_behind_an_id_is_its_owner_s(between, taken):
    found = kinds(f"身份证号：{ID}{between}{MOBILE}")
    assert found == [(Kind.RESIDENT_ID, Strength.STRONG)] + [(Kind.MOBILE, Strength.LIKELY)] * taken


@pytest.mark.parametrize(
    "line",
    [
        f"统一社会信用代码 {ID}",
        f"http://a.gov.cn/{ID}.html",
        f"文件{ID}.pdf",
        f"A{ID}",
        f"{ID}1",
        f"11{ID}",
        f"{ID}-01",
        "330328********1234",
        "35*************123",
        "身份证号：330328＊＊＊＊＊＊＊＊002X",
        "110105ＸＸＸＸ12310021",
    ],
)
def test_what_is_left_alone(line):
    result = scan([line])
    assert result.hits == ()
    assert result.weak_masks == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("张三，11010519491231****", "出生日期"),
        ("张三，110105194912310**X", "出生日期"),
    ],
)
def test_masks_that_hide_nothing(line, why):
    (mask,) = scan([line]).weak_masks
    assert why in mask.why
    assert mask.masked.startswith("110***")
    assert "1949" not in repr(mask)


def test_a_mobile_needs_a_name_beside_it():
    assert kinds(f"电话{MOBILE}") == []
    assert kinds(f"张三{MOBILE}") == [(Kind.MOBILE, Strength.LIKELY)]
    assert kinds(f"患者张三，电话{MOBILE}") == [(Kind.MOBILE, Strength.STRONG)]
    assert [hit.strength for hit in scan([f"姓名：张三，联系电话：{MOBILE}"]).doubtful] == [
        Strength.DOUBTFUL
    ]
    assert kinds(f"{MOBILE}（张三）") == [(Kind.MOBILE, Strength.LIKELY)]


@pytest.mark.parametrize(
    "word", ["值班", "咨询", "联系人", "负责人", "办公室", "监督", "举报", "书记", "河长"]
)
def test_contacts_of_offices_are_left_alone(word):
    assert kinds(f"{word}：张三 {MOBILE}") == []
    assert kinds(f"张三（{word}）{MOBILE}") == []


def test_a_value_counts_once_per_source():
    result = scan([f"身份证号：{ID}"] * 3)
    assert (result.count, len(result.hits)) == (1, 1)


def test_two_numbers_side_by_side():
    result = scan([f"张三{MOBILE}/13900139000"])
    assert len(result.hits) == 1
    result = scan([f"申请人张三 {MOBILE} {ID}"])
    assert {hit.kind for hit in result.hits} == {Kind.MOBILE, Kind.RESIDENT_ID}


def test_a_column_of_many_is_reported_as_one():
    dice = Dice(3)
    people = [dice.person() for _ in range(5)]
    rows = "".join(f"<tr><td>{p.name}<td>{p.id}" for p in people)
    result = scan(
        (), read_tables(f"<p>补助名单</p><table><tr><td>姓名<td>身份证号{rows}</table>"), "正文"
    )
    (column,) = result.columns
    assert (column.kind, column.header, column.count) == (Kind.RESIDENT_ID, "身份证号", 5)
    assert str(column.place) == "正文：补助名单 第2行第2列"
    assert {hit.strength for hit in result.hits} == {Strength.STRONG}
    assert result.hits[0].excerpt == f"身份证号：{result.hits[0].masked}"


def test_hidden_parts_of_a_workbook():
    dice = Dice(4)
    people = [dice.person() for _ in range(3)]
    row = '<row r="{}"{}>{}</row>'
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = [row.format(1, "", cell.format("姓名") + cell.format("身份证号"))]
    rows += [
        row.format(n, ' hidden="1"', cell.format(p.name) + cell.format(p.id))
        for n, p in enumerate(people, 2)
    ]
    result = scan_attachment(
        read_attachment(
            made.xlsx(f"<sheetData>{''.join(rows)}</sheetData>", name="底稿"), "名单.xlsx"
        )
    )
    assert result.count == 3
    assert str(result.hits[0].place) == "底稿 第2行第2列（隐藏）"


def test_numbers_stored_as_numbers():
    dice = Dice(5)
    cards = [dice.mobile() for _ in range(3)]
    cells = "".join(
        f'<row><c t="inlineStr"><is><t>{dice.name()}</t></is></c><c><v>{float(m)!r}</v></c></row>'
        for m in cards
    )
    head = '<row><c t="inlineStr"><is><t>姓名</t></is></c><c t="inlineStr"><is><t>手机</t></is></c></row>'
    result = scan_attachment(read_attachment(made.xlsx(f"<sheetData>{head}{cells}</sheetData>")))
    assert result.count == 3


def test_comments_deleted_text_and_files_in_an_archive():
    paragraph = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:del><w:r><w:delText>张三 "
        + ID
        + "</w:delText></w:r></w:del></w:p>"
    )
    body = made.archive(
        {"名单/附件.docx": made.docx(paragraph), "说明.txt": f"李四身份证号{CHILD}"}
    )
    result = scan_attachment(read_attachment(body, "附件.zip"))
    assert [str(hit.place) for hit in result.hits] == ["名单/附件.docx：修订中删除的文字（隐藏）"]


def test_digits_in_entities_and_scripts():
    assert scan_page(f"<p>身份证号：{''.join(f'&#{ord(c)};' for c in ID)}</p>").count == 1
    assert scan_page(f"<script>var x='身份证号{ID}'</script><p>身份证号</p>").count == 0


def test_a_scan_can_be_written_as_json():
    text = json.dumps(
        dataclasses.asdict(scan([f"张三，身份证号：{ID}", "李四 11010519491231****"]))
    )
    assert ID not in text
    assert "19491231" not in text


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 50_000,
        "1-" * 50_000,
        "13800138000/" * 5_000,
        "张" * 200_000 + MOBILE,
        "身份证" * 50_000 + ID,
        "6222" * 30_000,
        "*1" * 50_000,
        "1101051949****" * 5_000,
        "<script>" * 20_000,
        "x@" * 50_000,
        "张三" * 50_000,
    ],
    ids=lambda text: text[:14],
)
def test_time_grows_with_the_text_and_not_faster(text):
    started = time.process_time()
    scan([text])
    scan_page(text)
    assert time.process_time() - started < 20


PIECES = st.sampled_from(
    [
        ID,
        CHILD,
        MOBILE,
        "张三",
        "身份证号：",
        "手机",
        "*",
        "****",
        " ",
        "-",
        "/",
        "。",
        "|",
        "银行卡号",
        "6222",
        "X",
        "\u200b",
        "１",
        "残疾证",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
def test_never_raises_and_never_shows_a_value(text):
    result = scan([text])
    shown = repr(result)
    assert ID not in shown
    assert CHILD not in shown
    assert MOBILE not in shown
    scan_page(f"<table><tr><td>{text}<td>姓名</table><p>{text}")


def test_a_column_of_nothing_but_ids_has_no_table_to_tell_by():
    people = [Dice(n).person(1950, 1990).id for n in range(2)]
    hits, doubtful = columns_of(None, *[(one,) for one in people], caption="")
    assert (hits, doubtful) == ({(Kind.RESIDENT_ID, Strength.LIKELY)}, 0)


def test_an_id_among_mobiles_is_judged_by_itself():
    rows = [("甲项", ID), *(("乙项", mobile) for mobile in MOBILES)]
    assert columns_of(["事项", "内容"], *rows) == ({(Kind.RESIDENT_ID, Strength.LIKELY)}, 0)


def test_a_mask_of_one_digit_hides_nothing():
    line = "张三 1101051949*231002X"
    (mask,) = scan([line, line]).weak_masks
    assert mask.why == "只遮盖了2位"


def test_a_piece_of_a_longer_code_with_hyphens_is_no_mobile():
    assert kinds("张三 138-0013-8000-1") == []
    assert kinds("张三 138-0013-8000") == [(Kind.MOBILE, Strength.LIKELY)]


def test_of_very_many_values_all_are_counted_and_the_first_shown():
    dice = Dice(9)
    result = scan(f"身份证号：{resident_id(dice, date(1970, 1, 1))}" for _ in range(520))
    assert len(result.hits) == 500
    assert result.count > 500
