"""Scans of several sites on loopback: what is kept, what is stored, what befalls one site only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from audits.config import Choices
from audits.scanning.ended import End
from audits.scanning.scan import scan
from audits.scanning.summary import exit_code, table
from audits.store import audit_runs, findings, ledger, open_store, outbox, scan_locks, sites
from checker.results import AuditResult
from crawler.snapshot import DiskSnapshot
from tests.audits.scanning.desks import Sites, at, small_portal


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Sites]:
    made = Sites(tmp_path / "data")
    yield made
    made.close()


def test_sites_are_scanned_side_by_side_and_again(kept: Sites) -> None:
    for site in "ab":
        small_portal(kept.server, f"www.{site}.gov.cn", "/gone.html")
    desk, plans = kept.desk(), [kept.plan("a", "x@a.gov.cn"), kept.plan("b")]
    first = scan(plans, desk, at("2026-03-01T02:00:00"))
    assert [one.end for one in first] == [End.DONE, End.DONE], [one.why for one in first]
    with open_store(desk.storage) as store, store.reading() as connection:
        rows = audit_runs.listed(connection)
        assert {row.site for row in rows} == {"a", "b"}
        assert [site.home for site in sites.listed(connection)] == [plan.home for plan in plans]
        assert scan_locks.listed(connection) == ()
        for row in rows:
            result = AuditResult.read(desk.data / row.folder / "audit.json")
            assert result.run.id == row.id
            assert row.as_of.isoformat() == result.as_of == "2026-03-01"
            assert findings.listed(connection, audit=row.id)
        assert {entry.site for entry in ledger.listed(connection)} == {"a", "b"}
        (mail,) = outbox.listed(connection)
    assert (mail.recipient, mail.kind, mail.state) == ("x@a.gov.cn", "report", "queued")
    assert (desk.data / mail.file).is_file()
    assert not list(desk.data.glob("audits/*/.running"))

    small_portal(kept.server, "www.a.gov.cn")
    second = scan(plans[:1], desk, at("2026-04-01T02:00:00"))
    (one,) = second
    assert one.stored is not None
    assert "与 2026-03-01 的检查相比" in one.stored.change
    with open_store(desk.storage) as store, store.reading() as connection:
        first_a, second_a = audit_runs.listed(connection, site="a")
        assert "较上次" in outbox.listed(connection)[1].subject
    snapshot = DiskSnapshot(desk.data / second_a.folder / "snapshot")
    assert snapshot.info.spared is not None, "incremental against the last snapshot"
    snapshot.close()
    assert first_a.folder != second_a.folder
    assert exit_code(second) == one.stored.audit.exit_code
    assert any("与 2026-03-01" in line for line in table(second, desk))


def test_what_befalls_one_site_touches_no_other(kept: Sites) -> None:
    """One cannot be kept, one is unreachable: the third has its audit, and both are told."""
    small_portal(kept.server, "www.a.gov.cn")
    desk = kept.desk()
    nowhere = replace(
        kept.plan("c", "x@c.gov.cn"),
        choices=kept.choices.over(Choices()).model_copy(
            update={"connect_to": ["*:80:127.0.0.1:9"], "timeout": 1}
        ),
    )
    (desk.data / "audits").mkdir(parents=True)
    (desk.data / "audits" / "b").write_text("in the way")
    ended = scan(
        [kept.plan("a"), kept.plan("b", "x@b.gov.cn"), nowhere], desk, at("2026-03-01T02:00:00")
    )
    assert [one.end for one in ended] == [End.DONE, End.FAILED, End.DONE]
    assert ended[2].stored is not None
    assert not ended[2].stored.audit.complete
    assert exit_code(ended) == 3
    with open_store(desk.storage) as store, store.reading() as connection:
        told = {mail.recipient: mail for mail in outbox.listed(connection)}
    assert told["x@b.gov.cn"].kind == "failure"
    assert "没有检查成" in told["x@b.gov.cn"].subject
    assert "检查不完整" in told["x@c.gov.cn"].subject
    assert any(line.startswith("b：") for line in table(ended, desk))
