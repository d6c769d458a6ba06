"""Attached PDF, in its own process: never raises, never stays, and reads the same twice."""

from __future__ import annotations

from functools import cache

from tests.checker.facts.attachments import made
from tests.fuzzing.corpus import files
from tests.fuzzing.target import Target
from tests.fuzzing.targets.office_files import check


@cache
def seeds() -> tuple[bytes, ...]:
    """A file that an office program wrote, and small ones of our own."""
    lines = b"0 0 m 100 0 l S 0 0 m 0 100 l S BT /F1 10 Tf 40 700 Td (2024) Tj ET"
    return (made.pdf(lines), made.pdf(b"/X0 Do", forms={"X0": lines}), *(one for one in files(".pdf") if len(one) < 40_000))  # fmt: skip


TARGET = Target("pdfs", check, seeds, most=60_000, examples=6, words=(b"obj", b"endobj", b"stream\n", b"endstream", b"/Type /Page", b"/Kids [3 0 R]", b"/Length 99999999", b"/Filter /FlateDecode", b"/Filter [/FlateDecode /LZWDecode]", b" Tf", b" Tj", b" re f", b" cm", b"/Encrypt", b"/MediaBox [0 0 1e9 -1]", b"/Rotate 91", b"xref", b"trailer"), about="PDF")  # fmt: skip
