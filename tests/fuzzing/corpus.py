"""Seeds that are made: pages of the made-up portals, and small files of every kind that a reader meets."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from tests.checker.facts.attachments.made import EXAMPLES
from tests.fuzzing.target import real_pages
from tests.gold.portal import build
from tests.gold.styles import STYLES

SHAPES = Path(__file__).parents[1] / "crawler" / "reading" / "shapes" / "examples"
HOME = "http://www.tx.gov.cn/"
_EACH = 9


@cache
def pages() -> tuple[bytes, ...]:
    """Pages of made-up portals in two looks, lists of several shapes, and saved real pages where they are."""
    found = [path.read_bytes() for path in sorted(SHAPES.glob("*.html"))]
    for style in (STYLES[2], STYLES[5]):
        made = list(build(style, 2).pages.values())
        found += made[:: max(1, len(made) // _EACH)]
    return tuple(found + real_pages("gov-pages", "generic-html"))


@cache
def reports() -> tuple[bytes, ...]:
    """Pages that hold an annual report."""
    made = [page for page in build(STYLES[2], 2).pages.values() if "本年新收".encode() in page]
    return (*made[:3], *real_pages("annual-reports")[:12])


@cache
def files(*endings: str) -> tuple[bytes, ...]:
    """Attached files with these endings."""
    found = [path for path in sorted(EXAMPLES.iterdir()) if path.name.removesuffix(".gz").endswith(endings)]  # fmt: skip
    return tuple(gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in found)  # fmt: skip
