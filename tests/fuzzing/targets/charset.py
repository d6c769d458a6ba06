"""Bytes to text: nothing raises, the same bytes give the same text, and no text is lost that could be kept."""

from __future__ import annotations

from crawler.reading.charset import REASONS, decode, recorded_text
from tests.fuzzing.corpus import pages
from tests.fuzzing.target import Target

_TEXT = "县人民政府关于公开信息的通知，政务公开工作年度报告。" * 3
_HEADS = (b"text/html\n", b"text/html; charset=gb2312\n", b"text/html; charset=big5\n", b"charset=utf-16\n", b"\n")  # fmt: skip


def check(data: bytes) -> None:
    """The first line is the Content-Type."""
    head, _, body = data.partition(b"\n")
    told = head.decode("latin-1") or None
    found = decode(body, told)
    assert found == decode(body, told)
    assert found.reason in REASONS
    # A byte order mark that is no UTF's may be read once with it, once without.
    same = {found.text, found.text.removeprefix("\ufeff")}
    assert recorded_text(body, found.encoding, told) in same
    if found.reason not in {"bom", "lossy"}:
        # What was read can be written again, and reads the same: nothing was dropped or made up.
        again = found.text.encode(found.encoding, "strict")
        assert recorded_text(again, found.encoding, told) in same
    if body.isascii():
        assert found.text.encode() == body


def seeds() -> list[bytes]:
    """Text in each encoding, told rightly and wrongly."""
    made = [_TEXT.encode(name, "ignore") for name in ("utf-8", "gb18030", "big5", "utf-16", "utf-8-sig", "hz", "cp1252")]  # fmt: skip
    declared = [f"<meta charset={name}>".encode() + body for name in ("gbk", "utf-8", "big5", "x-gbk", "hz") for body in made]  # fmt: skip
    bodies = made + declared + list(pages()[:8])
    return [_HEADS[n % len(_HEADS)] + body for n, body in enumerate(bodies)]


TARGET = Target("charset", check, seeds, most=6000, words=(b"charset=", b"<meta charset=gbk>", b"<?xml encoding='big5'", b"~{", b"\x1b$B", b"hz", b"iso-2022-jp", b"iso-2022-kr", b"utf-7", b"shift_jis", b"euc-kr", b"\x84\x31\xa4\x37", b"\xa2\xe3", b"\x80"), about="charset detection and decoding")  # fmt: skip
