"""How long a ranking of many sites takes: `python -m benchmarks.ranking.bench [SITES] [RULES]`.

Made-up audits, two months of them; `gongkai rank` reads both and compares site by site.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from pathlib import Path

from audits.ranked import ranked
from checker.results import (
    AuditResult,
    Coverage,
    Evidence,
    Finding,
    Level,
    PackUsed,
    RuleResult,
    Run,
    Score,
    Site,
    Verdict,
)
from reports.language import language
from reports.ranking_data import to_csv, to_json
from reports.ranking_page import render

_SITES, _RULES = 200, 300
_VERDICTS = (Verdict.PASS, Verdict.FAIL, Verdict.REVIEW, Verdict.PASS, Verdict.NOT_APPLICABLE)


def main(sites: int = _SITES, rules: int = _RULES) -> None:
    """Make the audits, rank them, print what it took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for month in ("05", "06"):
            for number in range(sites):
                _save(folder / month / f"s{number}", _audit(number, rules, month))
        for earlier in ([], [folder / "05"]):
            began = time.process_time()
            done = ranked([folder / "06"], earlier, folder / "out")
            read = time.process_time() - began
            t = language("zh")
            sizes = [len(render(done.ranking, t).encode()), len(to_csv(done.ranking, t))]
            sizes.append(len(to_json(done.ranking).encode()))
            spent = time.process_time() - began
            compared = "compared" if earlier else "alone"
            kib = "/".join(str(size // 1024) for size in sizes)
            print(
                f"{sites} sites x {rules} rules, {compared}: reading {read:.1f} s of CPU, in all {spent:.1f} s;"
                f" html/csv/json {kib} KiB; peak {_peak()} MiB"
            )


def _save(folder: Path, audit: AuditResult) -> None:
    folder.mkdir(parents=True)
    (folder / "audit.json").write_text(audit.to_json(), encoding="utf-8")


def _audit(site: int, rules: int, month: str) -> AuditResult:
    home, at = f"http://www.s{site}.gov.cn/", f"2026-{month}-30T08:00:00+08:00"
    return AuditResult(
        site=Site(name=f"某{site}县人民政府门户网站", home=home, hosts=[]),
        packs=[PackUsed(id="base", title="国家基本要求", version="1", digest="aa")],
        as_of=at[:10],
        run=Run(id=month, started_at=at, finished_at=at, tool_version="1", seconds=1),
        coverage=Coverage(
            pages_known=5000,
            pages_fetched=4900,
            not_fetched={"timeout": 100},
            links_known=9000,
            links_checked=8900,
            attachments_known=10,
            attachments_opened=10,
            complete=True,
        ),
        score=Score(verdicts={}),
        rules=[_rule(site, number, month) for number in range(rules)],
        clauses=[],
    )


def _rule(site: int, number: int, month: str) -> RuleResult:
    chance = hashlib.sha256(f"{site} {number} {month if number % 7 == 0 else ''}".encode()).digest()
    verdict = _VERDICTS[chance[0] % len(_VERDICTS)]
    places = [f"http://www.s{site}.gov.cn/{number}/{n}.html" for n in range(chance[1] % 5 + 1)]
    return RuleResult(
        id=f"rule-{number}",
        title=f"第 {number} 条要求：栏目已设立并按期更新",
        level=Level.VETO if number % 50 == 0 else Level.REQUIRED,
        verdict=verdict,
        message="看了若干网页，" * 6,
        clauses=[],
        check="column_exists",
        pass_when="合格条件。" * 10,
        how_checked="检查办法。" * 10,
        evidence=[Evidence(url=url, what="看到的内容。" * 4, sha256="a" * 64) for url in places],
        findings=[
            Finding(fingerprint=f"{number}:{url}", message="没有达到要求", url=url, found_on=[url])
            for url in places
            if verdict is Verdict.FAIL
        ],
    )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
