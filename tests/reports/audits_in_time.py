"""Audits of one made-up site, month by month, with as little in them as a comparison needs."""

from __future__ import annotations

import base64

from checker.results import (
    AuditResult,
    Coverage,
    Finding,
    Level,
    PackUsed,
    RuleResult,
    Run,
    Score,
    Site,
    UrlsSeen,
    Verdict,
    url_mark,
)

HOME = "http://www.qinglu.example/"


def marks(*urls: str) -> str:
    return base64.b64encode(b"".join(sorted(url_mark(url) for url in urls))).decode()


def finding(name: str, page: str = HOME, target: str | None = None) -> Finding:
    return Finding(
        fingerprint=name, message=f"问题 {name}", url=page, target=target, found_on=[page]
    )


def rule(name: str = "links", *findings: Finding, **other: object) -> RuleResult:
    verdict = Verdict.FAIL if findings else Verdict.PASS
    return RuleResult.model_validate(
        {
            "id": name,
            "title": f"要求 {name}",
            "level": Level.REQUIRED,
            "verdict": verdict,
            "message": "",
            "clauses": [],
            "check": "links_alive" if name == "links" else "column_exists",
            "findings": list(findings),
            **other,
        }
    )


def audit(month: int, *rules: RuleResult, **other: object) -> AuditResult:
    day = f"2026-{month:02d}-28"
    seen = {
        "pages_known": 10,
        "pages_fetched": 10,
        "not_fetched": {},
        "links_known": 10,
        "links_checked": 10,
        "attachments_known": 0,
        "attachments_opened": 0,
        "complete": True,
        "crawled_at": f"{day}T08:00:00+08:00",
    }
    whole = {
        "site": Site(name="青麓县人民政府", home=HOME, hosts=["www.qinglu.example"]),
        "packs": [PackUsed(id="base", title="国家基本要求", version="1", digest="aa")],
        "as_of": day,
        "run": Run(
            id=f"r{month}",
            started_at=f"{day}T08:00:00+08:00",
            finished_at=f"{day}T09:00:00+08:00",
            tool_version="1.0",
            seconds=1,
        ),
        "score": Score(verdicts={}),
        "rules": list(rules),
        "clauses": [],
    }
    coverage = other.pop("coverage", {})
    assert isinstance(coverage, dict)
    whole["coverage"] = Coverage.model_validate({**seen, **coverage})
    return AuditResult.model_validate({**whole, **other})


def saw(read: tuple[str, ...] = (), missing: tuple[str, ...] = (), left: tuple[str, ...] = ()):
    """A crawl that ended early and says which URLs it read."""
    urls = UrlsSeen(read=marks(*read), missing=marks(*missing), left_open=marks(*left))
    return {"complete": False, "not_fetched": {"budget": 5}, "urls": urls}
