"""No file breaks its reader or exhausts it, whatever was done to it."""

import gzip
import random
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.attachments import Limits, State, read_attachment
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments import made

FILES = sorted(made.EXAMPLES.glob("[a-z]*"))
SMALL = Limits(part=2_000_000, unpacked=4_000_000, cpu_seconds=1)


def timed(body, limits=SMALL):
    started = time.process_time()
    attachment = read_here(body, limits=limits)
    assert time.process_time() - started < 20
    return attachment


def test_a_part_that_unpacks_without_end():
    sheet = "<sheetData>" + "<row><c><v>7</v></c></row>" * 400_000
    attachment = timed(made.xlsx(sheet))
    assert attachment.state is State.PARTIAL
    assert attachment.tables[0].cut
    assert timed(made.docx("<w:p><w:r><w:t>" + "零" * 3_000_000)).state is State.PARTIAL


def test_many_parts_that_unpack_together():
    parts = {f"{n}.txt": "零" * 500_000 for n in range(20)}
    attachment = timed(made.archive(parts))
    assert attachment.state is State.PARTIAL
    assert State.TOO_LARGE in {one.state for one in attachment.inner}


def test_many_files_in_one_archive():
    attachment = timed(made.archive({f"{n}.txt": "x" for n in range(5_000)}), Limits(entries=1_000))
    assert attachment.state is State.TOO_LARGE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding):
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    )
    xml = f"{bomb}]><w:document xmlns:w='x'><w:body><w:p><w:r><w:t>&m;</w:t></w:r></w:p></w:body></w:document>"
    body = made.docx("", {"word/document.xml": xml.encode(encoding)})
    assert timed(body).state is State.TOO_LARGE
    table = xml.replace("w:document", "worksheet")
    assert timed(made.xlsx("", more={"xl/worksheets/sheet1.xml": table})).state is State.TOO_LARGE


def test_an_outer_file_is_not_fetched():
    xml = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document xmlns:w="x"><w:body/></w:document>'
    assert timed(made.docx("", {"word/document.xml": xml})).state is State.TOO_LARGE


@pytest.mark.parametrize(
    "body",
    [
        made.docx("<w:tbl><w:tr><w:tc>" * 5_000),
        made.docx("<w:tbl>" + "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr>" * 30_000),
        made.docx(
            "<w:tbl><w:tr>" + "<w:tc><w:tcPr><w:gridSpan w:val='999'/></w:tcPr></w:tc>" * 20_000
        ),
        made.xlsx("<sheetData><row>" + "<c><v>1</v></c>" * 100_000 + "</row></sheetData>"),
        made.xlsx(
            '<cols><col min="1" max="99999999" hidden="1"/></cols><sheetData><row r="1"><c><v>1</v></c></row></sheetData><mergeCells>'
            + '<mergeCell ref="A1:XFD1048576"/>' * 50_000
        ),
        made.ofd([made.ofd_text(1, 1, "字" * 100_000)]),
        made.ofd(["".join(made.ofd_line(n, m, n + 1, m) for n in range(200) for m in range(100))]),
        b"{\\rtf1" + b"{\\b " * 200_000,
        b"{\\rtf1\\trowd" + b"\\cell" * 300_000,
        ("a" * 10 + ",").encode() * 200_000 + b"\n" + ("a" * 10 + ",").encode() * 200_000,
        b"<html>" + b"<div>" * 200_000,
        b"Content-Type: multipart/related; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 50_000,
    ],
    ids=range(12),
)
def test_depth_and_width_cost_little(body):
    timed(body)


def test_a_pdf_stream_that_unpacks_without_end():
    assert timed(made.pdf(b"0 0 m " * 2_000_000)).state is State.TOO_LARGE
    twice = made.pdf(b"q Q").replace(
        b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]"
    )
    assert timed(twice).state is State.TOO_LARGE


def test_pdf_forms_that_draw_each_other():
    names = [f"X{n}" for n in range(30)]
    forms = {
        name: f"/{after} Do /{after} Do ".encode()
        for name, after in zip(names, [*names[1:], "F1"], strict=True)
    }
    for body in (
        made.pdf(b"/X0 Do", forms=forms),
        made.pdf(b"/X0 Do", forms={"X0": b"/X0 Do " * 3}),
    ):
        attachment = read_attachment(body, limits=SMALL)
        assert attachment.state is State.TOO_LARGE
        assert attachment.notes[0].why == "读取耗时超过上限，未读"
        after = made.pdf(b"BT /F1 10 Tf 40 700 Td (the next file is read) Tj ET")
        assert read_attachment(after).lines == ("the next file is read",)


def test_a_pdf_page_full_of_lines():
    lines = b"".join(
        b"%d %d m %d %d l S " % (x, y, x + 3, y) for x in range(0, 600, 5) for y in range(0, 800, 5)
    )
    timed(made.pdf(lines + b"BT /F1 10 Tf 40 700 Td (some text on it) Tj ET"))


def damaged(body, dice):
    how = dice.randrange(4)
    data = bytearray(body)
    if how == 0:
        del data[dice.randrange(len(data)) :]
    elif how == 1:
        for _ in range(dice.randrange(1, 40)):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    elif how == 2:
        start = dice.randrange(len(data))
        data[start : start + dice.randrange(2_000)] = b""
    else:
        start = dice.randrange(len(data))
        data[start:start] = dice.randbytes(dice.randrange(500))
    return bytes(data)


@pytest.mark.parametrize("tries", [4, pytest.param(40, marks=pytest.mark.soak)])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_damaged_files_never_raise(path, tries):
    body = path.read_bytes()
    if path.suffix == ".gz":
        body = gzip.decompress(body)
    dice = random.Random(path.name)  # noqa: S311 - damage keeps no secret
    for _ in range(tries):
        attachment = read_attachment(damaged(body, dice), path.name)
        assert attachment.state in State
        read_attachment(damaged(body, dice), path.name, cut=True)


def test_damage_inside_a_container_is_met_too():
    """Bits turned in the unpacked parts, which a zip's checksums would hide."""
    dice = random.Random(1)  # noqa: S311
    for name in ("annual.docx", "annual.xlsx", "changes.docx", "hidden.xlsx", "slides.pptx"):
        with zipfile.ZipFile(made.EXAMPLES / name) as source:
            parts = {entry: source.read(entry) for entry in source.namelist()}
        for _ in range(25):
            victim = dice.choice(sorted(entry for entry in parts if parts[entry]))
            read_here(made.archive(parts | {victim: damaged(parts[victim], dice)}))


def test_damage_inside_pdf_streams_is_met_too():
    dice = random.Random(2)  # noqa: S311
    content = b"q 1 0 0 1 0 0 cm 0 0 m 9 9 l S BT /F1 9 Tf (text) Tj ET Q\n" * 3
    for _ in range(40):
        body = made.pdf(b"/X0 Do " + damaged(content, dice), forms={"X0": damaged(content, dice)})
        read_attachment(body, limits=SMALL)


HEADS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1",
        b"<html>",
        b"<?xml version='1.0'?><Workbook>",
    ]
)


@settings(deadline=None, max_examples=200)
@given(HEADS, st.binary(max_size=3_000))
def test_never_raises_on_any_bytes(head, body):
    read_here(head + body)
