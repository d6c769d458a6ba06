"""What is worked out of each page by itself, beside its facts, where a check will look at all pages.

Done while the page is read, so that it is read once and so that several processes can share the work.
Only what was found is kept: a page without anything costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from checker.facts.personal_data import Scan, scan_page

PERSONAL_DATA = "personal_data"


def personal_data(html: str) -> Scan | None:
    """Return the personal data on a page, None where there is none."""
    scan = scan_page(html)
    return scan if scan.count or scan.doubtful or scan.weak_masks else None


PAGEWISE: Mapping[str, Callable[[str], Any]] = {PERSONAL_DATA: personal_data}
