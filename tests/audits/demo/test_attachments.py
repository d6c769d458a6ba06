"""The attachments are files that other programs open."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from audits.demo.attachments import attachment

# What XML cannot hold no editor lets anybody write.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("suffix", "main"), [("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")]
)
def test_an_office_file_declares_every_part_and_finds_its_main_one(suffix, main):
    found = parts(attachment(suffix, ["青岚县"]))
    (relation,) = found["_rels/.rels"]
    assert relation.get("Target") == main
    declared = {
        node.get("PartName").lstrip("/"): node.get("ContentType")
        for node in found["[Content_Types].xml"]
        if node.get("PartName")
    }
    assert set(declared) == {name for name in found if name.endswith(".xml")} - {
        "[Content_Types].xml"
    }
    assert len(set(declared.values())) == len(declared)


@given(TEXT)
def test_a_word_file_holds_its_text_whatever_it_is(text):
    document = parts(attachment("docx", [text, "青岚"]))["word/document.xml"]
    paragraphs = [node.text or "" for node in document.iter("{*}t")]
    assert paragraphs == [text, "青岚"]


@given(TEXT)
def test_a_workbook_holds_its_words_whatever_they_are(text):
    sheet = parts(attachment("xlsx", [text]))["xl/worksheets/sheet1.xml"]
    assert [node.text for node in sheet.iter("{*}t")] == text.split()


@given(TEXT)
def test_a_pdf_finds_its_objects_and_holds_its_text(text):
    data = attachment("pdf", [text])
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", data)[1])
    assert data[start:].startswith(b"xref\n")
    for number, offset in enumerate(
        re.findall(rb"^(\d{10}) 00000 n $", data[start:], re.MULTILINE), 1
    ):
        assert data[int(offset) :].startswith(b"%d 0 obj" % number)
    length, stream = re.search(
        rb"/Length (\d+) >>\nstream\n(.*)\nendstream", data, re.DOTALL
    ).groups()
    assert len(stream) == int(length)
    shown = re.search(rb"<([0-9A-F]*)> Tj", stream)[1]
    assert bytes.fromhex(shown.decode()).decode("utf-16-be") == text


def test_the_same_lines_give_the_same_bytes():
    for suffix in ("pdf", "docx", "xlsx"):
        assert (
            attachment(suffix, ["青岚"])
            == attachment(suffix, ["青岚"])
            != attachment(suffix, ["白鹭"])
        )
