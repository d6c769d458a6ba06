"""Audits to be opened in a browser: an ordinary one, one of ten thousand findings, a hostile one."""

from __future__ import annotations

from checker.results import AuditResult, ClauseResult, Finding, Level, RuleResult, Verdict
from tests.reports.sample import HOME, county_portal, sha

UNITS = tuple(
    f"县{name}"
    for name in (
        "政府办公室 发展和改革局 教育局 民政局 财政局 自然资源和规划局 农业农村局 卫生健康局".split()  # noqa: SIM905
    )
)
THEMES = ("网站建设与运行", "规划计划", "财政资金", "政策文件", "民生领域", "政务服务")
TRICKS = (
    "<script>parent.hacked = 1; alert(1)</script>",
    "</style></script><img src=http://evil.example/x onerror=alert(1)>",
    '" onmouseover="alert(1)" style="background:url(http://evil.example/y)',
    "javascript:alert(1)",
    "\u202egnp.exe\u2066\u200b\x00\x1b",
    "{{ 7 * 7 }}{% raw %}",
    "e" + "\u0301" * 40,
)


def finding(rule: int, number: int) -> Finding:
    """As long as findings of real portals are: some 400 bytes of text, up to twenty places."""
    page = f"{HOME}art/2022/{number % 12 + 1}/{number % 28 + 1}/art_{1229000 + rule}_{number}.html"
    places = 1 + (number * 7919) % 40 if number % 5 else 1 + (number * 104_729) % 1_800
    return Finding(
        fingerprint=sha(rule * 100_000 + number)[-32:],
        message=f"链接“关于印发{number}号实施方案的通知.docx”打不开",
        url=page,
        target=f"http://www{number % 17}.qinglu.example/attach/0/{number:05}/{'f' * (number % 40)}.docx",
        found_on=[
            f"{HOME}col/col{1229000 + n}/index.html?page={number}" for n in range(min(places, 20))
        ],
        found_on_count=places,
        observed=("404", "dns", "timeout", "soft_404", "500")[number % 5],
        expected="200",
        excerpt=f"关于印发{number}号实施方案的通知.docx",
        fetched_at="2022-12-20T14:05:02+08:00",
        sha256=sha(number),
        warc=f"bodies.warc.gz@{number * 1700}+1602",
        suggestion="内容已搬家的改为新网址，已撤下的删除链接",
    )


def many(findings: int, rules: int = 12) -> AuditResult:
    """A portal with so many findings, spread over so many failed rules."""
    base = county_portal()
    judged, clauses = list(base.rules), list(base.clauses)
    for rule in range(rules):
        numbers = range(rule, findings, rules)
        judged.append(
            RuleResult(
                id=f"many-{rule}",
                title=f"第 {rule} 类链接都能打开",
                theme=THEMES[rule % len(THEMES)],
                level=Level.VETO if rule == 3 else Level.REQUIRED,
                verdict=Verdict.FAIL,
                message=f"发现 {len(numbers):,} 个错链",
                clauses=[f"qinglu-2021/{100 + rule}"],
                fix="逐个更正",
                findings=[finding(rule, number) for number in numbers],
            )
        )
        clauses.append(
            ClauseResult(
                id=f"qinglu-2021/{100 + rule}",
                section="五、（一）",
                title=f"第 {rule} 类链接可用",
                responsible=[UNITS[rule % len(UNITS)], UNITS[(rule * 3 + 1) % len(UNITS)]],
                modality="duty",
                verdict=Verdict.FAIL,
                rules=[f"many-{rule}"],
            )
        )
    return base.model_copy(update={"rules": judged, "clauses": clauses})


def hostile() -> AuditResult:
    """Every text field holds all tricks, and the longest ones a megabyte."""
    plain = _poisoned(county_portal().model_dump(mode="json"), " ".join(TRICKS))
    result = AuditResult.model_validate(plain)
    endless = "长" * 350_000
    first = result.rules[0]
    broken = first.findings[0].model_copy(update={"message": endless, "target": endless})
    rule = first.model_copy(
        update={"title": endless, "findings": [broken, *first.findings], "fix": endless}
    )
    return result.model_copy(update={"rules": [rule, *result.rules[1:]]})


_CLOSED = {"format", "level", "verdict", "reason", "first", "as_of"}
_FREE_KEYS = {"params", "not_fetched", "links_unchecked", "traps"}


def _poisoned(value: object, text: str, key: str = "") -> object:
    if isinstance(value, dict):
        return {
            (text if key in _FREE_KEYS else name): _poisoned(part, text, name)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_poisoned(part, text, key) for part in value]
    return text if isinstance(value, str) and key not in _CLOSED else value
