"""A made-up audit with many findings: some rules with thousands, most with a few, several units to each."""

from __future__ import annotations

from checker.results import (
    AuditResult,
    ClauseResult,
    Coverage,
    Evidence,
    Finding,
    Level,
    PackUsed,
    Reason,
    RuleResult,
    Run,
    Score,
    Site,
    Verdict,
    worst,
)

HOME = "http://www.qinglu.example/"
_RULES = 120
_UNITS = [
    f"县{name}局"
    for name in ("教育", "民政", "财政", "公安", "司法", "住建", "交通", "水利", "商务", "文旅")
]
_PLACES = 20
_SEEN = "2021-12-31T08:41:07+00:00"


def large_audit(findings: int, run: int = 1) -> AuditResult:
    """An audit with so many findings; equal arguments give equal results, another run other times."""
    rules = [_rule(number, _share(number, findings), run) for number in range(_RULES)]
    clauses = [_clause(number, rules) for number in range(_RULES * 2)]
    verdicts = [rule.verdict.value for rule in rules]
    return AuditResult(
        site=Site(name="青麓县人民政府门户网站", home=HOME, hosts=["www.qinglu.example"]),
        packs=[
            PackUsed(id="base", title="国家基本要求", version="1.0"),
            PackUsed(id="qinglu-2021", title="2021年青麓县政务公开工作要点", version="3"),
        ],
        as_of="2021-12-31",
        run=Run(
            id=f"run-{run}",
            started_at=f"2021-12-{run:02d}T08:29:58+00:00",
            finished_at=f"2021-12-{run:02d}T08:52:11+00:00",
            tool_version="0.1.0",
            seconds=1333.2,
        ),
        coverage=Coverage(
            pages_known=5312,
            pages_fetched=4980,
            not_fetched={"budget": 300, "blocked": 32},
            links_known=655_000,
            links_checked=620_400,
            attachments_known=8120,
            attachments_opened=8120,
            complete=False,
            crawl_finish="budget",
            crawled_at=_SEEN,
        ),
        score=Score(verdicts={one.value: verdicts.count(one.value) for one in Verdict}),
        rules=rules,
        clauses=clauses,
    )


def _share(number: int, findings: int) -> int:
    """Two rules have most of the findings, as dead links and dead attachments do; 38 have the rest."""
    if number == 0:
        return findings // 2
    if number == 1:
        return findings // 4
    few, rules = findings - findings // 2 - findings // 4, 38
    return few // rules + (number - 2 < few % rules) if number < rules + 2 else 0


def _rule(number: int, findings: int, run: int) -> RuleResult:
    asked = number % 3 == 0
    verdict = Verdict.FAIL if findings else (Verdict.REVIEW if asked else Verdict.PASS)
    return RuleResult(
        id=f"rule-{number}",
        title=f"第 {number} 项要求：栏目更新及时、链接可用",
        level=(Level.REQUIRED, Level.REQUIRED, Level.ADVISORY)[number % 3],
        verdict=verdict,
        reason=Reason.BLOCKED if verdict is Verdict.REVIEW else None,
        message=f"检验 6,204 个链接，其中 {findings} 个打不开。",
        clauses=[f"base/{number}", f"qinglu-2021/{number}"],
        pass_when="检验过的链接全部能打开，打开的是链接所说的内容",
        how_checked="对每个链接发出请求并跟随跳转；用不存在的地址试探网站是否如实答复 404",
        fix="更新或删除失效链接；已经撤下的栏目，从导航和页脚中一并删除。",
        basis=["《2021年青麓县政务公开工作要点》一（二）"],
        evidence=[
            Evidence(url=f"{HOME}col/{number}/{n}.html", what="栏目页", fetched_at=_SEEN)
            for n in range(5)
        ],
        findings=[_finding(number, one, run) for one in range(findings)],
    )


def _finding(rule: int, number: int, run: int) -> Finding:
    places = [
        f"{HOME}xwzx/zwyw/2021{number % 12 + 1:02d}/t20211228_{number * 31 + n}.html"
        for n in range(_PLACES if number % 10 == 0 else 2)
    ]
    # A tenth of the findings is another one in each run.
    name = f"{number}-{run}" if number % 10 == 0 else str(number)
    target = f"http://old{number % 50}.qinglu.example/module/download/downfile.jsp?classid=0&filename={name}.doc"
    return Finding(
        fingerprint=f"{rule:08x}{hash_free(name):024x}",
        message="正文中的链接打不开",
        url=places[0],
        target=target,
        found_on=places,
        found_on_count=len(places) + number % 1000,
        observed=("404", "dns", "soft_404", "timeout")[number % 4],
        expected="200",
        excerpt=f'<a href="{target}">下载附件：关于印发实施方案的通知（第 {number} 号）</a>',
        fetched_at=_SEEN,
        sha256=f"{number:064x}",
        warc=f"bodies.warc.gz@{18_400 * number}+5210",
    )


def hash_free(name: str) -> int:
    """A number for a name, the same in every process."""
    return int.from_bytes(name.encode()[:12], "big")


def _clause(number: int, rules: list[RuleResult]) -> ClauseResult:
    pack = "base" if number < _RULES else "qinglu-2021"
    rule = rules[number % _RULES]
    asked = number % 7 == 0
    return ClauseResult(
        id=f"{pack}/{number % _RULES}",
        section=f"二、（{number % 30}）",
        title=f"第 {number} 条：及时更新栏目，杜绝错链死链",
        responsible=[] if pack == "base" else [_UNITS[number % len(_UNITS)]],
        modality="duty",
        verdict=Verdict.REVIEW if asked else worst([rule.verdict]),
        rules=[] if asked else [rule.id],
        question="本年度是否组织过政务公开专题培训？请核对培训通知和签到记录。" if asked else None,
    )
