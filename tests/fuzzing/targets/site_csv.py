"""A filled-in table of sites as CSV, in the encodings that office programs save it in."""

from __future__ import annotations

from functools import cache

from tests.fuzzing.target import Target
from tests.fuzzing.targets import site_tables

NAME = "t.csv"


def check(data: bytes) -> None:
    """Import it."""
    site_tables.check(data, NAME)


@cache
def seeds() -> tuple[bytes, ...]:
    """The table that is exported, as Excel saves it too."""
    body = site_tables.made(NAME)
    return (body, body.decode("utf-8-sig").encode("gb18030"), b"\r\n".join(body.split(b"\r\n")[:2]))


TARGET = Target("site_csv", check, seeds, most=4000, words=(b'","', b'"\r\n"', b'""', b"'=1+1", b"=1+1", "编号".encode(), "名称".encode(), b"http://c.cn/", "每月1日 02:00".encode(), b"a@b.cn", "；".encode(), "：".encode(), "\u200b".encode(), b"\xa0"), about="table of sites, CSV")  # fmt: skip
