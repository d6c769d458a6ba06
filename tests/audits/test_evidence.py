"""The archived page of each finding is laid beside the report, or it is said why not."""

import json
import re
import shutil
from datetime import UTC, datetime

import pytest

from audits.cli import run
from audits.evidence import lay_evidence
from checker.results import Finding, Verdict
from crawler.snapshot import CrawlInfo, Fetch, MemorySnapshot, Outcome, Role
from crawler.snapshot.memory import page
from reports.language import language
from tests.reports.sample import HOME, county_portal, links_rule

T = language("zh")
PAGE = f"{HOME}a.html"
DEAD = f"{HOME}dead.html"
SOURCE = "<title>甲</title><p>见<a href=dead.html>年度报告</a></p>"


def finding(number, url=PAGE, **facts):
    base = {"message": f"链接 {number} 打不开", "target": DEAD, "found_on": [url]}
    return Finding(fingerprint=f"{number:032x}", url=url, **(base | facts))


def audit(*findings, verdict=Verdict.FAIL):
    rule = links_rule(list(findings)).model_copy(update={"verdict": verdict})
    return county_portal().model_copy(update={"rules": [rule]})


def snapshot(*fetches, bodies=None):
    info = CrawlInfo(HOME, datetime(2021, 12, 31, tzinfo=UTC))
    return MemorySnapshot(info, [page(PAGE, SOURCE), *fetches], {PAGE: SOURCE, **(bodies or {})})


def test_a_finding_gets_its_page_with_the_place_marked(tmp_path):
    laid = lay_evidence(audit(finding(1)), snapshot(), tmp_path, T)
    (written,) = laid.files.values()
    text = written.read_text(encoding="utf-8")
    assert 'id="place-1" title="dead.html">年度报告</a>' in text
    assert "标出 1 处" in text
    assert "不能作为证据" not in text
    assert not laid.without


def test_the_same_input_gives_the_same_bytes(tmp_path):
    for folder in ("1", "2"):
        lay_evidence(audit(finding(1)), snapshot(), tmp_path / folder, T)
    one, two = (next((tmp_path / folder).iterdir()).read_bytes() for folder in ("1", "2"))
    assert one == two


def test_a_page_that_is_another_by_now_is_no_evidence(tmp_path):
    laid = lay_evidence(audit(finding(1, sha256="0" * 64)), snapshot(), tmp_path, T)
    (written,) = laid.files.values()
    assert "不能作为证据" in written.read_text(encoding="utf-8")


def test_the_hash_of_a_link_finding_may_be_that_of_its_target(tmp_path):
    dead = page(DEAD, "找不到", outcome=Outcome.NOT_FOUND, status=404)
    result = audit(finding(1, sha256=dead.sha256))
    (written,) = lay_evidence(result, snapshot(dead), tmp_path, T).files.values()
    assert "不能作为证据" not in written.read_text(encoding="utf-8")


def test_what_has_no_page_is_counted_with_its_reason(tmp_path):
    unread = f"{HOME}slow.html"
    file = f"{HOME}b.pdf"
    known = snapshot(
        Fetch(unread, Role.PAGE, Outcome.TIMEOUT),
        page(file, b"%PDF", role=Role.ATTACHMENT, content_type="application/pdf"),
        bodies={file: b"%PDF"},
    )
    result = audit(
        finding(1, unread),
        finding(2, file),
        finding(3, f"{HOME}unknown.html"),
        finding(4, found_on=[], target="www.x.example"),
    )
    laid = lay_evidence(result, known, tmp_path, T)
    assert not laid.files
    assert laid.without == {"没有保存网页": 2, "不是网页（附件等）": 1, "不是网页上的问题": 1}


def test_so_many_pages_and_no_more_failed_rules_first(tmp_path):
    result = audit(*map(finding, range(1, 6)))
    advice = result.rules[0].model_copy(
        update={"id": "z", "verdict": Verdict.PASS, "findings": [finding(9)]}
    )
    result = result.model_copy(update={"rules": [advice, *result.rules]})
    laid = lay_evidence(result, snapshot(), tmp_path, T, most=3)
    assert [name[-1] for name in laid.files] == ["1", "2", "3"]
    assert laid.without == {"超出份数": 3}


