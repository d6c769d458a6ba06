"""The bundled portal, whose templates were written apart from the readers, is read whole."""

from collections import defaultdict
from datetime import date

import pytest

from audits.demo import DemoSite
from audits.demo.annual_reports import BUREAUS, COUNTY, figures
from checker.facts.annual_report import (
    State,
    carried_over,
    claims,
    in_force,
    report_on_page,
    sums_of,
)
from checker.facts.annual_report.identities import Holds
from checker.facts.attachments import State as FileState
from checker.facts.attachments import read_attachment
from checker.facts.personal_data import scan_attachment, scan_page


@pytest.fixture(scope="module")
def answers():
    site = DemoSite(date(2026, 11, 21))
    return {
        f"{host}{path}": answer
        for host, pages in site.answers.items()
        for path, answer in pages.items()
    }


@pytest.fixture(scope="module")
def reports(answers):
    found = {}
    for url, answer in answers.items():
        if answer.body.lstrip().startswith(b"<"):
            report = report_on_page(answer.body.decode("utf-8", "replace"))
            if report is not None and report.requests:
                found[url] = report
    return found


def test_every_report_is_read_and_its_sums_hold(reports):
    assert len(reports) > 3
    for url, report in reports.items():
        assert report.state is State.READ, (url, report.problems)
        assert not sums_of(report).doubtful, url
        assert all(claim.agrees for claim in claims(report)), (url, claims(report))


def test_the_figures_are_those_that_were_drawn(reports):
    issuers = {issuer.name: issuer for issuer in (COUNTY, *BUREAUS)}
    known = [report for report in reports.values() if report.issuer in issuers]
    assert known
    for report in known:
        drawn = figures(issuers[report.issuer], report.year)
        values = tuple(
            int(report.requests["new", key].value)
            for key in ("person", "business", "research", "charity", "legal", "other_org", "total")
        )
        assert values == tuple(drawn.new)
        assert int(report.disclosure["normative", "in_force"].value) == drawn.in_force


def test_years_follow_from_each_other(reports):
    by_issuer = defaultdict(dict)
    for report in reports.values():
        by_issuer[report.issuer][report.year] = report
    pairs = [
        (years[year], years[year - 1])
        for years in by_issuer.values()
        for year in years
        if year - 1 in years
    ]
    assert pairs
    for this, last in pairs:
        assert not carried_over(this, last).doubtful
        assert in_force(this, last).holds is Holds.YES


def test_every_attachment_opens_and_nobody_s_data_is_in_it(answers):
    files = [
        a
        for url, a in answers.items()
        if url.endswith((".pdf", ".docx", ".xlsx")) and a.status == 200
    ]
    assert files
    for answer in files:
        if answer.body.startswith((b"%PDF", b"PK")):
            read = read_attachment(answer.body)
            assert read.state is FileState.READ, read
            assert read.lines or read.tables
            assert scan_attachment(read).hits == ()


def test_no_page_holds_anybody_s_data(answers):
    for url, answer in answers.items():
        if answer.body.lstrip().startswith(b"<"):
            assert scan_page(answer.body.decode("utf-8", "replace")).hits == (), url
