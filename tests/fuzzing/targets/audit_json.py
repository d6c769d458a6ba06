"""audit.json: read or refused with its place; what is read is written and read back the same, and shown in every format."""

from __future__ import annotations

from datetime import date
from functools import cache

from checker.results import AuditResult
from checker.results_file import ResultsError
from reports.deadline import Deadline
from reports.formats import FORMATS, Asked, make_each
from reports.language import language
from tests.fuzzing.target import Target, said, workplace
from tests.reports.audits_in_time import audit, finding, rule
from tests.reports.sample import county_portal

_NAMES = [name for name in FORMATS if name not in {"docx", "notices", "xlsx"}]


def check(data: bytes) -> None:
    """Read it; write it; make the reports of it."""
    result = understood(data)
    if result is None:
        return
    again = understood(result.to_json().encode())
    assert again == result
    made = dict(make_each(result, _NAMES, Asked(language("zh"), Deadline(date(2026, 1, 1)))))
    assert (
        dict(make_each(result, _NAMES, Asked(language("zh"), Deadline(date(2026, 1, 1))))) == made
    )


def understood(data: bytes) -> AuditResult | None:
    """Read it, None where it is refused."""
    with workplace("audit.json", data) as path:
        try:
            return AuditResult.read(path)
        except ResultsError as error:
            said(error)
            return None


@cache
def seeds() -> tuple[bytes, ...]:
    """A whole audit, and small ones."""
    small = audit(2, rule("plans", finding("a"), finding("b", target="http://x.cn/y.doc")), rule())
    return (
        small.to_json().encode(),
        audit(1).to_json().encode(),
        county_portal().to_json().encode(),
    )


TARGET = Target("audit_json", check, seeds, most=60_000, examples=2, words=(b'"fail"', b'"review"', b'"pass"', b'"check_error"', b'"\\u0000"', b'"\\ud800"', b'"\\u202e"', b'"javascript:alert(1)"', b'"http://[::1"', b'"=cmd|x"', b'"<script>"', b"null", b"-1", b"1e308", b"[]", b"{}", b'""', b'"0001-01-01T00:00:00+14:00"', b'"2026-13-01"', b"99999999999999999999", b'"data:text/html,x"', b'"findings":[],', b'"%00"', b'"]]>"'), about="audit.json and the reports made of it")  # fmt: skip
