"""docs/store.md names every table, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from audits.store import schema
from audits.store.tables import metadata

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "store.md"


def test_every_table_is_told():
    told = set(re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE))
    assert told == {*metadata.tables, schema.TABLE}
