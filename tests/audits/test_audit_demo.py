"""The whole way on the demo portal: exactly what was planted is found, and nothing else.

The truth comes from the portal's own manifest, not from a run of the program.
"""

from __future__ import annotations

import itertools
import json
import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from audits.cli import run
from audits.demo import DemoPortal, DemoSite, Planted, planted

TODAY = date(2026, 6, 30)
FAST = ["--delay", "0", "--concurrency", "8", "--timeout", "5", "--as-of", TODAY.isoformat()]
# Where the verdicts are looked at: no page of the demo needs a browser for them, nor they a report.
PLAIN = ["--render", "never", "--format", "md", "--jobs", "1"]


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as sock:
            sock.bind(("::1", 0))
    except OSError:
        return False
    return True


def audit(site: DemoSite, out: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """Audit a demo site and return exit code and results."""
    with DemoPortal(site, slow_seconds=0.2) as portal:
        way = [part for rule in portal.connect_to for part in ("--connect-to", rule)]
        flags = ["--out", str(out), "--dns", portal.dns, *way, *FAST, *more]
        code = run(["audit", portal.home, *flags])
    return code, json.loads((out / "audit.json").read_text(encoding="utf-8"))


def rules_of(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {rule["id"]: rule for rule in result["rules"]}


@pytest.fixture(scope="module")
def truth() -> Planted:
    return planted(DemoSite(TODAY))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def done(out: Path) -> tuple[int, dict[str, Any]]:
    return audit(DemoSite(TODAY), out)


@pytest.fixture(scope="module")
def result(done: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    return done[1]


def test_every_broken_link_is_found_once_with_how_it_is_broken(
    result: dict[str, Any], truth: Planted
) -> None:
    found = {f["target"]: f["observed"] for f in rules_of(result)["links"]["findings"]}
    assert found == {link.target: link.observed for link in truth.broken}
    assert len(found) >= 10, "the demo plants all the kinds of the contract"


def test_every_broken_link_names_all_the_pages_it_stands_on(
    result: dict[str, Any], truth: Planted
) -> None:
    places = {link.target: link.found_on for link in truth.broken}
    for finding in rules_of(result)["links"]["findings"]:
        expected = places[finding["target"]]
        assert finding["found_on_count"] == len(expected), finding["target"]
        assert set(finding["found_on"]) <= set(expected)
        assert len(finding["found_on"]) == min(20, len(expected))
        assert finding["url"] in expected


def test_no_decoy_is_accused(result: dict[str, Any], truth: Planted) -> None:
    accused = {f["target"] for rule in result["rules"] for f in rule["findings"]}
    assert not accused & {decoy.target for decoy in truth.decoys}
    assert len(truth.decoys) >= 10


def test_the_four_rules_come_out_as_planted(result: dict[str, Any], truth: Planted) -> None:
    rules = rules_of(result)
    assert {name: rules[name]["verdict"] for name in truth.rules} == {
        name: expected.verdict for name, expected in truth.rules.items()
    }
    for name, expected in truth.rules.items():
        if expected.url and expected.verdict == "pass":
            assert expected.url in {e["url"] for e in rules[name]["evidence"]}


def test_every_page_was_seen_and_counted(result: dict[str, Any], truth: Planted) -> None:
    coverage = result["coverage"]
    assert coverage["pages_fetched"] == len(truth.pages)
    assert coverage["pages_known"] == coverage["pages_fetched"] + sum(
        coverage["not_fetched"].values()
    )
    assert coverage["complete"]
    assert coverage["attachments_known"] == coverage["attachments_opened"] > 0


def test_findings_carry_evidence_that_is_in_the_warc(
    result: dict[str, Any], out: Path, truth: Planted
) -> None:
    with (out / "snapshot" / "bodies.warc.gz").open("rb") as file:
        kept = {r.rec_headers.get_header("WARC-Target-URI") for r in ArchiveIterator(file)}
    answered = {
        link.target
        for link in truth.broken
        if link.observed in {"404", "500", "soft_404", "wrong_type"}
    }
    assert answered <= kept
    for finding in rules_of(result)["links"]["findings"]:
        assert finding["message"]
        assert finding["fingerprint"]


def test_the_exit_code_says_that_something_was_found(done: tuple[int, dict[str, Any]]) -> None:
    assert done[0] == 1


def test_checking_the_snapshot_again_gives_the_same_bytes(
    out: Path, result: dict[str, Any], tmp_path: Path
) -> None:
    del result  # the audit is what is checked again
    flags = ["--out", str(tmp_path), "--as-of", TODAY.isoformat()]
    assert run(["check", str(out / "snapshot"), *flags]) == 1

    def without_run(path: Path) -> str:
        read = json.loads(path.read_text(encoding="utf-8"))
        del read["run"]
        return json.dumps(read, ensure_ascii=False, indent=2)

    assert without_run(tmp_path / "audit.json") == without_run(out / "audit.json")
    first, again = (
        (folder / "audit.json").read_text(encoding="utf-8").splitlines()
        for folder in (out, tmp_path)
    )
    differing = [line for line, other in zip(first, again, strict=True) if line != other]
    assert all(any(key in line for key in ('"id"', "_at", '"seconds"')) for line in differing)


def test_the_report_is_rendered_again_from_audit_json_alone(
    out: Path, result: dict[str, Any], tmp_path: Path
) -> None:
    del result
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "audit.json").write_bytes((out / "audit.json").read_bytes())
    assert (
        run(["report", str(alone / "audit.json"), "--format", "html", "--out", str(tmp_path)]) == 0
    )
    assert (tmp_path / "report.html").read_bytes() == (out / "report.html").read_bytes()


@pytest.mark.parametrize(
    "site",
    [
        # The states of one column have nothing to do with those of the other: two are looked at in one audit.
        DemoSite(TODAY, plans="missing", annual_report="missing"),
        DemoSite(TODAY, plans="empty", annual_report="previous_only"),
        DemoSite(TODAY, plans="script_only", annual_report="late"),
        DemoSite(TODAY, plans="blocked"),
        DemoSite(TODAY, home="empty"),
        DemoSite(TODAY, walls=True),
    ],
    ids=lambda site: f"{site.plans}-{site.annual_report}-{site.home}-{site.walls}",
)
def test_each_state_of_the_portal_is_judged_as_planted(site: DemoSite, tmp_path: Path) -> None:
    code, result = audit(site, tmp_path, *PLAIN)
    rules = rules_of(result)
    expected = planted(site).rules
    assert {
        name: (rules[name]["verdict"], rules[name]["reason"]) for name in expected if name != "ipv6"
    } == {name: (one.verdict, one.reason) for name, one in expected.items() if name != "ipv6"}
    if site.walls:
        assert code == 3


@pytest.mark.skipif(
    not _has_ipv6(), reason="this machine has no ::1 for the portal's IPv6 listener"
)
@pytest.mark.parametrize("ipv6", ["ok", "different", "closed"])
def test_ipv6_is_judged_as_planted(ipv6: Any, tmp_path: Path) -> None:
    site = DemoSite(TODAY, ipv6=ipv6)
    _, result = audit(site, tmp_path, "--max-pages", "5", *PLAIN)
    rule = rules_of(result)["ipv6"]
    assert rule["verdict"] == planted(site).rules["ipv6"].verdict
    assert rule["level"] == "advisory"
    assert rule["tables"], "each sub-test is shown with what was measured"


def test_a_silent_host_is_a_timeout(tmp_path: Path) -> None:
    site = DemoSite(TODAY, silent=True)
    _, result = audit(site, tmp_path, "--timeout", "1", *PLAIN)
    found = {f["target"]: f["observed"] for f in rules_of(result)["links"]["findings"]}
    assert found == {link.target: link.observed for link in planted(site).broken}
    assert "timeout" in found.values()


def test_before_the_due_date_the_report_is_pending(tmp_path: Path) -> None:
    early = date(2026, 2, 10)
    site = DemoSite(early, annual_report="previous_only")
    _, result = audit(site, tmp_path, "--as-of", early.isoformat(), *PLAIN)
    assert rules_of(result)["annual-report-published"]["verdict"] == "pending"


def test_a_small_budget_is_an_incomplete_audit(tmp_path: Path) -> None:
    code, result = audit(DemoSite(TODAY), tmp_path, "--max-pages", "3", *PLAIN)
    assert code == 3
    assert not result["coverage"]["complete"]
    assert result["coverage"]["not_fetched"]["budget"] > 0
    assert result["coverage"]["pages_fetched"] <= 3
    rules = rules_of(result)
    assert rules["annual-report-published"]["verdict"] == "review"


def test_the_portal_is_treated_politely_by_default(tmp_path: Path) -> None:
    """One request at a time to a host, also where a page needs several files."""
    with DemoPortal(DemoSite(TODAY), slow_seconds=0.05) as portal:
        way = [part for rule in portal.connect_to for part in ("--connect-to", rule)]
        run(
            [
                "audit",
                portal.home,
                "--out",
                str(tmp_path),
                "--dns",
                portal.dns,
                *way,
                "--delay",
                "0",
                "--timeout",
                "5",
                "--max-pages",
                "40",
            ]
        )
        served = [one for one in portal.served if one.host == "www.qinglan-demo.gov.cn"]
    ordered = sorted(served, key=lambda one: one.start)
    assert len(ordered) > 30
    for before, after in itertools.pairwise(ordered):
        assert before.end is not None
        assert after.start >= before.end
