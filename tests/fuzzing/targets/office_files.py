"""Attached DOCX, XLSX, PPTX, OFD: members are changed and packed anew; it never raises, and reads the same twice."""

from __future__ import annotations

from functools import cache

from checker.facts.attachments import Limits, State, read_attachment
from checker.facts.personal_data.scan import scan_attachment
from tests.checker.facts.attachments import made
from tests.fuzzing.corpus import files
from tests.fuzzing.target import Target

LIMITS = Limits(part=2_000_000, unpacked=4_000_000, cpu_seconds=2)


def check(data: bytes) -> None:
    """Read the file, and half of it."""
    found = read_attachment(data, "x", limits=LIMITS)
    assert found == read_attachment(data, "x", limits=LIMITS)
    assert found.state in State
    assert found.notes or found.state in {State.READ, State.EMPTY, State.IMAGE_ONLY}
    for table in found.tables:
        assert len({len(row) for row in table.rows}) <= 1
    for passage in found.passages:
        assert str(passage)
    scan_attachment(found)
    read_attachment(data[: len(data) // 2], "x", cut=True, limits=LIMITS)


@cache
def seeds() -> tuple[bytes, ...]:
    """One of each kind."""
    ofd = made.ofd([made.ofd_text(10, 10, "政务公开") + made.ofd_line(0, 0, 50, 0)])
    zips = made.archive(
        {"甲.txt": "政务公开", "b.html": "<table><tr><td>1</table>", "c/d.csv": "a,b\n1,2"}
    )
    return (*files(".docx", ".xlsx", ".pptx"), ofd, zips)


TARGET = Target("office_files", check, seeds, zipped=True, most=200_000, examples=8, words=(b"<w:tbl><w:tr><w:tc>", b'<w:gridSpan w:val="999999"/>', b"<w:vMerge/>", b'<row r="1048576">', b'<c r="XFD1" t="s"><v>99</v></c>', b'<mergeCell ref="A1:XFD1048576"/>', b"<!DOCTYPE x [<!ENTITY a 'a'>]>", b"&a;", b"<w:del>", b'xmlns:w="y"', b'encoding="utf-16"', b'<ofd:TextCode X="1e9" DeltaX="g 9999999 1">', b'hidden="1"', b"<v>1e999</v>", b'<dimension ref="A1"/>'), about="DOCX, XLSX, PPTX, OFD, ZIP")  # fmt: skip
