"""Answers that people export from a report: taken or left with a reason, or refused; an attestation can be kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from audits.ledger.answers import FORMAT, read, same, taken
from audits.refused import RefusedError
from audits.store.rows import Attestation
from tests.fuzzing.target import Target, said, workplace
from tests.reports.sample import county_portal

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_GIVEN = Attestation(site="x", clause="", verdict="", who="张三", at=_NOW)


def check(data: bytes) -> None:
    """Read and take them, for any audit and for one that is known."""
    with workplace("answers.json", data) as path:
        try:
            found = read(path)
        except RefusedError as error:
            said(error)
            return
        assert read(path) == found
    for result in (None, county_portal()):
        made = taken(found, _GIVEN, result)
        assert len(made.attestations) + len(made.left) == len(found.answers)
        for one in made.attestations:
            assert same(one, one)
            assert one.who
            assert one.at.astimezone(UTC) <= _NOW
            one.note.encode()
            one.who.encode()
            one.clause.encode()
        for line in made.left:
            line.encode()


def seeds() -> list[bytes]:
    """Two files."""
    answer = {"kind": "clause", "id": "qinglu-2021/7", "answer": "pass", "note": "看过", "name": "李四", "date": "2025-12-31"}  # fmt: skip
    whole = {"format": FORMAT, "audit": {"digest": "aa", "home": "http://x.cn/", "as_of": "2025-12-31"}, "by": {"name": "张三", "date": "2025-12-30"}, "answers": [answer, answer | {"kind": "rule", "id": "links", "answer": "fail"}, {"kind": "clause", "id": "x/1"}]}  # fmt: skip
    return [
        json.dumps(whole, ensure_ascii=False).encode(),
        json.dumps(whole | {"by": None}).encode(),
    ]


TARGET = Target("answers", check, seeds, most=4000, words=(b'"0001-01-01"', b'"9999-12-31"', b'"20260101"', b'"2026-W01-1"', b"null", b'"pass"', b'"fail"', b'"not_applicable"', b'"\\ud800"', b'"clause"', b'"rule"', b"1e999", b'"', b'{"', b"[[[[", "　".encode()), about="answers.json of the checklist")  # fmt: skip
