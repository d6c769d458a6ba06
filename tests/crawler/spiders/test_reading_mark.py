from __future__ import annotations

from pathlib import Path

import crawler
from crawler.spiders import reading_mark as module
from crawler.spiders.reading_mark import reading_mark

ROOT = Path(crawler.__file__).parent


def test_the_mark_is_the_same_as_long_as_the_code_is() -> None:
    reading_mark.cache_clear()
    first = reading_mark()
    reading_mark.cache_clear()
    assert reading_mark() == first


def test_whatever_reads_is_covered() -> None:
    covered = {path for pattern in module.READING for path in ROOT.glob(pattern)}
    assert ROOT / "spiders" / "answers.py" in covered
    assert ROOT / "reading" / "links.py" in covered
    assert ROOT / "reading" / "shapes" / "jpage.py" in covered
    assert all(set(ROOT.glob(pattern)) for pattern in module.READING), "no pattern is out of date"
