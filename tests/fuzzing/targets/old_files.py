"""Attached DOC, XLS, PPT: any bytes behind an OLE head; never raises, and reads the same twice."""

from __future__ import annotations

from functools import cache

from tests.fuzzing.corpus import files
from tests.fuzzing.target import Target
from tests.fuzzing.targets.office_files import check


@cache
def seeds() -> tuple[bytes, ...]:
    """Files that office programs wrote."""
    return files(".doc", ".xls", ".ppt")


TARGET = Target("old_files", check, seeds, most=400_000, examples=6, words=(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xfe\xff\xff\xff", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x09\x08\x10\x00", b"\xfd\x00\x0a\x00", b"\xe5\x00", b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"), about="DOC, XLS, PPT")  # fmt: skip
