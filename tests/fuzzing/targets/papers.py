"""Audits as Word and Excel files: whatever a text holds, the file is whole and the same each time."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache

from lxml import etree

from reports.deadline import Deadline
from reports.formats import Asked, make_each
from reports.language import language
from reports.papers.trouble import TemplateError
from tests.fuzzing.target import Target, said
from tests.fuzzing.targets import audit_json
from tests.reports.audits_in_time import audit, finding, rule


def check(data: bytes) -> None:
    """Make the papers of what is understood."""
    result = audit_json.understood(data)
    if result is None:
        return
    asked = Asked(language("zh"), Deadline(date(2026, 1, 1)))
    try:
        made = dict(make_each(result, ["docx", "notices", "xlsx"], asked))
    except TemplateError as error:
        said(error, "超过")  # only too many units may be refused
        return
    assert dict(make_each(result, ["docx", "notices", "xlsx"], asked)) == made
    for files in made.values():
        for content in files.values():
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name in archive.namelist():
                    if name.endswith((".xml", ".rels")):
                        etree.fromstring(archive.read(name))


@cache
def seeds() -> tuple[bytes, ...]:
    """Small audits with something to mend."""
    failed = rule("plans", finding("a"), finding("b", target="http://x.cn/y.doc"), message="不好")
    return (audit(2, failed, rule()).to_json().encode(), audit(1).to_json().encode())


TARGET = Target("papers", check, seeds, most=20_000, examples=2, words=audit_json.TARGET.words, about="circular, notices and workbook of an audit")  # fmt: skip
