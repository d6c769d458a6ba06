"""A filled-in table of sites (XLSX): merged into a list that can be read, or refused by row and column."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from audits.desk.reading import read
from audits.desk.setup import Desk
from audits.desk.site_import import merged
from audits.desk.site_table import write_table
from audits.refused import RefusedError
from rules.problems import RuleErrors
from tests.fuzzing.target import Target, said, seeds_of, workplace
from tests.fuzzing.targets.rule_files import told

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_PLACE = Path("gongkai.yaml")
_OWN = "sites_file: sites.yaml\n"
NAME = "t.xlsx"


@cache
def desk() -> Desk:
    """Two sites in the list beside gongkai.yaml."""
    listed = next(one for one in seeds_of("configurations") if one.startswith(b"sites:\n- id: a"))
    return read(_OWN, _PLACE, listed.decode())


def check(data: bytes, name: str = NAME) -> None:
    """Import it."""
    with workplace(name, data) as path:
        try:
            found = merged(desk(), path)
        except RuleErrors as errors:
            told(errors)
            return
        except RefusedError as error:
            said(error)
            return
        assert merged(desk(), path) == found
    read(_OWN, _PLACE, found.text)


def made(name: str) -> bytes:
    """The table that is exported."""
    with tempfile.TemporaryDirectory() as folder:
        return write_table(desk().sites, Path(folder) / name, _NOW).read_bytes()


@cache
def seeds() -> tuple[bytes, ...]:
    """The table that is exported."""
    return (made(NAME),)


TARGET = Target("site_tables", check, seeds, zipped=True, most=60_000, words=(b'<row r="3"><c r="A3" t="inlineStr"><is><t>c</t></is></c></row>', b'<c t="e"><v>#REF!</v></c>', b"<f>1+1</f>", b"<v>1e400</v>", b't="b"', b't="d"', b"<v>45000.5</v>", b's="1"', b"<!DOCTYPE x [<!ENTITY a 'a'>]>", b"</sheetData>", "编号".encode(), b"http://c.cn/", "\u200b".encode()), about="table of sites, XLSX")  # fmt: skip
