"""Snapshots go when their time is up; what an open matter stands on does not, and nothing is ever half gone."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from audits.retention.pruning import GOING, Gone, Kept, prune, put_in_order
from audits.store import StoreError, audit_runs, ledger, open_store, scan_locks, sites
from audits.store.keeping import Keep
from checker.results import Evidence
from crawler.snapshot.lock import FolderLock
from tests.audits.store.engines import a_site, an_audit, an_entry
from tests.audits.test_evidence import finding
from tests.checker.facts.disk import HOME, written
from tests.postgres.switch import place
from tests.reports.sample import county_portal, links_rule, rules

AT = datetime(2026, 6, 1, tzinfo=UTC)
TODAY = date(2026, 6, 1)
PAGE = f"{HOME}a.html"
PDF = f"{HOME}a.pdf"
ON_PAGE, ON_FILE, NOWHERE = (f"{number:032x}" for number in (1, 2, 3))
ABSENT = "rule:plans-column"


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    """An audit of the desk on disk: results, report, snapshot."""
    folder = tmp_path_factory.mktemp("retention") / "run"
    pages = {
        PAGE: "<title>甲</title><p>见<a href=dead.html>年度报告</a></p>",
        HOME: "<title>首页</title>",
    }
    written(folder / "snapshot", pages, {PDF: b"%PDF"}).close()
    links = links_rule(
        [finding(1, PAGE), finding(2, PDF), finding(3, PAGE, found_on=[], target=None)]
    )
    absent = rules()[1].model_copy(
        update={"evidence": [Evidence(url=HOME, what="没有相符的栏目", warc="bodies.warc.gz@0+1")]}
    )
    result = county_portal().model_copy(update={"rules": [links, absent]})
    (folder / "audit.json").write_text(result.to_json(), encoding="utf-8")
    (folder / "report.html").write_text("报告", encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path, audited):
    for number in (1, 2):
        shutil.copytree(audited, tmp_path / "audits" / "x" / f"run-{number}")
    return tmp_path


@pytest.fixture
def store(data):
    with open_store(place(data)) as store:
        with store.begin() as c:
            sites.add(c, site=a_site())
            audit_runs.add(c, audit=an_audit(1))
            audit_runs.add(c, audit=an_audit(2))
        yield store


def pruned(store, data, **given):
    return prune(store, data, Keep(1), today=TODAY, at=AT, **given)


def matter(store, fingerprint, last="run-2", **given):
    rule = "plans-column" if fingerprint == ABSENT else "links"
    with store.begin() as c:
        entry = an_entry(fingerprint, rule=rule, last_audit=last, **given)
        return ledger.add(c, entry=entry)


def row(store):
    with store.reading() as c:
        return audit_runs.get(c, audit="run-1")


def left(data):
    folder = data / "audits" / "x" / "run-1"
    return {path.relative_to(folder).parts[0] for path in folder.rglob("*")}


WHOLE = {"audit.json", "report.html", "snapshot"}


def test_the_snapshot_goes_and_what_was_found_stays(store, data):
    (gone,) = pruned(store, data)
    assert gone.audit == an_audit(1)
    assert gone.freed > 1000
    assert left(data) == WHOLE - {"snapshot"}
    assert row(store) == replace(an_audit(1), snapshot_kept=False, snapshot_gone_at=AT)
    assert (data / "audits/x/run-2/snapshot/index.sqlite").is_file()
    assert pruned(store, data) == ()


def test_saying_what_would_go_changes_nothing(store, data):
    matter(store, ON_PAGE)
    (gone,) = pruned(store, data, dry=True)
    assert (gone.audit.id, gone.laid) == ("run-1", 1)
    assert left(data) == WHOLE
    assert row(store) == an_audit(1)


def test_what_an_open_matter_was_last_found_by_stays(store, data):
    entry = matter(store, ON_PAGE, last="run-1")
    (kept,) = pruned(store, data)
    assert isinstance(kept, Kept)
    assert "1 个未销号的问题最后一次发现于这次检查" in kept.why
    assert left(data) == WHOLE
    for state in ("closed", "dismissed"):
        with store.begin() as c:
            entry = ledger.update(c, entry=replace(entry, state=state))
    assert isinstance(pruned(store, data)[0], Gone)


def test_of_what_an_open_matter_was_first_found_by_its_page_is_laid_first(store, data):
    matter(store, ON_PAGE)
    matter(store, NOWHERE)
    matter(store, ABSENT)
    (gone,) = pruned(store, data)
    assert gone.laid == 2
    assert left(data) == {"audit.json", "report.html", "evidence"}
    pages = [page.read_text("utf-8") for page in (data / "audits/x/run-1/evidence").iterdir()]
    assert sorted("年度报告</a>" in page for page in pages) == [False, True]
    assert (data / f"audits/x/run-1/evidence/{ON_PAGE}.html").is_file()


@pytest.mark.parametrize(
    ("fingerprint", "why"), [(ON_FILE, "附件"), ("f" * 32, "在 audit.json 里找不到")]
)
def test_where_no_page_can_be_laid_the_snapshot_stays(store, data, fingerprint, why):
    matter(store, fingerprint)
    (kept,) = pruned(store, data)
    assert why in kept.why
    assert left(data) >= WHOLE
    assert row(store).snapshot_kept


@pytest.mark.harms_archives
@pytest.mark.parametrize("harmed", ["audit.json", "snapshot/index.sqlite"])
def test_where_it_cannot_be_read_the_snapshot_stays(store, data, harmed):
    matter(store, ON_PAGE)
    (data / "audits/x/run-1" / harmed).write_bytes(b"{")
    (kept,) = pruned(store, data)
    assert "取证页写不成" in kept.why
    assert left(data) >= WHOLE


def test_a_snapshot_that_is_being_written_stays(store, data):
    lock = FolderLock(data / "audits/x/run-1/snapshot")
    try:
        (kept,) = pruned(store, data)
    finally:
        lock.close()
    assert "正在使用" in kept.why
    assert left(data) == WHOLE


def test_a_site_that_is_being_scanned_keeps_its_own(store, data):
    with store.begin() as c:
        assert scan_locks.take(c, site="x", holder="a", at=AT, dead_before=AT)
    (kept,) = pruned(store, data)
    assert "正在检查" in kept.why
    assert left(data) == WHOLE


def test_one_that_somebody_has_removed_is_noted(store, data):
    shutil.rmtree(data / "audits/x/run-1/snapshot")
    (gone,) = pruned(store, data)
    assert gone.freed == 0
    assert not row(store).snapshot_kept


def test_bytes_that_another_snapshot_shares_are_not_counted_as_freed(store, data):
    before = pruned(store, data, dry=True)[0].freed
    body = data / "audits/x/run-1/snapshot/bodies.warc.gz"
    os.link(body, data / "audits/x/run-2/snapshot/bodies-1.warc.gz")
    assert pruned(store, data, dry=True)[0].freed == before - body.stat().st_size


@pytest.mark.parametrize("noted", [False, True], ids=["before-it-was-noted", "after"])
def test_a_run_that_was_cut_off_is_put_in_order(store, data, noted):
    folder = data / "audits/x/run-1"
    (folder / "snapshot").rename(folder / GOING)
    if noted:
        with store.begin() as c:
            away = replace(an_audit(1), snapshot_kept=False, snapshot_gone_at=AT)
            audit_runs.update(c, audit=away)
    put_in_order(store, data)
    assert left(data) == (WHOLE - {"snapshot"} if noted else WHOLE)
    pruned(store, data)
    assert left(data) == WHOLE - {"snapshot"}


def test_where_it_cannot_be_noted_the_snapshot_is_put_back(store, data, monkeypatch):
    def full(*_, **__):
        assert left(data) == WHOLE - {"snapshot"} | {GOING}
        raise StoreError("磁盘已满")

    monkeypatch.setattr(audit_runs, "update", full)
    with pytest.raises(StoreError, match="磁盘已满"):
        pruned(store, data)
    assert left(data) == WHOLE


def test_a_row_that_leads_out_of_the_data_directory_is_left_alone(store, data):
    outside = data.parent / "outside"
    (outside / "snapshot").mkdir(parents=True)
    with store.begin() as c:
        audit_runs.update(c, audit=replace(an_audit(1), folder="../outside"))
    with pytest.raises(StoreError, match="不在数据目录"):
        pruned(store, data)
    (data / "audits" / "link").symlink_to(outside)
    with store.begin() as c:
        audit_runs.update(c, audit=replace(an_audit(1), folder="audits/link"))
    with pytest.raises(StoreError, match="不在数据目录"):
        pruned(store, data)
    assert (outside / "snapshot").is_dir()
    shutil.rmtree(outside)
