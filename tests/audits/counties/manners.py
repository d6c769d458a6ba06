"""Five ways in which a content management system writes a portal: addresses, days, encodings, pages.

Written from what such systems look like; a template of the same name in `styles/` goes with each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Manner:
    """A system's manner.  `column` gets group, key, number and page; `document` number and day too."""

    name: str
    column: Callable[[str, str, int, int], str]
    document: Callable[[str, str, int, int, date], str]
    file: Callable[[int, int, str], str]
    day: Callable[[date], str]
    long_day: Callable[[date], str]
    encoding: str = "utf-8"
    says_charset: bool = True
    per_page: int = 15


def _ending(name: str) -> str:
    return name.rpartition(".")[2]


STATIC = Manner(
    "static",
    column=lambda g, k, _, p: f"/{g}/{k}/" + (f"index_{p}.html" if p else ""),
    document=lambda g, k, _, i, d: f"/{g}/{k}/{d:%Y%m}/t{d:%Y%m%d}_{i}.html",
    file=lambda i, p, n: f"/P0{i}{p}.{_ending(n)}",
    day=date.isoformat,
    long_day=lambda d: f"{d} 09:12",
)
RECORDS = Manner(
    "records",
    column=lambda _, __, n, p: (
        f"/col/col{n}/index.html" + (f"?uid=88&pageNum={p + 1}" if p else "")
    ),
    document=lambda _, __, n, i, d: f"/art/{d.year}/{d.month}/{d.day}/art_{n}_{i}.html",
    file=lambda i, p, n: f"/attach/0/{i}{p}.{_ending(n)}",
    day=date.isoformat,
    long_day=lambda d: f"{d} 15:03",
    per_page=40,
)
TABLES = Manner(
    "tables",
    column=lambda _, __, n, p: f"/list.asp?classid={n}" + (f"&page={p + 1}" if p else ""),
    document=lambda _, __, ___, i, ____: f"/show.asp?id={i}",
    file=lambda i, p, n: f"/UploadFiles/{i}{p}.{_ending(n)}",
    day=lambda d: f"[{d.year}-{d.month}-{d.day}]",
    long_day=lambda d: f"{d.year}-{d.month}-{d.day}",
    encoding="gbk",
    says_charset=False,
    per_page=25,
)
CARDS = Manner(
    "cards",
    column=lambda _, k, __, p: f"/c/{k}/" + (f"{p + 1}.html" if p else ""),
    document=lambda _, __, ___, i, d: f"/a/{d:%Y}/{i}.html",
    file=lambda i, p, n: f"/files/{i}/{p}.{_ending(n)}",
    day=lambda d: f"{d:%Y.%m.%d}",
    long_day=lambda d: f"{d:%Y年%m月%d日}",
    per_page=12,
)
REGISTER = Manner(
    "register",
    column=lambda g, _, n, p: f"/{g}/ml{n}/index.html" + (f"?page={p + 1}" if p else ""),
    document=lambda g, _, n, i, __: f"/{g}/content/post_{n}{i}.html",
    file=lambda i, p, n: f"/attachment/{i}/{p}.{_ending(n)}",
    day=lambda d: f"{d:%Y/%m/%d}",
    long_day=lambda d: f"{d}",
    per_page=20,
)
MANNERS = {manner.name: manner for manner in (STATIC, RECORDS, TABLES, CARDS, REGISTER)}