def test_findings_are_chosen_by_the_beginning_of_their_fingerprint(tmp_path):
    result = audit(finding(0xA << 124), finding(0xB << 124))
    laid = lay_evidence(result, snapshot(), tmp_path, T, only=("b0",))
    assert list(laid.files) == [f"{0xB << 124:032x}"]


def test_a_hostile_page_title_and_fingerprint_are_inert(tmp_path):
    nasty = finding(1, message="<script>alert(1)</script>\u202e").model_copy(
        update={"fingerprint": "../../etc/<script>passwd"}
    )
    source = "<title><script>alert(1)</script></title><img src=x onerror=alert(1)>"
    info = CrawlInfo(HOME, datetime(2021, 12, 31, tzinfo=UTC))
    hostile = MemorySnapshot(info, [page(PAGE, source)], {PAGE: source})
    (written,) = lay_evidence(audit(nasty), hostile, tmp_path, T).files.values()
    assert written.parent == tmp_path
    assert written.stem.isalnum()
    text = written.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "<img" not in text
    assert "default-src &#39;none&#39;; style-src" in text
    assert "script-src" not in text


def test_the_english_edition_speaks_english_around_the_page(tmp_path):
    (written,) = lay_evidence(
        audit(finding(1)), snapshot(), tmp_path, language("en")
    ).files.values()
    text = written.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "取证页" not in text
    assert "年度报告" in text


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    """The demo portal's audit as the command line leaves it."""
    out = tmp_path_factory.mktemp("evidence") / "demo"
    run(["demo", "--out", str(out)])
    run(["check", str(out / "snapshot"), "--out", str(out), "--evidence"])
    return out


def test_the_command_writes_the_folder_beside_the_report(audited, capsys):
    assert run(["evidence", str(audited)]) == 0
    said = capsys.readouterr().out
    pages = list((audited / "evidence").glob("*.html"))
    assert pages
    assert said.count("已写入") == len(pages)
    assert any('id="place-1"' in page.read_text(encoding="utf-8") for page in pages)


def test_an_unknown_fingerprint_is_told(audited, capsys):
    assert run(["evidence", str(audited), "zz"]) == 2
    assert "没有标识以 zz 开头的问题" in capsys.readouterr().err


def test_a_folder_without_an_audit_or_snapshot_is_told(audited, tmp_path, capsys):
    assert run(["evidence", str(tmp_path)]) == 2
    assert "audit.json" in capsys.readouterr().err
    shutil.copy(audited / "audit.json", tmp_path)
    assert run(["evidence", str(tmp_path)]) == 2
    assert "snapshot" in capsys.readouterr().err


def test_every_page_of_the_demo_still_is_what_was_judged(audited, capsys):
    run(["evidence", str(audited)])
    capsys.readouterr()
    result = json.loads((audited / "audit.json").read_text(encoding="utf-8"))
    assert any(rule["findings"] for rule in result["rules"])
    for path in (audited / "evidence").glob("*.html"):
        assert "不能作为证据" not in path.read_text(encoding="utf-8")


def linked(folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    return set(re.findall(r'href="evidence/([0-9a-f]{32}\.html)"', text))


def test_the_report_leads_to_the_evidence_of_what_it_shows(audited):
    there = {path.name for path in (audited / "evidence").iterdir()}
    assert linked(audited)
    assert linked(audited) <= there


def test_a_report_made_anew_beside_the_evidence_leads_there_too(audited, tmp_path):
    shutil.copytree(audited / "evidence", tmp_path / "evidence")
    assert run(["report", str(audited / "audit.json"), "--out", str(tmp_path)]) == 0
    assert linked(tmp_path) == linked(audited)


def test_nothing_is_laid_where_nobody_wants_it(audited, tmp_path):
    run(["check", str(audited / "snapshot"), "--out", str(tmp_path)])
    assert not (tmp_path / "evidence").exists()
    assert not linked(tmp_path)


def test_evidence_of_an_earlier_audit_is_moved_aside_with_it(audited, tmp_path):
    for _ in range(2):
        run(["check", str(audited / "snapshot"), "--out", str(tmp_path), "--evidence"])
    assert linked(tmp_path / "earlier" / "001")
    assert linked(tmp_path / "earlier" / "001") <= {
        path.name for path in (tmp_path / "earlier" / "001" / "evidence").iterdir()
    }
