"""Hostile text in any field of the results stays text; file names are harmless; size is bounded."""

import re
import unicodedata
import zipfile
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.formats import Asked
from reports.language import language
from reports.papers.file_names import FileNames
from reports.papers.ordinals import chinese
from reports.papers.writing import circular, notices
from tests.reports.papers.reading import links_of, text_of
from tests.reports.sample import DATA, OFFICE, county_portal, dead_link, links_rule
from tests.reports.test_html_safety import HOSTILE_PIECES, poisoned

ASKED = Asked(language("zh"))
JINJA = "{{ 7 * 7 }}{% for x in y %}{_{ 8 * 8 }_}{%p endfor %}{{r 网站地址 }}"
PIECES = [*HOSTILE_PIECES, JINJA, "a\n\tb\x07c\fd", "file:///etc/passwd"]


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def assert_harmless(content: bytes, paragraphs: int) -> None:
    parts = parts_of(content)
    body = parts["word/document.xml"]
    assert len(Document(BytesIO(content)).paragraphs) == paragraphs
    assert len(content) < 1_000_000
    hidden = {c for c in body if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}}
    assert hidden <= {"\n"}
    assert "<script" not in body
    for link in links_of(content):
        assert re.match(r"https?://", link)
    for name, text in parts.items():
        if name.endswith(".rels"):
            assert "file:" not in text
            assert "javascript:" not in text


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: repr(piece[:20]))
def test_hostile_text_in_any_field_stays_text(piece):
    result = poisoned(piece)
    tame = poisoned("x")
    made, harmless = circular(result, ASKED), circular(tame, ASKED)
    assert_harmless(made, len(Document(BytesIO(harmless)).paragraphs))
    for content in notices(result, ASKED).values():
        assert_harmless(content, len(Document(BytesIO(*notices(tame, ASKED).values())).paragraphs))


def test_a_megabyte_of_text_is_cut():
    long = "长" * 1_000_000
    finding = dead_link(1, long, long).model_copy(update={"message": long, "url": long})
    rule = links_rule([finding]).model_copy(
        update={"title": long, "message": long, "fix": long, "theme": long}
    )
    base = county_portal()
    units = [base.clauses[3].model_copy(update={"responsible": [long], "title": long})]
    site = base.site.model_copy(update={"name": long})
    result = base.model_copy(update={"rules": [rule], "clauses": units, "site": site})
    for content in (circular(result, ASKED), *notices(result, ASKED).values()):
        assert len(parts_of(content)["word/document.xml"]) < 100_000


def test_what_looks_like_a_placeholder_in_the_results_is_not_filled_in():
    assert "{{ 7 * 7 }}{% for x in y %}{_{ 8 * 8 }_}{%p endfor %}{{r 网站地址 }}" in text_of(
        circular(poisoned(JINJA), ASKED)
    )


def test_ten_thousand_findings_are_counted_and_a_few_are_listed():
    findings = [dead_link(n, f"http://a.example/{n}", "404") for n in range(10_000)]
    result = county_portal().model_copy(update={"rules": [links_rule(findings)]})
    text = text_of(circular(result, ASKED))
    assert "共 10,000 处，其中 9,990 处没有在这里列出，见整改台账（xlsx）。" in text
    assert text.count("正文中的链接打不开") == 10
    notice = text_of(notices(result, ASKED)[f"整改通知书/{OFFICE}.docx"])
    assert "共 10,000 处，其中 9,950 处没有在这里列出，见整改台账（xlsx）。" in notice


def test_many_failing_requirements_share_the_room():
    findings = [dead_link(n, f"http://a.example/{n}", "404") for n in range(50)]
    rules = [links_rule(findings).model_copy(update={"id": f"r{n}"}) for n in range(100)]
    text = text_of(circular(county_portal().model_copy(update={"rules": rules}), ASKED))
    assert "共 5,000 处问题，其中 4,700 处这里没有列出" in text
    assert text.count("正文中的链接打不开") == 300


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\a", "C_a"),
        ("县\u202e府\x00办", "县府办"),
        ("甲*乙?", "甲_乙"),
        ("", "未命名"),
        ("...", "未命名"),
        ("CON", "CON_"),
        ("各镇（街道）、县政府各部门", "各镇（街道）、县政府各部门"),
        ("长" * 500, "长" * 60),
    ],
)
def test_a_unit_gives_a_file_name_that_every_system_takes(unit, name):
    assert FileNames().take(unit, "未命名") == name


def test_equal_names_get_files_of_their_own():
    names = FileNames()
    assert [names.take(each, "x") for each in ("甲/乙", "甲\\乙", "ab", "AB")] == [
        *("甲_乙", "甲_乙_2", "ab", "AB_2")
    ]


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_no_name_leaves_its_folder(unit):
    name = FileNames().take(unit, "未命名")
    assert name
    assert not re.search(r'[/\\:*?"<>|\x00-\x1f]|^\.|\.$|^ | $', name)
    assert len(name.encode()) <= 250


def test_units_with_hostile_names_get_harmless_files():
    result = county_portal()
    clauses = [
        clause.model_copy(update={"responsible": ["../" * 20 + "甲", f"{DATA}\x00"]})
        for clause in result.clauses
    ]
    made = notices(result.model_copy(update={"clauses": clauses}), ASKED)
    assert list(made) == ["整改通知书/甲.docx", f"整改通知书/{DATA}.docx"]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *((1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十")),
        *((1001, "一千零一"), (1010, "一千零一十"), (9999, "九千九百九十九"), (10_000, "10000")),
    ],
)
def test_numbers_of_headings_are_written_in_chinese(number, written):
    assert chinese(number) == written
