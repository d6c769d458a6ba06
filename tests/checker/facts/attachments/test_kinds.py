"""What a file is, by its content: each sign, and what only looks like it."""

import pytest

from checker.facts.attachments import Kind, Limits
from checker.facts.attachments.kinds import kind_of
from tests.checker.facts.attachments import made
from tests.checker.facts.attachments.made_ole import ole

BMP = b"BM" + bytes([9, 9, 9, 9]) + bytes(4) + bytes([54, 0, 0, 0]) + b"\x28\0\0\0" + bytes(40)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"RIFF\x10\0\0\0WEBPVP8 ", Kind.IMAGE),
        (BMP, Kind.IMAGE),
        (b"BMW models and their prices\n", Kind.TXT),
        (b"RIFF of the year\n", Kind.TXT),
        (b"\x1f\x8b\x08\0", Kind.GZIP),
        (b"<?xml version='1.0'?><note/>", Kind.TXT),
        (b"<?xml version='1.0'?><html/>", Kind.HTML),
        (b"\xef\xbb\xbf <!-- a --> <!-- b --><HTML>", Kind.HTML),
        (b"<!-- x -->" * 30 + b"<html>", Kind.TXT),
        (b"<!-- open <html>", Kind.TXT),
        (b"<html> %PDF-1.4", Kind.HTML),
        (b"\r\n junk %PDF-1.4", Kind.PDF),
        ("一行\n".encode("utf-16"), Kind.TXT),
        (b"\xfe\xff\x4e\x00", Kind.TXT),
        (ole({"Contents": b"x"}), Kind.OFFICE),
        (ole({"EncryptedPackage": b"x", "WordDocument": b"x"}), Kind.LOCKED),
        (ole({"Book": b"x"}), Kind.XLS),
        (ole({"PowerPoint Document": b"x"}), Kind.PPT),
        (made.archive({"mimetype": "x", "content.xml": "x"}), Kind.ODF),
        (made.archive({"mimetype": "x"}), Kind.ZIP),
        (made.archive({"[Content_Types].xml": "x", "PPT/x": "x"}), Kind.PPTX),
        (made.archive({"[Content_Types].xml": "x", "visio/x": "x"}), Kind.ZIP),
        (made.archive({"word/x": "x"}), Kind.ZIP),
        (b"PK\x03\x04 OFD.xml", Kind.OFD),
        (b"PK\x03\x04 xl/workbook.xml", Kind.XLSX),
        (b"PK\x03\x04 ppt/slides", Kind.PPTX),
        (b"PK\x03\x04 nothing that is known", Kind.ZIP),
    ],
    ids=range(27),
)
def test_a_file_is_what_its_content_says(body, kind):
    assert kind_of(body, Limits()) is kind
