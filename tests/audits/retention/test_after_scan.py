"""At the end of a scan old snapshots go by the desk's rule; what hinders that is one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from audits.archive.holdings import holdings_of
from audits.desk.reading import opened
from audits.desk.setup import ArchiveSetup
from audits.retention.after_scan import expire
from audits.store import audit_runs, open_store, outbox, sites
from audits.store.keeping import Keep
from tests.audits.store.engines import a_mail, a_site, an_audit

NOW = datetime(2026, 6, 30, 17, tzinfo=UTC)  # already July in Beijing


@pytest.fixture
def desk(tmp_path):
    file = tmp_path / "gongkai.yaml"
    file.write_text("keep: {snapshots: 最近1次}\n", encoding="utf-8")
    desk = opened(file)
    with open_store(desk.storage) as store, store.begin() as c:
        sites.add(c, site=a_site())
        for number in range(2):
            day = date(2026, 6, 30) + timedelta(days=number)
            audit_runs.add(c, audit=an_audit(number, as_of=day))
            snapshot = desk.data / "audits" / "x" / f"run-{number}" / "snapshot"
            snapshot.mkdir(parents=True)
            (snapshot / "bodies.warc.gz").write_bytes(b"x" * 2_000_000)
    return desk


def test_the_day_is_that_of_the_desk(desk):
    assert expire(desk, NOW) == ("已按保存规则删除 1 个过期的快照，腾出约 2.0 MB。",)
    assert expire(desk, NOW) == ()
    assert (desk.data / "audits/x/run-1/snapshot").is_dir()


def test_letters_go_from_the_archive_too(desk, tmp_path):
    (tmp_path / "archive").mkdir()
    desk = replace(desk, keep=Keep(None), archive=ArchiveSetup(folder=tmp_path / "archive"))
    letter = desk.data / "mail" / f"{'a' * 40}.eml"
    letter.parent.mkdir()
    letter.write_bytes(b"Subject: x")
    holdings_of(desk).keep_file(f"mail/{letter.name}")
    letter.unlink()
    long_ago = NOW - timedelta(days=400)
    with open_store(desk.storage) as store, store.begin() as c:
        outbox.add(c, mail=a_mail(file=f"mail/{letter.name}", state="sent", sent_at=long_ago))
    assert expire(desk, NOW) == ("已删除 1 封早已发出的邮件的正文；发件记录还在。",)
    assert holdings_of(desk).archive().listed("mail") == ()


def test_what_hinders_it_is_told(desk):
    with open_store(desk.storage) as store, store.begin() as c:
        audit_runs.update(c, audit=an_audit(0, folder="../elsewhere"))
    (line,) = expire(desk, NOW)
    assert line.startswith("过期的快照没有清理：")
    assert "elsewhere" in line
